"""Cues set apart by commas: "two died, police said"; "the hostages, officials fear, may be dead".

Commas show these more surely than the parser's arcs, which often hang the speaker on the words
said, or the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from kg.components.claims.cues import COMPLEMENTIZER
from kg.components.claims.nouns import NOMINAL
from kg.components.claims.openings import OPENING, SUBJECTS
from kg.components.claims.voices import Voices
from kg.components.claims.wording import STOPS, Wording
from kg.facts import Span
from kg.lexicon import SpeechCue

COMMA = ","
FINITE = ("VBD", "VBZ", "VBP")
LOOSE = ("ADV", "CCONJ")
PARTICIPLES = ("VBG", "VBN")
GROUP = ("AUX", "ADV")
RELATIVE = ("WP", "WDT", "WP$")
LEAST, NEAR, LONGEST = 2, 6, 25
DEGREES = ("so", "such")
TYING = ("because", "if", "unless", "until", "when", "where", "since", "so", "after")
PHRASAL = ("DET", "NUM", "ADJ")
SPECIFIERS = ("obl", "obl:unmarked", "advmod", "advcl", "iobj", "obj", "punct")


@dataclass(frozen=True)
class Aside:
    """A speaker and a cue between commas, or between a comma and the end of the sentence."""

    speaker: Token
    words: tuple[Span, ...]


class Asides:
    """Finds the asides of one document."""

    def __init__(self, voices: Voices, wording: Wording) -> None:
        self.voices = voices
        self.view = voices.view
        self.wording = wording

    def of(self, verb: Token, cue: SpeechCue) -> Aside | None:
        """What `verb` reports with its subject before it, both apart from the words."""
        own = [t for t in self.view.children(verb, *SUBJECTS) if t < verb]
        inverted = verb.i > 0 and self.voices.doc[verb.i - 1].text == COMMA and not own
        if not inverted and self.wording.openings.clause(verb, cue) is not None:
            return None
        if (inserted := self._inserted(verb, cue)) is not None:
            return inserted
        if inverted and self.wording.openings.clause(verb, cue) is not None:
            return None
        speaker = self._speaker(verb, cue)
        if speaker is None or not self._is_free(verb, cue):
            return None
        begin = self._begin(speaker, verb)
        reach = self.wording.reach(verb)
        before = self.voices.between(reach.begin, self.voices.doc[begin].idx)
        after = self.voices.between(verb.idx + len(verb), reach.end)
        if not self._says(before[:-1], verb) or before[-1].text != COMMA or before[-2].is_quote:
            return None
        rest = self._rest(verb, before, after)
        if rest is None:
            return None
        apart = set(self.voices.doc[begin : verb.i + 1])
        return Aside(speaker, self.wording.stretches({*before, *rest}, apart))

    def _inserted(self, verb: Token, cue: SpeechCue) -> Aside | None:
        """An aside between the subject and the predicate of what is said: "the levy, warned X,
        who heads Y, will …"."""
        doc, reach = self.voices.doc, self.wording.reach(verb)
        if verb.i + 1 == len(doc):
            return None
        inverted = verb.i > 0 and doc[verb.i - 1].text == COMMA and doc[verb.i + 1].pos_ != "ADP"
        inverted = inverted and cue.lemma not in self.voices.lexicon.listened
        if verb.tag_ not in (*FINITE, "VBN") or (verb.tag_ == "VBN" and not inverted):
            return None
        speaker = self.voices.noun_at(doc[verb.i + 1]) if inverted else self._speaker(verb, cue)
        if speaker is None or not self.voices.may_speak(speaker, cue):
            return None
        begin = verb.i if inverted else self._begin(speaker, verb)
        before = self.voices.between(reach.begin, doc[begin].idx)
        end = self._close(verb, doc[begin]) or self._between(verb, before)
        end = end or self._degree(verb, before)
        if end is None or len(before) < LEAST or before[-1].text != COMMA or before[-2].is_quote:
            return None
        after = self.voices.between(end.idx, reach.end)
        apart = set(doc[begin : end.i])
        return Aside(speaker, self.wording.stretches({*_relative(before), *after[1:]}, apart))

    def _close(self, verb: Token, first: Token) -> Token | None:
        """The comma that ends an aside, before the verb that goes on."""
        doc, commas = self.voices.doc, 0
        if first.tag_ in RELATIVE:
            return None
        for token in doc[verb.i + 1 : verb.i + LONGEST]:
            if token.text in STOPS or token.is_quote:
                return None
            if token.text == COMMA:
                commas += 1
                following = next((t for t in doc[token.i + 1 :] if t.pos_ not in LOOSE), None)
                if following is not None and following.tag_ in (*FINITE, "MD", "VB"):
                    return None if self._says_on(token, following) else token
                if commas == 1 and first.i > 1 and doc[first.i - 2].pos_ == "AUX":
                    return token
                if commas == 1 and not self._goes_on(token):
                    return None
        return None

    def _between(self, verb: Token, before: list[Token]) -> Token | None:
        """The comma after an aside between a condition and what depends on it: "if it rains, they
        say, the dam may break"."""
        if len(before) < LEAST or before[0].lower_ not in OPENING:
            return None
        own = [t for t in before if self.view.relation(t) in SUBJECTS]
        after = self.voices.between(verb.idx + len(verb), self.wording.reach(verb).end)
        comma = next((t for t in after if t.text == COMMA), None)
        rest = [t for t in after if comma is not None and t > comma]
        if comma is None or not own or any(t.is_quote for t in after) or comma.i - verb.i > NEAR:
            return None
        whole = any(self.view.relation(t) in SUBJECTS for t in rest)
        return comma if whole and rest[0].pos_ not in ("CCONJ", "SCONJ", "VERB") else None

    def _degree(self, verb: Token, before: list[Token]) -> Token | None:
        """The comma after an aside in "so strong, they say, that it may break the dam"."""
        after = self.voices.doc[verb.i + 1 : verb.i + 3]
        follows = [t.lower_ for t in after] == [COMMA, COMPLEMENTIZER]
        return after[0] if follows and any(t.lower_ in DEGREES for t in before) else None

    def _says_on(self, comma: Token, verb: Token) -> bool:
        """Whether a verb joined after an aside is the speaker's: "…, X said, but warned that …"."""
        joined = self.voices.doc[comma.i + 1].pos_ == "CCONJ"
        return joined and self.view.complement(verb) is not None and self._is_cue(verb)

    def _is_cue(self, verb: Token) -> bool:
        return self.voices.cue(verb, "clause", "quote") is not None

    def _goes_on(self, comma: Token) -> bool:
        """Whether what stands after a comma still belongs to the speaker: "X, who …", "X, a …"."""
        return any(
            after.tag_ in RELATIVE or after.pos_ in ("DET", "ADJ", "NOUN", "PROPN", "NUM")
            for after in self.voices.doc[comma.i + 1 : comma.i + 2]
        )

    def _speaker(self, verb: Token, cue: SpeechCue) -> Token | None:
        """The last subject before a finite verb that nothing but adverbs part from it."""
        doc, first = self.voices.doc, verb.i
        while first and doc[first - 1].pos_ in GROUP:
            first -= 1
        if verb.tag_ not in FINITE and all(t.pos_ != "AUX" for t in doc[first : verb.i]):
            return None
        near = [t for t in self.view.children(verb, "nsubj", "nsubj:pass") if t.i < first]
        apposed = self._apposed(verb, first - 1)
        found = apposed or (near[-1] if near else self.voices.ending_at(first - 1))
        if found is None or self.view.is_passive(verb) or not self.voices.may_speak(found, cue):
            return None
        return found if apposed or self._end(found) == first else None

    def _apposed(self, verb: Token, comma: int) -> Token | None:
        """X of "…, X, a monitor in Y, said", before the last comma."""
        doc = self.voices.doc
        if comma < 1 or doc[comma].text != COMMA:
            return None
        for noun in reversed(doc[verb.sent.start : comma - 1]):
            ends = [self.view.subtree(other)[-1].i for other in self.view.appositions(noun)]
            if comma - 1 in ends and noun.pos_ in NOMINAL:
                return noun
        return None

    def _end(self, noun: Token) -> int:
        """The place after the phrase of a noun."""
        end = self.view.noun_phrase(noun, full=True).end
        while end < len(self.voices.doc) and self.voices.doc[end].pos_ == "PART":
            end += 1
        return end

    def _begin(self, speaker: Token, verb: Token) -> int:
        """The first token of the speaker's phrase, its title and name included."""
        inside = [t.i for t in self.view.noun_phrase(speaker, full=True) if not t.is_punct]
        inside += [t.i for t in self.wording.name(speaker)]
        begin = min(i for i in inside if i < verb.i)
        while begin and self.voices.doc[begin - 1].pos_ == "PROPN":
            begin -= 1
        return begin

    def _is_free(self, verb: Token, cue: SpeechCue) -> bool:
        """Whether nothing after a verb is what it says."""
        end = self.wording.reach(verb).end
        for child in self.view.children(verb):
            relation = self.view.relation(child)
            apart = child < verb or child.idx >= end or self._is_open(child, verb)
            if apart or relation in SPECIFIERS or self._is_purpose(child):
                continue
            if not self._is_joined(child):
                return False
        for child in self.view.children(verb, "obj"):
            if child > verb and cue.addressee != "object" and not self._is_open(child, verb):
                return False
        return True

    def _is_purpose(self, clause: Token) -> bool:
        """Whether an infinitive after a comma goes on with what is said: "…, he said, to save"."""
        first = self.view.subtree(clause)[0]
        after = first.nbor(1) if first.text == COMMA else first
        return after.tag_ == "TO" and self.voices.doc[after.i - 1].text == COMMA

    def _says(self, before: list[Token], verb: Token) -> bool:
        """Whether tokens hold what is said, not the time or condition of saying it."""
        clauses = [token for token in before if self.view.is_predicate(token)]
        if not clauses:
            return False
        top = min(clauses, key=lambda token: (len(self.view.ancestors(token)), token.i))
        adverbial = self.view.relation(top) == "advcl" and self.view.head(top) == verb
        own = ("nsubj", "nsubj:pass")
        loose = top.tag_ in PARTICIPLES and not self.view.children(top, *own)
        return not (adverbial and (loose or self.view.markers(top)))

    def _is_joined(self, clause: Token) -> bool:
        """Whether a clause with a subject goes on after a comma: "…, he said, and X was …"."""
        joined = self.view.children(clause, "cc")
        comma = bool(joined) and self.voices.doc[joined[0].i - 1].text == COMMA
        return comma and bool(self.view.children(clause, "nsubj", "nsubj:pass", "csubj"))

    def _goes_on_after(self, before: list[Token], after: list[Token]) -> bool:
        """Whether the words said go on after an aside and its comma, with a clause in which
        nobody else speaks or where and how what is said happened."""
        if len(after) < LEAST or after[0].text != COMMA:
            return False
        top = after[1]
        while (head := self.view.head(top)) is not None and head in after:
            top = head
        if after[1].pos_ == "CCONJ":
            speaking = (t for t in after if t.pos_ == "VERB" or self.view.complement(t))
            cued = any(self.voices.cue(t, "clause", "object", "quote") for t in speaking)
            return self._is_joined(top) and not cued
        if after[1].tag_ == "TO" or self._is_tied(before, after):
            return True
        below = set(self.view.subtree(top))
        where = self.view.relation(top) == "obl" and self.view.head(top) in before
        medium = top.lemma_.lower() in self.voices.lexicon.media
        apart = medium or self.voices.referents.is_time(top)
        where = where or self._goes_on_with(after[1], before)
        return where and not apart and all(t in below or t.is_punct for t in after)

    def _is_open(self, clause: Token, verb: Token) -> bool:
        """Whether a clause across the comma after an aside is none that it leads to."""
        closed = verb.nbor(1).text == COMMA if verb.i + 1 < len(self.voices.doc) else False
        first = next((t for t in self.view.subtree(clause) if not t.is_punct), clause)
        loose = first.tag_ in RELATIVE or first.lower_ in TYING
        return closed and first.i == verb.i + 2 and (loose or not self._is_finite(clause))

    def _is_finite(self, clause: Token) -> bool:
        return any(t.tag_ in (*FINITE, "MD") for t in self.view.subtree(clause))

    def _is_tied(self, before: list[Token], after: list[Token]) -> bool:
        """Whether what follows an aside cannot stand alone, and is of what is said: "…, X said,
        because …", "…, X said, which …", "…, X said, most of them old"."""
        first, rest = after[1], after[1:]
        cued = any(self.voices.cue(t, "clause", "object") for t in rest if t.pos_ == "VERB")
        if first.lower_ in TYING or first.tag_ in RELATIVE:
            past = any(t.tag_ in ("VBD", "VBN") for t in before)
            finite = len(rest) > 1 and rest[1].tag_ != "VBG"
            return finite and not cued and (past or first.lower_ != "after")
        noun = first.pos_ in PHRASAL and not any(t.tag_ in (*FINITE, "MD") for t in rest)
        timed = any(self.voices.referents.is_time(t) for t in rest[:LEAST])
        begins = f"{first.lower_} {rest[1].lower_}" if len(rest) > 1 else ""
        return noun and not timed and begins not in self.voices.lexicon.comments

    def _goes_on_with(self, first: Token, before: list[Token]) -> bool:
        """Whether a participle after an aside is of what is said: "…, X said, killing two"."""
        if first.tag_ != "VBG" or self._is_cue(first):
            return False
        citing = first.lemma_.lower() in self.voices.lexicon.participles
        return not citing and self.view.head(first) in before

    def _rest(self, verb: Token, before: list[Token], after: list[Token]) -> list[Token] | None:
        """The words said that follow the comma after an aside; none where it ends the sentence."""
        if self._goes_on_after(before, after):
            return after
        own = {t for t in self.view.subtree(verb) if t > verb}
        return [] if all(t in own or t.is_punct for t in after) else None


def _relative(before: list[Token]) -> list[Token]:
    """What is said before an aside: in "the lake, which, they say, dried up" nothing, in "a man
    whose house, she says, burned" what begins with "whose"."""
    words = [n for n, token in enumerate(before) if token.tag_ in RELATIVE]
    begin = words[-1] if words else 0
    verbs = any(token.tag_ in (*FINITE, "MD") for token in before[begin:])
    if not words or verbs:
        return before
    return before[begin:] if before[begin].tag_ == "WP$" else before[begin + 1 :]
