"""Numerals: the numbers that figures and number words stand for.

A numeral is read from lower-case words, without the words that bound it (`kg.quantities`).
All words stand in `ontology/lexicon/quantities.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from kg.resources import load_toml, ontology

FIGURE = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?([a-z]*)\Z", re.IGNORECASE)
GLUED_RANGE = re.compile(r"([\d,]+)[-–—]([\d,]+)\Z")
ARTICLES = {"half a": Fraction(1, 2), "a": Fraction(1)}
OPENING = frozenset(phrase.split()[0] for phrase in ARTICLES)
HYPHENS = ("-", "–", "‑")


@dataclass(frozen=True)
class Number:
    """A number in words `[start, end)`; `vague` where it is only a least number, `top` the
    upper end of a range."""

    start: int
    end: int
    value: Fraction
    approximate: bool = False
    vague: bool = False
    scale: int = 1
    top: Fraction | None = None


def may_begin(word: str) -> bool:
    """Whether a number or a range can begin with a word."""
    return word[:1].isdecimal() or word in _openers()


@cache
def _openers() -> frozenset[str]:
    tables = ("vague", "plurals", "plural_factors", "ones", "tens")
    phrases = [phrase for name in tables for phrase in table(name)]
    return frozenset(
        phrase.split()[0] for phrase in (*phrases, *ARTICLES, table("ranges")["opening"])
    )


def number_at(words: Sequence[str], i: int, suffixes: str = "suffixes") -> Number | None:
    """The longest number that starts at word `i`; `suffixes` is the table of the letters
    that scale its figures ("1.2m")."""
    return _vague(words, i) or _plural(words, i) or _cardinal(words, i, suffixes)


def fraction_at(words: Sequence[str], i: int) -> Number | None:
    """The fraction that starts at word `i`: "a third", "two-thirds", "half", "one in five".

    Fractions in words are rough.
    """
    if word_at(words, i) in table("halves"):
        return Number(i, i + 1, Fraction(1, 2), approximate=True)
    count = Number(i, i + 1, Fraction(1)) if words[i] in ("a", "an") else _whole(words, i)
    if count is None:
        return None
    j = count.end + (word_at(words, count.end) in HYPHENS)
    parts = table("parts").get(word_at(words, j))
    if parts:
        return Number(i, j + 1, count.value / parts, approximate=True)
    joint = phrase_from(words, count.end, "shares")
    whole = _whole(words, joint[1]) if joint else None
    if joint is None or whole is None or whole.value > table("shares")[joint[0]]:
        return None
    if not 0 < count.value < whole.value:
        return None
    return Number(i, whole.end, count.value / whole.value, approximate=True)


def _whole(words: Sequence[str], i: int) -> Number | None:
    number = _cardinal(words, i, "suffixes") if i < len(words) else None
    return number if number and number.value.denominator == 1 else None


def range_at(words: Sequence[str], i: int, suffixes: str = "suffixes") -> Number | None:
    """The range that starts at word `i`: "3,000-5,000", "between two and three million"."""
    glued = GLUED_RANGE.match(words[i])
    if glued:
        low, high = (_figure(part, suffixes) for part in glued.groups())
        return Number(i, i + 1, low, top=high) if low and high and low < high else None
    ranges = table("ranges")
    opened = words[i] == ranges["opening"]
    first = number_at(words, i + 1 if opened and i + 1 < len(words) else i, suffixes)
    if first is None or word_at(words, i - 1) in ranges["not_after"]:
        return None
    joints = [ranges["joint"]] if opened else ranges["joints"]
    ends = [first.end + len(j.split()) for j in joints if matches(words, first.end, j)]
    if not ends or max(ends) >= len(words):
        return None
    last = _second_number(words, max(ends), suffixes)
    if last is None or first.vague or last.vague:
        return None
    low = first.value * (last.scale if first.scale == 1 and first.value < last.scale else 1)
    return Number(i, last.end, low, top=last.value) if low < last.value else None


def _second_number(words: Sequence[str], i: int, suffixes: str) -> Number | None:
    """The upper end of a range, itself perhaps said to be approximate."""
    skipped = phrase_from(words, i, "before")
    start = skipped[1] if skipped else i
    return number_at(words, start, suffixes) if start < len(words) else None


def _vague(words: Sequence[str], i: int) -> Number | None:
    """Reads "several", "a few hundred"."""
    found = phrase_from(words, i, "vague")
    if found is None:
        return None
    phrase, end = found
    value, scale = Fraction(table("vague")[phrase]), 1
    while word_at(words, end) in table("scales"):
        scale *= table("scales")[words[end]]
        end += 1
    if scale == 1 and phrase not in table("vague_alone")["words"]:
        return None
    return Number(i, end, value * scale, approximate=True, vague=True, scale=scale)


def _plural(words: Sequence[str], i: int) -> Number | None:
    """Reads "dozens", "tens of thousands"."""
    first, plurals = words[i], table("plurals")
    if first in table("plural_factors") and word_at(words, i + 1) == "of":
        second = word_at(words, i + 2)
        if second in plurals:
            value = table("plural_factors")[first] * plurals[second]
            return Number(i, i + 3, Fraction(value), approximate=True, vague=True)
    if first not in plurals:
        return None
    return Number(i, i + 1, Fraction(plurals[first]), approximate=True, vague=True)


def _cardinal(words: Sequence[str], i: int, suffixes: str) -> Number | None:
    """Reads "8,000", "1.2 million", "twenty-three", "a hundred and five", "half a dozen"."""
    article = _article(words, i)
    start = article[1] if article else i
    total, current, scale = Fraction(0), article[0] if article else None, 1
    ended = j = start
    approximate = article is not None
    while j < len(words):
        word = words[j]
        value = _figure(word, suffixes) if current is None and total == 0 else None
        if value is not None:
            letter = _suffix(words, j, suffixes)
            current, scale = value * letter, letter
            j += letter != 1
        elif word in table("ones") or word in table("tens"):
            added = _with_ones(current, word, hyphen=word_at(words, j - 1) in HYPHENS)
            if added is None:
                break
            current = added
        elif word in table("scales") and current is not None:
            scale = table("scales")[word]
            exact = word in table("exact_with_article")["words"]
            approximate = word in table("round")["words"] or (approximate and not exact)
            total, current = _scaled(total, current, scale)
        elif current is not None and _is_vulgar(word):
            current += Fraction(unicodedata.numeric(word)).limit_denominator(10)
        elif word == "and" and matches(words, j, "and a half") and current is not None:
            current += Fraction(1, 2)
            j += 2
        elif j > start and _links(words, j):
            j += 1
            continue
        else:
            break
        j += 1
        ended = j
    if ended == start:
        return None
    value = total + (current or 0)
    return Number(i, ended, value, approximate=approximate and scale > 1, scale=scale)


def _article(words: Sequence[str], i: int) -> tuple[Fraction, int] | None:
    """1 for "a" before "hundred", ½ for "half a", and where the scale stands."""
    for phrase, value in ARTICLES.items() if words[i] in OPENING else ():
        end = i + len(phrase.split())
        if matches(words, i, phrase) and word_at(words, end) in table("scales"):
            return value, end
    return None


def _figure(word: str, suffixes: str) -> Fraction | None:
    match = FIGURE.match(word)
    known = table(suffixes)
    if not match or (match[3] and match[3] not in known):
        return None
    scale: int = known.get(match[3], 1)
    return Fraction(match[1].replace(",", "") + (match[2] or "")) * scale


def _suffix(words: Sequence[str], i: int, suffixes: str) -> int:
    """The scale of a suffix that stands as a word of its own; "m" of a count only after a
    fraction."""
    suffix = word_at(words, i + 1)
    if suffix == "m" and "." not in words[i] and suffixes == "suffixes":
        return 1
    scale: int = table(suffixes).get(suffix, 1)
    return scale


def _is_vulgar(word: str) -> bool:
    return (
        len(word) == 1
        and unicodedata.category(word) == "No"
        and "⁄" in (unicodedata.normalize("NFKC", word))
    )


def _with_ones(current: Fraction | None, word: str, *, hyphen: bool) -> Fraction | None:
    """A number with a further word below a hundred; None where they do not go together."""
    value = int(table("ones").get(word) or table("tens").get(word) or 0)
    if current is None:
        return Fraction(value)
    below = current % 100
    tens = below in table("tens").values() and 0 < value < 10
    hundred = below == 0 and current >= 100 and not hyphen
    return current + value if tens or hundred else None


def _scaled(total: Fraction, current: Fraction, scale: int) -> tuple[Fraction, Fraction | None]:
    if scale == 100:
        return total, current * scale
    return total + current * scale, None


def _links(words: Sequence[str], j: int) -> bool:
    """Whether "and" or a hyphen goes on with a number: "hundred and five", "twenty-three"."""
    before, after = words[j - 1], word_at(words, j + 1)
    if words[j] == "and":
        small = after in table("ones") or after in table("tens")
        return small and before in ("hundred", "thousand", "million", "billion")
    return words[j] in HYPHENS and before in table("tens") and after in table("ones")


# The words


@cache
def _lexicon() -> dict[str, Any]:
    return load_toml(ontology() / "lexicon" / "quantities.toml")


def table(name: str) -> dict[str, Any]:
    """A table of `quantities.toml`."""
    found: dict[str, Any] = _lexicon()[name]
    return found


@cache
def _by_first_word(name: str) -> dict[str, list[str]]:
    """The phrases of a table by their first words."""
    found: dict[str, list[str]] = {}
    for phrase in table(name):
        found.setdefault(phrase.split()[0], []).append(phrase)
    return found


def word_at(words: Sequence[str], i: int) -> str:
    """The word at `i`, "" outside of the text."""
    return words[i] if 0 <= i < len(words) else ""


def phrase_from(words: Sequence[str], i: int, name: str) -> tuple[str, int] | None:
    """The longest phrase of a table that starts at `i`, and where it ends."""
    known = _by_first_word(name).get(word_at(words, i), ())
    options = [phrase for phrase in known if matches(words, i, phrase)]
    best = max(options, key=len, default=None)
    return (best, i + len(best.split())) if best else None


def matches(words: Sequence[str], i: int, phrase: str) -> bool:
    """Whether the words of `phrase` stand at `i`."""
    parts = phrase.split()
    return i >= 0 and list(words[i : i + len(parts)]) == parts
