"""Who or what a head token stands for: its types, and the entity it refers to.

Types are those of the event lexicon: entity types, kinds of common nouns ("force"),
Number, Money, Time, Clause, Infinitive, Reflexive, and "country".
"""

from __future__ import annotations

from spacy.tokens import Token

from kg import lexicon
from kg.components.notes import Notes, grammar
from kg.facts import Entity, EntityType
from kg.language.grammar import Grammar
from kg.lexicon import CommonNoun

PERSONAL = (
    *("he", "she", "him", "her", "who", "whom", "i", "me", "you"),
    *("anyone", "anybody", "someone", "somebody", "everyone", "everybody"),
)
REFLEXIVE = ("himself", "herself", "itself", "themselves")
SKIPPED = ("DET", "PUNCT", "SPACE", "PRON")
MEMBERS = ("force", "militant")
DESCRIBED = 0.8
LONGEST_NAME = 8


class Referents:
    """What the head tokens of one document refer to."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.view: Grammar = grammar(notes.doc)
        self._times = [time.span for time in notes.times]
        items = [entity.item for entity in notes.entities.values() if entity.item]
        self._countries = {item.country for item in items} | {
            item.qid for item in items if item.country == item.qid
        }

    def noun(self, token: Token) -> CommonNoun | None:
        """The lexicon's entry for a common noun, with its modifiers where these matter."""
        parts = [*self.view.modifiers(token), *self.view.compounds(token)]
        modifiers = [part.lemma_.lower() for part in sorted(parts)]
        lemma, nouns = token.lemma_.lower(), lexicon.common_nouns()
        return nouns.get(lemma, modifiers) or nouns.get(lemma.removesuffix("s"), modifiers)

    def types(self, token: Token) -> frozenset[str]:
        """Types and kinds of what `token` stands for; empty where nothing is known."""
        if token.lower_ in REFLEXIVE:
            return frozenset({"Reflexive"})
        if self.is_time(token):
            return frozenset({"Time"})
        entity = self.notes.entity_at(token)
        if entity and entity.named:
            country = entity.item is not None and entity.item.qid in self._countries
            return frozenset({entity.type, *(["country"] if country else [])})
        if token.pos_ == "PRON":
            return frozenset({"Person"} if token.lower_ in PERSONAL else ())
        if token.pos_ in ("VERB", "AUX"):
            infinitive = "to" in self.view.markers(token)
            return frozenset({"Clause", *(["Infinitive"] if infinitive else [])})
        if token.pos_ in ("NUM", "SYM"):
            money = any(t.is_currency for t in self.view.noun_phrase(token))
            return frozenset({"Money" if money else "Number"})
        noun = self.noun(token)
        if noun is None:
            return frozenset()
        return noun.types | {noun.type_of(self.is_plural(token))}

    def is_time(self, token: Token) -> bool:
        """Whether a token stands in a time expression."""
        return any(span.begin <= token.idx < span.end for span in self._times)

    @staticmethod
    def is_plural(token: Token) -> bool:
        """Whether a noun is plural, by its tag or morphology."""
        return token.tag_ in ("NNS", "NNPS") or "Plur" in token.morph.get("Number", [])

    def entity(self, token: Token) -> Entity | None:
        """The entity `token` refers to, made on the spot for what is only described.

        None for times, clauses, and pronouns that refer to nothing known.
        """
        known = self.notes.entity_at(token)
        if known:
            return known
        if token.pos_ not in ("NOUN", "PROPN", "NUM") or self.is_time(token):
            return None
        phrase = self.view.noun_phrase(token, full=True)
        if len(phrase) > LONGEST_NAME:
            phrase = self.view.noun_phrase(token)
        while len(phrase) > 1 and (phrase[0].pos_ in SKIPPED or phrase[0].tag_ == "POS"):
            phrase = phrase[1:]
        entity = self.membership(token)
        if entity is None:
            noun = self.noun(token)
            kind: EntityType = noun.type_of(self.is_plural(token)) if noun else "Thing"
            name = " ".join(phrase.text.split())
            entity = self.notes.add_entity(kind, name, names=(phrase.text,), named=False)
        self.notes.add_mention(phrase, entity.id, "", "nominal", DESCRIBED)
        return entity

    def membership(self, token: Token) -> Entity | None:
        """The organisation that acts through its people: "Isis fighters", "NATO troops"."""
        noun = self.noun(token)
        if noun is None or set(MEMBERS).isdisjoint(noun.kinds) or not self.is_plural(token):
            return None
        possessor = self.view.possessor(token)
        owners = [*self.view.compounds(token), *([possessor] if possessor is not None else [])]
        for part in owners:
            owner = self.notes.entity_at(part)
            if owner and owner.named and owner.type == "Organization":
                return owner
        return None
