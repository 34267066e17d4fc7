"""Which of what was found means what was annotated.

Events are found where a mention of theirs overlaps an annotated one; of several the one of the
right class. An entity means an annotated one when it bears one of its names, or, for one without a
name, when a mention of it covers one of its places (and the entity is not somebody named who
merely was taken for it). Claims pair by shared words, tolls, quantities and times by overlap.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from kg.evaluate.events.reports import GoldEvent, Report
from kg.facts import Document, Event, Factuality, Span, Time


class _Annotated(Protocol):
    @property
    def optional(self) -> bool: ...


G = TypeVar("G")
F = TypeVar("F")
A = TypeVar("A", bound=_Annotated)
LOOSE = re.compile(r"^(the|a|an)\s+|[’']s?$", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """A report with what the program found in it; `tags` are parts of speech by where the
    words begin."""

    report: Report
    document: Document
    times: tuple[Time, ...]
    tags: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """A mention of an event: of an annotated one (`number` in the report) or a found one."""

    span: Span
    number: int
    classes: tuple[str, ...]


class People:
    """Entities found, and the annotated ones they mean."""

    def __init__(self, reading: Reading) -> None:
        document = reading.document
        self.report = reading.report
        self._entities = {entity.id: entity for entity in document.entities}
        self._spans: dict[str, list[Span]] = {}
        for mention in document.mentions:
            self._spans.setdefault(mention.entity, []).append(mention.span)
        self._cache: dict[tuple[str, str], bool] = {}

    def name(self, entity: str | None) -> str:
        """What an entity found is called; "-" for none."""
        return self._entities[entity].name if entity in self._entities else "-"

    def means(self, entity: str | None, keys: str | None) -> bool:
        """Whether an entity found is one of the annotated `keys` ("isis|fighters")."""
        if entity is None or keys is None:
            return entity is None and keys is None
        return any(self._is(entity, key) for key in keys.split("|"))

    def _is(self, entity: str, key: str) -> bool:
        if (entity, key) not in self._cache:
            self._cache[entity, key] = self._bears(entity, key) or self._stands(entity, key)
        return self._cache[entity, key]

    def _bears(self, entity: str, key: str) -> bool:
        wanted = [_plain(name) for name in self.report.gold.entity[key].names]
        longest = max(wanted, key=len, default="")
        names = [name for name in self._names(entity) if name]
        return any(
            _holds(longest, name) or any(_holds(name, one) for one in wanted) for name in names
        )

    def _names(self, entity: str) -> list[str]:
        found = self._entities[entity]
        return [_plain(name) for name in (found.name, *found.names)]

    def _stands(self, entity: str, key: str) -> bool:
        gold, found = self.report.gold.entity[key], self._entities[entity]
        if gold.names:
            return False
        places = [self.report.span(snippet) for snippet in gold.at]
        for span in self._spans.get(entity, ()):
            if any(span.begin <= place.begin and place.end <= span.end for place in places):
                words = self.report.text[span.begin : span.end]
                if not found.named or any(name in words for name in found.names):
                    return True
        return False


def _plain(name: str) -> str:
    return LOOSE.sub("", " ".join(name.split())).lower()


def _holds(long: str, short: str) -> bool:
    """Whether a name stands in another as whole words."""
    return f" {short} " in f" {long} "


class Alignment:
    """Annotated and found mentions of events of one report, paired."""

    def __init__(self, reading: Reading) -> None:
        report, events = reading.report, reading.document.events
        self.gold = [
            Place(report.span(snippet), number, tuple(event.cls.split("|")))
            for number, event in enumerate(report.gold.event)
            for snippet in event.at
        ]
        self.found = [
            Place(span, number, (event.cls,))
            for number, event in enumerate(events)
            for span in event.spans
        ]
        self.pairs = pair(self.gold, self.found, _likeness)

    @cached_property
    def by_event(self) -> dict[int, list[int]]:
        """For each annotated event the events found at its mentions, those of its class first."""
        found: dict[int, list[int]] = {}
        for gold, place in sorted(self.pairs, key=lambda p: not same_class(p[0], p[1])):
            numbers = found.setdefault(gold.number, [])
            if place.number not in numbers:
                numbers.append(place.number)
        return found


def same_class(gold: Place, found: Place) -> bool:
    """Whether a mention found has one of the annotated classes."""
    return found.classes[0] in gold.classes


def _likeness(gold: Place, found: Place) -> float:
    return (overlap(gold.span, found.span) > 0) * (1 + 2 * same_class(gold, found))


class Pairing(Generic[A, F]):
    """What is annotated, and may be optional, paired with what was found.

    `asked` holds each annotated one that is not optional with what was found for it, `judged`
    what was found and is not for an optional one, `spurious` what is for none.
    """

    def __init__(
        self, gold: Sequence[A], found: Sequence[F], likeness: Callable[[A, F], float]
    ) -> None:
        pairs = pair(gold, found, likeness)
        matched = {id(one): other for one, other in pairs}
        optional = {id(other) for one, other in pairs if one.optional}
        known = {id(other) for _, other in pairs}
        self.asked = [(one, matched.get(id(one))) for one in gold if not one.optional]
        self.judged = [other for other in found if id(other) not in optional]
        self.spurious = [other for other in found if id(other) not in known]


def pair(
    gold: Sequence[G], found: Sequence[F], likeness: Callable[[G, F], float]
) -> list[tuple[G, F]]:
    """Pairs of the two, the likest first and each at most once; none that are not alike at all."""
    scored = sorted(
        (-score, i, k)
        for i, one in enumerate(gold)
        for k, other in enumerate(found)
        if (score := likeness(one, other)) > 0
    )
    used: tuple[set[int], set[int]] = set(), set()
    pairs = []
    for _, i, k in scored:
        if i not in used[0] and k not in used[1]:
            used[0].add(i)
            used[1].add(k)
            pairs.append((gold[i], found[k]))
    return pairs


def overlap(one: Span, other: Span) -> int:
    """How many characters two spans share."""
    return max(0, min(one.end, other.end) - max(one.begin, other.begin))


def nearness(place: Span, spans: Iterable[Span]) -> float:
    """The most characters that a place shares with one of some spans."""
    return float(max((overlap(place, span) for span in spans), default=0))


def shared(one: Iterable[Span], other: Iterable[Span]) -> float:
    """Characters in both by characters in either (Jaccard)."""
    first, second = _characters(one), _characters(other)
    return len(first & second) / max(1, len(first | second))


def _characters(spans: Iterable[Span]) -> set[int]:
    return {i for span in spans for i in range(span.begin, span.end)}


def united(events: Sequence[Event], numbers: Iterable[int]) -> dict[str, list[str]]:
    """Entities by role (and "place") of several events that were found for one annotated."""
    roles: dict[str, list[str]] = {}
    for number in numbers:
        for participant in events[number].participants:
            roles.setdefault(participant.role, []).append(participant.entity)
        roles.setdefault("place", []).extend(events[number].places)
    return {role: list(dict.fromkeys(entities)) for role, entities in roles.items()}


def stance(of: GoldEvent | Factuality) -> tuple[str, str, str]:
    """Polarity, certainty and realis."""
    return of.polarity, of.certainty, of.realis


def days(time: Time | None) -> tuple[str, str] | None:
    """First and last day of a time, "" for an open end; None for no day at all."""
    if time is None or not (time.begin or time.end):
        return None
    return (time.begin or "")[:10], (time.end or "")[:10]


def close(one: float | None, other: float | None) -> bool:
    """Whether two numbers are the same but for rounding, or both are not there."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-6)
