"""Several mentions of one event as one event."""

from __future__ import annotations

from dataclasses import replace

from kg.components.factuality import ORDER
from kg.components.notes import Notes
from kg.facts import Event, Factuality, Time

GENERIC = "Event"


def merge(found: list[Event], notes: Notes) -> list[Event]:
    """`found` with mentions of one event made one: of one class, polarity and realis, at
    times that fit, no role of both filled by different entities, somebody or some place
    named in both, and told by the same predicate or each with a target."""
    merged: list[Event] = []
    places: dict[str, list[int]] = {}
    for event in found:
        alike = places.setdefault(event.cls, [])
        place = next((i for i in reversed(alike) if _same(merged[i], event, notes)), None)
        if place is None:
            alike.append(len(merged))
            merged.append(event)
        else:
            merged[place] = _union(merged[place], event)
    return merged


def _same(one: Event, other: Event, notes: Notes) -> bool:
    if other.cls == GENERIC:
        return False
    if _stance(one.factuality) != _stance(other.factuality):
        return False
    if one.time and other.time and not _compatible(one.time, other.time):
        return False
    roles = [_by_role(event) for event in (one, other)]
    shared = False
    for role in sorted(set(roles[0]) & set(roles[1])):
        if roles[0][role].isdisjoint(roles[1][role]):
            return False
        shared = shared or any(notes.entities[e].named for e in roles[0][role] & roles[1][role])
    if not shared:
        return False
    return one.predicate == other.predicate or all("target" in found for found in roles)


def _stance(factuality: Factuality) -> tuple[str, str]:
    return factuality.polarity, factuality.realis


def _compatible(one: Time, other: Time) -> bool:
    same = (one.begin, one.end) == (other.begin, other.end)
    return same or _within(one, other) or _within(other, one)


def _within(inner: Time, outer: Time) -> bool:
    """Whether one stretch of time lies in another, both being known."""
    ends = (inner.begin, inner.end, outer.begin, outer.end)
    if None in ends:
        return False
    days = [str(end)[:10] for end in ends]
    return days[2] <= days[0] and days[1] <= days[3]


def _by_role(event: Event) -> dict[str, set[str]]:
    roles: dict[str, set[str]] = {"place": set(event.places)} if event.places else {}
    for participant in event.participants:
        roles.setdefault(participant.role, set()).add(participant.entity)
    return roles


def _union(one: Event, other: Event) -> Event:
    """Two mentions as one event: all spans and roles, the surer stance, the finer time."""
    times = [time for time in (one.time, other.time) if time]
    finest = min(
        times, key=lambda t: (t.begin is None, t.end is None, t.begin != t.end), default=None
    )
    surest = min((one.factuality, other.factuality), key=lambda f: ORDER.index(f.certainty))
    return replace(
        one,
        spans=tuple(sorted({*one.spans, *other.spans})),
        participants=tuple(dict.fromkeys((*one.participants, *other.participants))),
        places=tuple(dict.fromkeys((*one.places, *other.places))),
        time=finest,
        factuality=surest,
        confidence=max(one.confidence, other.confidence),
    )
