"""Who speaks in a cue between commas, and where it begins: "…, the mayor, X, told us, …"."""

from __future__ import annotations

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.components.claims.nouns import NOMINAL
from kg.components.claims.tags import COMMA, FINITE, SUBJECTS
from kg.components.claims.voices import Voices
from kg.components.claims.wording import Wording
from kg.lexicon import SpeechCue

GROUP = ("AUX", "ADV")
WHOSE = "WP$"


class Sayers:
    """Finds the speakers of the asides of one document."""

    def __init__(self, voices: Voices, wording: Wording) -> None:
        self.voices = voices
        self.view = voices.view
        self.wording = wording

    def speaker(self, verb: Token, cue: SpeechCue) -> Token | None:
        """The last subject before a finite verb that nothing but adverbs part from it."""
        doc, first = self.voices.doc, verb.i
        while first and doc[first - 1].pos_ in GROUP:
            first -= 1
        if verb.tag_ not in FINITE and all(t.pos_ != "AUX" for t in doc[first : verb.i]):
            return None
        near = [t for t in self.view.children(verb, *SUBJECTS) if t.i < first]
        apposed = self._apposed(verb, first - 1)
        found = apposed or (near[-1] if near else self.voices.ending_at(first - 1))
        if found is None or self.view.is_passive(verb) or not self.voices.may_speak(found, cue):
            return None
        if any(t.tag_ == WHOSE for t in self.view.children(found, "nmod:poss")):
            return None  # "…, whose president warned of worse"
        return found if apposed or self._end(found) == first else None

    def _apposed(self, verb: Token, comma: int) -> Token | None:
        """X of "…, X, a monitor in Y, said", before the last comma."""
        doc = self.voices.doc
        if comma < 1 or doc[comma].text != COMMA:
            return None
        if (named := self._name_between(comma)) is not None:
            return named
        for noun in reversed(doc[verb.sent.start : comma - 1]):
            ends = [self.view.subtree(other)[-1].i for other in self.view.appositions(noun)]
            if comma - 1 in ends and noun.pos_ in NOMINAL:
                return noun
        return None

    def _name_between(self, comma: int) -> Token | None:
        """X of "…, the minister, X, said", wherever it hangs."""
        mention = self.voices.notes.mention_at(self.voices.doc[comma - 1])
        if mention is None or mention.kind != "name":
            return None
        name = self.voices.notes.tokens(mention.span)
        return name.root if name.end == comma and self._described(name) else None

    def _described(self, name: DocSpan) -> Token | None:
        """Minister of "the minister, X", where X is the name of a person."""
        notes, before = self.voices.notes, name.start - 1
        known = notes.entity_at(name.root)
        noun = self.voices.ending_at(before - 1)
        named = known is not None and known.type == "Person" and name.root.pos_ == "PROPN"
        if not named or self.voices.doc[before].text != COMMA:
            return None
        personal = noun is not None and "Person" in self.voices.referents.types(noun)
        return noun if personal else None

    def _end(self, noun: Token) -> int:
        """The place after the phrase of a noun."""
        end = self.view.noun_phrase(noun, full=True).end
        while end < len(self.voices.doc) and self.voices.doc[end].pos_ == "PART":
            end += 1
        return end

    def begin(self, speaker: Token, verb: Token) -> int:
        """The first token of the speaker's phrase, its title and name included."""
        inside = [t.i for t in self.view.noun_phrase(speaker, full=True) if not t.is_punct]
        inside += [t.i for t in self.wording.name(speaker)]
        begin = min(i for i in inside if i < verb.i)
        while begin and self.voices.doc[begin - 1].pos_ == "PROPN":
            begin -= 1
        described = self._described(self.voices.doc[begin : speaker.i + 1]) if begin else None
        if described is None:
            return begin
        return next(t.i for t in self.view.noun_phrase(described) if not t.is_punct)
