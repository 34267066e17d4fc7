"""`kg query`, `kg queries`, `kg validate`: questions to graphs, and their health."""

from __future__ import annotations

import shutil
import sys

import click

from kg.errors import KgError


@click.command()
@click.argument("name")
@click.option("--data", multiple=True, required=True, metavar="FILE", help="A graph; repeatable.")
@click.option(
    "--param", multiple=True, metavar="NAME=VALUE", help="As place=wd:Q192961; repeatable."
)
@click.option(
    "--format",
    "format_",
    default="table",
    show_default=True,
    metavar="NAME",
    help="table, csv, json or ttl.",
)
def query(name: str, data: tuple[str, ...], param: tuple[str, ...], format_: str) -> None:
    """Answer a question about graphs.

    NAME is a bundled query (`kg queries` lists them) or a SPARQL file of your own.
    """
    from kg import stores

    asked = stores.get_query(name)
    params = dict(_parameter(text) for text in param)
    answer = stores.run(asked, stores.load(data), params)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    click.echo(stores.format_answer(answer, format_, width), nl=False)


@click.command()
def queries() -> None:
    """List the bundled queries and their parameters."""
    from kg import stores

    longest = max(map(len, stores.queries), default=0)
    for name, asked in stores.queries.items():
        click.echo(f"{name:<{longest}}  {asked.question}")
        for parameter in asked.parameters:
            default = f" (default {parameter.default})" if parameter.default else ""
            says = f"{parameter.name}=<{parameter.type}>  {parameter.description}{default}"
            click.echo(f"{'':<{longest}}    --param {says}")


@click.command()
@click.argument("graphs", nargs=-1, required=True, metavar="FILE...")
def validate(graphs: tuple[str, ...]) -> None:
    """Check graphs against shapes and ontology.

    Prints what is wrong, a line each; exits with 1 if a graph does not conform.
    """
    from kg import rdf

    wrong = 0
    for graph in graphs:
        problems = rdf.validate_file(graph)
        wrong += len(problems)
        for problem in problems:
            click.echo(f"{graph}: {problem}")
        if not problems:
            click.echo(f"{graph}: conforms")
    if wrong:
        sys.exit(1)


def _parameter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise KgError(f"--param {text!r} is not NAME=VALUE, such as place=wd:Q192961")
    return name, value
