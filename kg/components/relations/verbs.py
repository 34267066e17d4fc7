"""What verbs state between names, by the patterns of the lexicon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial

from spacy.tokens import Token

from kg import lexicon
from kg.components.factuality import Factualities
from kg.components.relations.bearers import Bearer
from kg.components.relations.drafts import Draft
from kg.components.relations.ends import Positions
from kg.components.relations.hedges import whole_word
from kg.components.relations.lent import Surroundings
from kg.components.relations.positions import Positions as Offices
from kg.components.relations.stating import Stating
from kg.components.relations.tense import told
from kg.facts import Factuality
from kg.lexicon import Relation

VERB = 0.8


@cache
def _stating() -> frozenset[str]:
    """The verbs that have patterns, without their particles."""
    found = lexicon.relations().by_word
    return frozenset(word.split(" ")[0] for kind, word in found if kind == "verb")


class Verbs:
    """Drafts the statements of the verbs of one document."""

    def __init__(self, surroundings: Surroundings, stating: Stating, offices: Offices) -> None:
        self.surroundings, self.stating, self.offices = surroundings, stating, offices
        self.view = surroundings.view
        self.factualities = Factualities(surroundings.view)
        self.patterns = lexicon.relations()

    def drafts(self, verb: Token) -> Iterator[Draft]:
        """What a verb states."""
        patterns = [p for p in self._of_verb(verb) if not self._is_without(p, verb)]
        if not patterns:
            return
        positions = self.surroundings.of_verb(verb)
        said = partial(self._said, verb)
        for pattern in patterns:
            around = self._taken(pattern, positions) if pattern.takes else positions
            if around is None:
                continue
            if "Role" in pattern.object:
                yield from self._appointment(pattern, around, verb, said())
            else:
                yield from self.stating.drafts(pattern, around, verb, said, VERB, "verb")

    def _said(self, verb: Token) -> Factuality:
        return told(self.view, verb, self.factualities.of(verb))

    def _is_without(self, pattern: Relation, verb: Token) -> bool:
        """Whether a noun around a verb shows that the pattern's sense is not meant: "replaced
        him in the 60th minute"."""
        if not pattern.without:
            return False
        around = self.view.children(verb, "obl", "obl:unmarked", "advmod", "obj")
        words = {word for token in around for word in (token.lemma_.lower(), whole_word(token))}
        return not words.isdisjoint(pattern.without)

    def _of_verb(self, verb: Token) -> tuple[Relation, ...]:
        """The patterns of a verb with the particle or adverb after it, else of the verb alone."""
        lemma = verb.lemma_.lower()
        if lemma not in _stating():
            return ()
        particle = self.view.particle(verb)
        beside = [*self.view.adverbs(verb), *self.view.children(verb, "xcomp", "amod")]
        words = [particle, *(t.lower_ for t in beside if t.i == verb.i + 1)]
        found = [self.patterns.verb(lemma, word) for word in words if word]
        return next(filter(None, found), ()) or self.patterns.verb(lemma)

    def _taken(self, pattern: Relation, positions: Positions) -> Positions | None:
        """The positions around a verb and the noun that it takes as its object ("received a
        degree from X"); None where it takes no such noun."""
        for noun in positions.get("object", []):
            if noun.lemma_.lower() in pattern.takes:
                around = self.surroundings.of_noun(noun)[0] | positions
                around["object"] = positions.get("indirect_object", [])
                return around
        return None

    def _appointment(
        self, pattern: Relation, positions: Positions, verb: Token, factuality: Factuality
    ) -> Iterator[Draft]:
        """The title that somebody is given or gives up: "was elected mayor of X"."""
        holders = [token for at in pattern.subject_at for token in positions.get(at, [])]
        given = [token for at in pattern.object_at for token in positions.get(at, [])]
        titles = [t for token in given if (t := self.offices.titles.by_head.get(token.i))]
        over = [token for at in pattern.scope_at for token in positions.get(at, [])]
        qualifiers = self.stating.dates.qualifiers(verb, pattern.time)
        once = self.offices.titles.time_beside(verb) == "former"
        named = [(token, self.surroundings.bearers.named(token)) for token in holders]
        bearers = [Bearer(t, e, "copula") for t, e in named if e and e.type == "Person"]
        pairs = [(b, title) for b in bearers for title in titles if b.token != title.head]
        for bearer, title in pairs:
            for draft in self.offices.of(title, bearer, factuality, pattern.time, over):
                more = tuple(dict.fromkeys((*draft.qualifiers, *qualifiers)))
                past = self.stating.is_over(pattern, verb, factuality, more)
                ended = draft.ended or once or past
                yield replace(draft, qualifiers=more, ended=ended)
