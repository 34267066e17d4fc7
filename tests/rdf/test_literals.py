from __future__ import annotations

import pyoxigraph as ox
import pytest
from rdflib import Literal
from rdflib.namespace import XSD

from kg.errors import GraphError
from kg.rdf import literals


@pytest.mark.parametrize(
    ("text", "form", "datatype"),
    [
        ("2024-03-05", "2024-03-05", XSD.date),
        ("2024-03-05T08:30", "2024-03-05T08:30:00", XSD.dateTime),
        ("2024-03-05 08:30:15.25", "2024-03-05T08:30:15", XSD.dateTime),
        ("2024-03-05T08:30:00Z", "2024-03-05T08:30:00+00:00", XSD.dateTime),
        ("2024-03-05T08:30:00+0530", "2024-03-05T08:30:00+05:30", XSD.dateTime),
    ],
)
def test_time(text: str, form: str, datatype: object) -> None:
    literal = literals.time(text)
    assert (str(literal), literal.datatype) == (form, datatype)


@pytest.mark.parametrize(
    "text", ["", "Tuesday", "2024-02-31", "2024-13-01", "2024-3-5", "2024-03-05T25:00", "2024"]
)
def test_impossible_time(text: str) -> None:
    with pytest.raises(GraphError, match="is not a date; write it as"):
        literals.time(text)


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("1994", Literal("1994", datatype=XSD.gYear)),
        ("1994-07", Literal("1994-07", datatype=XSD.gYearMonth)),
        ("1994-07-02", Literal("1994-07-02", datatype=XSD.date)),
        ("1994-77", Literal("1994-77", lang="en")),
        ("mayor", Literal("mayor", lang="en")),
    ],
)
def test_value(text: str, literal: Literal) -> None:
    assert literals.value(text, "en") == literal


@pytest.mark.parametrize(
    ("number", "form"),
    [(1.0, "1"), (0.0, "0"), (-0.0, "0"), (0.93, "0.93"), (2 / 3, "0.6667"), (1e-9, "0")],
)
def test_decimal_is_in_the_form_that_oxigraph_keeps(number: float, form: str) -> None:
    literal = literals.decimal(number)
    assert str(literal) == form
    store = ox.Store()
    kept = ox.Literal(form, datatype=ox.NamedNode(str(XSD.decimal)))
    store.add(ox.Quad(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), kept))
    assert next(iter(store)).object == kept


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_no_number(number: float) -> None:
    with pytest.raises(GraphError, match="is not a number that a graph can hold"):
        literals.decimal(number)


@pytest.mark.parametrize(
    ("language", "tag"),
    [("en", "en"), ("EN-gb", "en"), ("en_US", "en"), ("", None), ("x", None), ("??", None)],
)
def test_language(language: str, tag: str | None) -> None:
    assert literals.label("Gao", language).language == tag


def test_point_puts_longitude_first() -> None:
    assert str(literals.point(16.2666, -0.05)) == "POINT(-0.05 16.2666)"


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (3.5, "3.5"),
        (2.5e9, "2500000000"),
        (0.000012, "0.000012"),
        (0.0, "0"),
        (-0.0, "0"),
        (70, "70"),
    ],
)
def test_number(value: float, form: str) -> None:
    assert literals.number(value) == Literal(form, datatype=XSD.decimal)
    with pytest.raises(GraphError, match="not a number"):
        literals.number(float("nan"))
