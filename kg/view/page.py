"""A document as one self-contained web page: no script, no request to anywhere.

The text is cut wherever a mention or a fact begins or ends, and each piece carries the
classes of all that cover it, so overlaps need no nesting.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from pathlib import Path

from kg.facts import Block, Document, Entity, Span
from kg.view.rows import Row, Rows

_STYLE = Path(__file__).with_name("page.css")
_WIKIDATA = "https://www.wikidata.org/wiki/"
_MARKS = (
    *(("v", "event"), ("s", "statement"), ("t", "toll"), ("q", "quantity")),
    ("c", "claim"),
)
_LEGEND = ("Person", "Organization", "Place", "Group", "Role", "Event", "Product", "Thing")


def to_html(document: Document) -> str:
    """The page: the text with mentions and facts marked, then tables of the facts."""
    rows = Rows(document)
    title = escape(document.article.title or "Article")
    style = _STYLE.read_text(encoding="utf-8")
    body = "\n".join(
        [
            f"<article>\n{_meta(document)}\n{_text(rows)}\n{_legend()}\n</article>",
            _table("Timeline", ("When", "What", "Who", "How", "Words"), rows.timeline),
            _table(
                "Events without a time",
                ("What", "Who", "How", "Words"),
                [row for row in rows.events if not row.when],
            ),
            _table("Statements", ("Property", "Statement", "How", "Words"), rows.statements),
            _table("Claims", ("Kind", "Who", "How", "Words"), rows.claims),
            _table("Tolls", ("Kind", "How many", "How", "Words"), rows.tolls, timed=False),
            _table("Quantities", ("Kind", "How much", "How", "Words"), rows.quantities),
        ]
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _meta(document: Document) -> str:
    article = document.article
    parts = [escape(part) for part in (article.published, article.publisher) if part]
    if article.url and article.url.startswith("http"):
        parts.append(f'<a href="{escape(article.url)}">{escape(article.url)}</a>')
    return f'<p class="meta">{" · ".join(parts)}</p>'


def _legend() -> str:
    items = [f'<li><span class="m {name}">{name}</span></li>' for name in _LEGEND]
    items += [f'<li><span class="{mark}">{name}</span></li>' for mark, name in _MARKS]
    return f'<ul class="legend">{"".join(items)}</ul>'


def _text(rows: Rows) -> str:
    article = rows.document.article
    blocks = article.blocks or (Block(Span(0, len(article.text)), "paragraph"),)
    marks = _marks(rows)
    lines = []
    for block in blocks:
        tag = "h1" if block.kind == "headline" else "p"
        inside = "".join(_pieces(rows, block.span, marks))
        lines.append(f'<{tag} class="{block.kind}">{inside}</{tag}>')
    return "\n".join(lines)


def _marks(rows: Rows) -> list[tuple[Span, str, str]]:
    """Span, class and tooltip of every fact."""
    groups = (
        *(("c", rows.claims), ("v", rows.events), ("s", rows.statements), ("t", rows.tolls)),
        ("q", rows.quantities),
    )
    return [
        (span, mark, _tooltip(row)) for mark, group in groups for row in group for span in row.spans
    ]


def _tooltip(row: Row) -> str:
    notes = f" [{row.notes}]" if row.notes else ""
    return " ".join(f"{row.kind} {row.when}: {row.says}{notes}".replace(" :", ":").split())


def _pieces(rows: Rows, block: Span, marks: list[tuple[Span, str, str]]) -> Iterator[str]:
    mentions = [m for m in rows.document.mentions if _overlap(m.span, block)]
    marks = [mark for mark in marks if _overlap(mark[0], block)]
    spans = [m.span for m in mentions] + [mark[0] for mark in marks] + [block]
    cuts = sorted({offset for span in spans for offset in (span.begin, span.end)})
    for begin, end in pairwise(c for c in cuts if block.begin <= c <= block.end):
        piece = Span(begin, end)
        covering = [m for m in mentions if _overlap(m.span, piece)]
        inner = min(covering, key=lambda m: m.span.end - m.span.begin, default=None)
        facts = [(mark, says) for span, mark, says in marks if _overlap(span, piece)]
        words = escape(rows.document.article.text[begin:end])
        yield _piece(words, rows.entity(inner.entity) if inner else None, facts)


def _piece(words: str, entity: Entity | None, facts: list[tuple[str, str]]) -> str:
    if entity is None and not facts:
        return words
    classes = [*(["m", entity.type] if entity else []), *sorted({mark for mark, _ in facts})]
    says = [*([_describe(entity)] if entity else []), *(text for _, text in facts)]
    attributes = f'class="{" ".join(classes)}" title="{escape(chr(10).join(says))}"'
    if entity and entity.item:
        return f'<a href="{_WIKIDATA}{escape(entity.item.qid)}" {attributes}>{words}</a>'
    return f"<span {attributes}>{words}</span>"


def _describe(entity: Entity) -> str:
    if entity.item is None:
        return f"{entity.name}: {entity.type}, not linked"
    about = f", {entity.item.description}" if entity.item.description else ""
    return f"{entity.item.label}: {entity.item.qid}{about}"


def _overlap(left: Span, right: Span) -> bool:
    return left.begin < right.end and right.begin < left.end


def _table(title: str, heads: Sequence[str], rows: Sequence[Row], timed: bool = True) -> str:
    if not rows:
        return ""
    cells = "".join(f"<th>{escape(head)}</th>" for head in heads)
    body = "\n".join(_table_row(row, timed) for row in rows)
    return (
        f"<section>\n<h2>{escape(title)} ({len(rows)})</h2>\n"
        f"<table>\n<tr>{cells}</tr>\n{body}\n</table>\n</section>"
    )


def _table_row(row: Row, timed: bool) -> str:
    cells = [row.when] if timed and row.when else []
    cells += [row.kind, row.says, row.notes]
    filled = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f"<tr>{filled}<td><q>{escape(row.words)}</q></td></tr>"
