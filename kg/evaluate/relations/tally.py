"""Counts of relations by row, where several found may be one that is gold and the reverse."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kg.evaluate.events.public.texts import Rows, scores

MEASURES = ("P", "R", "F1", "gold", "found")


@dataclass
class Counts:
    """By row, how many were found and are right, were found, are gold and were met."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)

    def find(self, right: bool, *rows: str) -> None:
        """Count something found in each of some rows."""
        for row in rows:
            self.found[row] += 1
            self.right[row] += right

    def ask(self, met: bool, *rows: str) -> None:
        """Count something gold in each of some rows."""
        for row in rows:
            self.gold[row] += 1
            self.met[row] += met

    def row(self, name: str) -> dict[str, float | int]:
        """Precision, recall and F1 in per cent, and both totals."""
        return scores(self.right[name], self.found[name], self.met[name], self.gold[name])

    def rows(self) -> Rows:
        """Those of which something is gold or was found, the most frequent first."""
        names = sorted(self.gold | self.found, key=lambda name: (-self.gold[name], name))
        return {name: self.row(name) for name in names}
