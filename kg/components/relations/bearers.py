"""Of whom a noun is said: "the mayor, X", "X is the mayor", "a fighter who called himself X"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from spacy.tokens import Span, Token

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
            ("apposition", self._apposed(noun, apposed)),
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

    def _apposed(self, noun: Token, above: Token | None) -> list[Token]:
        """What the tree has in apposition to a noun, unless commas or clauses say otherwise."""
        below = [t for t in self.view.appositions(noun) if self._may_be(noun, t)]
        return [*below, *([above] if above is not None else [])]

    def _may_be(self, noun: Token, name: Token) -> bool:
        """Whether a name after a noun can be its bearer: not the subject of the next clause
        ("they met the mayor, X said"), nor what a longer phrase around the noun is about
        ("the lawyer of the mayor, X")."""
        mention = self.notes.mention_at(name)
        if mention is None or mention.kind != "name" or name.i < noun.i:
            return True
        span = self.notes.tokens(mention.span)
        if span.start == 0 or self.doc[span.start - 1].text != ",":
            return True
        speaks = self._is_speaker(noun, self.notes.head(mention), span.end)
        return not speaks and not self._is_within(noun)

    def _is_speaker(self, noun: Token, name: Token, end: int) -> bool:
        """Whether a name that stops before `end` is the subject of a clause that the noun is
        no subject of."""
        view = self.view
        subject = view.relation(noun).startswith("nsubj")
        if view.relation(name).startswith("nsubj"):
            return not subject or view.head(name) != view.head(noun)
        follows = end < len(self.doc) and self.doc[end].pos_ in ("VERB", "AUX")
        return follows and not subject

    def _is_within(self, noun: Token) -> bool:
        """Whether a noun only says whose the person of a longer phrase is, or the other way
        round in "the president of Brazil's lawyer"."""
        above = self.view.head(noun)
        if self.view.relation(noun).startswith("nmod") and above is not None:
            return self._is_person(above)
        inner = [t for word, t in self.view.obliques(noun) if word == "of"]
        known = self.referents.noun(noun)
        owned = [t for t in inner if self.view.possessor(t) is not None and self._is_person(t)]
        return bool(owned) and known is not None and "role" in known.kinds

    def _is_person(self, token: Token) -> bool:
        """Whether a token is a common noun for one person."""
        if token.pos_ not in ("NOUN", "PROPN") or self._is_name(token):
            return False
        known = self.referents.noun(token)
        return known is not None and known.type_of(self.referents.is_plural(token)) == "Person"

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
        if self.view.preposition(noun) or self._is_listed(noun):  # "at the age of ten, X left"
            return []
        after, before = phrase.end, phrase.start - 1
        for comma in [*self._commas(phrase, noun), after]:
            more = comma + 1 < len(self.doc) and self.doc[comma].text == ","
            name = self._person_at(self.doc[comma + 1]) if more else None
            if name is not None:
                begins = name.start == comma + 1 and self._closes(name.end, noun)
                return [name.root] if begins and self._may_be(noun, name.root) else []
        if before > 0 and self.doc[before].text == "," and self._closes(after, None):
            name = self._person_at(self.doc[before - 1])
            if name is not None and not any(map(self._is_listed, name)):
                return [self.doc[before - 1]]
        return []

    def _commas(self, phrase: Span, noun: Token) -> list[int]:
        """Where a phrase may end before its end, for the tree may list a name with a place."""
        if any(token.pos_ == "CCONJ" for token in phrase):
            return []
        return [token.i for token in phrase if token.text == "," and token.i > noun.i]

    def _person_at(self, token: Token) -> Span | None:
        """The name of a person that a token is part of."""
        mention = self.notes.mention_at(token)
        named = mention is not None and mention.kind == "name" and mention.label == "PERSON"
        return self.notes.tokens(mention.span) if mention is not None and named else None

    def _is_listed(self, token: Token) -> bool:
        """Whether a token is one of several that a conjunction joins."""
        first = self.view.head(token) if self.view.relation(token) == "conj" else token
        joined = self.view.children(first, "conj") if first is not None else []
        return any(self.view.children(other, "cc") for other in joined)

    def _closes(self, at: int, subject: Token | None) -> bool:
        """Whether a phrase set off by commas may end before a token, or before the verb whose
        `subject` it belongs to."""
        if at >= len(self.doc):
            return True
        if subject is None:
            return self.doc[at].is_punct
        verb = self.doc[at].pos_ in ("VERB", "AUX")
        is_subject = self.view.relation(subject).startswith("nsubj")
        return self.doc[at].text in (",", ".", ";", ":") or (verb and is_subject)
