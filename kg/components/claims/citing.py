"""Sources of a participle, and what sources stand behind: "…, citing two officials"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from spacy.tokens import Token

from kg.components.claims.judgements import ACCORDING
from kg.components.claims.tags import WITH_EXPLETIVE
from kg.components.claims.voices import Report, Voices
from kg.components.claims.wording import Wording
from kg.facts import Span

COLONS = (":", ";", "–", "—")
TURNS = ("but", "yet", "while", "whereas", "although", "though")
PERSONAL = ("WP", "WP$")


class Sourced:
    """Reads off what the sources of one document stand behind."""

    def __init__(self, voices: Voices, wording: Wording) -> None:
        self.voices = voices
        self.view = voices.view
        self.wording = wording

    def clause(self, governor: Token, source: set[Token]) -> tuple[Span, ...]:
        """The words of a clause but for its source and what goes on after it."""
        inside = set(self.view.subtree(governor)) - source
        around = self.wording.quoted.at(min(source).idx)
        marks = set(self.view.children(governor, "mark")) if self.view.head(governor) else set()
        outside = around is None or not around.holds(governor.idx)
        begin, first = self.wording.reach(min(source) if outside else governor).begin, min(source).i
        if first and self.voices.doc[first - 1].text in COLONS and first < governor.i:
            begin = min(source).idx
        begin = self.wording.after_colon(begin, min(source).idx)
        kept = [t for t in inside - marks if around is None or around.holds(t.idx)]
        kept = sorted(t for t in kept if t.idx >= begin)
        after = [t for t in kept if t > max(source)]
        other = len(after) > 1 and (after[1].lower_ in TURNS or after[1].tag_ in PERSONAL)
        if governor < min(source) and other:
            kept = [t for t in kept if t not in after]  # "…, according to X, but Y …", "…, whose …"
        when = list(takewhile(self._is_when, after))  # "according to X on Friday"
        dropped = after if all(t.is_punct for t in after[len(when) :]) else when
        kept = [t for t in kept if t not in dropped]
        return self.wording.stretches(kept, source)

    def _is_when(self, token: Token) -> bool:
        referents = self.voices.referents
        head = self.view.head(token)
        return referents.is_time(token) or (head is not None and referents.is_time(head))


class Citing(Sourced):
    """Finds the sources of one document that somebody cites."""

    def _reported(self, clause: Token, citing: Token) -> Token | None:
        """The clause that a verb reports, also one hung on "citing" after it."""
        nouns = self.view.objects(citing)
        return self.view.complement(clause) or self.voices.content_clause(citing, *nouns)

    def _finite(self, clause: Token) -> Token:
        """The clause that holds an infinitive: "was in talks" of "was in talks to sell"."""
        above = self.view.head(clause)
        while above is not None and "to" in self.view.markers(clause):
            if not self.view.is_predicate(above) or self.voices.cue(above, "clause"):
                break
            clause, above = above, self.view.head(above)
        return clause

    def _teller(self, citing: Token) -> Token | None:
        """ "Said" of "the paper, citing officials, said that …"."""
        noun = self.view.head(citing)
        verb = self.view.head(noun) if noun is not None else None
        if noun is None or verb is None or noun not in self.view.children(verb, *WITH_EXPLETIVE):
            return None
        return verb if self.voices.cue(verb, "clause") and citing < verb else None

    def reports(self, verb: Token) -> Iterator[Report]:
        """ "…, citing two officials": they said what the clause before says."""
        named = [t for t in self.view.objects(verb) if t > verb and self.voices.may_speak(t)]
        matrix = self.view.matrix(verb)
        teller = self._teller(verb)
        above = matrix[0] if matrix is not None and matrix[1] == "adverbial" else teller
        if verb.tag_ != "VBG" or not named or above is None:
            return
        clause = self._finite(above)
        outer = self.view.matrix(clause)
        if outer and outer[1] == "complement" and self.voices.cue(outer[0], "clause"):
            words = self.wording.words(clause, outer[0])
        elif self.voices.cue(clause, "clause") and (inner := self._reported(clause, verb)):
            words = self.wording.words(inner, clause)
        else:
            words = self.clause(clause, set(self.view.subtree(verb)))
        if words:
            extent = self.voices.extent(words, (verb,), named[0])
            yield Report("accordingTo", (verb,), list(words), extent, ACCORDING, named[0])
