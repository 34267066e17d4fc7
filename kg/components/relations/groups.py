"""Religions, peoples and parties that persons are said to be of: "a Muslim cleric", "X, a Kurd"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg import lexicon
from kg.components.factuality import Factualities
from kg.components.relations.bearers import CONFIDENCE, Bearer, Bearers
from kg.components.relations.drafts import STATED, Draft
from kg.components.relations.hedges import hedged
from kg.facts import Entity, EntityType, Item, MentionKind
from kg.lexicon import PeopleGroup
from kg.wikidata.store import Store

PARTY = "P102"
Member = tuple[Token, PeopleGroup]  # a word for who is of a group


class Groups:
    """Drafts what words for religious and ethnic groups say of persons in one document."""

    def __init__(self, bearers: Bearers, base: Store) -> None:
        self.bearers = bearers
        self.notes, self.view = bearers.notes, bearers.view
        self.base = base
        self.factualities = Factualities(self.view)
        self.known = lexicon.relations().groups

    def drafts(self, noun: Token) -> Iterator[Draft]:
        """What a noun or its adjectives say of the person it is said of."""
        words = [*self.view.modifiers(noun), noun]
        known = [(t, g) for t in words if t.is_title and (g := self.known.get(t.lower_))]
        found = [(t, g) for t, g in known if g.property != PARTY or not _is_longer(t)]
        if not found or self.bearers.referents.is_plural(noun):
            return
        if self._is_named(noun):
            yield from self._before_name(noun, found)
            return
        kind = self.bearers.referents.noun(noun)
        if noun.lower_ not in self.known and not (kind and kind.type == "Person"):
            return
        for bearer in self.bearers.of(noun):
            if bearer.entity.type == "Person" and bearer.entity.id in self.notes.entities:
                yield from (self._draft(bearer, noun, *pair) for pair in found)

    def _before_name(self, noun: Token, found: list[Member]) -> Iterator[Draft]:
        """What the word for a party right before a name says: "Republican X"."""
        mention = self.notes.mention_at(noun)
        name = self.notes.tokens(mention.span) if mention is not None else None
        entity = self.notes.entity_at(noun)
        for word, group in found:
            beside = name is not None and word.i + 1 == name.start
            if beside and group.property == PARTY and entity and entity.type == "Person":
                yield self._draft(Bearer(noun, entity, "before"), noun, word, group)

    def _is_named(self, noun: Token) -> bool:
        """Whether a noun is part of a longer name ("the Muslim Brotherhood")."""
        mention = self.notes.mention_at(noun)
        return (
            mention is not None
            and mention.kind == "name"
            and len(self.notes.tokens(mention.span)) > 1
        )

    def _draft(self, bearer: Bearer, noun: Token, word: Token, group: PeopleGroup) -> Draft:
        copula = bearer.how == "copula"
        stance = self.factualities.of(noun) if copula else STATED
        return Draft(
            bearer.entity.id,
            group.property,
            self._entity(group, word).id,
            [bearer.token, noun, word],
            hedged(stance, self.view, noun),
            CONFIDENCE[bearer.how],
            f"group-{bearer.how}",
        )

    def _entity(self, group: PeopleGroup, word: Token) -> Entity:
        """The entity of a group, one in a document, with the word as a mention."""
        item, kind = self._item(group), self._type(group)
        for entity in self.notes.entities.values():
            same = entity.item == item if item else entity.name == group.label
            if entity.type == kind and same:
                break
        else:
            entity = self.notes.add_entity(kind, group.label, names=(word.text,), item=item)
        mention = self.notes.mention_at(word)
        if mention is None or mention.entity != entity.id:
            span = word.doc[word.i : word.i + 1]
            how: MentionKind = "name" if group.property == PARTY else "nominal"
            self.notes.add_mention(span, entity.id, "", how, CONFIDENCE["before"])
        return entity

    def _item(self, group: PeopleGroup) -> Item | None:
        for candidate in self.base.exact(group.label):
            if candidate.type == self._type(group):
                return self.base.item(candidate.qid)
        return None

    @staticmethod
    def _type(group: PeopleGroup) -> EntityType:
        return "Organization" if group.property == PARTY else "Group"


def _is_longer(word: Token) -> bool:
    """Whether a word for a party is part of another's name: "Liberal Democrat"."""
    before = word.nbor(-1) if not word.is_sent_start and word.i else None
    return before is not None and before.is_title and before.pos_ == "ADJ"
