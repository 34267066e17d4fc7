"""Wikidata's classes as our kinds: `classes.toml`, and the way up to the classes in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg.errors import ResourceError
from kg.resources import load_toml
from kg.wikidata.building import records

HERE = Path(__file__).resolve().parent
DROPPED = "dropped"
# Longer ways up lead from anything to anything.
FARTHEST = 12


_CLAUSE = re.compile(r" (?:of|in|for|by|from|with|on|at|to|and|or|that|which|used|based)\b|[,;(:]")


def head_noun(label: str) -> str:
    """The head noun of a class's English label: "company" of "oil company of Iraq"."""
    words = _CLAUSE.split(label, maxsplit=1)[0].split()
    return words[-1].lower() if words else ""


class Root(NamedTuple):
    """How far up a class of `classes.toml` is, and where its table stands."""

    distance: int
    order: int


def no_parents(_qid: str) -> Sequence[str]:
    """The superclasses of a class where none are known."""
    return ()


def no_label(_qid: str) -> str | None:
    """The label of a class where none is known."""
    return None


class Kinds:
    """The kind of an item from the QIDs of its classes.

    The nearest class of `classes.toml` decides, over `parents` (subclass of); where there
    is none, the head noun of a class's English label does. What is dropped, and what is
    reached by neither, is None.
    """

    def __init__(
        self,
        parents: Callable[[str], Sequence[str]] = no_parents,
        label: Callable[[str], str | None] = no_label,
    ) -> None:
        self._parents = cache(parents)
        self._label = cache(label)
        self._nearest = cache(self._find)

    def __call__(self, classes: Sequence[str]) -> str | None:
        found = [root for qid in classes if (root := self._nearest(qid))]
        if not found:
            return self._by_label(classes)
        kind = _tables().kinds[min(found).order]
        return None if kind == DROPPED else kind

    def _find(self, qid: str) -> Root | None:
        """The nearest root of a class, level by level; of equally near ones the first."""
        level, seen = [qid], {qid}
        for distance in range(FARTHEST):
            orders = [order for one in level if (order := self._order(one)) is not None]
            if orders:
                return Root(distance, min(orders))
            above = dict.fromkeys(parent for one in level for parent in self._parents(one))
            level = [one for one in above if one not in seen]
            seen.update(level)
        return None

    def _order(self, qid: str) -> int | None:
        tables = _tables()
        order = tables.roots.get(qid)
        if order is None and tables.labels:
            order = tables.labels.get((self._label(qid) or "").casefold())
        return order

    def _by_label(self, classes: Sequence[str]) -> str | None:
        heads = records.types()["heads"]
        labels = (self._label(qid) or "" for qid in classes)
        return next((kind for label in labels if (kind := heads.get(head_noun(label)))), None)


class _Tables(NamedTuple):
    kinds: tuple[str, ...]
    roots: dict[str, int]
    labels: dict[str, int]


@cache
def _tables() -> _Tables:
    """`classes.toml`, its kinds by the order of their tables."""
    path = HERE / "classes.toml"
    data = load_toml(path)
    labels = data.pop("labels")
    kinds = tuple(dict.fromkeys([*data, *labels]))
    unknown = sorted(set(kinds) - set(records.types()["kinds"]) - {DROPPED})
    if unknown:
        raise ResourceError(f"{path}: no such kind: {', '.join(unknown)}")
    order = {kind: place for place, kind in enumerate(kinds)}
    return _Tables(
        kinds,
        {qid: order[kind] for kind, table in data.items() for qid in table},
        {label.casefold(): order[kind] for kind, found in labels.items() for label in found},
    )
