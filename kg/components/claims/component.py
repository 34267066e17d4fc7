"""`kg_claims`: who says what, and what of the facts rests on somebody's word."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kg.components.claims import overlaps, quotations
from kg.components.claims.attribution import attribute
from kg.components.claims.colons import Colons
from kg.components.claims.headlines import Headlines
from kg.components.claims.identities import Identities
from kg.components.claims.later import Later
from kg.components.claims.quoting import DIRECT, Quoting
from kg.components.claims.reporting import Reporting
from kg.components.claims.sources import Sources
from kg.components.claims.speaking import Speaking
from kg.components.claims.voices import Report, Voices
from kg.components.claims.wording import Wording
from kg.components.notes import SKIPPED_BLOCKS, Notes
from kg.facts import Claim, Span

REACH = 1  # sentences from a claim back to the one that it may go on
BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")


@Language.component(
    "kg_claims",
    requires=["doc.user_data", "doc.spans", "token.dep", "token.lemma"],
    assigns=["doc.user_data", "doc.spans"],
)
def claims(doc: Doc) -> Doc:
    """Write the claims of `doc`, and attribute what they assert to their speakers."""
    notes = Notes(doc)
    notes.claims = Claimant(notes).claims()
    notes.save()
    doc.spans["claims"] = [_span(notes, claim) for claim in notes.claims]
    return doc


def _span(notes: Notes, claim: Claim) -> DocSpan:
    span = notes.tokens(claim.span)
    return DocSpan(notes.doc, span.start, span.end, label=claim.kind, span_id=claim.id)


class Claimant:
    """Makes the claims of one document."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.voices = Voices(notes)
        self._stretches = paragraphs(notes)
        marks = self.voices.lexicon.quotes
        self._quoted = quotations.find(notes.article.text, self._stretches, marks)
        self.identities = Identities(self.voices, quotations.Quoted(self._quoted))
        self.speaking = Speaking(self.voices, self.identities)
        self._mentions: list[tuple[Span, str]] = []
        self._sentence = {
            token.i: number for number, sent in enumerate(notes.doc.sents) for token in sent
        }

    def claims(self) -> list[Claim]:
        """The claims in order of the text, the facts of `notes` attributed to their speakers."""
        found: list[tuple[Report, Claim]] = []
        for report in self._reports():
            outer = [pair for pair in found if pair[0].holds(report.span)]
            previous = self._previous(report, found)
            last = previous or self._last(report, found)
            claim = self._claim(report, previous, outer, last)
            if claim is not None:
                found.append((report, claim))
        return attribute(self.notes, Later(self.voices, self.identities.described).named(found))

    def _reports(self) -> list[Report]:
        """What the grammar and the marks show, in order of the text."""
        tokens, quoted = self.notes.article_tokens(), self._quoted
        wording = Wording(self.voices, quoted)
        found = [
            *Quoting(self.voices, quoted, self._stretches).reports(),
            *self._nested(quoted),
            *Reporting(self.voices, wording).reports(tokens),
            *Colons(self.voices, wording).reports(tokens),
            *Sources(self.voices, wording).reports(tokens),
            *Headlines(self.voices, wording).reports(),
        ]
        found = overlaps.settled(found, self.voices.text, quoted)
        found = [r for n, r in enumerate(found) if not _is_part(r, found[:n], found[n + 1 :])]
        return sorted(found, key=_place)

    def _nested(self, quoted: Iterable[quotations.Quotation]) -> Iterator[Report]:
        """Direct speech that somebody quoted quotes: "“I told him: ‘Go home,’” she said"."""
        inside = [words for quotation in quoted for words in quotation.words]
        inner = quotations.find(self.notes.article.text, inside, self.voices.lexicon.quotes)
        reports = Quoting(self.voices, inner, inside).reports() if inner else ()
        return (report for report in reports if report.confidence == DIRECT)

    def _claim(
        self,
        report: Report,
        previous: Claim | None,
        outer: Sequence[tuple[Report, Claim]],
        last: Claim | None,
    ) -> Claim | None:
        speaker = self.speaking.of(report, previous, outer, last)
        unnamed = report.kind == "directQuote" or report.speaker is None
        if speaker is None and (report.inherits or not unnamed):
            return None
        listener = report.addressee
        addressee = self.identities.entity(listener) if listener is not None else None
        cue = " ".join(token.text for token in report.cue)
        return Claim(
            id="",
            kind=report.kind,
            cue=previous.cue if report.inherits and previous else cue,
            words=tuple(sorted(report.words)),
            span=report.span,
            speaker=speaker,
            addressee=addressee.id if addressee and addressee.id != speaker else None,
            about=self._about(report),
            confidence=report.confidence,
        )

    def _previous(self, report: Report, found: Sequence[tuple[Report, Claim]]) -> Claim | None:
        """The claim, itself in no other, that ends in the sentence before."""
        first = self._sentence[self.notes.tokens(report.span).start]
        for other, claim in reversed(found):
            last = self._sentence[self.notes.tokens(other.span).end - 1]
            nested = any(outer.holds(other.span) for outer, _ in found if outer is not other)
            if not nested and not other.holds(report.span) and other.span.end <= report.span.begin:
                return claim if first - last <= REACH else None
        return None

    def _last(self, report: Report, found: Sequence[tuple[Report, Claim]]) -> Claim | None:
        """The last claim of somebody named before one in its paragraph."""
        text = self.notes.article.text
        for other, claim in reversed(found):
            if "\n" in text[other.span.end : report.span.begin]:
                return None
            named = claim.speaker is not None and self.notes.entities[claim.speaker].named
            if named and other.span.end <= report.span.begin:
                return claim
        return None

    def _about(self, report: Report) -> tuple[str, ...]:
        """Named entities mentioned in the words, each once."""
        for mention in self.notes.mentions[len(self._mentions) :]:
            insort(self._mentions, (mention.span, mention.entity))
        begin, end = min(w.begin for w in report.words), max(w.end for w in report.words)
        first = bisect_left(self._mentions, (Span(begin, 0), ""))
        last = bisect_left(self._mentions, (Span(end, 0), ""))
        inside = [place for place in self._mentions[first:last] if report.holds(place[0])]
        named = [entity for _, entity in inside if self.notes.entities[entity].named]
        return tuple(dict.fromkeys(named))


def _place(report: Report) -> tuple[int, int, int, str]:
    return report.span.begin, min(report.words).begin, -report.span.end, report.kind


def paragraphs(notes: Notes) -> list[Span]:
    """The paragraphs of the report: its blocks, or what blank lines part."""
    blocks = notes.article.blocks
    if blocks:
        return [block.span for block in blocks if block.kind not in SKIPPED_BLOCKS]
    text = notes.article.text
    breaks = [0, *(match.end() for match in BLANK_LINE.finditer(text)), len(text)]
    return [Span(begin, end) for begin, end in pairwise(breaks) if text[begin:end].strip()]


def _is_part(report: Report, before: Iterable[Report], after: Iterable[Report]) -> bool:
    """Whether the words of a claim are already in what the same cue reports."""
    same = [r for r in before if _shares(report, r)]
    return bool(same) or any(_shares(report, r) and not _shares(r, report) for r in after)


def _shares(part: Report, whole: Report) -> bool:
    return (
        not whole.silent
        and bool(part.cue)
        and part.cue[0] in whole.cue[:1]
        and all(map(whole.holds, part.words))
    )
