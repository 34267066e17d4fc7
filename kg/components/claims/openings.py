"""Where what is said begins after its verb, where no "that" marks it.

The words right after a verb of saying show it more surely than arcs: "said on Friday he may …"
begins with "he", "told the press the officers …" with "the officers", and the subject of
"noted the landing, …, was a mistake" is all of "the landing, …", whatever it hangs on.
"""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Token

from kg.components.claims.tags import QUESTIONS, SUBJECTS, TENSED, WITH_EXPLETIVE
from kg.components.claims.voices import Voices
from kg.facts import Span
from kg.lexicon import SpeechCue

OBJECTS = ("obj", *SUBJECTS)
LONGEST_MEDIUM = 6  # words from the verb to "interview"
LISTENING = ("obj", "iobj", "obl")
BEGINNING = ("DET", "PRON", "NUM", "PROPN")
PLURAL = ("NNS", "NNPS")
OPENING = ("when", "if", "unless", "while", "although", "though", "once", "until", "because")
MODIFIERS = ("ADJ", "PRON", "DET", "NOUN", "NUM")
NOUNS = ("NOUN", "PROPN")


class Openings:
    """Finds where the words of one document begin after their cues."""

    def __init__(self, voices: Voices) -> None:
        self.voices = voices
        self.doc = voices.doc
        self.view = voices.view
        self._times = sorted(time.span for time in voices.notes.times)

    def first(self, verb: Token, cue: SpeechCue) -> int:
        """The place after a cue, whom it is said to and when: where what is said may begin."""
        begin = self.voices.cue_tokens(verb, cue)[-1].i + 1
        begin = self._after_time(begin)
        if cue.lemma in self.voices.lexicon.listened and not self.view.is_passive(verb):
            begin = self._after_listener(verb, begin)
        return self._after_time(self._after_medium(verb, begin))

    def clause(self, verb: Token, cue: SpeechCue) -> Token | None:
        """The predicate whose subject follows a cue at once, wherever it hangs."""
        begin = self.first(verb, cue)
        after = self._after_time(verb.i + 1)
        if verb.i + 1 < after == begin and self.doc[begin : begin + 1].text == ",":
            begin += 1  # "reported on Friday, two …"
        for token in self.doc[begin : verb.sent.end]:
            predicate = self.view.head(token)
            if token.tag_ == "TO" or (token.is_punct and token.tag_ != "HYPH"):
                return None
            if self.view.relation(token) == "obj" and self._leads(token, verb, begin):
                found = self._past(token) or self._finite(token)
                return found if found is None or verb not in self.view.children(found) else None
            if self.view.relation(token) in WITH_EXPLETIVE and predicate is not None:
                starts = self._start(token, verb) == begin
                if starts and predicate == verb and self._is_second(token, verb):
                    return self._finite(token)
                return predicate if starts and token < predicate != verb else None
        return None

    def _leads(self, noun: Token, verb: Token, begin: int) -> bool:
        """Whether a finite verb follows the object of a verb at once, whose subject it so is."""
        end = self.view.subtree(noun)[-1].i + 1
        own = self.view.head(noun) == verb and self._start(noun, verb) == begin
        after = self.doc[end : end + 1]
        plain = not any(map(self.view.is_predicate, self.view.subtree(noun)))
        finite = any(t.tag_ in TENSED and (plain or t.pos_ == "AUX") for t in after)
        return own and (finite or self._past(noun) is not None)

    def _past(self, noun: Token) -> Token | None:
        """A verb in the past hung on a noun as if it were a participle: "said a block fell"."""
        own = (*SUBJECTS, "mark", "aux")
        below = [t for t in self.view.children(noun, "acl") if not self.view.children(t, *own)]
        return next((t for t in below if t.tag_ == "VBD" and t > noun), None)

    def _is_second(self, noun: Token, verb: Token) -> bool:
        """Whether a noun after a verb is a second subject of it."""
        subjects = self.view.children(verb, *SUBJECTS)
        return verb < noun and bool(subjects) and subjects[0] < verb

    def _finite(self, noun: Token) -> Token | None:
        """The first finite predicate after a noun."""
        for token in self.doc[noun.i + 1 : noun.sent.end]:
            if token.is_punct:
                return None
            if token.tag_ in TENSED:
                above = self.view.head(token)
                return above if token.pos_ == "AUX" and above is not None else token
        return None

    def subject(self, verb: Token, cue: SpeechCue, clause: Token) -> set[Token]:
        """The subject of a clause that has none, hung on its cue: "noted the landing, …, was"."""
        if cue.addressee == "object":
            return set()
        begin, own = self.first(verb, cue), self.view.children(clause, *WITH_EXPLETIVE)
        if condition := self._condition(verb, begin, clause):
            return condition
        for noun in self.view.children(verb, *OBJECTS):
            if own and not self._is_second(noun, verb):
                continue
            if verb < noun < clause and self._start(noun, verb) == begin:
                return set(self.doc[begin : clause.i])
        return set()

    def _condition(self, verb: Token, begin: int, clause: Token) -> set[Token]:
        """The clause that opens what is said: "found when fish were many, they would …"."""
        for other in self.view.children(verb, "advcl"):
            phrase = self.view.subtree(other)
            opens = phrase[0].i == begin and other < clause and phrase[0].lower_ in OPENING
            if opens and self.view.children(other, *SUBJECTS):
                return set(self.doc[begin : clause.i])
        return set()

    def _start(self, noun: Token, verb: Token) -> int:
        """The place of the first token of a noun's phrase after a verb."""
        return next(t.i for t in self.view.subtree(noun) if t > verb)

    def _after_medium(self, verb: Token, begin: int) -> int:
        """The place after where it is said: "in an interview with the BBC", "by phone"."""
        for token in self.doc[begin : begin + LONGEST_MEDIUM]:
            phrase = [t for t in self.view.subtree(token) if t > verb]
            if token.lemma_.lower() in self.voices.lexicon.media and phrase[0].i == begin:
                return phrase[-1].i + 1 if phrase[0].pos_ == "ADP" else begin
        return begin

    def is_of_medium(self, clause: Token, verb: Token) -> bool:
        """Whether a clause only tells of where it is said: "in a statement read on television"."""
        before = self.voices.noun_at(self.doc[clause.i - 1]) if clause.i else None
        own = self.view.children(clause, *WITH_EXPLETIVE, "aux", "aux:pass", "cop", "mark")
        beside = before is not None and before.i == clause.i - 1 > verb.i
        medium = before is not None and before.lemma_.lower() in self.voices.lexicon.media
        return beside and medium and not own and clause.tag_ in ("VBD", "VBN")

    def _after_time(self, begin: int) -> int:
        """The place after a time expression that begins at a place."""
        if begin >= len(self.doc):
            return begin
        here = self.doc[begin].idx
        near = self._times[bisect_left(self._times, Span(here, 0)) :][:1]
        if not near or near[0].begin != here:
            return begin
        end = begin
        while end < len(self.doc) and self.doc[end].idx < near[0].end:
            end += 1
        return begin if self.doc[end : end + 1].text in ("'s", "’s") else end

    def _after_listener(self, verb: Token, begin: int) -> int:
        """The place after the one spoken to, whom some verbs always name."""
        told = [t for t in self.view.children(verb, *LISTENING) if t.i >= begin]
        if told and self._start(told[0], verb) == begin:
            said = self._said_to(told[0], verb)
            phrase = [t.i for t in self.view.subtree(told[0]) if begin <= t.i and t not in said]
            return max(phrase) + 1 if len(phrase) == max(phrase) + 1 - begin else begin
        mention = self.voices.notes.mention_at(self.doc[begin]) if begin < len(self.doc) else None
        if mention is not None and mention.kind == "name":
            return self.voices.notes.tokens(mention.span).end
        return self._phrase_end(begin)

    def _said_to(self, noun: Token, verb: Token) -> set[Token]:
        """What a listener is told, taken for a relative clause: "told the court he was ill"."""
        if self.view.children(verb, "ccomp", "xcomp", "obl"):
            return set()
        bare = [
            clause
            for clause in self.view.children(noun, "acl:relcl")
            if self.view.children(clause, *WITH_EXPLETIVE)
            and all(t.tag_ not in QUESTIONS for t in self.view.children(clause))
        ]
        return {t for clause in bare for t in self.view.subtree(clause)}

    def _phrase_end(self, begin: int) -> int:
        """The end of the shortest noun phrase that begins at a place."""
        place = begin
        for token in self.doc[begin:]:
            ended = place > begin and self.doc[place - 1].pos_ in NOUNS
            if ended and (token.pos_ in BEGINNING or self.doc[place - 1].tag_ in PLURAL):
                return place
            if token.pos_ not in (*MODIFIERS, "PROPN"):
                return place if ended else begin
            place += 1
            if token.pos_ == "PRON" and token.tag_ == "PRP":
                return place
        return begin
