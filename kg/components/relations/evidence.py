"""All that speaks for a relation: what patterns state and what the classifier learnt.

In a sentence all mentions of the same two entities count as one; so do a property and its
inverse.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter

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
    noted = _noted(groups, stated, probabilities, properties)
    for (ends, group), highest in zip(groups.items(), noted, strict=True):
        for index in sorted(highest):
            name = properties[index]
            found = stated.pop((ends, name), ())
            if found or group.takes(name):
                yield _evidence(ends, name, highest[index], group, found)
    for (ends, name), found in stated.items():
        yield _evidence(ends, name, None, groups.get(ends, Group()), found)


def _noted(
    groups: Mapping[Ends, Group],
    stated: Iterable[tuple[Ends, str]],
    probabilities: NDArray[np.float32],
    properties: tuple[str, ...],
) -> Iterator[dict[int, float]]:
    """For each group the properties, by index, that are probable enough or stated, with the
    highest probability of each."""
    numbers = {name: index for index, name in enumerate(properties)}
    patterns: dict[Ends, list[int]] = {}
    for ends, name in stated:
        if name in numbers:
            patterns.setdefault(ends, []).append(numbers[name])
    exact = probabilities.astype(np.float64)
    rows, columns = np.nonzero(exact >= LEAST)
    probable: dict[int, list[tuple[int, float]]] = {}
    found = zip(rows.tolist(), columns.tolist(), exact[rows, columns].tolist(), strict=True)
    for pair, index, probability in found:
        probable.setdefault(pair, []).append((index, probability))
    for ends, group in groups.items():
        each = (one for pair in group.pairs for one in probable.get(pair, ()))
        highest = dict(sorted(each, key=itemgetter(1)))
        for index in patterns.get(ends, ()):
            highest.setdefault(index, float(exact[group.pairs, index].max()))
        yield highest


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
    targets: dict[Candidate, list[tuple[str, bool | None]]] = {}
    for index, pair in enumerate(pairs):
        sentence, subject = pair.sentence, _name(pair.subject)
        if pair.object not in targets:
            targets[pair.object] = list(_targets(pair.object))
        for target, ending in targets[pair.object]:
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
