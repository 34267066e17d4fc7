"""How well known items are by page views and by links, where files of them are given.

Both files have a row for each article or item: tab-separated (or, with `.csv`,
comma-separated), perhaps packed with gzip, bzip2 or Zstandard. An item is given by its QID
or by the title of its article in the Wikipedia of the base's language.

- page views: title or QID, count
- anchors: name (the text of links), title or QID, count
"""

from __future__ import annotations

import csv
import math
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from kg.errors import ResourceError
from kg.wikidata import names
from kg.wikidata.building import statements as said
from kg.wikidata.building import streams
from kg.wikidata.building.records import Record

# A text of links is a name of an item where so many of them lead to it, and such a part of all.
LEAST_LINKS = 3
LEAST_SHARE = 0.01
_COUNT = re.compile(r"[0-9]{1,15}")
Known = tuple[Record, str | None]


@dataclass(frozen=True)
class Scale:
    """From counts to weights: the logarithms of counts get the weights' mean and spread."""

    mean: float
    spread: float
    mean_log: float
    spread_log: float

    def weight(self, count: int) -> float:
        """The weight that a count stands for."""
        if not self.spread_log:
            return self.mean
        away = (math.log1p(count) - self.mean_log) / self.spread_log
        most: float = said.properties()["weight"]["most"]
        return min(max(self.mean + self.spread * away, 0.0), most)


class Priors:
    """Counts of page views and links on disk, and the records changed by them."""

    def __init__(self, folder: Path, anchors: Path | None, page_views: Path | None) -> None:
        path = folder / "priors.sqlite"
        path.unlink(missing_ok=True)
        self._base = sqlite3.connect(path, isolation_level=None)
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute("CREATE TABLE views (target TEXT, count INTEGER)")
        self._base.execute("CREATE TABLE anchor (name TEXT, target TEXT, count INTEGER)")
        self._base.execute("BEGIN")
        for table, given, width in (("views", page_views, 2), ("anchor", anchors, 3)):
            marks = ", ".join("?" * width)
            rows = read_counts(given, width) if given else ()
            self._base.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        self._base.execute("CREATE INDEX viewed ON views (target)")
        self._base.execute("CREATE INDEX anchored ON anchor (target)")
        self._base.execute(
            "CREATE TABLE said AS SELECT name, sum(count) AS count FROM anchor GROUP BY name"
        )
        self._base.execute("CREATE UNIQUE INDEX saying ON said (name)")
        self._base.execute("COMMIT")
        self._scales: dict[str, Scale] = {}

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def fit(self, given: Iterable[Known]) -> None:
        """Fit the scales on the items of a base, each with its title."""
        pairs: dict[str, _Moments] = {"views": _Moments(), "anchor": _Moments()}
        for record, title in given:
            for table, count in self._counts(record.qid, title):
                pairs[table].add(record.weight, math.log1p(count))
        self._scales = {table: found.scale() for table, found in pairs.items() if found.number}

    def applied(self, record: Record, title: str | None) -> Record:
        """A record with the mean of its weights by articles, views and links, and its names."""
        found = [self._scales[table].weight(c) for table, c in self._counts(record.qid, title)]
        links = tuple(self._links(record.qid, title))
        return replace(
            record,
            weight=round((record.weight + sum(found)) / (1 + len(found)), 2),
            aliases=tuple(dict.fromkeys((*record.aliases, *(name for name, _ in links)))),
            anchors=links,
        )

    def _counts(self, qid: str, title: str | None) -> Iterator[tuple[str, int]]:
        for table in ("views", "anchor"):
            query = f"SELECT sum(count) FROM {table} WHERE target IN (?, ?)"
            (count,) = self._base.execute(query, (qid, title)).fetchone()
            if count:
                yield table, count

    def _links(self, qid: str, title: str | None) -> Iterator[tuple[str, int]]:
        query = """
            SELECT a.name, sum(a.count) AS links FROM anchor a JOIN said s USING (name)
            WHERE a.target IN (?, ?) GROUP BY a.name
            HAVING links >= ? AND links >= ? * s.count ORDER BY a.name
        """
        for name, count in self._base.execute(query, (qid, title, LEAST_LINKS, LEAST_SHARE)):
            if not names.is_generic(names.key(name)) and not name.islower():
                yield name, count


class _Moments:
    """Sums from which means and spreads of pairs are made."""

    def __init__(self) -> None:
        self.number = 0
        self._sums = [0.0, 0.0]
        self._squares = [0.0, 0.0]

    def add(self, *pair: float) -> None:
        self.number += 1
        for place, value in enumerate(pair):
            self._sums[place] += value
            self._squares[place] += value * value

    def scale(self) -> Scale:
        means = [total / self.number for total in self._sums]
        spreads = [
            math.sqrt(max(square / self.number - mean * mean, 0.0))
            for square, mean in zip(self._squares, means, strict=True)
        ]
        return Scale(means[0], spreads[0], means[1], spreads[1])


def read_counts(path: Path, width: int) -> Iterator[tuple[str | int, ...]]:
    """The rows of a file of counts: names as they are, titles with spaces, a number.

    A first row without a number is a heading. Raises `ResourceError` with the line.
    """
    comma = ".csv" in path.suffixes
    with streams.opened(str(path)) as source:
        lines = chain.from_iterable(
            block.decode("utf-8", "replace").removesuffix("\n").split("\n")
            for block in source.blocks(streams.BLOCK)
        )
        for number, line in enumerate(lines, 1):
            row = [cell.strip() for cell in _cells(line, comma=comma)]
            if len(row) == width and _COUNT.fullmatch(row[-1]):
                *named, target, count = row
                yield (*named, target.replace("_", " "), int(count))
            elif number > 1 and any(row):
                raise ResourceError(
                    f"{path}, line {number}: not {width} columns with a number in the last"
                )


def _cells(line: str, *, comma: bool) -> list[str]:
    try:
        return next(csv.reader([line]), []) if comma else line.split("\t")
    except csv.Error:
        return [line]
