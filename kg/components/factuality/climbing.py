"""From an event up through all that governs it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from spacy.tokens import Token

from kg import lexicon
from kg.components.factuality.constructions import FINITE_PRESENT, Constructions
from kg.components.factuality.cues import Cues
from kg.components.factuality.governors import PARTS, Governors
from kg.components.factuality.stance import Stance
from kg.facts import Factuality
from kg.language.grammar import Grammar, Kind
from kg.lexicon import Effect, Embedding

HIGHEST = 12
SHARED = ("complement", "open_complement", "noun_complement", "conjunct", "argument")
UNKNOWN = Effect(certainty="unknown")
FINITE = ("VBZ", "VBD")  # a bare VBP is too easily taken for VB


@lru_cache(maxsize=1)
def _known(view: Grammar) -> dict[tuple[int, int], Factuality]:  # noqa: ARG001
    """What was found in a document, by trigger and clause, for all components."""
    return {}


class Factualities:
    """The factuality of the events and statements of one document."""

    def __init__(self, view: Grammar) -> None:
        self.view = view
        self.lexicon = lexicon.factuality()
        self.governors = Governors(view)
        self.constructions = Constructions(view, self.governors)
        self.cues = Cues(view, self.governors, self.constructions)
        self._known = _known(view)

    def of(self, trigger: Token, clause: Token | None = None) -> Factuality:
        """The factuality of what `trigger` denotes.

        `clause` is its light verb where it has one: the plan of "plans to carry out an
        attack" is a plan for the attack.
        """
        place = trigger.i, trigger.i if clause is None else clause.i
        if place not in self._known:
            self._known[place] = self._found(trigger, trigger if clause is None else clause)
        return self._known[place]

    def _found(self, trigger: Token, clause: Token) -> Factuality:
        stance = Stance()
        self.cues.read(trigger, stance)
        node = trigger
        if clause.i != trigger.i:
            self.cues.read(clause, stance)
            self.cues.embed(stance, clause, "verb", "object")
            node = clause
        self._climb(node, stance)
        return stance.factuality()

    def _climb(self, node: Token, stance: Stance) -> None:
        start = node
        for _ in range(HIGHEST):
            governor = self.governors.of(node)
            if governor is None:
                return
            above, kind = governor
            if kind == "conjunct":
                self._join(above, node, stance)
            elif kind in SHARED:
                if not self._govern(above, node, kind, stance, is_trigger=node.i == start.i):
                    return
            elif kind != "adverbial" or not self._modify(above, node, stance):
                return
            node = above

    def _join(self, above: Token, node: Token, stance: Stance) -> None:
        """What a clause shares with the one it is coordinated with: all of "to come and [to]
        help", but of a finite one with its own subject only the conjunction ("if …")."""
        if self.view.markers(node) or self.view.auxiliaries(node):
            return
        if node.tag_ != "VB" and self.view.children(node, "nsubj", "nsubj:pass"):
            self.cues.conjunctions(above, stance)
        elif node.tag_ not in FINITE or above.tag_ == node.tag_:
            self.cues.beside(above, stance)

    def _modify(self, above: Token, node: Token, stance: Stance) -> bool:
        """What a clause shares with the one it modifies; whether to climb on from that."""
        enacted = self.constructions.is_enacted(node)
        if not enacted and (
            not self.constructions.is_participle(node) or self._is_presupposed(node)
        ):
            self._look_ahead(above, node, stance)
            return False
        if self.constructions.is_reduced_relative(node):
            return False
        if self.governors.is_set_off(node):
            self.cues.beside(above, stance)  # "did not go, fearing that": it is feared
        else:
            self.cues.read(above, stance)
        return True

    def _look_ahead(self, above: Token, node: Token, stance: Stance) -> None:
        """A present tense under what is to come is to come: "will rest before he returns"."""
        temporal = not self.lexicon.temporal.isdisjoint(self.view.markers(node))
        if not temporal or self.constructions.first_verb(node).tag_ not in FINITE_PRESENT:
            return
        main = Stance()
        self.cues.beside(above, main)
        self._climb(above, main)
        stance.realis = max(stance.realis, main.realis)

    def _is_presupposed(self, node: Token) -> bool:
        words = [*self.view.markers(node), self.view.preposition(node)]
        return not self.lexicon.presupposing.isdisjoint(words)

    def _govern(
        self, above: Token, node: Token, kind: Kind, stance: Stance, *, is_trigger: bool
    ) -> bool:
        """Apply what `above` does to its complement; whether to climb on from it."""
        complement = self.governors.complement(node, kind)
        part = PARTS.get(above.pos_, "noun")
        past = complement == "clause" and self.constructions.is_past(node)
        embedding = self.governors.embedding(above, part, complement)
        if complement == "subject" and self._is_conditional(above, stance):
            return True
        if embedding is None:
            return self._pass(above, node, kind, stance)
        if is_trigger and self._is_given(node, embedding):
            return False
        if complement != "clause" or not self.constructions.is_factive_question(node):
            effect = embedding.negated if self.cues.negated(above) else embedding.effect
            if past and effect.realis == "future":
                effect = replace(effect, realis=None)
            stance.apply(effect, self.governors.words(above, node))
        stance.settled |= past
        self.cues.beside(above, stance)
        return True

    def _is_conditional(self, clause: Token, stance: Stance) -> bool:
        """Whether "if" opens a clause; then its subject is supposed too: "if the strike fails"."""
        conditions = self.lexicon.conditions.intersection(self.view.markers(clause))
        for marker in sorted(conditions):
            stance.apply(self.lexicon.markers.get(marker), marker)
        return bool(conditions)

    def _is_given(self, node: Token, embedding: Embedding) -> bool:
        """Whether the complement stands whatever becomes of the predicate."""
        if embedding.given == "definite" and node.pos_ == "NOUN" and not self._is_indefinite(node):
            return True
        if embedding.given in ("definite", "act"):
            return self.governors.is_act(node)
        return embedding.given == "always"

    def _pass(self, above: Token, node: Token, kind: Kind, stance: Stance) -> bool:
        """What a predicate does that no cue is known for; whether to climb on from it."""
        complement = self.governors.complement(node, kind)
        if kind == "argument":
            return self._pass_argument(above, node, complement, stance)
        infinitive = complement == "infinitive" and above.pos_ in PARTS
        if infinitive and "have" not in self.view.auxiliaries(node):
            stance.apply(self.lexicon.constructions.get("open_infinitive"), above.text)
        if kind == "open_complement":
            self.cues.read(above, stance)
        return True

    def _pass_argument(self, above: Token, node: Token, complement: str, stance: Stance) -> bool:
        carried = complement in self.lexicon.carrying and node.i > above.i
        if above.pos_ != "VERB" or not self._is_indefinite(node):
            return False
        negated = self.cues.negated(above)
        if complement != "object" and (negated or not carried):
            return False
        if negated:
            stance.apply(UNKNOWN, above.text)
        self.cues.beside(above, stance)
        return True

    def _is_indefinite(self, noun: Token) -> bool:
        """Whether a common noun is bare or has an indefinite article: "an attack", "riots"."""
        determiners = [t.lower_ for t in self.view.children(noun, "det")]
        bare = not self.view.children(noun, "nmod:poss", "nummod")
        return noun.pos_ == "NOUN" and bare and set(determiners) <= {"a", "an", "any"}
