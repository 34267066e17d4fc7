"""The rows of items, put into an open base and taken out of it."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from kg.errors import ResourceError
from kg.wikidata import names
from kg.wikidata.building import records, rows
from kg.wikidata.building.bearers import Bearers
from kg.wikidata.building.demonyms import read_demonyms
from kg.wikidata.building.records import Record, corrections
from kg.wikidata.building.rows import Row
from kg.wikidata.qids import number_of

BATCH = 10_000


class Filling:
    """Puts batches of records into a base; `finish` adds what needs all of them.

    `aliases`, `sounds` and `parts` are the tables to put those rows in: the base's own, or
    ones without order that are sorted later.
    """

    def __init__(
        self, base: sqlite3.Connection, bearers: Bearers, *, aliases: str, sounds: str, parts: str
    ) -> None:
        self.base = base
        self.bearers = bearers
        self._tables = {"aliases": aliases, "sounds": sounds, "parts": parts}
        self._kinds = dict(base.execute("SELECT name, id FROM kind"))
        self._sources = dict(base.execute("SELECT name, id FROM source"))
        base.execute("CREATE TEMP TABLE post (title, rank, item, jurisdiction, country)")

    def take(self, some: Iterable[Record]) -> None:
        """Put a batch of records in."""
        found: dict[str, list[Row]] = defaultdict(list)
        for plain in some:
            record = self.bearers.dressed(plain)
            spoken = records.spoken_names(record, self.bearers.countries)
            kind, source = self._kinds.get(record.kind), self._sources[record.origin]
            if kind is None:
                raise ResourceError(f"{record.qid}: no such kind as {record.kind!r} (types.toml)")
            demonyms = self.bearers.demonyms.get(record.number, ())
            found["item"].append(rows.item(record, spoken, kind, source))
            found["aliases"] += rows.aliases(record, spoken, demonyms, self.bearers.places)
            found["sounds"] += rows.sounds_of(record, spoken)
            found["held"] += rows.held(record)
            found["post"] += rows.posts(record, self.bearers.countries)
            if record.kind == "person":
                found["parts"] += rows.parts(records.without_comment(record.label))
        for table, listed in found.items():
            self._insert(self._tables.get(table, table), listed)

    def _insert(self, table: str, listed: Sequence[Row]) -> None:
        if not listed:
            return
        if table == "part":
            _count_parts(self.base, listed)
            return
        marks = ", ".join("?" * len(listed[0]))
        self.base.executemany(f"INSERT INTO {table} VALUES ({marks})", listed)

    def finish(self) -> None:
        """Put the countries in, and the offices under titles without the names of their place."""
        self.base.executemany(
            "INSERT OR REPLACE INTO country VALUES (?, ?)",
            [(key, number_of(qid)) for key, qid in self.bearers.countries.items()],
        )
        words = _demonyms_of_places(self.base)
        found = self.base.execute(
            """
            SELECT p.title, p.rank, p.item, i.id, i.label, i.aliases FROM post p JOIN item i
            ON i.id = coalesce((SELECT id FROM item WHERE id = p.jurisdiction), p.country)
            """
        )
        for title, rank, item, place, label, aliases in found:
            keys = [names.key(name) for name in (label, *(aliases or "").splitlines())]
            key = names.office_key(title, [*keys, *words.get(place, ())])
            if key:
                self.base.execute(
                    "INSERT OR IGNORE INTO office VALUES (?, ?, ?, ?)", (key, place, rank, item)
                )
        self.base.execute("DROP TABLE post")


def _count_parts(base: sqlite3.Connection, parts: Iterable[Row]) -> None:
    base.executemany(
        "INSERT INTO part VALUES (?, ?, ?) ON CONFLICT (word) DO UPDATE "
        "SET first = first + excluded.first, last = last + excluded.last",
        parts,
    )


def number_names(base: sqlite3.Connection, kinds: Iterable[str], sources: Iterable[str]) -> None:
    """Give numbers to the kinds and sources that have none."""
    for table, names_, more in (
        ("kind", kinds, lambda kind: (records.entity_type(kind),)),
        ("source", sources, lambda _: ()),
    ):
        known = {name for (name,) in base.execute(f"SELECT name FROM {table}")}
        for name in names_:
            if name not in known:
                row = (None, name, *more(name))
                base.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def countries(base: sqlite3.Connection) -> dict[str, str]:
    """The keys of countries' labels, and their QIDs."""
    return {key: f"Q{item}" for key, item in base.execute("SELECT key, item FROM country")}


def holders(base: sqlite3.Connection) -> dict[str, int]:
    """The corrected names and the demonyms that items bear, and those items."""
    query = "SELECT item FROM alias WHERE key = ? AND form IN ({}) ORDER BY value DESC LIMIT 1"
    words = {demonym.word: "'D'" for demonym in read_demonyms()}
    wanted = {**dict.fromkeys(corrections().names, "'A', 'L', 'N'"), **words}
    rows = {
        word: base.execute(query.format(forms), (names.key(word),)).fetchone()
        for word, forms in wanted.items()
    }
    return {word: row[0] for word, row in rows.items() if row}


def _demonyms_of_places(base: sqlite3.Connection) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for demonym in read_demonyms():
        key = names.key(demonym.word)
        for (item,) in base.execute("SELECT item FROM alias WHERE key = ? AND form = 'D'", (key,)):
            found[item].append(key)
    return found


def take_out(
    base: sqlite3.Connection, items: Collection[int], *, for_good: bool = False
) -> list[int]:
    """Delete the rows of items; `for_good`, also as places of offices.

    Gives the number of the source of each item that was there. Reads the whole tables of
    names, which have no order by item, if any was.
    """
    base.execute("CREATE TEMP TABLE gone (id INTEGER PRIMARY KEY, source, label, kind)")
    base.executemany(
        "INSERT INTO gone SELECT id, source, label, kind FROM item WHERE id = ?",
        ((item,) for item in items),
    )
    sources = [source for (source,) in base.execute("SELECT source FROM gone")]
    if sources:
        _uncount_parts(base)
        columns = {"item": "id", "alias": "item", "sound": "item", "country": "item"}
        for table, column in {**columns, "held": "person", "office": "item"}.items():
            base.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM gone)")
        if for_good:
            base.execute("DELETE FROM office WHERE place IN (SELECT id FROM gone)")
    base.execute("DROP TABLE gone")
    return sources


def _uncount_parts(base: sqlite3.Connection) -> None:
    people = base.execute(
        "SELECT label FROM gone WHERE kind = (SELECT id FROM kind WHERE name = 'person')"
    )
    found = [part for (label,) in people for part in rows.parts(label)]
    _count_parts(base, [(word, -first, -last) for word, first, last in found])
    base.execute("DELETE FROM part WHERE first <= 0 AND last <= 0")


def drop_sources(base: sqlite3.Connection, sources: Iterable[int]) -> None:
    """Drop those of the sources that no item has any more."""
    base.executemany(
        "DELETE FROM source WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM item WHERE source = ?1)",
        ((source,) for source in sorted(set(sources))),
    )
