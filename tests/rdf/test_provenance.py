from __future__ import annotations

from dataclasses import replace

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, XSD
from river_report import REPORT, RUN

from kg.prefixes import DATA
from kg.rdf import merged, to_dataset
from kg.rdf.names import names


def test_run() -> None:
    graph = merged(to_dataset([REPORT], RUN))
    (run,) = graph.subjects(RDF.type, PROV.Activity)
    assert run.startswith(DATA + "run/")
    (software,) = graph.objects(run, PROV.wasAssociatedWith)
    assert graph.value(software, RDFS.label) == Literal("newskg 0.1.0")
    used = {str(graph.value(node, RDFS.label)): node for node in graph.objects(run, PROV.used)}
    assert used.keys() == {"kg-en-small 0.1.0", "wikidata-news", "None"}
    assert used["None"] == names(REPORT).document
    base = used["wikidata-news"]
    assert graph.value(base, DCTERMS.date) == Literal("2026-11-01", datatype=XSD.date)


def test_no_clock_unless_asked() -> None:
    assert not list(merged(to_dataset([REPORT], RUN)).subject_objects(PROV.endedAtTime))
    stamped = merged(to_dataset([REPORT], replace(RUN, stamp="2026-11-22T10:00:00Z")))
    ((_, time),) = stamped.subject_objects(PROV.endedAtTime)
    assert str(time) == "2026-11-22T10:00:00+00:00"


def test_the_run_is_in_a_graph_of_its_own() -> None:
    with_run, without = to_dataset([REPORT], RUN), to_dataset([REPORT])
    more = {g.identifier for g in with_run.graphs() if len(g)}
    more -= {g.identifier for g in without.graphs() if len(g)}
    assert len(more) == 1
    assert isinstance(next(iter(more)), URIRef)


def test_a_run_that_read_no_text_has_no_model() -> None:
    graph = merged(to_dataset([REPORT], replace(RUN, model="")))
    (run,) = graph.subjects(RDF.type, PROV.Activity)
    labels = {str(label) for label in graph.objects(run, PROV.used / RDFS.label)}
    assert labels == {"wikidata-news"}
    assert "" not in {str(label) for label in graph.objects(None, RDFS.label)}
