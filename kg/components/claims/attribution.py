"""What each claim asserts, and whose word the facts of a document rest on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar, get_args

from kg.components.claims.voices import Report, is_within
from kg.components.notes import Notes, grammar
from kg.facts import Certainty, Claim, Event, Factuality, Quantity, Span, Statement, Toll

CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)

Fact = TypeVar("Fact", Event, Statement, Toll, Quantity)
Asserted = Event | Statement | Toll | Quantity
Pair = tuple[Report, Claim]


def attribute(notes: Notes, found: Sequence[Pair]) -> list[Claim]:
    """The claims of `found` with what they assert, numbered in order of the text; writes
    to `notes` whom its facts are attributed to.

    A mention of a fact is asserted by the innermost claim that holds it. A fact is attributed
    to the speakers of all claims that hold its first mention, outermost first, unless the
    report itself states it elsewhere; headlines only repeat what the report says.
    """
    attribution = _Attribution(notes, found)
    notes.events = [attribution.attributed(event) for event in notes.events]
    notes.statements = [attribution.attributed(statement) for statement in notes.statements]
    notes.tolls = [attribution.attributed(toll) for toll in notes.tolls]
    notes.quantities = [attribution.attributed(quantity) for quantity in notes.quantities]
    claims = [(report, claim) for report, claim in found if not report.silent]
    return [
        replace(claim, id=f"c{number}", asserts=attribution.asserted(report))
        for number, (report, claim) in enumerate(claims, 1)
    ]


class _Attribution:
    """Which claims hold which mentions of which facts."""

    def __init__(self, notes: Notes, found: Sequence[Pair]) -> None:
        self.notes = notes
        self.view = grammar(notes.doc)
        blocks = notes.article.blocks
        self._headlines = [block.span for block in blocks if block.kind == "headline"]
        facts: list[Asserted] = [*notes.events, *notes.statements, *notes.tolls]
        self._facts = [*facts, *notes.quantities]
        self._chains: dict[tuple[str, Span], list[Pair]] = {}
        self._fill(found)
        self._asserted: dict[int, list[str]] = {}
        for fact in self._facts:
            for span in fact.spans:
                claims = [r for r, _ in self._chain(fact, span) if not r.silent]
                for report in claims[-1:]:
                    asserted = self._asserted.setdefault(id(report), [])
                    asserted += [] if fact.id in asserted else [fact.id]

    def _fill(self, found: Sequence[Pair]) -> None:
        """Gather the claims that hold each mention, outermost first."""
        placed = [(span, n) for n, fact in enumerate(self._facts) for span in fact.spans]
        placed.sort()
        begins = [span.begin for span, _ in placed]
        for pair in sorted(found, key=_depth):
            words = pair[0].words
            first = bisect_left(begins, min(span.begin for span in words))
            last = bisect_left(begins, max(span.end for span in words))
            for span, n in placed[first:last]:
                if self._asserts(pair[0], self._facts[n], span):
                    self._chains.setdefault((self._facts[n].id, span), []).append(pair)

    def _asserts(self, report: Report, fact: Asserted, span: Span) -> bool:
        """Whether a mention is part of what is claimed. What indirect speech only names, as in
        "that Keller, the mayor, fled", is the writer's own knowledge."""
        if not report.holds(span):
            return False
        if isinstance(fact, Statement) and report.kind != "directQuote":
            return any(self.view.is_predicate(token) for token in self.notes.tokens(span))
        return True

    def _chain(self, fact: Asserted, span: Span) -> list[Pair]:
        return self._chains.get((fact.id, span), [])

    def asserted(self, report: Report) -> tuple[str, ...]:
        """The facts that a claim asserts itself."""
        return tuple(self._asserted.get(id(report), ()))

    def attributed(self, fact: Fact) -> Fact:
        """A fact with the sources that it rests on."""
        chain = self._sources(fact)
        speakers: list[str] = [claim.speaker for _, claim in chain if claim.speaker]
        stated: list[Certainty] = [report.certainty for report, _ in chain if report.certainty]
        old: Factuality = fact.factuality
        weakest = max((old.certainty, *stated), key=CERTAINTIES.index)
        sources = tuple(dict.fromkeys((*old.sources, *speakers)))
        new = replace(old, certainty=weakest, sources=sources)
        return fact if new == old else replace(fact, factuality=new)

    def _sources(self, fact: Asserted) -> list[Pair]:
        body = [span for span in fact.spans if not is_within(span, self._headlines)]
        chains = [self._chain(fact, span) for span in body or fact.spans]
        return chains[0] if all(chains) else []


def _depth(pair: Pair) -> tuple[int, bool, int]:
    """Outer claims have more words; of the same words, the source cited has the last one."""
    report = pair[0]
    size = sum(span.end - span.begin for span in report.words)
    return -size, report.kind == "accordingTo", report.span.begin
