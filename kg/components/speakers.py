"""Who speaks the direct speech that a token stands in."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from spacy.tokens import Token

from kg import lexicon
from kg.components.claims import quotations
from kg.components.claims.component import paragraphs
from kg.components.claims.quoting import Quoting
from kg.components.claims.voices import Voices
from kg.components.notes import Notes
from kg.facts import Entity, Span


class Speakers:
    """The speakers of one document's quotations, as far as they are known yet."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes

    def of(self, token: Token) -> Entity | None:
        """Who speaks the words in which a token stands; None outside direct speech."""
        speaker = self.speaker(token)
        return self.notes.entity_at(speaker) if speaker is not None else None

    def is_quoted(self, token: Token) -> bool:
        """Whether a token stands in direct speech of which the speaker is known."""
        return self.speaker(token) is not None

    def speaker(self, token: Token) -> Token | None:
        """The head token of who speaks the direct speech in which a token stands."""
        before = bisect_right(self._begins, token.idx) - 1
        if before < 0:
            return None
        words, speaker = self._said[before]
        return speaker if token.idx < words.end else None

    @cached_property
    def _begins(self) -> list[int]:
        return [words.begin for words, _ in self._said]

    @cached_property
    def _said(self) -> list[tuple[Span, Token]]:
        """Words and who says them, in order; what has no cue is of whoever spoke before."""
        text, stretches = self.notes.article.text, paragraphs(self.notes)
        quoted = quotations.find(text, stretches, lexicon.claims().quotes)
        if not quoted:
            return []
        found: list[tuple[Span, Token]] = []
        last: Token | None = None
        for report in list(Quoting(Voices(self.notes), quoted, stretches).reports()):
            last = last if report.inherits else report.speaker
            if last is not None:
                found += [(words, last) for words in report.words]
        return sorted(found)
