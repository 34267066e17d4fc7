"""The knowledge base as a file that is asked, not loaded: items, names, positions.

A `Store` opens lazily and once per process, so it may be pickled or forked. It knows
nothing of spaCy; `WikidataKB` in `knowledge_base` is the same with spaCy's interface.
"""

from __future__ import annotations

import datetime
import json
import os
import sqlite3
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from kg.errors import ResourceError
from kg.facts import EntityType, Item
from kg.wikidata import names

EMBEDDED = Path(__file__).resolve().parent / "embedded.kb"
FORMAT = 1
REMEMBERED = 4096  # answers of each kind, for names and items that a corpus repeats
# How well a look-up found its name: by its own spelling, or by a loosened one.
EXACT, LOOSE_IN_BASE, LOOSE_IN_TEXT = 1.0, 0.85, 0.75

_CANDIDATES = """
    SELECT a.item, a.form, a.prior, i.kind, i.weight, i.country
    FROM alias a JOIN item i ON i.id = a.item WHERE a.key = ?
"""
_ITEM = """
    SELECT label, kind, description, aliases, classes, country, latitude, longitude
    FROM item WHERE id = ?
"""


class Candidate(NamedTuple):
    """An item that a name may denote.

    `prior` is P(item | name), `match` how well the spelling fits (1 exact), `weight` the
    item's notability (0 to about 18), `kind` its finer kind ("city"), and `demonym`
    whether the name is one of its demonyms ("Iraqi").
    """

    qid: str
    prior: float
    match: float
    type: EntityType
    kind: str
    weight: float
    country: str | None = None
    demonym: bool = False


@dataclass(frozen=True)
class Position:
    """A position somebody held, with ISO 8601 dates, shortened where less is known."""

    item: str
    start: str | None
    end: str | None

    def covers(self, on: datetime.date) -> bool:
        """Whether it may have been held that day; an unknown bound leaves it open."""
        day = on.isoformat()
        begun = self.start is None or self.start <= day
        return begun and (self.end is None or day[: len(self.end)] <= self.end)


@dataclass(frozen=True)
class Life:
    """When an item began and ended (birth, death, inception …), as ISO 8601 or shorter."""

    begin: str | None
    end: str | None


class Store:
    """Read-only look-ups in one knowledge base file (default: the embedded one).

    Raises `ResourceError` where the file is missing or no knowledge base.
    """

    def __init__(self, path: str | Path | None = None) -> None:
        self.path = Path(path) if path is not None else EMBEDDED
        self._opened: tuple[int, sqlite3.Connection] | None = None
        self._ask = lru_cache(maxsize=REMEMBERED)(self._read_rows)
        self._item = lru_cache(maxsize=REMEMBERED)(self._read_item)
        self._positions = lru_cache(maxsize=REMEMBERED)(self._read_positions)
        self._candidates = lru_cache(maxsize=REMEMBERED)(self._find)
        self._kinds = dict(self._kind_rows())

    def __reduce__(self) -> tuple[type[Store], tuple[Path]]:
        return type(self), (self.path,)

    @property
    def _base(self) -> sqlite3.Connection:
        if self._opened is None or self._opened[0] != os.getpid():
            self._opened = (os.getpid(), self._open())
        return self._opened[1]

    def _open(self) -> sqlite3.Connection:
        if not self.path.is_file():
            raise ResourceError(
                f"{self.path}: no knowledge base there; build one with "
                "`python -m training.build_kb --data DATA -o FILE`"
            )
        uri = f"file:{quote(str(self.path.resolve()))}?mode=ro&immutable=1"
        return sqlite3.connect(uri, uri=True, check_same_thread=False)

    def _kind_rows(self) -> list[tuple[int, tuple[str, EntityType]]]:
        try:
            (found,) = self._base.execute("PRAGMA user_version").fetchone()
            if found != FORMAT:
                raise ResourceError(
                    f"{self.path}: format {found} of a knowledge base, this version reads "
                    f"{FORMAT}; build it again"
                )
            rows = self._base.execute("SELECT id, name, type FROM kind").fetchall()
        except sqlite3.DatabaseError as error:
            raise ResourceError(f"{self.path}: not a knowledge base ({error})") from error
        return [(number, (kind, type_)) for number, kind, type_ in rows]

    def _read_rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self._base.execute(query, values).fetchall()

    def _row(self, query: str, *values: object) -> tuple[Any, ...] | None:
        return next(iter(self._ask(query, *values)), None)

    @property
    def name(self) -> str:
        """The name of the base."""
        return self._meta("name")

    @property
    def date(self) -> str:
        """The state of its data, an ISO 8601 date."""
        return self._meta("date")

    @property
    def version(self) -> str:
        """The version of its format."""
        return self._meta("version")

    @property
    def sources(self) -> tuple[str, ...]:
        """Where its facts come from, sorted."""
        return tuple(json.loads(self._meta("sources")))

    def __len__(self) -> int:
        return int(self._meta("items"))

    def _meta(self, name: str) -> str:
        ((value,),) = self._ask("SELECT value FROM meta WHERE name = ?", name)
        return str(value)

    def item(self, qid: str) -> Item | None:
        """What the base says of an item, None where it does not hold it."""
        return self._item(qid)

    def _read_item(self, qid: str) -> Item | None:
        row = self._row(_ITEM, _number(qid))
        if row is None:
            return None
        label, kind, description, aliases, classes, country, latitude, longitude = row
        return Item(
            qid=qid,
            label=label,
            type=self._kinds[kind][1],
            description=description,
            aliases=tuple(aliases.split("\n")) if aliases else (),
            types=tuple(f"Q{number}" for number in classes.split()) if classes else (),
            country=_qid(country),
            latitude=latitude,
            longitude=longitude,
            kind=self._kinds[kind][0],
        )

    def kind(self, qid: str) -> str | None:
        """The finer kind of an item ("city"), None where the base does not hold it."""
        query = "SELECT kind FROM item WHERE id = ?"
        row = self._row(query, _number(qid))
        return self._kinds[row[0]][0] if row else None

    def life(self, qid: str) -> Life:
        """When an item began and ended, as far as the base knows."""
        query = 'SELECT begin, "end" FROM item WHERE id = ?'
        return Life(*(self._row(query, _number(qid)) or (None, None)))

    def candidates(self, name: str, label: str | None = None) -> list[Candidate]:
        """The items a name may denote, the likeliest first.

        `label` is the name's type as spaCy writes it: a `PERSON` keeps the Arabic article
        that a place may lose, and an office is looked up with its country in it
        ("US Secretary of State").
        """
        return list(self._candidates(name, label))

    def _find(self, name: str, label: str | None) -> tuple[Candidate, ...]:
        person = label == "PERSON"
        found = self._under(names.key(name), name, EXACT)
        if not found and not person:
            office = self.office(name)
            found = [office] if office else self._loosened(name, person=False)
        if not found and label in (None, "PERSON"):
            found = self._loosened(name, person=True)
        return tuple(sorted(found, key=lambda c: (-c.prior, -c.match, _number(c.qid))))

    def _loosened(self, name: str, *, person: bool) -> list[Candidate]:
        folded = names.loose(name, person=person)
        found = self._under(folded.key, name, LOOSE_IN_TEXT)
        fitting = [c for c in found if not folded.kinds or c.kind in folded.kinds]
        total = sum(c.prior for c in fitting)
        return [c._replace(prior=c.prior / total) for c in fitting]

    def _under(self, key: str, name: str, match: float) -> list[Candidate]:
        rows = self._ask(_CANDIDATES, key)
        fits = {form: _fit(form, name) for _, form, *_ in rows}
        total = sum(prior * fits[form] for _, form, prior, *_ in rows)
        return [
            Candidate(
                qid=f"Q{number}",
                prior=prior * fits[form] / total,
                match=match * fits[form],
                type=self._kinds[kind][1],
                kind=self._kinds[kind][0],
                weight=weight / 100,
                country=_qid(country),
                demonym=form in "DP",
            )
            for number, form, prior, kind, weight, country in rows
            if fits[form] > 0.0
        ]

    def office(self, name: str) -> Candidate | None:
        """The office that a name with its country in it denotes ("Iraqi prime minister")."""
        words = names.key(name).split()
        cuts = [(words[:i], words[i:]) for i in range(1, min(4, len(words)))]
        if "of" in words:
            last = len(words) - 1 - words[::-1].index("of")
            cuts.append((words[last + 1 :], words[:last]))
        for place, role in cuts:
            item = self.position_of(" ".join(role), self._country(" ".join(place)) or "Q0")
            if item is not None:
                return self._as_candidate(item.qid, LOOSE_IN_BASE)
        return None

    def _as_candidate(self, qid: str, match: float) -> Candidate:
        query = "SELECT kind, weight, country FROM item WHERE id = ?"
        ((kind, weight, country),) = self._ask(query, _number(qid))
        name, type_ = self._kinds[kind]
        return Candidate(qid, 1.0, match, type_, name, weight / 100, _qid(country))

    def position_of(self, role: str, place: str) -> Item | None:
        """The office with these words in a country or region: "foreign minister", Iraq's QID."""
        key = names.office_key(role)
        query = """
            SELECT o.item FROM office o JOIN item i ON i.id = o.item
            WHERE o.key = ? AND o.place = ? ORDER BY o.rank, i.weight DESC, o.item LIMIT 1
        """
        row = self._row(query, key, _number(place))
        return self.item(f"Q{row[0]}") if key and row else None

    def positions(self, qid: str, on: datetime.date | None = None) -> list[Position]:
        """The positions somebody held (that day, where `on` is given), the earliest first."""
        return [held for held in self._positions(qid) if on is None or held.covers(on)]

    def _read_positions(self, qid: str) -> tuple[Position, ...]:
        query = 'SELECT position, start, "end" FROM held WHERE person = ?'
        rows = self._base.execute(query, (_number(qid),))
        held = [Position(f"Q{item}", _date(start), _date(end)) for item, start, end in rows]
        return tuple(sorted(held, key=lambda p: (p.start or "", p.end or "9999", _number(p.item))))

    def namesakes(self, name: str) -> int:
        """How common a person's name is: bearers of its first word times those of its last."""
        words = names.without_titles(name).split()
        if len(words) < 2:
            return 0
        query = "SELECT first, last FROM part WHERE word = ?"
        first = self._row(query, words[0]) or (1, 1)
        last = self._row(query, words[-1]) or (1, 1)
        return int(max(1, first[0]) * max(1, last[1]))

    def capital_of(self, qid: str) -> Item | None:
        """The country or first-level division whose capital a place is."""
        query = "SELECT capital_of FROM item WHERE id = ?"
        row = self._row(query, _number(qid))
        return self.item(f"Q{row[0]}") if row and row[0] else None

    def demonym(self, name: str) -> Item | None:
        """The country, region or group whose people a word names ("Iraqi", "Iraqis")."""
        if not name[:1].isupper():
            return None
        query = "SELECT item FROM alias WHERE key = ? AND form IN ('D', 'P') ORDER BY prior DESC"
        row = self._row(query, names.key(name))
        return self.item(f"Q{row[0]}") if row else None

    def places_in_country(self, qid: str) -> list[str]:
        """The QIDs of the places that lie in a country, the best known first."""
        kinds = sorted(number for number, (_, type_) in self._kinds.items() if type_ == "Place")
        marks = ", ".join("?" * len(kinds))
        query = f"""
            SELECT id FROM item WHERE country = ? AND id <> ? AND kind IN ({marks})
            ORDER BY weight DESC, id
        """
        number = _number(qid)
        return [f"Q{row[0]}" for row in self._ask(query, number, number, *kinds)]

    def _country(self, key: str) -> str | None:
        """The country that a key names as its noun or its demonym."""
        query = """
            SELECT a.item FROM alias a JOIN item i ON i.id = a.item JOIN kind k ON k.id = i.kind
            WHERE a.key = ? AND k.name = 'country' ORDER BY a.prior DESC, a.item LIMIT 1
        """
        row = self._row(query, key)
        return f"Q{row[0]}" if row else None


def _fit(form: str, name: str) -> float:
    if form == "X":
        return LOOSE_IN_BASE if name[:1].isupper() else 0.0
    if form in "DP":
        return 1.0 if name[:1].isupper() else 0.0
    return names.case_agrees(form, name)


def _number(qid: str) -> int:
    return int(qid[1:])


def _qid(number: int | None) -> str | None:
    return f"Q{number}" if number is not None else None


def _date(number: int) -> str | None:
    if not number:
        return None
    year, month, day = number // 10_000, number // 100 % 100, number % 100
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part)])
