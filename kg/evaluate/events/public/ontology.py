"""What the ontology says of classes of events: what stands above them, and PLOVER's codes."""

from __future__ import annotations

from functools import cache

from rdflib import RDFS, Graph, Namespace, URIRef

from kg.prefixes import ONTOLOGY
from kg.resources import ontology

KG = Namespace(ONTOLOGY)


@cache
def _graph() -> Graph:
    return Graph().parse(ontology() / "kg.ttl")


@cache
def lineage(cls: str) -> tuple[str, ...]:
    """A class of events and those above it, the nearest first."""
    found, rest = [], [KG[cls]]
    while rest:
        above = rest.pop(0)
        found.append(above.removeprefix(ONTOLOGY))
        rest += sorted(u for u in _graph().objects(above, RDFS.subClassOf) if isinstance(u, URIRef))
    return tuple(dict.fromkeys(found))


@cache
def plover(cls: str) -> str | None:
    """The PLOVER code of a class or of the nearest class above it that has one."""
    codes = (_graph().value(KG[above], KG.plover) for above in lineage(cls))
    return next((str(code) for code in codes if code is not None), None)


def plover_codes() -> frozenset[str]:
    """The PLOVER codes that some class has."""
    return frozenset(map(str, _graph().objects(None, KG.plover)))


def is_class(name: str) -> bool:
    """Whether `kg.ttl` defines a class of events of that name."""
    return "Event" in lineage(name)
