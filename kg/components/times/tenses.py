"""Whether the clause around some words speaks of the future or of the past."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kg.components.notes import KEY, grammar
from kg.components.times.patterns import words

SUBJECTS = ("nsubj", "nsubj:pass")


class Tenses:
    """The tenses of the clauses of one document."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.parsed = doc.has_annotation("DEP")
        self.table = words()["context"]
        blocks = doc.user_data.get(KEY, {}).get("article", {}).get("blocks", ())
        self.headlines = [b["span"] for b in blocks if b["kind"] == "headline"]

    def of(self, span: Span, preposition: str = "", *, weekly: bool = False) -> tuple[bool, bool]:
        """Whether the clause around `span` speaks of the future, and whether of the past.

        `weekly` is of what comes every week: "ahead of Sunday's vote" is the next one.
        """
        if preposition in self.table["future_prepositions"]:
            return weekly, False
        if not self.parsed:
            return self._has_future_auxiliary(span), False
        predicate = self._predicate(span)
        if predicate is None:
            return False, False
        if preposition in ("until", "till", "to") and self._is(predicate, "deferring"):
            return True, False
        return self._is_future(predicate, span), self._is_past(predicate)

    def _predicate(self, span: Span) -> Token | None:
        """The predicate of the clause; of several coordinated ones the nearest before."""
        view = grammar(self.doc)
        above = [span.root, *view.ancestors(span.root)]
        predicate = next((t for t in above if view.is_predicate(t)), None)
        if predicate is None or predicate.i > span.start:
            return predicate
        before = [t for t in view.conjuncts(predicate) if t.i < span.start and view.is_predicate(t)]
        return max(before, default=predicate)

    def _has_future_auxiliary(self, span: Span) -> bool:
        near = self.doc[max(0, span.start - 15) : span.start]
        ends = [i for i, token in enumerate(near) if token.text in (".", ";", "!", "?")]
        clause = near[ends[-1] + 1 :] if ends else near
        return any(token.lower_ in self.table["future_auxiliaries"] for token in clause)

    def _is_future(self, predicate: Token, span: Span) -> bool:
        view = grammar(self.doc)
        auxiliaries = set(view.auxiliaries(predicate))
        if auxiliaries & set(self.table["future_modals"]):
            was_able = "could" in auxiliaries and view.negated(predicate)
            return "have" not in auxiliaries and not was_able
        if self._is_present(predicate, span):
            return True
        markers = view.markers(predicate)
        if "to" in markers and any(
            t.tag_ in self.table["present_tags"] for t in view.children(predicate, "cop", "aux")
        ):
            return True  # "is to vote"
        if set(" ".join(markers).split()) & set(self.table["future_governors"]):  # "is due to"
            return True
        matrix = view.matrix(predicate)
        if matrix is None or matrix[1] not in ("open_complement", "noun_complement"):
            return self._looks_ahead(predicate)
        if any(map(self._looks_ahead, (predicate, matrix[0]))):
            return True
        to_come = matrix[1] == "noun_complement" or not self._is_past(matrix[0])
        return "to" in markers and (to_come or self._is(matrix[0], "commitments"))

    def _is_present(self, predicate: Token, span: Span) -> bool:
        """Whether it is a plain present, which beside a time to come is one of plans; in a
        headline it tells the past ("Rebels seize town on Sunday"), and of a time in its
        subject it tells nothing ("footage from Friday shows")."""
        view, tags = grammar(self.doc), self.table["present_tags"]
        above = [span.root, *view.ancestors(span.root)]
        inside = any(view.relation(t) in SUBJECTS and view.head(t) == predicate for t in above)
        if inside and span[0].lower_ != "for":
            return False
        if view.is_copular(predicate):
            copula = view.children(predicate, "cop")[0]
            inside = span.start <= predicate.i < span.end  # "the final is on Sunday"
            return inside and copula.tag_ in tags
        if predicate.tag_ not in tags or view.auxiliaries(predicate):
            return False
        return not any(h["begin"] <= predicate.idx < h["end"] for h in self.headlines)

    def _is_past(self, predicate: Token) -> bool:
        view = grammar(self.doc)
        helpers = [t.lower_ for t in view.children(predicate, "aux", "aux:pass", "cop")]
        past = set(self.table["past_auxiliaries"])
        return predicate.tag_ == "VBD" or bool(past & set(helpers))

    def _looks_ahead(self, governor: Token) -> bool:
        if self._is_past(governor):
            return False
        going = (
            governor.lower_ == "going" and grammar(self.doc).open_complement(governor) is not None
        )
        return going or self._is(governor, "future_governors")

    def _is(self, token: Token, table: str) -> bool:
        return token.lemma_.lower() in self.table[table]
