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
    in per cent, or counts where they are whole numbers."""
    shown = [measure for measure in measures if any(measure in row for row in rows.values())]
    lines = {name: row for name, row in rows.items() if not row.keys().isdisjoint(shown)}
    if not lines:
        return ""
    width = max(map(len, lines))
    text = [" ".join([" " * width, *(f"{name:>{_cell(name)}}" for name in shown)])]
    for name, row in lines.items():
        cells = (f"{_number(row.get(m)):>{_cell(m)}}" for m in shown)
        text.append(" ".join([f"{name:<{width}}", *cells]).rstrip())
    return "\n".join(text)


def _cell(measure: str) -> int:
    return max(8, len(measure))


def _number(score: float | None) -> str:
    if score is None:
        return ""
    return str(score) if isinstance(score, int) else f"{score:.2f}"
