"""Which entity the head token of a speaker or addressee stands for."""

from __future__ import annotations

from spacy.tokens import Token

from kg.components.claims.voices import OWNING, SHARES, Voices
from kg.facts import Entity, EntityType

SINGULAR, PLURAL = ("he", "she", "who", "i"), ("they", "we", "you")
FIRST = ("we", "i", "you")
NEUTER, PERSONS = ("it",), ("Person", "Role")
POSSESSIVE = {"his": "he", "her": "she", "their": "they", "its": "it"}
AGED = "old"
UNRESOLVED = 0.5


class Identities:
    """The entities of those who speak in one document; makes those that have no name."""

    def __init__(self, voices: Voices) -> None:
        self.notes = voices.notes
        self.doc = voices.doc
        self.view = voices.view
        self.referents = voices.referents
        self.lexicon = voices.lexicon

    def entity(self, token: Token, before: Entity | None = None) -> Entity | None:
        """The entity of a speaker; `before` is who spoke last, for pronouns."""
        known = self.notes.entity_at(token)
        if known and known.named and known.type != "Role":
            return known
        if token.pos_ == "PRON":
            return known or self._of_pronoun(token, before)
        entity = self._beside(token) or self._author(token)
        if entity:
            return entity
        entity = self.referents.entity(token)
        if entity is None and token.lemma_.lower() in SHARES:
            return self._share(token)
        if entity is None and before is not None and self._is_aged(token):
            return before
        return self._described(token, entity) if entity and not entity.named else entity

    def _share(self, token: Token) -> Entity:
        """Those that a share counts: "12%" of "only 12% said"."""
        phrase = self.view.noun_phrase(token)
        entity = self.notes.add_entity("Group", phrase.text, names=(phrase.text,), named=False)
        self.notes.add_mention(phrase, entity.id, "", "nominal", UNRESOLVED)
        return entity

    @staticmethod
    def may_be(token: Token, speaker: Entity) -> bool:
        """Whether a pronoun of the third person fits a speaker."""
        word = POSSESSIVE.get(token.lower_, token.lower_)
        if word in NEUTER:
            return speaker.type not in PERSONS
        third = word in SINGULAR or word in PLURAL
        return third and word not in FIRST and (speaker.type == "Person") == (word in SINGULAR)

    def _of_pronoun(self, token: Token, before: Entity | None) -> Entity | None:
        word = POSSESSIVE.get(token.lower_, token.lower_)
        one, many = word in SINGULAR, word in PLURAL
        entity = before if before is not None and self.may_be(token, before) else None
        if entity is None:
            if token.lower_ in POSSESSIVE or not (one or many):
                return None
            kind: EntityType = "Person" if one else "Group"
            entity = self.notes.add_entity(kind, token.text, names=(token.text,), named=False)
        span = self.doc[token.i : token.i + 1]
        self.notes.add_mention(span, entity.id, "", "pronoun", UNRESOLVED)
        return entity

    def _beside(self, token: Token) -> Entity | None:
        """Keller, for "a doctor, Anna Keller," "the head of police, Anna Keller", and "doctor
        Anna Keller", however they hang; KNT, for "state broadcaster KNT"."""
        apposed = self.view.apposed_to(token)
        near = [*self.view.appositions(token), *self.view.compounds(token)]
        near += [apposed] if apposed is not None else []
        for _, noun in self.view.obliques(token):
            near += self.view.appositions(noun)
        after = list(self.doc[token.i + 1 : token.i + 2]) if token.pos_ == "NOUN" else []
        people = [*near, *after] if "Person" in self.referents.types(token) else near
        entities = [self.notes.entity_at(other) for other in people]
        named = [e for e in entities if e and e.named and e.type == "Person"]
        bodies = [self.notes.entity_at(other) for other in after if other.pos_ == "PROPN"]
        named += [e for e in bodies if e and e.named and e.type in OWNING]
        return next(iter(named), None)

    def _author(self, token: Token) -> Entity | None:
        """Whose report or statement it is that says something."""
        if token.lemma_.lower() not in self.lexicon.speakers:
            return None
        if not self.referents.types(token).isdisjoint(OWNING):
            return None
        owner = self.view.possessor(token)
        places = [t for p, t in self.view.obliques(token) if p in ("by", "from", "of")]
        for other in [*([owner] if owner is not None else []), *places]:
            entity = self.notes.entity_at(other)
            if entity and entity.type in OWNING:
                return entity
        return None

    def _is_aged(self, token: Token) -> bool:
        """Whether "the 61-year-old" stands for who spoke last."""
        definite = any(t.lower_ == "the" for t in self.view.children(token, "det"))
        return definite and token.lower_.endswith(AGED)

    def _described(self, token: Token, entity: Entity) -> Entity:
        """Give a nameless speaker the full description: "spokesman for the army"."""
        phrase = self.referents.description(token)
        name = " ".join(phrase.text.split())
        if name.startswith(entity.name) or name.endswith(entity.name):
            self.notes.rename(entity.id, name=name, names=(phrase.text,))
        return self.notes.entities[entity.id]
