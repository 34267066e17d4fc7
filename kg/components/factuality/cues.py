"""Cues on a predicate itself: negation, modal verbs, adverbs, conjunctions, adjectives."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from kg import lexicon
from kg.components.factuality.constructions import Constructions
from kg.components.factuality.governors import Governors
from kg.components.factuality.stance import Stance
from kg.language.grammar import Grammar
from kg.lexicon import Effect, Part

PREPOSITION_WORDS = (4, 3, 2)


@cache
def _last_words() -> frozenset[str]:
    """The last words of the markers of several words."""
    return frozenset(words.split()[-1] for words in lexicon.factuality().markers if " " in words)


class Cues:
    """Reads the words that stand on the predicates of one document."""

    def __init__(self, view: Grammar, governors: Governors, constructions: Constructions) -> None:
        self.view = view
        self.lexicon = lexicon.factuality()
        self.governors = governors
        self.constructions = constructions

    def read(self, token: Token, stance: Stance) -> None:
        """Cues on the predicate itself: negation, auxiliaries, adverbs, conjunctions."""
        stance.negative ^= self.negated(token)
        if token.pos_ in ("NOUN", "PROPN"):
            for modifier in self.view.modifiers(token):
                self.embed(stance, modifier, "adjective", "attributive")
            self._before(token, stance)
        self.beside(token, stance)

    def negated(self, predicate: Token) -> bool:
        """Whether its clause is negated, "neither X nor Y" among its arguments and "agreed to
        nothing" included."""
        view, negators = self.view, self.lexicon.negators
        if view.sentence_negation(predicate):
            return True
        arguments = view.children(predicate, "nsubj", "nsubj:pass", "obj")
        joined = [c for a in arguments for c in view.children(a, "cc:preconj", "cc")]
        introduced = [*view.markers(predicate), view.preposition(predicate)]
        for word in view.children(predicate, "cc"):  # "rather than"
            introduced.append(" ".join(w.lower_ for w in [word, *view.children(word, "fixed")]))
        return (
            any(c.lower_ == "neither" for c in joined)
            or any(
                o.pos_ == "PRON" and o.lower_ in negators for o in view.children(predicate, "obl")
            )
            or not negators.isdisjoint(introduced)
            or self._shares_negation(predicate)
        )

    def _shares_negation(self, predicate: Token) -> bool:
        """ "Did not enter, [evacuate] or open": all of what "or" joins."""
        view, first = self.view, self.view.head(predicate)
        if first is None or view.relation(predicate) != "conj" or predicate.tag_ != first.tag_:
            return False
        if view.children(predicate, "nsubj", "nsubj:pass", "aux", "aux:pass"):
            return False
        words = [c.lower_ for t in view.children(first, "conj") for c in view.children(t, "cc")]
        return view.negated(first) and bool({"or", "nor"}.intersection(words))

    def _before(self, noun: Token, stance: Stance) -> None:
        """A preposition of several words: "in case of an attack"."""
        start = self.view.noun_phrase(noun).start
        if start == 0 or noun.doc[start - 1].lower_ not in _last_words():
            return
        for length in PREPOSITION_WORDS:
            words = noun.doc[max(0, start - length) : start].text.lower()
            if words in self.lexicon.markers:
                stance.apply(self.lexicon.markers[words], words)
                return

    def beside(self, token: Token, stance: Stance) -> None:
        """Modal verbs, adverbs, conjunctions and the construction of a predicate."""
        governor = self.governors.matrix(token)
        self._modals(token, stance)
        for adverb in self.view.adverbs(token):
            stance.apply(self.lexicon.adverbs.get(adverb.lower_), adverb.text)
        self.conjunctions(token, stance)
        name = self.constructions.name(token, governor)
        if name:
            stance.apply(self.lexicon.constructions.get(name), token.text)
        stance.conditional |= self.constructions.is_conditional(token)

    def conjunctions(self, token: Token, stance: Stance) -> None:
        """What the words that open its clause do: "if", "until"."""
        for marker in self.view.markers(token):
            effect = self.lexicon.markers.get(marker)
            if effect and not (effect.realis == "future" and self.constructions.is_past(token)):
                stance.apply(effect, marker)  # "hid until they left": they left

    def _modals(self, token: Token, stance: Stance) -> None:
        auxiliaries = self.view.auxiliaries(token)
        if len(auxiliaries) == 1 and token.tag_ == "VBN" and token.pos_ == "VERB":
            return  # "he'd hidden": he had
        for auxiliary in auxiliaries:
            modal = self.lexicon.modals.get(auxiliary)
            if modal is None:
                continue
            effect: Effect | None = None
            if "have" in auxiliaries:
                effect = modal.perfect
            elif modal.negated and self.negated(token):
                effect = modal.negated
            elif modal.reported and self._is_reported(token):
                effect = modal.reported
            stance.apply(effect or modal.effect, auxiliary)

    def _is_reported(self, token: Token) -> bool:
        return self.constructions.is_reported(token, self.view.matrix(token))

    def embed(self, stance: Stance, above: Token, part: Part, complement: str) -> None:
        """What `above` does to a complement that hangs on it or is its light verb's."""
        embedding = self.governors.embedding(above, part, complement)
        if embedding:
            stance.apply(embedding.effect, above.text)
