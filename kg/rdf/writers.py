"""Files from graphs: sorted, so that the same graph always gives the same bytes.

Oxigraph serialises, in the order it is given: subjects in a reader's order (articles,
entities, facts by place in the text, then the places themselves), types and labels first.
"""

from __future__ import annotations

import re
from functools import lru_cache

import pyoxigraph as ox
from rdflib import BNode, Dataset, Graph, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import Node

from kg.errors import GraphError
from kg.prefixes import PREFIXES
from kg.rdf.vocabulary import RDF, RDFS
from kg.stores.turtle import serialize

FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_QUADS = frozenset({"trig", "nquads"})
_FIRST_PREDICATES = {str(RDF.type): 0, str(RDFS.label): 1}
_NUMBER = re.compile(r"([0-9]{1,18})")

Row = tuple[URIRef | BNode, URIRef, Node, URIRef | None]


def to_bytes(graph: Graph, format: str = "turtle", base: str | None = None) -> bytes:  # noqa: A002
    """`graph` (a `Dataset` too) in one of `FORMATS`, as UTF-8.

    Named graphs are kept in `trig` and `nquads` and merged in the others. With `base`,
    Turtle and TriG shorten the IRIs that start with it.
    """
    if format not in FORMATS:
        raise GraphError(f"format {format!r} is unknown; choose one of {', '.join(FORMATS)}")
    quads = [_quad(row) for row in sorted(_rows(graph, named=format in _QUADS), key=_row_key)]
    triples = [quad.triple for quad in quads]
    data = quads if format in _QUADS else triples
    if format in ("turtle", "trig"):
        return serialize(data, FORMATS[format], base)
    return ox.serialize(data, format=FORMATS[format]) or b""


def merged(graph: Graph) -> Graph:
    """All triples of a graph or a dataset in one plain graph."""
    plain = Graph()
    for prefix, namespace in PREFIXES.items():
        plain.bind(prefix, namespace, replace=True)
    for subject, predicate, value, _ in _rows(graph, named=False):
        plain.add((subject, predicate, value))
    return plain


def _rows(graph: Graph, named: bool) -> set[Row]:
    if not isinstance(graph, Dataset):
        return {(s, p, o, None) for s, p, o in graph}  # type: ignore[misc]
    default = (None, DATASET_DEFAULT_GRAPH_ID)
    return {
        (s, p, o, g if named and g not in default else None)  # type: ignore[misc]
        for s, p, o, g in graph.quads()
    }


def _row_key(row: Row) -> tuple[object, ...]:
    subject, predicate, value, name = row
    return (
        str(name or ""),
        _subject_key(str(subject)),
        _FIRST_PREDICATES.get(str(predicate), 2),
        str(predicate),
        isinstance(value, Literal),
        _natural(str(value)),
        (value.language or "", value.datatype or "") if isinstance(value, Literal) else (),
    )


@lru_cache(maxsize=100_000)
def _subject_key(iri: str) -> tuple[object, ...]:
    document, _, fragment = iri.partition("#")
    if fragment:
        kind = 3 if fragment.startswith("char=") else 2
    else:
        kind = 0 if "/doc/" in document else 1
    return (kind, document, _natural(fragment), iri)


@lru_cache(maxsize=100_000)
def _natural(text: str) -> tuple[tuple[int, str], ...]:
    """`text` as a key in which 9 comes before 10: every second part is a number."""
    parts = enumerate(_NUMBER.split(text))
    return tuple((int(part) if i % 2 else -1, part) for i, part in parts)


def _quad(row: Row) -> ox.Quad:
    subject, predicate, value, name = row
    graph = ox.DefaultGraph() if name is None else ox.NamedNode(name)
    try:
        return ox.Quad(_resource(subject), ox.NamedNode(predicate), _term(value), graph)
    except ValueError as error:
        raise GraphError(f"cannot be written: {subject} {predicate} {value} ({error})") from error


def _resource(node: Node) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(str(node)) if isinstance(node, BNode) else ox.NamedNode(str(node))


def _term(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if not isinstance(node, Literal):
        return _resource(node)
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=ox.NamedNode(node.datatype) if node.datatype else None)
