"""What a knowledge base file says of the items in it."""

from __future__ import annotations

import datetime
from functools import lru_cache
from pathlib import Path

from kg.facts import Item
from kg.wikidata.answers import Gender, Life, Position
from kg.wikidata.base_file import REMEMBERED, BaseFile
from kg.wikidata.qids import number_of, qid_of

GENDERS: dict[str | None, Gender] = {"m": "male", "f": "female", "o": "other"}
_ITEM = """
    SELECT label, kind, description, aliases, classes, country, latitude, longitude
    FROM item WHERE id = ?
"""


class ItemLookUp(BaseFile):
    """Look-ups by QID; one that is none is of no item."""

    def __init__(self, path: str | Path | None = None, *, growing: bool = False) -> None:
        super().__init__(path, growing=growing)
        self._item = lru_cache(maxsize=REMEMBERED)(self._read_item)
        self._positions = lru_cache(maxsize=REMEMBERED)(self._read_positions)
        self._capitals = lru_cache(maxsize=REMEMBERED)(self._read_capitals)

    def forget(self) -> None:
        super().forget()
        self._item.cache_clear()
        self._positions.cache_clear()
        self._capitals.cache_clear()

    def item(self, qid: str) -> Item | None:
        """What the base says of an item, None where it does not hold it."""
        return self._item(qid)

    def _read_item(self, qid: str) -> Item | None:
        row = self._row(_ITEM, number_of(qid))
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
            country=qid_of(country),
            latitude=latitude,
            longitude=longitude,
            kind=self._kinds[kind][0],
        )

    def kind(self, qid: str) -> str | None:
        """The finer kind of an item ("city"), None where the base does not hold it."""
        query = "SELECT kind FROM item WHERE id = ?"
        row = self._row(query, number_of(qid))
        return self._kinds[row[0]][0] if row else None

    def life(self, qid: str) -> Life:
        """When an item began and ended, as far as the base knows."""
        query = 'SELECT begin, "end" FROM item WHERE id = ?'
        return Life(*(self._row(query, number_of(qid)) or (None, None)))

    def positions(self, qid: str, on: datetime.date | None = None) -> list[Position]:
        """The positions somebody held (that day, where `on` is given), the earliest first."""
        return [held for held in self._positions(qid) if on is None or held.covers(on)]

    def _read_positions(self, qid: str) -> tuple[Position, ...]:
        query = """
            SELECT position, start, "end" FROM held WHERE person = ? ORDER BY position, start, "end"
        """
        rows = self.read(query, number_of(qid))
        held = [Position(f"Q{item}", _date(start), _date(end)) for item, start, end in rows]
        return tuple(sorted(held, key=lambda p: (p.start or "", p.end or "9999")))

    def holders(self, position: str, on: datetime.date) -> list[str]:
        """The QIDs of those who held a position that day, sorted by number."""
        query = """
            SELECT person, start, "end" FROM held WHERE position = ? ORDER BY person, start, "end"
        """
        rows = self.read(query, number_of(position))
        tenures = ((f"Q{person}", Position(position, _date(s), _date(e))) for person, s, e in rows)
        return list(dict.fromkeys(person for person, held in tenures if held.covers(on)))

    def gender(self, qid: str) -> Gender | None:
        """The gender of a person, None where the base does not know it."""
        row = self._row("SELECT gender FROM item WHERE id = ?", number_of(qid))
        return GENDERS.get(row[0]) if row else None

    def revision(self, qid: str) -> int | None:
        """The revision of an item in Wikidata that the base holds, None where not known."""
        row = self._row("SELECT revision FROM item WHERE id = ?", number_of(qid))
        return row[0] if row else None

    def revisions(self) -> dict[str, int | None]:
        """The revision of every item, where known."""
        rows = self.read("SELECT id, revision FROM item ORDER BY id")
        return {f"Q{number}": revision for number, revision in rows}

    def source(self, qid: str) -> str | None:
        """Where the facts of an item come from, None where the base does not hold it."""
        query = "SELECT s.name FROM item i JOIN source s ON s.id = i.source WHERE i.id = ?"
        row = self._row(query, number_of(qid))
        return row[0] if row else None

    def capital_of(self, qid: str) -> Item | None:
        """The country or first-level division whose capital a place is."""
        whole = self.capital(qid)
        return self.item(whole) if whole else None

    def capital(self, qid: str) -> str | None:
        """The QID of what a place is the capital of, which the base may not hold."""
        row = self._row("SELECT capital_of FROM item WHERE id = ?", number_of(qid))
        return qid_of(row[0]) if row else None

    def capital_cities(self, qid: str) -> list[str]:
        """The QIDs of the capitals of a country or first-level division."""
        return list(self._capitals(qid))

    def _read_capitals(self, qid: str) -> tuple[str, ...]:
        rows = self.read("SELECT id FROM item WHERE capital_of = ? ORDER BY id", number_of(qid))
        return tuple(f"Q{number}" for (number,) in rows)

    def places_in_country(self, qid: str) -> list[str]:
        """The QIDs of the places that lie in a country, the best known first."""
        kinds = sorted(number for number, (_, type_) in self._kinds.items() if type_ == "Place")
        marks = ", ".join("?" * len(kinds))
        query = f"""
            SELECT id FROM item WHERE country = ? AND id <> ? AND kind IN ({marks})
            ORDER BY weight DESC, id
        """
        number = number_of(qid)
        return [f"Q{row[0]}" for row in self._ask(query, number, number, *kinds)]


def _date(number: int) -> str | None:
    if not number:
        return None
    year, month, day = number // 10_000, number // 100 % 100, number % 100
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part)])
