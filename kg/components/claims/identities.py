"""Which entity the head token of a speaker or addressee stands for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.components.antecedents import sentence_before
from kg.components.claims.bodies import Bodies
from kg.components.claims.described import Described
from kg.components.claims.names import Names
from kg.components.claims.nouns import is_aged
from kg.components.claims.outlets import Outlets
from kg.components.claims.owned import Owned
from kg.components.claims.quotations import Quoted
from kg.components.claims.voices import OTHERS, OWNING, SHARES, Voices
from kg.components.genders import Genders
from kg.facts import Entity, EntityType

SINGULAR, PLURAL = ("he", "she", "who", "i"), ("they", "we", "you")
FIRST = ("we", "i", "you")
BODIES = ("Organization", "Role")
NEUTER, PERSONS = ("it",), ("Person", "Role")
POSSESSIVE = {"his": "he", "her": "she", "their": "they", "its": "it"}
UNRESOLVED = 0.5


class Identities:
    """The entities of those who speak in one document; makes those that have no name."""

    def __init__(self, voices: Voices, quoted: Quoted) -> None:
        self.voices = voices
        self.notes = voices.notes
        self.doc = voices.doc
        self.view = voices.view
        self.referents = voices.referents
        self.lexicon = voices.lexicon
        self.genders = Genders(voices.referents)
        self.names = Names(voices)
        self.owned = Owned(voices.referents, self.genders)
        self.outlets = Outlets(voices.referents)
        self.described = Described(voices, quoted, self.genders)
        self.parts = self.described.parts
        self.bodies = Bodies(voices, self.described.portraits)

    def entity(self, token: Token, before: Entity | None = None) -> Entity | None:
        """The entity of a speaker; `before` is who spoke last, for pronouns."""
        known = self.notes.entity_at(token)
        if part := self.parts.entity(token) or self.described.compatriot(token, before):
            return part
        if known and known.named and self.parts.is_another(token, known):
            return self.referents.described(token, self.referents.description(token))
        if known and known.named and known.type != "Role":
            return self.names.member(token, known) or known
        if token.pos_ == "PRON" and token.lower_ not in ("one", *OTHERS):
            return known or self._of_pronoun(token, before)
        entity = self.names.beside(token) or self._author(token)
        if entity:
            return entity
        if (known is None or known.type == "Role" or not known.named) and (
            name := self.names.unlinked(token)
        ):
            return self.referents.described(token, name)
        if known is None or not known.named:
            entity = self.owned.entity(token) or self.bodies.entity(token)
            entity = entity or self.described.entity(token, before) or self.outlets.entity(token)
        if entity:
            return entity
        if known is None and (self._is_one(token) or self.voices.is_other(token)):
            return self.referents.described(token, self._whole(token))
        entity = self.referents.entity(token)
        if entity is None and token.lemma_.lower() in SHARES:
            return self._share(token)
        if is_aged(token) and (entity is None or not entity.named):
            return self._of_age(token) or self._aged(token, entity)
        return self._described(token, entity) if entity and not entity.named else entity

    def _is_one(self, token: Token) -> bool:
        """Whether "one" stands alone for somebody: "one said"."""
        return token.lower_ == "one" and not self.view.obliques(token) and token.pos_ != "NOUN"

    def _whole(self, token: Token) -> DocSpan:
        """A word that is no noun with what it is of: "many of them", "those on board"."""
        phrase = self.view.noun_phrase(token, full=True)
        begin = phrase.start if phrase[0].lower_ in OTHERS else token.i
        return self.doc[begin : max(phrase.end, token.i + 1)]

    def _aged(self, token: Token, entity: Entity | None) -> Entity:
        """A person who is only called by an age: "the 61-year-old"."""
        begin = token.i
        while begin and not self.doc[begin - 1].whitespace_:
            begin -= 1
        phrase = self.doc[begin : token.i + 1]
        entity = entity or self.referents.described(token, phrase)
        self.notes.rename(entity.id, name=phrase.text, type="Person")
        return self.notes.entities[entity.id]

    def _of_age(self, token: Token) -> Entity | None:
        """Who the sentences before are about, for "the 61-year-old"."""
        found = self._in_focus(token, ("Person",))
        return found or self.described.focus.before(token, lambda e: e.type == "Person")

    def _in_focus(self, token: Token, types: Sequence[str]) -> Entity | None:
        """The subject of the sentence before, if it is of one of some types."""
        before = sentence_before(token)
        subjects = self.view.surface_subjects(before.root) if before is not None else []
        fitting = [
            t
            for t in subjects
            if not self.referents.types(t).isdisjoint(types)
            or (types == BODIES and t.lemma_.lower() in self.lexicon.speakers)
        ]
        return self.referents.entity(fitting[0]) if len(fitting) == 1 else None

    def _share(self, token: Token) -> Entity:
        """Those that a share counts: "12%" of "only 12% said"."""
        phrase = self.view.noun_phrase(token)
        entity = self.notes.add_entity("Group", phrase.text, names=(phrase.text,), named=False)
        self.notes.add_mention(phrase, entity.id, "", "nominal", UNRESOLVED)
        return entity

    def may_be(self, token: Token, speaker: Entity) -> bool:
        """Whether a pronoun of the third person fits a speaker."""
        if not self.genders.fits(token, speaker.id):
            return False
        word = POSSESSIVE.get(token.lower_, token.lower_)
        if word in NEUTER:
            return speaker.type not in PERSONS
        if word in SINGULAR and speaker.type == "Thing" and not speaker.named:
            return True  # "the head of the police", of which nothing tells that it is a person
        third = word in SINGULAR or word in PLURAL
        return third and word not in FIRST and (speaker.type == "Person") == (word in SINGULAR)

    def _of_pronoun(self, token: Token, before: Entity | None) -> Entity | None:
        word = POSSESSIVE.get(token.lower_, token.lower_)
        one, many = word in SINGULAR, word in PLURAL
        entity = before if before is not None and self.may_be(token, before) else None
        if entity is None and word in NEUTER and token.lower_ not in POSSESSIVE:
            entity = self._in_focus(token, BODIES)
        if entity is None and one and token.lower_ not in (*FIRST, "who"):
            entity = self.described.focus.before(token, partial(self.may_be, token))
        if entity is None:
            if token.lower_ in POSSESSIVE or not (one or many):
                return None
            kind: EntityType = "Person" if one else "Group"
            entity = self.notes.add_entity(kind, token.text, names=(token.text,), named=False)
        span = self.doc[token.i : token.i + 1]
        self.notes.add_mention(span, entity.id, "", "pronoun", UNRESOLVED)
        return entity

    def _author(self, token: Token) -> Entity | None:
        """Whose report or statement it is that says something."""
        if token.lemma_.lower() not in self.lexicon.speakers:
            return None
        if not self.referents.types(token).isdisjoint(OWNING):
            return None
        owner = self.view.possessor(token)
        mention = self.notes.mention_at(owner) if owner is not None else None
        if mention is None or mention.kind != "name":
            owner = None
        places = [t for p, t in self.view.obliques(token) if p in ("by", "from", "of")]
        issuers = self._issuers(token)
        for other in [*([owner] if owner is not None else []), *places, *issuers]:
            known = self.notes.entity_at(other)
            entity = self.referents.entity(other) if other in issuers else known
            if entity and entity.type in OWNING:
                return entity
        return None

    def _issuers(self, token: Token) -> list[Token]:
        """X of "X issued a statement saying …", "X released a report which says …"."""
        verb = self.view.head(token)
        says = [t for t in self.view.children(token, "acl", "acl:relcl") if t > token]
        if verb is None or token not in self.view.objects(verb) or not says:
            return []
        return self.view.subjects(verb) if verb.lemma_.lower() in self.lexicon.issuing else []

    def _described(self, token: Token, entity: Entity) -> Entity:
        """Give a nameless speaker the full description: "spokesman for the army"."""
        phrase = self.referents.description(token)
        name = " ".join(phrase.text.split())
        if name.startswith(entity.name) or name.endswith(entity.name):
            self.notes.rename(entity.id, name=name, names=(phrase.text,))
        return self.notes.entities[entity.id]
