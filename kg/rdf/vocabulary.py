"""The terms that the graph uses. A misspelt one fails where it is written.

Standards that rdflib ships are taken from it; event classes are read from
`ontology/kg.ttl`, so a class added there can be written at once.
"""

# ruff: noqa: N815 (the names are those of the vocabularies)

from __future__ import annotations

from functools import cache

import pyoxigraph as ox
from rdflib import Namespace, URIRef
from rdflib.namespace import DCTERMS, GEO, OWL, PROV, RDF, RDFS, SDO, SKOS, DefinedNamespace

from kg import resources
from kg.errors import GraphError
from kg.prefixes import ONTOLOGY, PREFIXES

__all__ = [
    "DCTERMS",
    "GAF",
    "GEO",
    "ITSRDF",
    "KG",
    "NIF",
    "OWL",
    "PQ",
    "PROV",
    "PS",
    "RDF",
    "RDFS",
    "SDO",
    "SEM",
    "SKOS",
    "WD",
    "WDT",
    "WIKIBASE",
    "P",
    "defined_terms",
    "event_class",
    "event_classes",
]

P = Namespace(PREFIXES["p"])
PS = Namespace(PREFIXES["ps"])
PQ = Namespace(PREFIXES["pq"])
WD = Namespace(PREFIXES["wd"])
WDT = Namespace(PREFIXES["wdt"])


class GAF(DefinedNamespace):
    """Grounded Annotation Framework (Fokkens et al. 2013)."""

    _NS = Namespace(PREFIXES["gaf"])
    _fail = True
    denotedBy: URIRef


class ITSRDF(DefinedNamespace):
    """Internationalization Tag Set 2.0, as RDF."""

    _NS = Namespace(PREFIXES["itsrdf"])
    _fail = True
    taConfidence: URIRef
    taIdentRef: URIRef


class NIF(DefinedNamespace):
    """NLP Interchange Format 2.0 core."""

    _NS = Namespace(PREFIXES["nif"])
    _fail = True
    Context: URIRef
    Phrase: URIRef
    anchorOf: URIRef
    beginIndex: URIRef
    endIndex: URIRef
    referenceContext: URIRef
    sourceUrl: URIRef


class SEM(DefinedNamespace):
    """Simple Event Model (van Hage et al. 2011)."""

    _NS = Namespace(PREFIXES["sem"])
    _fail = True
    Event: URIRef
    hasActor: URIRef
    hasEarliestBeginTimeStamp: URIRef
    hasLatestEndTimeStamp: URIRef
    hasPlace: URIRef
    hasTimeStamp: URIRef


class WIKIBASE(DefinedNamespace):
    """The ontology of Wikibase."""

    _NS = Namespace(PREFIXES["wikibase"])
    _fail = True
    Statement: URIRef


class KG(DefinedNamespace):
    """Our own terms, except the event classes (`event_class`)."""

    _NS = Namespace(ONTOLOGY)
    _fail = True
    # classes
    Claim: URIRef
    Event: URIRef
    Group: URIRef
    Role: URIRef
    Statement: URIRef
    Toll: URIRef
    # roles of participants
    agent: URIRef
    destination: URIRef
    instrument: URIRef
    origin: URIRef
    participant: URIRef
    recipient: URIRef
    target: URIRef
    topic: URIRef
    # factuality
    certainty: URIRef
    confidence: URIRef
    ended: URIRef
    extractor: URIRef
    knowledgeBase: URIRef
    agrees: URIRef
    contradicts: URIRef
    hedge: URIRef
    polarity: URIRef
    realis: URIRef
    actual: URIRef
    certain: URIRef
    future: URIRef
    hypothetical: URIRef
    negative: URIRef
    positive: URIRef
    possible: URIRef
    probable: URIRef
    unknown: URIRef
    # events, claims, tolls, quantities, entities
    predicate: URIRef
    timeText: URIRef
    addressee: URIRef
    asserts: URIRef
    claimKind: URIRef
    cue: URIRef
    speaker: URIRef
    accordingTo: URIRef
    directQuote: URIRef
    indirectSpeech: URIRef
    approximate: URIRef
    count: URIRef
    event: URIRef
    maximum: URIRef
    minimum: URIRef
    tollKind: URIRef
    quantity: URIRef
    victims: URIRef
    arrested: URIRef
    captured: URIRef
    displaced: URIRef
    injured: URIRef
    killed: URIRef
    missing: URIRef
    linkStatus: URIRef
    unlinked: URIRef
    # identity
    Identity: URIRef
    identifies: URIRef
    reason: URIRef
    sameEntityAs: URIRef
    sharedContext: URIRef
    acronym: URIRef
    linkedLater: URIRef
    sameName: URIRef
    shortName: URIRef
    spelling: URIRef


@cache
def _ontology() -> tuple[tuple[str, str, str], ...]:
    path = resources.ontology() / "kg.ttl"
    triples = (quad.triple for quad in ox.parse(path=path))
    return tuple(
        (t.subject.value, t.predicate.value, t.object.value)
        for t in triples
        if t.subject.value.startswith(ONTOLOGY)
    )


@cache
def defined_terms() -> frozenset[str]:
    """The IRIs that `ontology/kg.ttl` defines."""
    return frozenset(subject for subject, _, _ in _ontology())


@cache
def event_classes() -> frozenset[str]:
    """The local names of `kg:Event` and all that is below it."""
    upward = {str(RDFS.subClassOf), str(SKOS.broader)}
    edges = [(s, o) for s, p, o in _ontology() if p in upward]
    found, size = {str(KG.Event)}, 0
    while len(found) > size:
        size = len(found)
        found |= {lower for lower, upper in edges if upper in found}
    return frozenset(iri.removeprefix(ONTOLOGY) for iri in found)


def event_class(name: str) -> URIRef:
    """The IRI of the event class `name`; GraphError if `ontology/kg.ttl` has none."""
    if name not in event_classes():
        raise GraphError(f"event class {name!r} is not in ontology/kg.ttl; define it there")
    return URIRef(ONTOLOGY + name)
