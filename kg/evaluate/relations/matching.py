"""Which statements found say what is annotated.

Statements are compared as triples of annotated entities' keys (of what is none of them, the
identifier found). Those that can be put in two ways are brought into one: a symmetric property
has its ends in order, of a property and its inverse the inventory's first is taken. What is
implied the other way alone (a father's child) is neither asked for nor wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

from kg.evaluate.events.matching import nearness
from kg.evaluate.relations import inventory
from kg.evaluate.relations.cast import Cast
from kg.evaluate.relations.reports import GoldRelation, Report
from kg.facts import Span, Statement

Triple = tuple[str, str, str]  # subject, property, object


@dataclass(frozen=True)
class Found:
    """The statements found of one triple: as often as the document tells it in another stance."""

    triple: Triple
    statements: tuple[Statement, ...]

    @property
    def confidence(self) -> float:
        """That of the surest of them."""
        return max(statement.confidence for statement in self.statements)

    def at(self, places: Sequence[Span]) -> Statement:
        """The statement that overlaps some places best, of several the surest."""
        return max(
            self.statements,
            key=lambda s: (max(nearness(place, s.spans) for place in places), s.confidence),
        )


@dataclass
class Match:
    """Annotated relations that are asked for with what was found for them, and what was found
    that is judged, with whether it is right."""

    asked: list[tuple[GoldRelation, Found | None]] = field(default_factory=list)
    judged: list[tuple[Found, bool]] = field(default_factory=list)


class Matcher:
    """Compares the statements found with the relations of one report."""

    def __init__(self, report: Report, cast: Cast) -> None:
        self.report, self.cast = report, cast

    def match(self, statements: Sequence[Statement]) -> Match:
        """Each annotated relation with the statements of its triple, those of the property
        written first where several are allowed."""
        found = list(self.found(statements))
        match, right, excused = Match(), set[Triple](), set[Triple]()
        for gold in self.report.gold.relation:
            same = [one for one in found if self.is_met(gold, one)]
            if gold.optional:
                excused.update(one.triple for one in same)
            else:
                right.update(one.triple for one in same)
                match.asked.append((gold, next(iter(same), None)))
            excused.update(other for triple in triples(gold) for other in implied(triple))
        excused.update(other for one in found for other in implied(one.triple))
        for one in found:
            if one.triple in right or one.triple not in excused:
                match.judged.append((one, one.triple in right))
        return match

    def found(self, statements: Sequence[Statement]) -> Iterator[Found]:
        """The statements by triple, in the order in which they were found."""
        groups: dict[Triple, list[Statement]] = {}
        for statement in statements:
            groups.setdefault(self.triple(statement), []).append(statement)
        for triple, same in groups.items():
            yield Found(triple, tuple(same))

    def triple(self, statement: Statement) -> Triple:
        """What a statement says, of annotated entities where its ends are such."""
        target = self._end(statement.object) if statement.is_entity else statement.object
        return ordered(self._end(statement.subject), statement.property, target)

    def _end(self, entity: str) -> str:
        return self.cast.key(entity) or entity

    def is_met(self, gold: GoldRelation, found: Found) -> bool:
        """Whether what was found is an annotated relation."""
        if gold.role is None:
            return found.triple in triples(gold)
        subject, stated, _ = found.triple
        target = found.statements[0].object
        allowed = subject in gold.subject.split("|") and stated in gold.stated.split("|")
        return allowed and self.cast.bears(target, gold.role)

    def joins(self, gold: GoldRelation, found: Found) -> bool:
        """Whether what was found has the ends of an annotated relation, either way round."""
        first, _, last = found.triple
        subjects, values = gold.subject.split("|"), gold.value.split("|")
        if gold.role is not None:
            return first in subjects and self.cast.bears(found.statements[0].object, gold.role)
        return (first in subjects and last in values) or (first in values and last in subjects)


def implied(triple: Triple) -> set[Triple]:
    """What a triple states of its object, where that is not the same as it."""
    subject, stated, target = triple
    inverse = inventory.inverse(stated)
    return {ordered(target, inverse, subject)} - {triple} if inverse else set()


def ordered(subject: str, stated: str, target: str) -> Triple:
    """The one way to write what can be put in two."""
    if inventory.is_turned(stated):
        return target, inventory.inverse(stated) or stated, subject
    if inventory.is_symmetric(stated) and target < subject:
        return target, stated, subject
    return subject, stated, target


def triples(gold: GoldRelation) -> set[Triple]:
    """All that an annotated relation with alternatives may be."""
    ways = product(gold.subject.split("|"), gold.stated.split("|"), gold.value.split("|"))
    return {ordered(*way) for way in ways}
