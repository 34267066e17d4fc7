"""Dates that relations have as objects or qualifiers, no finer than the text gives them."""

from __future__ import annotations

import calendar
import re

from spacy.tokens import Token

from kg.components.notes import Notes
from kg.facts import Qualifier, Time
from kg.language.grammar import Grammar

START, END = "P580", "P582"
YEAR = re.compile(r"[12]\d{3}")
SPAN = re.compile(r"\s*(?:[–—-]|\b(?:to|until|till|through)\b)\s*")
DAY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\b")
LETTERS = re.compile(r"[^\W\d_]{3}")
FROM = re.compile(r"(?:from|between)\b", re.IGNORECASE)
SINCE = re.compile(r"since\b|starting\b|from\b", re.IGNORECASE)
UNTIL = re.compile(r"(?:until|till|up to|through)\b", re.IGNORECASE)
NOMINAL = ("nmod", "nmod:unmarked", "obl", "obl:unmarked", "obl:agent", "appos", "flat", "compound")


def single(time: Time) -> str | None:
    """The one day, month or year (ISO 8601) that a time is; None for any other stretch."""
    begin, end = (time.begin or "")[:10], (time.end or "")[:10]
    if not begin or not end or begin[:4] != end[:4]:
        return None
    if begin == end:
        return begin
    if (begin[5:], end[5:]) == ("01-01", "12-31"):
        return begin[:4]
    year, month, first = map(int, begin.split("-"))
    whole = first == 1 and end == f"{begin[:8]}{calendar.monthrange(year, month)[1]}"
    return begin[:7] if whole else None


def bounds(time: Time) -> tuple[str | None, str | None]:
    """The first and last day, month or year of "from 2001 to 2009", "since 2014", "until May";
    None for a side that the words leave open."""
    text = time.text
    parts = SPAN.split(FROM.sub("", text).strip(), maxsplit=1)
    if len(parts) == 2 and all(parts) and single(time) is None:
        return _cut(time.begin, parts[0]), _cut(time.end, parts[1])
    if SINCE.match(text):
        return _cut(time.begin, text), None
    return None, _cut(time.end, text) if UNTIL.match(text) else None


def _cut(day: str | None, words: str) -> str | None:
    """A day no finer than the words that name it."""
    if day is None:
        return None
    if not LETTERS.search(SINCE.sub("", UNTIL.sub("", words))) and not DAY.search(words):
        return day[:4]
    return day[:10] if DAY.search(words) or not re.search(r"\d{4}|[A-Z]", words) else day[:7]


class Dates:
    """Which times of a document hang on which verbs and nouns."""

    def __init__(self, notes: Notes, view: Grammar) -> None:
        self._starts = {notes.tokens(time.span).start: time for time in notes.times}
        self.published = notes.article.published
        self._by: dict[int, list[tuple[Token, Time]]] = {}
        for time in notes.times:
            root = notes.head_of(time.span)
            for token in self._above(root, view):
                self._by.setdefault(token.i, []).append((root, time))

    @staticmethod
    def _above(root: Token, view: Grammar) -> list[Token]:
        """What a time hangs on: through nouns, but not beyond the first verb or clause."""
        found = []
        token: Token | None = root
        while token is not None and view.relation(token) in NOMINAL:
            token = view.head(token)
            if token is None or token.pos_ in ("NUM", "SYM"):
                continue
            found.append(token)
            named = token.ent_type_ or token.pos_ == "PROPN"
            if token.pos_ in ("VERB", "AUX") or (view.is_copular(token) or not named):
                break
        return found

    def at(self, token: Token) -> list[tuple[Token, str]]:
        """The days, months and years that hang on a verb or noun."""
        return [(root, day) for root, time in self._by.get(token.i, []) if (day := single(time))]

    def qualifiers(
        self, token: Token, point: str | None = None, after: int | None = None
    ) -> tuple[Qualifier, ...]:
        """What the times at a token say of its statement: start, end, or the property `point`
        of a time without bounds; `after` is where its phrase ends, and a time may begin."""
        found: dict[Qualifier, None] = {}
        for time in self._times(token, after):
            begin, end = bounds(time)
            if begin is None and end is None and point:
                day = single(time)
                found.update({Qualifier(point, day, is_entity=False): None} if day else {})
            for stated, day in ((START, begin), (END, end)):
                if day:
                    found[Qualifier(stated, day, is_entity=False)] = None
        return tuple(found)

    def _times(self, token: Token, after: int | None) -> list[Time]:
        found = [time for _, time in self._by.get(token.i, [])]
        beside = self._starts.get(after) if after is not None else None
        return [*found, *([beside] if beside and any(bounds(beside)) else [])]

    def is_over(self, qualifiers: tuple[Qualifier, ...]) -> bool:
        """Whether qualifiers put the end of a statement before the day of publication."""
        ends = [q.value for q in qualifiers if q.property == END]
        return any(not self.published or end <= self.published[: len(end)] for end in ends)
