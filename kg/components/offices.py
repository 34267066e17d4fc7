"""`kg_offices`: descriptions by office find who held it: "the Iraqi prime minister".

Somebody whom the document names comes first; else the one whom the knowledge base has in
the office on the day of publication, if it knows that day. What is former, acting or
elect, and what a sentence about another year says, is left alone.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg import lexicon
from kg.components.descriptions import ROLE
from kg.components.gazetteer import base_of
from kg.components.notes import Notes
from kg.components.referents import Referents
from kg.facts import Entity
from kg.wikidata.knowledge_base import WikidataKB
from kg.wikidata.names import office_key

NAMED, KNOWN = 0.8, 0.6  # confidence in whom the document names, and in the base's holder
PARTS_OF_NAMES = ("compound", "flat", "appos", "nmod:desc")
GOVERNING = frozenset({"country", "territory", "disputed_territory", "admin1"})


@Language.factory(
    "kg_offices",
    default_config={"kb": None},
    requires=["doc.user_data", "doc.spans", "token.dep", "token.pos"],
    assigns=["doc.user_data", "doc.spans"],
)
def make_offices(nlp: Language, name: str, kb: str | None) -> Offices:  # noqa: ARG001
    """Offices and their holders by the knowledge base file `kb` (default: the embedded one)."""
    return Offices(base_of(nlp, kb))


class Offices:
    """Resolves descriptions by office with what a knowledge base knows of tenures."""

    def __init__(self, kb: WikidataKB) -> None:
        self.kb = kb

    def __call__(self, doc: Doc) -> Doc:
        """Write mentions for the descriptions by office in `doc`, if its date is known."""
        notes = Notes(doc)
        if notes.published:
            resolver = _Resolver(self.kb, notes, notes.published)
            for token in notes.article_tokens():
                resolver.resolve(token)
            notes.save()
        return doc


@dataclass(frozen=True)
class _Office:
    """An office as a noun phrase describes it: its key without the country, and the country."""

    key: str
    country: str | None


class _Resolver:
    def __init__(self, kb: WikidataKB, notes: Notes, day: datetime.date) -> None:
        self.kb, self.notes, self.day = kb, notes, day
        self.referents = Referents(notes)
        self.view = self.referents.view
        self.people = [
            entity
            for entity in notes.entities.values()
            if entity.named and entity.item and entity.type == "Person"
        ]

    def resolve(self, token: Token) -> None:
        """Add a mention at a noun that describes the holder of an office."""
        noun = self.referents.noun(token) if token.pos_ in ("NOUN", "PROPN") else None
        if noun is None or ROLE not in noun.kinds or self.notes.entity_at(token):
            return
        office = self._office(token)
        if office is None or not self._is_of_the_day(token):
            return
        entity = self._named(office)
        confidence = NAMED
        if entity is None and office.country:
            entity, confidence = self._known(office), KNOWN
        if entity is not None:
            span = self.view.noun_phrase(token)
            confidence = round(confidence * entity.confidence, 4)
            self.notes.add_mention(span, entity.id, "", "nominal", confidence)

    def _office(self, token: Token) -> _Office | None:
        """The office of a definite description, None for any other noun."""
        named = self.view.relation(token) in PARTS_OF_NAMES or self.view.appositions(token)
        predicate = self.view.copular_subjects(token) or self.view.children(token, "cop", "cc")
        if named or predicate or self.referents.is_plural(token):
            return None
        phrase = self.view.noun_phrase(token, full=True)
        places = {part.i: self._place(part) for part in phrase}
        country = next((place for place in places.values() if place), None)
        possessor = self.view.possessor(token)
        determiners = self.view.children(token, "det")
        definite = any(d.lower_ in lexicon.coreference().definite for d in determiners)
        if possessor is not None and not places.get(possessor.i):
            return None
        if not (definite or possessor is not None):
            return None
        words = [part.lower_ for part in phrase if not places[part.i] and part.tag_ != "POS"]
        if not set(words).isdisjoint(lexicon.titles().modifiers):
            return None
        key = office_key(" ".join(words))
        return _Office(key, country) if key else None

    def _place(self, token: Token) -> str | None:
        """The country or region that a token names."""
        entity = self.notes.entity_at(token)
        item = entity.item if entity else None
        return item.qid if item and item.kind in GOVERNING else None

    def _is_of_the_day(self, token: Token) -> bool:
        """Whether no other year stands in the sentence."""
        years = {word.text for word in token.sent if len(word) == 4 and word.text.isdecimal()}
        return years <= {str(self.day.year)}

    def _named(self, office: _Office) -> Entity | None:
        """The one person of the document who held the office that day."""
        found = [entity for entity in self.people if self._holds(entity, office)]
        return found[0] if len(found) == 1 else None

    def _holds(self, entity: Entity, office: _Office) -> bool:
        assert entity.item
        country = office.country or entity.item.country
        item = self.kb.position_of(office.key, country) if country else None
        held = self.kb.positions(entity.item.qid, self.day)
        return item is not None and any(position.item == item.qid for position in held)

    def _known(self, office: _Office) -> Entity | None:
        """The one whom the base has in the office that day, as an entity of the document."""
        assert office.country
        item = self.kb.position_of(office.key, office.country)
        known = item is not None and self.day.isoformat() <= self.kb.date
        holders = self.kb.holders(item.qid, self.day) if item and known else []
        if len(holders) != 1:
            return None
        holder = self.kb.item(holders[0])
        if holder is None:
            return None
        for entity in self.notes.entities.values():
            if entity.item and entity.item.qid == holder.qid:
                return entity
        return self.notes.add_entity(holder.type, holder.label, item=holder, named=False)
