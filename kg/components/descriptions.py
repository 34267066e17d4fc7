"""Which entities a definite description ("the company") can refer to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from spacy.tokens import Token

from kg import lexicon
from kg.components.referents import Referents
from kg.facts import Entity

ROLE = "role"


@dataclass
class Said:
    """What the first `count` mentions of an entity say of it: the lemmas around each, and the
    kinds of the nouns that describe it."""

    count: int = 0
    words: set[frozenset[str]] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)


class Descriptions:
    """What the nouns of one document can describe."""

    def __init__(self, referents: Referents) -> None:
        self.referents = referents
        self.notes = referents.notes
        self.view = referents.view
        self.rules = lexicon.coreference()
        self._known: dict[str, Said] = {}

    def of_nobody(self, token: Token, head: Token) -> bool:
        """Whether a description can be of what another noun describes without a name."""
        noun, other = self.referents.noun(token), self.referents.noun(head)
        if noun is None or other is None or ROLE in noun.kinds:
            return other == noun
        return not set(noun.kinds).isdisjoint(other.kinds)

    def of(self, token: Token, name: Token, entity: Entity) -> bool:
        """Whether something says that a named entity is what a noun describes: the text at
        one of its mentions, its name, or the knowledge base."""
        noun = self.referents.noun(token)
        if noun is None or entity.type not in self._types(token):
            return False
        if ROLE in noun.kinds or entity.type == "Person":
            known = ROLE not in noun.kinds and self._is_known_as(entity, token)
            return entity.type == "Person" and (known or self._bears(name, token))
        lemma = token.lemma_.lower()
        if self._bears(name, token) or self._is_in_name(entity, lemma):
            return True
        told = self._description(entity) & self.rules.described.get(lemma, frozenset())
        kind = entity.item.kind if entity.item else None
        return bool(told) or kind in self.rules.items.get(lemma, ())

    def may_be(self, token: Token, entity: Entity) -> bool:
        """Whether a generic noun may describe an entity of which nothing else is known."""
        noun = self.referents.noun(token)
        if noun is None or entity.item or entity.type not in self._types(token):
            return False
        kinds = self._said(entity).kinds
        agrees = not kinds or not kinds.isdisjoint(noun.kinds)
        generic = token.lemma_.lower() in self.rules.generic
        return agrees and generic and entity.type not in ("Place", "Person")

    def _types(self, token: Token) -> set[str]:
        """The types of entity that a noun describes, one by one where it is plural."""
        noun = self.referents.noun(token)
        if noun is None:
            return set()
        plural = noun.type == "Person" and self.referents.is_plural(token)
        return set(noun.describes) - ({"Person"} if plural else set())

    def _said(self, entity: Entity) -> Said:
        """What the mentions of an entity have said of it so far."""
        said = self._known.setdefault(entity.id, Said())
        mentions = self.notes.mentions_of(entity.id)
        for mention in mentions[said.count :]:
            head = self.notes.head(mention)
            near = [*self.view.compounds(head), *self.view.appositions(head)]
            lemmas = {t.lemma_.lower() for n in near for t in self.view.noun_phrase(n)}
            if mention.kind == "nominal":
                lemmas |= {t.lemma_.lower() for t in self.notes.tokens(mention.span)}
                noun = self.referents.noun(head)
                said.kinds.update(noun.kinds if noun else ())
            said.words.add(frozenset(lemmas))
        said.count = len(mentions)
        return said

    @staticmethod
    def _is_in_name(entity: Entity, noun: str) -> bool:
        """Whether a body's name says what it is: "the bank" for "X Bank", "Bank of X"."""
        words = {word.lower() for name in (entity.name, *entity.names) for word in name.split()}
        return entity.type == "Organization" and noun in words

    def _bears(self, name: Token, title: Token) -> bool:
        """Whether somebody is given a title, at one of the mentions, as the words say it."""
        entity = self.notes.entity_at(name)
        words = {t.lemma_.lower() for t in self.view.noun_phrase(title) if t.pos_ != "DET"}
        return entity is not None and any(words <= parts for parts in self._said(entity).words)

    def _is_known_as(self, entity: Entity, noun: Token) -> bool:
        """Whether the knowledge base describes somebody with the words of a noun phrase."""
        words = {t.lemma_.lower() for t in self.view.noun_phrase(noun) if t.pos_ != "DET"}
        return words <= self._description(entity)

    def _description(self, entity: Entity) -> frozenset[str]:
        description = (entity.item.description if entity.item else None) or ""
        return frozenset(re.findall(r"\w+", description.lower()))
