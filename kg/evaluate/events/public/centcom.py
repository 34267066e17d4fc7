"""CENTCOM's strike releases: lists such as "Near X, two strikes engaged a unit and destroyed Y".

Each line that names a place and a number of strikes asks for an event of the mapped classes
there. Counted are lines with such an event at their place, and events in the lines with the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from kg.evaluate.events.matching import overlap
from kg.evaluate.events.public import mapping
from kg.evaluate.events.public.texts import Rows, is_a, percent, read, scores, touches
from kg.evaluate.re3d import reports
from kg.facts import Document, Event, Span

FOLDER = "re3d/CENTCOM"
LINE = re.compile(
    r"^\W*(?:Near|In|At) (?P<place>[^,\n]+), (?:(?:\w+[ -])?\w+) (?:air)?strikes?\b.*$",
    re.MULTILINE,
)
SHARES = ("texts", "place found", "any event there")


@dataclass(frozen=True)
class Strike:
    """A line of a list, and the name of the place in it."""

    line: Span
    place: Span


def strikes(text: str) -> Iterator[Strike]:
    """The strikes that a text lists."""
    for match in LINE.finditer(text):
        yield Strike(Span(*match.span()), Span(*match.span("place")))


def measure(nlp: Language, data: Path) -> Rows:
    """How many listed strikes became events with their place, and what became of the rest."""
    listed = [(text, found) for _, text, _ in reports(data / FOLDER) if (found := [*strikes(text)])]
    documents = read(nlp, ((text, None) for text, _ in listed))
    rows = [
        count(strike, document)
        for (_, found), document in zip(listed, documents, strict=True)
        for strike in found
    ]
    total = {name: sum(row[name] for row in rows) for name in rows[0]} if rows else {}
    return {"CENTCOM: strikes at their place": _row(total, len(listed))} if rows else {}


def count(strike: Strike, document: Document) -> dict[str, int]:
    """What was found in the line of a strike, and whether it is at its place."""
    inside = [event for event in document.events if touches(event.spans, [strike.line])]
    attacks = [event for event in inside if is_a(event, mapping.load().centcom.classes)]
    names = [m.entity for m in document.mentions if overlap(m.span, strike.place)]
    right = sum(_is_at(event, names) for event in attacks)
    return {
        "lines": 1,
        "met": right > 0,
        "right": right,
        "found": len(attacks),
        "named": bool(names),
        "placed": any(_is_at(event, names) for event in inside),
    }


def _is_at(event: Event, entities: list[str]) -> bool:
    return not set(event.places).isdisjoint(entities)


def _row(total: dict[str, int], texts: int) -> dict[str, float | int]:
    return {
        **scores(total["right"], total["found"], total["met"], total["lines"]),
        "texts": texts,
        "place found": percent(total["named"], total["lines"]),
        "any event there": percent(total["placed"], total["lines"]),
    }
