"""The grammatical shapes of a clause that say how it is meant: purpose, question, condition."""

from __future__ import annotations

from spacy.tokens import Token

from kg import lexicon
from kg.components.factuality.governors import Governors
from kg.language.grammar import Grammar, Kind

FINITE_PRESENT = ("VBP", "VBZ")
INVERTED = ("had", "were", "should")
Governor = tuple[Token, Kind] | None


class Constructions:
    """Names the construction of a clause, as `factuality.toml` calls it."""

    def __init__(self, view: Grammar, governors: Governors) -> None:
        self.view = view
        self.governors = governors
        self.cues = lexicon.factuality()

    def name(self, token: Token, governor: Governor) -> str | None:
        """The construction of the clause that `token` heads, None for a plain one."""
        if self.is_infinitive(token):
            return self._infinitive(token, governor)
        if governor and governor[1] == "adverbial":
            return "conditional_inversion" if self._is_inverted(token) else None
        if governor and governor[1] == "complement":
            return "imperative" if self._is_imperative(token) else None
        if governor is None and (token.pos_ in ("VERB", "AUX") or self.view.is_copular(token)):
            if self._is_question(token):
                return "question"
            return "imperative" if self._is_imperative(token) else None
        return None

    def is_infinitive(self, token: Token) -> bool:
        """Whether "to" opens the clause, also as the end of "in order to"."""
        opened = any(mark.split()[-1] == "to" for mark in self.view.markers(token))
        return opened and token.tag_ != "VBG"

    def is_enacted(self, token: Token) -> bool:
        """Whether a purpose is reached in doing what it is the purpose of: "met to discuss"."""
        return token.lemma_.lower() in self.cues.enacting and self.is_infinitive(token)

    def is_conditional(self, token: Token) -> bool:
        """Whether a clause beside it says on what it depends: "if …", "should they fail"."""
        return any(
            not self.cues.conditions.isdisjoint(self.view.markers(clause))
            or self._is_inverted(clause)
            for clause in self.view.children(token, "advcl")
        )

    def is_factive_question(self, token: Token) -> bool:
        """Whether a question takes its clause for granted: "Why did the dam burst?"."""
        return not self.cues.factive_questions.isdisjoint(self.view.markers(token))

    def is_reported(self, token: Token, governor: Governor) -> bool:
        """Whether a past verb reports the clause in its own words, which puts "will" into
        "would": "He said he would go"."""
        if governor and governor[1] == "conjunct":
            above = governor[0]
            return self.is_reported(above, self.view.matrix(above))
        if governor is None or governor[1] not in ("complement", "noun_complement"):
            return False
        above = governor[0]
        asked = "whether" in self.view.markers(token) or "if" in self.view.markers(token)
        between = token.doc[min(token.i, above.i) : max(token.i, above.i)]
        is_past = above.tag_ in ("VBD", "VBN", "VBG")
        return is_past and not asked and not any(t.is_quote for t in between)

    def first_verb(self, node: Token) -> Token:
        """The verb of a clause that bears its tense."""
        return next(iter(self.view.children(node, "aux", "aux:pass", "cop")), node)

    def is_past(self, node: Token) -> bool:
        """Whether a clause stands in a past tense or the perfect."""
        first = self.first_verb(node)
        perfect = first.i != node.i and first.tag_ in FINITE_PRESENT
        return first.tag_ == "VBD" or (perfect and first.lemma_.lower() == "have")

    def is_participle(self, token: Token) -> bool:
        """Whether the token is a participle without a finite auxiliary."""
        auxiliaries = self.view.children(token, "aux", "aux:pass")
        return token.tag_ in ("VBG", "VBN") and all(a.tag_ == "VBG" for a in auxiliaries)

    def is_reduced_relative(self, node: Token) -> bool:
        """ "The truce demanded by Rome", where it was hung on the verb."""
        start = self.view.subtree(node)[0]
        before = start.nbor(-1) if start.i else start
        by = start.i == node.i and bool(self.view.children(node, "obl:agent"))
        passive = node.tag_ == "VBN" and (by or start.lower_ == "being")
        return passive and before.pos_ in ("NOUN", "PROPN")

    def _infinitive(self, token: Token, governor: Governor) -> str | None:
        if self._is_arranged(token):
            return "be_infinitive"
        if governor is None:
            return "headline_infinitive"
        if governor[1] not in ("adverbial", "noun_complement"):
            return None
        if self.governors.is_ranked(governor[0]):
            return None
        if self._is_outcome(token):
            return "outcome"
        return None if governor[1] == "adverbial" and self.is_enacted(token) else "purpose"

    def _is_arranged(self, token: Token) -> bool:
        """ "Is to visit": a form of "be" before "to"."""
        forms = self.view.children(token, "aux", "cop")
        marks = self.view.children(token, "mark")
        return any(f.lemma_.lower() == "be" and f.i < mark.i for f in forms for mark in marks)

    def _is_outcome(self, token: Token) -> bool:
        """ "Led twice, only to lose"."""
        first = next((t for t in self.view.subtree(token) if not t.is_punct), token)
        return first.lower_ == "only" and first.i > 0 and first.nbor(-1).text == ","

    def _is_inverted(self, token: Token) -> bool:
        """ "Had he fled": an auxiliary before the subject, and no conjunction."""
        subjects = self.view.children(token, "nsubj", "nsubj:pass")
        auxiliaries = self.view.children(token, "aux", "aux:pass", "cop")
        return bool(subjects and auxiliaries and not self.view.markers(token)) and (
            auxiliaries[0].i < subjects[0].i and auxiliaries[0].lower_ in INVERTED
        )

    def _is_question(self, token: Token) -> bool:
        if self.is_factive_question(token):
            return False
        content = (t for t in reversed(token.sent) if not t.is_space and not t.is_quote)
        last = next(content, None)
        if last is None or last.text != "?":
            return False
        between = token.doc[token.i : last.i]
        return sum(t.is_quote for t in between) % 2 == 0  # else it is another's, quoted

    def _is_imperative(self, token: Token) -> bool:
        """A bare verb without a subject that opens its clause."""
        bare = token.tag_ == "VB" and not self.view.auxiliaries(token)
        return bare and not self.view.markers(token) and not self.view.surface_subjects(token)
