from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.prefixes import PREFIXES
from kg.stores import Answer, format_answer
from kg.stores.tables import shorten

GAO = ox.NamedNode(PREFIXES["wd"] + "Q188904")
ANSWER = Answer(
    ("place", "name", "count"),
    (
        (GAO, ox.Literal("Gao", language="en"), ox.Literal(5)),
        (ox.NamedNode("https://e.org/x"), ox.Literal('a "b", c'), ox.Literal(12)),
        (None, None, None),
    ),
)


def test_table() -> None:
    assert format_answer(ANSWER) == (
        "place              name      count\n"
        "─────────────────  ────────  ─────\n"
        "wd:Q188904         Gao           5\n"
        '<https://e.org/x>  a "b", c     12\n'
        "\n"
    )


def test_csv_and_json() -> None:
    assert format_answer(ANSWER, "csv") == (
        f'place,name,count\r\n{GAO.value},Gao,5\r\nhttps://e.org/x,"a ""b"", c",12\r\n,,\r\n'
    )
    document = json.loads(format_answer(ANSWER, "json"))
    assert document["head"] == {"vars": ["place", "name", "count"]}
    assert document["results"]["bindings"] == [
        {
            "place": {"type": "uri", "value": GAO.value},
            "name": {"type": "literal", "value": "Gao", "xml:lang": "en"},
            "count": {"type": "literal", "value": "5", "datatype": PREFIXES["xsd"] + "integer"},
        },
        {
            "place": {"type": "uri", "value": "https://e.org/x"},
            "name": {"type": "literal", "value": 'a "b", c'},
            "count": {"type": "literal", "value": "12", "datatype": PREFIXES["xsd"] + "integer"},
        },
        {},
    ]


def test_oxigraph_reads_our_json() -> None:
    text = format_answer(ANSWER, "json")
    rows = ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)
    assert isinstance(rows, ox.QuerySolutions)
    assert [row["place"] for row in rows] == [row[0] for row in ANSWER.rows]


@pytest.mark.parametrize("width", [20, 30, 40, 200])
def test_a_table_fits_its_width(width: int) -> None:
    words = "People who fled the river towns crossed a bridge that was " + "long" * 12
    answer = Answer(("words", "n"), ((ox.Literal(words), ox.Literal(1)),))
    lines = format_answer(answer, width=width).splitlines()
    assert all(len(line) <= width for line in lines)
    kept = "".join(line[: -1 if i == 2 else None] for i, line in enumerate(lines) if i >= 2)
    assert kept.replace(" ", "") == words.replace(" ", "")


def test_wide_letters_and_control_characters() -> None:
    answer = Answer(("a", "b"), ((ox.Literal("東京"), ox.Literal("x\x1b[31m\ny")),))
    assert format_answer(answer).splitlines()[2] == "東京  x[31m y"
    assert format_answer(answer).splitlines()[0] == "a     b"


def test_no_rows() -> None:
    assert format_answer(Answer(("a",))) == "no answers\n"
    assert format_answer(Answer(("a",)), "csv") == "a\r\n"


@pytest.mark.parametrize(
    ("output", "text"),
    [
        ("table", "true\n"),
        ("csv", "boolean\r\ntrue\r\n"),
        ("json", '{"head": {}, "boolean": true}\n'),
    ],
)
def test_truth(output: str, text: str) -> None:
    assert format_answer(Answer(truth=True), output) == text


def test_turtle() -> None:
    triple = ox.Triple(GAO, ox.NamedNode(PREFIXES["rdfs"] + "label"), ox.Literal("Gao"))
    text = format_answer(Answer(triples=(triple,)), "ttl")
    assert text == (
        f"@prefix rdfs: <{PREFIXES['rdfs']}> .\n@prefix wd: <{PREFIXES['wd']}> .\n\n"
        'wd:Q188904 rdfs:label "Gao" .\n'
    )
    assert format_answer(Answer(triples=(triple,)), "table") == text


def test_formats_that_do_not_hold_the_answer() -> None:
    with pytest.raises(QueryError, match="use table, csv or json"):
        format_answer(ANSWER, "ttl")
    with pytest.raises(QueryError, match="use ttl"):
        format_answer(Answer(triples=()), "csv")
    with pytest.raises(QueryError, match="choose one of table, csv, json, ttl"):
        format_answer(ANSWER, "xml")


def test_shorten() -> None:
    assert shorten(ox.NamedNode(PREFIXES["kg"] + "Capture")) == "kg:Capture"
    assert shorten(ox.NamedNode(PREFIXES["wd"] + "a/b")) == f"<{PREFIXES['wd']}a/b>"
    assert shorten(None) == ""
