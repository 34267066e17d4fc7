"""Options that several commands share, and how articles are read with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import click

from kg.errors import KgError
from kg.facts import Article

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

format_option = click.option(
    "--format",
    "format_",
    metavar="NAME",
    help="turtle, nt, trig, nquads or jsonld; else by the suffix of FILE.",
)
PARTS = ("model", "kb", "linker")  # what `kg.pipeline.load` takes
_ARTICLE: tuple[Decorator, ...] = (
    click.option("--published", metavar="DATE", help="When it was published (ISO 8601)."),
    click.option("--url", help="Where it was published."),
    click.option("--title", help="Its headline."),
    click.option("--publisher", metavar="NAME", help="Who published it."),
    click.option("--model", metavar="NAME", help="A spaCy English pipeline instead of ours."),
    click.option(
        "--kb",
        metavar="FILE",
        help='A knowledge base instead of the embedded one; "wikidata" adds the live API to that.',
    ),
    click.option("--linker", metavar="NAME", help="A spaCy component that links before ours."),
)


def article_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what is known of an article, and what it is read with."""
    return reduce(lambda wrapped, option: option(wrapped), reversed(_ARTICLE), command)


def parts(given: dict[str, Any]) -> dict[str, Any]:
    """What the pipeline is made of, taken out of the options of `article_options`."""
    return {name: given.pop(name) for name in PARTS}


def read_articles(
    paths: Sequence[str],
    published: str | None,
    url: str | None,
    title: str | None,
    publisher: str | None,
) -> list[Article]:
    """The articles at `paths`; all are read before any work is done on one."""
    from kg.articles import read

    if len(paths) > 1 and (url or title):
        raise KgError("--url and --title belong to one article; give one INPUT with them")
    return [
        read(path, url=url, title=title, published=published, publisher=publisher) for path in paths
    ]
