"""Whether a text may be English, by the words that hold its sentences together.

Only words without a capital count, so that names say nothing. The words and the thresholds
are in `english.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.errors import ResourceError
from kg.resources import load_toml

LEXICON = Path(__file__).with_name("english.toml")

# A sign of a script without spaces (kana, Han, Hangul, Thai) is a word.
_WORD = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\d_]+")


@dataclass(frozen=True)
class Lexicon:
    """What `english.toml` holds."""

    words: frozenset[str]
    least_words: int
    least_share: float


def may_be_english(paragraphs: Iterable[str]) -> bool:
    """False where there are words enough to tell, and too few of them are English."""
    known = _lexicon()
    words = [
        word
        for paragraph in paragraphs
        for word in _WORD.findall(paragraph)
        if not word[0].isupper()
    ]
    if len(words) < known.least_words:
        return True
    return sum(word in known.words for word in words) >= known.least_share * len(words)


@cache
def _lexicon() -> Lexicon:
    data = load_toml(LEXICON)
    try:
        return Lexicon(
            frozenset(data["words"]), int(data["least_words"]), float(data["least_share"])
        )
    except KeyError as error:
        raise ResourceError(f"{LEXICON}: {error} is missing; add it") from error
