"""`kg evaluate`: how good a stage is, measured on annotated data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import files

if TYPE_CHECKING:
    from kg.evaluate.language import Rows
    from kg.evaluate.sets import Sample


@click.group()
def evaluate() -> None:
    """Measure a stage on annotated data, and check the floors it must hold."""


@evaluate.command()
@click.option("--data", type=click.Path(path_type=Path), required=True, help="The data folder.")
@click.option("--model", metavar="NAME", help="A spaCy English pipeline instead of ours.")
@click.option("--reference", metavar="FOLDER", help="A model to show the differences from.")
@click.option("--development", is_flag=True, help="Measure on the sets to choose by.")
@click.option("--json", "out", metavar="FILE", help="Write the scores as JSON too.")
def language(
    data: Path, model: str | None, reference: str | None, development: bool, out: str | None
) -> int:
    """Words, sentences, tags, lemmas, trees and names, on held-out texts.

    Rows marked "raw" start from the bare text, the others from gold words and sentences;
    with "+ gazetteer" the knowledge base has extended the names. Exits with 1 where the
    shipped model falls below a floor.
    """
    if out:
        files.check_writable(out)
    from kg.evaluate import floors, sets
    from kg.evaluate.language import differences
    from kg.evaluate.tables import tables

    tests = sets.development(data) if development else sets.held_out(data)
    found = {"scores": _measure(model, tests)}
    click.echo(tables(found["scores"]))
    if reference:
        found["reference"] = _measure(reference, tests)
        found["differences"] = differences(found["scores"], found["reference"])
        click.echo(f"\nPoints above {reference}\n\n{tables(found['differences'])}")
    if out:
        files.write(out, (json.dumps(found, indent=1) + "\n").encode())
    below = [] if model or development else floors.check("language", found["scores"])
    for line in below:
        click.echo(f"kg: {line}", err=True)
    return 1 if below else 0


def _measure(model: str | None, tests: list[Sample]) -> Rows:
    from kg.components import gazetteer  # noqa: F401 (registers kg_gazetteer)
    from kg.evaluate.language import evaluate
    from kg.pipeline import language_pipeline

    nlp = language_pipeline(model)
    title = model or "shipped model"
    return evaluate(
        nlp,
        tests,
        nlp.create_pipe("kg_gazetteer"),
        lambda name: click.echo(f"kg: measuring {title}: {name}", err=True),
    )
