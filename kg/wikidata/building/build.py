"""Writing a knowledge base file, and changing one.

A base depends on its input alone: rows are sorted, nothing bears the time of the build,
and two builds give the same bytes. Memory does not grow with the number of items: rows
go to a file beside the target, and SQLite sorts them on disk.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kg.errors import ResourceError
from kg.wikidata.building import facts as facts_files
from kg.wikidata.building import filling, records
from kg.wikidata.building.bearers import Bearers
from kg.wikidata.building.demonyms import read_demonyms
from kg.wikidata.building.filling import Filling
from kg.wikidata.building.records import Record
from kg.wikidata.store import FORMAT

__all__ = ["Report", "add", "build", "read_demonyms", "remove", "workshop", "write"]

CACHE = 64 * 1024  # KiB that SQLite may hold in memory while it builds
WAIT = 60.0  # seconds for which a change waits for another process's


@dataclass(frozen=True)
class Report:
    """What a build did, for the person who ran it."""

    items: int
    aliases: int
    positions: int
    unresolved: tuple[str, ...]


def build(
    facts: Sequence[Path],
    target: Path,
    *,
    name: str,
    date: str | None = None,
    max_tier: int = 3,
    additions: Path | None = None,
) -> Report:
    """Write the knowledge base made from facts files to `target`.

    `additions` is a file of items that the facts lack (`additions.toml`), `date` the state of
    the data (ISO 8601), by default the day the latest position began. Raises `ResourceError`
    where a file cannot be read or written.
    """
    chosen = facts_files.chosen(facts, additions, max_tier=max_tier)
    return write(lambda: chosen, target, name=name, date=date)


def write(
    given: Callable[[], Iterable[Record]], target: Path, *, name: str, date: str | None = None
) -> Report:
    """Write a knowledge base of records, sorted by number, which `given` yields twice.

    The file appears under its name when it is whole. Raises `ResourceError` where it
    cannot be written or an item comes twice.
    """
    bearers, latest, sources = Bearers(), "", set()
    for record in given():
        bearers.see(record)
        sources.add(record.origin)
        latest = max([latest, *(held.start for held in record.positions if held.start)])
    bearers.settle()
    with _errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    with _errors(target), workshop(target) as folder:
        with _opened(folder) as base:
            _prepare(base, folder)
            base.execute("BEGIN")
            filling.number_names(base, sorted(records.types()["kinds"]), sorted(sources))
            into = Filling(base, bearers, aliases="raw_alias", sounds="raw_sound", parts="raw_part")
            for some in _batches(given(), filling.BATCH):
                into.take(some)
            _sort(base)
            into.finish()
            items, aliases, held = (_count(base, table) for table in ("item", "alias", "held"))
            meta = {"name": name, "date": date or latest, "version": FORMAT, "items": items}
            _note(base, {**meta, "sources": json.dumps(sorted(sources))})
            base.execute("COMMIT")
            base.execute(f"PRAGMA user_version = {FORMAT}")
            base.execute("VACUUM INTO ?", (str(folder / "whole"),))
        (folder / "whole").replace(target)
    return Report(items, aliases, held, tuple(sorted(bearers.unresolved)))


@contextmanager
def workshop(target: Path) -> Iterator[Path]:
    """A folder beside the target, on the same disk, which goes when it is done."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as folder:
        yield Path(folder)


@contextmanager
def _opened(folder: Path) -> Iterator[sqlite3.Connection]:
    """A new base in a folder, where SQLite also sorts, as far as its build can be told so."""
    quoted = str(folder).replace("'", "''")
    with closing(sqlite3.connect(folder / "base", isolation_level=None)) as base:
        base.execute(f"PRAGMA temp_store_directory = '{quoted}'")
        try:
            yield base
        finally:
            base.execute("PRAGMA temp_store_directory = ''")


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise ResourceError(f"{path}: cannot write the knowledge base: {error}") from error


def _prepare(base: sqlite3.Connection, folder: Path) -> None:
    base.execute("PRAGMA page_size = 4096")
    base.execute("PRAGMA journal_mode = OFF")
    base.execute("PRAGMA synchronous = OFF")
    base.execute(f"PRAGMA cache_size = -{CACHE}")
    base.executescript((records.HERE / "schema.sql").read_text(encoding="utf-8"))
    base.execute("ATTACH ? AS spool", (str(folder / "spool"),))
    base.execute("PRAGMA spool.journal_mode = OFF")
    base.execute("CREATE TABLE spool.raw_alias (key, value, item, form)")
    base.execute("CREATE TABLE spool.raw_sound (code, item)")
    base.execute("CREATE TABLE spool.raw_part (word, first, last)")


def _batches(given: Iterable[Record], size: int) -> Iterator[list[Record]]:
    rest = iter(given)
    while some := list(islice(rest, size)):
        yield some


def _sort(base: sqlite3.Connection) -> None:
    base.execute("INSERT INTO alias SELECT * FROM raw_alias ORDER BY key, value DESC, item")
    base.execute("INSERT INTO sound SELECT * FROM raw_sound ORDER BY code, item")
    base.execute(
        "INSERT INTO part SELECT word, sum(first), sum(last) FROM raw_part GROUP BY word "
        "HAVING max(sum(first), sum(last)) > 2 ORDER BY word"
    )


def _count(base: sqlite3.Connection, table: str) -> int:
    ((count,),) = base.execute(f"SELECT count(*) FROM {table}")
    return int(count)


def _note(base: sqlite3.Connection, meta: dict[str, object]) -> None:
    rows = [(name, str(value)) for name, value in sorted(meta.items())]
    base.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)


def add(path: Path, given: Iterable[Record]) -> None:
    """Put items into a base, or new ones in their place, all at once or not at all.

    A replaced item keeps the demonyms and corrected names it bears. Stores that were opened
    before see the change if they were opened as `growing`. Raises `ResourceError`.
    """
    new = {record.number: record for record in given}
    with _change(path) as base:
        bearers = Bearers()
        bearers.countries.update(filling.countries(base))
        for record in new.values():
            bearers.see(record)
        bearers.settle(filling.holders(base))
        gone = filling.take_out(base, new)
        origins = sorted({record.origin for record in new.values()})
        filling.number_names(base, sorted(records.types()["kinds"]), origins)
        into = Filling(base, bearers, aliases="alias", sounds="sound", parts="part")
        into.take([new[number] for number in sorted(new)])
        into.finish()
        filling.drop_sources(base, gone)
        _more(base, len(new) - len(gone))


def remove(path: Path, qids: Iterable[str]) -> None:
    """Take items out of a base, all at once or not at all; unknown ones do not matter."""
    with _change(path) as base:
        gone = filling.take_out(base, {int(qid[1:]) for qid in qids}, for_good=True)
        filling.drop_sources(base, gone)
        _more(base, -len(gone))


def _more(base: sqlite3.Connection, items: int) -> None:
    """Count items of the base up, without reading them all."""
    base.execute("UPDATE meta SET value = value + ? WHERE name = 'items'", (items,))


@contextmanager
def _change(path: Path) -> Iterator[sqlite3.Connection]:
    """A base within a transaction; its counts and sources are written at the end."""
    if not path.is_file():
        raise ResourceError(f"{path}: no knowledge base there; build one first")
    with _errors(path), closing(sqlite3.connect(path, WAIT, isolation_level=None)) as base:
        ((found,),) = base.execute("PRAGMA user_version")
        if found != FORMAT:
            raise ResourceError(f"{path}: no knowledge base of format {FORMAT}; build it again")
        base.execute("BEGIN IMMEDIATE")
        try:
            yield base
            sources = sorted(name for (name,) in base.execute("SELECT name FROM source"))
            _note(base, {"sources": json.dumps(sources)})
        except BaseException:
            if base.in_transaction:
                base.execute("ROLLBACK")
            raise
        base.execute("COMMIT")
