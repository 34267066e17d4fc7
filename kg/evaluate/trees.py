"""Words, sentences, tags and trees against gold ones, aligned by their places.

F1 as in the CoNLL 2018 shared task (Zeman et al. 2018): a word is aligned where the same
characters are one word in both; its tags are right where it is aligned and they are equal,
its head where the head is aligned with the gold head. With given words F1 is accuracy. Two
things differ from the shared task: labels count with their subtypes, and the parts of a
multiword token ("don't") are words of their own places.
"""

from __future__ import annotations

from itertools import chain

from spacy.tokens import Doc, Token

from kg.evaluate.corpora import Document, Sentence
from kg.evaluate.counts import Counts
from kg.evaluate.gold import Place, places, squeezed

ROOT = None


def count_trees(doc: Doc, document: Document, counts: Counts, raw: bool) -> None:
    """Count the trees of `document` that `doc` has; words and sentences too if `raw`."""
    if not document or any(sentence.heads is None for sentence in document):
        return
    at = squeezed(doc.text)
    tokens = [token for token in doc if not token.is_space]
    where = {token.i: (at[token.idx], at[token.idx + len(token)]) for token in tokens}
    by_place = {where[token.i]: token for token in tokens}
    gold = places(document)
    if raw:
        words = set(chain.from_iterable(gold))
        counts.add("words", len(words & by_place.keys()), len(tokens), len(words))
        _count_sentences(doc, where, gold, counts)
    right = Counts().right
    for sentence, words_at in zip(document, gold, strict=True):
        for index, place in enumerate(words_at):
            if place in by_place:
                right.update(_right(by_place[place], where, sentence, words_at, index))
    total = sum(map(len, gold))
    for measure in ("upos", "xpos", "feats", "lemmas", "uas", "las"):
        counts.add(measure, right[measure], len(tokens), total)


def _count_sentences(
    doc: Doc, where: dict[int, Place], gold: list[list[Place]], counts: Counts
) -> None:
    expected = {(words[0][0], words[-1][1]) for words in gold}
    found = set()
    for sent in doc.sents:
        words = [where[token.i] for token in sent if token.i in where]
        if words:
            found.add((words[0][0], words[-1][1]))
    counts.add("sents", len(expected & found), len(found), len(expected))


def _right(
    token: Token, where: dict[int, Place], sentence: Sentence, words: list[Place], index: int
) -> list[str]:
    """The measures that `token` has right as the word at `index` of its sentence."""
    assert sentence.upos
    assert sentence.xpos
    assert sentence.feats
    assert sentence.lemmas
    assert sentence.heads
    assert sentence.labels
    head = sentence.heads[index]
    attached = (ROOT if token.head.i == token.i else where.get(token.head.i)) == (
        words[head - 1] if head else ROOT
    )
    label = token.dep_.replace("ROOT", "root")
    checks = {
        "upos": token.pos_ == sentence.upos[index],
        "xpos": token.tag_ == sentence.xpos[index],
        "feats": (str(token.morph) or "_") == sentence.feats[index],
        "lemmas": token.lemma_ == sentence.lemmas[index],
        "uas": attached,
        "las": attached and label == sentence.labels[index],
    }
    return [measure for measure, holds in checks.items() if holds]
