"""`kg_claims`: who says what, and what of the facts rests on somebody's word."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Token
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
from kg.components.claims.voices import Report, Voices
from kg.components.claims.wording import Wording
from kg.components.notes import SKIPPED_BLOCKS, Notes
from kg.facts import Claim, Entity, Span

REACH = 1
BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
FIRST_PERSON = ("i",)


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
        self.identities = Identities(self.voices)
        self._named: dict[str, str] = {}  # speakers by the nameless entities that they are
        self._nameless: dict[str, list[str]] = {}  # those who speak, by the nouns for them
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
        return attribute(self.notes, Later(self.voices).named(found))

    def _reports(self) -> list[Report]:
        """What the grammar and the marks show, in order of the text."""
        notes = self.notes
        tokens = notes.article_tokens()
        stretches = paragraphs(notes)
        marks = self.voices.lexicon.quotes
        quoted = quotations.find(notes.article.text, stretches, marks)
        wording = Wording(self.voices, quoted)
        found = [
            *Quoting(self.voices, quoted, stretches).reports(),
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
        speaker = self._speaker(report, previous, outer, last)
        unnamed = report.kind == "directQuote" or report.speaker is None
        if speaker is None and (report.inherits or not unnamed):
            return None
        addressee = self._entity(report.addressee)
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

    def _speaker(
        self,
        report: Report,
        previous: Claim | None,
        outer: Sequence[tuple[Report, Claim]],
        last: Claim | None,
    ) -> str | None:
        if report.inherits and previous and previous.speaker:
            return previous.speaker
        if report.speaker is None:
            return None
        if (
            outer
            and all(map(self.voices.is_of_thought, report.cue[:1]))
            and self._goes_on(report.speaker, outer[-1])
        ):
            return outer[-1][1].speaker
        quoted = [claim for r, claim in outer if r.kind == "directQuote" and claim.speaker]
        if quoted and report.speaker.lower_ in FIRST_PERSON:
            return quoted[-1].speaker
        before: Entity | None = None
        if previous and previous.speaker:
            before = self.notes.entities[previous.speaker]
        elif last and last.speaker and report.speaker.pos_ == "PRON":
            before = self.notes.entities[last.speaker]
        if before is not None and self.identities.goes_on(report.speaker, before):
            return before.id
        meant = self.notes.entity_at(report.speaker)
        if before is not None and last and self._is_resumed(report, meant, before, last):
            return before.id
        entity = self._entity(report.speaker, before)
        if entity is None:
            return None
        if meant is not None and not meant.named:
            self._named.setdefault(meant.id, entity.id)
        known = self._named.get(entity.id, entity.id)
        return self._again(report.speaker, known) if known == entity.id else known

    def _again(self, token: Token, entity: str) -> str:
        """The only one who spoke before and was called by the same noun as somebody without a
        name: "a spokeswoman for X said … the spokeswoman said"."""
        spoke = self._nameless.setdefault(token.lemma_.lower(), [])
        if self.notes.entities[entity].named or entity in spoke:
            return entity
        if len(spoke) == 1 and self.identities.is_plain(token):
            self._named[entity] = spoke[0]
            return spoke[0]
        spoke.append(entity)
        return entity

    def _is_resumed(
        self, report: Report, meant: Entity | None, before: Entity, last: Claim
    ) -> bool:
        """Whether a pronoun stands for a description that, after somebody's words, is of whoever
        spoke them: "“…,” said X. The baker has two sons. “…,” she said"."""
        if report.speaker is None or report.speaker.pos_ != "PRON" or not meant or meant.named:
            return False
        noun = self.notes.head(self.notes.mentions_of(meant.id)[0])
        follows = last.span.end <= noun.idx
        fits = self.identities.may_be(report.speaker, before)
        return follows and fits and self.identities.goes_on(noun, before)

    def _goes_on(self, token: Token, outer: tuple[Report, Claim]) -> bool:
        """Whether a pronoun that begins what somebody says is that speaker: "X said he feared";
        not in "his lawyer said he feared"."""
        report, claim = outer
        if report.kind != "indirectSpeech" or min(report.words).begin != token.idx:
            return False
        view = self.voices.view
        owners = view.children(report.speaker, "nmod:poss") if report.speaker is not None else []
        if any(owner.pos_ == "PRON" for owner in owners):
            return False
        speaker = self.notes.entities[claim.speaker] if claim.speaker else None
        return speaker is not None and self.identities.may_be(token, speaker)

    def _entity(self, token: Token | None, before: Entity | None = None) -> Entity | None:
        return self.identities.entity(token, before) if token is not None else None

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
