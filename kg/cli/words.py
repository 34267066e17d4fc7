"""`kg lexicon`: what the lexicon covers, and where its entries get in each other's way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import click

from kg import lexicon as words
from kg.evaluate.tables import table
from kg.facts import PLAIN

PARTS = ("verb", "noun", "adjective", "phrase")
STATING = ("noun", "verb", "mark", "title", "group")
SHOWN = 30  # predicates without a class that are listed


@click.group()
def lexicon() -> None:
    """Look at the lexicon of events, claims, times and relations (ontology/lexicon)."""


@lexicon.command()
@click.argument("reports", metavar="[FILE]...", nargs=-1)
def check(reports: tuple[str, ...]) -> int:
    """Read every file of the lexicon, and print what it covers and its clashes, and how many
    patterns each property of the inventory (ontology/properties.toml) has.

    With reports, also how many of their events have a class, and the predicates of those that
    have none, the commonest first. Exits with 1 where a class of events has no predicate or an
    entry is never meant, since another of the same predicate always goes before.
    """
    for name in words.FILES:
        getattr(words, name)()
    missing, clashes = sorted(_classes() - _covered()), words.events().clashes()
    click.echo(_coverage())
    for cls in missing:
        click.echo(f"{cls}: no predicate; add an entry [[{cls}]] to a file of ontology/lexicon")
    for part, predicate, first, hidden in clashes:
        click.echo(f"{part} {predicate!r}: {hidden} is never meant, {first} goes before")
    if not clashes:
        click.echo("\nNo clashes.")
    click.echo(f"\n{_properties()}")
    if reports:
        click.echo(f"\n{_known(reports)}")
    return 1 if missing or clashes else 0


def _covered() -> set[str]:
    return {cls for cls, _, _ in words.events().predicates()}


def _classes() -> set[str]:
    """The classes of events in the ontology, but for those that only group others."""
    known = words.event_coreference().above
    return {cls for cls in known if not cls.endswith(PLAIN)}  # "ConflictEvent" groups others


def _coverage() -> str:
    """Predicates by class and part of speech."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    senses: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for cls, part, predicate in words.events().predicates():
        counts[cls][part] += 1
        senses[part, predicate].add(cls)
    rows = {cls: {**row, "all": row.total()} for cls, row in sorted(counts.items())}
    several = sum(len(found) > 1 for found in senses.values())
    return (
        f"{table(rows, (*PARTS, 'all'))}\n\n{len(senses)} predicates of {len(counts)} classes; "
        f"{several} have senses of several classes"
    )


def _properties() -> str:
    """What states the properties of the inventory, and which nothing states."""
    titles, patterns = words.titles(), words.relations()
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for pattern in patterns.patterns:
        counts[pattern.property][pattern.kind] += 1
    stated = [title.property for title in titles.by_lemma.values()]
    stated += [head.property for head in titles.heads.values()]
    for name in filter(None, stated):
        counts[name]["title"] += 1
    for group in patterns.groups.values():
        counts[group.property]["group"] += 1
    known = [entry for entry in words.properties().by_id.values() if not entry.qualifier]
    inverses = {entry.inverse for entry in known if entry.id in counts}
    rows = {
        f"{entry.id} {entry.label}": {**counts[entry.id], "all": counts[entry.id].total()}
        for entry in known
        if entry.id in counts
    }
    lacking = [e.id for e in known if e.id not in counts and e.id not in inverses]
    return (
        f"{table(rows, (*STATING, 'all'))}\n\n{len(known)} properties; "
        f"without a pattern: {', '.join(lacking) or 'none'}"
    )


def _known(reports: Iterable[str]) -> str:
    """What the events of some reports are called, and what the lexicon lacks of them."""
    from kg.articles import read
    from kg.pipeline import extract, load

    nlp = load()
    events = [event for path in reports for event in extract(read(path), nlp).events]
    plain = Counter(event.predicate for event in events if event.cls == PLAIN)
    rows = [
        f"{number:6} {predicate}"
        for predicate, number in sorted(plain.most_common(SHOWN), key=lambda row: (-row[1], row[0]))
    ]
    summary = f"{len(events)} events, {len(events) - plain.total()} with a class; the others:"
    return "\n".join((summary, *rows))
