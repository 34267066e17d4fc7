"""What all public sets share: texts are read as articles, and places compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language

from kg.articles import blocks
from kg.evaluate.events.matching import overlap
from kg.evaluate.events.public.ontology import lineage
from kg.facts import Article, Document, Event, Span
from kg.pipeline import document_of, make_doc

Rows = dict[str, dict[str, float | int]]


def read(nlp: Language, texts: Iterable[tuple[str, str | None]]) -> Iterator[Document]:
    """What `nlp` finds in each text, given with the day of its publication if that is known."""
    articles = (Article(text, published=day, blocks=blocks.divide(text)) for text, day in texts)
    return map(document_of, nlp.pipe(make_doc(article, nlp) for article in articles))


def touches(spans: Iterable[Span], other: Iterable[Span]) -> bool:
    """Whether one of `spans` shares a character with one of the others."""
    others = list(other)
    return any(overlap(one, two) for one in spans for two in others)


def is_a(event: Event, classes: Iterable[str]) -> bool:
    """Whether an event is of one of these classes or of one below them."""
    return not set(lineage(event.cls)).isdisjoint(classes)


def percent(part: int, whole: int) -> float:
    """A share in per cent; 0 of nothing."""
    return round(100 * part / max(1, whole), 2)


def scores(right: int, found: int, met: int, gold: int) -> dict[str, float | int]:
    """Precision (`right` of `found`), recall (`met` of `gold`) and F1 in per cent, and both
    totals; where several that were found may be one that is gold, `right` and `met` differ."""
    precision, recall = right / max(1, found), met / max(1, gold)
    f1 = 2 * precision * recall / ((precision + recall) or 1)
    return {
        "P": percent(right, found),
        "R": percent(met, gold),
        "F1": round(100 * f1, 2),
        "gold": gold,
        "found": found,
    }
