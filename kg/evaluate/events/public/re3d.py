"""re3d's relations between entities, against events and statements by `mapping.toml`.

A gold entity means whatever has the mention that overlaps it best, so that a description or
pronoun stands for what it was resolved to, and the events whose words are half of its own or
more. Relations and entities of less than half the crowd's confidence are left out. A relation
that was found is judged where both sides mean gold entities; the crowd marked relations within
a sentence only.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from spacy.language import Language

from kg.evaluate.events.matching import overlap, shared
from kg.evaluate.events.public import mapping
from kg.evaluate.events.public.mapping import Relation
from kg.evaluate.events.public.texts import Rows, is_a, percent, read, scores
from kg.evaluate.re3d import LEAST_CONFIDENCE, reports
from kg.evaluate.sets import RE3D
from kg.facts import Document, Event, Span, Statement

Pair = tuple[str, str]  # identifiers of entities or events
NAMES = {"dev": "re3d dev", "test": "re3d held out"}


@dataclass(frozen=True)
class Related:
    """A relation between two places of a text."""

    type: str
    source: Span
    target: Span


@dataclass(frozen=True)
class Report:
    """A text with the places of its entities and their relations."""

    text: str
    entities: tuple[Span, ...]
    relations: tuple[Related, ...]


@dataclass
class Score:
    """By type of relation, how many were found and are right, are gold and were found; how many
    have both entities found."""

    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    reached: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)

    def row(self, types: Iterable[str]) -> dict[str, float | int]:
        """Precision, recall and F1 of these types together; `R, both` is recall of the pairs
        whose entities were both found, which are `both` of the gold ones."""
        names = ("found", "right", "gold", "reached", "met")
        found, right, gold, reached, met = (
            sum(getattr(self, name)[type_] for type_ in types) for name in names
        )
        return {
            **scores(right, found, met, gold),
            "both": reached,
            "R, both": percent(met, reached),
        }


def reports_of(folder: Path) -> Iterator[Report]:
    """The reports of a source, with the relations that `mapping.toml` maps."""
    related = defaultdict[str, list[Related]](list)
    for line in (folder / "relations.json").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["confidence"] >= LEAST_CONFIDENCE and row["type"] in mapping.load().re3d:
            source = Span(row["sourceBegin"], row["sourceEnd"])
            target = Span(row["targetBegin"], row["targetEnd"])
            related[row["documentId"]].append(Related(row["type"], source, target))
    for name, text, entities in reports(folder):
        spans = sorted({Span(entity["begin"], entity["end"]) for entity in entities})
        yield Report(text, tuple(spans), tuple(related[name]))


def measure(nlp: Language, data: Path) -> Rows:
    """Scores of the development sources and of those held out, of all types and by type."""
    rows: Rows = {}
    for split, title in NAMES.items():
        every = [r for folder in RE3D[split] for r in reports_of(data / "re3d" / folder)]
        score = Score()
        for report, found in zip(every, read(nlp, ((r.text, None) for r in every)), strict=True):
            count(report, found, score)
        types = list(mapping.load().re3d)
        rows[title] = score.row(types)
        rows |= {f"{title}: {type_}": score.row([type_]) for type_ in types}
    return rows


def count(report: Report, document: Document, score: Score) -> None:
    """Count the relations of one report."""
    meanings = Meanings(document)
    known = {meaning for span in report.entities for meaning in meanings.at(span)}
    for type_, relation in mapping.load().re3d.items():
        found = {pair for pair in pairs(document, relation) if known.issuperset(pair)}
        gold = _gold([r for r in report.relations if r.type == type_], relation, meanings)
        score.found[type_] += len(found)
        score.right[type_] += len(found & {pair for possible in gold for pair in possible})
        score.gold[type_] += len(gold)
        score.reached[type_] += sum(map(bool, gold))
        score.met[type_] += sum(not found.isdisjoint(possible) for possible in gold)


def _gold(relations: list[Related], relation: Relation, meanings: Meanings) -> list[set[Pair]]:
    """For each relation that is gold, what pairs found would be it: none where a side was not
    found. Relations between the same entities are one."""
    gold: dict[tuple[frozenset[str], ...], set[Pair]] = {}
    for related in relations:
        places = related.source, related.target
        sides = [meanings.at(place) for place in places]
        named = [
            side or frozenset([f"{place.begin}-{place.end}"])
            for side, place in zip(sides, places, strict=True)
        ]
        key = tuple(sorted(named, key=sorted) if relation.symmetric else named)
        gold[key] = {ordered((one, other), relation) for one in sides[0] for other in sides[1]}
    return list(gold.values())


class Meanings:
    """What the places of a text stand for in what was found there."""

    def __init__(self, document: Document) -> None:
        types = {entity.id: entity.type for entity in document.entities}
        self._mentions = [(m.span, m.entity, types[m.entity]) for m in document.mentions]
        self._events = [(span, event.id) for event in document.events for span in event.spans]

    def at(self, span: Span) -> frozenset[str]:
        """The entity whose mention overlaps a place best (a title only where nothing else does),
        and the events said there."""
        touching = [
            (type_ != "Role", shared([said], [span]), entity)
            for said, entity, type_ in self._mentions
            if overlap(said, span)
        ]
        found = {max(touching)[2]} if touching else set[str]()
        size = span.end - span.begin
        found |= {event for said, event in self._events if 2 * overlap(said, span) >= size}
        return frozenset(found)


def pairs(document: Document, relation: Relation) -> set[Pair]:
    """The pairs between which the mapping says that a relation was found."""
    found = [
        pair
        for event in document.events
        if event.factuality.polarity == "positive"
        for pair in _of_event(event, relation)
    ]
    for statement in document.statements:
        if statement.factuality.polarity == "positive":
            found += _of_statement(statement, relation)
    return {ordered(pair, relation) for pair in found if pair[0] != pair[1]}


def ordered(pair: Pair, relation: Relation) -> Pair:
    """A pair, in a fixed order where the relation has none."""
    first, second = pair
    return (second, first) if relation.symmetric and second < first else pair


def _of_event(event: Event, relation: Relation) -> Iterator[Pair]:
    sides = defaultdict[str, list[str]](list, event=[event.id], place=list(event.places))
    for participant in event.participants:
        sides[participant.role].append(participant.entity)
    for rule in relation.events:
        if is_a(event, rule.classes):
            for one, other in rule.pairs:
                yield from product(sides[one], sides[other])


def _of_statement(statement: Statement, relation: Relation) -> Iterator[Pair]:
    for rule in relation.statements:
        if statement.property not in rule.properties:
            continue
        if rule.qualifier:
            values = [q.value for q in statement.qualifiers if q.is_entity]
        else:
            values = [statement.object] if statement.is_entity else []
        for value in values:
            yield (value, statement.subject) if rule.inverse else (statement.subject, value)
