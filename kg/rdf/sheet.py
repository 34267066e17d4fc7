"""Writing the facts of one document: its graph, its text, and places in the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import GraphError
from kg.facts import Article, Factuality, Span, Time
from kg.rdf import iris, literals
from kg.rdf.names import Names
from kg.rdf.vocabulary import GAF, KG, NIF, PROV, RDF, RDFS, SEM


@dataclass(frozen=True)
class Sheet:
    """The graph of one document, with what is needed to write into it."""

    graph: Graph
    article: Article
    names: Names

    def add(self, node: URIRef, term: URIRef, *values: Node) -> None:
        """`node` has each of `values` for `term`."""
        for value in values:
            self.graph.add((node, term, value))

    def words(self, span: Span) -> str:
        """The slice of the text; GraphError if the span is empty or outside of it."""
        if not 0 <= span.begin < span.end <= len(self.article.text):
            raise GraphError(
                f"{self.names.document}: no text from {span.begin} to {span.end}"
                f" (it has {len(self.article.text)} characters)"
            )
        return self.article.text[span.begin : span.end]

    def place(self, span: Span) -> URIRef:
        """The place in the text at `span`, written as a nif:Phrase."""
        words = self.words(span)
        node = iris.place(self.names.document, span)
        self.add(node, RDF.type, NIF.Phrase)
        self.add(node, NIF.beginIndex, literals.integer(span.begin))
        self.add(node, NIF.endIndex, literals.integer(span.end))
        self.add(node, NIF.anchorOf, Literal(words))
        self.add(node, NIF.referenceContext, self.names.context)
        return node

    def denote(self, node: URIRef, spans: Iterable[Span]) -> None:
        """`node` is denoted by the places at `spans`."""
        self.add(node, GAF.denotedBy, *(self.place(span) for span in spans))

    def label(self, node: URIRef, text: str) -> None:
        """`node` is called `text`, in the article's language."""
        self.add(node, RDFS.label, literals.label(text, self.article.language))

    def entities(self, identifiers: Iterable[str]) -> list[URIRef]:
        """The IRIs of the facts of these identifiers."""
        return [self.names[identifier] for identifier in identifiers]

    def factuality(self, node: URIRef, fact: Factuality, confidence: float) -> None:
        """How the text presents `node`, to whom it ascribes it, and how sure we are."""
        self.add(node, KG.polarity, KG[fact.polarity])
        self.add(node, KG.certainty, KG[fact.certainty])
        self.add(node, KG.realis, KG[fact.realis])
        if fact.hedge:
            self.add(node, KG.hedge, Literal(fact.hedge))
        self.add(node, PROV.wasAttributedTo, *self.entities(fact.sources))
        self.add(node, KG.confidence, literals.decimal(confidence))

    def time(self, node: URIRef, time: Time | None) -> None:
        """When `node` was: its bounds where known, and the day where it is one."""
        if time is None:
            return
        self.add(node, KG.timeText, Literal(time.text))
        if time.begin:
            self.add(node, SEM.hasEarliestBeginTimeStamp, literals.time(time.begin))
        if time.end:
            self.add(node, SEM.hasLatestEndTimeStamp, literals.time(time.end))
        if time.begin and time.end and literals.day(time.begin) == literals.day(time.end):
            self.add(node, SEM.hasTimeStamp, literals.time(literals.day(time.begin)))
