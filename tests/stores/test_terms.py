from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.prefixes import DATA, PREFIXES
from kg.stores.terms import parse_term

XSD = PREFIXES["xsd"]


@pytest.mark.parametrize(
    ("text", "kind", "term"),
    [
        ("wd:Q42", None, ox.NamedNode(PREFIXES["wd"] + "Q42")),
        ("kg:Capture", "iri", ox.NamedNode(PREFIXES["kg"] + "Capture")),
        ("data:doc/a#char=1,2", "iri", ox.NamedNode(DATA + "doc/a#char=1,2")),
        ("<https://e.org/a>", None, ox.NamedNode("https://e.org/a")),
        ("https://e.org/a", "iri", ox.NamedNode("https://e.org/a")),
        ('"wd:Q42"', None, ox.Literal("wd:Q42")),
        ("wd:Q42", "text", ox.Literal("wd:Q42")),
        ('"Gao"@en', None, ox.Literal("Gao", language="en")),
        ('"1"^^xsd:byte', None, ox.Literal("1", datatype=ox.NamedNode(XSD + "byte"))),
        ("Gao", None, ox.Literal("Gao")),
        ("12", None, ox.Literal("12", datatype=ox.NamedNode(XSD + "integer"))),
        ("-007", "integer", ox.Literal("-7", datatype=ox.NamedNode(XSD + "integer"))),
        ("2024-03-05", None, ox.Literal("2024-03-05", datatype=ox.NamedNode(XSD + "date"))),
        ("2024-02-31", None, ox.Literal("2024-02-31")),
        ("note: none", None, ox.Literal("note: none")),
    ],
)
def test_terms(text: str, kind: str | None, term: object) -> None:
    assert parse_term(text, kind) == term


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("Gao", "iri", "'Gao' is not an IRI such as wd:Q42"),
        ("foo:bar", "iri", "'foo:bar' is not an IRI"),
        ("2024-02-31", "date", "is not a date such as"),
        ("many", "integer", "is not a whole number"),
        ("https://e.org/{a}", "iri", "is not an IRI"),
    ],
)
def test_wrong_kind(text: str, kind: str, message: str) -> None:
    with pytest.raises(QueryError, match=message.replace("{", r"\{")):
        parse_term(text, kind)
