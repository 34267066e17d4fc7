"""A document's facts as rows of words, for tables and lists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kg import lexicon
from kg.facts import (
    PLAIN,
    Document,
    Entity,
    Event,
    Factuality,
    Qualifier,
    Quantity,
    Span,
    Statement,
    Time,
    Toll,
)


@dataclass(frozen=True)
class Row:
    """One fact: what it says and the exact words it was taken from."""

    id: str
    kind: str
    says: str
    notes: str
    words: str
    spans: tuple[Span, ...]
    when: str = ""


class Rows:
    """The facts of one document in the order of the text."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._entities = {entity.id: entity for entity in document.entities}
        self._events = {event.id: event for event in document.events}

    def entity(self, identifier: str) -> Entity:
        """The entity with this identifier."""
        return self._entities[identifier]

    def name(self, identifier: str | None) -> str:
        """An entity's name, with its QID where it is linked; "?" for none."""
        if identifier is None:
            return "?"
        entity = self._entities[identifier]
        return f"{entity.name} ({entity.item.qid})" if entity.item else entity.name

    def words(self, *spans: Span) -> str:
        """The exact words of the spans, on one line."""
        text = self.document.article.text
        return " … ".join(" ".join(text[span.begin : span.end].split()) for span in spans)

    @cached_property
    def events(self) -> list[Row]:
        """Who did what to whom."""
        return [
            Row(
                id=event.id,
                kind=f"Event ({event.predicate})" if event.cls == PLAIN else event.cls,
                says=self._roles(event),
                notes=self._notes(event.factuality),
                words=event.label,
                spans=event.spans,
                when=when(event.time),
            )
            for event in self.document.events
        ]

    @cached_property
    def timeline(self) -> list[Row]:
        """The events whose time is known, earliest first."""
        return sorted((row for row in self.events if row.when), key=lambda row: row.when)

    @cached_property
    def statements(self) -> list[Row]:
        """Wikidata statements."""
        return [
            Row(
                id=statement.id,
                kind=f"{_label(statement.property)} ({statement.property})",
                says=self._statement(statement),
                notes=", ".join(
                    filter(None, [self._notes(statement.factuality), *_marks(statement)])
                ),
                words=self.words(*statement.spans),
                spans=statement.spans,
            )
            for statement in self.document.statements
        ]

    @cached_property
    def claims(self) -> list[Row]:
        """Who said what."""
        return [
            Row(
                id=claim.id,
                kind=claim.kind,
                says=f"{self.name(claim.speaker)} {claim.cue}".strip(),
                notes="",
                words=self.words(*claim.words),
                spans=(claim.span,),
            )
            for claim in self.document.claims
        ]

    @cached_property
    def tolls(self) -> list[Row]:
        """Casualty figures."""
        return [
            Row(
                id=toll.id,
                kind=toll.kind,
                says=" ".join(filter(None, [_figure(toll), self._victims(toll)])),
                notes=self._notes(toll.factuality),
                words=self.words(*toll.spans),
                spans=toll.spans,
                when=when(toll.time),
            )
            for toll in self.document.tolls
        ]

    @cached_property
    def quantities(self) -> list[Row]:
        """Numbers with a unit."""
        return [
            Row(
                id=quantity.id,
                kind=quantity.kind,
                says=f"{_figure(quantity)} {quantity.unit}{self._of(quantity)}",
                notes=self._notes(quantity.factuality),
                words=self.words(*quantity.spans),
                spans=quantity.spans,
            )
            for quantity in self.document.quantities
        ]

    def _of(self, quantity: Quantity) -> str:
        if quantity.of is None:
            return ""
        event = self._events.get(quantity.of)
        return f" of {event.label if event else self.name(quantity.of)}"

    def _roles(self, event: Event) -> str:
        parts = [f"{part.role} {self.name(part.entity)}" for part in event.participants]
        parts += [f"at {self.name(place)}" for place in event.places]
        return ", ".join(parts) or event.label

    def _statement(self, statement: Statement) -> str:
        says = f"{self.name(statement.subject)} → {self._value(statement)}"
        extra = [f"{_label(q.property)} {self._value(q)}" for q in statement.qualifiers]
        return f"{says} ({', '.join(extra)})" if extra else says

    def _value(self, fact: Statement | Qualifier) -> str:
        value = fact.object if isinstance(fact, Statement) else fact.value
        return self.name(value) if fact.is_entity else value

    def _victims(self, toll: Toll) -> str:
        return self.name(toll.victims) if toll.victims else ""

    def _notes(self, factuality: Factuality) -> str:
        """How it is presented, where that is not simply as a fact."""
        usual = Factuality()
        marks: list[str] = [
            value
            for value, plain in (
                (factuality.polarity, usual.polarity),
                (factuality.certainty, usual.certainty),
                (factuality.realis, usual.realis),
            )
            if value != plain
        ]
        if factuality.hedge:
            marks.append(f"“{factuality.hedge}”")
        if factuality.sources:
            marks.append("according to " + ", ".join(map(self.name, factuality.sources)))
        return ", ".join(marks)


def _label(property_id: str) -> str:
    """Wikidata's label of a property of the inventory."""
    entry = lexicon.properties().get(property_id)
    return entry.label if entry else property_id


def _marks(statement: Statement) -> list[str]:
    """What else is known of a statement: that it is over, what the knowledge base says."""
    known = [f"knowledge base {statement.known}"] if statement.known else []
    return [*known, *(["ended"] if statement.ended else [])]


def when(time: Time | None) -> str:
    """A time as an ISO 8601 date or an interval of two."""
    if time is None or not (time.begin or time.end):
        return ""
    if time.begin == time.end:
        return time.begin or ""
    return f"{time.begin or '…'} to {time.end or '…'}"


def _figure(fact: Toll | Quantity) -> str:
    about = "about " if fact.approximate else ""
    value = fact.count if isinstance(fact, Toll) else fact.value
    if value is not None:
        return f"{about}{_number(value)}"
    if fact.minimum is not None and fact.maximum is not None:
        return f"{about}{_number(fact.minimum)} to {_number(fact.maximum)}"
    if fact.minimum is not None:
        return f"at least {about}{_number(fact.minimum)}"
    return f"up to {about}{_number(fact.maximum)}" if fact.maximum is not None else "some"


def _number(value: float) -> str:
    return f"{int(value):,}" if value == int(value) else f"{value:,}"
