"""Speakers that are only described where they first speak, and named later.

Headlines and first paragraphs say "Judge" and "a judge" of whom the report goes on to name; and
"his lawyer said … “…,” Jane Roe said" names the lawyer by the way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Token

from kg import lexicon
from kg.components.claims.described import Described
from kg.components.claims.voices import Report, Voices, is_within
from kg.facts import Claim, Entity, Mention, Span

WORDS = re.compile(r"\w+")
LEAST = 3  # words of a quotation that is told again
INDEFINITE = ("a", "an")
PERSONS = ("Person", "Role")
BODIES = ("Organization", "Place")
DESCRIBING = ("nmod:desc", "acl:relcl", "nmod", "acl", "amod")
Pair = tuple[Report, Claim]


class Later:
    """Names the speakers of one document that its later sentences name."""

    def __init__(self, voices: Voices, described: Described) -> None:
        self.voices = voices
        self.described = described
        self.notes = voices.notes
        self.view = voices.view
        blocks = self.notes.article.blocks
        self._headlines = voices.headlines
        self._leads = [block.span for block in blocks if block.kind == "paragraph"][:1]
        self._roles: dict[str, str] = {}
        self._names: dict[str, list[Mention]] = {}
        for mention in self.notes.mentions:
            if mention.kind == "name":
                self._names.setdefault(mention.entity, []).append(mention)

    def named(self, found: Sequence[Pair]) -> list[Pair]:
        """`found`, with the names of those who speak."""
        named = [
            (report, replace(claim, speaker=self._speaker(report, claim, found) or claim.speaker))
            for report, claim in found
        ]
        for (report, claim), (after, second) in pairwise(list(named)):
            if self._is_introduced(report, claim, after, second):
                place = named.index((report, claim))
                named[place] = (report, replace(claim, speaker=second.speaker))
        return named

    def _person(self, claim: Claim) -> Entity | None:
        return self.notes.entities[claim.speaker] if claim.speaker else None

    def _speaker(self, report: Report, claim: Claim, found: Sequence[Pair]) -> str | None:
        """Who a speaker that a headline or the first paragraph only describes is."""
        entity, head = self._person(claim), report.speaker
        if head is None and claim.kind == "directQuote" and is_within(report.span, self._headlines):
            told = [c.speaker for r, c in found if r is not report and self._is_same(report, r)]
            return told[0] if told else None
        if (
            head is None
            or entity is None
            or self._is_named(entity)
            or head.pos_ not in ("NOUN", "PROPN")
        ):
            return None
        headline = is_within(report.span, self._headlines)
        indefinite = any(t.lower_ in INDEFINITE for t in self.view.children(head, "det"))
        definite = self.voices.referents.has_the(head)
        if definite and not headline and not self.view.children(head, "nmod", "nmod:poss"):
            return self._roles.get(head.lemma_.lower())
        whose = bool(self.view.children(head, "nmod:poss"))
        if not headline and not ((indefinite or whose) and is_within(report.span, self._leads)):
            return None
        later = [pair for pair in found if pair[0].span.begin > report.span.end]
        spoken = [c for r, c in later if self._is_same(report, r)]
        people = list(dict.fromkeys(c.speaker for c in spoken or [c for _, c in later]))
        fitting = [p for p in people if p and self._fits(p, head, spoken=bool(spoken))]
        if not fitting:
            fitting = self._first(head, report)
        fitting = fitting or self._bodies(head)
        if len(fitting) == 1:
            self._roles[head.lemma_.lower()] = fitting[0]
        return fitting[0] if len(fitting) == 1 else None

    @staticmethod
    def _is_named(entity: Entity) -> bool:
        """Whether somebody has a name that is no noun for a person: none is "Gran, 71, …"."""
        noun = lexicon.common_nouns().get(entity.name.lower())
        return entity.named and not (entity.type == "Person" and noun and noun.type == "Person")

    def _bodies(self, head: Token) -> list[str]:
        """The bodies whose names end in a noun: "a museum", and later "the Selby Museum"."""
        entities = [self.notes.entities[key] for key in self._names]
        bodies = [e for e in entities if e.type in BODIES and e.name.lower() != head.lower_]
        return [e.id for e in bodies if e.name.split()[-1].lower() == head.lower_]

    def _first(self, head: Token, report: Report) -> list[str]:
        """The first person that the body then names, without saying who that is, as the headline
        or first paragraph did: "Gran: “I ran”", then "Jane Roe, 81, was at home"."""
        personal = self.voices.referents.types(head) & {"Person", "Role"}
        if not personal or self.voices.referents.is_plural(head):
            return []
        last = max(s.end for s in (*self._headlines, *self._leads) if s.begin <= report.span.begin)
        people = (key for key in self._names if self.notes.entities[key].type == "Person")
        named = {key: min(m.span for m in self._names[key]) for key in people}
        for key, span in sorted(named.items(), key=lambda item: item[1]):
            if span.begin > last:
                fits = self.described.genders.fits(head, key)
                bare = self._is_bare(self.notes.head_of(span), aged=True)
                return [key] if fits and bare else []
        return []

    def _is_same(self, report: Report, other: Report) -> bool:
        """Whether a quotation, or the one within what somebody says, is told again."""
        two = " ".join(w for span in other.words for w in self._words(span))
        for spans in (report.words, self._quoted(report)):
            one = [w for span in spans for w in self._words(span)]
            if len(one) >= LEAST and " ".join(one) in two:
                return "directQuote" in (report.kind, other.kind)
        return False

    def _quoted(self, report: Report) -> list[Span]:
        """The words of a report that stand in quotation marks."""
        tokens = (t for span in report.words for t in self.voices.between(span.begin, span.end))
        quoted = (t for t in tokens if self.described.focus.is_quoted(t) and not t.is_quote)
        return [Span(t.idx, t.idx + len(t)) for t in quoted]

    def _words(self, span: Span) -> list[str]:
        return WORDS.findall(self.voices.text[span.begin : span.end].lower())

    def _fits(self, key: str, head: Token, *, spoken: bool) -> bool:
        """Whether somebody named is described by a noun elsewhere."""
        entity = self.notes.entities[key]
        if not entity.named or entity.type not in PERSONS:
            return False
        portrait = self.described.portraits.of(entity)
        noun = self.voices.referents.noun(head)
        title = self.described.titles.get(noun.lemma) if noun is not None else None
        office = noun is not None and title is not None and title.kind == "office"
        words = set(noun.lemma.split()) if noun is not None and office else set()
        return spoken or (head.lemma_.lower() in portrait.nouns and words <= portrait.words)

    def _is_introduced(self, report: Report, claim: Claim, after: Report, second: Claim) -> bool:
        """Whether a quotation right after somebody's words names them for the first time,
        without any other description."""
        one, two = self._person(claim), self._person(second)
        if one is None or two is None or one.named or not two.named or after.speaker is None:
            return False
        if after.kind != "directQuote" or report.kind != "indirectSpeech" or report.speaker is None:
            return False
        first = min((m.span.begin for m in self._names.get(two.id, ())), default=0)
        near = not any(c in "\n" for c in self.voices.text[report.span.end : after.span.begin])
        singular = not self.voices.referents.is_plural(report.speaker)
        people = one.type in PERSONS and two.type == "Person" and singular
        own = after.span.begin <= first < after.span.end
        return near and people and own and self._is_bare(after.speaker)

    def _is_bare(self, speaker: Token, *, aged: bool = False) -> bool:
        """Whether a name has no title and nothing that says who that is, but maybe, if `aged`,
        an age, a place and what "red-faced" says."""
        mention = self.notes.mention_at(speaker)
        apposed = [t for t in self.view.appositions(speaker) if not (aged and t.like_num)]
        if mention is None or apposed:
            return False
        name = self.notes.tokens(mention.span)
        described = [t for t in self.view.children(speaker, *DESCRIBING) if t not in name]
        if aged:
            clauses = ("acl", "acl:relcl")
            described = [
                t for t in described if t.pos_ == "NOUN" or self.view.relation(t) in clauses
            ]
        doc = self.voices.doc
        before, after = doc[max(name.start - 1, 0)], doc[min(name.end, len(doc) - 1)]
        follows = doc[min(name.end + 1, len(doc) - 1)]
        apart = follows.like_num if aged else follows.tag_ == "VBG"
        titled = before.pos_ in ("NOUN", "PROPN") or (before.pos_ == "ADJ" and not aged)
        return len(name) > 1 and not described and not titled and (after.text != "," or apart)
