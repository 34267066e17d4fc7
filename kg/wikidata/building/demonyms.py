"""English words for the people of places and groups (`demonyms.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg.resources import load_toml
from kg.wikidata.building.records import HERE

KINDS = {
    "country": frozenset(
        {"country", "territory", "historical_country", "disputed_territory", "admin1", "mountain"}
    ),
    "region": frozenset({"continent", "admin1", "region", "place"}),
    "group": frozenset({"religion", "ethnic_group", "concept", "unknown"}),
}


@dataclass(frozen=True)
class Demonym:
    """An English word for the people of a place or group, and the label that bears it."""

    word: str
    target: str
    kinds: frozenset[str]
    plural: str | None


@cache
def read_demonyms() -> tuple[Demonym, ...]:
    """The words of `demonyms.toml`, in its order."""
    data = load_toml(HERE / "demonyms.toml")
    plurals = {word: plural for plural, word in data["plural"].items()}
    return tuple(
        Demonym(word, target, kinds, plurals.get(word) or _plural(word))
        for section, kinds in KINDS.items()
        for word, target in data[section].items()
    )


def _plural(word: str) -> str | None:
    regular = not word.endswith(("ese", "ish", "sh", "ch", "s", "x", "z"))
    return f"{word}s" if regular else None
