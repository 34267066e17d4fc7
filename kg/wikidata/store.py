"""The knowledge base as a file that is asked, not loaded: items, names, positions.

A `Store` opens lazily and once per process, so it may be pickled or forked. It knows
nothing of spaCy; `WikidataKB` in `knowledge_base` is the same with spaCy's interface.
"""

from __future__ import annotations

import datetime
import json
import math
import os
import sqlite3
from collections.abc import Iterable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kg.errors import ResourceError
from kg.facts import EntityType, Item
from kg.wikidata import names, sounds
from kg.wikidata.answers import Candidate, Gender, Life, Position, Way, ways, weighed

__all__ = ["EMBEDDED", "FORMAT", "Candidate", "Life", "Position", "Store"]

EMBEDDED = Path(__file__).resolve().parent / "embedded.kb"
FORMAT = 2
WAIT = 60.0  # seconds for which a look-up waits for a change of a growing file
REMEMBERED = 4096  # answers of each kind, for names and items that a corpus repeats
# How well a look-up found its name: by its own spelling, or by a loosened one.
EXACT, LOOSE_IN_BASE, LOOSE_IN_TEXT, MISSPELT = 1.0, 0.85, 0.75, 0.5
# What a loosened name counts where another item bears the name as it is.
BESIDE_EXACT = 0.1
READ = 64  # rows of one name that are read, the strongest first
GENDERS: dict[str | None, Gender] = {"m": "male", "f": "female", "o": "other"}

_CANDIDATES = f"""
    SELECT a.item, a.form, a.value, i.kind, i.weight, i.country
    FROM alias a JOIN item i ON i.id = a.item WHERE a.key = ?
    ORDER BY a.value DESC, a.item LIMIT {READ}
"""
_SOUNDING = """
    SELECT label, aliases FROM item WHERE id IN (
      SELECT item FROM sound WHERE code IN (SELECT value FROM json_each(?))
    )
"""
# A word of people's names, a name by itself, or the first word of one that is no person's.
_WORD = """
    SELECT 1 FROM part WHERE word = ?1 UNION ALL SELECT 1 FROM alias WHERE key = ?1
    UNION ALL SELECT 1 FROM alias a JOIN item i ON i.id = a.item
    WHERE a.key > ?1 || ' ' AND a.key < ?1 || '!'
    AND i.kind <> (SELECT id FROM kind WHERE name = 'person') LIMIT 1
"""
_ITEM = """
    SELECT label, kind, description, aliases, classes, country, latitude, longitude
    FROM item WHERE id = ?
"""


class Store:
    """Look-ups in one knowledge base file (default: the embedded one).

    A `growing` file may be changed by others while it is open (`building.build.add`); call
    `forget` to see what they changed. Raises `ResourceError` where the file is missing or no
    knowledge base.
    """

    def __init__(self, path: str | Path | None = None, *, growing: bool = False) -> None:
        self.path = Path(path) if path is not None else EMBEDDED
        self.growing = growing
        self._opened: tuple[int, sqlite3.Connection] | None = None
        self._ask = lru_cache(maxsize=REMEMBERED)(self._read_rows)
        self._item = lru_cache(maxsize=REMEMBERED)(self._read_item)
        self._positions = lru_cache(maxsize=REMEMBERED)(self._read_positions)
        self._exact = lru_cache(maxsize=REMEMBERED)(self._find_exact)
        self._candidates = lru_cache(maxsize=REMEMBERED)(self._find)
        self._kinds = dict(self._kind_rows())

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(type(self), growing=self.growing), (self.path,)

    def forget(self) -> None:
        """Drop the answers that are remembered."""
        for remembered in (self._ask, self._item, self._positions, self._exact, self._candidates):
            remembered.cache_clear()
        self._kinds = dict(self._kind_rows())

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
        fixed = "" if self.growing else "&immutable=1"
        uri = f"file:{quote(str(self.path.resolve()))}?mode=ro{fixed}"
        return sqlite3.connect(uri, timeout=WAIT, uri=True, check_same_thread=False)

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
        for way in ways(label):
            found = self.exact(name) if way == "exact" else weighed(self.look_up(name, way))
            if found:
                return tuple(found)
        return ()

    def exact(self, name: str) -> list[Candidate]:
        """The items that bear a name as it is spelt, the likeliest first."""
        return list(self._exact(name))

    def _find_exact(self, name: str) -> tuple[Candidate, ...]:
        return tuple(weighed(self.look_up(name, "exact")))

    def look_up(self, name: str, way: Way) -> list[Candidate]:
        """The items that a name may denote when looked up in one way, without their priors."""
        if way == "exact":
            return self._under(names.key(name), name, EXACT)
        if way == "office":
            office = self.office(name)
            return [office] if office else []
        if way == "misspelt":
            return self._misspelt(name)
        folded = names.loose(name, person=way == "person")
        found = self._under(folded.key, name, LOOSE_IN_TEXT)
        return [c for c in found if not folded.kinds or c.kind in folded.kinds]

    def _under(self, key: str, name: str, match: float) -> list[Candidate]:
        rows = self._base.execute(_CANDIDATES, (key,)).fetchall()
        loosened = BESIDE_EXACT if any(row[1] != "X" for row in rows) else 1.0
        found = []
        for number, form, value, kind, weight, country in rows:
            suits = fit(form, name)
            if suits > 0.0:
                name_of_kind, type_ = self._kinds[kind]
                strength = value / 100 + math.log(suits * (loosened if form == "X" else 1.0))
                found.append(
                    Candidate(
                        f"Q{number}", 0.0, match * suits, type_, name_of_kind, weight / 100,
                        _qid(country), form in "DP", strength, form,
                    )
                )  # fmt: skip
        return found

    def _misspelt(self, name: str) -> list[Candidate]:
        """The items with a name that this one may be a wrong or another spelling of."""
        key = names.key(name)
        if not sounds.may_be_misspelt(key) or names.form(name) != "N":
            return []
        bones = sounds.skeleton(key)
        likeness = self._sounding(key, {bones}) or self._sounding(key, sounds.near(bones))
        found = (
            candidate
            for other in sorted(likeness, key=lambda other: (-likeness[other], other))
            for candidate in self._under(other, name, MISSPELT * likeness[other])
        )
        return [candidate._replace(form="F") for candidate in found if not candidate.demonym]

    def _sounding(self, key: str, skeletons: Iterable[str]) -> dict[str, float]:
        """The keys of items with these skeletons that are like a key, and how much so."""
        codes = json.dumps(sorted(sounds.code(key, bones) for bones in skeletons))
        rows = self._base.execute(_SOUNDING, (codes,))
        given = [name for label, more in rows for name in (label, *(more or "").splitlines())]
        others = {names.key(name) for name in sounds.resembling(key, given)}
        likeness = {other: sounds.likeness(key, other, self._is_word) for other in others}
        return {other: alike for other, alike in likeness.items() if alike > 0.0}

    def _is_word(self, word: str) -> bool:
        """Whether a word is known, so that it is no slip."""
        return self._row(_WORD, word) is not None

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
        found = Candidate(qid, 1.0, match, type_, name, weight / 100, _qid(country))
        return found._replace(value=math.log(match))

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

    def surnames(self, word: str) -> int:
        """How many people of the base bear a word as their last name."""
        row = self._row("SELECT last FROM part WHERE word = ?", names.key(word))
        return row[0] if row else 0

    def prepare(self, wanted: Iterable[tuple[str, str | None]]) -> None:
        """Make ready to be asked about the names of a document, with their types as spaCy writes
        them; a file needs nothing."""

    def gender(self, qid: str) -> Gender | None:
        """The gender of a person, None where the base does not know it."""
        row = self._row("SELECT gender FROM item WHERE id = ?", _number(qid))
        return GENDERS.get(row[0]) if row else None

    def revision(self, qid: str) -> int | None:
        """The revision of an item in Wikidata that the base holds, None where not known."""
        row = self._row("SELECT revision FROM item WHERE id = ?", _number(qid))
        return row[0] if row else None

    def revisions(self) -> dict[str, int | None]:
        """The revision of every item, where known."""
        rows = self._base.execute("SELECT id, revision FROM item ORDER BY id")
        return {f"Q{number}": revision for number, revision in rows}

    def source(self, qid: str) -> str | None:
        """Where the facts of an item come from, None where the base does not hold it."""
        query = "SELECT s.name FROM item i JOIN source s ON s.id = i.source WHERE i.id = ?"
        row = self._row(query, _number(qid))
        return row[0] if row else None

    def capital_of(self, qid: str) -> Item | None:
        """The country or first-level division whose capital a place is."""
        whole = self.capital(qid)
        return self.item(whole) if whole else None

    def capital(self, qid: str) -> str | None:
        """The QID of what a place is the capital of, which the base may not hold."""
        row = self._row("SELECT capital_of FROM item WHERE id = ?", _number(qid))
        return _qid(row[0]) if row else None

    def demonym(self, name: str) -> Item | None:
        """The country, region or group whose people a word names ("Iraqi", "Iraqis")."""
        if not name[:1].isupper():
            return None
        query = "SELECT item FROM alias WHERE key = ? AND form IN ('D', 'P') ORDER BY value DESC"
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
            WHERE a.key = ? AND k.name = 'country' ORDER BY a.value DESC, a.item LIMIT 1
        """
        row = self._row(query, key)
        return f"Q{row[0]}" if row else None


def fit(form: str, name: str) -> float:
    """How well a name in a text suits the form of a row of the alias table, 0 to 1."""
    if form == "X":
        return LOOSE_IN_BASE if name[:1].isupper() else 0.0
    if form in "DPSI":
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
