"""What a knowledge base answers: candidates for a name, positions, dates of an item."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kg.facts import EntityType

Gender = Literal["male", "female", "other"]
# The ways to look a name up, each tried where those before found nothing: as it is spelt,
# as an office of a country, loosened, loosened as a person's name, misspelt.
Way = Literal["exact", "office", "loose", "person", "misspelt"]
MAX_CANDIDATES = 24
LEAST_PRIOR = 5e-5


class Candidate(NamedTuple):
    """An item that a name may denote.

    `prior` is P(item | name), `match` how well the spelling fits (1 exact), `weight` the
    item's notability (0 to about 18), `kind` its finer kind ("city"), and `demonym`
    whether the name is one of its demonyms ("Iraqi"). `value` is the natural logarithm of
    how strongly the name stands for the item; the priors are its softmax over a name's items.
    `form` is that of the name in the base (`building/schema.sql`), "F" if only similar to it.
    """

    qid: str
    prior: float
    match: float
    type: EntityType
    kind: str
    weight: float
    country: str | None = None
    demonym: bool = False
    value: float = 0.0
    form: str = "N"


@dataclass(frozen=True)
class Position:
    """A position somebody held, with ISO 8601 dates, shortened where less is known."""

    item: str
    start: str | None
    end: str | None

    def covers(self, on: datetime.date) -> bool:
        """Whether it may have been held that day; an unknown bound leaves it open."""
        day = on.isoformat()
        begun = self.start is None or self.start <= day
        return begun and (self.end is None or day[: len(self.end)] <= self.end)


@dataclass(frozen=True)
class Life:
    """When an item began and ended (birth, death, inception …), as ISO 8601 or shorter."""

    begin: str | None
    end: str | None


def ways(label: str | None) -> tuple[Way, ...]:
    """The ways to look up a name of this type (spaCy's label), in order."""
    if label == "PERSON":
        return ("exact", "person", "misspelt")
    if label is None:
        return ("exact", "office", "loose", "person", "misspelt")
    return ("exact", "office", "loose", "misspelt")


def weighed(found: Iterable[Candidate]) -> list[Candidate]:
    """Candidates of one name with their priors, the likeliest first; the first of an item counts.

    At most `MAX_CANDIDATES`, and none below `LEAST_PRIOR`.
    """
    first: dict[str, Candidate] = {}
    for candidate in found:
        first.setdefault(candidate.qid, candidate)
    if len(first) == 1:
        return [candidate._replace(prior=1.0) for candidate in first.values()]
    highest = max((c.value for c in first.values()), default=0.0)
    shares = [(math.exp(c.value - highest), c) for c in first.values()]
    total = math.fsum(share for share, _ in shares)
    ranked = [c._replace(prior=share / total) for share, c in shares if share > LEAST_PRIOR * total]
    ranked.sort(key=lambda c: (-c.prior, -c.match, int(c.qid[1:])))
    return ranked[:MAX_CANDIDATES]
