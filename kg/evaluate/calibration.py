"""Whether confidences are shares of right decisions (Guo et al. 2017; Brier 1950)."""

from __future__ import annotations

import math
from collections.abc import Sequence

BINS = 10

Decisions = list[tuple[float, bool]]  # confidence and whether it was right


def reliability(made: Sequence[tuple[float, bool]]) -> dict[str, dict[str, float]]:
    """By bin of confidence, of equal width: how many, their mean confidence, and how many of
    them were right, in per cent. Bins that nothing fell into are left out."""
    rows = {}
    for number, inside in enumerate(_bins(made)):
        if inside:
            bounds = f"{number / BINS:.1f}-{(number + 1) / BINS:.1f}"
            confidence, right = _means(inside)
            rows[bounds] = {
                "n": len(inside),
                "mean": round(100 * confidence, 2),
                "right": round(100 * right, 2),
            }
    return rows


def errors(made: Sequence[tuple[float, bool]], name: str) -> dict[str, float]:
    """Expected calibration error and Brier score in per cent; none for no decisions."""
    if not made:
        return {}
    gaps = [len(inside) * abs(_gap(inside)) for inside in _bins(made) if inside]
    squares = math.fsum((confidence - right) ** 2 for confidence, right in made)
    return {
        f"{name} ECE": round(100 * math.fsum(gaps) / len(made), 2),
        f"{name} Brier": round(100 * squares / len(made), 2),
    }


def _bins(made: Sequence[tuple[float, bool]]) -> list[Decisions]:
    bins: list[Decisions] = [[] for _ in range(BINS)]
    for confidence, right in made:
        bins[min(BINS - 1, max(0, int(confidence * BINS)))].append((confidence, right))
    return bins


def _means(inside: Decisions) -> tuple[float, float]:
    count = len(inside)
    return math.fsum(c for c, _ in inside) / count, sum(right for _, right in inside) / count


def _gap(inside: Decisions) -> float:
    confidence, right = _means(inside)
    return confidence - right
