"""`kg show`: what is found in one article, for a person to look at."""

from __future__ import annotations

from typing import Any

import click

from kg.cli import files
from kg.cli.options import article_options, parts, read_articles


@click.command()
@click.argument("path", metavar="INPUT")
@click.option("-o", "--out", metavar="FILE", help="Write a web page instead.")
@article_options
def show(path: str, out: str | None, **known: Any) -> None:
    """Show what is found in a report.

    Prints it, or with -o writes one web page that needs nothing else.
    """
    if out:
        files.check_writable(out)
    made_of = parts(known)
    (article,) = read_articles([path], **known)
    from kg import pipeline, view

    document = pipeline.extract(article, pipeline.load(**made_of))
    if out:
        files.write(out, view.to_html(document).encode())
    else:
        click.echo(view.to_text(document), nl=False)
