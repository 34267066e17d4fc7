"""Number expressions: how many a text says there are.

`find(doc)` reads numerals with the words that bound them or make them vague ("at least",
"dozens of"). An exact number is count, minimum and maximum; "at least" and "up to" give their
bound alone; "around 500" is an approximate count without bounds; "dozens" an approximate
minimum. All words stand in `ontology/lexicon/quantities.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from spacy.tokens import Doc, Token

from kg.numerals import (
    HYPHENS,
    Number,
    matches,
    may_begin,
    number_at,
    phrase_from,
    range_at,
    table,
    word_at,
)

__all__ = ["Bounded", "Quantity", "bounded", "find", "number_at"]

PARTICLE = "RP"
BOUNDS = ("minimum", "maximum")


@dataclass(frozen=True)
class Quantity:
    """How many, in tokens `[start, end)`; see the module for what the bounds mean."""

    start: int
    end: int
    count: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    approximate: bool = False


@dataclass(frozen=True)
class Bounded:
    """A number with the words around it in words `[start, end)`, as `Quantity`."""

    start: int
    end: int
    value: Fraction | None = None
    minimum: Fraction | None = None
    maximum: Fraction | None = None
    approximate: bool = False


def find(doc: Doc) -> list[Quantity]:
    """The whole numbers of a document in order, without overlaps; none that is a sum of money,
    a percentage, or part of a time in `doc.spans["times"]`."""
    times = {token.i for span in doc.spans.get("times", []) for token in span}
    words = ["" if _is_particle(token) else token.lower_ for token in doc]
    found: list[Quantity] = []
    i = 0
    while i < len(words):
        number = None
        if i not in times and may_begin(words[i]):
            number = range_at(words, i) or number_at(words, i)
        if number is None or not _is_whole(number):
            i += 1
            continue
        quantity = _count(words, number, found[-1].end if found else 0)
        if quantity is not None and times.isdisjoint(range(number.start, number.end)):
            found.append(quantity)
        i = max(number.end, quantity.end if quantity else 0)
    return found


def _is_particle(token: Token) -> bool:
    """Whether a word belongs to the verb before: "handed over 12", but not "up to 12"."""
    return token.tag_ == PARTICLE and token.lower_ != "up"


def _is_whole(number: Number) -> bool:
    return number.value.denominator == 1 and (number.top is None or number.top.denominator == 1)


def _count(words: Sequence[str], number: Number, earliest: int) -> Quantity | None:
    """The number as a count; None where the words around it make it something else."""
    found, exclude = bounded(words, number, earliest), table("exclude")
    after = word_at(words, found.end)
    compound = after in HYPHENS and word_at(words, found.end + 1).isalpha()
    if compound or after in exclude["after"]:
        return None  # "a 48-year-old", "5 %"
    if word_at(words, number.start - 1) in exclude["before"]:
        return None
    values = (found.value, found.minimum, found.maximum)
    count, minimum, maximum = (None if value is None else int(value) for value in values)
    return Quantity(found.start, found.end, count, minimum, maximum, found.approximate)


def bounded(words: Sequence[str], number: Number, earliest: int = 0) -> Bounded:
    """A number with the words that bound it, back to `earliest`, where the last one ended."""
    start, kinds = number.start, set()
    while True:
        phrase = _phrase_before(words, start, earliest)
        if phrase is None:
            break
        kinds.add(table("before")[phrase])
        start -= len(phrase.split())
    after = phrase_from(words, number.end, "after")
    if after:
        kinds.add(table("after")[after[0]])
    return _bounded(start, after[1] if after else number.end, number, kinds)


@cache
def _by_last_word() -> dict[str, list[str]]:
    """What bounds a number before it, by its last words."""
    found: dict[str, list[str]] = {}
    for phrase in table("before"):
        found.setdefault(phrase.split()[-1], []).append(phrase)
    return found


def _phrase_before(words: Sequence[str], end: int, earliest: int) -> str | None:
    options = [
        phrase
        for phrase in _by_last_word().get(word_at(words, end - 1), ())
        if end - len(phrase.split()) >= earliest
        and matches(words, end - len(phrase.split()), phrase)
    ]
    return max(options, key=len, default=None)


def _bounded(start: int, end: int, number: Number, kinds: set[str]) -> Bounded:
    low = number.value
    value, minimum, maximum = None, None, None
    bounded = not number.vague and not kinds.isdisjoint(BOUNDS)  # "over a hundred"
    approximate = "approximate" in kinds or (number.approximate and not bounded)
    if number.top is not None:
        minimum, maximum = low, number.top
    elif number.vague or "minimum" in kinds:
        minimum = low
    elif "maximum" in kinds:
        maximum = low
    elif approximate:
        value = low
    else:
        value = minimum = maximum = low
    return Bounded(start, end, value, minimum, maximum, approximate)
