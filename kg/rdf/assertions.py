"""Events, statements, claims, tolls and quantities, written as the contract describes."""

from __future__ import annotations

from rdflib import Literal, URIRef
from rdflib.term import Node

from kg.errors import GraphError
from kg.facts import Claim, Event, Qualifier, Quantity, Statement, Toll
from kg.rdf import iris, literals
from kg.rdf.sheet import Sheet
from kg.rdf.vocabulary import (
    KG,
    PQ,
    PROV,
    PS,
    RDF,
    SDO,
    SEM,
    WDT,
    WIKIBASE,
    P,
    event_class,
)

_ROLES = frozenset(
    {
        "agent", "target", "recipient", "instrument", "origin", "destination", "topic",
        "participant",
    }
)  # fmt: skip


def write_event(sheet: Sheet, event: Event) -> None:
    """An event with its participants, places, time and factuality."""
    node = sheet.names[event.id]
    sheet.add(node, RDF.type, event_class(event.cls), SEM.Event)
    sheet.label(node, event.label or sheet.words(event.spans[0]))
    if event.predicate:
        sheet.add(node, KG.predicate, Literal(event.predicate))
    for participant in event.participants:
        if participant.role not in _ROLES:
            raise GraphError(f"event {event.id!r}: {participant.role!r} is not a role")
        sheet.add(node, KG[participant.role], sheet.names[participant.entity])
    sheet.add(node, SEM.hasPlace, *sheet.entities(event.places))
    sheet.time(node, event.time)
    sheet.factuality(node, event.factuality, event.confidence)
    sheet.denote(node, event.spans)


def write_statement(sheet: Sheet, statement: Statement) -> None:
    """A Wikidata statement; the truthy triple only where the text states a fact."""
    node, subject = sheet.names[statement.id], sheet.names[statement.subject]
    pid = iris.property_id(statement.property)
    value = _value(sheet, statement)
    sheet.add(subject, P[pid], node)
    sheet.add(node, RDF.type, WIKIBASE.Statement, KG.Statement)
    sheet.add(node, PS[pid], value)
    for qualifier in statement.qualifiers:
        sheet.add(node, PQ[iris.property_id(qualifier.property)], _value(sheet, qualifier))
    sheet.add(node, KG.extractor, Literal(statement.extractor))
    if statement.known:
        sheet.add(node, KG.knowledgeBase, KG[statement.known])
    sheet.factuality(node, statement.factuality, statement.confidence)
    sheet.denote(node, statement.spans)
    if statement.ended:
        sheet.add(node, KG.ended, Literal(True))
    elif statement.factuality.is_fact:
        sheet.add(subject, WDT[pid], value)


def write_claim(sheet: Sheet, claim: Claim) -> None:
    """A claim; what it asserts is attributed to its speaker."""
    node = sheet.names[claim.id]
    sheet.add(node, RDF.type, KG.Claim)
    if claim.kind == "directQuote":
        sheet.add(node, RDF.type, SDO.Quotation)
    sheet.add(node, KG.claimKind, KG[claim.kind])
    sheet.add(node, KG.cue, Literal(claim.cue))
    sheet.add(node, SDO.text, *(Literal(sheet.words(span)) for span in claim.words))
    asserted = sheet.entities(claim.asserts)
    sheet.add(node, KG.asserts, *asserted)
    sheet.add(node, SDO.about, *sheet.entities(claim.about))
    if claim.speaker:
        speaker = sheet.names[claim.speaker]
        sheet.add(node, KG.speaker, speaker)
        for fact in asserted:
            sheet.add(fact, PROV.wasAttributedTo, speaker)
    if claim.addressee:
        sheet.add(node, KG.addressee, sheet.names[claim.addressee])
    sheet.add(node, KG.confidence, literals.decimal(claim.confidence))
    sheet.denote(node, (claim.span,))


def write_toll(sheet: Sheet, toll: Toll) -> None:
    """A casualty figure with its bounds."""
    node = sheet.names[toll.id]
    sheet.add(node, RDF.type, KG.Toll)
    sheet.add(node, KG.tollKind, KG[toll.kind])
    numbers: tuple[tuple[URIRef, int | None], ...] = (
        (KG["count"], toll.count),
        (KG.minimum, toll.minimum),
        (KG.maximum, toll.maximum),
    )
    for term, number in numbers:
        if number is not None:
            sheet.add(node, term, literals.integer(number))
    if toll.approximate:
        sheet.add(node, KG.approximate, literals.boolean(True))
    if toll.victims:
        sheet.add(node, KG.victims, sheet.names[toll.victims])
    if toll.event:
        sheet.add(node, KG.event, sheet.names[toll.event])
    sheet.add(node, SEM.hasPlace, *sheet.entities(toll.places))
    sheet.time(node, toll.time)
    sheet.factuality(node, toll.factuality, toll.confidence)
    sheet.denote(node, toll.spans)


def write_quantity(sheet: Sheet, quantity: Quantity) -> None:
    """A number with its unit, on what it measures; a sum of money has its currency."""
    node = sheet.names[quantity.id]
    sheet.add(node, RDF.type, SDO.QuantitativeValue)
    numbers = (
        (SDO.value, quantity.value),
        (SDO.minValue, quantity.minimum),
        (SDO.maxValue, quantity.maximum),
    )
    for term, number in numbers:
        if number is not None:
            sheet.add(node, term, literals.number(number))
    sheet.add(node, SDO.unitText, Literal(quantity.unit))
    money = quantity.kind == "money"
    if money:
        sheet.add(node, RDF.type, SDO.MonetaryAmount)
    if quantity.code:
        sheet.add(node, SDO.currency if money else SDO.unitCode, Literal(quantity.code))
    if quantity.approximate:
        sheet.add(node, KG.approximate, literals.boolean(True))
    if quantity.of:
        sheet.add(sheet.names[quantity.of], KG.quantity, node)
    sheet.factuality(node, quantity.factuality, quantity.confidence)
    sheet.denote(node, quantity.spans)


def _value(sheet: Sheet, fact: Statement | Qualifier) -> Node:
    text = fact.object if isinstance(fact, Statement) else fact.value
    return sheet.names[text] if fact.is_entity else literals.value(text, sheet.article.language)
