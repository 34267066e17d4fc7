"""Joins among many bearers of names: which two may be one, and why.

The answer does not depend on the bearers' order. What fits two bearers that do not fit
each other is joined with neither.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, TypeVar

from kg.facts import EntityType
from kg.identity import bodies, people
from kg.identity.spelling import settings

Reason = Literal["sameName", "spelling", "shortName", "acronym"]
JOINED: tuple[EntityType, ...] = ("Person", "Organization", "Group", "Place", "Event", "Product")
SHORTENED = ("Organization", "Group")

Name = TypeVar("Name", str, tuple[str, ...])


@dataclass(frozen=True)
class Bearer:
    """Somebody or something with all its names; `open` if it may be joined with another,
    else it only competes (its item is known)."""

    id: str
    type: EntityType
    names: tuple[str, ...]
    open: bool = True


@dataclass(frozen=True, order=True)
class Join:
    """Two bearers that may be one; `one` is the less fully named, or else the first."""

    reason: Reason
    one: str
    other: str


def is_local(kind: str, name: str) -> bool:
    """Whether a name says who is meant within one article alone: a surname or a title with
    it, or only words for a kind of body ("the Water Authority")."""
    if kind == "Person":
        return len(people.parts(name)) < 2
    return kind in SHORTENED and bodies.is_generic(name)


def joins(bearers: Iterable[Bearer]) -> Iterator[Join]:
    """All pairs of open bearers that their names allow to be one, each once."""
    by_type: dict[EntityType, list[Bearer]] = {}
    for bearer in sorted(bearers, key=lambda bearer: bearer.id):
        by_type.setdefault(bearer.type, []).append(bearer)
    for kind in JOINED:
        of_kind = by_type.get(kind, [])
        yield from _people(of_kind) if kind == "Person" else _bodies(of_kind, kind in SHORTENED)


def _people(bearers: list[Bearer]) -> Iterator[Join]:
    names = {b.id: {people.parts(name) for name in b.names} for b in bearers}
    full = {i: {name for name in own if len(name) > 1} for i, own in names.items()}
    known = [b for b in bearers if full[b.id]]
    found = list(_alike(known, full, people.blocks, people.compatible))
    yield from found
    lone = [b for b in bearers if not full[b.id] and b.open]
    alone = {b.id: {people.alone(name[0]) for name in names[b.id]} for b in lone}
    called = {b.id: {s for n in full[b.id] for s in people.surnames(n)} for b in known}
    meant = _meant(lone, alone, called)
    yield from _same_lone(lone, alone, meant, found)
    yield from _short(meant, known, found, "shortName")


def _bodies(bearers: list[Bearer], shortened: bool) -> Iterator[Join]:
    generic = {b.id for b in bearers if shortened and all(map(bodies.is_generic, b.names))}
    proper = [b for b in bearers if b.id not in generic]
    names = {b.id: bodies.fullest(b.names) for b in proper}
    found = list(_alike(proper, names, lambda name: [bodies.core(name)], bodies.compatible))
    yield from found
    if not shortened:
        return
    opened = [b for b in bearers if b.open]
    sounds = {b.id: set(map(bodies.sounds, b.names)) for b in opened}
    shorter = {b.id: {s for n in b.names for s in bodies.shortenings(n)} for b in bearers}
    short = {b.id: set(map(bodies.sounds, filter(bodies.may_be_short, b.names))) for b in opened}
    meant = _meant(opened, short, shorter)
    yield from _same_lone([b for b in opened if b.id in generic], sounds, meant, found)
    pairs = {(join.one, join.other) for join in found}
    for join in _short(meant, bearers, found, "shortName"):
        if (join.one, join.other) not in pairs and (join.other, join.one) not in pairs:
            yield join
    acronyms = {b.id: {a for n in b.names if (a := bodies.acronym(n))} for b in opened}
    spelt = {b.id: {a for n in b.names for a in bodies.initials(n)} for b in bearers}
    yield from _short(_meant(opened, acronyms, spelt), bearers, found, "acronym")


def _alike(
    bearers: list[Bearer],
    names: Mapping[str, set[Name]],
    blocks: Callable[[Name], Iterable[Hashable]],
    compatible: Callable[[Name, Name], bool],
) -> Iterator[Join]:
    """Bearers whose every name fits every name of the other, where both fit the same ones."""
    blocked: dict[Hashable, list[str]] = {}
    for bearer in bearers:
        for block in {block for name in names[bearer.id] for block in blocks(name)}:
            blocked.setdefault(block, []).append(bearer.id)
    fits: dict[str, set[str]] = {bearer.id: {bearer.id} for bearer in bearers}
    for members in blocked.values():
        for one, other in combinations(members, 2):
            if all(compatible(a, b) for a in names[one] for b in names[other]):
                fits[one].add(other)
                fits[other].add(one)
    opened = {bearer.id for bearer in bearers if bearer.open}
    for one in sorted(opened):
        for other in sorted(fits[one] & opened):
            if one < other and fits[one] == fits[other]:
                same = not names[one].isdisjoint(names[other])
                yield Join("sameName" if same else "spelling", one, other)


def _meant(
    short: list[Bearer], names: Mapping[str, set[Name]], called: Mapping[str, set[Name]]
) -> dict[str, set[str]]:
    """All that may be called by a name of each of `short`, besides itself."""
    callers: dict[Name, set[str]] = {}
    for identifier, forms in called.items():
        for name in forms:
            callers.setdefault(name, set()).add(identifier)
    return {
        bearer.id: {i for n in names[bearer.id] for i in callers.get(n, ())} - {bearer.id}
        for bearer in short
    }


def _same_lone(
    lone: list[Bearer],
    names: Mapping[str, set[Name]],
    meant: Mapping[str, set[str]],
    found: Iterable[Join],
) -> Iterator[Join]:
    """Bearers of one name that says little, unless it may be short for several or very many
    have it."""
    leader = leaders(found)
    groups: dict[Name, list[str]] = {}
    for bearer in lone:
        if len({leader.get(i, i) for i in meant[bearer.id]}) < 2:
            groups.setdefault(min(names[bearer.id]), []).append(bearer.id)
    for group in groups.values():
        if len(group) <= settings()["corpus"]["common_from"]:
            for one, other in combinations(group, 2):
                yield Join("sameName", one, other)


def _short(
    meant: Mapping[str, set[str]], full: list[Bearer], found: Iterable[Join], reason: Reason
) -> Iterator[Join]:
    """Each short name with the one bearer that may be called so (joined ones are one)."""
    leader = leaders(found)
    opened = {bearer.id for bearer in full if bearer.open}
    for identifier, candidates in meant.items():
        if len({leader.get(i, i) for i in candidates}) == 1 and candidates <= opened:
            for other in sorted(candidates):
                yield Join(reason, identifier, other)


def leaders(found: Iterable[Join]) -> dict[str, str]:
    """For each that is joined, the least identifier of all that it is joined with."""
    leader: dict[str, str] = {}

    def lead(node: str) -> str:
        while leader.setdefault(node, node) != node:
            node = leader[node]
        return node

    for join in found:
        first, second = sorted((lead(join.one), lead(join.other)))
        leader[second] = first
    return {node: lead(node) for node in list(leader)}
