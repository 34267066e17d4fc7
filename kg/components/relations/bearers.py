"""Of whom a noun is said: "the mayor, X", "X is the mayor", "a fighter who called himself X"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from spacy.tokens import Token

from kg import lexicon
from kg.components.referents import Referents
from kg.facts import Entity
from kg.resources import load_toml

How = Literal["before", "apposition", "copula", "naming", "beside"]
CONFIDENCE: dict[How, float] = {
    "before": 0.95,
    "apposition": 0.9,
    "copula": 0.9,
    "naming": 0.85,
    "beside": 0.75,
}
NAME_PARTS = ("compound", "nmod:desc", "flat", "amod", "nmod:unmarked")


@cache
def tables() -> dict[str, Any]:
    """The tables of `relations.toml` beside this module."""
    return load_toml(Path(__file__).with_name("relations.toml"))


@dataclass(frozen=True)
class Bearer:
    """A named entity that a noun is said of, at the token that names it."""

    token: Token
    entity: Entity
    how: How


class Bearers:
    """Finds the bearers of nouns, and the named entities that tokens stand for."""

    def __init__(self, referents: Referents) -> None:
        self.referents = referents
        self.notes = referents.notes
        self.view = referents.view
        self.doc = referents.notes.doc

    def of(self, noun: Token) -> list[Bearer]:
        """The bearers of a noun by the first construction that gives any."""
        view = self.view
        head = view.head(noun)
        if self.referents.is_plural(noun):
            return []
        before = head is not None and head.i > noun.i and view.relation(noun) in NAME_PARTS
        before = before and head is not None and self._is_name(head)
        apposed = view.apposed_to(noun)
        options: list[tuple[How, list[Token]]] = [
            ("before", [head] if before and head is not None else []),
            ("apposition", [*view.appositions(noun), *([apposed] if apposed is not None else [])]),
            ("copula", [] if view.preposition(noun) else view.copular_subjects(noun)),
            ("naming", self._given_names(noun)),
            ("beside", self._beside(noun)),
        ]
        for how, tokens in options:
            named = [(token, self.named(token)) for token in tokens]
            found = [Bearer(token, entity, how) for token, entity in named if entity]
            if found:
                return found
        if view.relation(noun) == "conj" and head is not None and head.pos_ == noun.pos_:
            return [b for b in self.of(head) if b.how in ("apposition", "copula", "beside")]
        return []

    def _is_name(self, token: Token) -> bool:
        mention = self.notes.mention_at(token)
        return mention is not None and mention.kind == "name"

    def named(self, token: Token) -> Entity | None:
        """The named entity a token refers to, also as "X province" or "the city of X"."""
        known = self.notes.entity_at(token)
        if known is not None:
            return known if known.named else None
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

    def types(self, entity: Entity) -> frozenset[str]:
        """The types of an entity as `relations.toml` of the lexicon names them."""
        found: set[str] = {entity.type}
        if entity.item is not None:
            found.update(tables()["items"].get(entity.item.kind or "", ()))
        elif entity.named:
            noun = lexicon.common_nouns().get(entity.name.split()[-1].lower())
            found.update(noun.kinds if noun and noun.type == entity.type else ())
        return frozenset(found)

    def _given_names(self, noun: Token) -> list[Token]:
        """The names that a clause on the noun gives it."""
        found = []
        for clause in self.view.children(noun, "acl", "acl:relcl"):
            if clause.lemma_.lower() not in tables()["naming"]["lemmas"]:
                continue
            below = self.view.children(clause, "obj", "xcomp", "obl", "iobj", "ccomp", "appos")
            inner = [t for b in below for t in self.view.children(b, "appos", "nmod", "flat")]
            for token in [*below, *inner]:
                mention = self.notes.mention_at(token)
                if mention and mention.kind == "name" and token not in found:
                    found.append(token)
        return found[:1]

    def _beside(self, noun: Token) -> list[Token]:
        """A person's name set off by commas next to the noun's phrase, whatever the tree says."""
        phrase = self.view.noun_phrase(noun, full=True)
        if self.view.children(noun, "conj" if self.view.relation(noun) != "conj" else "cc"):
            return []
        if self.view.preposition(noun):  # "at the age of ten, X left"
            return []
        after, before = phrase.end, phrase.start - 1
        if after + 1 < len(self.doc) and self.doc[after].text == ",":
            mention = self.notes.mention_at(self.doc[after + 1])
            if mention and mention.kind == "name" and mention.label == "PERSON":
                name = self.notes.tokens(mention.span)
                closed = name.end < len(self.doc) and self._closes(self.doc[name.end])
                return [name.root] if name.start == after + 1 and closed else []
        closes = after >= len(self.doc) or self.doc[after].is_punct
        if before > 0 and self.doc[before].text == "," and closes:
            mention = self.notes.mention_at(self.doc[before - 1])
            if mention and mention.kind == "name" and mention.label == "PERSON":
                return [self.doc[before - 1]]
        return []

    def _closes(self, token: Token) -> bool:
        return token.text in (",", ".", ";", ":") or token.pos_ in ("VERB", "AUX")
