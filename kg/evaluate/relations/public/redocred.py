"""Re-DocRED: relations between clusters, from the bare text and with the names given.

What is found is right where a mention of each end is one of the clusters' and the property holds
between these. Relations that follow only from several sentences, or from knowing the world, are
gold there too, and count as missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from spacy.language import Language

from kg.evaluate.events.matching import overlap
from kg.evaluate.events.public.texts import Rows, percent
from kg.evaluate.relations import inventory
from kg.evaluate.relations.cast import Cast
from kg.evaluate.relations.extractors import TITLES, Extractor, found_by
from kg.evaluate.relations.public import docred, given
from kg.evaluate.relations.public.docred import Text, Triple
from kg.evaluate.relations.running import Output, run
from kg.evaluate.relations.tally import Counts
from kg.facts import Statement

FILE = "relations/re-docred-dev.json"
HELD_OUT = 350  # documents before it are for training and development
NAME, GIVEN = "Re-DocRED", "Re-DocRED, names given"
TOGETHER, EVIDENCE = "in one sentence", "stated by one"
Found = tuple[str, str, str]  # a triple of clusters where they are known, else of entities


def measure(nlp: Language, data: Path, extractor: Extractor, development: bool) -> Rows:
    """Scores by extractor, and by property for `extractor`, of the held-out documents or else of
    those for development: from the text, and with its names given.

    `R, in one sentence` is recall of the relations whose ends are named in a common sentence,
    `R, stated by one` of those that the annotation says one such sentence states.
    """
    every = docred.read(data, FILE)
    properties = docred.compared(every)
    texts = every[:HELD_OUT] if development else every[HELD_OUT:]
    rows: Rows = {}
    with_names = given.run(nlp, texts)
    for name, outputs in ((NAME, run(nlp, (t.article for t in texts))), (GIVEN, with_names)):
        found = list(zip(texts, outputs, strict=True))
        for one, title in TITLES.items():
            counts = _count(found, one, properties)
            rows[f"{name}, {title}"] = _row(counts)
            if one == extractor:
                wanted = {p: row for p, row in counts.rows().items() if p in properties}
                rows |= {f"{name}: {part}": row for part, row in wanted.items()}
    return rows


def _row(counts: Counts) -> dict[str, float | int]:
    recalls = {
        f"R, {row}": percent(counts.met[row], counts.gold[row]) for row in (TOGETHER, EVIDENCE)
    }
    return counts.row(NAME) | recalls


def _count(
    found: Iterable[tuple[Text, Output]], extractor: Extractor, properties: frozenset[str]
) -> Counts:
    counts = Counts()
    is_found = found_by(extractor)
    for text, output in found:
        statements = [
            statement
            for statement in docred.said(output.document.statements)
            if is_found(statement) and statement.property in properties
        ]
        count(text, output, statements, properties, counts)
    return counts


def count(
    text: Text,
    output: Output,
    statements: Iterable[Statement],
    properties: frozenset[str],
    counts: Counts,
) -> None:
    """Count the relations of one document."""
    gold = {fact: lines for fact, lines in text.facts.items() if fact[1] in properties}
    ends = Ends(text, output)
    met = set[Triple]()
    for (_, stated, _), ways in ends.found(statements, properties).items():
        right = ways.intersection(gold)
        counts.find(bool(right), NAME, stated)
        met |= right
    for fact, lines in gold.items():
        head, tail = text.clusters[fact[0]], text.clusters[fact[2]]
        common = head.sentences & tail.sentences
        rows = [TOGETHER] * bool(common) + [EVIDENCE] * (len(lines) == 1 and lines <= common)
        counts.ask(fact in met, NAME, fact[1], *rows)


class Ends:
    """The clusters that the ends of statements are."""

    def __init__(self, text: Text, output: Output) -> None:
        self.text = text
        self.cast = Cast(output.document, text.places, text.places)

    def found(
        self, statements: Iterable[Statement], properties: frozenset[str]
    ) -> dict[Found, set[Triple]]:
        """What statements and their inverses say, each with the gold relations it may be."""
        found: dict[Found, set[Triple]] = {}
        for statement in closed(statements, properties):
            subjects, targets = self.clusters(statement, 0), self.clusters(statement, 1)
            ends = (subjects or [statement.subject])[0], (targets or [statement.object])[0]
            ways = {
                (int(head), statement.property, int(tail)) for head in subjects for tail in targets
            }
            found.setdefault((ends[0], statement.property, ends[1]), set()).update(ways)
        return found

    def clusters(self, statement: Statement, end: int) -> list[str]:
        """The numbers of the clusters that the subject (0) or object (1) stands for."""
        if end == 1 and not statement.is_entity:
            return list(self._dates(statement))
        return list(self.cast.keys(statement.object if end else statement.subject))

    def _dates(self, statement: Statement) -> Iterator[str]:
        """The times in the evidence that are in the year of a date."""
        for number, cluster in enumerate(self.text.clusters):
            for span in cluster.spans if cluster.type in docred.mapping().literals else ():
                words = self.text.article.text[span.begin : span.end]
                near = any(overlap(span, place) for place in statement.spans)
                if near and statement.object[:4] in words:
                    yield str(number)
                    break


def closed(statements: Iterable[Statement], properties: frozenset[str]) -> Iterator[Statement]:
    """Statements, and what they thereby state of their objects."""
    for statement in statements:
        yield statement
        inverse = inventory.inverse(statement.property)
        if inverse in properties and statement.is_entity:
            yield replace(
                statement,
                subject=statement.object,
                property=inverse,
                object=statement.subject,
            )
