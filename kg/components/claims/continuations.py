"""Words that go on after a cue between commas: "two died, police said, and four were hurt"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.components.claims.tags import COMMA, RELATIVE, SUBJECTS, TENSED
from kg.components.claims.voices import Voices

TYING = ("because", "if", "unless", "until", "when", "where", "since", "so", "after")
PHRASAL = ("DET", "NUM", "ADJ")
LEAST = 2  # words that go on: a comma and one more
COMPLETING = ("against", "for", "from", "compared", "versus", "including", "despite", "except")


class Continuations:
    """Judges what follows asides in one document."""

    def __init__(self, voices: Voices) -> None:
        self.voices = voices
        self.view = voices.view

    def follows(self, before: list[Token], after: list[Token]) -> bool:
        """Whether the words said go on after an aside and its comma, with a clause in which
        nobody else speaks or where and how what is said happened."""
        if len(after) < LEAST or after[0].text != COMMA:
            return False
        top = after[1]
        while (head := self.view.head(top)) is not None and head in after:
            top = head
        if after[1].pos_ == "CCONJ":
            speaking = (t for t in after if t.pos_ == "VERB" or self.view.complement(t))
            cued = any(self._says_more(t) for t in speaking)
            return self.is_joined(top) and not cued
        if after[1].tag_ == "TO" or self._is_tied(before, after):
            return True
        below = set(self.view.subtree(top))
        where = self.view.relation(top) == "obl" and self.view.head(top) in before
        medium = top.lemma_.lower() in self.voices.lexicon.media
        apart = medium or self.voices.referents.is_time(top)
        if self._is_compared(after):
            return True
        where = where or self._goes_on_with(after[1], before)
        return where and not apart and all(t in below or t.is_punct for t in after)

    def _says_more(self, verb: Token) -> bool:
        """Whether a verb after an aside tells what somebody says, or will not: "…, X says, but
        she declined to say more"."""
        if self.view.is_passive(verb):
            return False
        unwilling = verb.lemma_.lower() in self.voices.lexicon.refusals
        return unwilling or self.voices.cue(verb, "clause", "object", "quote") is not None

    def _is_tied(self, before: list[Token], after: list[Token]) -> bool:
        """Whether what follows an aside cannot stand alone, and is of what is said: "…, X said,
        because …", "…, X said, which …", "…, X said, most of them old"."""
        first, rest = after[1], after[1:]
        cued = any(self.voices.cue(t, "clause", "object") for t in rest if t.pos_ == "VERB")
        if first.lower_ in TYING or first.tag_ in RELATIVE:
            past = any(t.tag_ in ("VBD", "VBN") for t in before)
            finite = len(rest) > 1 and rest[1].tag_ != "VBG"
            return finite and not cued and (past or first.lower_ != "after")
        noun = first.pos_ in PHRASAL and not any(t.tag_ in TENSED for t in rest)
        timed = any(self.voices.referents.is_time(t) for t in rest[:LEAST])
        begins = f"{first.lower_} {rest[1].lower_}" if len(rest) > 1 else ""
        return noun and not timed and begins not in self.voices.lexicon.comments

    def _is_compared(self, after: list[Token]) -> bool:
        """Whether a phrase after an aside completes what is said: "…, X said, against 12 in May",
        "…, X said, for a second year"."""
        finite = any(t.tag_ in TENSED for t in after)
        timed = any(self.voices.referents.is_time(t) for t in after[2:4])
        return after[1].lower_ in COMPLETING and not finite and not timed

    def _goes_on_with(self, first: Token, before: list[Token]) -> bool:
        """Whether a participle after an aside is of what is said: "…, X said, killing two"."""
        if first.tag_ != "VBG" or self.voices.cue(first, "clause", "quote"):
            return False
        known = self.voices.lexicon
        citing = first.lemma_.lower() in known.participles
        told = (t.lemma_.lower() for t in self.view.objects(first))
        if any(map(known.is_content, told)):
            return False  # "…, X said, revising its estimate"
        return not citing and self.view.head(first) in before

    def is_joined(self, clause: Token) -> bool:
        """Whether a clause with a subject goes on after a comma: "…, he said, and X was …"."""
        joined = self.view.children(clause, "cc")
        comma = bool(joined) and self.voices.doc[joined[0].i - 1].text == COMMA
        return comma and bool(self.view.children(clause, *SUBJECTS, "csubj"))

    def is_open(self, clause: Token, verb: Token) -> bool:
        """Whether a clause across the comma after an aside is none that it leads to."""
        closed = verb.nbor(1).text == COMMA if verb.i + 1 < len(self.voices.doc) else False
        first = self.voices.first_word(clause)
        loose = first.tag_ in RELATIVE or first.lower_ in TYING
        return closed and first.i == verb.i + 2 and (loose or not self._is_finite(clause))

    def _is_finite(self, clause: Token) -> bool:
        return any(t.tag_ in TENSED for t in self.view.subtree(clause))

    def is_purpose(self, clause: Token) -> bool:
        """Whether an infinitive after a comma goes on with what is said: "…, he said, to save"."""
        first = self.view.subtree(clause)[0]
        after = first.nbor(1) if first.text == COMMA else first
        return after.tag_ == "TO" and self.voices.doc[after.i - 1].text == COMMA
