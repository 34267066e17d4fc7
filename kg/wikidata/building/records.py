"""Reading the facts the base is built from, and dropping what is wrong in them.

One JSON object a line (`qid`, `label`, `aliases`, `type`, `description`, `country`,
`lat`, `lon`, `facts`, `source`). A record leaves here with a checked kind, names that
English news may use, a notability, dates and positions; see `types.toml` and
`corrections.toml` for the knowledge used.
"""

from __future__ import annotations

import gzip
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import ResourceError
from kg.facts import EntityType
from kg.resources import load_toml
from kg.wikidata import names

HERE = Path(__file__).resolve().parent
# Kinds that name nothing in a report: dates, units, templates of databases.
DROPPED_KINDS = frozenset({"month_day", "unit"})
# Kinds whose items are common nouns unless their label is capitalised.
NOUN_KINDS = frozenset(
    {
        *{"concept", "activity", "academic_discipline", "other", "unknown", "event_type"},
        *{"award", "language", "currency", "weapon_vehicle_type", "religion", "ethnic_group"},
    }
)
# Kinds of which the facts list many that no report will ever name.
OBSCURE_KINDS = frozenset(
    {
        *{"city", "cabinet", "company", "organisation", "hospital", "research_institute"},
        *{"government_agency", "newspaper", "university"},
    }
)
CROWD = 100
PLACE_KINDS = frozenset({"city", "admin", "admin1", "admin2", "disputed_territory", "territory"})
_CLAUSE = re.compile(
    r" (?:of|in|for|by|from|with|on|at|that|which|who|to|and|based|used|held|where|between|near"
    r"|located|founded|published|born|whose|is|was|as|when|under|during|against)\b|[,;(:]"
)
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

    `coded` are lower-case codes and foreign demonyms among its aliases, `unnamed` keys it
    must not be found under, `called` further names that corrections give it.
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

    @property
    def number(self) -> int:
        return int(self.qid[1:])


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


def read(path: Path) -> Iterator[Record]:
    """The usable records of a facts file (`.jsonl` or `.jsonl.gz`), in its order.

    Raises `ResourceError` with the line where the file cannot be read.
    """
    number = 0
    try:
        opened: Callable[..., Any] = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                number += 1
                record = _record(json.loads(line)) if line.strip() else None
                if record is not None:
                    yield record
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise ResourceError(
            f"{path}, line {number}: {error!r}; the file must hold one item's facts a line"
        ) from error


def _record(row: dict[str, Any]) -> Record | None:
    facts = row.get("facts", {})
    label = row["label"].strip()
    if row["type"] in DROPPED_KINDS or not names.key(label):
        return None
    kind = corrections().kinds.get(row["qid"]) or _kind(row, facts)
    if kind not in types()["kinds"]:
        raise ValueError(f"unknown type {kind!r}")
    codes = ("iso", "iso2", "iso3", "code")
    coded = {str(facts[code]).casefold() for code in codes if code in facts}
    country = row.get("country")
    return Record(
        qid=row["qid"],
        label=label,
        kind=kind,
        weight=_weight(row, facts),
        source=row.get("source", ""),
        aliases=tuple(row.get("aliases", ())),
        description=row.get("description"),
        country=country if country != row["qid"] or kind == "country" else None,
        latitude=row.get("lat"),
        longitude=row.get("lon"),
        begin=_first(facts, "birth", "birth_year", "inception", "established", "start", "date"),
        end=_first(facts, "death", "dissolved", "end"),
        classes=tuple(facts.get("p31") or ()),
        positions=_positions(facts),
        short_titles=tuple(facts.get("short_titles") or ()),
        jurisdiction=facts.get("jurisdiction"),
        capital_of=facts.get("capital_of"),
        region_name=facts.get("admin1_name") if facts.get("feature") == "Admin-1 capital" else None,
        tier=facts.get("tier", 3),
        coded=frozenset(coded | {name.casefold() for name in facts.get("demonyms") or ()}),
        unnamed=corrections().unnamed.get(row["qid"], frozenset()),
    )


def _kind(row: dict[str, Any], facts: dict[str, Any]) -> str:
    """The given kind, unless the first telling class or the description shows another type."""
    given: str = row["type"]
    heads: dict[str, str] = types()["heads"]
    texts = list(facts.get("p31") or ())
    if facts.get("description_from") == "wikidata" and given != "position":
        texts.append(row.get("description", ""))
    for text in texts:
        shown = heads.get(_head(text))
        if shown:
            right = entity_type(shown) == entity_type(given) and given not in ("unknown", "other")
            return given if right or not _may_be(given, shown, label=row["label"]) else shown
    return given


def _may_be(given: str, shown: str, *, label: str) -> bool:
    """Whether a correction is believable: people stay people, classes stay classes."""
    if given == "person":
        return shown in ("band", "concept", "work") and not _looks_personal(label)
    if given in ("concept", "event_type", "position", "occupation", "activity"):
        return False
    return shown != "person" or given in ("unknown", "other", "organisation", "work")


def _looks_personal(label: str) -> bool:
    words = label.split()
    return len(words) == 2 and all(word[:1].isupper() for word in words)


def _head(text: str) -> str:
    words = _CLAUSE.split(text, maxsplit=1)[0].split()
    return words[-1].lower() if words else ""


def _weight(row: dict[str, Any], facts: dict[str, Any]) -> float:
    """Notability: the facts' score, and where it says little the size of a city."""
    score = float(facts.get("score", 0.0))
    population = row.get("population") or 0
    return round(max(score, math.log10(population + 1) - 3.5), 2)


def _first(facts: dict[str, Any], *fields: str) -> str | None:
    return next((str(facts[name]) for name in fields if facts.get(name)), None)


def _positions(facts: dict[str, Any]) -> tuple[Held, ...]:
    held = {
        Held(row["position_qid"], row.get("start") or None, row.get("end") or None)
        for row in facts.get("positions_held") or ()
        if row.get("position_qid")
    }
    return tuple(sorted(held, key=lambda h: (h.position, h.start or "", h.end or "")))


def select(records: Iterable[Record], *, targets: frozenset[str]) -> list[Record]:
    """The records worth keeping; `targets` are labels that must stay (see `demonyms.toml`).

    Left out, since they shadow others far more often than they are meant: common nouns;
    places and institutions of which nothing shows that anyone knows them (weight 0);
    such people too, where they only ever sat among more than `CROWD` holders of a seat.
    """
    listed = list(records)
    holders = Counter(
        position for record in listed for position in {held.position for held in record.positions}
    )
    return [
        record for record in listed if record.label in targets or not _is_chaff(record, holders)
    ]


def _is_chaff(record: Record, holders: Mapping[str, int]) -> bool:
    if record.kind in NOUN_KINDS:
        return not record.label[:1].isupper()
    if record.weight > 0.0:
        return False
    if record.kind == "person":
        return all(holders[held.position] > CROWD for held in record.positions)
    return record.kind in OBSCURE_KINDS


def spoken_names(record: Record, countries: dict[str, str]) -> tuple[str, ...]:
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
