"""Direct speech: which quotations are somebody's words, and whose."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import takewhile

from spacy.tokens import Token

from kg.components.claims.quotations import Quotation, Quoted, trimmed
from kg.components.claims.voices import Report, Voices
from kg.facts import Span
from kg.lexicon import SpeechCue

DIRECT = 0.95
INHERITED = 0.75
PARTIAL = 0.85
ENDS = (".", "!", "?", "…", "...")
LEADS = (",", ":", "-", "–", "—", "that")
NEAR = 3

Cue = tuple[Token, SpeechCue]


class Quoting:
    """Finds the direct speech of one document.

    A quotation's cue stands after it, before it, or between its two parts; a whole
    sentence without one goes on with the words of whoever spoke before.
    """

    def __init__(
        self, voices: Voices, quotations: Sequence[Quotation], paragraphs: Sequence[Span]
    ) -> None:
        self.voices = voices
        self.view = voices.view
        self.quotations = [trimmed(voices.text, q) for q in quotations]
        self._quoted = Quoted(self.quotations)
        self.paragraphs = paragraphs
        self._paragraph_begins = [paragraph.begin for paragraph in paragraphs]
        self._tokens = [token for token in voices.doc if not token.is_space]
        self._begins = [token.idx for token in self._tokens]
        self._found: dict[Quotation, Report] = {}

    def reports(self) -> Iterator[Report]:
        """Claims of direct speech, in order of the text."""
        previous: Quotation | None = None
        for number, quotation in enumerate(self.quotations):
            following = self.quotations[number + 1 :][:1]
            before = self._before(quotation, previous)
            after = self._after(quotation, following[0] if following else None)
            report = self._join(quotation, previous, before) if previous else None
            if report is None:
                report = self._report(quotation, before, after)
                if report is not None:
                    yield report
            if report is not None:
                self._found[quotation] = report
            previous = quotation

    def _between(self, begin: int, end: int) -> list[Token]:
        low, high = bisect_left(self._begins, begin), bisect_left(self._begins, end)
        return self._tokens[low:high]

    def _before(self, quotation: Quotation, previous: Quotation | None) -> list[Token]:
        """What stands before a quotation in its paragraph, after the one before it."""
        begin = self._paragraph(quotation.span.begin).begin
        begin = max(begin, previous.span.end) if previous else begin
        return self._between(begin, quotation.span.begin)

    def _after(self, quotation: Quotation, following: Quotation | None) -> list[Token]:
        end = self._paragraph(quotation.span.end - 1).end
        end = min(end, following.span.begin) if following else end
        return self._between(quotation.span.end, end)

    def _paragraph(self, place: int) -> Span:
        return self.paragraphs[bisect_right(self._paragraph_begins, place) - 1]

    def _join(self, quotation: Quotation, previous: Quotation, gap: list[Token]) -> Report | None:
        """The claim before, with this quotation as its next words: "…," he said, "…" and
        "…," he said. "…"; None where this is no part of it."""
        report = self._found.get(previous)
        if report is None or not self._adjoins(previous, quotation, gap):
            return None
        ends = [token.text in ENDS for token in gap]
        sentence_ended = (ends[-1:] or [True])[0]
        if any(ends[:-1]) or (gap and not self._has_cue(report, gap)):
            return None
        if not sentence_ended and (gap[-1].text not in LEADS or self._second_cue(report, gap)):
            return None
        following = self.quotations[self.quotations.index(quotation) + 1 :][:1]
        after = self._after(quotation, following[0] if following else None)
        if sentence_ended and self._cue_after(quotation, after):
            return None
        if sentence_ended and not self._is_sentence(quotation):
            return None
        report.words += quotation.words
        report.span = Span(report.span.begin, quotation.span.end)
        return report

    def _adjoins(self, previous: Quotation, quotation: Quotation, gap: list[Token]) -> bool:
        here = self._paragraph(quotation.span.begin)
        return here.begin <= previous.span.end <= here.end and bool(gap)

    def _has_cue(self, report: Report, gap: list[Token]) -> bool:
        return bool(report.cue) and report.cue[0] in gap

    def _second_cue(self, report: Report, gap: list[Token]) -> bool:
        """Whether another verb of saying leads to the next quotation: "…," he said, adding: "…"."""
        cue = self._cue_in(gap, last=True)
        return cue is not None and cue[0] not in report.cue

    def _report(
        self,
        quotation: Quotation,
        before: list[Token],
        after: list[Token],
    ) -> Report | None:
        lead = _last_sentence(before)
        opens = not any(token.pos_ in ("VERB", "AUX") for token in lead)
        cue = self._cue_after(quotation, after) if opens else None
        cue = cue or self._cue_before(quotation, lead, after)
        if cue:
            return self._new(quotation, cue, DIRECT)
        if not lead and self._is_sentence(quotation) and not self._leads_clause(after):
            return self._inheriting(quotation)
        part = self._cue_above(quotation)
        return self._new(quotation, part, PARTIAL) if part else None

    def _cue_after(self, quotation: Quotation, after: list[Token]) -> Cue | None:
        """The cue of "…," X said, or "…," said X."""
        if not after or not quotation.words:
            return None
        text = self.voices.text
        last = text[quotation.span.begin : quotation.span.end].rstrip("”’\"'»“ ")[-1:]
        linked = last in (",", "?", "!", "—", "–", "-", "…") or after[0].text == ","
        inverted = self.voices.cue(after[0], "quote") is not None
        if not linked and not inverted:
            return None
        sentence = [*takewhile(lambda token: token.text not in ENDS, after)]
        return self._cue_in(sentence, last=False)

    def _cue_before(
        self, quotation: Quotation, lead: list[Token], after: list[Token]
    ) -> Cue | None:
        """The cue of X said: "…", where the quotation is all that is said."""
        cue = self._cue_in(lead, last=True)
        if cue is None:
            return None
        leads = lead[-1].text in LEADS or lead[-1].i - cue[0].i < NEAR
        text = self.voices.text[quotation.span.begin : quotation.span.end].rstrip("”’\"'»“ ")
        ended = text.endswith(ENDS) or not after or after[0].text in (*ENDS, ",", ";")
        whole = self._has_predicate(quotation) or lead[-1].text in (":", ",")
        return cue if leads and ended and whole else None

    def _cue_in(self, tokens: list[Token], *, last: bool) -> Cue | None:
        """The first or last verb of saying among `tokens`, one in a relative clause only
        where there is no other, none that says something else."""
        found: list[tuple[bool, int, Cue]] = []
        for token in tokens:
            cue = self.voices.cue(token, "quote") or self.voices.cue(token, "clause")
            if cue is None or self.view.negated(token) or self._is_occupied(token, tokens):
                continue
            if self._speaker(token, cue) is not None:
                relative = self.view.relation(token) in ("acl:relcl", "acl")
                found.append((relative, -token.i if last else token.i, (token, cue)))
        return min(found, key=lambda item: item[:2])[2] if found else None

    def _speaker(self, verb: Token, cue: SpeechCue) -> Token | None:
        """Whoever speaks outside the quotations."""
        found = self.voices.speaker(verb, cue)
        if found is not None and self._quoted.at(found.idx) is not None:
            found = self.voices.beside(verb)
        return found

    def _is_occupied(self, verb: Token, tokens: list[Token]) -> bool:
        complement = self.view.complement(verb)
        return complement in tokens

    def _cue_above(self, quotation: Quotation) -> Cue | None:
        """The verb of "described it as “…”", "called them “…”"."""
        inside = [t for span in quotation.words for t in self._between(span.begin, span.end)]
        if not inside or _is_title(inside):
            return None
        top = next((t for t in inside if self.view.head(t) not in inside), inside[0])
        for above in [*self.view.ancestors(top)][:NEAR]:
            cue = self.voices.cue(above, "quote")
            if cue and not quotation.holds(above.idx):
                takes = self.view.complement(above)
                free = takes is None or takes in inside
                said = self._speaker(above, cue) is not None
                return (above, cue) if free and said and above.i < inside[0].i else None
        return None

    def _new(self, quotation: Quotation, cue: Cue, confidence: float) -> Report | None:
        if not quotation.words:
            return None
        verb, entry = cue
        voices = self.voices
        speaker = self._speaker(verb, entry)
        tokens = voices.cue_tokens(verb, entry)
        return Report(
            "directQuote",
            tokens,
            list(quotation.words),
            voices.extent((*quotation.words, quotation.span), tokens, speaker),
            confidence,
            speaker,
            voices.addressee(verb, entry),
            entry.certainty,
        )

    def _inheriting(self, quotation: Quotation) -> Report:
        words = list(quotation.words)
        return Report("directQuote", (), words, quotation.span, INHERITED, inherits=True)

    def _is_sentence(self, quotation: Quotation) -> bool:
        text = self.voices.text
        raw = text[quotation.span.begin : quotation.span.end].strip("“”‘’\"'«»„ ")
        begins = not text[quotation.words[0].begin].islower() if quotation.words else False
        return begins and raw.endswith((*ENDS, ",")) and self._has_predicate(quotation)

    def _has_predicate(self, quotation: Quotation) -> bool:
        inside = (t for span in quotation.words for t in self._between(span.begin, span.end))
        return any(token.pos_ in ("VERB", "AUX") for token in inside)

    def _leads_clause(self, after: list[Token]) -> bool:
        """Whether the sentence goes on after the quotation, which so is part of it."""
        return bool(after) and after[0].text[:1].islower()


def _last_sentence(tokens: list[Token]) -> list[Token]:
    """The tokens after the last end of a sentence."""
    ends = [place for place, token in enumerate(tokens) if token.text in ENDS]
    return tokens[ends[-1] + 1 :] if ends else tokens


def _is_title(tokens: list[Token]) -> bool:
    """Whether words are capitalised as those of a book or film are."""
    content = [t for t in tokens if t.pos_ in ("NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM")]
    capital = all(token.text[:1].isupper() or token.like_num for token in content)
    return len(content) > 1 and capital and tokens[-1].text not in ENDS
