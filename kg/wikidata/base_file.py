"""A knowledge base file that is asked, not loaded; what it says of itself.

A file opens lazily and once per process, so that it may be pickled or forked.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kg.errors import ResourceError
from kg.facts import EntityType

EMBEDDED = Path(__file__).resolve().parent / "embedded.kb"
LIVE = "wikidata"  # instead of a file: the embedded base with Wikidata's live API
FORMAT = 2
WAIT = 60.0  # seconds for which a look-up waits for a change of a growing file
REMEMBERED = 4096  # answers of each kind, for names and items that a corpus repeats


class BaseFile:
    """One file of the format in `building/schema.sql`, opened for reading.

    A `growing` file may be changed by others while it is open (`building.build.add`). Raises
    `ResourceError` where the file is missing or no knowledge base.
    """

    def __init__(self, path: str | Path | None = None, *, growing: bool = False) -> None:
        self.path = Path(path) if path is not None else EMBEDDED
        self.growing = growing
        self._opened: tuple[int, sqlite3.Connection] | None = None
        self._ask = lru_cache(maxsize=REMEMBERED)(self.read)
        self._kinds = dict(self._kind_rows())

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(type(self), growing=self.growing), (self.path,)

    def forget(self) -> None:
        """Drop the answers that are remembered."""
        self._ask.cache_clear()
        self._kinds = dict(self._kind_rows())

    @property
    def _base(self) -> sqlite3.Connection:
        if self._opened is None or self._opened[0] != os.getpid():
            self._opened = (os.getpid(), self._open())
        return self._opened[1]

    def _open(self) -> sqlite3.Connection:
        if not self.path.is_file():
            raise ResourceError(
                f"{self.path}: no knowledge base there; build one with `kg kb build`"
            )
        if self.path.with_name(f"{self.path.name}-journal").exists():
            _complete(self.path)
        fixed = "" if self.growing else "&immutable=1"
        uri = f"file:{quote(str(self.path.resolve()))}?mode=ro{fixed}"
        return sqlite3.connect(uri, timeout=WAIT, uri=True, check_same_thread=False)

    def _kind_rows(self) -> list[tuple[int, tuple[str, EntityType]]]:
        ((found,),) = self.read("PRAGMA user_version")
        if found != FORMAT:
            raise ResourceError(
                f"{self.path}: format {found} of a knowledge base, this version reads "
                f"{FORMAT}; build it again"
            )
        rows = self.read("SELECT id, name, type FROM kind")
        return [(number, (kind, type_)) for number, kind, type_ in rows]

    def read(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows that SQLite finds for a query of the tables."""
        try:
            return self._base.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise ResourceError(f"{self.path}: no readable knowledge base ({error})") from error

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

    @property
    def owners(self) -> tuple[str, ...]:
        """The sources, with the repositories of one owner as one: "unitedstates/*"."""
        by_owner: dict[str, list[str]] = {}
        for source in self.sources:
            by_owner.setdefault(source.partition("/")[0], []).append(source)
        return tuple(
            found[0] if len(found) == 1 else f"{owner}/*"
            for owner, found in sorted(by_owner.items())
        )

    def __len__(self) -> int:
        return int(self._meta("items"))

    def _meta(self, name: str) -> str:
        ((value,),) = self._ask("SELECT value FROM meta WHERE name = ?", name)
        return str(value)


def _complete(path: Path) -> None:
    """Let SQLite take back what a change that was killed had begun."""
    with closing(sqlite3.connect(path, timeout=WAIT)) as base:
        base.execute("SELECT 1 FROM sqlite_master").fetchall()
