"""A knowledge base from Wikidata's JSON dump: `build`.

The dump is read once, in blocks of lines: this process unpacks it, worker processes parse,
and what may go into the base is kept in the folder `TARGET.part`, block by block. Then,
since an item's kind depends on classes that may stand anywhere in the dump, the entries get
their kinds, the items are chosen (`selection.toml`), and the base is written. Memory does
not grow with the dump. The bytes of the base depend on the dump and the options, not on the
number of processes or on how often the build was stopped.
"""

from __future__ import annotations

import datetime
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kg.errors import ResourceError
from kg.wikidata.building import records, streams, work
from kg.wikidata.building.build import write
from kg.wikidata.building.classes import Kinds
from kg.wikidata.building.entities import LANGUAGES
from kg.wikidata.building.priors import Known, Priors
from kg.wikidata.building.reading import Broken, Options
from kg.wikidata.building.records import Record
from kg.wikidata.building.selection import MIN_SITELINKS, selection
from kg.wikidata.building.work import Work
from kg.wikidata.building.workers import Task, in_order

FORMAT = 1  # of the work; another one when entries are read or kept otherwise
RULES = ("properties.toml", "selection.toml", "classes.toml", "types.toml")
_DAY = re.compile(r"(?<!\d)(20\d\d)-?(\d\d)-?(\d\d)(?!\d)")


@dataclass(frozen=True)
class Job:
    """What is to be built. `date` is by default in the dump's name, or its last change."""

    dump: str
    target: Path
    languages: tuple[str, ...] = LANGUAGES
    min_sitelinks: int = MIN_SITELINKS
    anchors: Path | None = None
    page_views: Path | None = None
    name: str = "wikidata"
    date: str | None = None
    processes: int = 1
    block: int = streams.BLOCK

    @property
    def options(self) -> Options:
        return Options(self.languages, self.min_sitelinks)

    def reading(self) -> str:
        """What decides what is read; a build that was begun with something else is void."""
        rules = b"".join((records.HERE / name).read_bytes() for name in RULES)
        return json.dumps([FORMAT, *self.options, self.block, zlib.crc32(rules)])


@dataclass(frozen=True)
class Report:
    """What a build did, for the person who ran it; `broken` lines count from 1."""

    items: int
    aliases: int
    positions: int
    date: str
    lines: int
    entities: int
    broken: tuple[Broken, ...]


class Watch(Protocol):
    """Is told how a build gets on."""

    def say(self, line: str) -> None:
        """Something that a person should know."""

    def reading(self, consumed: int, entities: int) -> None:
        """So many compressed bytes have been read, and so many entities in all."""

    def writing(self) -> None:
        """The dump has been read, the base is being written."""


class _DifferentError(Exception):
    """The input is not the one that the work was begun with."""


def build(job: Job, watch: Watch) -> Report:
    """Build a base; after it was killed, the same call goes on where it was.

    Raises `ResourceError` where something cannot be read or written, where no item is
    left, and, as `CutShortError`, where the dump is not whole. The target appears when it is.
    """
    with work.opened(job.target) as done:
        _read(job, done, watch)
        watch.writing()
        totals, broken = done.totals(), tuple(done.broken())
        date = job.date or _day(Path(job.dump).name) or _day(totals.latest)
        with closing(_Chosen(job, done)) as chosen:
            if next(iter(chosen()), None) is None:
                done.remove()
                raise ResourceError(
                    f"{job.dump}: no item to keep among {totals.entities:,} entities in "
                    f"{totals.lines:,} lines ({len(broken):,} broken); give a JSON dump of "
                    "Wikidata, or a lower --min-sitelinks"
                )
            whole = done.folder / "base"
            report = write(chosen, whole, name=job.name, date=date)
        whole.replace(job.target)
        done.remove()
    return Report(
        report.items,
        report.aliases,
        report.positions,
        date or "",
        totals.lines,
        totals.entities,
        broken,
    )


def _day(text: str) -> str | None:
    """The date in a text such as "wikidata-20260105-all.json.gz"."""
    found = _DAY.search(text)
    try:
        return datetime.date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:
        return None


class _Chosen:
    """The records of the base, as often as they are asked for."""

    def __init__(self, job: Job, done: Work) -> None:
        self._job = job
        self._work = done
        self._kinds = Kinds(done.parents, done.label)
        self._priors: Priors | None = None
        if job.anchors or job.page_views:
            self._priors = Priors(done.folder, job.anchors, job.page_views)
            self._priors.fit(self._plain())

    def __call__(self) -> Iterator[Record]:
        for record, title in self._plain():
            yield self._priors.applied(record, title) if self._priors else record

    def _plain(self) -> Iterator[Known]:
        takes = selection().takes
        for entry in self._work.entries():
            kind = entry.kind(self._kinds)
            record = entry.typed(kind) if kind else None
            if record and takes(record, entry.wikipedias, self._job.min_sitelinks):
                yield record, entry.title

    def close(self) -> None:
        if self._priors:
            self._priors.close()


def _read(job: Job, done: Work, watch: Watch) -> None:
    """Put into the work what is in the dump and not yet there."""
    begun = done.notes
    if begun and begun["reading"] != job.reading():
        watch.say(f"{done.folder} was begun with other options or rules: starting anew")
        done.clear()
    elif begun.get("whole") and begun["whole"] == _file(job.dump):
        watch.say(f"{job.dump} was read before: writing the base")
        return
    done.note({"reading": job.reading()})
    try:
        _read_blocks(job, done, watch)
    except _DifferentError as difference:
        done.clear()
        if job.dump == streams.STANDARD_INPUT:
            raise ResourceError(
                f"standard input is not the dump that {done.folder} was begun with; that has "
                "been cleared, run the command again"
            ) from difference
        watch.say(f"{done.folder} was begun with another dump: starting anew")
        done.note({"reading": job.reading()})
        _read_blocks(job, done, watch)
    done.note({"whole": _file(job.dump)})


def _file(path: str) -> str:
    """By what a file is known again; "" for what is none."""
    file = Path(path)
    if path == streams.STANDARD_INPUT or not file.is_file():
        return ""
    found = file.stat()
    return f"{file.resolve()} {found.st_size} {found.st_mtime_ns}"


def _read_blocks(job: Job, done: Work, watch: Watch) -> None:
    with streams.opened(job.dump) as source:
        new = _New(source, done, watch, job.block)
        entities = done.totals().entities
        for task, block in in_order(new, job.options, job.processes):
            done.put(block, task.number, task.sum, task.line)
            entities += block.entities
            watch.reading(source.consumed, entities)
    if new.cut_short:
        kept = done.totals().lines
        raise streams.CutShortError(
            f"{new.cut_short}; {kept:,} lines are kept in {done.folder}, and the build goes "
            "on from there with the whole file"
        )


class _New:
    """The blocks of a dump that are not done yet. Raises `_DifferentError` (see there)."""

    def __init__(self, source: streams.Source, done: Work, watch: Watch, size: int) -> None:
        self.cut_short: streams.CutShortError | None = None
        self._source = source
        self._work = done
        self._watch = watch
        self._size = size

    def __iter__(self) -> Iterator[Task]:
        done, number, line = self._work.totals(), 0, 1
        if done.blocks:
            self._watch.say(f"going on after {done.lines:,} lines")
        try:
            for data in self._source.blocks(self._size):
                found = work.checksum(data)
                if number >= done.blocks:
                    yield Task(number, line, found, data)
                elif found != self._work.sum_of(number):
                    raise _DifferentError
                else:
                    self._watch.reading(self._source.consumed, 0)
                number, line = number + 1, line + data.count(b"\n")
        except streams.CutShortError as error:
            self.cut_short = error
        if number < done.blocks:
            raise self.cut_short or _DifferentError
