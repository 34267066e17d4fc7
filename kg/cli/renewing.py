"""`kg kb add` and `kg kb refresh`: items of Wikidata in a knowledge base of one's own."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import files
from kg.errors import KgError
from kg.wikidata.base_file import LIVE

if TYPE_CHECKING:
    from kg.wikidata.live.client import Client


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    kb = click.option(
        "--kb",
        "base",
        type=click.Path(dir_okay=False, path_type=Path),
        required=True,
        metavar="FILE",
        help="The knowledge base to change.",
        callback=_a_file,
    )
    api = click.option("--api", metavar="URL", help="The API of another Wikibase than Wikidata.")
    return kb(api(command))


def _a_file(_: click.Context, __: click.Parameter, base: Path) -> Path:
    if str(base) == LIVE:
        raise click.BadParameter(f"{LIVE} is the live base itself; give a file to keep items in.")
    files.check_writable(str(base))
    return base


@click.command()
@click.argument("qids", nargs=-1, required=True, metavar="QID...")
@_options
def add(qids: tuple[str, ...], base: Path, api: str | None) -> int:
    """Bring items of Wikidata into a knowledge base.

    FILE becomes a copy of the embedded one where there is none. Countries and offices that the
    items name come with them. Exits with 1 if an item could not be had.
    """
    from kg.wikidata.live import local

    failed = False
    with _client(api, base) as client:
        for change in local.add(base, qids, client):
            click.echo(str(change))
            failed |= change.failed
    return int(failed)


@click.command()
@click.argument("qids", nargs=-1, metavar="[QID...]")
@click.option("--all", "every", is_flag=True, help="All items, also those of unknown revision.")
@_options
def refresh(qids: tuple[str, ...], every: bool, base: Path, api: str | None) -> int:
    """Renew items of a knowledge base that have changed in Wikidata.

    Without QIDs, those that came from Wikidata. Run it again after it was stopped: it goes on
    where it was. Exits with 1 if an item could not be had.
    """
    if qids and every:
        raise click.UsageError("Give QIDs or --all, not both.")
    from tqdm import tqdm

    from kg.wikidata.live import local

    counts: Counter[str] = Counter()
    failed = False
    quiet = not sys.stderr.isatty()
    with _client(api, base) as client, tqdm(unit=" items", leave=False, disable=quiet) as bar:
        for done, total, changes in local.refresh(base, client, qids, every=every):
            if not bar.total and done:
                bar.write(f"kg: going on after {done:,} of {total:,} items", file=sys.stderr)
            bar.total = total
            bar.update(done - bar.n)
            for change in changes:
                bar.write(str(change), file=sys.stdout)
                counts[change.what] += 1
                failed |= change.failed
    found = ", ".join(f"{count:,} {what}" for what, count in sorted(counts.items()))
    click.echo(f"{total:,} items looked up: {found or 'nothing has changed'}", err=True)
    return int(failed)


@contextmanager
def _client(api: str | None, base: Path) -> Iterator[Client]:
    """The client for an API; what fails keeps what is done."""
    from kg.wikidata.live.client import Client
    from kg.wikidata.live.failing import LiveError
    from kg.wikidata.live.settings import settings

    try:
        yield Client(settings(api))
    except LiveError as error:
        raise KgError(f"{error}; {base} keeps what is done, run it again for the rest") from error
