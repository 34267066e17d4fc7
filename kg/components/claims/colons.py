"""What a colon leads to without marks: "X writes: …", "X updated its figures: …"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Token

from kg.components.claims.tags import COLON, COMMA
from kg.components.claims.voices import Report, Voices
from kg.components.claims.wording import Wording
from kg.facts import Span

CONFIDENCE = 0.7
NEAR, FAR = 4, 12  # words from a verb of writing, and from a noun, to the colon
FROM = ("from", "by")
NAMED = 2  # the place of X in "Update from X"
Pair = tuple[Token, Token]


class Colons:
    """Finds the claims of one document that follow a colon."""

    def __init__(self, voices: Voices, wording: Wording) -> None:
        self.voices = voices
        self.view = voices.view
        self.wording = wording

    def reports(self, tokens: Iterable[Token]) -> Iterator[Report]:
        """Claims after the colons among `tokens`: a paragraph that somebody writes, or a
        sentence that spells out what somebody tells."""
        for mark in (token for token in tokens if token.text == COLON):
            reach = self.wording.reach(mark)
            before = self.voices.between(reach.begin, mark.idx)
            after = self.voices.between(mark.idx + 1, reach.end)
            quoted = self.wording.quoted.at(mark.idx)
            if not before or not after or after[0].is_quote or quoted is not None:
                continue
            if (pair := self._writer(before)) is not None:
                yield self._report(pair, self.wording.paragraph(after[0]))
            elif any(map(self.view.is_predicate, after)) and (pair := self._teller(before)):
                yield self._report(pair, self.wording.stretches(after, set()))
            elif (label := self._label(before, after) or self._source(before)) is not None:
                yield self._report((mark, label), self.wording.stretches(after, set()))

    def _report(self, pair: Pair, words: tuple[Span, ...]) -> Report:
        verb, speaker = pair
        extent = self.voices.extent(words, (verb,), speaker)
        return Report("indirectSpeech", (verb,), list(words), extent, CONFIDENCE, speaker)

    def _writer(self, before: Sequence[Token]) -> Pair | None:
        """The verb of writing before a colon, also one taken for a noun, and its subject."""
        for verb in reversed(before[-NEAR:]):
            if self.voices.lexicon.verb(verb.lemma_.lower(), "paragraph") is None:
                continue
            speaker = self.voices.ending_at(verb.i - 1)
            if speaker is None and before[-1] == verb and before[-NAMED].text == COMMA:
                speaker = self.voices.ending_at(verb.i - NAMED)  # "our editor, X, writes: …"
            if verb.pos_ == "VERB":
                speaker = next(iter(self.view.surface_subjects(verb)), speaker)
            if speaker is not None and speaker in before and self.voices.is_personal(speaker):
                return verb, speaker
        return None

    def _label(self, before: Sequence[Token], after: Sequence[Token]) -> Token | None:
        """X of "X: the talks are “over”", where marks show that the sentence is somebody's."""
        noun = self.voices.noun_at(before[0])
        if noun is None or not self.voices.is_personal(noun):
            return None
        phrase = self.view.noun_phrase(noun, full=True)
        whole = all(token in phrase for token in before) and any(t.is_quote for t in after)
        told = any(
            self.voices.cue(t, "quote") for t in after if self.wording.quoted.at(t.idx) is None
        )
        return noun if whole and not told and any(map(self.view.is_predicate, after)) else None

    def _source(self, before: Sequence[Token]) -> Token | None:
        """X of "Update from X: …", "Statement by X, the mayor: …"."""
        known = self.voices.lexicon
        if len(before) <= NAMED or before[1].lower_ not in FROM:
            return None
        lemma = before[0].lemma_.lower()
        noun = self.voices.noun_at(before[NAMED])
        if not known.is_content(lemma) or noun is None or not self.voices.is_personal(noun):
            return None
        return None if any(map(self.view.is_predicate, before)) else noun

    def _teller(self, before: Sequence[Token]) -> Pair | None:
        """The verb and subject of "X updates its figures", "X rejects the charge"."""
        known = self.voices.lexicon
        for noun in reversed(before[-FAR:]):
            lemma, verb = noun.lemma_.lower(), self.view.head(noun)
            if not known.is_content(lemma):
                continue
            if verb is None or noun not in self.view.objects(verb) or self.view.negated(verb):
                continue
            speakers = filter(self.voices.is_personal, self.view.subjects(verb))
            return next(((verb, speaker) for speaker in speakers), None)
        return None
