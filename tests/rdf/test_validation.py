"""Graphs that conform, and one broken in each way that `kg validate` should name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import PROV, RDF, RDFS, SDO, XSD
from river_report import ARTICLE, REPORT, RUN, at, river_dataset

from kg.errors import GraphError
from kg.facts import Article, Document, Event
from kg.rdf import merged, to_bytes, to_dataset, validate, validate_file
from kg.rdf.names import names
from kg.rdf.vocabulary import GAF, ITSRDF, KG, NIF, SEM, WD, WDT

NAMES = names(REPORT)
SEIZED = URIRef(f"{NAMES.document}#char={at('seized').begin},{at('seized').end}")


def test_the_report_conforms() -> None:
    assert validate(to_dataset([REPORT], RUN)) == []


def test_many_documents_conform() -> None:
    other = replace(REPORT, article=replace(ARTICLE, url=None, published=None, title=None))
    assert validate(to_dataset([REPORT, other, Document(Article("x"))], RUN)) == []


def test_an_act_of_saying_conforms() -> None:
    saying = Event("v7", "Statement", "say", "said Awa Keïta", (at("said"),))
    assert validate(to_dataset([replace(REPORT, events=(*REPORT.events, saying))])) == []


def drop(node: URIRef, term: URIRef) -> Callable[[Graph], object]:
    return lambda graph: graph.remove((node, term, None))


def put(node: URIRef, term: URIRef, value: URIRef | Literal) -> Callable[[Graph], object]:
    return lambda graph: graph.set((node, term, value))


def more(node: URIRef, term: URIRef, value: URIRef | Literal) -> Callable[[Graph], object]:
    return lambda graph: graph.add((node, term, value))


V1, S1, C1, T1, E4 = (NAMES[key] for key in ("v1", "s1", "c1", "t1", "e4"))
Q1, Q2 = NAMES["q1"], NAMES["q2"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (drop(V1, GAF.denotedBy), "A place in a text denotes it."),
        (drop(V1, RDFS.label), "An event has one label."),
        (drop(V1, KG.polarity), "It has one polarity."),
        (more(V1, KG.polarity, KG.negative), "It has one polarity."),
        (put(V1, KG.certainty, KG.positive), "It has one certainty."),
        (put(V1, KG.realis, Literal("actual")), "It has one realis."),
        (put(V1, KG.confidence, Literal("1.5", datatype=XSD.decimal)), "a decimal from 0 to 1"),
        (put(V1, SEM.hasTimeStamp, Literal("Tuesday")), "It has at most one day."),
        (put(V1, KG.agent, Literal("fighters")), "A participant is something"),
        (put(V1, KG.agent, URIRef("https://e.org/nobody")), "A participant is something"),
        (put(V1, RDF.type, SEM.Event), "An event has a class of its own"),
        (put(V1, PROV.wasAttributedTo, Literal("them")), "It is attributed to an entity"),
        (drop(S1, KG.certainty), "It has one certainty."),
        (drop(S1, GAF.denotedBy), "A place in a text denotes it."),
        (drop(E4, RDFS.label), "An entity has a label."),
        (put(E4, RDF.type, SDO.Airline), "An entity has a type of the contract."),
        (drop(E4, GAF.denotedBy), "A place in a text denotes it."),
        (drop(C1, SDO.text), "A claim has its words."),
        (drop(C1, KG.claimKind), "A claim has one kind."),
        (put(C1, KG.asserts, E4), "A claim asserts events, statements, tolls and quantities."),
        (put(T1, KG.tollKind, KG.actual), "A toll has one kind."),
        (put(T1, KG.minimum, Literal(999)), "not above the maximum"),
        (put(T1, KG["count"], Literal(-1)), "A count is a whole number."),
        (put(T1, KG.event, E4), "A toll belongs to an event."),
        (put(Q2, SDO.minValue, Literal(Decimal(400))), "not above the greatest"),
        (put(Q2, SDO.unitCode, Literal("kilometre")), "A unit code is one of UN/CEFACT."),
        (drop(Q2, SDO.unitText), "A quantity has a unit."),
        (put(Q1, SDO.currency, Literal("$")), "A currency is a code of ISO 4217."),
        (drop(Q1, SDO.minValue), "with a value or a bound"),
        (put(E4, KG.quantity, T1), "A quantity is a schema:QuantitativeValue"),
        (drop(SEIZED, NIF.anchorOf), "A place has its words"),
        (drop(SEIZED, NIF.referenceContext), "A place belongs to one text."),
        (put(SEIZED, NIF.anchorOf, Literal("taken")), "its words are 5 characters long"),
        (put(SEIZED, NIF.beginIndex, Literal(50)), "its IRI does not name its offsets 50,57"),
        (put(SEIZED, ITSRDF.taConfidence, Literal("high")), "A mention's confidence"),
        (put(NAMES.document, SDO.datePublished, Literal("Monday")), "A publication date"),
        (put(NAMES.document, SDO.url, Literal("e.org")), "An article's URL is an IRI."),
        (more(V1, KG._NS.colour, Literal("red")), "kg:colour: not defined in ontology/kg.ttl"),
        (put(V1, RDF.type, KG._NS.Captur), "kg:Captur: not defined in ontology/kg.ttl"),
        (
            more(WD.Q3703, WDT.P39, WD.Q912),
            "wd:Q3703 wdt:P39 wd:Q912: no statement gives it as a fact",
        ),
        (put(S1, KG.certainty, KG.possible), "no statement gives it as a fact"),
    ],
)
def test_broken_graphs(change: Callable[[Graph], object], message: str) -> None:
    graph = merged(to_dataset([REPORT], RUN))
    change(graph)
    found = validate(graph)
    assert any(message in line for line in found), found
    assert found == sorted(found)
    assert all("\n" not in line for line in found)


@pytest.mark.parametrize(
    ("term", "value", "message"),
    [
        (KG.identifies, E4, "An identity is of two."),
        (KG.reason, KG.positive, "An identity has one reason."),
        (KG.sharedContext, Literal("Gao"), "Shared context is an entity."),
        (RDF.type, KG.Claim, "A kg:Identity says why two are the same."),
    ],
)
def test_broken_identities(term: URIRef, value: URIRef | Literal, message: str) -> None:
    graph = merged(river_dataset())
    assert validate(graph) == []
    (why,) = graph.subjects(RDF.type, KG.Identity)
    graph.set((why, term, value))
    assert any(message in line for line in validate(graph))


def test_a_toll_needs_a_number() -> None:
    graph = merged(to_dataset([REPORT]))
    for term in (KG["count"], KG.minimum, KG.maximum):
        graph.remove((T1, term, None))
    assert any("A toll has a count or a bound." in line for line in validate(graph))


def test_files(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.trig", tmp_path / "bad.ttl"
    good.write_bytes(to_bytes(to_dataset([REPORT], RUN), "trig"))
    assert validate_file(good) == []
    bad.write_text("@prefix e: <http://e/> .\ne:a e:b\n")
    with pytest.raises(GraphError, match=r"bad\.ttl, line 3: not valid Turtle"):
        validate_file(bad)
