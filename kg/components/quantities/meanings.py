"""Which unit a word of several means: "pounds", "pesos"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from kg.components.notes import Notes
from kg.components.quantities.pieces import Piece
from kg.lexicon import Unit
from kg.numerals import Number

NEAR = 4  # pieces before a number where a word may say which unit is meant
LARGE = 1_000_000  # with such a scale "pounds" are money

Readings = tuple[Unit, ...]


class Meanings:
    """Chooses among the units of one word by what the document says."""

    def __init__(self, notes: Notes, pieces: Sequence[Piece]) -> None:
        self.notes = notes
        self.doc = notes.doc
        self.pieces = pieces

    def of(self, readings: Readings, number: Number, start: int) -> Unit | None:
        """The unit that is meant, of those with one word."""
        beside = [unit for unit in readings if unit.beside]
        if beside and number.scale < LARGE:
            near = self._near(number, start)
            for unit in beside:
                if not unit.beside.isdisjoint(near):
                    return unit
        said = [(self._said(unit), unit) for unit in readings if unit.countries]
        most = max((times for times, _ in said), default=0)
        if most:
            return next(unit for times, unit in said if times == most)
        return next((unit for unit in readings if not unit.countries and not unit.beside), None)

    def _near(self, number: Number, start: int) -> set[str]:
        before = self.pieces[max(0, start - NEAR) : start]
        after = self.pieces[number.end : number.end + 1]
        tokens = [self.doc[piece.token] for piece in (*before, *after)]
        near = {word for token in tokens for word in (token.lower_, token.lemma_.lower())}
        return near | ({"-"} if self.pieces[number.end - 1].joined else set())

    def _said(self, unit: Unit) -> int:
        return sum(self._countries[country] for country in unit.countries)

    @cached_property
    def _countries(self) -> Counter[str]:
        """How often the text speaks of a country, or of somebody or something of it."""
        items = [self.notes.entities[mention.entity].item for mention in self.notes.mentions]
        return Counter(item.country for item in items if item and item.country)
