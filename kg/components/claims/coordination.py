"""What belongs to a clause that somebody says, where the parser hung it on the cue: "said A died
and B had fled"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.components.antecedents import is_that_clause
from kg.components.claims.tags import SUBJECTS
from kg.components.claims.voices import Voices

UNWILLING = ("could", "might", "should")


class Coordination:
    """Finds the further clauses and phrases of what is said in one document."""

    def __init__(self, voices: Voices) -> None:
        self.voices = voices
        self.view = voices.view

    def of(self, clause: Token, verb: Token) -> list[Token]:
        """Clauses hung on the cue that belong to its clause, having subjects or auxiliaries of
        their own and no comma: "said A died and B had fled"."""
        found, view = [], self.view
        for other in view.children(verb, "conj", "ccomp"):
            joined = view.children(other, "cc")
            own = view.children(other, *SUBJECTS, "aux", "aux:pass")
            comma = bool(joined) and self._is_set_off(joined[0])
            says = self.voices.cue(other, "clause", "quote") and self._speaks(other)
            whole = own and joined and not comma and not says
            again = joined and is_that_clause(view, other)
            again = again or self._is_predicate_of(other) or self._runs_on(other, clause)
            belongs = whole or again or self._is_state(other, clause) or _is_free(other)
            if belongs and verb < clause < other:
                found.append(other)
        return found

    def _is_set_off(self, joint: Token) -> bool:
        """Whether a mark stands before a conjunction, also inside quotation marks."""
        before = self.voices.doc[max(joint.i - 2, 0) : joint.i]
        return before[0 if before[-1].is_quote else -1].is_punct

    def lasting(self, clause: Token, verb: Token) -> list[Token]:
        """The time since which it has been so, hung on a cue that is not said to last: "is
        reporting that it had been shut since May"."""
        last = max(self.view.subtree(clause))
        perfect = "have" in self.view.auxiliaries(verb)
        since = [t for p, t in self.view.obliques(verb) if p == "since" and not perfect]
        return [t for t in since if self.view.subtree(t)[0].i == last.i + 1]

    def _is_predicate_of(self, other: Token) -> bool:
        """Whether a finite clause lacks a subject since the one before it took that: "said the
        birds counted in May were fewer"."""
        finite = self.view.children(other, "cop", "aux", "aux:pass")
        joined = self.view.children(other, "cc", *SUBJECTS, "mark")
        return self.view.relation(other) == "ccomp" and bool(finite) and not joined

    def _runs_on(self, other: Token, clause: Token) -> bool:
        """Whether a clause begins where the one before it ends, with no mark between: "told how
        she ran as the roof fell"."""
        first = self.view.subtree(other)[0]
        last = self.voices.doc[first.i - 1] if first.i else first
        inside = last in self.view.subtree(clause) and not (last.is_punct or first.is_punct)
        free = self.voices.complementizer(other) is None and not self.view.is_predicate(last)
        return inside and free and self.view.relation(other) == "ccomp"

    def _speaks(self, other: Token) -> bool:
        """Whether a verb of saying says something, or will not: "but would not confirm it"; not
        "and did not blame them"."""
        words = {t.lower_ for t in self.view.children(other, "aux")}
        if self.view.complement(other) is not None:
            return True
        done = self.view.negated(other) and bool(self.view.objects(other))
        return not done and words.isdisjoint(UNWILLING)

    def _is_state(self, other: Token, clause: Token) -> bool:
        """Whether a copular clause shares the subject of one without "that": "said the board
        had met and was confident"."""
        joined = self.view.children(other, "cc")
        shares = self.view.is_copular(other) and not self.view.children(other, "nsubj")
        bare = self.voices.complementizer(clause) is None
        return bool(joined) and not self.voices.doc[joined[0].i - 1].is_punct and shares and bare


def _is_free(clause: Token) -> bool:
    """Whether a clause is of the kind of "whoever wins", which the parser hangs anywhere."""
    first = next((t for t in sorted(clause.subtree) if not t.is_punct), clause)
    return first.tag_ in ("WP", "WDT", "WRB") and first.lower_.endswith("ever")
