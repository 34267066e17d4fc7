"""Where an event takes place, when its own positions do not say.

Then it is the place of what it is done to ("killed two people in Mosul", "a raid on a farm in
Anbar"), of the event it is part of ("were arrested in a raid in Anbar"), of the clause that
its noun stands in, or what "where" refers back to. Named places only; `[[place]]` in
`defaults.toml` has the words.
"""

from __future__ import annotations

from spacy.tokens import Token

from kg import lexicon
from kg.components.frames import Reading
from kg.components.referents import Referents

UNDERGOER = ("object", "on", "of", "against")
NOUNS = ("NOUN", "PROPN")


class Placing:
    """The places of the events of one document."""

    def __init__(self, referents: Referents, readings: list[Reading]) -> None:
        self.referents, self.view = referents, referents.view
        self.rules = lexicon.events().places
        self.readings = {reading.trigger.i: reading for reading in readings if reading.frame}

    def of(self, reading: Reading) -> list[str]:
        """Entities of the places of an event that has none of its own, the surest way first."""
        if reading.frame is None or reading.frame.cls in self.rules.never:
            return []
        return (
            self._of_undergoer(reading)
            or self._of_larger(reading)
            or self._around(reading.clause)
            or self._where(reading.clause)
        )

    def _of_undergoer(self, reading: Reading) -> list[str]:
        found: list[str] = []
        for position in UNDERGOER:
            for token in reading.positions.get(position, []):
                found += self._places(token)
        return found

    def _of_larger(self, reading: Reading) -> list[str]:
        """The place of an event that this one is in: "killed in an attack on Mosul"."""
        for position in self.rules.within:
            for token in reading.positions.get(position, []):
                larger = self.readings.get(token.i)
                if larger is not None and larger is not reading:
                    return self._places(token) or self._of_undergoer(larger)
        return []

    def _around(self, clause: Token) -> list[str]:
        """The places of the clause in which a noun is subject or object."""
        if clause.pos_ not in NOUNS:
            return []
        above = self.view.matrix(clause)
        if above is None or above[1] != "argument" or above[0].pos_ != "VERB":
            return []
        reading = self.readings.get(above[0].i)
        if reading is not None and reading.frame and reading.frame.cls in self.rules.never:
            return []
        return self._places(above[0])

    def _where(self, clause: Token) -> list[str]:
        """The antecedent of "where" in a relative clause."""
        if not any(word.lower_ == "where" for word in self.view.children(clause, "advmod")):
            return []
        above = self.view.head(clause)
        return self._named(above) if above is not None else []

    def _places(self, token: Token) -> list[str]:
        """Named places that hang on a token with a preposition of place."""
        return [
            place
            for preposition, noun in self.view.obliques(token)
            if preposition in self.rules.prepositions
            for place in self._named(noun)
        ]

    def _named(self, token: Token) -> list[str]:
        """The named place at a token, or the one that names it: "the village of Bayt Asha"."""
        names = [noun for preposition, noun in self.view.obliques(token) if preposition == "of"]
        for word in (token, *names):
            entity = self.referents.notes.entity_at(word)
            if entity and entity.named and entity.type == "Place":
                return [entity.id]
        return []
