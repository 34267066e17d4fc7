"""Number expressions: how many a text says there are.

`find(doc)` reads figures, number words, and the words that bound them or make them vague
("at least", "dozens of"). An exact number is count, minimum and maximum; "at least" and "up
to" give their bound alone; "around 500" is an approximate count without bounds; "dozens"
an approximate minimum. All words stand in `ontology/lexicon/quantities.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from spacy.tokens import Doc

from kg.resources import load_toml, ontology

FIGURE = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?([a-z]*)\Z", re.IGNORECASE)
GLUED_RANGE = re.compile(r"([\d,]+)[-–—]([\d,]+)\Z")
ARTICLES = {"half a": Fraction(1, 2), "a": Fraction(1)}
HYPHENS = ("-", "–", "‑")


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
class Number:
    """A number in words `[start, end)`; `vague` where it is only a least number."""

    start: int
    end: int
    value: Fraction
    approximate: bool = False
    vague: bool = False
    scale: int = 1
    top: Fraction | None = None


def find(doc: Doc) -> list[Quantity]:
    """The number expressions of a document in order, without overlaps; none that is a sum of
    money, a percentage, or part of a time in `doc.spans["times"]`."""
    times = {token.i for span in doc.spans.get("times", []) for token in span}
    words = [token.lower_ for token in doc]
    found: list[Quantity] = []
    i = 0
    while i < len(words):
        number = None
        if i not in times and _may_begin(words[i]):
            number = _range(words, i) or number_at(words, i)
        if number is None:
            i += 1
            continue
        quantity = _quantity(words, number, found[-1].end if found else 0)
        if quantity is not None and times.isdisjoint(range(number.start, number.end)):
            found.append(quantity)
        i = max(number.end, quantity.end if quantity else 0)
    return found


def _may_begin(word: str) -> bool:
    """Whether a number or a range can begin with a word."""
    return word[:1].isdecimal() or word in _openers()


@cache
def _openers() -> frozenset[str]:
    tables = ("vague", "plurals", "plural_factors", "ones", "tens")
    phrases = [phrase for name in tables for phrase in _table(name)]
    return frozenset(
        phrase.split()[0] for phrase in (*phrases, *ARTICLES, _table("ranges")["opening"])
    )


def number_at(words: Sequence[str], i: int) -> Number | None:
    """The longest number that starts at word `i` (lower case), without words of bounds."""
    return _vague(words, i) or _plural(words, i) or _cardinal(words, i)


@cache
def _lexicon() -> dict[str, Any]:
    return load_toml(ontology() / "lexicon" / "quantities.toml")


def _table(name: str) -> dict[str, Any]:
    table: dict[str, Any] = _lexicon()[name]
    return table


def _word(words: Sequence[str], i: int) -> str:
    return words[i] if 0 <= i < len(words) else ""


def _phrase_from(words: Sequence[str], i: int, table: str) -> tuple[str, int] | None:
    """The longest phrase of a table that starts at `i`, and where it ends."""
    options = [phrase for phrase in _table(table) if _matches(words, i, phrase)]
    best = max(options, key=len, default=None)
    return (best, i + len(best.split())) if best else None


def _matches(words: Sequence[str], i: int, phrase: str) -> bool:
    parts = phrase.split()
    return i >= 0 and list(words[i : i + len(parts)]) == parts


# Numbers


def _vague(words: Sequence[str], i: int) -> Number | None:
    """Reads "several", "a few hundred"."""
    found = _phrase_from(words, i, "vague")
    if found is None:
        return None
    phrase, end = found
    value, scale = Fraction(_table("vague")[phrase]), 1
    while _word(words, end) in _table("scales"):
        scale *= _table("scales")[words[end]]
        end += 1
    if scale == 1 and phrase not in _table("vague_alone")["words"]:
        return None
    return Number(i, end, value * scale, approximate=True, vague=True, scale=scale)


def _plural(words: Sequence[str], i: int) -> Number | None:
    """Reads "dozens", "tens of thousands"."""
    first, plurals = words[i], _table("plurals")
    if first in _table("plural_factors") and _word(words, i + 1) == "of":
        second = _word(words, i + 2)
        if second in plurals:
            value = _table("plural_factors")[first] * plurals[second]
            return Number(i, i + 3, Fraction(value), approximate=True, vague=True)
    if first not in plurals:
        return None
    return Number(i, i + 1, Fraction(plurals[first]), approximate=True, vague=True)


def _cardinal(words: Sequence[str], i: int) -> Number | None:
    """Reads "8,000", "1.2 million", "twenty-three", "a hundred and five", "half a dozen"."""
    article = _article(words, i)
    start = article[1] if article else i
    total, current, scale = Fraction(0), article[0] if article else None, 1
    ended = j = start
    approximate = article is not None
    while j < len(words):
        word = words[j]
        value = _figure(word) if current is None and total == 0 else None
        if value is not None:
            current = value * _suffix(words, j)
            j += current != value
        elif word in _table("ones") or word in _table("tens"):
            added = _with_ones(current, word, hyphen=_word(words, j - 1) in HYPHENS)
            if added is None:
                break
            current = added
        elif word in _table("scales") and current is not None:
            scale = _table("scales")[word]
            approximate = approximate or word in _table("round")["words"]
            total, current = _scaled(total, current, scale)
        elif word == "and" and _matches(words, j, "and a half") and current is not None:
            current += Fraction(1, 2)
            j += 2
        elif j > start and _links(words, j):
            j += 1
            continue
        else:
            break
        j += 1
        ended = j
    value = total + (current or 0)
    if ended == start or value.denominator != 1:
        return None
    return Number(i, ended, value, approximate=approximate and scale > 1, scale=scale)


def _article(words: Sequence[str], i: int) -> tuple[Fraction, int] | None:
    """1 for "a" before "hundred", ½ for "half a", and where the scale stands."""
    for phrase, value in ARTICLES.items():
        end = i + len(phrase.split())
        if _matches(words, i, phrase) and _word(words, end) in _table("scales"):
            return value, end
    return None


def _figure(word: str) -> Fraction | None:
    match = FIGURE.match(word)
    suffixes = _table("suffixes")
    if not match or (match[3] and match[3] not in suffixes):
        return None
    scale: int = suffixes.get(match[3], 1)
    return Fraction(match[1].replace(",", "") + (match[2] or "")) * scale


def _suffix(words: Sequence[str], i: int) -> int:
    """The scale of a suffix that stands as a word of its own; "m" only after a fraction."""
    suffix = _word(words, i + 1)
    if suffix == "m" and "." not in words[i]:
        return 1
    scale: int = _table("suffixes").get(suffix, 1)
    return scale


def _with_ones(current: Fraction | None, word: str, *, hyphen: bool) -> Fraction | None:
    """A number with a further word below a hundred; None where they do not go together."""
    value = int(_table("ones").get(word) or _table("tens").get(word) or 0)
    if current is None:
        return Fraction(value)
    below = current % 100
    tens = below in _table("tens").values() and 0 < value < 10
    hundred = below == 0 and current >= 100 and not hyphen
    return current + value if tens or hundred else None


def _scaled(total: Fraction, current: Fraction, scale: int) -> tuple[Fraction, Fraction | None]:
    if scale == 100:
        return total, current * scale
    return total + current * scale, None


def _links(words: Sequence[str], j: int) -> bool:
    """Whether "and" or a hyphen goes on with a number: "hundred and five", "twenty-three"."""
    before, after = words[j - 1], _word(words, j + 1)
    if words[j] == "and":
        small = after in _table("ones") or after in _table("tens")
        return small and before in ("hundred", "thousand", "million", "billion")
    return words[j] in HYPHENS and before in _table("tens") and after in _table("ones")


# Ranges and bounds


def _range(words: Sequence[str], i: int) -> Number | None:
    """Reads "3,000-5,000", "between two and three million", "10 or 12"."""
    glued = GLUED_RANGE.match(words[i])
    if glued:
        low, high = (_figure(part) for part in glued.groups())
        return Number(i, i + 1, low, top=high) if low and high and low < high else None
    ranges = _table("ranges")
    opened = words[i] == ranges["opening"]
    first = number_at(words, i + 1 if opened and i + 1 < len(words) else i)
    if first is None or _word(words, i - 1) in ranges["not_after"]:
        return None
    joints = [ranges["joint"]] if opened else ranges["joints"]
    if _word(words, first.end) not in joints or first.end + 1 >= len(words):
        return None
    last = _second_number(words, first.end + 1)
    if last is None or first.vague or last.vague:
        return None
    low = first.value * (last.scale if first.scale == 1 and first.value < last.scale else 1)
    return Number(i, last.end, low, top=last.value) if low < last.value else None


def _second_number(words: Sequence[str], i: int) -> Number | None:
    """The upper end of a range, itself perhaps said to be approximate."""
    skipped = _phrase_from(words, i, "before")
    start = skipped[1] if skipped else i
    return number_at(words, start) if start < len(words) else None


def _quantity(words: Sequence[str], number: Number, earliest: int) -> Quantity | None:
    """The number with the words around it; `earliest` is where the last one ended."""
    start, kinds = number.start, set()
    while True:
        phrase = _phrase_before(words, start, earliest)
        if phrase is None:
            break
        kinds.add(_table("before")[phrase])
        start -= len(phrase.split())
    after = _phrase_from(words, number.end, "after")
    end = after[1] if after else number.end
    if after:
        kinds.add(_table("after")[after[0]])
    exclude = _table("exclude")
    compound = _word(words, end) in HYPHENS and _word(words, end + 1).isalpha()
    if compound or _word(words, end) in exclude["after"]:
        return None  # "a 48-year-old", "5 %"
    if _word(words, start - 1) in exclude["before"]:
        return None
    return _bounded(Quantity(start, end), number, kinds)


def _phrase_before(words: Sequence[str], end: int, earliest: int) -> str | None:
    options = [
        phrase
        for phrase in _table("before")
        if end - len(phrase.split()) >= earliest
        and _matches(words, end - len(phrase.split()), phrase)
    ]
    return max(options, key=len, default=None)


def _bounded(at: Quantity, number: Number, kinds: set[str]) -> Quantity:
    low = int(number.value)
    count, minimum, maximum = None, None, None
    approximate = number.approximate or "approximate" in kinds
    if number.top is not None:
        minimum, maximum = low, int(number.top)
    elif number.vague or "minimum" in kinds:
        minimum = low
    elif "maximum" in kinds:
        maximum = low
    elif approximate:
        count = low
    else:
        count = minimum = maximum = low
    return Quantity(at.start, at.end, count, minimum, maximum, approximate)
