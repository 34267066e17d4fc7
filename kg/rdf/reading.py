"""Graphs from files, through Oxigraph, which is faster than rdflib and names the line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
from rdflib import BNode, Dataset, Graph, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.namespace import XSD
from rdflib.term import Node

from kg.errors import GraphError
from kg.prefixes import PREFIXES
from kg.stores.loading import parse


def read_graph(path: str | Path) -> Graph:
    """All triples of an RDF file in one rdflib graph; GraphError if it cannot be read."""
    graph = Graph()
    for subject, predicate, value, _ in _rows(path):
        graph.add((subject, predicate, value))
    return graph


def read_dataset(paths: Iterable[str | Path]) -> Dataset:
    """All quads of RDF files in one dataset, which answers as the union of its graphs.

    A blank node gets another label where an earlier file has one of the same label.
    Raises GraphError if one cannot be read.
    """
    dataset = new_dataset()
    taken: set[Node] = set()
    for number, path in enumerate(paths, 1):
        own: set[Node] = set()
        for subject, predicate, value, name in _rows(path):
            own.update(node for node in (subject, value) if isinstance(node, BNode))
            one, other = (
                BNode(f"{node}-{number}") if node in taken else node for node in (subject, value)
            )
            graph_of(dataset, name).add((one, predicate, other))
        taken |= own
    return dataset


def graph_of(dataset: Dataset, name: Node | None) -> Graph:
    """The graph of a dataset of that name, as its quads give it: None for the default one."""
    return dataset.graph(DATASET_DEFAULT_GRAPH_ID if name is None else URIRef(str(name)))


def _rows(path: str | Path) -> Iterator[tuple[Node, Node, Node, URIRef | None]]:
    for quad in parse(path):
        if isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple):
            raise GraphError(f"{path}: holds an RDF 1.2 triple term; use RDF 1.1")
        named = isinstance(quad.graph_name, ox.NamedNode)
        name = URIRef(quad.graph_name.value) if named else None  # type: ignore[union-attr]
        yield _node(quad.subject), _node(quad.predicate), _node(quad.object), name


def new_dataset() -> Dataset:
    """An empty dataset with our prefixes, which answers as the union of its graphs."""
    dataset = Dataset(default_union=True)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace, replace=True)
    return dataset


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
