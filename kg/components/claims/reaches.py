"""How far what a cue reports may reach: its sentence, quotation or paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from spacy.tokens import Token

from kg.components.claims.quotations import Quotation, Quoted, trimmed
from kg.components.claims.voices import Voices
from kg.facts import Span

STOPS = (".", "!", "?", ";")
LONGEST_STOP = 2
STAMP = re.compile(r"\d{1,2}[.:]\d\d(?: ?[ap]\.?m\.?)?:?\s+")


class Reaches:
    """Stretches of one document that words may come from."""

    def __init__(self, voices: Voices, quotations: Sequence[Quotation]) -> None:
        self.voices = voices
        self.quoted = Quoted(quotations)
        self._blocks = [block.span for block in voices.notes.article.blocks]

    def reach(self, verb: Token) -> Span:
        """The stretch that holds what a cue may report: its quotation or sentence."""
        around, sentence = self.quoted.at(verb.idx), self._sentence(verb)
        if around is None:
            return sentence
        begin, end = max(around.span.begin, sentence.begin), min(around.span.end, sentence.end)
        return Span(begin, end)

    def after_colon(self, begin: int, end: int) -> int:
        """The place after the last colon of a stretch that stands in no quotation, or `begin`."""
        colons = (t for t in reversed(self.voices.between(begin, end)) if t.text == ":")
        last = next((t for t in colons if self.quoted.at(t.idx) is None), None)
        return begin if last is None else last.idx + len(last)

    def paragraph(self, first: Token) -> tuple[Span, ...]:
        """All words of a paragraph from a token on."""
        span = Span(first.idx, self._block(first).end)
        return trimmed(self.voices.text, Quotation((span,), span)).words

    def _sentence(self, token: Token) -> Span:
        """The stretch around a token that no full stop outside quotations interrupts, in its
        paragraph, and after the time that begins an entry of a live report."""
        doc, around = self.voices.doc, self.quoted.at(token.idx)
        before = (t for t in reversed(doc[: token.i]) if self._is_stop(t, around))
        after = (t for t in doc[token.i + 1 :] if self._is_stop(t, around))
        first, last = next(before, None), next(after, None)
        begin = first.idx + len(first) if first is not None else 0
        block = self._block(token)
        first_word = stamp(self.voices.text, block)
        begin = max(begin, first_word if first_word <= token.idx else block.begin)
        end = block.end if last is None else last.idx + last.is_quote * len(last)
        return Span(begin, min(end, block.end))

    def _block(self, token: Token) -> Span:
        place = bisect_right(self._blocks, Span(token.idx, len(self.voices.text))) - 1
        found = self._blocks[place] if place >= 0 else None
        return found if found and token.idx < found.end else Span(0, len(self.voices.text))

    def _is_stop(self, token: Token, around: Quotation | None) -> bool:
        """Whether a token ends a paragraph, a sentence of the same quotation (`around`), or of
        none, or a quotation that is a sentence."""
        if token.is_space:
            return "\n" in token.text
        if token.text in STOPS:
            return self.quoted.at(token.idx) is around and (around is None or token.text != ";")
        if not token.is_quote or self.quoted.at(token.idx) is not None:
            return False
        after = self.voices.doc[token.i + 1 : token.i + 2]
        before = self.voices.text[: token.idx][-LONGEST_STOP:].rstrip("]")
        return before.endswith(STOPS) and after.text[:1].isupper()


def stamp(text: str, paragraph: Span) -> int:
    """The place after the time that begins an entry of a live report."""
    found = STAMP.match(text, paragraph.begin, paragraph.end)
    return found.end() if found else paragraph.begin
