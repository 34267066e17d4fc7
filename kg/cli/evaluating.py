"""`kg evaluate`: how good a stage is, measured on annotated data."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.cli import files


@click.group()
def evaluate() -> None:
    """Measure a stage on annotated data, and check the floors it must hold."""


@evaluate.command()
@click.option("--data", type=click.Path(path_type=Path), required=True, help="The data folder.")
@click.option("--model", metavar="NAME", help="A spaCy English pipeline instead of ours.")
@click.option("--json", "out", metavar="FILE", help="Write the scores as JSON too.")
def language(data: Path, model: str | None, out: str | None) -> int:
    """Tags, lemmas, trees and names, with gold words, on held-out texts.

    Exits with 1 where the shipped model falls below a floor.
    """
    if out:
        files.check_writable(out)
    from kg.evaluate import floors
    from kg.evaluate import language as measure
    from kg.evaluate.tables import table
    from kg.pipeline import language_pipeline

    scores = measure.evaluate(language_pipeline(model), data)
    click.echo(table(scores))
    if out:
        files.write(out, (json.dumps(scores, indent=1) + "\n").encode())
    below = [] if model else floors.check("language", scores)
    for line in below:
        click.echo(f"kg: {line}", err=True)
    return 1 if below else 0
