"""Graphs written earlier, whose unlinked entities a better knowledge base may know.

What is decided is what `kg_linker` would decide, from what the graph has kept: all names of
an entity and of those it is joined with, its type, the words of its events and statements,
and the items beside it in its documents. A round takes in what the last one linked, until
nothing changes; so a second run over the result changes nothing either.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rdflib import Dataset, URIRef
from rdflib.term import Node

from kg.facts import EntityType, Item, Run
from kg.rdf import iris
from kg.rdf.mapping import CLASSES
from kg.rdf.moving import move, names_of, number, record
from kg.rdf.provenance import add_run
from kg.rdf.vocabulary import GAF, ITSRDF, KG, NIF, OWL, RDF, RDFS, SDO, WD
from kg.wikidata import ranking
from kg.wikidata.features import Named, settings
from kg.wikidata.names import key
from kg.wikidata.store import Store

_LABELS = {
    "Person": "PERSON",
    "Organization": "ORG",
    "Place": "LOC",
    "Group": "NORP",
    "Event": "EVENT",
    "Product": "PRODUCT",
    "Role": "ROLE",
}
_TYPES: dict[Node, EntityType] = {iri: name for name, iri in CLASSES.items()}


@dataclass(frozen=True, order=True)
class Relinked:
    """An entity that has got its item: its IRI until now, and how sure that is."""

    entity: str
    qid: str
    name: str
    label: str
    confidence: float
    documents: tuple[str, ...]


@dataclass(frozen=True)
class _Entity:
    """IRIs that are one unlinked entity, with what the graph says of it."""

    iris: tuple[URIRef, ...]
    names: tuple[str, ...]
    type: EntityType
    documents: tuple[str, ...]


def relink(
    dataset: Dataset, kb: Store, software: str, threshold: float | None = None
) -> list[Relinked]:
    """Link what `kb` knows of the unlinked entities of `dataset`, in place.

    `threshold` is the probability that an item needs (default: `kg_linker`'s). The old IRI is
    kept as the same as the item (`owl:sameAs`), in the graph `<base>identity`, with the run
    that linked it.
    """
    done: list[Relinked] = []
    needed = settings()["limits"]["linked"] if threshold is None else threshold
    while found := _round(dataset, kb, needed):
        done += found
    bases: dict[str, list[Relinked]] = {}
    for one in sorted(done):
        bases.setdefault(iris.base_of(one.entity), []).append(one)
    for base, of_base in bases.items():
        documents = {URIRef(doc) for one in of_base for doc in one.documents}
        run = add_run(dataset, Run(software, "", kb.name, kb.date), documents, base)
        for one in of_base:
            labels = one.name, one.label
            record(dataset, one.entity, one.qid, labels, one.confidence, run)
    return sorted(done)


def _round(dataset: Dataset, kb: Store, threshold: float) -> list[Relinked]:
    """Decide on every entity that is unlinked now, then move the references of the linked."""
    items = _items(dataset)
    decided = []
    for entity in _unlinked(dataset):
        found = _known(dataset, kb, entity) or _choice(dataset, kb, entity, items, threshold)
        if found:
            decided.append((entity, *found))
    done = []
    for entity, item, confidence in decided:
        for iri in entity.iris:
            name = min(map(str, dataset.objects(iri, RDFS.label)), default=item.label)
            documents = tuple(_documents(dataset, [iri]))
            done.append(Relinked(str(iri), item.qid, name, item.label, confidence, documents))
            move(dataset, iri, item, confidence)
    return done


def _unlinked(dataset: Dataset) -> list[_Entity]:
    """The unlinked entities, those that are joined as one."""
    found = []
    seen: set[Node] = set()
    for start in sorted(set(dataset.subjects(KG.linkStatus, KG.unlinked)), key=str):
        if start in seen or not isinstance(start, URIRef):
            continue
        members = _joined(dataset, start)
        seen.update(members)
        names = {name for member in members for name in names_of(dataset, member)}
        types = [t for m in members for t in dataset.objects(m, RDF.type) if t in _TYPES]
        if names and types:
            kind = _TYPES[min(types, key=str)]
            documents = tuple(_documents(dataset, members))
            found.append(_Entity(members, tuple(sorted(names)), kind, documents))
    return found


def _joined(dataset: Dataset, start: URIRef) -> tuple[URIRef, ...]:
    """An unlinked entity and those that it is joined with; a blank node is nobody's name."""
    cluster: set[URIRef] = set()
    waiting: list[Node] = [start]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, URIRef) or node in cluster:
            continue
        if (node, KG.linkStatus, KG.unlinked) in dataset:
            cluster.add(node)
            waiting += dataset.objects(node, KG.sameEntityAs)
            waiting += dataset.subjects(KG.sameEntityAs, node)
    return tuple(sorted(cluster))


def _documents(dataset: Dataset, members: Iterable[URIRef]) -> list[str]:
    places = {str(place) for iri in members for place in dataset.objects(iri, GAF.denotedBy)}
    return sorted({place.partition("#")[0] for place in places})


def _items(dataset: Dataset) -> dict[str, dict[str, float]]:
    """The items that each document names, with how sure the surest mention is."""
    found: dict[str, dict[str, float]] = {}
    for place, node in dataset.subject_objects(ITSRDF.taIdentRef):
        if str(node).startswith(str(WD)):
            qid = str(node).removeprefix(str(WD))
            sure = max(map(number, dataset.objects(place, ITSRDF.taConfidence)), default=0.0)
            of_document = found.setdefault(str(place).partition("#")[0], {})
            of_document[qid] = max(sure, of_document.get(qid, 0.0))
    return found


def _known(dataset: Dataset, kb: Store, entity: _Entity) -> tuple[Item, float] | None:
    """The item that an earlier run gave an entity of the same IRI."""
    for iri in entity.iris:
        for node in sorted(map(str, dataset.objects(iri, OWL.sameAs))):
            item = kb.item(node.removeprefix(str(WD))) if node.startswith(str(WD)) else None
            if item:
                why = iris.identity(iri, node, iris.base_of(iri))
                return item, max(map(number, dataset.objects(why, KG.confidence)), default=1.0)
    return None


def _choice(
    dataset: Dataset,
    kb: Store,
    entity: _Entity,
    items: dict[str, dict[str, float]],
    threshold: float,
) -> tuple[Item, float] | None:
    """The likeliest item, where it is likely enough."""
    beside: dict[str, float] = {}
    for document in entity.documents:
        for qid, sure in items.get(document, {}).items():
            beside[qid] = max(sure, beside.get(qid, 0.0))
    enough = settings()["limits"]["sure"]
    context = ranking.context_of(kb, [row for row in sorted(beside.items()) if row[1] >= enough])
    best = ranking.chosen(ranking.rank(kb, _named(dataset, entity), context), threshold)
    item = kb.item(best.candidate.qid) if best else None
    return (item, round(best.probability, 4)) if best and item else None


def _named(dataset: Dataset, entity: _Entity) -> Named:
    days = [
        day
        for document in entity.documents
        for value in dataset.objects(URIRef(document), SDO.datePublished)
        if (day := _day(str(value)))
    ]
    return Named(
        names=entity.names,
        label=_LABELS.get(entity.type),
        near=tuple(frozenset(_beside(dataset, iri)) for iri in entity.iris),
        published=min(days, default=None),
    )


def _day(text: str) -> date | None:
    """The day of a date or a time; None where it is neither."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _beside(dataset: Dataset, iri: URIRef) -> list[str]:
    """The words of the events that an entity has a part in and of what is stated of it."""
    texts: list[Node] = []
    for event in dataset.subjects(None, iri):
        texts += dataset.objects(event, RDFS.label)
    for statement in dataset.objects(iri, None):
        if (statement, RDF.type, KG.Statement) in dataset:
            for place in dataset.objects(statement, GAF.denotedBy):
                texts += dataset.objects(place, NIF.anchorOf)
    return key(" ".join(sorted(map(str, texts)))).split()
