"""How sure the text is of an event: polarity, certainty, realis, and the words that hedge.

Read from the tree, climbing from the event to the clauses that hold it: what stands on the
event itself, then what each governing predicate does to its complement (implicative
signatures, Karttunen 2012; FactBank, Saurí and Pustejovsky 2009). The cues are the data of
`factuality.toml`. Who said it is not decided here but by the claims.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from kg import lexicon
from kg.facts import Certainty, Factuality, Realis
from kg.language.grammar import Grammar, Kind
from kg.lexicon import Effect, Embedding, Part

ORDER: tuple[Certainty, ...] = ("certain", "probable", "possible", "unknown")
REALIS: tuple[Realis, ...] = ("actual", "future", "hypothetical")
HIGHEST = 12
PARTS: dict[str, Part] = {"VERB": "verb", "AUX": "verb", "ADJ": "adjective"}
SHARED = ("complement", "open_complement", "noun_complement", "conjunct", "argument")
BARE = ("clause", "infinitive", "gerund")
INVERTED = ("had", "were", "should")
PREPOSITION_WORDS = (4, 3, 2)


UNKNOWN = Effect(certainty="unknown")


@cache
def _last_words() -> frozenset[str]:
    """The last words of the markers of several words."""
    return frozenset(words.split()[-1] for words in lexicon.factuality().markers if " " in words)


@dataclass
class Stance:
    """What the cues seen so far make of an event."""

    negative: bool = False
    certainty: int = 0
    realis: int = 0
    hedge: str | None = None

    def apply(self, effect: Effect | None, words: str) -> None:
        """Take in one cue; `words` are those of the text that bear it."""
        if effect is None:
            return
        self.negative ^= effect.negates
        if effect.certainty:
            self.certainty = max(self.certainty, ORDER.index(effect.certainty))
        if effect.realis:
            self.realis = max(self.realis, REALIS.index(effect.realis))
        if effect.hedge and self.hedge is None:
            self.hedge = words


class Factualities:
    """The factuality of the events and statements of one document."""

    def __init__(self, view: Grammar) -> None:
        self.view = view
        self.cues = lexicon.factuality()

    def of(self, trigger: Token, clause: Token | None = None) -> Factuality:
        """The factuality of what `trigger` denotes.

        `clause` is its light verb where it has one: the plan of "plans to carry out an
        attack" is a plan for the attack.
        """
        stance = Stance()
        self._own_words(trigger, stance)
        node = trigger
        if clause is not None and clause.i != trigger.i:
            self._own_words(clause, stance)
            self._embed(stance, clause, "verb", "object")
            node = clause
        self._climb(node, stance)
        return Factuality(
            "negative" if stance.negative else "positive",
            ORDER[stance.certainty],
            REALIS[stance.realis],
            stance.hedge,
        )

    def _own_words(self, token: Token, stance: Stance) -> None:
        """Cues on the predicate itself: negation, auxiliaries, adverbs, conjunctions."""
        view = self.view
        if self._negated(token):
            stance.negative ^= True
        if token.pos_ in ("NOUN", "PROPN"):
            for modifier in view.modifiers(token):
                self._embed(stance, modifier, "adjective", "attributive")
            self._before(token, stance)
        self._beside(token, stance)

    def _negated(self, predicate: Token) -> bool:
        """Whether its clause is negated, "neither X nor Y" among its arguments included."""
        view = self.view
        arguments = view.children(predicate, "nsubj", "nsubj:pass", "obj")
        return view.sentence_negation(predicate) or any(
            c.lower_ == "neither" for a in arguments for c in view.children(a, "cc:preconj", "cc")
        )

    def _before(self, noun: Token, stance: Stance) -> None:
        """A preposition of several words: "in case of an attack"."""
        start = self.view.noun_phrase(noun).start
        if start == 0 or noun.doc[start - 1].lower_ not in _last_words():
            return
        for length in PREPOSITION_WORDS:
            words = noun.doc[max(0, start - length) : start].text.lower()
            if words in self.cues.markers:
                stance.apply(self.cues.markers[words], words)
                return

    def _beside(self, token: Token, stance: Stance) -> None:
        """Modal verbs, adverbs, conjunctions and the construction of a predicate."""
        auxiliaries = self.view.auxiliaries(token)
        for auxiliary in auxiliaries:
            stance.apply(self.cues.modal(auxiliary, "have" in auxiliaries), auxiliary)
        for adverb in self.view.adverbs(token):
            stance.apply(self.cues.adverbs.get(adverb.lower_), adverb.text)
        for marker in self.view.markers(token):
            stance.apply(self.cues.markers.get(marker), marker)
        name = self._name_of_construction(token)
        if name:
            stance.apply(self.cues.constructions.get(name), token.text)

    def _name_of_construction(self, token: Token) -> str | None:
        view = self.view
        governor = self._matrix(token)
        infinitive = "to" in view.markers(token) and token.tag_ != "VBG"
        if infinitive and governor and governor[1] in ("adverbial", "noun_complement"):
            return None if self._is_ranked(governor[0]) else "purpose"
        if infinitive and governor is None:
            return "headline_infinitive"
        if governor and governor[1] == "adverbial" and self._is_inverted(token):
            return "conditional_inversion"
        if governor is None and (token.pos_ in ("VERB", "AUX") or view.is_copular(token)):
            content = (t for t in reversed(token.sent) if not t.is_space and not t.is_quote)
            last = next(content, None)
            if last is not None and last.text == "?":
                return "question"
            if (
                token.tag_ == "VB"
                and not view.auxiliaries(token)
                and not view.surface_subjects(token)
            ):
                return "imperative"
        return None

    def _is_ranked(self, noun: Token) -> bool:
        """ "The first (country) to join" did join."""
        ranks = [noun, *self.view.modifiers(noun)]
        known = [self.cues.predicate("noun", t.lower_, "infinitive") for t in ranks]
        return any(cue is not None and cue.effect == Effect() for cue in known)

    def _is_inverted(self, token: Token) -> bool:
        """ "Had he fled": an auxiliary before the subject, and no conjunction."""
        subjects = self.view.children(token, "nsubj", "nsubj:pass")
        auxiliaries = self.view.children(token, "aux", "aux:pass", "cop")
        return bool(subjects and auxiliaries and not self.view.markers(token)) and (
            auxiliaries[0].i < subjects[0].i and auxiliaries[0].lower_ in INVERTED
        )

    def _matrix(self, node: Token) -> tuple[Token, Kind] | None:
        """What governs `node`, where the parser hung the clause of a noun otherwise: "reports
        that X" as a relative clause, "foiled a plot to X" as a purpose."""
        governor = self.view.matrix(node)
        if governor is None:
            return None
        above, kind = governor
        markers = self.view.markers(node)
        if kind == "relative" and "that" in markers:
            known = self.cues.predicate("noun", above.lemma_.lower(), "clause")
            return (above, "noun_complement") if known else governor
        if kind == "adverbial" and "to" in markers:
            for noun in self.view.children(above, "obj"):
                known = self.cues.predicate("noun", noun.lemma_.lower(), "infinitive")
                if known and noun.i < node.i:
                    return noun, "noun_complement"
        return governor

    def _climb(self, node: Token, stance: Stance) -> None:
        for _ in range(HIGHEST):
            governor = self._taken_by(node) or self._matrix(node)
            if governor is None:
                return
            above, kind = governor
            if kind == "conjunct":
                if not self.view.markers(node) and not self.view.auxiliaries(node):
                    self._beside(above, stance)  # "to come and [to] help"
            elif kind in SHARED:
                if not self._govern(above, node, kind, stance):
                    return
            elif kind == "adverbial":
                if not self._is_participle(node) or self._is_presupposed(node):
                    return
                if self._is_set_off(node):
                    self._beside(above, stance)  # "did not go, fearing that": it is feared
                else:
                    self._own_words(above, stance)
            else:
                return
            node = above

    def _is_set_off(self, clause: Token) -> bool:
        """Whether a comma stands before the clause of a predicate."""
        start = self.view.subtree(clause)[0]
        return start.i > 0 and "," in (start.text, start.nbor(-1).text)

    def _taken_by(self, node: Token) -> tuple[Token, Kind] | None:
        """The verb that takes a gerund with its preposition, on whatever that hangs: "stopped
        them from attacking", "accused the army of shelling"."""
        governor = self.view.matrix(node)
        if governor is None or governor[1] not in ("adverbial", "noun_complement"):
            return None
        above, kind = governor
        preposition = self._complement(node, kind)
        if preposition in BARE:
            return None
        object_of = self.view.relation(above) in ("obj", "nsubj:pass")
        verb = self.view.head(above) if kind == "noun_complement" and object_of else above
        part = PARTS.get(above.pos_, "verb")
        known = verb is not None and self._embedding(verb, part, preposition)
        return (verb, "open_complement") if verb is not None and known else None

    def _is_presupposed(self, node: Token) -> bool:
        words = [*self.view.markers(node), self.view.preposition(node)]
        return not self.cues.presupposing.isdisjoint(words)

    def _is_participle(self, token: Token) -> bool:
        """Whether the token is a participle without a finite auxiliary."""
        auxiliaries = self.view.children(token, "aux", "aux:pass")
        return token.tag_ in ("VBG", "VBN") and all(a.tag_ == "VBG" for a in auxiliaries)

    def _govern(self, above: Token, node: Token, kind: str, stance: Stance) -> bool:
        """Apply what `above` does to its complement; whether to climb on from it."""
        complement = self._complement(node, kind)
        part = PARTS.get(above.pos_, "noun")
        embedding = self._embedding(above, part, complement)
        if embedding is None:
            return self._pass(above, node, kind, stance)
        if embedding.given:
            return False
        negated = self._negated(above)
        words = self._words(above, node)
        stance.apply(embedding.negated if negated else embedding.effect, words)
        self._beside(above, stance)
        return True

    def _pass(self, above: Token, node: Token, kind: str, stance: Stance) -> bool:
        """What a predicate does that no cue is known for; whether to climb on from it."""
        if kind == "argument":
            is_object = above.pos_ == "VERB" and self._complement(node, kind) == "object"
            if not is_object or not self._is_indefinite(node):
                return False
            if self._negated(above):
                stance.apply(UNKNOWN, above.text)
            self._beside(above, stance)
            return True
        infinitive = self._complement(node, kind) == "infinitive" and above.pos_ in PARTS
        if infinitive and "have" not in self.view.auxiliaries(node):
            stance.apply(self.cues.constructions.get("open_infinitive"), above.text)
        if kind == "open_complement":
            self._own_words(above, stance)
        return True

    def _is_indefinite(self, noun: Token) -> bool:
        """Whether a common noun is bare or has an indefinite article: "an attack", "riots"."""
        determiners = [t.lower_ for t in self.view.children(noun, "det")]
        bare = not self.view.children(noun, "nmod:poss", "nummod")
        return noun.pos_ == "NOUN" and bare and set(determiners) <= {"a", "an", "any"}

    def _embed(self, stance: Stance, above: Token, part: Part, complement: str) -> None:
        embedding = self._embedding(above, part, complement)
        if embedding:
            stance.apply(embedding.effect, above.text)

    def _embedding(self, above: Token, part: Part, complement: str) -> Embedding | None:
        particle = self.view.particle(above)
        lemmas = [above.lemma_.lower()]
        if part == "adjective":
            lemmas.insert(0, above.lower_)  # "alleged", also where it is tagged as a participle
        own = [particle] if particle else []
        own += [t.lower_ for t in self.view.children(above, "advmod")]
        lemmas = [*(f"{lemmas[-1]} {word}" for word in own), *lemmas]
        verbal = part == "verb"
        passive = verbal and self.view.is_passive(above)
        progressive = verbal and above.tag_ == "VBG" and "be" in self.view.auxiliaries(above)
        for lemma in lemmas:
            found = self.cues.predicate(
                part,
                lemma,
                complement,
                passive=passive,
                progressive=progressive,
            )
            if found:
                return found
        return None

    def _complement(self, node: Token, kind: str) -> str:
        """Which position of what governs it a node stands in, as `factuality.toml` names them."""
        relation = self.view.relation(node)
        markers = self.view.markers(node)
        if kind == "argument" and not relation.startswith("csubj"):
            preposition = self.view.preposition(node)
            if preposition:
                return preposition.split()[0]
            return "subject" if relation == "nsubj" else "object"
        if "to" in markers:
            return "to" if node.tag_ == "VBG" else "infinitive"
        if node.tag_ == "VBG" and not self.view.auxiliaries(node):
            preposition = self.view.preposition(node)
            return preposition or next((m for m in markers if m in ("of", "for", "from")), "gerund")
        return "clause"

    def _words(self, above: Token, node: Token) -> str:
        """The words of a hedge: "is believed to", "feared"."""
        view = self.view
        parts = {above.i} | {c.i for c in view.children(above, "aux", "aux:pass", "cop")}
        parts |= {c.i for c in view.children(node, "mark") if c.lower_ == "to"}
        return " ".join(above.doc[i].text for i in sorted(parts))
