"""Whether two words are one name in two spellings: by sound, or for one wrong letter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from rapidfuzz.distance import OSA

from kg.errors import ResourceError
from kg.resources import load_toml

PATH = Path(__file__).with_name("identity.toml")
_REPEATED = re.compile(r"(.)\1+")
_VOWEL = re.compile(r"[aeiou]")


@dataclass(frozen=True)
class _Sounds:
    pairs: tuple[tuple[str, str], ...]
    shortest: int
    mistyped: int


@cache
def settings() -> dict[str, Any]:
    """The tables of `identity.toml`."""
    return load_toml(PATH)


@cache
def words(table: str, name: str) -> frozenset[str]:
    """A list of words of `identity.toml`; ResourceError where it is missing."""
    try:
        return frozenset(settings()[table][name])
    except KeyError as error:
        raise ResourceError(f"{PATH}: no list {name!r} in [{table}]; add it") from error


@cache
def _sounds() -> _Sounds:
    table = settings()["spelling"]
    try:
        pairs = tuple((old, new) for old, new in table["sounds"])
        return _Sounds(pairs, int(table["shortest"]), int(table["mistyped"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ResourceError(f"{PATH}: [spelling]: {error!r}; correct the file") from error


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """What a word has in common with other transliterations of the same name.

    A short word, or one of one syllable, is like no other.

    >>> sound("haroud") == sound("harud"), sound("jamal") == sound("jamil")
    (True, False)
    """
    rules = _sounds()
    if len(word) < rules.shortest or not word.isalpha():
        return word
    text = word
    for old, new in rules.pairs:
        text = text.replace(old, new)
    text = _REPEATED.sub(r"\1", text.removesuffix("h"))
    return f"~{text}" if len(_VOWEL.findall(text)) > 1 else word


def mistyped(one: str, other: str) -> bool:
    """Whether two long words differ by one letter after the first, or by two swapped ones."""
    if min(len(one), len(other)) < _sounds().mistyped or one[0] != other[0]:
        return False
    return OSA.distance(one, other, score_cutoff=1) <= 1
