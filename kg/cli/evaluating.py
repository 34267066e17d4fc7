"""`kg evaluate`: how good a stage is, measured on annotated data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import files

if TYPE_CHECKING:
    from kg.evaluate.language import Rows
    from kg.evaluate.relations.extractors import Extractor
    from kg.evaluate.sets import Sample


_model = click.option("--model", metavar="NAME", help="A spaCy English pipeline instead of ours.")
_kb = click.option("--kb", metavar="FILE", help="A knowledge base instead of the embedded one.")
_out = click.option("--json", "out", metavar="FILE", help="Write the scores as JSON too.")
_errors = click.option(
    "--errors", metavar="FILE", help="Write each error as a line of JSON, worst first."
)


@click.group()
def evaluate() -> None:
    """Measure a stage on annotated data, and check the floors it must hold."""


@evaluate.command()
@click.option("--data", type=click.Path(path_type=Path), required=True, help="The data folder.")
@_model
@click.option("--reference", metavar="FOLDER", help="A model to show the differences from.")
@click.option("--development", is_flag=True, help="Measure on the sets to choose by.")
@_out
def language(
    data: Path, model: str | None, reference: str | None, development: bool, out: str | None
) -> int:
    """Words, sentences, tags, lemmas, trees and names, on held-out texts.

    Rows marked "raw" start from the bare text, the others from gold words and sentences;
    with "+ gazetteer" the knowledge base has extended the names. Exits with 1 where the
    shipped model falls below a floor.
    """
    _check_writable(out)
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
    _write(out, found)
    return _fallen([] if model or development else floors.check("language", found["scores"]))


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
        lambda name: _watch(f"{title}: {name}"),
    )


@evaluate.command()
@click.option(
    "--benchmark",
    "first",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE...",
    help="Files in ELEVANT's benchmark format.",
)
@click.argument("more", type=click.Path(path_type=Path), nargs=-1, metavar="")
@click.option("--given-spans", is_flag=True, help="Link the gold spans, do not look for names.")
@_model
@_kb
@click.option("-n", "--processes", type=click.IntRange(1), default=1, help="Workers (default 1).")
@_out
@_errors
def linking(
    first: Path,
    more: tuple[Path, ...],
    given_spans: bool,
    model: str | None,
    kb: str | None,
    processes: int,
    out: str | None,
    errors: str | None,
) -> int:
    """Wikidata items of names, as ELEVANT measures them.

    Recognition, disambiguation, linking, what the knowledge base allows, calibration and
    errors, by benchmark and of all together; docs/linking.md defines the measures. Exits with
    1 where the shipped model and base fall below a floor.
    """
    _check_writable(out, errors)
    from kg.evaluate import floors
    from kg.evaluate.linking import measuring, running
    from kg.evaluate.linking.benchmarks import read_all
    from kg.evaluate.linking.coverage import Coverage

    texts = read_all([first, *more])
    nlp = running.load(model, kb, given=given_spans)
    coverage = Coverage(running.base_of(nlp))
    found = measuring.outcomes(
        nlp,
        texts,
        given=given_spans,
        processes=processes,
        watch=_watch,
    )
    measured = measuring.measure(found, texts, coverage)
    click.echo(measured.report())
    _write(out, asdict(measured))
    _write_lines(errors, measuring.worst(found, coverage))
    title = "{}, given spans" if given_spans else "{}"
    scores = {title.format(name): row for name, row in measured.scores.items()}
    return _fallen([] if model or kb else floors.check("linking", scores, partly=True))


@evaluate.command()
@click.option(
    "--gold",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="Annotated reports, as tests/gold/README.md describes them.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="DATA",
    help="Compare with public data sets too, from the data folder.",
)
@_model
@_kb
@_out
@_errors
def events(
    gold: Path,
    data: Path | None,
    model: str | None,
    kb: str | None,
    out: str | None,
    errors: str | None,
) -> int:
    """Events, their roles, places, times and stance; claims, tolls, quantities and times.

    On reports that people annotated; docs/events.md defines the measures. Exits with 1 where
    the shipped model and base fall below a floor for the folder.
    """
    _check_writable(out, errors)
    from kg.evaluate import floors
    from kg.evaluate.events import measuring, public, reports
    from kg.pipeline import load

    annotated = list(reports.read(gold))
    nlp = load(model, kb)
    measured = measuring.measure(measuring.run(nlp, annotated), _watch)
    click.echo(measured.report())
    scores = {"gold": measured.scores}
    if data:
        scores["public"] = public.measure(nlp, data, _watch)
        click.echo(f"\n{public.report(scores['public'])}")
    _write(out, scores)
    _write_lines(errors, measured.worst())
    stage = f"events {gold.resolve().name}"
    return _fallen([] if model or kb else floors.check(stage, measured.scores))


@evaluate.command()
@click.option(
    "--gold",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Annotated reports, as tests/gold/relations/README.md describes them.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="DATA",
    help="Measure on public data sets, from the data folder.",
)
@click.option(
    "--heads",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Classifiers trained without a fold of KnowledgeNet each: fold1, fold2, fold3.",
)
@click.option(
    "--extractor",
    type=click.Choice(("both", "patterns", "classifier")),
    default="both",
    help="Whose relations the details are about.",
)
@click.option("--development", is_flag=True, help="Of Re-DocRED take the documents to choose by.")
@_model
@_kb
@_out
@_errors
def relations(
    gold: Path | None,
    data: Path | None,
    heads: Path | None,
    extractor: Extractor,
    development: bool,
    model: str | None,
    kb: str | None,
    out: str | None,
    errors: str | None,
) -> int:
    """Relations as Wikidata's properties, their stance and qualifiers, by extractor.

    On reports that people annotated (--gold), on KnowledgeNet, Re-DocRED and DocRED-IE (--data),
    or on both; docs/relations.md defines the measures. Exits with 1 where the shipped model and
    base fall below a floor.
    """
    if not (gold or data):
        raise click.UsageError("Give --gold, --data or both.")
    if errors and not gold:
        raise click.UsageError("Errors are those on annotated reports: give --gold too.")
    _check_writable(out, errors)
    from kg.evaluate import floors
    from kg.evaluate.relations import measuring, public, reports
    from kg.pipeline import load

    annotated = list(reports.read(gold)) if gold else []
    nlp = load(model, kb)
    found: dict[str, Any] = {}
    below: list[str] = []
    if gold:
        measured = measuring.measure(measuring.run(nlp, annotated), extractor, _watch)
        click.echo(measured.report())
        found["gold"] = measured.scores
        below = floors.check(f"relations {gold.resolve().name}", found["gold"])
        _write_lines(errors, measured.worst())
    if data:
        found["public"] = public.measure(
            nlp, data, heads, extractor, development=development, watch=_watch
        )
        click.echo(public.report(found["public"], heads, development=development))
        if not development:
            below += floors.check("relations public", found["public"], partly=not heads)
    _write(out, found)
    return _fallen([] if model or kb or extractor != "both" else below)


@evaluate.command()
@click.option("--data", type=click.Path(path_type=Path), required=True, help="The data folder.")
@click.option("--development", is_flag=True, help="Measure on the sets to choose by alone.")
@_out
@click.option("--errors", metavar="FILE", help="Write each error on those sets as a line of JSON.")
def coreference(data: Path, development: bool, out: str | None, errors: str | None) -> int:
    """What pronouns and descriptions stand for, in GUM and re3d.

    On the development parts and, for GUM, on the held-out part; docs/coreference.md defines
    the measures. Exits with 1 where the shipped model falls below a floor.
    """
    _check_writable(out, errors)
    from kg.evaluate import coreference as measuring
    from kg.evaluate import floors
    from kg.pipeline import load

    texts = measuring.development(data)
    tests = [] if development else measuring.held_out(data)
    nlp = load()
    scores, wrong = measuring.measure(nlp, texts, _watch)
    scores |= measuring.measure(nlp, tests)[0]
    click.echo(measuring.report(scores))
    _write(out, scores)
    _write_lines(errors, wrong)
    return _fallen([] if development else floors.check("coreference", scores))


def _watch(name: str) -> None:
    """Say what is measured now."""
    click.echo(f"kg: measuring {name}", err=True)


def _check_writable(*paths: str | None) -> None:
    for path in filter(None, paths):
        files.check_writable(path)


def _write(path: str | None, data: Any) -> None:
    """Write `data` as JSON, where a file is given."""
    if path:
        files.write(path, (json.dumps(data, indent=1) + "\n").encode())


def _write_lines(path: str | None, rows: Iterable[Any]) -> None:
    """Write each row as a line of JSON, where a file is given."""
    if path:
        files.write(path, "".join(json.dumps(row) + "\n" for row in rows).encode())


def _fallen(below: list[str]) -> int:
    """Print what fell below a floor; the exit code."""
    for line in below:
        click.echo(f"kg: {line}", err=True)
    return 1 if below else 0
