"""How sure the text is of an event: polarity, certainty, realis, and the words that hedge.

Read from the tree, climbing from the event to the clauses that hold it: what stands on the
event itself, then what each governing predicate does to its complement (implicative
signatures, Karttunen 2012; FactBank, Saurí and Pustejovsky 2009). The cues are the data of
`factuality.toml`. Who said it is not decided here but by the claims.
"""

from __future__ import annotations

from dataclasses import dataclass

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
        if view.sentence_negation(token):
            stance.negative ^= True
        if token.pos_ in ("NOUN", "PROPN"):
            for modifier in view.modifiers(token):
                self._embed(stance, modifier, "adjective", "attributive")
        self._beside(token, stance)
        self._construction(token, stance)

    def _beside(self, token: Token, stance: Stance) -> None:
        """Modal verbs, adverbs and conjunctions of a predicate."""
        auxiliaries = self.view.auxiliaries(token)
        for auxiliary in auxiliaries:
            stance.apply(self.cues.modal(auxiliary, "have" in auxiliaries), auxiliary)
        for adverb in self.view.adverbs(token):
            stance.apply(self.cues.adverbs.get(adverb.lower_), adverb.text)
        for marker in self.view.markers(token):
            stance.apply(self.cues.markers.get(marker), marker)

    def _construction(self, token: Token, stance: Stance) -> None:
        name = self._name_of_construction(token)
        if name:
            stance.apply(self.cues.constructions.get(name), token.text)

    def _name_of_construction(self, token: Token) -> str | None:
        view = self.view
        governor = view.matrix(token)
        infinitive = "to" in view.markers(token)
        if infinitive and governor and governor[1] in ("adverbial", "noun_complement"):
            return "purpose"
        if infinitive and governor is None:
            return "headline_infinitive"
        if governor is None and token.pos_ in ("VERB", "AUX"):
            question = [t for t in token.sent if not t.is_space and not t.is_quote][-1:]
            if question and question[0].text == "?":
                return "question"
            if (
                token.tag_ == "VB"
                and not view.auxiliaries(token)
                and not view.surface_subjects(token)
            ):
                return "imperative"
        return None

    def _climb(self, node: Token, stance: Stance) -> None:
        for _ in range(HIGHEST):
            governor = self._taken_by(node) or self.view.matrix(node)
            if governor is None:
                return
            above, kind = governor
            if kind in SHARED:
                if kind != "conjunct" and not self._govern(above, node, kind, stance):
                    return
            elif kind == "adverbial":
                if not self._is_participle(node) or self._is_presupposed(node):
                    return
                self._own_words(above, stance)
            else:
                return
            node = above

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
        known = verb is not None and self._embedding(verb, "verb", preposition)
        return (verb, "open_complement") if verb is not None and known else None

    def _is_presupposed(self, node: Token) -> bool:
        words = [*self.view.markers(node), self.view.preposition(node)]
        return not self.cues.presupposing.isdisjoint(words)

    def _is_participle(self, token: Token) -> bool:
        return token.tag_ in ("VBG", "VBN")

    def _govern(self, above: Token, node: Token, kind: str, stance: Stance) -> bool:
        """Apply what `above` does to its complement; whether to climb on from it."""
        complement = self._complement(node, kind)
        part = PARTS.get(above.pos_, "noun")
        embedding = self._embedding(above, part, complement)
        if embedding is None:
            if kind == "argument":
                return False
            if kind == "open_complement":
                self._own_words(above, stance)
            return True
        negated = self.view.sentence_negation(above)
        words = self._words(above, node)
        stance.apply(embedding.negated if negated else embedding.effect, words)
        self._beside(above, stance)
        return True

    def _embed(self, stance: Stance, above: Token, part: Part, complement: str) -> None:
        embedding = self._embedding(above, part, complement)
        if embedding:
            stance.apply(embedding.effect, above.text)

    def _embedding(self, above: Token, part: Part, complement: str) -> Embedding | None:
        particle = self.view.particle(above)
        lemmas = [above.lemma_.lower()]
        if part == "adjective":
            lemmas.insert(0, above.lower_)  # "alleged", also where it is tagged as a participle
        if particle:
            lemmas.insert(0, f"{lemmas[-1]} {particle}")
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
        if kind == "argument":
            preposition = self.view.preposition(node)
            if preposition:
                return preposition.split()[0]
            return "subject" if relation.startswith(("nsubj", "csubj")) else "object"
        if "to" in markers:
            return "infinitive"
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
