"""What governs an event, in which position, and what is known of such a governor."""

from __future__ import annotations

from spacy.tokens import Token

from kg import lexicon
from kg.language.grammar import Grammar, Kind
from kg.lexicon import Effect, Embedding, Part

PARTS: dict[str, Part] = {"VERB": "verb", "AUX": "verb", "ADJ": "adjective"}
BARE = ("clause", "infinitive")
SUBJECTS = ("nsubj", "nsubj:pass")


class Governors:
    """The governors of the events of one document."""

    def __init__(self, view: Grammar) -> None:
        self.view = view
        self.cues = lexicon.factuality()
        self._known: dict[int, tuple[Token, Kind] | None] = {}

    def of(self, node: Token) -> tuple[Token, Kind] | None:
        """What governs `node`, and how. Repeat it to climb."""
        return self._taken_by(node) or self.matrix(node)

    def matrix(self, node: Token) -> tuple[Token, Kind] | None:
        """What governs `node`, where the parser hung the clause of a noun otherwise: "reports
        that X" as a relative clause, "foiled a plot to X" as a purpose, and the other way
        round "cancelled a trip to X"."""
        if node.i not in self._known:
            self._known[node.i] = self._matrix(node)
        return self._known[node.i]

    def _matrix(self, node: Token) -> tuple[Token, Kind] | None:
        governor = self.view.matrix(node)
        if governor is None:
            return None
        above, kind = governor
        markers, subjects = self.view.markers(node), self.view.children(node, *SUBJECTS)
        if kind == "relative" and "that" in markers and subjects:
            return (above, "noun_complement") if self._knows(above, "clause") else governor
        if "to" not in markers or subjects:
            return governor
        if kind == "adverbial" and not self.is_set_off(node):
            if self.embedding(above, PARTS.get(above.pos_, "verb"), "purpose"):
                return above, "open_complement"
            for noun in self.view.children(above, "obj"):
                if noun.i < node.i and self._knows(noun, "infinitive"):
                    return noun, "noun_complement"
        if kind == "open_complement":
            for noun in self.view.children(above, "xcomp"):
                if noun.i < node.i and self.is_ranked(noun):
                    return noun, "noun_complement"
        if kind == "noun_complement" and not self._knows(above, "infinitive"):
            verb = self.view.head(above) if self.view.relation(above) == "obj" else None
            return (verb, "adverbial") if verb is not None and verb.i < above.i else governor
        return governor

    def is_set_off(self, clause: Token) -> bool:
        """Whether a clause opens the sentence, or a comma stands before it."""
        start, head = self.view.subtree(clause)[0], self.view.head(clause)
        opens = head is not None and clause.i < head.i
        return opens or (start.i > 0 and "," in (start.text, start.nbor(-1).text))

    def is_ranked(self, noun: Token) -> bool:
        """ "The first (country) to join" did join."""
        ranks = [noun, *self.view.modifiers(noun)]
        known = [self.cues.predicate("noun", t.lower_, "infinitive") for t in ranks]
        return any(cue is not None and cue.effect == Effect() for cue in known)

    def is_act(self, noun: Token) -> bool:
        """Whether a noun names something said or planned, with content of its own."""
        return any(self._knows(noun, place) for place in ("clause", "infinitive", "for"))

    def embedding(self, above: Token, part: Part, complement: str) -> Embedding | None:
        """What `above` does to what stands in `complement`, None where it is not known."""
        particle = self.view.particle(above)
        lemmas = [above.lemma_.lower()]
        if part == "adjective":
            lemmas.insert(0, above.lower_)  # "alleged", also where it is tagged as a participle
        own = [particle] if particle else []
        own += [t.lower_ for t in self.view.children(above, "advmod")]
        lemmas = [*(f"{lemmas[-1]} {word}" for word in own), *lemmas]
        if part == "verb" and above.tag_ == "VBN":
            return self._find("verb", lemmas, above, complement) or self._find(
                "adjective", [above.lower_], above, complement
            )  # "is saddened to report"
        return self._find(part, lemmas, above, complement)

    def _find(
        self, part: Part, lemmas: list[str], above: Token, complement: str
    ) -> Embedding | None:
        verbal = part == "verb"
        passive = verbal and self.view.is_passive(above)
        progressive = verbal and above.tag_ == "VBG" and "be" in self.view.auxiliaries(above)
        for lemma in lemmas:
            found = self.cues.predicate(
                part, lemma, complement, passive=passive, progressive=progressive
            )
            if found:
                return found
        return None

    def complement(self, node: Token, kind: str) -> str:
        """Which position of what governs it a node stands in, as `factuality.toml` names them."""
        relation = self.view.relation(node)
        markers = self.view.markers(node)
        if relation == "compound":
            return "compound"
        if kind == "argument" and not relation.startswith("csubj"):
            preposition = self.view.preposition(node)
            if preposition:
                return preposition.split()[0]
            return "subject" if relation == "nsubj" else "object"
        if "to" in markers and node.tag_ != "VBG":
            taken = kind == "open_complement" and relation == "advcl"
            return "purpose" if taken else "infinitive"
        if node.tag_ == "VBG" and not self.view.auxiliaries(node):
            words = [self.view.preposition(node), *markers]  # "to" among them
            return next((word for word in words if word and word != "that"), "gerund")
        return "clause"

    def words(self, above: Token, node: Token) -> str:
        """The words of a hedge: "is believed to", "feared"."""
        view = self.view
        parts = {above.i} | {c.i for c in view.children(above, "aux", "aux:pass", "cop")}
        parts |= {c.i for c in view.children(node, "mark") if c.lower_ == "to"}
        return " ".join(above.doc[i].text for i in sorted(parts))

    def _taken_by(self, node: Token) -> tuple[Token, Kind] | None:
        """The verb that takes a gerund, on whatever that hangs: "stopped them from
        attacking", "accused the army of shelling", "stopped short of banning"."""
        governor = self.view.matrix(node)
        if governor is None or governor[1] not in ("adverbial", "noun_complement"):
            return None
        above, kind = governor
        complement = self.complement(node, kind)
        if complement in BARE or (complement == "gerund" and self.is_set_off(node)):
            return None
        relation = self.view.relation(above)
        shared = kind == "noun_complement" and relation in ("obj", "nsubj:pass")
        verb = self.view.head(above) if shared or relation == "advmod" else above
        if verb is None or not self.embedding(verb, PARTS.get(verb.pos_, "verb"), complement):
            return None
        return verb, "open_complement"

    def _knows(self, noun: Token, complement: str) -> bool:
        return self.cues.predicate("noun", noun.lemma_.lower(), complement) is not None
