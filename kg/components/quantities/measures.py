"""Numbers with their units, as a text writes them: "between $3m and $4m", "a third of"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from spacy.tokens import Doc

from kg import lexicon
from kg.components.notes import Notes
from kg.components.quantities.meanings import Meanings, Readings
from kg.components.quantities.pieces import Piece, pieces
from kg.lexicon import Unit
from kg.numerals import (
    HYPHENS,
    Number,
    fraction_at,
    may_begin,
    number_at,
    range_at,
    table,
    word_at,
)
from kg.quantities import Bounded, bounded

SHARE = Unit("share", "%", "P1")
ARTICLES = ("a", "an")
COUNTABLE = ("length", "area", "volume", "mass", "money")
NOMINAL = ("NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM")
PER = ("a", "an", "per", "every", "/")
MONEY, PLAIN = "money_suffixes", "no_suffixes"


@dataclass(frozen=True)
class Measure:
    """A number with its unit in pieces `[start, end)`; the unit's word begins at piece `sign`,
    and `per` says of a rate by what ("day")."""

    number: Number
    unit: Unit
    sign: int
    per: str = ""

    @property
    def start(self) -> int:
        return self.number.start

    @property
    def end(self) -> int:
        return self.number.end


@dataclass(frozen=True)
class Found:
    """A measure with its bounds, and the tokens of its number and its unit."""

    measure: Measure
    bounds: Bounded
    begin: int
    end: int
    tokens: range
    head: int


@cache
def _after_article() -> frozenset[str]:
    """What may follow "a" where a measure begins: "a mile", "a third", "a few", "a million"."""
    vague = [phrase.split()[1] for phrase in table("vague") if phrase.split()[0] in ARTICLES]
    units = [phrase[0] for phrase in lexicon.units().words]
    units += [phrase[1] for phrase in lexicon.units().before if phrase[0] in ARTICLES]
    return frozenset((*units, *vague, *table("parts"), *table("scales")))


class Measures:
    """Finds the measures of one document."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.doc: Doc = notes.doc
        self.units = lexicon.units()
        self.pieces: list[Piece] = pieces(notes.doc)
        self.texts = [piece.text for piece in self.pieces]
        self.words = [text.lower() for text in self.texts]
        self._times = {token.i for span in self.doc.spans.get("times", []) for token in span}
        self._meanings = Meanings(notes, self.pieces)
        self._first = {phrase[0] for phrase in self.units.before}

    def all(self) -> list[Found]:
        """The measures in order of the text, without overlaps."""
        found: list[Found] = []
        i, earliest = 0, 0
        while i < len(self.words):
            measure = self._at(i) if self._may_begin(i) else None
            if measure is None or not self._is_one(measure):
                i += 1
                continue
            measure = self._range(measure)
            bounds = bounded(self.words, measure.number, earliest)
            found.append(self._found(measure, bounds))
            i = earliest = max(measure.end, bounds.end)
        return found

    def _may_begin(self, i: int) -> bool:
        word = self.words[i]
        if word in ARTICLES:
            opens = word_at(self.words, i + 1) in _after_article()
        else:
            opens = may_begin(word) or word in self._first or word == "half"
        return opens and self.pieces[i].token not in self._times

    def _at(self, i: int) -> Measure | None:
        """The measure that begins at piece `i`."""
        return self._signed(i) or self._plain(i) or self._single(i) or self._fraction(i)

    def _signed(self, i: int) -> Measure | None:
        """Reads "$3bn", "US$3-4m", "magnitude 7.2"."""
        found = self._phrase(self.units.before, i, self.words)
        if found is None or word_at(self.words, i - 1) == self.words[i]:
            return None
        readings, j = found
        money = readings[0].kind == "money"
        if money and self.texts[i].isalpha() and self.texts[i].islower():
            return None
        j += not money and word_at(self.words, j) in HYPHENS
        if not word_at(self.words, j)[:1].isdecimal():
            return None
        suffixes = MONEY if money else PLAIN
        number = range_at(self.words, j, suffixes) or number_at(self.words, j, suffixes)
        return self._measure(number, readings, i, i) if number else None

    def _plain(self, i: int) -> Measure | None:
        """Reads "12 km", "300 million euros", "hundreds of kilometres"."""
        for suffixes in (MONEY, PLAIN):
            number = range_at(self.words, i, suffixes) or number_at(self.words, i, suffixes)
            if number is None:
                return None
            vague = number.vague and word_at(self.words, number.end) == "of"
            measure = self._with_unit(number, number.end + vague)
            if measure is not None:
                return measure
        return None

    def _single(self, i: int) -> Measure | None:
        """Reads "more than a mile", "a percentage point": an article alone is no number."""
        if self.words[i] not in ARTICLES:
            return None
        measure = self._with_unit(Number(i, i + 1, Fraction(1)), i + 1)
        if measure is None or measure.unit.kind not in (*COUNTABLE, "share"):
            return None
        if measure.unit.kind == "share":
            return measure
        return measure if bounded(self.words, measure.number).start < i else None

    def _fraction(self, i: int) -> Measure | None:
        """Reads "a third of Iraq", "half a mile", "a quarter of a percentage point"."""
        number = fraction_at(self.words, i)
        if number is None:
            return None
        of = word_at(self.words, number.end) == "of"
        j = number.end + of
        if word_at(self.words, j) in ARTICLES:
            whole = number_at(self.words, j) or Number(j, j + 1, Fraction(1))
            value = number.value * whole.value
            return self._with_unit(Number(i, whole.end, value, approximate=True), whole.end)
        if not self._is_share(number, of):
            return None
        return Measure(replace(number, value=number.value * 100), SHARE, number.end - 1)

    def _is_share(self, number: Number, of: bool) -> bool:
        """Whether a fraction is one of what follows: not "the first half of the year"."""
        if not self._has(number.end + of):
            return False
        whole = self.doc[self.pieces[number.end + of].token]
        if whole.pos_ not in NOMINAL or (whole.lemma_.lower(),) in self.units.rates:
            return False
        if self.words[number.start] == "half":
            before = self.doc[self.pieces[max(0, number.start - 1)].token]
            return (of or whole.pos_ in ("DET", "PRON")) and before.pos_ not in ("ADJ", "DET")
        said = self.words[number.end - 1] in table("parts")
        return of or not said or number.value.numerator > 1

    def _has(self, i: int) -> bool:
        return i < len(self.pieces)

    def _with_unit(self, number: Number, j: int) -> Measure | None:
        """The number with the unit that stands at piece `j`."""
        figure = self.words[j - 1][:1].isdecimal() and self._has(j) and self.pieces[j].glued
        choices = [
            self._phrase(self.units.words, j, self.words),
            self._phrase(self.units.signs, j, self.texts),
            self._phrase(self.units.glued, j, self.texts) if figure else None,
        ]
        best = max(filter(None, choices), key=lambda choice: choice[1], default=None)
        if best is None:
            return None
        return self._measure(replace(number, end=best[1]), best[0], number.start, j)

    def _measure(self, number: Number, readings: Readings, start: int, sign: int) -> Measure | None:
        unit = self._meanings.of(readings, number, start)
        if unit is None:
            return None
        per, end = self._per(number.end) if unit.kind != "share" else ("", number.end)
        return Measure(replace(number, start=start, end=end), unit, sign, per)

    def _per(self, i: int) -> tuple[str, int]:
        """By what a rate is ("a barrel"), and where it ends."""
        start = self._unhyphened(i)
        if word_at(self.words, start) not in PER:
            return "", i
        start = self._unhyphened(start + 1)
        for length in range(self.units.longest, 0, -1):
            phrase = tuple(self.words[start : start + length])
            if phrase in self.units.rates:
                return " ".join(phrase), start + length
        return "", i

    def _unhyphened(self, i: int) -> int:
        """The piece at `i`, or after it where that is a hyphen: "$20-a-barrel"."""
        hyphen = word_at(self.words, i) in HYPHENS and self.pieces[i].glued
        return i + hyphen

    def _phrase(
        self, known: Mapping[tuple[str, ...], Readings], i: int, words: list[str]
    ) -> tuple[Readings, int] | None:
        """The units of the longest phrase that begins at piece `i`, and where it ends."""
        for length in range(min(self.units.longest, len(words) - i), 0, -1):
            readings = known.get(tuple(words[i : i + length]))
            if readings is not None:
                return readings, i + length
        return None

    def _is_one(self, measure: Measure) -> bool:
        """Whether the words are a unit here: no verb ("won"), not "2m people"."""
        numbers = range(measure.start, measure.end)
        tokens = [self.doc[self.pieces[i].token] for i in numbers]
        if any(token.i in self._times or not self.notes.in_article(token) for token in tokens):
            return False
        if self.doc[self.pieces[measure.sign].token].pos_ in ("VERB", "AUX"):
            return False
        if self.texts[measure.sign] == "m" and measure.unit.kind == "length":
            following = self.doc[tokens[-1].i + 1 : tokens[-1].i + 2]
            return not any(token.tag_ in ("NNS", "NNPS") for token in following)
        return True

    def _range(self, measure: Measure) -> Measure:
        """The measure with the one that it is joined to: "3% to 5%", "between $3m and $4m"."""
        ranges, joint = table("ranges"), word_at(self.words, measure.end)
        opened = word_at(self.words, measure.start - 1) == ranges["opening"]
        joints = [ranges["joint"]] if opened else ranges["joints"]
        if joint not in joints or measure.number.top is not None or measure.number.vague:
            return measure
        if joint == "to" and not self._may_range(measure.start):
            return measure
        other = self._at(measure.end + 1) if self._has(measure.end + 1) else None
        if (
            other is None
            or other.unit != measure.unit
            or other.number.value <= measure.number.value
        ):
            return measure
        number = Number(measure.start - opened, other.end, measure.number.value)
        return replace(other, number=replace(number, top=other.number.value), sign=measure.sign)

    def _may_range(self, start: int) -> bool:
        """Whether "to" can join two measures here: not "from 3% to 5%", "rose 3% to 5%"."""
        if start == 0:
            return True
        before = self.doc[self.pieces[start - 1].token]
        changes = before.lemma_.lower() in self.units.changing
        return word_at(self.words, start - 1) not in table("ranges")["not_after"] and not changes

    def _found(self, measure: Measure, bounds: Bounded) -> Found:
        inside = [self.pieces[i].token for i in range(measure.start, measure.end)]
        return Found(
            measure,
            bounds,
            self.pieces[bounds.start].begin,
            self.pieces[bounds.end - 1].end,
            range(self.pieces[bounds.start].token, max(inside) + 1),
            self.pieces[measure.sign].token,
        )
