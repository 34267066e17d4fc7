"""What a knowledge base holds, counted."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from kg.wikidata.store import Store

_ITEMS = "SELECT k.name, count(*) FROM item i JOIN kind k ON k.id = i.kind GROUP BY k.name"
_NAMES = """
    SELECT k.name, count(*) FROM alias a JOIN item i ON i.id = a.item JOIN kind k ON k.id = i.kind
    GROUP BY k.name
"""


class Count(NamedTuple):
    """The items of a kind, and the keys that names of theirs are found under."""

    kind: str
    items: int
    names: int


class Summary(NamedTuple):
    """What a base says of itself; `counts` has the most frequent kind first."""

    name: str
    date: str
    format: str
    sources: tuple[str, ...]
    counts: tuple[Count, ...]


def summarise(path: Path) -> Summary:
    """Count a base; raises `ResourceError` where it is none."""
    store = Store(path)
    items, names = dict(store.read(_ITEMS)), dict(store.read(_NAMES))
    kinds = sorted(items, key=lambda kind: (-items[kind], kind))
    counts = tuple(Count(kind, items[kind], names.get(kind, 0)) for kind in kinds)
    return Summary(store.name, store.date, store.version, store.owners, counts)
