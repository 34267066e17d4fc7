"""Direct speech: which quotations are somebody's words, and whose."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from kg.components.claims.introductions import (
    ENDS,
    LEADS,
    Cue,
    Introductions,
    first_sentence,
    last_sentence,
)
from kg.components.claims.labels import Labels
from kg.components.claims.quotations import Quotation, Quoted, trimmed
from kg.components.claims.reaches import stamp
from kg.components.claims.voices import Report, Voices
from kg.facts import Span

DIRECT = 0.95
INHERITED = 0.75
PARTIAL = 0.85
BARE = ("VERB", "PROPN", "PRON", "NOUN", "DET", "ADJ")
JOINTS = ("and", "or", ",")


class Quoting:
    """Finds the direct speech of one document.

    A quotation's cue stands after it, before it, or between its two parts; a whole
    sentence without one goes on with the words of whoever spoke before.
    """

    def __init__(
        self, voices: Voices, quotations: Sequence[Quotation], paragraphs: Sequence[Span]
    ) -> None:
        self.voices = voices
        self.quotations = [trimmed(voices.text, q) for q in quotations]
        self._cues = Introductions(voices, Quoted(self.quotations))
        self._labels = Labels(voices)
        self.paragraphs = paragraphs
        self._paragraph_begins = [paragraph.begin for paragraph in paragraphs]
        self._found: dict[Quotation, Report] = {}

    def reports(self) -> Iterator[Report]:
        """Claims of direct speech, in order of the text."""
        previous: Quotation | None = None
        for number, quotation in enumerate(self.quotations):
            following = self.quotations[number + 1 :][:1]
            before = self._before(quotation, previous)
            after = self._after(quotation, following[0] if following else None)
            report = self._join(quotation, previous, after) if previous else None
            if report is None:
                report = self._report(quotation, before, after)
                report = report or self._joined(quotation, previous, before)
                if report is not None:
                    yield report
            if report is not None:
                self._found[quotation] = report
            previous = quotation

    def _before(self, quotation: Quotation, previous: Quotation | None) -> list[Token]:
        """What stands before a quotation in its paragraph, after the one before it."""
        begin = stamp(self.voices.text, self._paragraph(quotation.span.begin))
        begin = max(begin, previous.span.end) if previous else begin
        return self.voices.between(begin, quotation.span.begin)

    def _since(self, previous: Quotation, quotation: Quotation) -> list[Token]:
        """What stands between two quotations of one paragraph, or of two where the second
        opens the next one."""
        place = bisect_right(self._paragraph_begins, quotation.span.begin) - 1
        here, text = self.paragraphs[place], self.voices.text
        if not text[here.begin : quotation.span.begin].strip() and place:
            here = self.paragraphs[place - 1]
        if not here.begin <= previous.span.end <= here.end:
            return []
        tokens = self.voices.between(previous.span.end, quotation.span.begin)
        return [token for token in tokens if not token.is_space]

    def _after(self, quotation: Quotation, following: Quotation | None) -> list[Token]:
        end = self._paragraph(quotation.span.end - 1).end
        end = min(end, following.span.begin) if following else end
        return self.voices.between(quotation.span.end, end)

    def _paragraph(self, place: int) -> Span:
        return self.paragraphs[bisect_right(self._paragraph_begins, place) - 1]

    def _join(self, quotation: Quotation, previous: Quotation, after: list[Token]) -> Report | None:
        """The claim before, with this quotation as its next words: "…," he said, "…" and
        "…," he said. "…"; None where this is no part of it."""
        report, gap = self._found.get(previous), self._since(previous, quotation)
        if report is None or not gap:
            return None
        *inside, sentence_ended = [token.text in ENDS for token in gap]
        if any(inside) or not self._has_cue(report, gap):
            return None
        leads = gap[-1].text in LEADS or self._is_bare(previous, quotation, gap)
        if not sentence_ended and (not leads or self._second_cue(report, gap)):
            return None
        if sentence_ended and self._cues.after(quotation, after):
            return None
        if sentence_ended and not self._cues.is_sentence(quotation):
            return None
        report.words += quotation.words
        report.span = Span(report.span.begin, quotation.span.end)
        return report

    def _joined(
        self, quotation: Quotation, previous: Quotation | None, gap: list[Token]
    ) -> Report | None:
        """The second of "X said “…” and “…”"."""
        before = self._found.get(previous) if previous else None
        joined = gap and all(token.lower_ in JOINTS for token in gap)
        if before is None or not joined or not quotation.words:
            return None
        words = list(quotation.words)
        span = self.voices.extent((*words, quotation.span), before.cue, before.speaker)
        return replace(before, words=words, span=span)

    def _is_bare(self, previous: Quotation, quotation: Quotation, gap: list[Token]) -> bool:
        """Whether a cue parts a sentence without commas: "“We stand ready” said X “to help”"."""
        text, ended = self.voices.text, previous.span.end - 2
        begins = (
            text[quotation.words[0].begin : quotation.words[0].begin + 1] if quotation.words else ""
        )
        started = text[previous.words[0].begin].isupper() if previous.words else False
        only = all(token.pos_ in BARE for token in gap)
        return begins.islower() and started and text[ended].isalnum() and only

    def _has_cue(self, report: Report, gap: list[Token]) -> bool:
        return bool(report.cue) and report.cue[0] in gap

    def _second_cue(self, report: Report, gap: list[Token]) -> bool:
        """Whether another verb of saying leads to the next quotation: "…," he said, adding: "…"."""
        cue = self._cues.among(gap, last=True)
        return cue is not None and cue.verb not in report.cue

    def _report(
        self,
        quotation: Quotation,
        before: list[Token],
        after: list[Token],
    ) -> Report | None:
        lead = last_sentence(before)
        cue = self._cues.of(quotation, lead, after)
        if cue is None and not lead and self._cues.is_sentence(quotation):
            cue = self._labels.pointing(after)
        if cue:
            return self._new(quotation, cue, DIRECT)
        if not lead and self._labels.answers(after):
            return replace(self._inheriting(quotation, before, []), cue=(after[0],))
        if not lead and self._cues.is_sentence(quotation) and not self._leads_clause(after):
            return self._inheriting(quotation, before, after)
        if label := self._labels.label(lead):
            return self._labelled(quotation, label, lead[-1])
        part = self._cues.above(quotation)
        return self._new(quotation, part, PARTIAL) if part else None

    def _new(self, quotation: Quotation, cue: Cue, confidence: float) -> Report | None:
        if not quotation.words:
            return None
        voices, speaker = self.voices, cue.speaker
        tokens = voices.cue_tokens(cue.verb, cue.entry)
        return Report(
            "directQuote",
            tokens,
            list(quotation.words),
            voices.extent((*quotation.words, quotation.span), tokens, speaker),
            confidence,
            speaker,
            voices.addressee(cue.verb, cue.entry),
            cue.entry.certainty,
        )

    def _labelled(self, quotation: Quotation, speaker: Token, mark: Token) -> Report:
        words = list(quotation.words)
        extent = self.voices.extent((*words, quotation.span), (mark,), speaker)
        return Report("directQuote", (mark,), words, extent, PARTIAL, speaker)

    def _inheriting(self, quotation: Quotation, before: list[Token], after: list[Token]) -> Report:
        """A quotation without a cue; its speaker, where nobody speaks before it, is the person
        that the sentence before or the saying after it is about."""
        words = list(quotation.words)
        above = last_sentence(before[:-1])
        speaker = self._labels.writer(above)
        if speaker is not None:
            return Report("directQuote", (), words, quotation.span, INHERITED, speaker)
        speaker = self._labels.person(above, cued=False)
        if speaker is None and not before:
            speaker = self._labels.person(first_sentence(after), cued=True)
            speaker = speaker or self._labels.person(self._above(quotation), cued=False)
        return Report("directQuote", (), words, quotation.span, INHERITED, speaker, inherits=True)

    def _above(self, quotation: Quotation) -> list[Token]:
        """The last sentence of the paragraph before, no headline."""
        place = bisect_right(self._paragraph_begins, quotation.span.begin) - 1
        if not place or self.paragraphs[place - 1] in self.voices.headlines:
            return []
        above = self.paragraphs[place - 1]
        return last_sentence(self.voices.between(above.begin, above.end)[:-1])

    def _leads_clause(self, after: list[Token]) -> bool:
        """Whether the sentence goes on after the quotation, which so is part of it."""
        return bool(after) and after[0].text[:1].islower()
