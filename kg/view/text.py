"""A document as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from kg.facts import Document
from kg.view.rows import Row, Rows


def to_text(document: Document) -> str:
    """A summary in sections, one fact a line with the words it was taken from."""
    rows = Rows(document)
    article = document.article
    head = [article.title or "(no title)"]
    head += [value for value in (article.published, article.publisher, article.url) if value]
    named = [entity for entity in document.entities if entity.named]
    linked = [f"{entity.item.qid:<14}{entity.name}" for entity in named if entity.item]
    unlinked = [f"{entity.type:<14}{entity.name}" for entity in named if not entity.item]
    sections = [
        ("Linked", linked),
        ("Not linked", unlinked),
        ("Timeline", _lines(rows.timeline)),
        ("Events without a time", _lines([row for row in rows.events if not row.when])),
        ("Statements", _lines(rows.statements)),
        ("Claims", _lines(rows.claims)),
        ("Tolls", _lines(rows.tolls)),
        ("Quantities", _lines(rows.quantities)),
    ]
    parts = ["\n".join(head)]
    parts += [f"{title} ({len(lines)})\n" + "\n".join(lines) for title, lines in sections if lines]
    return "\n\n".join(parts) + "\n"


def _lines(rows: Sequence[Row]) -> list[str]:
    lines = []
    for row in rows:
        notes = f" [{row.notes}]" if row.notes else ""
        start = f"{row.when}  " if row.when else ""
        lines.append(f"{start}{row.kind}: {row.says}{notes}\n    “{row.words}”")
    return lines
