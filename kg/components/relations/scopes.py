"""Over what a title is held: "X's president", "the UN envoy to Y", "the Labour MP for Z"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kg.components.relations.bearers import Bearers
from kg.components.relations.offices import SCOPES, Offices
from kg.components.relations.titles import TitleMention
from kg.facts import Entity
from kg.lexicon import UNLINKED

SENT, PARTY = "to", "party"
Scope = tuple[Token, Entity]


class Scopes:
    """Finds the places and organisations that the titles of one document are held over."""

    def __init__(self, bearers: Bearers, offices: Offices) -> None:
        self.bearers, self.offices = bearers, offices
        self.referents, self.view = bearers.referents, bearers.view

    def of(self, found: TitleMention, over: Sequence[Token] = ()) -> list[Scope]:
        """What a title is held over, the first of it decisive, of an office also the place or
        the organisation beside it; of the title itself, else of one that it is coordinated with,
        else the first of the tokens `over` that may be it."""
        own = self._chosen(found, list(self._at(found.head, found.left, found.end)))
        if own or self.offices.says_over_what(found):
            return own or self._over(found, over)
        for other in self.bearers.beside(found.head):
            if shared := self._chosen(found, list(self._at(other, (), other.i))):
                return shared
        return self._over(found, over)

    def _over(self, found: TitleMention, tokens: Sequence[Token]) -> list[Scope]:
        """The first of some tokens that such a title can be held over."""
        return [s for s in self._among(tokens) if s[1].type in found.title.scope][:1]

    def _chosen(self, found: TitleMention, scopes: list[Scope]) -> list[Scope]:
        """Of what stands around a title what it is held over: an office is none of a party,
        nor of an organisation that nobody knows where there is a place."""
        if found.title.kind != "office":
            return scopes[:1]
        scopes = [s for s in scopes if PARTY not in self.bearers.types(s[1])]
        places = [s for s in scopes if s[1].type == "Place"]
        if places:
            scopes = [s for s in scopes if UNLINKED not in self.bearers.types(s[1])]
        others = [s for s in scopes if s[1].type != scopes[0][1].type]
        return [*scopes[:1], *others[:1]]

    def _at(self, head: Token, left: tuple[Token, ...], end: int) -> Iterator[Scope]:
        """The places and organisations around a title: where somebody is sent, its possessor,
        names before it, and what prepositions after it govern."""
        after = [(word, t) for word, t in self.view.obliques(head) if word in SCOPES and t.i >= end]
        possessor = self.view.possessor(head)
        yield from self._places(t for word, t in after if word == SENT)
        yield from self._among([possessor] if possessor is not None else [])
        yield from self._among(left, named=True)
        yield from self._among([t for word, t in after if word != SENT])

    def _places(self, tokens: Iterator[Token]) -> Iterator[Scope]:
        yield from (scope for scope in self._among(list(tokens)) if scope[1].type == "Place")

    def _among(self, tokens: Sequence[Token], *, named: bool = False) -> Iterator[Scope]:
        """The places and organisations among tokens; with `named` only those of names."""
        for token in tokens:
            entity = self.bearers.named(token)
            if entity is None and not named:
                entity = self._described(token)
            if entity and entity.type in ("Place", "Organization"):
                yield token, entity

    def _described(self, token: Token) -> Entity | None:
        """An organisation that the text describes by a name: "the Kano traders' union"."""
        noun = self.referents.noun(token) if token.pos_ in ("NOUN", "PROPN") else None
        if noun is None or noun.type != "Organization":
            return None
        named = any(self.bearers.named(t) for t in self.view.noun_phrase(token) if t.i != token.i)
        return self.referents.entity(token) if named else None
