"""Annotated texts of others that nothing is tuned on; docs/events.md ("Public data") says how
each is compared with what `kg` finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from spacy.language import Language

from kg.evaluate.events.public import centcom, gum, plover, re3d
from kg.evaluate.events.public.texts import Rows
from kg.evaluate.sets import check
from kg.evaluate.tables import table

SETS = {
    "PLOVER": plover.measure,
    "re3d": re3d.measure,
    "GUM": gum.measure,
    "CENTCOM": centcom.measure,
}
SCORES = ("P", "R", "F1", "gold", "found")
TABLES = {
    "PLOVER records: types and actors": ("PLOVER", ("P", "R", "F1", "gold")),
    "PLOVER records: what became of the type at the words of the event": (
        "PLOVER",
        ("records", *plover.OUTCOMES),
    ),
    "PLOVER records: how many leave something open": ("PLOVER", plover.LACKS),
    "re3d: relations": ("re3d", (*SCORES, "both", "R, both")),
    "GUM news: how much is found": ("GUM", gum.AMOUNTS),
    "GUM news: participants against trees and coreference": ("GUM", gum.AGREEMENT),
    "CENTCOM: listed strikes at their place": ("CENTCOM", (*SCORES, *centcom.SHARES)),
}


def measure(nlp: Language, data: Path, watch: Callable[[str], None] | None = None) -> Rows:
    """Scores in per cent, and counts, by row; the name of a row begins with its set's.

    `nlp` is from `kg.pipeline.load`, `data` the data folder; `watch` is told the name of each set
    before it is measured. Raises ResourceError where `data` is not the data folder.
    """
    check(data)
    rows: Rows = {}
    for name, measured in SETS.items():
        if watch:
            watch(name)
        rows |= measured(nlp, data)
    return rows


def report(rows: Rows) -> str:
    """The measures as tables for people."""
    parts = []
    for title, (name, columns) in TABLES.items():
        parts.append((title, table({n: r for n, r in rows.items() if n.startswith(name)}, columns)))
    return "\n\n".join(f"{title}\n{lines}" for title, lines in parts if lines)
