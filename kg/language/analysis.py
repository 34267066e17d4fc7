"""From words to analyses: windows over a document, scores, trees and names.

Batches never mix documents, so that a document's analysis does not depend on what
else is processed, or by how many workers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.language.arborescence import best_tree
from kg.language.encoder import MOST_PIECES, Encoder, Window
from kg.language.lemmas import apply_script
from kg.language.names import Name, find_names

WINDOW_WORDS = 90
LONGEST_SENTENCE = 120
AFTER_STOP = 0.1
CLOSERS = frozenset(".!?…。؟")
UNINFLECTED = frozenset({"NNP", "NN", "JJ", "RB", "VB", "VBP", "CD"})
TRAILING = frozenset("\"'”’)]»")


@dataclass
class Analysis:
    """Everything about W words: strings `[W]`, `heads` as word indices (a root heads
    itself), `starts` true at the first word of a sentence, and the names."""

    upos: list[str]
    xpos: list[str]
    feats: list[str]
    lemmas: list[str]
    heads: NDArray[np.int64]
    labels: list[str]
    starts: NDArray[np.bool_]
    names: list[Name]


def analyse(
    encoder: Encoder, words: list[str], forced: NDArray[np.bool_], given: bool = False
) -> Analysis:
    """Analyse one document of words.

    `forced` `[W]` marks words that must start a sentence; with `given` these are all
    the sentence starts there are.
    """
    cuts = _cuts(encoder, words, forced, given)
    parts = [
        _decode(encoder, window, words[begin:end], forced[begin:end], given)
        for window, (begin, end) in zip(
            encoder.run([words[b:e] for b, e in cuts]), cuts, strict=True
        )
    ]
    whole = Analysis([], [], [], [], np.zeros(0, np.int64), [], np.zeros(0, bool), [])
    heads, starts = [], []
    for part, (begin, _) in zip(parts, cuts, strict=True):
        for name in ("upos", "xpos", "feats", "lemmas", "labels"):
            getattr(whole, name).extend(getattr(part, name))
        heads.append(part.heads + begin)
        starts.append(part.starts)
        whole.names.extend(
            Name(n.begin + begin, n.end + begin, n.label, n.probability) for n in part.names
        )
    if parts:
        whole.heads, whole.starts = np.concatenate(heads), np.concatenate(starts)
    return whole


def _cuts(
    encoder: Encoder, words: list[str], forced: NDArray[np.bool_], given: bool
) -> list[tuple[int, int]]:
    """Windows `[begin, end)`: at forced starts where these come often enough, else
    after the last closing punctuation, else at the limit."""
    pieces = encoder.pieces(words)
    cuts = []
    begin, count = 0, len(words)
    while begin < count:
        end, size, good = begin, 0, 0
        while end < count:
            size += int(pieces[end])
            if end > begin and (size > MOST_PIECES or end - begin >= 2 * WINDOW_WORDS):
                break
            if end > begin and forced[end] and not _ended(words, end):
                good = end  # a headline: nothing tells the network that it ends
                break
            if end > begin and (forced[end] or (not given and _closes(words, end))):
                if good and end - begin > WINDOW_WORDS:
                    break
                good = end
                if forced[end] and end - begin > WINDOW_WORDS // 2:
                    break
            end += 1
        stop = end if end == count or not good else good
        cuts.append((begin, stop))
        begin = stop
    return cuts


def _ended(words: list[str], index: int) -> bool:
    """Whether closing punctuation stands before `index`."""
    before = index - 1
    if words[before][-1] in TRAILING and before:
        before -= 1
    return words[before][-1] in CLOSERS


def _closes(words: list[str], index: int) -> bool:
    """Whether a sentence may well start at `index`: punctuation before, no lower case."""
    return _ended(words, index) and not words[index][0].islower()


def _thresholds(words: list[str]) -> NDArray[np.float64]:
    """The probability from which a word starts a sentence, `[W]`: less is needed after a
    full stop that stands alone, which no abbreviation has."""
    least = np.full(len(words), 0.5)
    for index in range(1, len(words)):
        before = index - 1
        if words[before] in TRAILING and before:
            before -= 1
        if words[before] in CLOSERS and not words[index][0].islower():
            least[index] = AFTER_STOP
    return least


def _decode(
    encoder: Encoder, scores: Window, words: list[str], forced: NDArray[np.bool_], given: bool
) -> Analysis:
    starts = forced.copy() if given else (scores.starts > _thresholds(words)) | forced
    starts[:1] = True
    borders = _bounded(np.flatnonzero(starts).tolist(), len(words))
    heads = np.zeros(len(words), dtype=np.int64)
    governors = np.zeros(len(words), dtype=np.int64)
    for begin, end in borders:
        columns = [0, *range(begin + 1, end + 1)]
        tree = best_tree(scores.arcs[begin:end][:, columns].astype(np.float64))
        for index, head in enumerate(tree, begin):
            heads[index] = index if head == 0 else begin + head - 1
            governors[index] = 0 if head == 0 else begin + head
        starts[begin] = True
    labels = encoder.label_scores(scores.dependents, scores.governors[governors])
    classes = encoder.classes
    root = encoder.labels.index("root")
    is_root = governors == 0
    labels[~is_root, root] = -np.inf
    best = np.where(is_root, root, labels.argmax(1))
    lemmas = [
        _lemma(encoder, word, classes["xpos"][tag], [classes["lemma"][index] for index in best])
        for word, tag, best in zip(words, scores.xpos, scores.lemma.tolist(), strict=True)
    ]
    upos = [classes["upos"][i] for i in scores.upos]
    return Analysis(
        upos,
        [classes["xpos"][i] for i in scores.xpos],
        [classes["feats"][i] for i in scores.feats],
        lemmas,
        heads,
        [encoder.labels[i] for i in best],
        starts,
        find_names(scores, classes, starts, upos, heads),
    )


def _lemma(encoder: Encoder, word: str, tag: str, scripts: list[str]) -> str:
    """The attested lemma of a form with its tag, else the best script's, of those that
    give a known base form if any does."""
    known = encoder.attested
    form, coarse = (word, tag) if tag.startswith("NNP") else (word.lower(), tag[:2])
    attested = known.get((form, tag)) or known.get((form, coarse))
    if attested:
        return attested
    if tag in UNINFLECTED:
        return form
    made = [apply_script(word, script) for script in scripts]
    return next((lemma for lemma in made if known.get((lemma, coarse)) == lemma), made[0])


def _bounded(begins: list[int], count: int) -> list[tuple[int, int]]:
    """Sentences `[begin, end)`; those beyond reason are cut, so that trees stay cheap."""
    found = []
    for begin, end in zip(begins, [*begins[1:], count], strict=True):
        for part in range(begin, end, LONGEST_SENTENCE):
            found.append((part, min(part + LONGEST_SENTENCE, end)))
    return found
