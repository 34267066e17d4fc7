"""Facts to triples, as the contract has them, one aspect a test."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any, get_args

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import PROV, RDF, RDFS, SDO, SKOS, XSD
from river_report import ARTICLE, ENTITIES, GAO, MENTIONS, REPORT, RUN, TEXT, TOLLS, at

from kg import facts
from kg.errors import GraphError
from kg.facts import (
    Claim,
    Document,
    Entity,
    Event,
    Factuality,
    Mention,
    Participant,
    Qualifier,
    Span,
    Statement,
    Time,
)
from kg.prefixes import DATA
from kg.rdf import merged, to_dataset
from kg.rdf.names import names
from kg.rdf.vocabulary import GAF, GEO, ITSRDF, KG, NIF, PQ, PS, SEM, WD, WDT, WIKIBASE, P

NAMES = names(REPORT)
DOC = NAMES.document
IN = WD.Q188904


@pytest.fixture(scope="module")
def graph() -> Graph:
    return merged(to_dataset([REPORT], RUN))


def build(**changes: Any) -> Graph:
    return merged(to_dataset([replace(REPORT, **changes)]))


def place(span: Span) -> URIRef:
    return URIRef(f"{DOC}#char={span.begin},{span.end}")


def triples(graph: Graph, node: URIRef) -> set[tuple[Any, Any]]:
    return set(graph.predicate_objects(node))


def test_article(graph: Graph) -> None:
    assert triples(graph, DOC) == {
        (RDF.type, SDO.NewsArticle),
        (SDO.headline, Literal("River Front takes Gao")),
        (SDO.url, URIRef("https://example.org/news/river-front-takes-gao.html")),
        (SDO.datePublished, Literal("2024-03-06T08:30:00+00:00", datatype=XSD.dateTime)),
        (SDO.publisher, Literal("Example News")),
        (SDO.inLanguage, Literal("en")),
    }


def test_headline_and_summary_from_blocks() -> None:
    summary = at("Fighters of the River Front seized Gao")
    blocks = (*ARTICLE.blocks, facts.Block(summary, "summary"))
    made = build(article=replace(ARTICLE, title=None, blocks=blocks))
    assert made.value(DOC, SDO.headline) == Literal("River Front takes Gao")
    assert made.value(DOC, SDO.abstract) == Literal("Fighters of the River Front seized Gao")


def test_context(graph: Graph) -> None:
    assert triples(graph, URIRef(f"{DOC}#char=0,{len(TEXT)}")) == {
        (RDF.type, NIF.Context),
        (NIF.beginIndex, Literal(0)),
        (NIF.endIndex, Literal(len(TEXT))),
        (NIF.sourceUrl, DOC),
    }


def test_mention(graph: Graph) -> None:
    span = at("the city")
    assert triples(graph, place(span)) == {
        (RDF.type, NIF.Phrase),
        (NIF.beginIndex, Literal(span.begin)),
        (NIF.endIndex, Literal(span.end)),
        (NIF.anchorOf, Literal("the city")),
        (NIF.referenceContext, URIRef(f"{DOC}#char=0,{len(TEXT)}")),
        (ITSRDF.taIdentRef, IN),
        (ITSRDF.taConfidence, Literal("0.8", datatype=XSD.decimal)),
    }


def test_every_place_has_the_slice_it_names(graph: Graph) -> None:
    places = set(graph.subjects(RDF.type, NIF.Phrase))
    assert len(places) > 30
    for node in places:
        begin, end = map(int, str(node).rpartition("=")[2].split(","))
        assert str(graph.value(node, NIF.anchorOf)) == TEXT[begin:end]


def test_every_fact_is_denoted_by_a_place(graph: Graph) -> None:
    for node in NAMES.facts.values():
        denoting = set(graph.objects(node, GAF.denotedBy))
        assert denoting
        assert denoting <= set(graph.subjects(RDF.type, NIF.Phrase))


def test_linked_entity(graph: Graph) -> None:
    found = triples(graph, IN)
    geometry = URIRef(DATA + "geometry/Q188904")
    assert {
        (RDF.type, SDO.Place),
        (RDFS.label, Literal("Gao", lang="en")),
        (SDO.description, Literal("city in Mali", lang="en")),
        (WDT.P31, WD.Q515),
        (WDT.P17, WD.Q912),
        (GEO.hasGeometry, geometry),
    } <= found
    assert str(graph.value(geometry, GEO.asWKT)) == "POINT(-0.05 16.2666)"
    assert {node for term, node in found if term == GAF.denotedBy} == {
        place(mention.span) for mention in MENTIONS if mention.entity == "e2"
    }


def test_the_country_of_an_organisation_is_not_where_it_lies(graph: Graph) -> None:
    assert (WD.Q7159, WDT.P17, None) not in graph


def test_what_the_knowledge_base_says_is_in_its_own_graph() -> None:
    dataset = to_dataset([REPORT])
    extracted, known = dataset.graph(DOC), dataset.graph(URIRef(DATA + "kb"))
    assert {term for term, _ in triples(extracted, IN)} == {RDF.type, GAF.denotedBy}
    assert (IN, RDFS.label, Literal("Gao", lang="en")) in known
    assert not set(known.subjects(GAF.denotedBy))
    assert {g.identifier for g in dataset.graphs() if len(g)} == {DOC, URIRef(DATA + "kb")}


def test_unlinked_entity(graph: Graph) -> None:
    node = NAMES["e4"]
    assert {
        (RDF.type, SDO.Person),
        (RDFS.label, Literal("Awa Keïta", lang="en")),
        (SKOS.altLabel, Literal("Keïta", lang="en")),
        (KG.linkStatus, KG.unlinked),
    } <= triples(graph, node)
    assert node.startswith(DATA + "entity/awa-keita-")


def test_unnamed_entity_is_a_node_of_the_document(graph: Graph) -> None:
    span = at("soldiers")
    node = URIRef(f"{DOC}#node-{span.begin}-{span.end}")
    assert NAMES["e10"] == node
    assert triples(graph, node) == {
        (RDF.type, KG.Group),
        (RDFS.label, Literal("soldiers", lang="en")),
        (GAF.denotedBy, place(span)),
    }


@pytest.mark.parametrize("name", get_args(facts.EntityType))
def test_every_entity_type_has_a_class(name: Any) -> None:
    made = build(entities=(*ENTITIES[:3], replace(ENTITIES[3], type=name), *ENTITIES[4:]))
    (node,) = made.subjects(RDFS.label, Literal("Awa Keïta", lang="en"))
    assert len(set(made.objects(node, RDF.type))) == 1


def test_event(graph: Graph) -> None:
    assert triples(graph, NAMES["v1"]) == {
        (RDF.type, KG._NS.Capture),
        (RDF.type, SEM.Event),
        (RDFS.label, Literal("River Front seized Gao", lang="en")),
        (KG.predicate, Literal("seize")),
        (KG.agent, NAMES["e1"]),
        (KG.target, IN),
        (KG.timeText, Literal("on Tuesday")),
        (SEM.hasTimeStamp, Literal("2024-03-05", datatype=XSD.date)),
        (SEM.hasEarliestBeginTimeStamp, Literal("2024-03-05", datatype=XSD.date)),
        (SEM.hasLatestEndTimeStamp, Literal("2024-03-05", datatype=XSD.date)),
        (KG.polarity, KG.positive),
        (KG.certainty, KG.certain),
        (KG.realis, KG.actual),
        (KG.confidence, Literal("0.93", datatype=XSD.decimal)),
        (GAF.denotedBy, place(at("seized"))),
        (GAF.denotedBy, place(at("takes"))),
    }


def test_event_iris_say_class_and_place() -> None:
    span = at("seized")
    assert str(NAMES["v1"]) == f"{DOC}#event-{span.begin}-{span.end}-Capture"


@pytest.mark.parametrize(
    ("begin", "end", "day"),
    [
        ("2024-03-05", "2024-03-05", "2024-03-05"),
        ("2024-03-05T06:00", "2024-03-05T12:00", "2024-03-05"),
        ("2024-03-05", "2024-03-06", None),
        ("2024-03-05", None, None),
        (None, "2024-03-05", None),
        (None, None, None),
    ],
)
def test_times(begin: str | None, end: str | None, day: str | None) -> None:
    time = Time("then", at("on Tuesday"), begin, end)
    made, node = (
        build(events=(replace(REPORT.events[0], time=time),), tolls=(), claims=()),
        NAMES["v1"],
    )
    stamp = made.value(node, SEM.hasTimeStamp)
    assert stamp == (Literal(day, datatype=XSD.date) if day else None)
    assert ((node, SEM.hasEarliestBeginTimeStamp, None) in made) == (begin is not None)
    assert ((node, SEM.hasLatestEndTimeStamp, None) in made) == (end is not None)
    assert made.value(node, KG.timeText) == Literal("then")


@pytest.mark.parametrize(
    "role",
    ["agent", "target", "recipient", "instrument", "origin", "destination", "topic", "participant"],
)
def test_roles(role: str) -> None:
    event = replace(REPORT.events[0], participants=(Participant(role, "e1"),))
    assert (NAMES["v1"], KG[role], NAMES["e1"]) in build(events=(event,), tolls=(), claims=())


FACTUALITIES = [
    Factuality(*values)
    for values in product(
        get_args(facts.Polarity), get_args(facts.Certainty), get_args(facts.Realis)
    )
]


@pytest.mark.parametrize("fact", FACTUALITIES, ids=str)
def test_truthy_triples_are_written_only_for_facts(fact: Factuality) -> None:
    made = build(statements=(replace(REPORT.statements[1], factuality=fact),))
    node = NAMES["s2"]
    assert (WD.Q3703, P.P1376, node) in made
    assert (node, PS.P1376, WD.Q912) in made
    assert (node, KG.polarity, KG[fact.polarity]) in made
    assert (node, KG.certainty, KG[fact.certainty]) in made
    assert (node, KG.realis, KG[fact.realis]) in made
    assert ((WD.Q3703, WDT.P1376, WD.Q912) in made) == fact.is_fact


def test_statement(graph: Graph) -> None:
    assert triples(graph, NAMES["s1"]) == {
        (RDF.type, WIKIBASE.Statement),
        (RDF.type, KG.Statement),
        (PS.P39, WD.Q30100640),
        (PQ.P642, WD.Q912),
        (KG.extractor, Literal("title")),
        (KG.polarity, KG.positive),
        (KG.certainty, KG.certain),
        (KG.realis, KG.actual),
        (KG.confidence, Literal("0.88", datatype=XSD.decimal)),
        (GAF.denotedBy, place(at("Prime Minister Moussa Sangaré"))),
    }


def test_statement_with_a_date_and_its_source() -> None:
    fact = Factuality(certainty="possible", hedge="perhaps", sources=("e4", "e6"))
    statement = Statement(
        "s1", "e1", "P39", "e7", (at("Gao"),), qualifiers=(Qualifier("P642", "2020-01", False),),
        factuality=fact,
    )  # fmt: skip
    made, node = build(statements=(statement,)), names(REPORT)["s1"]
    node = next(made.objects(NAMES["e1"], P.P39))
    assert made.value(node, PQ.P642) == Literal("2020-01", datatype=XSD.gYearMonth)
    assert made.value(node, KG.hedge) == Literal("perhaps")
    assert set(made.objects(node, PROV.wasAttributedTo)) == {NAMES["e4"], NAMES["e6"]}


def test_claims(graph: Graph) -> None:
    quote = NAMES["c2"]
    assert triples(graph, quote) == {
        (RDF.type, KG.Claim),
        (RDF.type, SDO.Quotation),
        (KG.claimKind, KG.directQuote),
        (KG.cue, Literal("told")),
        (KG.speaker, NAMES["e4"]),
        (KG.addressee, WD.Q7159),
        (SDO.text, Literal("We buried at least 40 children,")),
        (SDO.text, Literal("We will rebuild.")),
        (SDO.about, NAMES["e12"]),
        (KG.asserts, NAMES["t2"]),
        (KG.confidence, Literal("0.97", datatype=XSD.decimal)),
        (GAF.denotedBy, place(REPORT.claims[1].span)),
    }
    assert (NAMES["c1"], RDF.type, SDO.Quotation) not in graph


def test_what_a_claim_asserts_is_attributed_to_its_speaker() -> None:
    claim = Claim(
        "c1", "accordingTo", "according to", (at("Gao"),), at("Gao"), "e4",
        asserts=("v1", "s2", "t3"),
    )  # fmt: skip
    made = build(claims=(claim,))
    for fact in claim.asserts:
        assert (NAMES[fact], PROV.wasAttributedTo, NAMES["e4"]) in made


def test_toll(graph: Graph) -> None:
    assert {
        (RDF.type, KG.Toll),
        (KG.tollKind, KG.killed),
        (KG["count"], Literal(300)),
        (KG.minimum, Literal(300)),
        (KG.maximum, Literal(300)),
        (KG.approximate, Literal(True)),
        (KG.victims, NAMES["e11"]),
        (KG.event, NAMES["v3"]),
        (SEM.hasPlace, IN),
        (PROV.wasAttributedTo, NAMES["e4"]),
    } <= triples(graph, NAMES["t1"])
    bounds = {term for term, _ in triples(graph, NAMES["t2"])}
    assert KG.minimum in bounds
    assert not bounds & {KG["count"], KG.maximum, KG.approximate}


def test_quantity(graph: Graph) -> None:
    assert {
        (RDF.type, SDO.QuantitativeValue),
        (RDF.type, SDO.MonetaryAmount),
        (SDO.currency, Literal("USD")),
        (SDO.unitText, Literal("US dollar")),
        (SDO.minValue, Literal("2500000", datatype=XSD.decimal)),
        (KG.realis, KG.future),
        (PROV.wasAttributedTo, NAMES["e4"]),
    } <= triples(graph, NAMES["q1"])
    money = {term for term, _ in triples(graph, NAMES["q1"])}
    assert not money & {SDO.value, SDO.maxValue, SDO.unitCode, KG.approximate}
    distance = triples(graph, NAMES["q2"])
    assert {
        (SDO.unitCode, Literal("KMT")),
        (SDO.minValue, Literal("300", datatype=XSD.decimal)),
        (SDO.maxValue, Literal("350", datatype=XSD.decimal)),
        (KG.approximate, Literal(True)),
    } <= distance
    assert (RDF.type, SDO.MonetaryAmount) not in distance
    assert (NAMES["e3"], KG.quantity, NAMES["q2"]) in graph
    assert len(list(graph.triples((None, KG.quantity, None)))) == 1


def test_alike_facts_at_one_place_are_told_apart() -> None:
    event = REPORT.events[0]
    made = names(replace(REPORT, events=(event, replace(event, id="v2")), tolls=()))
    assert made["v2"] == URIRef(f"{made['v1']}-2")


def test_one_unlinked_name_in_two_documents() -> None:
    other = replace(REPORT, article=replace(ARTICLE, url="https://example.org/other"))
    made = merged(to_dataset([REPORT, other]))
    (node,) = made.subjects(RDFS.label, Literal("Awa Keïta", lang="en"))
    documents = {str(mention).split("#")[0] for mention in made.objects(node, GAF.denotedBy)}
    assert len(documents) == 2


def test_base() -> None:
    made = to_dataset([REPORT], RUN, base="https://e.org/x/")
    minted = {str(s) for s, *_ in made.quads() if "wikidata.org" not in str(s)}
    assert minted
    assert all(iri.startswith("https://e.org/x/") for iri in minted)
    with pytest.raises(GraphError, match="ends with '/'"):
        to_dataset([REPORT], base="https://e.org/x")


NO_GAO = tuple(mention for mention in MENTIONS if mention.entity != "e2")
V1, S1, T1 = REPORT.events[0], REPORT.statements[0], TOLLS[0]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"events": (replace(V1, participants=(Participant("agent", "e99"),)),)}, "'e99', which"),
        ({"events": (replace(V1, participants=(Participant("boss", "e1"),)),)}, "is not a role"),
        ({"events": (replace(V1, cls="Capturing"),)}, "'Capturing' is not in ontology/kg.ttl"),
        ({"events": (replace(V1, spans=()),)}, "'v1' has no place in the text"),
        ({"events": (replace(V1, spans=(Span(5, 5),)),)}, "no text from 5 to 5"),
        ({"events": (replace(V1, spans=(Span(0, 9999),)),)}, "no text from 0 to 9999"),
        ({"events": (replace(V1, time=Time("x", at("Gao"), "2024-02-31")),)}, "is not a date"),
        ({"events": (replace(V1, confidence=float("nan")),)}, "is not a number"),
        ({"statements": (replace(S1, property="39"),)}, "of a Wikidata property"),
        ({"tolls": (T1, T1)}, "two facts have the identifier 't1'"),
        ({"mentions": NO_GAO}, "'e2' .'Gao'. has no mention"),
        ({"article": replace(ARTICLE, published="yesterday")}, "'yesterday' is not a date"),
        ({"article": replace(ARTICLE, url="example.org")}, "is not absolute"),
        (
            {"entities": (*ENTITIES[:1], replace(ENTITIES[1], item=replace(GAO, qid="x")))},
            "of a Wikidata item",
        ),
    ],
)
def test_impossible_facts(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(GraphError, match=message):
        build(**changes)


def test_half_a_character() -> None:
    with pytest.raises(GraphError, match=r"news\.txt: half a character .* at 3"):
        to_dataset([Document(facts.Article("abc\ud800", path="news.txt"))])


def test_an_empty_document() -> None:
    made = merged(to_dataset([Document(facts.Article("Nothing."))]))
    assert len(set(made.subjects())) == 2


def test_a_saying_and_a_relation_are_told_apart() -> None:
    event = Event("v1", "Statement", "say", "she told", (at("told"),))
    made = build(events=(event,), tolls=(), claims=())
    sayings = set(made.subjects(RDF.type, KG.Statement)) & set(made.subjects(RDF.type, SEM.Event))
    relations = set(made.subjects(RDF.type, WIKIBASE.Statement))
    assert len(sayings) == 1
    assert not sayings & relations


def test_mention_of_an_entity_that_the_document_lacks() -> None:
    with pytest.raises(GraphError, match="'e5', which the document lacks"):
        to_dataset([Document(ARTICLE, mentions=(Mention("m1", at("Gao"), "e5", "GPE"),))])


def test_an_entity_named_twice_is_one() -> None:
    twice = Entity("e1", "Person", "Awa Keïta"), Entity("e2", "Person", "awa keita")
    mentions = (
        Mention("m1", at("Awa Keïta"), "e1", "PERSON"),
        Mention("m2", at("she"), "e2", "PERSON"),
    )
    found = names(Document(ARTICLE, twice, mentions))
    assert found["e1"] == found["e2"]
