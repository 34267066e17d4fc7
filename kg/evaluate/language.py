"""How well a language model tags, parses and finds names, with gold words.

Measures as in the CoNLL 2018 shared task (Zeman et al. 2018) over all words, punctuation
included, but with full labels, subtypes too; names by exact span and type.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg.errors import ResourceError
from kg.evaluate.corpora import IGNORED, Document, Sentence, read_conllu, read_iob, spans

NAMES = {name: name for name in ("PER", "ORG", "LOC")}
LABELS = {"PERSON": "PER", "PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
TREES = ("upos", "xpos", "feats", "lemmas", "uas", "las")

Scores = dict[str, float]


def evaluate(nlp: Language, data: Path) -> dict[str, Scores]:
    """Scores in per cent by test set, then measure, on the held-out sets in `data`.

    Raises ResourceError where `data` is not the data folder.
    """
    if not (data / "treebanks/ewt-test.conllu").is_file():
        raise ResourceError(f"{data}: has no treebanks/ewt-test.conllu; give the data folder")
    rows = {}
    trees = [document for _, document in read_conllu(data / "treebanks/ewt-test.conllu")]
    rows["EWT test"] = score(nlp, trees)
    genres: dict[str, list[Document]] = {}
    for path in gum(data, "test"):
        genres.setdefault(path.stem.split("_")[1], []).extend(d for _, d in read_conllu(path))
    counts = {genre: _count(nlp, documents) for genre, documents in sorted(genres.items())}
    rows["GUM test"] = _scores(sum(counts.values(), _Counts()))
    rows |= {f"GUM {genre}": _scores(found) for genre, found in counts.items()}
    rows["UNER EWT test"] = score(nlp, list(read_iob(data / "names/uner-ewt-test.iob2", 2, NAMES)))
    rows["wikigold tenth"] = score(nlp, wikigold(data)[1])
    return rows


def gum(data: Path, split: str) -> list[Path]:
    """The GUM documents of a split ("train", "dev", "test")."""
    section, names = "", set()
    for line in (data / "treebanks/gum-splits.md").read_text(encoding="utf-8").splitlines():
        section = line[3:].strip() if line.startswith("## ") else section
        if section == split and line.strip().startswith("* GUM_"):
            names.add(line.strip()[2:])
    return [
        path for path in sorted((data / "treebanks/gum").glob("*.conllu")) if path.stem in names
    ]


def wikigold(data: Path) -> tuple[list[Document], list[Document]]:
    """Wikigold in documents of ten sentences: its first nine tenths, and its last."""
    sentences = [
        s for document in read_iob(data / "names/wikigold.conll", 1, NAMES) for s in document
    ]
    documents = [sentences[i : i + 10] for i in range(0, len(sentences), 10)]
    cut = len(documents) * 9 // 10
    return documents[:cut], documents[cut:]


def score(nlp: Language, documents: Iterable[Document]) -> Scores:
    """Scores of `nlp` on documents with gold words and sentences, in per cent."""
    return _scores(_count(nlp, documents))


@dataclass
class _Counts:
    """What was right, of how many, by measure; and names `found`, `gold` and in `both`."""

    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: _Counts) -> _Counts:
        return _Counts(self.right + other.right, self.total + other.total, self.names + other.names)


def _count(nlp: Language, documents: Iterable[Document]) -> _Counts:
    counts = _Counts()
    for document in documents:
        doc = nlp(_doc(nlp, document))
        offset = 0
        for sentence in document:
            _score_trees(doc, offset, sentence, counts.right, counts.total)
            if sentence.names:
                _score_names(doc, offset, sentence, counts.names)
            offset += len(sentence.words)
    return counts


def _scores(counts: _Counts) -> Scores:
    right, total, names = counts.right, counts.total, counts.names
    scores = {name: 100 * right[name] / total[name] for name in TREES if total[name]}
    if names["gold"]:
        scores["names P"] = 100 * names["both"] / max(names["found"], 1)
        scores["names R"] = 100 * names["both"] / names["gold"]
        scores["names F1"] = 200 * names["both"] / (names["found"] + names["gold"])
    return {name: round(value, 2) for name, value in scores.items()}


def _doc(nlp: Language, document: Document) -> Doc:
    words = [word for sentence in document for word in sentence.words]
    spaces = [space for s in document for space in s.space_after or [True] * len(s.words)]
    starts: list[bool | int | None] = [
        i == 0 for sentence in document for i in range(len(sentence.words))
    ]
    return Doc(nlp.vocab, words=words, spaces=spaces, sent_starts=starts)


def _score_trees(
    doc: Doc, offset: int, sentence: Sentence, right: Counter[str], total: Counter[str]
) -> None:
    if sentence.heads is None:
        return
    columns = (
        *(sentence.upos or [], sentence.xpos or [], sentence.feats or []),
        *(sentence.lemmas or [], sentence.heads, sentence.labels or []),
    )
    total.update(dict.fromkeys(TREES, len(sentence.words)))
    for index, (upos, xpos, feats, lemma, head, label) in enumerate(zip(*columns, strict=True)):
        token = doc[offset + index]
        ours = 0 if token.head.i == token.i else token.head.i - offset + 1
        right["upos"] += token.pos_ == upos
        right["xpos"] += token.tag_ == xpos
        right["feats"] += (str(token.morph) or "_") == feats
        right["lemmas"] += token.lemma_ == lemma
        right["uas"] += ours == head
        right["las"] += ours == head and token.dep_.replace("ROOT", "root") == label


def _score_names(doc: Doc, offset: int, sentence: Sentence, names: Counter[str]) -> None:
    assert sentence.names
    gold = set(spans(sentence.names))
    ignored = {i for i, tag in enumerate(sentence.names) if tag == IGNORED}
    found = {
        (ent.start - offset, ent.end - offset, LABELS[ent.label_])
        for ent in doc.ents
        if ent.label_ in LABELS and offset <= ent.start < offset + len(sentence.words)
    }
    found = {name for name in found if ignored.isdisjoint(range(name[0], name[1]))}
    names.update(found=len(found), gold=len(gold), both=len(found & gold))
