"""Which annotated documents the language model is measured on, by the data folder's splits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import ResourceError
from kg.evaluate.corpora import Document, read_conllu, read_iob
from kg.evaluate.gold import Gold, from_sentences
from kg.evaluate.re3d import read_re3d

NAMES = {name: name for name in ("PER", "ORG", "LOC")}
RE3D = {
    "test": ("UK Government", "US State Department"),
    "dev": (
        "Australian Department of Foreign Affairs",
        "CENTCOM",
        "Delegation of the European Union to Syria",
    ),
}
FIFTH = 5  # of the Universal NER documents in EWT's dev set, each fifth is not trained on


@dataclass
class Sample:
    """Documents that one row of scores is about. `raw`: only their text is given.
    `named`: they are there for their names, which are also measured with the gazetteer."""

    name: str
    documents: list[Gold]
    raw: bool = False
    named: bool = False


def held_out(data: Path) -> list[Sample]:
    """The sets that only report figures, and re3d's development reports beside them.

    Raises ResourceError where `data` is not the data folder.
    """
    check(data)
    return [
        *_trees(data, "test"),
        *_both("UNER EWT test", map(from_sentences, uner(data, "test")), named=True),
        Sample("wikigold tenth", list(map(from_sentences, wikigold(data)[1])), named=True),
        _reports(data, "test"),
        _reports(data, "dev"),
    ]


def development(data: Path) -> list[Sample]:
    """The sets to choose by. Raises ResourceError where `data` is not the data folder."""
    check(data)
    wiki, _ = wikigold(data)
    unseen = wiki[len(wiki) * 9 // 10 :]
    return [
        *_trees(data, "dev"),
        *_both("UNER EWT dev", map(from_sentences, uner(data, "dev")[::FIFTH]), named=True),
        Sample("wikigold dev", list(map(from_sentences, unseen)), named=True),
        _reports(data, "dev"),
    ]


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


def uner(data: Path, split: str) -> list[Document]:
    """Universal NER on a split of EWT, spaced as in EWT's trees where the words are the same."""
    documents = list(read_iob(data / f"names/uner-ewt-{split}.iob2", 2, NAMES))
    trees = [document for _, document in read_conllu(data / f"treebanks/ewt-{split}.conllu")]
    by_document = {_words(document): document for document in trees}
    by_sentence = {_words([sentence]): sentence for document in trees for sentence in document}
    for document in documents:
        alike = [by_sentence.get(_words([sentence]), sentence) for sentence in document]
        alike = by_document.get(_words(document), alike)
        for sentence, tree in zip(document, alike, strict=True):
            sentence.space_after, sentence.paragraph = tree.space_after, tree.paragraph
    return documents


def _words(document: Document) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(sentence.words) for sentence in document)


def _trees(data: Path, split: str) -> list[Sample]:
    ewt = [
        from_sentences(document)
        for _, document in read_conllu(data / f"treebanks/ewt-{split}.conllu")
    ]
    genres = [
        from_sentences(document, part=f"GUM {path.stem.split('_')[1]}")
        for path in gum(data, split)
        for _, document in read_conllu(path)
    ]
    return [*_both(f"EWT {split}", ewt), *_both(f"GUM {split}", genres)]


def _both(name: str, documents: Iterable[Gold], named: bool = False) -> list[Sample]:
    """One set with given words, and one with nothing but the text."""
    given = Sample(name, list(documents), named=named)
    texts = [replace(document, part="") for document in given.documents]
    return [given, Sample(f"{name}, raw", texts, raw=True, named=named)]


def _reports(data: Path, split: str) -> Sample:
    reports = [gold for folder in RE3D[split] for gold in read_re3d(data / "re3d" / folder)]
    return Sample(f"re3d {split}, raw", reports, raw=True, named=True)


def check(data: Path) -> None:
    """Raise ResourceError where `data` is not the data folder."""
    if not (data / "treebanks/ewt-test.conllu").is_file():
        raise ResourceError(f"{data}: has no treebanks/ewt-test.conllu; give the data folder")
