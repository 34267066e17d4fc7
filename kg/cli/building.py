"""`kg build`: articles in, a graph out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

import click

from kg.cli import files
from kg.cli.options import article_options, format_option, parts, read_articles
from kg.facts import Document
from kg.prefixes import DATA


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--out", required=True, metavar="FILE", help='The graph; "-" is stdout.')
@article_options
@click.option("--base", default=DATA, show_default=True, help="What minted IRIs start with.")
@format_option
@click.option(
    "-n",
    "--processes",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Worker processes.",
)
@click.option("--stamp", is_flag=True, help="Record when the graph was made.")
def build(
    inputs: tuple[str, ...],
    out: str,
    base: str,
    format_: str | None,
    processes: int,
    stamp: bool,
    **known: Any,
) -> None:
    """Write the graph of news reports.

    INPUT is a text or an HTML file, or "-" for standard input.
    """
    files.check_writable(out)
    made_of = parts(known)
    given = read_articles(inputs, **known)
    from kg import corpus, pipeline, rdf
    from kg.rdf.iris import check_base

    name = files.graph_format(out, format_)
    check_base(base)
    articles = corpus.distinct(given)
    nlp = pipeline.load(**made_of)
    tally = Tally()
    documents = corpus.extract_all(articles, nlp, processes=processes, **made_of)
    now = datetime.now(timezone.utc).isoformat(timespec="seconds") if stamp else None
    dataset = corpus.to_dataset(
        tally.count(_progress(documents, len(articles))), pipeline.run_info(nlp, now), base
    )
    files.write(out, rdf.to_bytes(dataset, name))
    if len(articles) < len(given):
        click.echo(f"{len(given) - len(articles)} given more than once, read once", err=True)
    click.echo(f"{tally}; {len(dataset):,} triples in {out}", err=True)


@dataclass
class Tally:
    """What was found, for the last line a person reads."""

    articles: int = 0
    events: int = 0
    statements: int = 0
    claims: int = 0
    tolls: int = 0
    quantities: int = 0
    linked: set[str] = field(default_factory=set)
    unlinked: set[tuple[str, str]] = field(default_factory=set)

    def count(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Pass `documents` on and count what is in them."""
        for document in documents:
            self.articles += 1
            self.events += len(document.events)
            self.statements += len(document.statements)
            self.claims += len(document.claims)
            self.tolls += len(document.tolls)
            self.quantities += len(document.quantities)
            for entity in document.entities:
                if entity.item:
                    self.linked.add(entity.item.qid)
                elif entity.named:
                    self.unlinked.add((entity.type, entity.name))
            yield document

    def __str__(self) -> str:
        return (
            f"{self.articles} article{'s' * (self.articles != 1)}: "
            f"{len(self.linked)} entities linked, {len(self.unlinked)} unlinked, "
            f"{self.statements} statements, {self.events} events, "
            f"{self.claims} claims, {self.tolls} tolls, {self.quantities} quantities"
        )


def _progress(documents: Iterable[Document], total: int) -> Iterable[Document]:
    if total < 2 or not sys.stderr.isatty():
        return documents
    from tqdm import tqdm

    return tqdm(documents, total=total, unit=" articles", leave=False)
