"""Who somebody's somebody is, where the text names them elsewhere: "his father said" before or
after "his father, John Roe", "the club's owner" of "the owner of Selby Rovers, John Roe"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from spacy.tokens import Token

from kg.components.genders import Genders
from kg.components.referents import Referents
from kg.facts import Entity


class Owned:
    """Finds the people of one document by what they are to others."""

    def __init__(self, referents: Referents, genders: Genders) -> None:
        self.referents = referents
        self.notes = referents.notes
        self.view = referents.view
        self.genders = genders

    def entity(self, noun: Token) -> Entity | None:
        """The only person that the text describes with a noun, of the same owner."""
        owner = self._owner(noun)
        if owner is None or self.referents.is_plural(noun):
            return None
        described = self._described.get(noun.lemma_.lower(), ())
        people = {e.id: e for other, e in described if self._is_one(owner, other)}
        found = next(iter(people.values())) if len(people) == 1 else None
        return found if found is not None and self.genders.fits(noun, found.id) else None

    def _owner(self, noun: Token) -> Token | None:
        """Whose, or of what, somebody is."""
        of = (t for preposition, t in self.view.obliques(noun) if preposition in ("of", "for"))
        return self.view.possessor(noun) or next(of, None)

    def _is_one(self, owner: Token, other: Token) -> bool:
        """Whether two owners are one, as far as the text tells: a body without a name may be
        one that is named elsewhere."""
        one, two = self.notes.entity_at(owner), self.notes.entity_at(other)
        if one is not None and two is not None and (one.named and two.named):
            return one.id == two.id
        if owner.lemma_.lower() == other.lemma_.lower() and owner.pos_ == "NOUN":
            return True
        bodies = "Person" not in {*self.referents.types(owner), *self.referents.types(other)}
        return bodies and "PRON" not in (owner.pos_, other.pos_)

    @cached_property
    def _described(self) -> dict[str, list[tuple[Token, Entity]]]:
        """Owners and people, by the noun for what these are to those."""
        found: dict[str, list[tuple[Token, Entity]]] = {}
        for noun, entity in self._nouns():
            owner = self._owner(noun)
            if owner is not None:
                found.setdefault(noun.lemma_.lower(), []).append((owner, entity))
        return found

    def _nouns(self) -> Iterator[tuple[Token, Entity]]:
        """The nouns that stand for people with names."""
        for mention in self.notes.mentions:
            entity = self.notes.entities[mention.entity]
            if mention.kind == "nominal" and entity.named and entity.type == "Person":
                yield self.notes.head(mention), entity
