"""What each claim asserts, and whose word the facts of a document rest on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar, get_args

from kg.components.claims.voices import Report
from kg.components.notes import Notes, grammar
from kg.facts import Certainty, Claim, Event, Factuality, Statement, Toll

CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)

Fact = TypeVar("Fact", Event, Statement, Toll)
Pair = tuple[Report, Claim]


def attribute(notes: Notes, found: Sequence[Pair]) -> list[Claim]:
    """The claims of `found` with what they assert, numbered in order of the text; writes
    to `notes` whom its facts are attributed to.

    A fact is asserted by the innermost claim that holds it, and attributed to the speakers
    of all that do, outermost first. Claims of a noun that is no fact are left out.
    """
    facts: list[Event | Statement | Toll] = [*notes.events, *notes.statements, *notes.tolls]
    holders = _holders(notes, found, facts)
    kept = [pair for pair in found if _is_claim(pair, facts, holders)]
    dropped = {id(pair[0]) for pair in found} - {id(pair[0]) for pair in kept}
    asserted: dict[int, list[str]] = {}
    for fact in facts:
        chain = [pair for pair in holders[fact.id] if id(pair[0]) not in dropped]
        holders[fact.id] = chain = sorted(chain, key=_depth)
        if chain:
            asserted.setdefault(id(chain[-1][0]), []).append(fact.id)
    notes.events = [_attributed(event, holders[event.id]) for event in notes.events]
    notes.statements = [_attributed(s, holders[s.id]) for s in notes.statements]
    notes.tolls = [_attributed(toll, holders[toll.id]) for toll in notes.tolls]
    return [
        replace(claim, id=f"c{number}", asserts=tuple(asserted.get(id(report), ())))
        for number, (report, claim) in enumerate(kept, 1)
    ]


def _holders(
    notes: Notes, found: Sequence[Pair], facts: Sequence[Event | Statement | Toll]
) -> dict[str, list[Pair]]:
    """The claims of `found` that each fact is part of, in their order."""
    holders: dict[str, list[Pair]] = {fact.id: [] for fact in facts}
    placed = sorted(facts, key=lambda fact: fact.spans[0].begin)
    begins = [fact.spans[0].begin for fact in placed]
    for pair in found:
        words = pair[0].words
        first = bisect_left(begins, min(span.begin for span in words))
        last = bisect_left(begins, max(span.end for span in words))
        for fact in placed[first:last]:
            if _asserts(notes, pair[0], fact):
                holders[fact.id].append(pair)
    return holders


def _asserts(notes: Notes, report: Report, fact: Event | Statement | Toll) -> bool:
    """Whether a fact is part of what is claimed. What indirect speech only names, as in
    "that Keller, the mayor, fled", is the writer's own knowledge."""
    span = fact.spans[0]
    if not report.holds(span):
        return False
    if isinstance(fact, Statement) and report.kind != "directQuote":
        view = grammar(notes.doc)
        return any(view.is_predicate(token) for token in notes.tokens(span))
    return True


def _is_claim(
    pair: Pair, facts: Sequence[Event | Statement | Toll], holders: dict[str, list[Pair]]
) -> bool:
    report = pair[0]
    if report.nominal is None:
        return True
    place = report.nominal.idx
    return any(
        pair in holders[fact.id] and fact.spans[0].begin <= place < fact.spans[0].end
        for fact in facts
    )


def _depth(pair: Pair) -> tuple[int, bool, int]:
    """Outer claims have more words; of the same words, the source cited has the last one."""
    report = pair[0]
    size = sum(span.end - span.begin for span in report.words)
    return -size, report.kind == "accordingTo", report.span.begin


def _attributed(fact: Fact, chain: Sequence[Pair]) -> Fact:
    speakers: list[str] = [claim.speaker for _, claim in chain if claim.speaker]
    stated: list[Certainty] = [report.certainty for report, _ in chain if report.certainty]
    old: Factuality = fact.factuality
    weakest = max((old.certainty, *stated), key=CERTAINTIES.index)
    sources = tuple(dict.fromkeys((*old.sources, *speakers)))
    new = replace(old, certainty=weakest, sources=sources)
    return fact if new == old else replace(fact, factuality=new)
