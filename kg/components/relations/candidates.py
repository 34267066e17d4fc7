"""What a relation may hold between: names, descriptions, pronouns and times, by sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from spacy.tokens import Token

from kg import lexicon
from kg.components.notes import Notes
from kg.components.referents import Referents
from kg.components.relations.dates import YEAR
from kg.components.relations.named import PERSONAL
from kg.facts import Entity, Span, Time

Form = Literal["name", "nominal", "pronoun", "relative", "time"]
DATE, UNKNOWN = "Date", "Unknown"
RELATIVE = ("WP", "WP$", "WDT", "WRB")
PRONOUNS = frozenset((*RELATIVE, *PERSONAL))


@dataclass(frozen=True, eq=False)
class Candidate:
    """Tokens `[begin, end)` that may be an end of a relation. `type` is an entity type, "Date"
    or "Unknown"; `entity` is None where the document does not tell who is meant."""

    begin: int
    end: int
    head: Token
    type: str
    form: Form
    entity: Entity | None = None
    time: Time | None = None

    @cached_property
    def place(self) -> tuple[int, int, int]:
        """Its first token, the one after its last, and its head."""
        return self.begin, self.end, self.head.i

    @property
    def span(self) -> Span:
        """Where it stands in the text."""
        doc = self.head.doc
        last = doc[self.end - 1]
        return Span(doc[self.begin].idx, last.idx + len(last))


class Candidates:
    """Finds the candidates of one document."""

    def __init__(self, referents: Referents) -> None:
        self.referents = referents
        self.notes: Notes = referents.notes
        self.view = referents.view
        self._starts = [token.i for token in self.notes.doc if token.is_sent_start]

    def by_sentence(self) -> Iterator[list[Candidate]]:
        """The candidates of each sentence that has two or more, in order of the text."""
        found: dict[int, list[Candidate]] = {}
        for candidate in sorted(self._all(), key=lambda c: (c.begin, c.end)):
            sentence = bisect_right(self._starts, candidate.head.i)
            found.setdefault(sentence, []).append(candidate)
        for candidates in found.values():
            if len(candidates) > 1:
                yield candidates

    def _all(self) -> Iterator[Candidate]:
        known: set[int] = set()
        for mention in self.notes.mentions:
            entity = self.notes.entities[mention.entity]
            if entity.type == "Role":
                continue
            span = self.notes.tokens(mention.span)
            known.update(range(span.start, span.end) if mention.kind != "nominal" else ())
            head = self.notes.head(mention)
            yield Candidate(span.start, span.end, head, entity.type, mention.kind, entity)
        for time in self.notes.times:
            span = self.notes.tokens(time.span)
            if time.begin or time.end:
                known.update(range(span.start, span.end))
                yield Candidate(span.start, span.end, span.root, DATE, "time", time=time)
        for token in self.notes.article_tokens():
            if token.i in known:
                continue
            if token.tag_ in PRONOUNS:
                yield from self._pronoun(token)
            elif token.ent_type_ == "DATE" and YEAR.fullmatch(token.text):
                yield self._year(token)

    def _pronoun(self, token: Token) -> Iterator[Candidate]:
        """A pronoun that is not resolved, or a relative one with its antecedent."""
        if token.tag_ in PERSONAL:
            yield Candidate(token.i, token.i + 1, token, self._type(token), "pronoun")
            return
        antecedent = self.view.antecedent(token)
        if antecedent is None:
            return
        entity = self.notes.entity_at(antecedent)
        noun = self.referents.noun(antecedent)
        kind = entity.type if entity else noun.type if noun else UNKNOWN
        yield Candidate(token.i, token.i + 1, token, kind, "relative", entity)

    @staticmethod
    def _year(token: Token) -> Candidate:
        """A year that stands alone: "(died 1973)"."""
        where = Span(token.idx, token.idx + len(token))
        time = Time(token.text, where, f"{token.text}-01-01", f"{token.text}-12-31")
        return Candidate(token.i, token.i + 1, token, DATE, "time", time=time)

    @staticmethod
    def _type(token: Token) -> str:
        """The type of whoever a pronoun may mean, where it can be but one."""
        rules = lexicon.coreference()
        if token.lower_ in rules.first_person:
            return "Person"
        pronoun = rules.pronouns.get(token.lower_)
        single = pronoun is not None and len(pronoun.types) == 1
        return next(iter(pronoun.types)) if pronoun and single else UNKNOWN
