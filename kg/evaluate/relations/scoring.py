"""Scores of the relations of annotated reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.evaluate.events.tally import AROUND, Fault, Tally
from kg.evaluate.relations import inventory
from kg.evaluate.relations.cast import cast
from kg.evaluate.relations.extractors import TITLES, Extractor, found_by
from kg.evaluate.relations.matching import Found, Match, Matcher
from kg.evaluate.relations.reports import GoldRelation, Report
from kg.evaluate.relations.tally import Counts
from kg.facts import Document, Factuality, Span, Statement

RELATIONS, QUALIFIERS, SOURCE, WHOLE = "relations", "qualifiers", "source", "stance"
STANCE = ("polarity", "certainty", "realis")
ENDED = "ended"
JURISDICTION, OF = "P1001", "P642"


@dataclass
class Score:
    """What is counted over all reports: relations in all and by property, those of each
    extractor, what is judged of them where they were found, pairs with another property than
    the annotated one, confidences with whether they were right, and errors."""

    relations: Counts = field(default_factory=Counts)
    properties: Counts = field(default_factory=Counts)
    extractors: Counts = field(default_factory=Counts)
    judged: Tally = field(default_factory=Tally)
    confused: Counter[str] = field(default_factory=Counter)
    sure: list[tuple[float, bool]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class Scorer:
    """Scores the relations of one report."""

    def __init__(self, report: Report, document: Document, score: Score) -> None:
        self.report, self.document, self.score = report, document, score
        self.cast = cast(report, document)
        self.matcher = Matcher(report, self.cast)

    def count(self, extractor: Extractor) -> None:
        """All measures of what `extractor` found, and how many relations each finds."""
        for one, title in TITLES.items():
            match = self.matcher.match(self._statements(one))
            for _, right in match.judged:
                self.score.extractors.find(right, title)
            for _, found in match.asked:
                self.score.extractors.ask(found is not None, title)
            if one == extractor:
                self._relations(match)

    def _statements(self, extractor: Extractor) -> list[Statement]:
        is_found = found_by(extractor)
        return [statement for statement in self.document.statements if is_found(statement)]

    def _relations(self, match: Match) -> None:
        score = self.score
        for gold, found in match.asked:
            score.relations.ask(found is not None, RELATIONS)
            score.properties.ask(found is not None, _first(gold))
            if found is None:
                self._missed(gold, match)
            else:
                self._stance(gold, found.at(self._places(gold)))
        for one, right in match.judged:
            score.relations.find(right, RELATIONS)
            score.properties.find(right, one.triple[1])
            score.sure.append((one.confidence, right))
            if not right:
                self._spurious(one)

    def _places(self, gold: GoldRelation) -> list[Span]:
        return [self.report.span(snippet) for snippet in gold.at]

    def _missed(self, gold: GoldRelation, match: Match) -> None:
        """Note a relation that was not found, with what was said of its ends instead."""
        wrong = [one for one, right in match.judged if not right]
        others = [one.triple[1] for one in wrong if self.matcher.joins(gold, one)]
        if not others:
            self.score.confused[f"{_first(gold)} missed"] += 1
        written = f"{gold.subject} {gold.stated} {gold.value}"
        self._fault("missing relation", self._places(gold)[0], written, ", ".join(others))

    def _spurious(self, found: Found) -> None:
        """Note what was found and is not annotated, with what is annotated of its ends."""
        annotated = self.report.gold.relation
        wanted = [_first(gold) for gold in annotated if self.matcher.joins(gold, found)]
        stated = found.triple[1]
        as_what = f"{wanted[0]} as {stated}" if wanted else f"{stated} spurious"
        self.score.confused[as_what] += 1
        surest = max(found.statements, key=lambda statement: statement.confidence)
        kind = "wrong property" if wanted else "spurious relation"
        words = self._words(surest)
        self._fault(kind, surest.spans[0], ", ".join(wanted), words, found.confidence)

    def _stance(self, gold: GoldRelation, found: Statement) -> None:
        tally, stance = self.score.judged, found.factuality
        wanted, given = _stance(gold), _stance(stance)
        for part, one, other in zip(STANCE, wanted, given, strict=True):
            tally.add(part, one == other, 1, 1)
        tally.add(WHOLE, wanted == given, 1, 1)
        tally.add(ENDED, gold.ended == found.ended, 1, 1)
        span = self._places(gold)[0]
        if wanted != given:
            stated = given == _stance(Factuality())
            kind = "stated as fact" if stated else WHOLE
            self._fault(kind, span, " ".join(wanted), " ".join(given), found.confidence)
        if gold.ended != found.ended:
            self._fault(ENDED, span, gold.ended, found.ended, found.confidence)
        self._sources(gold, stance.sources)
        self._qualifiers(gold, found)

    def _sources(self, gold: GoldRelation, sources: Iterable[str]) -> None:
        given = {self.cast.key(source) or source for source in sources}
        right = sum(not given.isdisjoint(keys.split("|")) for keys in gold.source)
        self.score.judged.add(SOURCE, right, len(given), len(gold.source))

    def _qualifiers(self, gold: GoldRelation, found: Statement) -> None:
        """Qualifiers as pairs; what an item is itself of ("Mayor of X") is said by it."""
        given = {
            (q.property, (self.cast.key(q.value) or q.value) if q.is_entity else q.value)
            for q in found.qualifiers
        }
        wanted = gold.qualifiers
        for name in (JURISDICTION, OF):
            within = [key for key in wanted.get(name, "").split("|") if self._is_of(found, key)]
            given.update((name, key) for key in within)
        right = sum((n, key) in given for n, keys in wanted.items() for key in keys.split("|"))
        self.score.judged.add(QUALIFIERS, right, len(given), len(wanted))
        if right < max(len(wanted), len(given)):
            names = [f"{name} {value}" for name, value in sorted(given)]
            self._fault(QUALIFIERS, self._places(gold)[0], wanted, ", ".join(names))

    def _is_of(self, found: Statement, key: str) -> bool:
        """Whether the object is the office of a place, or of a body by its label."""
        entity = self.cast.entities.get(found.object)
        gold = self.report.gold.entity.get(key)
        if entity is None or entity.item is None or gold is None:
            return False
        label = f" {entity.item.label.lower()} "
        named = any(f" {name.lower()} " in label for name in gold.names)
        return named or entity.item.country in self.cast.items.get(key, ())

    def _words(self, statement: Statement) -> str:
        """A statement for people."""
        ends = self.cast.name(statement.subject), self.cast.name(statement.object)
        return f"{ends[0]} {statement.property} {ends[1]} ({statement.extractor})"

    def _fault(self, kind: str, span: Span, gold: object, found: object, sure: float = 0.0) -> None:
        text = self.report.text
        before, after = text[max(0, span.begin - AROUND) : span.begin], text[span.end :][:AROUND]
        context = " ".join(f"{before}[{text[span.begin : span.end]}]{after}".split())
        fault = Fault(kind, self.report.name, span, context, str(gold), str(found), sure)
        self.score.faults.append(fault)


def _first(gold: GoldRelation) -> str:
    """The property that a relation is counted under."""
    stated = gold.stated.split("|")[0]
    return inventory.inverse(stated) or stated if inventory.is_turned(stated) else stated


def _stance(of: GoldRelation | Factuality) -> tuple[str, str, str]:
    return of.polarity, of.certainty, of.realis
