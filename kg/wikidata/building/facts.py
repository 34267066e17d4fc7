"""The facts the embedded base is built from: reading them, and dropping what is wrong.

One JSON object a line (`qid`, `label`, `aliases`, `type`, `description`, `country`,
`lat`, `lon`, `facts`, `source`). A record leaves here with a checked kind, a notability,
dates, positions and classes; see `types.toml`, `corrections.toml` and `additions.toml`.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.errors import ResourceError
from kg.wikidata import names
from kg.wikidata.building import additions, bearers
from kg.wikidata.building.checks import checked
from kg.wikidata.building.records import Gender, Held, Record, corrections, entity_type, types
from kg.wikidata.qids import is_qid

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
_UNREADABLE = (OSError, EOFError, zlib.error, ValueError, LookupError, TypeError, AttributeError)
# Sources that are answers of an evaluation, which must not be known.
GOLD = re.compile(r"\belevant\b")
_CLAUSE = re.compile(
    r" (?:of|in|for|by|from|with|on|at|that|which|who|to|and|based|used|held|where|between|near"
    r"|located|founded|published|born|whose|is|was|as|when|under|during|against)\b|[,;(:]"
)


def chosen(paths: Sequence[Path], more: Path | None, *, max_tier: int) -> list[Record]:
    """The records of facts files, with the additions of the file `more`, sorted by number."""
    known = {record.qid: record for path in paths for record in read(path)}
    if more is not None:
        known = additions.added(known, more)
    everything = list(checked(sorted(known.values(), key=lambda record: record.number)))
    kept = select(everything, targets=bearers.targets())
    return _resolved([r for r in kept if r.tier <= max_tier], _classes(everything))


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
    except _UNREADABLE as error:
        raise ResourceError(
            f"{path}, line {number}: {error!r}; the file must hold one item's facts a line"
        ) from error


def _record(row: dict[str, Any]) -> Record | None:
    facts = row.get("facts", {})
    label = row["label"].strip()
    source = row.get("source", "")
    if row["type"] in DROPPED_KINDS or not names.key(label) or GOLD.search(source):
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
        source=source,
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
        gender=_gender(facts.get("gender")) if kind == "person" else None,
    )


def _gender(word: str | None) -> Gender | None:
    if not word:
        return None
    return "male" if word == "male" else "female" if word == "female" else "other"


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
    return round(max(score, 1.6 * math.log10(population + 1) - 4.0), 2)


def _first(facts: dict[str, Any], *fields: str) -> str | None:
    return next((str(facts[name]) for name in fields if facts.get(name)), None)


def _positions(facts: dict[str, Any]) -> tuple[Held, ...]:
    held = {
        Held(row["position_qid"], row.get("start") or None, row.get("end") or None)
        for row in facts.get("positions_held") or ()
        if row.get("position_qid")
    }
    return tuple(sorted(held, key=lambda h: (h.position, h.start or "", h.end or "")))


def select(everything: Sequence[Record], *, targets: frozenset[str]) -> list[Record]:
    """The records worth keeping; `targets` are labels that must stay (see `demonyms.toml`).

    Left out, since they shadow others far more often than they are meant: common nouns;
    places and institutions of which nothing shows that anyone knows them (weight 0);
    such people too, where they only ever sat among more than `CROWD` holders of a seat.
    """
    holders = Counter(
        position
        for record in everything
        for position in {held.position for held in record.positions}
    )
    return [r for r in everything if r.label in targets or not _is_chaff(r, holders)]


def _is_chaff(record: Record, holders: Mapping[str, int]) -> bool:
    if record.kind in NOUN_KINDS:
        return not record.label[:1].isupper()
    if record.weight > 0.0:
        return False
    if record.kind == "person":
        return all(holders[held.position] > CROWD for held in record.positions)
    return record.kind in OBSCURE_KINDS


def _classes(everything: Iterable[Record]) -> dict[str, str]:
    """Labels of classes and their items, where one item clearly bears the label."""
    found: dict[str, list[Record]] = defaultdict(list)
    for record in everything:
        if not record.label[:1].isupper() or record.kind in NOUN_KINDS:
            found[record.label].append(record)
    clear = {}
    for label, bearing in found.items():
        ranked = sorted(bearing, key=lambda r: (-r.weight, r.number))
        if len(ranked) == 1 or ranked[0].weight - ranked[1].weight >= 1.0:
            clear[label] = ranked[0].qid
    return clear


def _resolved(kept: list[Record], classes: Mapping[str, str]) -> list[Record]:
    """The records with QIDs instead of the labels of classes and of regions they are capital of."""
    regions = {
        (record.country, names.loose_in_base(name, record.kind)): record.qid
        for record in reversed(kept)
        if record.kind == "admin1"
        for name in (record.label, *record.aliases)
    }
    resolved = []
    for record in kept:
        given = [classes.get(name, name) for name in record.classes]
        qids = tuple(name for name in given if is_qid(name))
        usual = classes.get(types()["class"].get(record.kind, ""))
        region = (record.country, names.loose_in_base(record.region_name or "", "admin1"))
        capital_of = record.capital_of or regions.get(region)
        shown = qids or ((usual,) if usual else ())
        resolved.append(replace(record, classes=shown, capital_of=capital_of))
    return resolved
