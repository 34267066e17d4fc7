"""Surnames of people named before that the language model did not take for names."""

from __future__ import annotations

from functools import cached_property

from spacy.tokens import Token

from kg.components.referents import Referents
from kg.facts import Entity

SHORTEST = 3  # letters


class Surnames:
    """Finds who is meant by a surname in one document."""

    def __init__(self, referents: Referents) -> None:
        self.notes = referents.notes

    def entity(self, token: Token) -> Entity | None:
        """The only person named before whose name ends in a word that stands alone."""
        doc = token.doc
        around = [*doc[max(token.i - 1, 0) : token.i], *doc[token.i + 1 : token.i + 2]]
        if token.pos_ != "PROPN" or any(t.pos_ == "PROPN" for t in around):
            return None
        people = {
            key: begin for key, begin in self._bearers.get(token.text, ()) if begin < token.idx
        }
        return self.notes.entities[next(iter(people))] if len(people) == 1 else None

    @cached_property
    def _bearers(self) -> dict[str, list[tuple[str, int]]]:
        """The people, and where they are named in full, by the last words of their names."""
        found: dict[str, list[tuple[str, int]]] = {}
        for mention in self.notes.mentions:
            entity = self.notes.entities[mention.entity]
            words = self.notes.article.text[mention.span.begin : mention.span.end].split()
            full = mention.kind == "name" and entity.type == "Person" and len(words) > 1
            if full and words[-1][:1].isupper() and len(words[-1]) >= SHORTEST:
                found.setdefault(words[-1], []).append((entity.id, mention.span.begin))
        return found
