"""Items on their way into a knowledge base, and the names of theirs that news may use.

`types.toml` and `corrections.toml` hold the knowledge used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from kg.facts import EntityType
from kg.resources import load_toml
from kg.wikidata import names

HERE = Path(__file__).resolve().parent
PLACE_KINDS = frozenset({"city", "admin", "admin1", "admin2", "disputed_territory", "territory"})
Gender = Literal["male", "female", "other"]
_COMMENT = re.compile(r"\s*\([^)]*\)$")


@dataclass(frozen=True)
class Held:
    """A position somebody held; dates are ISO 8601, shortened where less is known."""

    position: str
    start: str | None
    end: str | None


@dataclass(frozen=True)
class Record:
    """An item as it goes into the base; `weight` is its notability, about 0 to 18.

    `classes` are labels or QIDs of its classes (P31), `coded` lower-case codes and foreign
    demonyms among its aliases, `unnamed` keys it must not be found under, `called` further
    names that corrections give it. `anchors` are names with the number of times that links
    of that text lead to it, `revision` that of the item in Wikidata.
    """

    qid: str
    label: str
    kind: str
    weight: float
    source: str
    aliases: tuple[str, ...] = ()
    description: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    begin: str | None = None
    end: str | None = None
    classes: tuple[str, ...] = ()
    positions: tuple[Held, ...] = ()
    short_titles: tuple[str, ...] = ()
    jurisdiction: str | None = None
    capital_of: str | None = None
    region_name: str | None = None
    tier: int = 1
    coded: frozenset[str] = field(default=frozenset(), compare=False)
    unnamed: frozenset[str] = frozenset()
    called: tuple[str, ...] = ()
    gender: Gender | None = None
    revision: int | None = None
    anchors: tuple[tuple[str, int], ...] = ()

    @property
    def number(self) -> int:
        return int(self.qid[1:])

    @property
    def origin(self) -> str:
        """The source without the file in it."""
        return self.source.split(":")[0]


@dataclass(frozen=True)
class Corrections:
    """What `corrections.toml` says, by QID or by name."""

    unnamed: dict[str, frozenset[str]]
    kinds: dict[str, str]
    names: dict[str, str]


@cache
def types() -> dict[str, dict[str, Any]]:
    """The tables of `types.toml`: `kinds`, `class`, `heads`."""
    return load_toml(HERE / "types.toml")


def entity_type(kind: str) -> EntityType:
    """The type of the graph contract for a kind of the facts."""
    type_: EntityType = types()["kinds"][kind]
    return type_


@cache
def corrections() -> Corrections:
    data = load_toml(HERE / "corrections.toml")
    return Corrections(
        unnamed={row["item"]: frozenset(map(names.key, row["names"])) for row in data["drop"]},
        kinds={row["item"]: row["kind"] for row in data["retype"]},
        names=data["names"],
    )


def spoken_names(record: Record, countries: Mapping[str, str]) -> tuple[str, ...]:
    """The label and the aliases that English news may use, without codes and doubles.

    `countries` maps the keys of countries' labels to their QIDs: no other place may
    bear one of them as an alias.
    """
    kept: dict[str, str] = {}
    for name in record.called:
        kept[names.key(name)] = name
    for name in (record.label, *record.aliases):
        found = names.key(name)
        is_label = name == record.label
        owner = countries.get(found, record.qid)
        wrong = (
            found in record.unnamed
            or found in kept
            or names.is_generic(found)
            or len(found) < 2
            or len(name) > 80
            or not name.isprintable()
            or (not is_label and _is_noise(record, name))
            or (not is_label and owner != record.qid and record.kind in PLACE_KINDS)
        )
        if not wrong:
            kept[found] = name
    return tuple(kept.values())


def _is_noise(record: Record, name: str) -> bool:
    place = entity_type(record.kind) == "Place"
    coded = name.casefold().replace(".", "").replace(" ", "")
    return (
        (place and names.is_code(name))
        or (name.casefold() in record.coded and names.form(name) != "A")
        or (coded in record.coded and place and names.is_code(name))
        or (record.label[:1].isupper() and name.islower() and len(name) < 4)
        or (record.kind == "person" and not any(char.isupper() for char in name))
        or not any(char.isalpha() for char in name)
        or ":" in name
    )


def without_comment(label: str) -> str:
    """A label without a trailing comment in brackets ("Jersey (island)")."""
    return _COMMENT.sub("", label) or label
