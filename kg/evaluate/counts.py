"""Counts of what is right, and the scores they give."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

TREES = ("words", "sents", "upos", "xpos", "feats", "lemmas", "uas", "las")
NAMES = ("names", "spans")

Scores = dict[str, float]


@dataclass
class Counts:
    """By measure: how many were right, were found, and are in the gold."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)

    def add(self, measure: str, right: int, found: int, gold: int) -> None:
        """Count more of one measure."""
        self.right[measure] += right
        self.found[measure] += found
        self.gold[measure] += gold

    def update(self, other: Counts) -> None:
        """Count what `other` counts."""
        self.right.update(other.right)
        self.found.update(other.found)
        self.gold.update(other.gold)

    def scores(self) -> Scores:
        """F1 of each measure in per cent; of names precision and recall too."""
        scores = {}
        for name in (*TREES, *NAMES):
            right, found, gold = self.right[name], self.found[name], self.gold[name]
            if not gold:
                continue
            if name in NAMES:
                scores[f"{name} P"] = 100 * right / max(found, 1)
                scores[f"{name} R"] = 100 * right / gold
            key = f"{name} F1" if name in NAMES else name
            scores[key] = 200 * right / (found + gold)
        return {name: round(value, 2) for name, value in scores.items()}
