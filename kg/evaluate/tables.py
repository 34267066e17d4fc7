"""Scores as tables for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.evaluate.counts import NAMES, TREES

Rows = Mapping[str, Mapping[str, float]]


def tables(rows: Rows) -> str:
    """A table of words and trees, and a table of names, each of the rows that have any."""
    names = [f"{name} {measure}" for name in NAMES for measure in ("P", "R", "F1")]
    parts = (table(rows, TREES), table(rows, names))
    return "\n\n".join(part for part in parts if part)


def table(rows: Rows, measures: Sequence[str]) -> str:
    """A line for each row and a column for each of `measures`, of those that have a score;
    in per cent."""
    shown = [measure for measure in measures if any(measure in row for row in rows.values())]
    lines = {name: row for name, row in rows.items() if not row.keys().isdisjoint(shown)}
    if not lines:
        return ""
    width = max(map(len, lines))
    text = [" ".join([" " * width, *(f"{name:>8}" for name in shown)])]
    for name, row in lines.items():
        cells = (f"{row[m]:8.2f}" if m in row else " " * 8 for m in shown)
        text.append(" ".join([f"{name:<{width}}", *cells]).rstrip())
    return "\n".join(text)
