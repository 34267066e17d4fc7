"""Nouns without a class of their own that may stand for an event told before: "the incident"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg import lexicon
from kg.components.events.timing import Timing
from kg.components.factuality import Factualities
from kg.components.frames import PREMODIFIERS, Reading
from kg.components.notes import Notes, grammar
from kg.facts import PLAIN, Event, Span

CONFIDENCE = 0.6


class Echoes:
    """Finds these nouns in one document; `taken` are the triggers of events."""

    def __init__(
        self, notes: Notes, timing: Timing, factualities: Factualities, taken: set[int]
    ) -> None:
        self.notes = notes
        self.view = grammar(notes.doc)
        self.timing = timing
        self.factualities = factualities
        self.taken = taken

    def all(self) -> Iterator[Event]:
        """An event without participants for each, in the order of the text."""
        generic = lexicon.event_coreference().generic
        for token in self.notes.article_tokens():
            known = token.pos_ == "NOUN" and token.lemma_.lower() in generic
            apart = token.i not in self.taken
            if known and apart and self.view.relation(token) not in PREMODIFIERS:
                yield self._event(token)

    def _event(self, noun: Token) -> Event:
        clause = self._clause(noun)
        reading = Reading(noun, clause, None, {})
        return Event(
            id="",
            cls=PLAIN,
            predicate=noun.lemma_.lower(),
            label=" ".join(self.view.noun_phrase(noun).text.split()),
            spans=(Span(noun.idx, noun.idx + len(noun)),),
            places=self._places(noun) + (self._places(clause) if clause != noun else ()),
            time=self.timing.of(reading),
            factuality=self.factualities.of(noun, clause),
            confidence=CONFIDENCE,
        )

    def _clause(self, noun: Token) -> Token:
        """The verb that only says that it happened, else the noun itself."""
        above = self.view.head(noun)
        if above is None or not self.view.happens(above):
            return noun
        return above if noun in self.view.surface_subjects(above) else noun

    def _places(self, token: Token) -> tuple[str, ...]:
        found, prepositions = [], lexicon.events().places.prepositions
        for preposition, noun in self.view.obliques(token):
            entity = self.notes.entity_at(noun) if preposition in prepositions else None
            if entity and entity.named and entity.type == "Place":
                found.append(entity.id)
        return tuple(found)
