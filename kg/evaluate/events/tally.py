"""Counts of what is right, missing and spurious, and the errors behind them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from kg.evaluate.events.matching import People, Reading
from kg.facts import Span

AROUND = 50  # characters shown beside an error


@dataclass
class Tally:
    """By measure, how many are right, were found and are annotated; `sure`: events' confidences
    and whether trigger and class were right."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    sure: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, name: str, right: int, found: int, gold: int) -> None:
        """Count more of one measure."""
        self.right[name] += right
        self.found[name] += found
        self.gold[name] += gold

    def row(self, name: str) -> dict[str, float]:
        """Precision, recall and F1 in per cent, and how many are annotated."""
        right, found, gold = self.right[name], self.found[name], self.gold[name]
        return {
            "P": round(100 * right / max(1, found), 2),
            "R": round(100 * right / max(1, gold), 2),
            "F1": round(200 * right / max(1, found + gold), 2),
            "gold": gold,
        }


@dataclass(frozen=True)
class Fault:
    """One error: its class, where, what was annotated and what was found."""

    kind: str
    report: str
    span: Span
    context: str
    gold: str = ""
    found: str = ""
    confidence: float = 0.0

    @property
    def rank(self) -> tuple[int, float, str, Span]:
        """What sorts errors: what was stated as a fact and is none, then what is wrong or
        spurious, the surest first, then what is missing."""
        order = {"stated": 0, "missing": 2}
        first = order.get(self.kind.split()[0], 1)
        return first, -self.confidence, self.report, self.span

    def row(self) -> dict[str, Any]:
        """The error for people."""
        return {
            "class": self.kind,
            "report": self.report,
            "span": [self.span.begin, self.span.end],
            "context": self.context,
            "gold": self.gold,
            "found": self.found,
            "confidence": self.confidence,
        }


class Scorer:
    """What all measures of one report need; they share a tally and a list of errors."""

    def __init__(self, reading: Reading, tally: Tally, faults: list[Fault]) -> None:
        self.report, self.document, self.times = reading.report, reading.document, reading.times
        self.gold = reading.report.gold
        self.tally, self.faults = tally, faults
        self.people = People(reading)

    def score(self) -> None:
        """Count into the tally; each kind of scorer has its own measures."""
        raise NotImplementedError

    def fault(
        self, kind: str, span: Span, gold: object = "", found: object = "", sure: float = 0.0
    ) -> None:
        """Note an error."""
        text = self.report.text
        before, after = text[max(0, span.begin - AROUND) : span.begin], text[span.end :][:AROUND]
        context = " ".join(f"{before}[{self.words(span)}]{after}".split())
        self.faults.append(
            Fault(kind, self.report.name, span, context, str(gold), str(found), sure)
        )

    def words(self, span: Span) -> str:
        """The words of the report at a place."""
        return self.report.text[span.begin : span.end]
