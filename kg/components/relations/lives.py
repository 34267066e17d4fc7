"""Dates of birth, death and founding in brackets after a name: "X (born 2 May 1954)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.components.notes import Notes
from kg.components.relations.dates import YEAR, bounds, single
from kg.components.relations.drafts import Draft
from kg.components.relations.named import tables
from kg.facts import Entity

BIRTH, DEATH = "P569", "P570"
SURE = 0.9
Moment = tuple[Token, str, str | None]  # a time by its first word, its day, the end of a stretch
LONGEST = 40  # tokens in the brackets
SHORTEST_LIFE = 15  # years; fewer are rather those of an office or a career
DASHES = ("-", "–", "—")
YEARS = re.compile(r"([12]\d{3})\s*[–—-]\s*([12]\d{3})")


class Lives:
    """Reads the brackets after the names of one document."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes

    def drafts(self) -> Iterator[Draft]:
        """What every bracket says."""
        for token in self.notes.article_tokens():
            mention = (
                self.notes.mention_at(token.nbor(-1)) if token.text == "(" and token.i else None
            )
            if mention is None or mention.kind != "name":
                continue
            inside = self._inside(token)
            entity = self.notes.entities[mention.entity]
            if inside is not None and entity.type in ("Person", "Organization"):
                yield from self._read(token.nbor(-1), entity, inside)

    @staticmethod
    def _inside(bracket: Token) -> DocSpan | None:
        doc = bracket.doc
        for i in range(bracket.i + 1, min(len(doc), bracket.i + LONGEST)):
            if doc[i].text == ")":
                return doc[bracket.i + 1 : i] if i > bracket.i + 1 else None
        return None

    def _read(self, name: Token, entity: Entity, inside: DocSpan) -> Iterator[Draft]:
        moments = self._moments(inside)
        stated = self._worded(inside, moments)
        if not stated and entity.type == "Person":
            stated = self._life(moments)
        for property_, token, day in stated:
            if (property_ in (BIRTH, DEATH)) == (entity.type == "Person"):
                yield Draft(
                    entity.id, property_, "", [name, token], confidence=SURE,
                    extractor="brackets", value=day,
                )  # fmt: skip

    def _moments(self, inside: DocSpan) -> list[Moment]:
        """The times in brackets, and bare years."""
        found: list[Moment] = []
        covered: set[int] = set()
        for time in self.notes.times:
            span = self.notes.tokens(time.span)
            if span.start < inside.start or span.end > inside.end:
                continue
            begin, end = bounds(time)
            day = single(time)
            covered.update(range(span.start, span.end))
            if begin and end:
                found.append((span[0], begin, end))
            elif day:
                found.append((span[0], day, None))
            else:  # a date that cannot be read may be the one that words before it are of
                return []
        for token in inside:
            if token.i not in covered and YEAR.fullmatch(token.text):
                found.append((token, token.text, None))
            elif token.i not in covered and (years := YEARS.fullmatch(token.text)):
                found.append((token, years[1], years[2]))
        return sorted(found, key=lambda moment: moment[0].i)

    @staticmethod
    def _worded(inside: DocSpan, moments: list[Moment]) -> list[tuple[str, Token, str]]:
        """What words before a time say that it is: "born", "died", "founded"."""
        found = []
        for token in inside:
            stated = tables()["life"].get(token.lower_.rstrip("."))
            after = [moment for moment in moments if moment[0].i > token.i]
            if stated and after:
                found.append((stated, *after[0][:2]))
                if stated == BIRTH and (death := _after_dash(after)):
                    found.append((DEATH, *death))
        return found

    @staticmethod
    def _life(moments: list[Moment]) -> list[tuple[str, Token, str]]:
        """Birth and death of "(1786–1828)"."""
        death = _after_dash(moments)
        if death is None or int(death[1][:4]) - int(moments[0][1][:4]) < SHORTEST_LIFE:
            return []
        return [(BIRTH, *moments[0][:2]), (DEATH, *death)]


def _after_dash(moments: list[Moment]) -> tuple[Token, str] | None:
    """The end of "1786–1828", one time or two."""
    if len(moments) == 1:
        token, _, end = moments[0]
        return (token, end) if end else None
    if len(moments) == 2 and moments[0][2] is None:
        (first, _, _), (last, end, _) = moments
        dashes = [t for t in first.doc[first.i : last.i] if t.text in DASHES]
        return (last, end) if dashes else None
    return None
