"""What is wrong with a graph: shapes, undefined terms, and what shapes cannot say."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from rdflib import Dataset, Graph, Namespace, URIRef
from rdflib.term import Node

from kg import resources
from kg.prefixes import ONTOLOGY
from kg.rdf.reading import read_graph
from kg.rdf.vocabulary import KG, NIF, PS, RDF, WDT, WIKIBASE, P, defined_terms
from kg.rdf.writers import merged

_SH = Namespace("http://www.w3.org/ns/shacl#")
_FACT = ((KG.polarity, KG.positive), (KG.certainty, KG.certain), (KG.realis, KG.actual))
# Truthy triples that come from the knowledge base, which writes no statement for them.
_KNOWN = frozenset({WDT.P31, WDT.P17})


def validate(graph: Graph) -> list[str]:
    """One line for each thing wrong with `graph` (a `Dataset` too), sorted; none if it conforms."""
    plain = merged(graph) if isinstance(graph, Dataset) else graph
    found = {*_shape_errors(plain), *_undefined_terms(plain), *_places(plain), *_truthy(plain)}
    return sorted(found)


def validate_file(path: str | Path) -> list[str]:
    """`validate` on an RDF file; GraphError if it cannot be read."""
    return validate(read_graph(path))


@cache
def _shapes() -> Graph:
    return read_graph(resources.ontology() / "shapes.ttl")


def _shape_errors(graph: Graph) -> Iterator[str]:
    from pyshacl import validate as check_shapes

    _, report, _ = check_shapes(graph, shacl_graph=_shapes(), inference="none")
    assert isinstance(report, Graph)
    for result in report.subjects(RDF.type, _SH.ValidationResult):
        focus, path = report.value(result, _SH.focusNode), report.value(result, _SH.resultPath)
        value = report.value(result, _SH.value)
        messages = sorted(str(message) for message in report.objects(result, _SH.resultMessage))
        where = " ".join(_n3(graph, node) for node in (focus, path, value) if node is not None)
        yield f"{where}: {' '.join(messages)}"


def _undefined_terms(graph: Graph) -> Iterator[str]:
    terms = {str(t) for triple in graph for t in triple if isinstance(t, URIRef)}
    for term in terms - defined_terms():
        if term.startswith(ONTOLOGY):
            yield f"{_n3(graph, URIRef(term))}: not defined in ontology/kg.ttl"


def _places(graph: Graph) -> Iterator[str]:
    """A place must be as long as its words, and its IRI must say where it is."""
    for place, words in graph.subject_objects(NIF.anchorOf):
        begin, end = graph.value(place, NIF.beginIndex), graph.value(place, NIF.endIndex)
        if not str(place).endswith(f"#char={begin},{end}"):
            yield f"{_n3(graph, place)}: its IRI does not name its offsets {begin},{end}"
        elif int(str(end)) - int(str(begin)) != len(str(words)):
            yield f"{_n3(graph, place)}: its words are {len(str(words))} characters long"


def _truthy(graph: Graph) -> Iterator[str]:
    """A bare wdt: triple needs a statement that is positive, certain and actual."""
    for subject, predicate, value in graph:
        if not str(predicate).startswith(str(WDT)) or predicate in _KNOWN:
            continue
        pid = str(predicate).removeprefix(str(WDT))
        statements = graph.objects(subject, P[pid])
        if not any(_states(graph, statement, pid, value) for statement in statements):
            triple = " ".join(_n3(graph, node) for node in (subject, predicate, value))
            yield f"{triple}: no statement gives it as a fact"


def _states(graph: Graph, statement: Node, pid: str, value: Node) -> bool:
    same = (statement, PS[pid], value) in graph
    fact = all((statement, term, wanted) in graph for term, wanted in _FACT)
    return same and fact and (statement, RDF.type, WIKIBASE.Statement) in graph


def _n3(graph: Graph, node: Node) -> str:
    text: str = node.n3(graph.namespace_manager)
    return text if len(text) <= 200 else text[:199] + "…"
