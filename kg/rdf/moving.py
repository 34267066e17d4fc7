"""An unlinked entity that gets its item: all that was said of the one is said of the other."""

from __future__ import annotations

from rdflib import Dataset, Literal, URIRef
from rdflib.term import Node

from kg.facts import Item
from kg.rdf import iris, literals
from kg.rdf.mapping import CLASSES, write_item
from kg.rdf.reading import graph_of
from kg.rdf.vocabulary import ITSRDF, KG, NIF, OWL, PROV, RDF, RDFS, SKOS

_CLASSES = frozenset(CLASSES.values())
# What says that two are one keeps its IRIs; all else moves to the item.
_KEPT = frozenset({KG.sameEntityAs, OWL.sameAs, KG.identifies, KG.sharedContext})


def names_of(dataset: Dataset, entity: Node) -> set[str]:
    """The label of an entity and its other names."""
    return {str(n) for term in (RDFS.label, SKOS.altLabel) for n in dataset.objects(entity, term)}


def number(value: Node) -> float:
    """The number that a literal is, 0 where it is none."""
    try:
        return float(str(value))
    except ValueError:
        return 0.0


def move(dataset: Dataset, old: URIRef, item: Item, confidence: float) -> None:
    """Let all that is said of `old` be said of the item, and write what the base knows of it.

    A mention by name is then as sure as it was, times the `confidence` of the decision.
    """
    new, base = iris.item(item.qid), iris.base_of(old)
    names = names_of(dataset, old)
    for place in sorted(dataset.subjects(ITSRDF.taIdentRef, old), key=str):
        if {str(words) for words in dataset.objects(place, NIF.anchorOf)} <= names:
            _rate(dataset, place, confidence)
    for _, predicate, value, name in list(dataset.quads((old, None, None, None))):
        if predicate not in _KEPT:
            graph = graph_of(dataset, name)
            graph.remove((old, predicate, value))
            for term, kept in _of_item(predicate, value, item):
                graph.add((new, term, kept))
    for subject, predicate, _, name in list(dataset.quads((None, None, old, None))):
        if predicate not in _KEPT:
            graph = graph_of(dataset, name)
            graph.remove((subject, predicate, old))
            graph.add((subject, predicate, new))
    write_item(dataset.graph(iris.knowledge_base(base)), item, base)


def _of_item(predicate: Node, value: Node, item: Item) -> list[tuple[Node, Node]]:
    """What a triple about an unlinked entity says of its item, whose class among ours it
    takes, and whose label goes before its own."""
    if predicate == KG.linkStatus:
        return []
    if predicate == RDF.type and value in _CLASSES:
        return [(RDF.type, CLASSES[item.type])]
    if predicate in (RDFS.label, SKOS.altLabel):
        return [(SKOS.altLabel, value)] if str(value) != item.label else []
    return [(predicate, value)]


def _rate(dataset: Dataset, place: Node, confidence: float) -> None:
    """Lower the confidence of a mention, unless another run's mention stands there too."""
    rated = list(dataset.quads((place, ITSRDF.taConfidence, None, None)))
    referents = set(dataset.objects(place, ITSRDF.taIdentRef))
    if len({value for _, _, value, _ in rated}) != 1 or len(referents) > 1:
        return
    for _, predicate, value, name in rated:
        graph = graph_of(dataset, name)
        graph.remove((place, predicate, value))
        graph.add((place, predicate, literals.decimal(round(number(value) * confidence, 4))))


def record(
    dataset: Dataset,
    old: str,
    qid: str,
    labels: tuple[str, str],
    confidence: float,
    run: URIRef,
) -> None:
    """Say that an old IRI and an item are the same, why, and which run found it."""
    base = iris.base_of(old)
    graph = dataset.graph(iris.identities(base))
    entity, item = URIRef(old), iris.item(qid)
    node = iris.identity(entity, item, base)
    graph.add((entity, OWL.sameAs, item))
    graph.add((node, RDF.type, KG.Identity))
    graph.set((node, RDFS.label, Literal(" = ".join(labels))))
    graph.add((node, KG.reason, KG.linkedLater))
    graph.add((node, KG.identifies, entity))
    graph.add((node, KG.identifies, item))
    graph.set((node, KG.confidence, literals.decimal(confidence)))
    graph.add((node, PROV.wasGeneratedBy, run))
