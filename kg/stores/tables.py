"""Answers as text: a table for a terminal, CSV, SPARQL JSON, or Turtle for triples."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata

import pyoxigraph as ox

from kg.errors import QueryError
from kg.prefixes import DATA, PREFIXES
from kg.stores.running import Answer
from kg.stores.turtle import serialize

FORMATS = ("table", "csv", "json", "ttl")
_LEAST_WIDTH = 8
_GAP = "  "
_LOCAL_NAME = re.compile(r"\w(?:[\w-]*\w)?")
_NUMERIC = frozenset(PREFIXES["xsd"] + name for name in ("integer", "decimal", "double"))

Term = ox.NamedNode | ox.BlankNode | ox.Literal | None


def format_answer(answer: Answer, format: str = "table", width: int | None = None) -> str:  # noqa: A002
    """`answer` in one of `FORMATS`, ending in a newline.

    A table is fitted into `width` columns where that is given. Triples are written as
    Turtle by `table` too. QueryError where the format cannot hold the answer.
    """
    if format not in FORMATS:
        raise QueryError(f"format {format!r} is unknown; choose one of {', '.join(FORMATS)}")
    if answer.triples is not None:
        if format in ("table", "ttl"):
            return serialize(answer.triples).decode()
        raise QueryError(f"the query builds a graph, which {format} cannot hold; use ttl")
    if format == "ttl":
        raise QueryError("only a CONSTRUCT or DESCRIBE query gives Turtle; use table, csv or json")
    if answer.truth is not None:
        return _truth(answer.truth, format)
    return {"table": _table, "csv": _csv, "json": _json}[format](answer, width)


def shorten(term: Term) -> str:
    """A term for the eye: IRIs by their prefix (`data:` for our own), literals by their words."""
    if term is None:
        return ""
    if not isinstance(term, ox.NamedNode):
        return term.value if isinstance(term, ox.Literal) else str(term)
    if term.value.startswith(DATA):
        return "data:" + term.value.removeprefix(DATA)
    for prefix, namespace in PREFIXES.items():
        local = term.value.removeprefix(namespace)
        if local != term.value and _LOCAL_NAME.fullmatch(local):
            return f"{prefix}:{local}"
    return f"<{term.value}>"


def _truth(truth: bool, output: str) -> str:
    word = str(truth).lower()
    if output == "json":
        return json.dumps({"head": {}, "boolean": truth}) + "\n"
    return f"boolean\r\n{word}\r\n" if output == "csv" else f"{word}\n"


def _json(answer: Answer, _width: int | None) -> str:
    bindings = [
        {
            name: _json_term(term)
            for name, term in zip(answer.variables, row, strict=True)
            if term is not None
        }
        for row in answer.rows
    ]
    document = {"head": {"vars": list(answer.variables)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _json_term(term: Term) -> dict[str, str]:
    """A term as the SPARQL 1.1 Query Results JSON Format has it."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    assert isinstance(term, ox.Literal)
    found = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype.value != PREFIXES["xsd"] + "string":
        found["datatype"] = term.datatype.value
    return found


def _csv(answer: Answer, _width: int | None) -> str:
    """SPARQL 1.1 Query Results CSV: plain values, CRLF."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(answer.variables)
    for row in answer.rows:
        writer.writerow(
            "" if term is None else str(term) if isinstance(term, ox.BlankNode) else term.value
            for term in row
        )
    return out.getvalue()


def _table(answer: Answer, width: int | None) -> str:
    rows = [[_clean(shorten(term)) for term in row] for row in answer.rows]
    if not rows:
        return "no answers\n"
    columns = list(zip(answer.variables, *rows, strict=True))
    widths = _fit([max(map(_columns, column)) for column in columns], width)
    right = [all(map(_is_number, column)) for column in zip(*answer.rows, strict=True)]
    lines = _lines(list(answer.variables), widths, right)
    lines.append(_GAP.join("─" * w for w in widths))
    for row in rows:
        lines += _lines(row, widths, right)
    return "\n".join(lines) + "\n"


def _is_number(term: Term) -> bool:
    """A number, or a cell left empty among numbers."""
    return term is None or (isinstance(term, ox.Literal) and term.datatype.value in _NUMERIC)


def _fit(widths: list[int], width: int | None) -> list[int]:
    """Narrow the widest columns until the table fits, none below `_LEAST_WIDTH`."""
    widths = [max(1, w) for w in widths]
    if width is None:
        return widths
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - width
    while excess > 0 and max(widths) > _LEAST_WIDTH:
        widths[widths.index(max(widths))] -= 1
        excess -= 1
    return widths


def _lines(cells: list[str], widths: list[int], right: list[bool]) -> list[str]:
    wrapped = [_wrap(cell, w) for cell, w in zip(cells, widths, strict=True)]
    height = max(map(len, wrapped))
    lines = []
    for i in range(height):
        parts = []
        for cell, w, to_right in zip(wrapped, widths, right, strict=True):
            text = cell[i] if i < len(cell) else ""
            space = " " * (w - _columns(text))
            parts.append(space + text if to_right else text + space)
        lines.append(_GAP.join(parts).rstrip())
    return lines


def _wrap(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` columns, broken at spaces where it can be."""
    lines, line = [], ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if _columns(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        line = word
        while _columns(line) > width:
            head = _head(line, width)
            lines.append(head)
            line = line[len(head) :]
    return [*lines, line]


def _head(text: str, width: int) -> str:
    end = 1
    while end < len(text) and _columns(text[: end + 1]) <= width:
        end += 1
    return text[:end]


def _columns(text: str) -> int:
    """How many columns of a terminal `text` takes: two for wide letters, none for marks."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def _clean(text: str) -> str:
    """One line without control characters, which a terminal would obey."""
    return "".join(c if c.isprintable() else "" for c in " ".join(text.split()))
