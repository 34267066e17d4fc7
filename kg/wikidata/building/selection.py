"""Which items of a dump are worth a place in a base: `selection.toml` as rules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.errors import ResourceError
from kg.resources import load_toml
from kg.wikidata.building.records import Record, types

HERE = Path(__file__).resolve().parent
MIN_SITELINKS = 5
OFFICE_HOLDER = "office_holder"


@dataclass(frozen=True)
class Selection:
    """The rules of `selection.toml`, and the wikis that `properties.toml` does not count."""

    percent: dict[str, int]
    left_out: frozenset[str]
    nouns: frozenset[str]
    telling: tuple[str, ...]
    class_kinds: dict[str, str]
    not_counted: frozenset[str]

    def needed(self, kind: str, min_sitelinks: int) -> int:
        """How many Wikipedias an item of a kind must have an article in."""
        return -(-min_sitelinks * self.percent.get(kind, 100) // 100)

    def least(self, min_sitelinks: int) -> int:
        """The fewest articles with which an item of some kind is taken for them."""
        some = {kind for kind in (*types()["kinds"], OFFICE_HOLDER) if self.percent.get(kind, 100)}
        return min(self.needed(kind, min_sitelinks) for kind in some)

    def takes(self, record: Record, wikipedias: int, min_sitelinks: int) -> bool:
        """Whether a record goes into the base; common nouns never do."""
        noun = record.kind in self.nouns and not record.label[:1].isupper()
        holder = record.kind == "person" and record.positions
        needed = self.needed(OFFICE_HOLDER if holder else record.kind, min_sitelinks)
        return not noun and record.kind not in self.left_out and wikipedias >= needed


@cache
def selection() -> Selection:
    """The rules; raises `ResourceError` where they name a kind that there is not."""
    data = load_toml(HERE / "selection.toml")
    named = {*data["percent"], *data["class_kinds"].values()}.union(*data["kinds"].values())
    unknown = sorted(named - set(types()["kinds"]) - {OFFICE_HOLDER})
    if unknown:
        raise ResourceError(f"{HERE / 'selection.toml'}: no such kind: {', '.join(unknown)}")
    return Selection(
        percent=data["percent"],
        left_out=frozenset(data["kinds"]["left_out"]),
        nouns=frozenset(data["kinds"]["nouns"]),
        telling=tuple(data["telling"]["properties"]),
        class_kinds=data["class_kinds"],
        not_counted=frozenset(load_toml(HERE / "properties.toml")["weight"]["not_counted"]),
    )
