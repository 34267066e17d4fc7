"""Scores as a table for people."""

from __future__ import annotations

from collections.abc import Mapping


def table(scores: Mapping[str, Mapping[str, float]]) -> str:
    """One line for each test set, one column for each measure, in per cent."""
    measures = list(dict.fromkeys(name for row in scores.values() for name in row))
    width = max(len(name) for name in scores)
    lines = [" ".join([" " * width, *(f"{name:>9}" for name in measures)])]
    for name, row in scores.items():
        cells = (f"{row[m]:9.2f}" if m in row else f"{'':>9}" for m in measures)
        lines.append(" ".join([f"{name:<{width}}", *cells]).rstrip())
    return "\n".join(lines)
