from __future__ import annotations

import subprocess
import sys

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.stores import Parameter, Query, run
from kg.stores.running import bind

DATA = """
@prefix e: <http://e/> .
e:a e:p e:b ; e:name "A" . e:c e:p e:d ; e:name "C \\" } #" . e:b e:n 3 .
"""


@pytest.fixture(scope="module")
def store() -> ox.Store:
    made = ox.Store()
    made.load(DATA.encode(), format=ox.RdfFormat.TURTLE)
    return made


def query(text: str, *parameters: Parameter) -> Query:
    return Query("mine", text, parameters=parameters)


def subjects(answer: object) -> list[str]:
    return [row[0].value for row in answer.rows]  # type: ignore[attr-defined]


PLACE = "SELECT ?s WHERE { VALUES ?o { UNDEF } ?s <http://e/p> ?o }"


def test_select_is_sorted_where_the_query_does_not(store: ox.Store) -> None:
    assert subjects(run(query(PLACE), store)) == ["http://e/a", "http://e/c"]
    backwards = query("SELECT ?s WHERE { ?s <http://e/p> ?o } ORDER BY DESC(?s)")
    assert subjects(run(backwards, store)) == ["http://e/c", "http://e/a"]


def test_ask_and_construct(store: ox.Store) -> None:
    assert run(query("ASK { ?s <http://e/p> ?o }"), store).truth is True
    assert run(query("ASK { ?s <http://e/none> ?o }"), store).truth is False
    built = run(query("CONSTRUCT { ?o <http://e/of> ?s } WHERE { ?s <http://e/p> ?o }"), store)
    assert [str(t.subject) for t in built.triples or ()] == ["<http://e/b>", "<http://e/d>"]


def test_known_prefixes_need_no_declaration(store: ox.Store) -> None:
    assert run(query("ASK { wd:Q1 rdfs:label ?name }"), store).truth is False


def test_parameter(store: ox.Store) -> None:
    assert subjects(run(query(PLACE), store, {"o": "<http://e/b>"})) == ["http://e/a"]
    default = query(PLACE.replace("UNDEF", "<http://e/d>"))
    assert subjects(run(default, store)) == ["http://e/c"]
    assert subjects(run(default, store, {"o": "<http://e/b>"})) == ["http://e/a"]


@pytest.mark.parametrize(
    "value",
    ['C " } #', 'x" } DROP ALL #', "x\\", '"', "a\nb", "'''", "} UNION { ?s ?p ?o"],
)
def test_a_text_parameter_stays_one_term(store: ox.Store, value: str) -> None:
    text = "SELECT ?s WHERE { VALUES ?name { UNDEF } ?s <http://e/name> ?name }"
    mine = query(text, Parameter("name", "text", None, "A name."))
    expected = ["http://e/c"] if value == 'C " } #' else []
    assert subjects(run(mine, store, {"name": value})) == expected


def test_only_code_is_bound() -> None:
    text = '# VALUES ?o { 1 }\nASK { VALUES ?o { UNDEF } ?s ?p "VALUES ?o { 2 }", ?o }'
    bound = bind(query(text), {"o": "3"})
    assert bound.startswith("# VALUES ?o { 1 }\n")
    assert '"VALUES ?o { 2 }"' in bound
    assert "VALUES ?o { " + str(ox.Literal(3)) + " }" in bound


def test_unknown_parameter(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="no parameter is called 'place'; it has o"):
        run(query(PLACE), store, {"place": "wd:Q1"})
    with pytest.raises(QueryError, match="it has none"):
        run(query("ASK { ?s ?p ?o }"), store, {"place": "wd:Q1"})


def test_parameter_of_the_wrong_type(store: ox.Store) -> None:
    mine = query(PLACE, Parameter("o", "iri", None, "A thing."))
    with pytest.raises(QueryError, match="query 'mine': parameter o: 'Gao' is not an IRI"):
        run(mine, store, {"o": "Gao"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT ?s WHERE {\n ?s ", "line 2, column .*: not valid SPARQL: at the end of the line"),
        ("SELECT ?s WHERE { ?s nope:p ?o }", "unknown prefix at 'nope:p"),
        ("DELETE WHERE { ?s ?p ?o }", "line 1, column .*: not valid SPARQL: at 'WHERE"),
    ],
)
def test_malformed(store: ox.Store, text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        run(query(text), store)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * WHERE { SERVICE <http://localhost:1/> { ?s ?p ?o } }",
        "ASK { # no line feed\rSERVICE ?x{?a ?b ?c} }",
        "ASK { service silent <http://localhost:1/> { ?s ?p ?o } }",
        "ASK { SERVICESILENT<http://localhost:1/>{ ?s ?p ?o } }",
        "ASK { SERVICE # where to\n <http://localhost:1/> { ?s ?p ?o } }",
        "ASK { ?s ?p 1SERVICE<http://localhost:1/>{ ?s ?p ?o } }",
        "PREFIX e: <http://localhost:1/> ASK { ?s ?p ?o . SERVICE e:sparql { ?s ?p ?o } }",
        "PREFIX : <http://localhost:1/> ASK { SERVICE:sparql { ?s ?p ?o } }",
        'ASK { VALUES ?x { "}" } SERVICE <http://localhost:1/> { ?s ?p "v" } }',
        "ASK { ?s ?p 'SERVICE' . SERVICE ?where { ?s ?p ?o } }",
    ],
)
def test_no_query_leaves_the_machine(store: ox.Store, text: str) -> None:
    with pytest.raises(QueryError, match="SERVICE would send") as caught:
        run(query(text), store)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "# SERVICE <http://e/> { }\nASK { ?s ?p ?o }",
        "ASK { ?s ?p ?o FILTER(?o != 'SERVICE <http://e/> { }') }",
        'ASK { ?s ?p ?o FILTER(?o != """\nSERVICE <http://e/> { }""") }',
        "ASK { ?s <http://e/SERVICE> ?service_of { } }",
        "ASK { VALUES ?service { UNDEF } VALUES ?service_id { UNDEF } ?s ?p ?service }",
        "PREFIX e: <http://e/> ASK { GRAPH e:service_a { ?s ?p ?o } }",
        "PREFIX service: <http://e/> ASK { ?s service:p ?o . { ?s ?p ?o } }",
    ],
)
def test_service_is_a_word_like_others(store: ox.Store, text: str) -> None:
    assert run(query(text), store).truth is not None


def test_needs_neither_rdflib_nor_spacy() -> None:
    code = (
        "import sys, kg.stores;"
        "print([m for m in ('rdflib', 'spacy', 'numpy', 'onnxruntime') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
