"""`kg explain`: why an entity got its item, or none."""

from __future__ import annotations

from typing import Any

import click

from kg.cli.options import article_options, parts, read_articles
from kg.errors import KgError


@click.command()
@click.argument("path", metavar="INPUT")
@click.option("--entity", metavar="NAME", help="One entity, by a name or part of it; else all.")
@click.option("--top", default=3, show_default=True, help="Candidates to show of each.")
@article_options
def explain(path: str, entity: str | None, top: int, **known: Any) -> None:
    """Show why the entities of a report got their items.

    Prints the candidates of each with their probabilities, and what every feature added to
    their scores.
    """
    made_of = parts(known)
    (article,) = read_articles([path], **known)
    from kg import pipeline
    from kg.view import choices

    nlp = pipeline.load(**made_of)
    found = pipeline.choices(article, nlp)
    wanted = [(e, ranked) for e, ranked in found if entity is None or _is_called(e.names, entity)]
    if not wanted:
        names = ", ".join(e.name for e, _ in found) or "none"
        raise KgError(f"{path}: no entity {entity or ''} in it; it has {names}")
    linker = pipeline.linker_of(nlp)
    shown = (choices.to_text(linker.kb, e, r, linker.nil_threshold, top) for e, r in wanted)
    click.echo("\n".join(shown), nl=False)


def _is_called(names: tuple[str, ...], words: str) -> bool:
    from kg.wikidata.names import key

    return any(f" {key(words)} " in f" {key(name)} " for name in names)
