"""From `facts.Document` to the graph that the contract describes.

One named graph per document, and what the knowledge base adds in `<base>kb`.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import Dataset, Graph, Literal, URIRef

from kg.errors import GraphError
from kg.facts import Article, Document, Entity, EntityType, Item, Mention, Run
from kg.prefixes import DATA
from kg.rdf import iris, literals
from kg.rdf.assertions import (
    write_claim,
    write_event,
    write_quantity,
    write_statement,
    write_toll,
)
from kg.rdf.names import names
from kg.rdf.provenance import add_run
from kg.rdf.reading import new_dataset
from kg.rdf.sheet import Sheet
from kg.rdf.vocabulary import GAF, GEO, ITSRDF, KG, NIF, RDF, RDFS, SDO, SKOS, WDT

CLASSES: dict[EntityType, URIRef] = {
    "Person": SDO.Person,
    "Organization": SDO.Organization,
    "Place": SDO.Place,
    "Event": SDO.Event,
    "Product": SDO.Product,
    "Group": KG.Group,
    "Role": KG.Role,
    "Thing": SDO.Thing,
}
_KNOWLEDGE_BASE_LANGUAGE = "en"


def to_dataset(documents: Iterable[Document], run: Run | None = None, base: str = DATA) -> Dataset:
    """The graphs of `documents`, with the run that made them where one is given.

    A query on the dataset sees all of its graphs as one.

    Raises GraphError where a document refers to a fact it lacks, or a date, a URL,
    an identifier or a span is impossible.
    """
    dataset = new_dataset()
    written = [add_document(dataset, document, base) for document in documents]
    if run is not None:
        add_run(dataset, run, written, base)
    return dataset


def add_document(dataset: Dataset, document: Document, base: str = DATA) -> URIRef:
    """Write `document` into its own graph of `dataset`, whose name is the article's IRI."""
    base = iris.check_base(base)
    found = names(document, base)
    sheet = Sheet(dataset.graph(found.document), document.article, found)
    knowledge = dataset.graph(iris.knowledge_base(base))
    _write_article(sheet)
    for entity in document.entities:
        _write_entity(sheet, entity)
        if entity.item is not None:
            write_item(knowledge, entity.item, base)
    for mention in document.mentions:
        _write_mention(sheet, mention)
    for event in document.events:
        write_event(sheet, event)
    for statement in document.statements:
        write_statement(sheet, statement)
    for toll in document.tolls:
        write_toll(sheet, toll)
    for quantity in document.quantities:
        write_quantity(sheet, quantity)
    for claim in document.claims:
        write_claim(sheet, claim)
    return found.document


def _write_article(sheet: Sheet) -> None:
    article, node = sheet.article, sheet.names.document
    _check_text(article, node)
    sheet.add(node, RDF.type, SDO.NewsArticle)
    sheet.add(node, SDO.inLanguage, Literal(article.language))
    headlines = [sheet.words(b.span) for b in article.blocks if b.kind == "headline"]
    for headline in [article.title] if article.title else headlines:
        sheet.add(node, SDO.headline, Literal(headline))
    summaries = (sheet.words(b.span) for b in article.blocks if b.kind == "summary")
    sheet.add(node, SDO.abstract, *map(Literal, summaries))
    if article.url:
        sheet.add(node, SDO.url, iris.url(article.url))
    if article.published:
        sheet.add(node, SDO.datePublished, literals.time(article.published))
    if article.publisher:
        sheet.add(node, SDO.publisher, Literal(article.publisher))
    context = sheet.names.context
    sheet.add(context, RDF.type, NIF.Context)
    sheet.add(context, NIF.beginIndex, literals.integer(0))
    sheet.add(context, NIF.endIndex, literals.integer(len(article.text)))
    sheet.add(context, NIF.sourceUrl, node)


def _check_text(article: Article, node: URIRef) -> None:
    try:
        article.text.encode()
    except UnicodeEncodeError as error:
        raise GraphError(
            f"{article.path or node}: half a character (a lone surrogate) at {error.start};"
            " read the file in its own encoding"
        ) from error


def _write_entity(sheet: Sheet, entity: Entity) -> None:
    node, item = sheet.names[entity.id], entity.item
    sheet.add(node, RDF.type, CLASSES[item.type if item else entity.type])
    label = item.label if item else entity.name
    if item is None:
        sheet.label(node, entity.name)
        if entity.named:
            sheet.add(node, KG.linkStatus, KG.unlinked)
    for name in {entity.name, *entity.names} - {label}:
        sheet.add(node, SKOS.altLabel, literals.label(name, sheet.article.language))


def _write_mention(sheet: Sheet, mention: Mention) -> None:
    node, place = sheet.names[mention.entity], sheet.place(mention.span)
    sheet.add(node, GAF.denotedBy, place)
    sheet.add(place, ITSRDF.taIdentRef, node)
    sheet.add(place, ITSRDF.taConfidence, literals.decimal(mention.confidence))


def write_item(graph: Graph, item: Item, base: str) -> None:
    """What the knowledge base says of an item, into the graph that is kept for it."""
    node = iris.item(item.qid)
    graph.add((node, RDF.type, CLASSES[item.type]))
    graph.add((node, RDFS.label, literals.label(item.label, _KNOWLEDGE_BASE_LANGUAGE)))
    for alias in item.aliases:
        graph.add((node, SKOS.altLabel, Literal(alias)))  # its language is not known
    if item.description:
        description = literals.label(item.description, _KNOWLEDGE_BASE_LANGUAGE)
        graph.add((node, SDO.description, description))
    for qid in item.types:
        graph.add((node, WDT.P31, iris.item(qid)))
    if item.country and item.type == "Place":
        graph.add((node, WDT.P17, iris.item(item.country)))
    if item.latitude is not None and item.longitude is not None:
        geometry = iris.geometry(item.qid, base)
        graph.add((node, GEO.hasGeometry, geometry))
        graph.add((geometry, RDF.type, GEO.Geometry))
        graph.add((geometry, GEO.asWKT, literals.point(item.latitude, item.longitude)))
