"""Runs the pipeline as far as relations, and reads what it left in a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.components.notes import KEY
from kg.errors import ResourceError
from kg.facts import Article, Document, Span
from kg.pipeline import document_of, make_doc

RELATIONS = "kg_relations"
HEAD = "head"  # its attribute: the folder of the classifier's head


@dataclass(frozen=True)
class Pair:
    """Two mentions between which a property was found, before mentions became entities."""

    subject: Span
    property: str
    object: Span
    confidence: float
    extractor: str


@dataclass(frozen=True)
class Output:
    """What the pipeline found in a text."""

    document: Document
    pairs: tuple[Pair, ...]


@contextmanager
def with_head(nlp: Language, folder: Path | None) -> Iterator[None]:
    """Let the relations of `nlp` be classified by the head in a folder, for a while; None leaves
    them as they are. Raises ResourceError where there is no such folder."""
    if folder is None:
        yield
        return
    if not folder.is_dir():
        raise ResourceError(f"{folder}: no such folder with a head of the classifier")
    component = nlp.get_pipe(RELATIONS)
    before = getattr(component, HEAD)
    setattr(component, HEAD, folder)
    try:
        yield
    finally:
        setattr(component, HEAD, before)


def run(
    nlp: Language, articles: Iterable[Article], notes: Iterable[Mapping[str, Any]] = ()
) -> Iterator[Output]:
    """What `nlp` finds in each article, without what comes after relations; `notes` are what
    their documents carry besides from the beginning."""
    after = nlp.pipe_names[nlp.pipe_names.index(RELATIONS) + 1 :]
    with nlp.select_pipes(disable=after):
        for doc in nlp.pipe(_docs(nlp, articles, notes)):
            yield Output(document_of(doc), tuple(pairs_of(doc)))


def _docs(
    nlp: Language, articles: Iterable[Article], notes: Iterable[Mapping[str, Any]]
) -> Iterator[Doc]:
    for article, more in zip_longest(articles, notes, fillvalue=None):
        assert article is not None
        doc = make_doc(article, nlp)
        doc.user_data[KEY].update(more or {})
        yield doc


def pairs_of(doc: Doc) -> Iterator[Pair]:
    """The pairs of mentions that `kg_relations` noted."""
    for pair in doc.user_data[KEY].get("pairs", ()):
        yield Pair(
            Span(**pair["subject"]),
            pair["property"],
            Span(**pair["object"]),
            pair["confidence"],
            pair["extractor"],
        )
