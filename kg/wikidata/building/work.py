"""What has been read of a dump, on disk beside the base that is being built.

A SQLite file in the folder `TARGET.part`: items and classes in the order of their numbers,
broken lines, and the blocks that are done. A block is put in as a whole or not at all, so
that a build that was killed goes on after its last one.
"""

from __future__ import annotations

import shutil
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from kg.errors import ResourceError
from kg.wikidata.building.entities import Entry
from kg.wikidata.building.reading import Block, Broken, unpack

CACHE = 64 * 1024  # KiB of pages in memory
_TABLES = """
    CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE block (
      number INTEGER PRIMARY KEY, bytes INTEGER, crc INTEGER, lines INTEGER, entities INTEGER,
      latest TEXT
    );
    CREATE TABLE item (number INTEGER PRIMARY KEY, entry BLOB);
    CREATE TABLE class (number INTEGER PRIMARY KEY, parents TEXT, label TEXT);
    CREATE TABLE broken (line INTEGER PRIMARY KEY, reason TEXT);
"""


class Sum(NamedTuple):
    """The checksum of a block, by which it is known again."""

    bytes: int
    crc: int


class Totals(NamedTuple):
    """What the blocks that are done hold together."""

    blocks: int
    lines: int
    entities: int
    latest: str


def checksum(data: bytes) -> Sum:
    """The checksum of a block of lines."""
    return Sum(len(data), zlib.crc32(data))


@contextmanager
def opened(target: Path) -> Iterator[Work]:
    """The work folder of a base; raises `ResourceError` where it cannot be written."""
    folder = target.with_name(f"{target.name}.part")
    try:
        folder.mkdir(exist_ok=True)
        with closing(Work(folder)) as work:
            yield work
    except sqlite3.Error as error:
        raise ResourceError(
            f"{folder}: {error}; no other build may use it, its disk must have room; "
            "if both hold, remove it and begin anew"
        ) from error
    except OSError as error:
        raise ResourceError(f"{error.filename or folder}: {error.strerror or error}") from error


class Work:
    """What is in a work folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._base = sqlite3.connect(folder / "work.sqlite", isolation_level=None)
        self._base.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = NORMAL")
        self._base.execute(f"PRAGMA cache_size = -{CACHE}")
        if not self._base.execute("SELECT 1 FROM sqlite_master").fetchone():
            self._create()

    def _create(self) -> None:
        self._base.executescript(f"BEGIN; {_TABLES} COMMIT;")

    def clear(self) -> None:
        """Forget everything."""
        tables = ("note", "block", "item", "class", "broken")
        drops = "".join(f"DROP TABLE {table};" for table in tables)
        self._base.executescript(f"BEGIN; {drops} {_TABLES} COMMIT;")

    def close(self) -> None:
        """Close the file; what is done stays."""
        self._base.close()

    def remove(self) -> None:
        """Delete the folder."""
        self.close()
        shutil.rmtree(self.folder)

    @property
    def notes(self) -> dict[str, str]:
        """What was noted about the input and the options."""
        return dict(self._base.execute("SELECT name, value FROM note"))

    def note(self, notes: Mapping[str, str]) -> None:
        """Note something, or something else in its place."""
        with self._transaction():
            self._base.executemany("INSERT OR REPLACE INTO note VALUES (?, ?)", notes.items())

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._base.execute("BEGIN")
        try:
            yield
        except BaseException:
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")

    def put(self, block: Block, number: int, sum_: Sum, first_line: int) -> None:
        """Put in what a block holds. Of an item that comes twice the later one stays."""
        with self._transaction():
            self._base.executemany("INSERT OR REPLACE INTO item VALUES (?, ?)", block.kept)
            self._base.executemany("INSERT OR REPLACE INTO class VALUES (?, ?, ?)", block.classes)
            self._base.executemany(
                "INSERT OR REPLACE INTO broken VALUES (?, ?)",
                [(first_line + line, reason) for line, reason in block.broken],
            )
            self._base.execute(
                "INSERT INTO block VALUES (?, ?, ?, ?, ?, ?)",
                (number, *sum_, block.lines, block.entities, block.latest),
            )

    def sum_of(self, number: int) -> Sum | None:
        """The checksum of a block, None where it is not done."""
        query = "SELECT bytes, crc FROM block WHERE number = ?"
        row = self._base.execute(query, (number,)).fetchone()
        return Sum(*row) if row else None

    def totals(self) -> Totals:
        """What has been read."""
        (row,) = self._base.execute(
            "SELECT count(*), total(lines), total(entities), max(latest) FROM block"
        )
        return Totals(row[0], int(row[1]), int(row[2]), row[3] or "")

    def entries(self) -> Iterator[Entry]:
        """Every item that was kept, by number."""
        for (packed,) in self._base.execute("SELECT entry FROM item ORDER BY number"):
            yield unpack(packed)

    def parents(self, qid: str) -> list[str]:
        """The superclasses of a class."""
        row = self._base.execute("SELECT parents FROM class WHERE number = ?", (int(qid[1:]),))
        return (row.fetchone() or ("",))[0].split()

    def label(self, qid: str) -> str | None:
        """The English label of a class."""
        row = self._base.execute("SELECT label FROM class WHERE number = ?", (int(qid[1:]),))
        label: str | None = (row.fetchone() or (None,))[0]
        return label

    def broken(self) -> list[Broken]:
        """The broken lines by their number in the dump, the first of which is 1."""
        return [Broken(*row) for row in self._base.execute("SELECT * FROM broken ORDER BY line")]
