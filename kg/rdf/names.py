"""The IRI of each fact of a document, by its identifier there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import URIRef

from kg.errors import GraphError
from kg.facts import Document, Entity, Mention, Span
from kg.prefixes import DATA
from kg.rdf import iris


@dataclass(frozen=True)
class Names:
    """IRIs by the identifiers that are unique within one document."""

    document: URIRef
    context: URIRef
    facts: dict[str, URIRef]

    def __getitem__(self, identifier: str) -> URIRef:
        """The IRI of a fact; GraphError if the document has none of that identifier."""
        try:
            return self.facts[identifier]
        except KeyError:
            raise GraphError(
                f"{self.document}: a fact refers to {identifier!r}, which the document lacks"
            ) from None


def names(document: Document, base: str = DATA) -> Names:
    """IRIs for `document`: global for named entities, else made of class and offsets.

    Facts alike in both are numbered in the document's order.
    """
    doc = iris.document(document.article, base)
    context = iris.place(doc, Span(0, len(document.article.text)))
    found: dict[str, URIRef] = {}
    taken: set[str] = set()
    for identifier, name in _local_names(document, doc, base):
        if identifier in found:
            raise GraphError(f"{doc}: two facts have the identifier {identifier!r}")
        if isinstance(name, URIRef):
            found[identifier] = name
            continue
        unique, number = name, 1
        while unique in taken:
            number += 1
            unique = f"{name}-{number}"
        taken.add(unique)
        found[identifier] = URIRef(f"{doc}#{unique}")
    return Names(doc, context, found)


def _local_names(document: Document, doc: URIRef, base: str) -> Iterator[tuple[str, str | URIRef]]:
    first: dict[str, Mention] = {}
    for mention in sorted(document.mentions, key=lambda m: m.span):
        first.setdefault(mention.entity, mention)
    for entity in document.entities:
        yield entity.id, _entity_name(entity, first, doc, base)
    for event in document.events:
        yield event.id, f"event-{_offsets(event.id, event.spans)}-{event.cls}"
    for statement in document.statements:
        pid = iris.property_id(statement.property)
        yield statement.id, f"statement-{_offsets(statement.id, statement.spans)}-{pid}"
    for claim in document.claims:
        yield claim.id, f"claim-{_offsets(claim.id, (claim.span,))}"
    for toll in document.tolls:
        yield toll.id, f"toll-{_offsets(toll.id, toll.spans)}-{toll.kind}"
    for quantity in document.quantities:
        yield quantity.id, f"quantity-{_offsets(quantity.id, quantity.spans)}"


def _entity_name(entity: Entity, first: dict[str, Mention], doc: URIRef, base: str) -> str | URIRef:
    if entity.id not in first:
        raise GraphError(f"entity {entity.id!r} ({entity.name!r}) has no mention in the text")
    if entity.named or entity.item is not None:
        return iris.entity(entity, base, doc)
    return f"node-{_offsets(entity.id, (first[entity.id].span,))}"


def _offsets(identifier: str, spans: tuple[Span, ...]) -> str:
    if not spans:
        raise GraphError(f"fact {identifier!r} has no place in the text that denotes it")
    return f"{spans[0].begin}-{spans[0].end}"
