"""All that speaks for a relation: what patterns state and what the classifier learnt.

In a sentence all mentions of the same two entities count as one; so do a property and its
inverse.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kg import lexicon
from kg.components.relations.candidates import Candidate
from kg.components.relations.dates import bounds, single
from kg.components.relations.drafts import NOBODY, Draft
from kg.components.relations.pairs import Pair

LEAST = 0.02  # probability of the classifier that is taken note of
ENDING = ("P570",)  # properties that take the end of a stretch of time, others its begin
Ends = tuple[int, str, str]  # sentence, subject, object


@dataclass
class Group:
    """Pairs of a sentence with the same two ends, by index; `ending` says whether their object
    is the end or the begin of a stretch of time, None where it is neither."""

    pairs: list[int] = field(default_factory=list)
    ending: bool | None = None

    def takes(self, name: str) -> bool:
        """Whether the object may be that of a property."""
        return self.ending is None or self.ending == (name in ENDING)


@dataclass(frozen=True)
class Evidence:
    """What speaks for a property of two ends: the classifier's highest probability `learnt`,
    None where it was not asked, the highest confidence of a pattern `stated`, None where there
    is none; the `pairs` of their mentions, and the patterns' drafts."""

    subject: str
    property: str
    object: str
    learnt: float | None
    stated: float | None
    pairs: tuple[int, ...]
    drafts: tuple[Draft, ...] = ()


@cache
def canonical(stated: str, known: tuple[str, ...]) -> tuple[str, bool]:
    """A property as the classifier has it, and whether that is its inverse: ("P40", True) for
    "P22"; itself where the classifier knows neither."""
    entry = lexicon.properties().get(stated)
    inverse = entry.inverse if entry else None
    if stated in known or inverse is None or inverse not in known:
        return stated, False
    return inverse, True


def weigh(
    drafts: Iterable[Draft],
    pairs: Sequence[Pair],
    probabilities: NDArray[np.float32],
    properties: tuple[str, ...],
) -> Iterator[Evidence]:
    """The evidence of a document, in order of the pairs, then of the drafts that have none.

    `probabilities` `[pairs, properties]` are the classifier's, and `properties` those it knows.
    """
    stated = _by_ends(drafts, properties)
    groups = _groups(pairs)
    for ends, group in groups.items():
        highest = probabilities[group.pairs].max(0)
        for index, name in enumerate(properties):
            found = stated.pop((ends, name), ())
            probability = float(highest[index])
            if found or (probability >= LEAST and group.takes(name)):
                yield _evidence(ends, name, probability, group, found)
    for (ends, name), found in stated.items():
        yield _evidence(ends, name, None, groups.get(ends, Group()), found)


def _evidence(
    ends: Ends, name: str, learnt: float | None, group: Group, drafts: tuple[Draft, ...]
) -> Evidence:
    stated = max((draft.confidence for draft in drafts), default=None)
    return Evidence(ends[1], name, ends[2], learnt, stated, tuple(group.pairs), drafts)


def _by_ends(
    drafts: Iterable[Draft], properties: tuple[str, ...]
) -> dict[tuple[Ends, str], tuple[Draft, ...]]:
    found: dict[tuple[Ends, str], tuple[Draft, ...]] = {}
    for draft in drafts:
        name, turned = canonical(draft.property, properties)
        ends = [draft.subject, draft.object if draft.value is None else draft.value]
        subject, target = reversed(ends) if turned else ends
        key = (draft.tokens[0].sent.start, subject, target), name
        found[key] = (*found.get(key, ()), draft)
    return found


def _groups(pairs: Sequence[Pair]) -> dict[Ends, Group]:
    groups: dict[Ends, Group] = {}
    for index, pair in enumerate(pairs):
        sentence, subject = pair.subject.head.sent.start, _name(pair.subject)
        for target, ending in _targets(pair.object):
            group = groups.setdefault((sentence, subject, target), Group(ending=ending))
            group.pairs.append(index)
    return groups


def _targets(candidate: Candidate) -> Iterator[tuple[str, bool | None]]:
    """An object with what `Group.ending` says of it; of a stretch of time both sides."""
    day = single(candidate.time) if candidate.time else _name(candidate)
    if day:
        yield day, None
    elif candidate.time:
        begin, end = bounds(candidate.time)
        yield from ((side, side == end) for side in (begin, end) if side)


def _name(candidate: Candidate) -> str:
    """An entity's identifier, or the token of somebody unknown."""
    return candidate.entity.id if candidate.entity else f"{NOBODY}{candidate.head.i}"


def without_rivals(
    every: Sequence[Evidence], rivals: Sequence[Sequence[str]]
) -> Iterator[Evidence]:
    """The evidence without what the classifier finds between two ends beside a rival: what a
    pattern states there, or else what is more probable. Of each of `rivals`, groups of
    properties, two entities have but one, whichever way round."""
    groups = {name: number for number, names in enumerate(rivals) for name in names}
    best: dict[tuple[int, frozenset[str]], tuple[bool, float]] = {}
    for one in every:
        if one.property in groups:
            place = groups[one.property], frozenset((one.subject, one.object))
            best[place] = max(best.get(place, (False, 0.0)), _strength(one))
    for one in every:
        place = groups.get(one.property, -1), frozenset((one.subject, one.object))
        if one.drafts or place not in best or _strength(one) == best[place]:
            yield one


def _strength(one: Evidence) -> tuple[bool, float]:
    return bool(one.drafts), one.learnt or 0.0
