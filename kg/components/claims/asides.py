"""Cues set apart by commas: "two died, police said"; "the hostages, officials fear, may be dead".

Commas show these more surely than the parser's arcs, which often hang the speaker on the words
said, or the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from kg.components.antecedents import COMPLEMENTIZER
from kg.components.claims.continuations import Continuations
from kg.components.claims.openings import OPENING
from kg.components.claims.reaches import STOPS
from kg.components.claims.sayers import Sayers
from kg.components.claims.tags import COMMA, FINITE, RELATIVE, SUBJECTS, TENSED, WITH_EXPLETIVE
from kg.components.claims.voices import Voices
from kg.components.claims.wording import Wording
from kg.facts import Span
from kg.lexicon import SpeechCue

CLEFT = "it"
LOOSE = ("ADV", "CCONJ")
PARTICIPLES = ("VBG", "VBN")
LEAST, NEAR, LONGEST = 2, 6, 25  # words: of what is said, to the next comma, of an aside
DEGREES = ("so", "such")
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
        self._sayers = Sayers(voices, wording)
        self._continuations = Continuations(voices)

    def of(self, verb: Token, cue: SpeechCue) -> Aside | None:
        """What `verb` reports with its subject before it, both apart from the words."""
        own = [t for t in self.view.children(verb, *WITH_EXPLETIVE) if t < verb]
        inverted = verb.i > 0 and self.voices.doc[verb.i - 1].text == COMMA and not own
        if not inverted and self.wording.openings.clause(verb, cue) is not None:
            return None
        if (inserted := self._inserted(verb, cue)) is not None:
            return inserted
        if inverted and self.wording.openings.clause(verb, cue) is not None:
            return None
        if inverted and (fragment := self._fragment(verb, cue)) is not None:
            return fragment
        speaker = self._sayers.speaker(verb, cue)
        if speaker is None or not self._is_free(verb, cue):
            return None
        begin = self._sayers.begin(speaker, verb)
        reach, end = self.wording.reach(verb), self._end_of_aside(verb, cue)
        before = self._before(reach, self.voices.doc[begin])
        after = self.voices.between(end.idx + len(end), reach.end)
        if not self._says(before[:-1], verb) or before[-1].text != COMMA or before[-2].is_quote:
            return None
        rest = self._rest(verb, before, after)
        if rest is None:
            return None
        clause = self._clause_before(before)
        if rest[1:] and rest[1].tag_ in RELATIVE and clause[0].lower_ == CLEFT:
            before = clause  # "…, and it was a nurse, X said, who …"
        apart = set(self.voices.doc[begin : end.i + 1])
        return Aside(speaker, self.wording.stretches({*before, *rest}, apart))

    def _before(self, reach: Span, aside: Token) -> list[Token]:
        """What stands before an aside, back to a colon."""
        return self.voices.between(self.wording.after_colon(reach.begin, aside.idx), aside.idx)

    def _end_of_aside(self, verb: Token, cue: SpeechCue) -> Token:
        """The last token of an aside: the verb, or where and to whom it is said: "…, X told us in
        a letter, and …"."""
        phrase = self.voices.doc[verb.i + 1 : self.wording.openings.first(verb, cue) + 1]
        comma = next((t for t in phrase if t.text == COMMA), None)
        return verb if comma is None else self.voices.doc[comma.i - 1]

    def _fragment(self, verb: Token, cue: SpeechCue) -> Aside | None:
        """Words without a verb before a cue and all that is left: "Not so, says X, who …"."""
        reach, speaker = self.wording.reach(verb), self.voices.speaker(verb, cue)
        before = self._before(reach, verb)
        if speaker is None or speaker < verb or len(before) <= LEAST:
            return None
        clause = any(map(self.view.is_predicate, before)) or before[0].pos_ == "ADP"
        subject = any(self.view.relation(t) in WITH_EXPLETIVE for t in before)
        timed = any(map(self.voices.referents.is_time, before))
        quoted = before[-2].is_quote or self.view.complement(verb) is not None
        if clause or subject or timed or quoted:
            return None
        own = set(self.view.subtree(speaker))
        rest = [t for t in self.voices.between(verb.idx, reach.end) if t != verb and t not in own]
        whole = not any(map(self.view.is_predicate, rest))
        return Aside(speaker, self.wording.stretches(before, set())) if whole else None

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
        speaker = (
            self.voices.noun_at(doc[verb.i + 1]) if inverted else self._sayers.speaker(verb, cue)
        )
        if speaker is None or not self.voices.may_speak(speaker, cue):
            return None
        begin = verb.i if inverted else self._sayers.begin(speaker, verb)
        before = self._clause_before(self._before(reach, doc[begin]))
        end = self._close(verb, doc[begin]) or self._between(verb, before)
        end = end or self._degree(verb, before)
        if end is None or len(before) < LEAST or before[-1].text != COMMA or before[-2].is_quote:
            return None
        after = self.voices.between(end.idx, reach.end)
        apart = set(doc[begin : end.i])
        return Aside(speaker, self.wording.stretches({*_relative(before), *after[1:]}, apart))

    def _clause_before(self, before: list[Token]) -> list[Token]:
        """What stands before an aside that parts a second clause: of "A fell, and B, X said, had
        risen" only "B"."""
        for joint in (t for t in reversed(before) if t.pos_ == "CCONJ"):
            first = [t for t in before if t < joint]
            rest = [t for t in before if t > joint]
            whole = any(self.view.relation(t) in WITH_EXPLETIVE for t in first[:-1])
            heads = [self.view.head(t) for t in rest if self.view.relation(t) in WITH_EXPLETIVE]
            parted = any(head is not None and head not in first for head in heads)
            if whole and parted and first[-1].text == COMMA:
                return rest
        return before

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
                rest = (t for t in doc[token.i + 1 :] if t.pos_ not in LOOSE and not t.is_quote)
                following = next(rest, None)
                if following is not None and following.tag_ in (*TENSED, "VB"):
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
        own = [t for t in before if self.view.relation(t) in WITH_EXPLETIVE]
        after = self.voices.between(verb.idx + len(verb), self.wording.reach(verb).end)
        comma = next((t for t in after if t.text == COMMA), None)
        rest = [t for t in after if comma is not None and t > comma]
        if comma is None or not own or any(t.is_quote for t in after) or comma.i - verb.i > NEAR:
            return None
        whole = any(self.view.relation(t) in WITH_EXPLETIVE for t in rest)
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

    def _is_free(self, verb: Token, cue: SpeechCue) -> bool:
        """Whether nothing after a verb is what it says."""
        end = self.wording.reach(verb).end
        for child in self.view.children(verb):
            relation = self.view.relation(child)
            apart = child < verb or child.idx >= end or self._continuations.is_open(child, verb)
            apart = apart or self.wording.openings.is_of_medium(child, verb)
            again = relation in WITH_EXPLETIVE and self.view.children(verb, relation)[0] < verb
            if apart or again or relation in SPECIFIERS or self._continuations.is_purpose(child):
                continue
            if not self._continuations.is_joined(child):
                return False
        for child in self.view.children(verb, "obj"):
            if (
                child > verb
                and cue.addressee != "object"
                and not self._continuations.is_open(child, verb)
            ):
                return False
        return True

    def _says(self, before: list[Token], verb: Token) -> bool:
        """Whether tokens hold what is said, not the time or condition of saying it."""
        clauses = [token for token in before if self.view.is_predicate(token)]
        if not clauses:
            return False
        top = min(clauses, key=self.voices.depth)
        adverbial = self.view.relation(top) == "advcl" and self.view.head(top) == verb
        loose = top.tag_ in PARTICIPLES and not self.view.children(top, *SUBJECTS)
        return not (adverbial and (loose or self.view.markers(top)))

    def _rest(self, verb: Token, before: list[Token], after: list[Token]) -> list[Token] | None:
        """The words said that follow the comma after an aside; none where it ends the sentence."""
        if self._continuations.follows(before, after):
            return after
        own = {t for t in self.view.subtree(verb) if t > verb}
        return [] if all(t in own or t.is_punct for t in after) else None


def _relative(before: list[Token]) -> list[Token]:
    """What is said before an aside: in "the lake, which, they say, dried up" nothing, in "a man
    whose house, she says, burned" what begins with "whose"."""
    words = [n for n, token in enumerate(before) if token.tag_ in RELATIVE]
    begin = words[-1] if words else 0
    verbs = any(token.tag_ in TENSED for token in before[begin:])
    if not words or verbs:
        return before
    return before[begin:] if before[begin].tag_ == "WP$" else before[begin + 1 :]
