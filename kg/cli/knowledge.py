"""`kg kb`: making knowledge bases to link to, and looking at them."""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import files
from kg.cli.renewing import add, refresh
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.wikidata.building.reading import Broken

SHOWN = 5  # broken lines that are named; a file names all


@click.group()
def kb() -> None:
    """Make a knowledge base that names are linked to, or look at one."""


kb.add_command(add)
kb.add_command(refresh)


@kb.command("build")
@click.argument("dump", metavar="DUMP")
@click.option("-o", "--out", required=True, metavar="FILE", help="The knowledge base.")
@click.option(
    "--min-sitelinks",
    type=click.IntRange(min=0),
    default=5,
    show_default=True,
    metavar="N",
    help="Wikipedias that must have an article on an item; what news names often needs fewer.",
)
@click.option(
    "--language",
    default="en",
    show_default=True,
    metavar="CODE",
    help="The language of labels, aliases and titles.",
)
@click.option(
    "--anchors",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Counts of links: name, QID or title, count; tab-separated.",
)
@click.option(
    "--page-views",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Counts of page views: QID or title, count; tab- or comma-separated.",
)
@click.option("--name", default="wikidata", show_default=True, help="The name of the base.")
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The state of the data; else that in DUMP's name, or its last change.",
)
@click.option(
    "-n",
    "--processes",
    type=click.IntRange(min=1),
    metavar="N",
    help="Worker processes; else one for each core.",
)
def build(
    dump: str,
    out: str,
    min_sitelinks: int,
    language: str,
    anchors: Path | None,
    page_views: Path | None,
    name: str,
    date: datetime | None,
    processes: int | None,
) -> None:
    """Make a knowledge base from Wikidata's JSON dump.

    DUMP is a file, packed with gzip, bzip2, Zstandard or not at all, or "-" for standard
    input. Run the same command again after it was stopped: it goes on where it was.
    """
    files.check_writable(out)
    if out == files.STANDARD_OUTPUT:
        raise KgError("-o: a knowledge base cannot go to standard output; give a file name")
    from kg.wikidata.building import dump as dumps

    job = dumps.Job(
        dump=dump,
        target=Path(out),
        languages=(language, "mul"),
        min_sitelinks=min_sitelinks,
        anchors=anchors,
        page_views=page_views,
        name=name,
        date=f"{date:%Y-%m-%d}" if date else None,
        processes=processes or _cores(),
    )
    with _Progress(dump) as progress:
        report = dumps.build(job, progress)
    _name_broken(report.broken, Path(f"{out}.broken.tsv"))
    click.echo(
        f"{report.entities:,} entities in {report.lines:,} lines ({len(report.broken):,} broken): "
        f"{report.items:,} items, {report.aliases:,} names, {report.positions:,} positions held "
        f"in {out}",
        err=True,
    )


@kb.command()
@click.argument("base", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
def info(base: Path | None) -> None:
    """Show what a knowledge base (else the embedded one) holds, by kind."""
    from kg.wikidata.building.summary import summarise
    from kg.wikidata.store import EMBEDDED

    found = summarise(base or EMBEDDED)
    click.echo(f"name     {found.name}")
    click.echo(f"date     {found.date}")
    click.echo(f"format   {found.format}")
    click.echo(f"sources  {', '.join(found.sources)}\n")
    click.echo(f"{'kind':<20} {'items':>12} {'names':>12}")
    total = ("all", sum(c.items for c in found.counts), sum(c.names for c in found.counts))
    for kind, items, names in (*found.counts, total):
        click.echo(f"{kind:<20} {items:>12,} {names:>12,}")


class _Progress:
    """Shows how a build gets on: on a terminal at once, elsewhere a line a minute."""

    def __init__(self, dump: str) -> None:
        from tqdm import tqdm

        self._quiet = quiet = not sys.stderr.isatty()
        size = Path(dump).stat().st_size if Path(dump).is_file() else None
        self._bar = tqdm(
            total=size,
            unit="B",
            unit_scale=True,
            leave=False,
            delay=60 if quiet else 0,
            mininterval=60 if quiet else 0.2,
        )
        self._begun = time.monotonic()
        self._first: int | None = None

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def say(self, line: str) -> None:
        self._bar.write(f"kg: {line}", file=sys.stderr)

    def reading(self, consumed: int, entities: int) -> None:
        if self._first is None and entities:
            self._first, self._begun = entities, time.monotonic()
        if self._first is not None:
            rate = (entities - self._first) / max(time.monotonic() - self._begun, 0.001)
            self._bar.set_postfix_str(f"{entities:,} entities, {rate:,.0f}/s", refresh=False)
        self._bar.update(consumed - self._bar.n)

    def writing(self) -> None:
        self._bar.set_description_str("writing", refresh=not self._quiet)


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _name_broken(broken: tuple[Broken, ...], listing: Path) -> None:
    """Name the first broken lines, and write all to a file."""
    if not broken:
        listing.unlink(missing_ok=True)
        return
    for line, reason in broken[:SHOWN]:
        click.echo(f"kg: line {line:,} is no entity: {reason}", err=True)
    rows = "".join(f"{line}\t{reason}\n" for line, reason in broken)
    files.write(str(listing), rows.encode())
    click.echo(f"kg: {len(broken):,} broken lines are listed in {listing}", err=True)
