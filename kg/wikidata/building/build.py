"""Building a knowledge base file from cleaned records.

The file depends on its input alone: rows are sorted, nothing bears the time of the
build, and two builds give the same bytes.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg.errors import ResourceError
from kg.resources import load_toml
from kg.wikidata import names
from kg.wikidata.building import records
from kg.wikidata.building.records import Record

HERE = Path(__file__).resolve().parent
Row = tuple[Any, ...]
FORMAT = 1
# A name counts for its item as exp(WEIGHT_SCALE * weight) times the strength of its form.
WEIGHT_SCALE = 0.5
MAX_WEIGHT = 12.0
STRENGTH = {
    "called": 5.0,  # what news means by a name, from corrections.toml
    "label": 1.0,
    "alias": 0.6,
    "comment": 0.3,  # a label without what stands in brackets after it
    "surname": 0.2,
    "county": 0.05,  # a county without the word
    "loose": 0.2,
    "demonym": 20.0,
}
MAX_CANDIDATES = 24


@dataclass(frozen=True)
class Alias:
    """A row of the alias table before its prior is known."""

    key: str
    item: int
    form: str
    value: float


@dataclass(frozen=True)
class Demonym:
    """An English word for the people of a place or group, and the label that bears it."""

    word: str
    target: str
    kinds: frozenset[str]
    plural: str | None


@dataclass(frozen=True)
class Report:
    """What a build did, for the person who ran it."""

    items: int
    aliases: int
    positions: int
    unresolved: tuple[str, ...]


def build(
    facts: Sequence[Path], target: Path, *, name: str, date: str | None = None, max_tier: int = 3
) -> Report:
    """Write the knowledge base made from facts files to `target`.

    `date` is the state of the data (ISO 8601), by default the day the latest position
    began. Raises `ResourceError` where a file cannot be read or written.
    """
    known = {record.qid: record for path in facts for record in records.read(path)}
    everything = [known[qid] for qid in sorted(known, key=lambda qid: int(qid[1:]))]
    demonyms = read_demonyms()
    aimed = frozenset(demonym.target for demonym in demonyms) | frozenset(
        records.corrections().names.values()
    )
    chosen = [
        record for record in records.select(everything, targets=aimed) if record.tier <= max_tier
    ]
    base = _Base(everything, chosen, demonyms)
    meta = {
        "name": name,
        "date": date or base.date(),
        "version": str(FORMAT),
        "items": str(len(chosen)),
        "sources": json.dumps(sorted({record.source.split(":")[0] for record in chosen})),
    }
    return base.write(target, meta)


def read_demonyms() -> list[Demonym]:
    """The words of `demonyms.toml`, in its order."""
    data = load_toml(HERE / "demonyms.toml")
    places = frozenset(
        {"country", "territory", "historical_country", "disputed_territory", "admin1", "mountain"}
    )
    allowed = {
        "country": places,
        "region": frozenset({"continent", "admin1", "region", "place"}),
        "group": frozenset({"religion", "ethnic_group", "concept", "unknown"}),
    }
    plurals = {word: plural for plural, word in data["plural"].items()}
    return [
        Demonym(word, target, kinds, plurals.get(word) or _plural(word))
        for section, kinds in allowed.items()
        for word, target in data[section].items()
    ]


def _plural(word: str) -> str | None:
    regular = not word.endswith(("ese", "ish", "sh", "ch", "s", "x", "z"))
    return f"{word}s" if regular else None


class _Base:
    """The rows of a knowledge base, computed before they are written."""

    def __init__(
        self, everything: list[Record], chosen: list[Record], demonyms: list[Demonym]
    ) -> None:
        self.chosen = chosen
        self.by_qid = {record.qid: record for record in chosen}
        self.unresolved: list[str] = []
        self.countries = {
            names.key(record.label): record.qid for record in chosen if record.kind == "country"
        }
        self.classes = _classes(everything)
        self.labels: dict[str, list[Record]] = defaultdict(list)
        for record in chosen:
            for label in {record.label, *record.aliases}:
                self.labels[label].append(record)
        self.demonyms = [
            (demonym, bearer) for demonym in demonyms if (bearer := self._bearer(demonym))
        ]
        self._add_names()
        self._type_groups()

    def date(self) -> str:
        starts = (held.start for record in self.chosen for held in record.positions if held.start)
        return max(starts, default="")

    def _bearer(self, demonym: Demonym) -> Record | None:
        found = self._named(demonym.target, demonym.kinds)
        if found is None:
            self.unresolved.append(f"{demonym.word} → {demonym.target}")
        return found

    def _named(self, label: str, kinds: frozenset[str] | None = None) -> Record | None:
        """The best-known item of these kinds with a label, or with an alias if none has."""
        fitting = [r for r in self.labels.get(label, ()) if kinds is None or r.kind in kinds]
        labelled = [record for record in fitting if record.label == label]
        return max(labelled or fitting, key=lambda r: (r.weight, -r.number), default=None)

    def _add_names(self) -> None:
        for name, label in sorted(records.corrections().names.items()):
            record = self._named(label)
            if record is None:
                self.unresolved.append(f"{name} → {label}")
                continue
            record = self.by_qid[record.qid]
            self.by_qid[record.qid] = replace(record, called=(*record.called, name))
        self.chosen = [self.by_qid[record.qid] for record in self.chosen]

    def _type_groups(self) -> None:
        """Peoples and communities that the facts take for concepts become groups."""
        for demonym, bearer in self.demonyms:
            if bearer.kind in ("concept", "unknown") and "ethnic_group" in demonym.kinds:
                self.by_qid[bearer.qid] = replace(self.by_qid[bearer.qid], kind="group")
        self.chosen = [self.by_qid[record.qid] for record in self.chosen]

    def aliases(self) -> list[tuple[str, int, str, int]]:
        """The rows of the alias table: key, item, form, prior in ten-thousandths."""
        by_key: dict[str, dict[int, Alias]] = defaultdict(dict)
        for alias in self._all_aliases():
            row = by_key[alias.key].get(alias.item)
            if row is None or alias.value > row.value:
                by_key[alias.key][alias.item] = alias
        rows: list[tuple[str, int, str, int]] = []
        for key in sorted(by_key):
            rows.extend(_with_priors(list(by_key[key].values())))
        return rows

    def _all_aliases(self) -> Iterable[Alias]:
        for record in self.chosen:
            yield from _aliases(record, records.spoken_names(record, self.countries))
        for demonym, bearer in self.demonyms:
            value = STRENGTH["demonym"] * _value(bearer)
            yield Alias(names.key(demonym.word), bearer.number, "D", value)
            if demonym.plural:
                yield Alias(names.key(demonym.plural), bearer.number, "P", value)

    def items(self, kinds: dict[str, int], sources: dict[str, int]) -> Iterable[Row]:
        regions = {
            (record.country, names.loose_in_base(name, record.kind)): record.number
            for record in reversed(self.chosen)
            if record.kind == "admin1"
            for name in (record.label, *record.aliases)
        }
        for record in self.chosen:
            region = regions.get(
                (record.country, names.loose_in_base(record.region_name or "", "admin1"))
            )
            spoken = records.spoken_names(record, self.countries)
            yield (
                record.number,
                records.without_comment(record.label),
                kinds[record.kind],
                round(record.weight * 100),
                "\n".join(name for name in spoken if name != record.label) or None,
                record.description,
                self._number(record.country),
                record.latitude,
                record.longitude,
                record.begin,
                record.end,
                self._class_numbers(record),
                self._number(record.capital_of) or region,
                sources[record.source.split(":")[0]],
            )

    def _number(self, qid: str | None) -> int | None:
        return int(qid[1:]) if qid in self.by_qid and qid else None

    def _class_numbers(self, record: Record) -> str | None:
        found = [self.classes[label] for label in record.classes if label in self.classes]
        if not found:
            label = records.types()["class"].get(record.kind)
            found = [self.classes[label]] if label in self.classes else []
        return " ".join(str(number) for number in sorted(set(found))) or None

    def held(self) -> Iterable[tuple[int, int, int, int]]:
        for record in self.chosen:
            for held in record.positions:
                position = self._number(held.position)
                if position is not None:
                    yield record.number, position, as_number(held.start), as_number(held.end)

    def offices(self) -> list[tuple[str, int, int, int]]:
        """The rows of the office table: key, place, rank, item."""
        words: dict[str, list[str]] = defaultdict(list)
        for demonym, bearer in self.demonyms:
            words[bearer.qid].append(names.key(demonym.word))
        rows = set()
        for record in self.chosen:
            if record.kind != "position":
                continue
            place = self.by_qid.get(record.jurisdiction or "") or self.by_qid.get(
                record.country or self._place_in(record.label)
            )
            if place is None:
                continue
            spoken = records.spoken_names(place, self.countries)
            keys = [*(names.key(name) for name in spoken), *words[place.qid]]
            rows.add((names.office_key(record.label, keys), place.number, 0, record.number))
            for title in record.short_titles:
                rows.add((names.office_key(title, keys), place.number, 1, record.number))
        return sorted(row for row in rows if row[0])

    def _place_in(self, label: str) -> str:
        """The country in a title such as "Chancellor of Germany", "" where none is named."""
        return self.countries.get(names.key(label.rpartition(" of ")[2]), "")

    def parts(self) -> list[tuple[str, int, int]]:
        """How often words begin and end people's names, where more than twice."""
        people = [names.key(r.label).split() for r in self.chosen if r.kind == "person"]
        first = Counter(words[0] for words in people if len(words) > 1)
        last = Counter(words[-1] for words in people if len(words) > 1)
        common = sorted(word for word in first | last if max(first[word], last[word]) > 2)
        return [(word, first[word], last[word]) for word in common]

    def write(self, target: Path, meta: dict[str, str]) -> Report:
        kinds = {kind: i for i, kind in enumerate(sorted(records.types()["kinds"]), 1)}
        sources = {
            source: i
            for i, source in enumerate(sorted({r.source.split(":")[0] for r in self.chosen}), 1)
        }
        aliases = self.aliases()
        held = sorted(set(self.held()))
        tables: dict[str, Iterable[Row]] = {
            "meta": sorted(meta.items()),
            "kind": [(i, kind, records.entity_type(kind)) for kind, i in kinds.items()],
            "source": [(i, source) for source, i in sources.items()],
            "item": self.items(kinds, sources),
            "alias": aliases,
            "held": held,
            "office": self.offices(),
            "part": self.parts(),
        }
        _write(target, tables)
        return Report(len(self.chosen), len(aliases), len(held), tuple(sorted(self.unresolved)))


def _classes(everything: list[Record]) -> dict[str, int]:
    """Labels of classes and their items, where one item clearly bears the label."""
    bearers: dict[str, list[Record]] = defaultdict(list)
    for record in everything:
        if not record.label[:1].isupper() or record.kind in records.NOUN_KINDS:
            bearers[record.label].append(record)
    clear = {}
    for label, found in bearers.items():
        ranked = sorted(found, key=lambda r: (-r.weight, r.number))
        if len(ranked) == 1 or ranked[0].weight - ranked[1].weight >= 1.0:
            clear[label] = ranked[0].number
    return clear


def _aliases(record: Record, spoken: tuple[str, ...]) -> Iterable[Alias]:
    person = record.kind == "person"
    county = record.kind == "admin2"
    bare = records.without_comment(record.label)
    label = names.key(record.label)
    if bare != record.label and names.key(bare) not in record.unnamed:
        spoken = (*spoken, bare)
    for name in spoken:
        key = names.key(name)
        if name in record.called:
            rank = "called"
        elif key == label:
            rank = "label"
        elif county:
            rank = "county"
        elif person and " " not in key:
            rank = "surname"
        else:
            rank = "comment" if name == bare else "alias"
        yield Alias(key, record.number, names.form(name), STRENGTH[rank] * _value(record))
        folded = names.loose_in_base(name, record.kind, person=person)
        if folded and folded != key and len(folded) > 2 and not county:
            yield Alias(folded, record.number, "X", STRENGTH["loose"] * _value(record))


def _value(record: Record) -> float:
    return math.exp(WEIGHT_SCALE * min(record.weight, MAX_WEIGHT))


def _with_priors(rows: list[Alias]) -> Iterable[tuple[str, int, str, int]]:
    """Rows of one key with P(item | key); loosened names count little beside exact ones."""
    exact = any(row.form != "X" for row in rows)
    values = [row.value * (0.1 if exact and row.form == "X" else 1.0) for row in rows]
    total = sum(sorted(values))
    ranked = sorted(zip(values, rows, strict=True), key=lambda pair: (-pair[0], pair[1].item))
    for value, row in sorted(ranked[:MAX_CANDIDATES], key=lambda pair: pair[1].item):
        prior = round(10_000 * value / total)
        if prior:
            yield row.key, row.item, row.form, prior


def as_number(date: str | None) -> int:
    """An ISO 8601 date as yyyymmdd, with zeros for what is unknown."""
    digits = (date or "").replace("-", "")
    return int(digits.ljust(8, "0")) if digits.isdigit() else 0


def _write(target: Path, tables: dict[str, Iterable[Row]]) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        base = sqlite3.connect(target)
        try:
            base.execute("PRAGMA page_size = 4096")
            base.execute("PRAGMA journal_mode = OFF")
            base.executescript((HERE / "schema.sql").read_text(encoding="utf-8"))
            for table, rows in tables.items():
                listed = list(rows)
                if listed:
                    marks = ", ".join("?" * len(listed[0]))
                    base.executemany(f"INSERT INTO {table} VALUES ({marks})", listed)
            base.execute(f"PRAGMA user_version = {FORMAT}")
            base.commit()
            base.execute("VACUUM")
        finally:
            base.close()
    except (OSError, sqlite3.Error) as error:
        raise ResourceError(f"{target}: cannot write the knowledge base: {error}") from error
