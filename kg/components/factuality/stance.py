"""What the cues seen on the way up make of an event."""

from __future__ import annotations

from dataclasses import dataclass

from kg.facts import Certainty, Factuality, Realis
from kg.lexicon import Effect

ORDER: tuple[Certainty, ...] = ("certain", "probable", "possible", "unknown")
REALIS: tuple[Realis, ...] = ("actual", "future", "hypothetical")


@dataclass
class Stance:
    """Cues add up: negations cancel each other, of the rest the weakest stands.

    `conditional` is what holds only if something else does: then it is not to come, but
    supposed. Where the realis is `settled`, what stands above says no more of it: "he will
    say that they fled".
    """

    negative: bool = False
    certainty: int = 0
    realis: int = 0
    hedge: str | None = None
    conditional: bool = False
    settled: bool = False

    def apply(self, effect: Effect | None, words: str) -> None:
        """Take in one cue; `words` are those of the text that bear it."""
        if effect is None:
            return
        if effect.settles:
            self.certainty, self.hedge = 0, None
        self.negative ^= effect.negates
        if effect.certainty:
            self.certainty = max(self.certainty, ORDER.index(effect.certainty))
        if effect.realis and not self.settled:
            self.realis = max(self.realis, REALIS.index(effect.realis))
        if effect.hedge and self.hedge is None:
            self.hedge = words

    def factuality(self) -> Factuality:
        """The stance in words."""
        realis = REALIS[self.realis]
        return Factuality(
            "negative" if self.negative else "positive",
            ORDER[self.certainty],
            "hypothetical" if self.conditional and realis == "future" else realis,
            self.hedge,
        )
