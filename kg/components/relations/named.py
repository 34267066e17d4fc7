"""Which named entity a word stands for in a relation, and of which types that is."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from spacy.tokens import Token

from kg import lexicon
from kg.components.referents import Referents
from kg.components.relations.drafts import NOBODY
from kg.facts import Entity
from kg.lexicon import UNLINKED, CommonNoun
from kg.resources import load_toml

PERSONAL = ("PRP", "PRP$")


@cache
def tables() -> dict[str, Any]:
    """The tables of `relations.toml` beside this module."""
    return load_toml(Path(__file__).with_name("relations.toml"))


class Named:
    """The named entities that the tokens of one document stand for."""

    def __init__(self, referents: Referents) -> None:
        self.referents = referents
        self.notes = referents.notes
        self.view = referents.view
        self.doc = referents.notes.doc

    def named(self, token: Token) -> Entity | None:
        """The named entity a token refers to, also as "X province" or "the city of X"; for a
        pronoun of which nobody knows whom it means, one that stands for it alone."""
        known = self.notes.entity_at(token)
        if known is not None and known.named:
            return known
        if token.tag_ in PERSONAL:
            return None if known else self._nobody(token)
        if token.pos_ == "NOUN" and (entity := self._described(token) or self._named_after(token)):
            return entity
        if known is not None:
            return None
        noun = self.referents.noun(token) if token.pos_ in ("NOUN", "PROPN") else None
        if noun is None or noun.type != "Place":
            return None
        kinds = lexicon.coreference().items.get(token.lemma_.lower())
        of = [inner for word, inner in self.view.obliques(token) if word == "of"]
        for part in [*self.view.compounds(token), *of]:
            entity = self.notes.entity_at(part)
            place = entity is not None and entity.named and entity.type == "Place"
            if entity and place and kinds and (not entity.item or entity.item.kind in kinds):
                return entity
        return None

    def _named_after(self, noun: Token) -> Entity | None:
        """Who is named right after a noun: "married the actress X"."""
        names = self.next_to(noun)
        return self.notes.entity_at(names[0]) if names else None

    def _described(self, noun: Token) -> Entity | None:
        """Who is said to be what a noun says: X of "X is a company based in Oslo"."""
        subjects = self.view.copular_subjects(noun)
        if len(subjects) != 1 or subjects[0] == noun or self.view.sentence_negation(noun):
            return None
        known, entity = self.referents.noun(noun), self.notes.entity_at(subjects[0])
        if entity is None and subjects[0].tag_ in PERSONAL:
            entity = self._nobody(subjects[0])
        named = entity is not None and entity.named
        return entity if named and entity and known and known.type == entity.type else None

    @staticmethod
    def _nobody(pronoun: Token) -> Entity | None:
        rules = lexicon.coreference()
        known = rules.pronouns.get(pronoun.lower_)
        types = known.types if known else ()
        if pronoun.lower_ in rules.first_person or "Person" in types:
            return Entity(f"{NOBODY}{pronoun.i}", "Person", pronoun.text)
        if "Organization" in types:
            return Entity(f"{NOBODY}{pronoun.i}", "Organization", pronoun.text)
        return None

    def types(self, entity: Entity) -> frozenset[str]:
        """The types of an entity as `relations.toml` of the lexicon names them."""
        found: set[str] = {entity.type}
        noun = self._last_noun(entity) if entity.named else None
        if noun is not None:
            found.update(set(noun.kinds) & set(tables()["names"]["kinds"]))
        if entity.item is not None:
            found.update(tables()["items"].get(entity.item.kind or "", ()))
        elif noun is not None and noun.type == entity.type:
            found.update(noun.kinds)
        elif entity.type == "Organization":
            last = entity.name.lower().split()[-1]
            found.add("team" if last in tables()["teams"]["words"] else UNLINKED)
        return frozenset(found)

    @staticmethod
    def _last_noun(entity: Entity) -> CommonNoun | None:
        """The common noun that a name of several words ends in, also before "of" ("the Battle
        of Brim"), or that of a place begins with: "County Brim"."""
        words = entity.name.lower().split(" of ")[0].split()
        if len(words) == 1 and words == entity.name.lower().split():
            return None
        last = lexicon.common_nouns().get(words[-1], words[:-1])
        first = lexicon.common_nouns().get(words[0]) if entity.type == "Place" else None
        return last or first

    def next_to(self, noun: Token) -> list[Token]:
        """A name right after a noun of its type that belongs to it, whatever the tree calls
        the arc: "midfielder X"."""
        mention = (
            self.notes.mention_at(self.doc[noun.i + 1]) if noun.i + 1 < len(self.doc) else None
        )
        known = self.referents.noun(noun)
        if mention is None or mention.kind != "name" or known is None:
            return []
        name = self.notes.tokens(mention.span)
        if name.start != noun.i + 1 or self.notes.entities[mention.entity].type != known.type:
            return []
        above = {self.view.head(noun), noun}
        root = self.notes.head(mention)
        return [root] if self.view.head(root) in above or self.view.head(noun) == root else []

    def is_name(self, token: Token) -> bool:
        """Whether a token is part of a name."""
        mention = self.notes.mention_at(token)
        return mention is not None and mention.kind == "name"
