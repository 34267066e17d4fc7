"""Two mentions of one event as one: what both say."""

from __future__ import annotations

from dataclasses import replace

from kg.components.events.likeness import Likeness, Participants
from kg.components.factuality import ORDER
from kg.facts import Event, Factuality, Participant, Time

FIRST, LAST = "0000", "9999"


def times_fit(one: Time | None, other: Time | None) -> bool:
    """Whether one of two times lies in the other, open ends reaching on for ever."""
    if one is None or other is None or (one.begin, one.end) == (other.begin, other.end):
        return True
    stretches = [((t.begin or FIRST)[:10], (t.end or LAST)[:10]) for t in (one, other)]
    (begin, end), (first, last) = stretches
    return (first <= begin and end <= last) or (begin <= first and last <= end)


def union(one: Event, other: Event, participants: Participants) -> Event:
    """Two mentions as one event of the class of the second: all spans, roles and sources, the
    surer stance, the finer time."""
    times = [time for time in (one.time, other.time) if time]
    return replace(
        one,
        cls=other.cls,
        spans=tuple(sorted({*one.spans, *other.spans})),
        participants=_roles((*one.participants, *other.participants), participants),
        places=tuple(dict.fromkeys((*one.places, *other.places))),
        time=min(times, key=_vagueness, default=None),
        factuality=_stance(one.factuality, other.factuality),
        confidence=max(one.confidence, other.confidence),
    )


def _vagueness(time: Time) -> tuple[bool, bool, bool]:
    return time.begin is None, time.end is None, time.begin != time.end


def _roles(found: tuple[Participant, ...], participants: Participants) -> tuple[Participant, ...]:
    """Each once in a role: none that is only described where one named, or one before it that
    is described alike, may be meant."""
    chosen: list[Participant] = []
    for one in sorted(dict.fromkeys(found), key=lambda p: not participants.is_named(p.entity)):
        least = Likeness.SAME if participants.is_named(one.entity) else Likeness.SIMILAR
        others = [p.entity for p in chosen if p.role == one.role]
        if not any(
            participants.likeness(one.entity, other)
            >= (least if participants.is_named(other) else Likeness.SAME)
            for other in others
        ):
            chosen.append(one)
    return tuple(sorted(chosen, key=found.index))


def _stance(one: Factuality, other: Factuality) -> Factuality:
    """The surer of two, with the sources of both."""
    surest = min((one, other), key=lambda f: ORDER.index(f.certainty))
    return replace(surest, sources=tuple(dict.fromkeys((*one.sources, *other.sources))))
