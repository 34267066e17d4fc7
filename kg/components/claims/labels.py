"""Who is named as the speaker of a quotation that no verb of saying introduces: "X: “…”",
"an email from X. “…”", "“…” That is how X put it"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.components.claims.introductions import NEAR, Cue, any_entry, first_sentence
from kg.components.claims.tags import VERBAL
from kg.components.claims.voices import Voices

POINTERS = ("that", "this", "those", "these", "such", "so")
COMING = "come"


class Labels:
    """Finds who is named beside the quotations of one document."""

    def __init__(self, voices: Voices) -> None:
        self.voices = voices
        self.view = voices.view

    def pointing(self, after: list[Token]) -> Cue | None:
        """X of "“…” Those were the words of X" and "“…” That is how X remembers it"."""
        sentence = first_sentence(after)
        if len(sentence) < NEAR or sentence[0].lower_ not in POINTERS or sentence[1].pos_ != "AUX":
            return None
        for token in sentence[2:]:
            speakers: list[Token] = []
            if self.voices.lexicon.noun(token.lemma_.lower()) is not None:
                speakers = [t for p, t in self.view.obliques(token) if p in ("of", "from", "by")]
            elif token.pos_ == "VERB" and sentence[2].lower_ == "how":
                speakers = self.view.surface_subjects(token)
            for speaker in filter(self.voices.is_personal, speakers):
                return Cue(token, any_entry(token), speaker)
        return None

    def label(self, lead: list[Token]) -> Token | None:
        """X of "X: “…”" and "This from X: “…”"."""
        if not lead or lead[-1].text != ":":
            return None
        begins = [0, *(n for n, token in enumerate(lead) if n and lead[n - 1].lower_ == "from")]
        for begin in begins:
            noun = self.voices.noun_at(lead[begin])
            if noun is not None and noun == lead[-2] and self._is_writing(noun):
                noun = next(iter(self.view.compounds(noun)), None)
            if noun is not None and self.voices.is_personal(noun):
                lead = self._without_adverbs(lead, noun)
                phrase = self.view.noun_phrase(noun, full=True)
                rest = [t for t in lead[begin:-1] if t not in phrase]
                bare = all(t.pos_ not in VERBAL for t in rest)
                if not rest or (bare and self._is_writing(lead[-2])):
                    return noun
                if (name := self._apposed(noun, rest)) is not None:
                    return name
        return None

    def _apposed(self, noun: Token, rest: list[Token]) -> Token | None:
        """X of "a line from the operator, X: “…”", where nothing but X follows the noun."""
        name = next((t for t in self.view.appositions(noun) if t.pos_ == "PROPN"), None)
        known = set(self.view.noun_phrase(name, full=True)) if name is not None else set()
        return name if all(t.is_punct or t in known for t in rest) else None

    @staticmethod
    def _without_adverbs(lead: list[Token], noun: Token) -> list[Token]:
        """The words before a colon without "again" after a name: "X again: “…”"."""
        return [t for t in lead if t.pos_ != "ADV" or t < noun]

    def answers(self, after: list[Token]) -> bool:
        """Whether a quotation is the answer that "came", of whoever was asked."""
        sentence = first_sentence(after)
        if len(sentence) < NEAR or sentence[0].lemma_.lower() != COMING:
            return False
        words = [t.lemma_.lower() for t in sentence[1:NEAR]]
        return any(self.voices.lexicon.noun(word) is not None for word in words)

    def writer(self, sentence: list[Token]) -> Token | None:
        """X of "an email lands from X" and "a text from X"."""
        for noun in sentence:
            medium = noun.lemma_.lower() in self.voices.lexicon.media and noun.pos_ == "NOUN"
            places = [noun, self.view.head(noun)] if medium else []
            found = [o for p in places if p is not None for o in self.view.obliques(p)]
            senders = [t for p, t in found if p == "from" and self.voices.is_personal(t)]
            if senders:
                return senders[0]
        return None

    def _is_writing(self, word: Token) -> bool:
        """Whether a word is a verb of writing, also one taken for a noun: "X emails: “…”"."""
        return self.voices.lexicon.verb(word.lemma_.lower(), "paragraph") is not None

    def person(self, sentence: list[Token], *, cued: bool) -> Token | None:
        """The person that is subject of a sentence's main verb, one of saying where `cued`."""
        verbs = [t for t in sentence if self.view.is_predicate(t)]
        if not verbs:
            return None
        verb = min(verbs, key=self.voices.depth)
        if self.voices.open_cue(verb) is None or (cued and not self.voices.cue(verb, "clause")):
            return None
        subjects = [t for t in self.view.surface_subjects(verb) if t in sentence]
        return next((t for t in subjects if "Person" in self.voices.referents.types(t)), None)
