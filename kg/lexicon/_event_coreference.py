"""When mentions tell of one event (`event_coreference.toml`), and the hierarchy of classes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import ResourceError
from kg.resources import load_toml

CLASS = re.compile(r"^kg:(\w+) a owl:Class\b(.*?) \.$", re.MULTILINE | re.DOTALL)
ABOVE = re.compile(r"(?:rdfs:subClassOf|skos:broader)\s+([^;]+)")
LOCAL = re.compile(r"kg:(\w+)")
ROOT = "Event"


@dataclass(frozen=True, eq=False)
class EventCoreferenceRules:
    """The tables of `event_coreference.toml`; `above` holds for each class those above it,
    `generic` for each noun the classes, and all below them, that it may stand for."""

    distance: dict[str, int]
    definite: frozenset[str]
    distinct: frozenset[str]
    plural: frozenset[str]
    within: frozenset[str]
    once: frozenset[str]
    saying: frozenset[str]
    kin: frozenset[frozenset[str]]
    generic: dict[str, frozenset[str]]
    above: dict[str, frozenset[str]]

    def finer(self, one: str, other: str) -> str | None:
        """The finer of two classes of which one lies below the other, or both are the same."""
        if one == other or other in self.above[one]:
            return one
        return other if one in self.above[other] else None


def load(folder: Path) -> EventCoreferenceRules:
    """The rules of `folder/event_coreference.toml`, with the classes of `folder/../kg.ttl`.

    Raises ResourceError for a table that is missing or a class that the ontology lacks.
    """
    path = folder / "event_coreference.toml"
    above = _hierarchy(folder.parent / "kg.ttl")
    try:
        return _rules(load_toml(path), above)
    except (KeyError, TypeError) as error:
        raise ResourceError(f"{path}: {error!r} is missing or misplaced; correct it") from error


def _rules(data: dict[str, Any], above: dict[str, frozenset[str]]) -> EventCoreferenceRules:
    def below(classes: Iterable[str]) -> frozenset[str]:
        wanted = {name for name in classes if above[name] is not None}  # KeyError: no such class
        return frozenset(n for n, upper in above.items() if n in wanted or upper & wanted)

    return EventCoreferenceRules(
        distance=data["distance"],
        definite=frozenset(data["definite"]["words"]),
        distinct=frozenset(data["distinct"]["words"]),
        plural=frozenset(data["plural"]["nouns"]),
        within=frozenset(data["within"]["prepositions"]),
        once=below(data["once"]["classes"]),
        saying=below(data["saying"]["classes"]),
        kin=frozenset(
            frozenset((one, other))
            for row in data["kin"]
            for one in below(row["classes"][:1])
            for other in below(row["classes"][1:])
        ),
        generic={noun: below(row["classes"]) for row in data["generic"] for noun in row["nouns"]},
        above=above,
    )


def _hierarchy(path: Path) -> dict[str, frozenset[str]]:
    """For each class of events, the root among them, those above it but for the root."""
    parents = {
        name: {upper for found in ABOVE.findall(body) for upper in LOCAL.findall(found)}
        for name, body in CLASS.findall(path.read_text(encoding="utf-8"))
    }

    def climb(name: str) -> set[str]:
        direct = parents.get(name, set())
        return direct.union(*(climb(upper) for upper in direct))

    above = {name: climb(name) for name in parents}
    return {
        name: frozenset(upper - {ROOT})
        for name, upper in above.items()
        if name == ROOT or ROOT in upper
    }
