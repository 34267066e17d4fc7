"""Which entities are one, in a graph of its own: dropping it undoes every join."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import Dataset, Literal, URIRef

from kg.identity import Reason
from kg.prefixes import DATA
from kg.rdf import iris
from kg.rdf.vocabulary import KG, RDF, RDFS


@dataclass(frozen=True, order=True)
class Identity:
    """Two entities' IRIs that name one thing, their names, and what both documents name too."""

    one: str
    other: str
    reason: Reason
    names: tuple[str, str]
    shared: tuple[str, ...] = ()


def add_identities(dataset: Dataset, found: Iterable[Identity], base: str = DATA) -> None:
    """Write what is `found` into the graph `<base>identity` of `dataset`."""
    base = iris.check_base(base)
    graph = dataset.graph(iris.identities(base))
    for identity in found:
        one, other = URIRef(identity.one), URIRef(identity.other)
        node = iris.identity(one, other, base)
        graph.add((one, KG.sameEntityAs, other))
        graph.add((node, RDF.type, KG.Identity))
        graph.add((node, RDFS.label, Literal(" = ".join(identity.names))))
        graph.add((node, KG.reason, KG[identity.reason]))
        for end in (one, other):
            graph.add((node, KG.identifies, end))
        for entity in identity.shared:
            graph.add((node, KG.sharedContext, URIRef(entity)))
