"""A figure beside the word that says what became of the counted."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from kg.components.tolls.figures import Figure
from kg.facts import Certainty, Polarity, TollKind

LOOSE_KINDS = ("captured", "displaced", "missing")


@dataclass(frozen=True, eq=False)
class Cue:
    """A figure with the word that makes it a toll; `clause` is the verb that presents it.

    `events` are counted, not people, in "150 deaths" and "claimed 12 lives"; `polarity` is
    given where it is not the trigger's.
    """

    figure: Figure
    kind: TollKind
    part: str
    trigger: Token
    clause: Token
    certainty: Certainty | None = None
    events: bool = False
    polarity: Polarity | None = None

    @property
    def is_loose(self) -> bool:
        """Whether things too can be said to be so: captured towns, missing keys."""
        return self.kind in LOOSE_KINDS
