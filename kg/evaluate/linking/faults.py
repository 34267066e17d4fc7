"""Classes of errors, as ELEVANT divides them (its `errors.py`), and what lies behind them.

Unlike there a class is one of a kind for each error, and a mention that was found and not
linked has its own. "Popular" is the base's likeliest item for a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kg.evaluate.linking.benchmarks import Place
from kg.evaluate.linking.coverage import Coverage
from kg.evaluate.linking.matching import Outcome
from kg.evaluate.linking.scoring import EXTRA, MISSED, has_item, linking

CLASSES = (
    "missed: span differs",
    "missed: lower case",
    "missed: part of it found",
    "missed: overlap",
    "missed: not found",
    "missed: not linked",
    "wrong: demonym",
    "wrong: metonymy",
    "wrong: partial name",
    "wrong: rare",
    "wrong: other",
    "extra: span differs",
    "extra: no known item",
    "extra: lower case",
    "extra: overlap",
    "extra: no label",
)
ABSENT, UNREACHED, LOST = "not in base", "not reached", "lost"
CAUSES = (ABSENT, UNREACHED, LOST)
AROUND = 60  # characters of the text beside an error that are shown


@dataclass(frozen=True)
class Fault:
    """An outcome that is wrong: its class, and why its gold item was not found (`CAUSES`;
    nothing for what has none)."""

    outcome: Outcome
    kind: str
    cause: str = ""

    @property
    def rank(self) -> tuple[int, float]:
        """What sorts errors: wrong items first, then what was not linked, the surest ones
        first, then what was not found."""
        found = self.outcome.found
        return (2, 0.0) if found is None else (int(found.item is None), -found.decision)

    def row(self, benchmark: str) -> dict[str, Any]:
        """The error for people: words and what stands around them, gold and found."""
        text, (begin, end) = self.outcome.text, self.outcome.span
        gold, found = self.outcome.gold, self.outcome.found
        return {
            "benchmark": benchmark,
            "text": text.title,
            "class": self.kind,
            "cause": self.cause,
            "span": [begin, end],
            "before": text.text[max(0, begin - AROUND) : begin],
            "words": self.outcome.words,
            "after": text.text[end : end + AROUND],
            "gold": [gold.item, gold.name] if gold else None,
            "found": [found.item, found.name, found.label, found.decision] if found else None,
        }


def faults(outcomes: Iterable[Outcome], coverage: Coverage) -> list[Fault]:
    """The errors of some outcomes, in their order."""
    each = [part for outcome in outcomes for part in (outcome.parts or (outcome,))]
    by_text: dict[int, list[Outcome]] = {}
    for outcome in each:
        by_text.setdefault(id(outcome.text), []).append(outcome)
    classes = _Classes(coverage)
    return [
        Fault(outcome, kind, classes.cause(outcome))
        for outcome in each
        if (kind := classes.kind(outcome, by_text[id(outcome.text)]))
    ]


def counted(found: Sequence[Fault]) -> dict[str, dict[str, float]]:
    """By class: how many errors, and how many of each cause; classes without any left out."""
    rows: dict[str, dict[str, float]] = {}
    for kind in CLASSES:
        causes = [fault.cause for fault in found if fault.kind == kind]
        if causes:
            shares = {cause: causes.count(cause) for cause in CAUSES if cause in causes}
            rows[kind] = {"n": len(causes), **shares}
    return rows


class _Classes:
    """Tells the class of an outcome, with a base to ask."""

    def __init__(self, coverage: Coverage) -> None:
        self.coverage = coverage
        self.base = coverage.base

    def kind(self, outcome: Outcome, beside: Sequence[Outcome]) -> str | None:
        """The class of an outcome among those of its text; None where it is no error."""
        verdict = linking(outcome)
        if verdict == {MISSED, EXTRA}:
            return f"wrong: {self._confused(outcome)}"
        if MISSED in verdict:
            return f"missed: {self._missed(outcome, beside)}"
        return f"extra: {self._extra(outcome, beside)}" if EXTRA in verdict else None

    def cause(self, outcome: Outcome) -> str:
        """Why the gold item was not found."""
        gold = outcome.gold
        if gold is None or not gold.has_item:
            return ""
        if not self.coverage.holds(gold):
            return ABSENT
        return LOST if self.coverage.reaches(outcome.text, gold) else UNREACHED

    def _missed(self, outcome: Outcome, beside: Sequence[Outcome]) -> str:
        assert outcome.gold
        if outcome.found:
            return "not linked"
        stray = [o for o in beside if o.gold is None and _overlap(o.span, outcome.span)]
        if any(o.item == outcome.gold.item for o in stray):
            return "span differs"
        if not _is_capitalised(outcome.words):
            return "lower case"
        if any(_within(o.span, outcome.span) for o in stray):
            return "part of it found"
        return "overlap" if stray else "not found"

    def _extra(self, outcome: Outcome, beside: Sequence[Outcome]) -> str:
        if outcome.gold:
            return "no known item"
        labels = [
            o.gold for o in beside if o.gold and has_item(o.gold) and _overlap(o.span, outcome.span)
        ]
        if any(label.item == outcome.item for label in labels):
            return "span differs"
        if labels:
            return "overlap"
        return "no label" if any(map(_is_capitalised, outcome.words.split())) else "lower case"

    def _confused(self, outcome: Outcome) -> str:
        gold, words = outcome.gold, outcome.words
        assert gold
        if self.base.demonym(words):
            return "demonym"
        popular = next(iter(self.base.candidates(words)), None)
        item, chosen = self.base.item(gold.item), self.base.item(outcome.item or "")
        place = popular and popular.type == "Place" and chosen and chosen.type == "Place"
        if place and item and item.type == "Organization":
            return "metonymy"
        if " " in gold.name and len(words) < len(gold.name) and words in gold.name:
            return "partial name"
        return "rare" if popular and popular.qid == outcome.item else "other"


def _is_capitalised(words: str) -> bool:
    """Whether the first letter is a capital."""
    return next((char.isupper() for char in words if char.isalpha()), False)


def _overlap(one: Place, other: Place) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _within(one: Place, other: Place) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]
