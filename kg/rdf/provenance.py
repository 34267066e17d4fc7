"""The run that made a graph, in PROV-O."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import Dataset, Literal, URIRef

from kg.facts import Run
from kg.prefixes import DATA
from kg.rdf import iris, literals
from kg.rdf.vocabulary import DCTERMS, PROV, RDF, RDFS


def add_run(dataset: Dataset, run: Run, documents: Iterable[URIRef], base: str = DATA) -> URIRef:
    """Write `run`, which used `documents`, into a graph of its own; return its IRI.

    A run that read no text has no model ("").
    """
    used = sorted(set(documents))
    base = iris.check_base(base)
    node = iris.run(run, used, base)
    software = iris.thing("software", run.software, base)
    model = iris.thing("model", run.model, base)
    dated = f"{run.knowledge_base} {run.knowledge_base_date or ''}".strip()
    knowledge = iris.thing("knowledge-base", dated, base)
    graph = dataset.graph(node)
    graph.add((node, RDF.type, PROV.Activity))
    graph.add((node, PROV.wasAssociatedWith, software))
    for thing in (*([model] if run.model else []), knowledge, *used):
        graph.add((node, PROV.used, thing))
    if run.stamp:
        graph.add((node, PROV.endedAtTime, literals.time(run.stamp)))
    for thing, kind, label in (
        (software, PROV.SoftwareAgent, run.software),
        (model, PROV.Entity, run.model),
        (knowledge, PROV.Entity, run.knowledge_base),
    ):
        if not label:
            continue
        graph.add((thing, RDF.type, kind))
        graph.add((thing, RDFS.label, Literal(label)))
    if run.linker:
        linker = iris.thing("software", run.linker, base)
        graph.add((node, PROV.wasAssociatedWith, linker))
        graph.add((linker, RDF.type, PROV.SoftwareAgent))
        graph.add((linker, RDFS.label, Literal(run.linker)))
    for source in run.sources:
        graph.add((knowledge, DCTERMS.source, Literal(source)))
    if run.knowledge_base_date:
        graph.add((knowledge, DCTERMS.date, literals.value(run.knowledge_base_date, "en")))
    return node
