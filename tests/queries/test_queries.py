"""The bundled queries: what they answer on a small graph, and that any engine runs them."""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

from kg.prefixes import PREFIXES
from kg.stores import Query, format_answer, load, queries, run
from kg.stores.running import bind
from kg.stores.tables import shorten
from kg.stores.terms import parse_term

try:
    import tomllib
except ModuleNotFoundError:  # Python 3.10
    import tomli as tomllib

HERE = Path(__file__).parent
REPORT = HERE / "report.ttl"
CASES: list[dict[str, Any]] = tomllib.loads((HERE / "cases.toml").read_text("utf-8"))["case"]
ALL = list(queries.values())


@cache
def store() -> ox.Store:
    return load(REPORT)


@cache
def graph() -> rdflib.Graph:
    return rdflib.Graph().parse(REPORT, format="turtle")


def name_of(value: Query | dict[str, Any]) -> str:
    if isinstance(value, Query):
        return value.name
    return " ".join([value["query"], *(f"{k}={v}" for k, v in value.get("params", {}).items())])


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_rows(case: dict[str, Any]) -> None:
    answer = run(queries[case["query"]], store(), case.get("params"))
    columns = [answer.variables.index(name) for name in case["columns"]]
    assert [[shorten(row[i]) for i in columns] for row in answer.rows] == case["rows"]


def test_every_query_that_selects_has_a_case() -> None:
    selecting = {query.name for query in ALL if "CONSTRUCT" not in query.text}
    assert selecting == {case["query"] for case in CASES}


def test_about_gathers_what_concerns_an_entity() -> None:
    text = format_answer(run(queries["about"], store(), {"entity": "wd:Q3703"}))
    found = rdflib.Graph().parse(data=text, format="turtle")
    bamako, mali = (rdflib.URIRef(PREFIXES["wd"] + qid) for qid in ("Q3703", "Q912"))
    assert (bamako, rdflib.URIRef(PREFIXES["wdt"] + "P1376"), mali) in found
    assert (mali, rdflib.URIRef(PREFIXES["wdt"] + "P36"), bamako) in found
    assert rdflib.Literal("residents have fled to Bamako", lang="en") in set(found.objects())
    assert rdflib.Literal("River Front seized Gao", lang="en") not in set(found.objects())


def test_what_has_ended_is_no_present_relation() -> None:
    with_end = load(REPORT)
    kg, wdt = PREFIXES["kg"], PREFIXES["wdt"]
    capitals = [q.subject for q in with_end if q.predicate.value.endswith("statement/P36")]
    ended = ox.Literal("true", datatype=ox.NamedNode(PREFIXES["xsd"] + "boolean"))
    for statement in capitals:
        with_end.add(ox.Quad(statement, ox.NamedNode(f"{kg}ended"), ended))
    answer = run(queries["relations"], with_end)
    stated = [row[answer.variables.index("relation")] for row in answer.rows]
    assert ox.NamedNode(f"{wdt}P36") not in stated
    assert ox.NamedNode(f"{wdt}P1376") in stated


@pytest.mark.parametrize("query", ALL, ids=name_of)
def test_header(query: Query) -> None:
    assert query.title
    assert query.question.endswith("?")
    for parameter in query.parameters:
        assert parameter.description.endswith(".")
        assert parameter.default is None, "a default has to stand in the VALUES block too"
        assert f"VALUES ?{parameter.name} {{ UNDEF }}" in query.text


@pytest.mark.parametrize("query", ALL, ids=name_of)
def test_every_row_has_its_place(query: Query) -> None:
    """Sorted by all that tells rows apart, so that the order is the same everywhere."""
    assert "CONSTRUCT" in query.text or "ORDER BY" in query.text


@pytest.mark.parametrize("query", ALL, ids=name_of)
def test_rdflib_finds_the_same(query: Query) -> None:
    """Standard SPARQL 1.1: no prefix or function of one engine alone."""
    prepareQuery(query.text)
    answer, result = run(query, store()), graph().query(query.text)
    if answer.triples is not None:
        assert result.graph is not None
        assert len(result.graph) == len(answer.triples)
        return
    mine = list(csv.reader(io.StringIO(format_answer(answer, "csv"))))
    theirs = list(csv.reader(io.StringIO((result.serialize(format="csv") or b"").decode())))
    assert mine[0] == theirs[0]
    assert sorted(map(normal, mine[1:])) == sorted(map(normal, theirs[1:]))


def normal(row: list[str]) -> list[str]:
    return [cell.replace("+00:00", "Z") for cell in row]


@pytest.mark.parametrize("query", ALL, ids=name_of)
def test_parameters_bind_in_rdflib_too(query: Query) -> None:
    values = {"iri": "wd:Q3703", "date": "2024-03-05", "text": "a", "integer": "1"}
    params = {parameter.name: values[parameter.type] for parameter in query.parameters}
    bound = bind(query, params)
    for parameter in query.parameters:
        assert str(parse_term(values[parameter.type], parameter.type)) in bound
    prepareQuery(bound)


def test_named_graphs_do_not_double_rows(tmp_path: Path) -> None:
    """Turtle and N-Quads of the same triples, some in two graphs, give the same rows."""
    quads = [
        ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(f"https://example.org/{n}"))
        for q in ox.parse(path=REPORT)
        for n in (1, 2)
    ]
    path = tmp_path / "report.nq"
    ox.serialize(quads, str(path), format=ox.RdfFormat.N_QUADS)
    for query in ALL:
        assert run(query, load(path)) == run(query, store()), query.name
