"""Graphs from files, through Oxigraph, which is faster than rdflib and names the line."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from kg.errors import GraphError
from kg.stores.loading import parse


def read_graph(path: str | Path) -> Graph:
    """All triples of an RDF file in one rdflib graph; GraphError if it cannot be read."""
    graph = Graph()
    for quad in parse(path):
        if isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple):
            raise GraphError(f"{path}: holds an RDF 1.2 triple term; use RDF 1.1")
        graph.add((_node(quad.subject), _node(quad.predicate), _node(quad.object)))
    return graph


def _node(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = URIRef(term.datatype.value)
    # rdflib takes a plain string and an xsd:string for two; its own parsers make it plain.
    return Literal(term.value, datatype=None if datatype == XSD.string else datatype)
