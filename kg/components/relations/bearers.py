"""Of whom a noun is said: "the mayor, X", "X is the mayor", "a fighter who called himself X"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Span, Token

from kg.components.relations.appositions import Appositions
from kg.components.relations.named import tables
from kg.facts import Entity

How = Literal["before", "apposition", "copula", "naming", "beside"]
CONFIDENCE: dict[How, float] = {
    "before": 0.95,
    "apposition": 0.9,
    "copula": 0.9,
    "naming": 0.85,
    "beside": 0.75,
}
FRONTED = ("he", "she")
TOGETHER = ("apposition", "copula", "beside")  # coordinated nouns have the same bearer
NAME_PARTS = ("compound", "nmod:desc", "flat", "amod", "nmod:unmarked")


Option = tuple[How, list[Token]]


@dataclass(frozen=True)
class Bearer:
    """A named entity that a noun is said of, at the token that names it."""

    token: Token
    entity: Entity
    how: How


class Bearers(Appositions):
    """Finds the bearers of nouns, and the named entities that tokens stand for."""

    def of(self, noun: Token) -> list[Bearer]:
        """The bearers of a noun by the first construction that gives any, be it one of a noun
        that it is coordinated with ("X's founder and chairman, Y")."""
        head = self.view.head(noun)
        if head is not None and head.lower_ == "one" and self.view.preposition(noun) == "of":
            return self._of(head)  # "X, one of the founders of Y"
        return self._of(noun) or self._shared(noun, head)

    def _shared(self, noun: Token, head: Token | None) -> list[Bearer]:
        """The bearers of what a noun is coordinated with."""
        if self.referents.is_plural(noun):
            return []
        joined = self.view.relation(noun) == "conj" and head is not None
        alike = [head] if joined and head is not None and head.pos_ == noun.pos_ else []
        others = [*alike, *self.beside(noun)]
        return [b for other in others for b in self._of(other) if b.how in TOGETHER]

    def becoming(self, noun: Token) -> tuple[Token, list[Bearer]] | None:
        """Who becomes what a noun says, or serves as such, with the verb."""
        verb = self.view.head(noun)
        lemmas = tables()["becoming"].get(self.view.preposition(noun) or "bare", ())
        if verb is None or verb.lemma_.lower() not in lemmas:
            return None
        named = [(t, self.named(t)) for t in self.view.surface_subjects(verb)]
        return verb, [Bearer(token, entity, "copula") for token, entity in named if entity]

    def _of(self, noun: Token) -> list[Bearer]:
        if self.referents.is_plural(noun):
            return self._several(noun)
        owner = self.view.possessor(noun)
        return self._first(self._options(noun), self.named(owner) if owner is not None else None)

    def _options(self, noun: Token) -> Iterator[Option]:
        """The tokens that a noun for one may be said of, by construction."""
        yield "before", self._name_of(noun) or self.next_to(noun)
        yield "apposition", self.apposed(noun) or self.continued(noun)
        yield "copula", self._subjects(noun)
        yield "copula", self._predicate(noun)
        yield "naming", self._given_names(noun)
        yield "beside", self._beside(noun)

    def _first(self, options: Iterable[Option], whose: Entity | None = None) -> list[Bearer]:
        """The named entities, but not `whose` noun it is, of the first option that has any."""
        for how, tokens in options:
            named = [(token, self.named(token)) for token in tokens]
            found = [Bearer(t, entity, how) for t, entity in named if entity and entity != whose]
            if found:
                return found
        return []

    def _subjects(self, noun: Token) -> list[Token]:
        return [] if self.view.preposition(noun) else self.view.copular_subjects(noun)

    def _name_of(self, noun: Token) -> list[Token]:
        """The name that a noun before it is part of, in the tree."""
        head = self.view.head(noun)
        if head is None or head.i < noun.i or self.view.relation(noun) not in NAME_PARTS:
            return []
        joined = all(token.text != "," for token in self.doc[noun.i + 1 : head.i])
        return [head] if joined and self.is_name(head) else []

    def _predicate(self, noun: Token) -> list[Token]:
        """The name that a noun is said to be: Y of "the head of X is Y", "is the singer Y"."""
        verb = self.view.head(noun)
        subject = verb is not None and self.view.relation(noun).startswith("nsubj")
        if verb is None or not subject or not self.view.is_copular(verb):
            return []
        if self.view.preposition(verb):
            return []
        return [verb] if self.is_name(verb) else self.next_to(verb)

    def _several(self, noun: Token) -> list[Bearer]:
        """The bearers of a plural: "the brothers X and Y", "its founders, X and Y"."""
        view = self.view
        options: list[Option] = [
            ("before", [t for first in self.next_to(noun) for t in view.conjuncts(first)]),
            ("apposition", [t for t in view.appositions(noun) if self.is_name(t)]),
            ("copula", self._subjects(noun)),
        ]
        return self._first(options)

    def beside(self, noun: Token) -> list[Token]:
        """The nouns that share with a noun what it is of: "founder and chief executive of X"."""
        first = self.view.head(noun) if self.view.relation(noun) == "conj" else noun
        if first is None:
            return []
        joined = [first, *self.view.children(first, "conj")]
        bare = [t for t in joined if t is first or not self.view.children(t, "det", "nmod:poss")]
        return [t for t in bare if t is not noun and t.pos_ == noun.pos_] if noun in bare else []

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
        if self.view.preposition(noun) or self._is_listed(noun):  # "at the age of ten, X left"
            return []
        phrase = self.view.noun_phrase(noun, full=True)
        after, before = phrase.end, phrase.start - 1
        for comma in [*self._commas(phrase, noun), after]:
            more = comma + 1 < len(self.doc) and self.doc[comma].text == ","
            fronted = more and self.doc[comma + 1].lower_ in FRONTED
            if fronted and phrase[0].is_sent_start:  # "A native of X, she …"
                return [self.doc[comma + 1]]
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
