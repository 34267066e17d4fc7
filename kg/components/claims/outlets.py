"""Which newspaper or site "the paper" and "the website" are that report something."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg import lexicon
from kg.components.antecedents import Constraints
from kg.components.referents import Referents
from kg.facts import Entity

NARROWING = ("amod", "compound", "nmod", "nmod:poss", "nummod", "acl", "acl:relcl")


class Outlets:
    """Finds the media of one document that descriptions stand for."""

    def __init__(self, referents: Referents) -> None:
        self.referents = referents
        self.notes = referents.notes
        self.view = referents.view
        self.rules = lexicon.coreference()
        self.constraints = Constraints(referents)

    def entity(self, noun: Token) -> Entity | None:
        """The body that has last reported or been told something near before "the paper", and
        that is known as a medium or not known, if no other has in the same sentence."""
        medium = noun.lemma_.lower() in self.rules.media["nouns"]
        plain = self.referents.has_the(noun) and not self.view.children(noun, *NARROWING)
        if not (medium and plain):
            return None
        for tokens in self._before(noun):
            found = {e.id: e for e in map(self._medium, tokens) if e is not None}
            if found:
                return next(iter(found.values())) if len(found) == 1 else None
        return None

    def _before(self, noun: Token) -> Iterator[list[Token]]:
        """The tokens of the sentences near before a noun, the nearest first."""
        sentences = [s for s in noun.doc.sents if s.start < noun.i and not s.text.isspace()]
        for sentence in reversed(sentences[-self.rules.distance["alone"] :]):
            yield [t for t in sentence if t < noun]

    def _medium(self, token: Token) -> Entity | None:
        """The body that speaks or is told something at a token, if it may be a medium."""
        entity = self.notes.entity_at(token)
        if not (self.constraints.speaks(token) or self.constraints.is_cited(token)):
            return None
        proper = any(t.pos_ == "PROPN" for t in self.view.compounds(token))
        if proper and token.lemma_.lower() in self.rules.media["nouns"]:
            return entity or self.referents.entity(token)  # "told the X newspaper"
        if entity is None or not entity.named or entity.type != "Organization":
            return None
        if entity.item is not None:
            return entity if entity.item.kind in self.rules.media["items"] else None
        last = lexicon.common_nouns().get(entity.name.split()[-1].lower())
        public = last is not None and last.type == "Organization"
        return None if public and not self._is_medium(entity.name) else entity

    def _is_medium(self, name: str) -> bool:
        """Whether the last word of a name is one for media."""
        return name.split()[-1].lower() in self.rules.media["nouns"]
