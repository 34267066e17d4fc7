"""How names are written, where no annotator said what is a name (`spelling.toml`)."""

from __future__ import annotations

import re
from pathlib import Path

from kg import wikidata
from kg.evaluate.corpora import TITLES
from kg.evaluate.gold import Place
from kg.resources import load_toml

_TABLES = load_toml(Path(__file__).with_name("spelling.toml"))
PARTICLES = frozenset(_TABLES["particles"])
LINKS = frozenset(_TABLES["links"])
DESCRIPTIVE = frozenset(_TABLES["descriptive"])
OFFICES = TITLES | frozenset(_TABLES["offices"])
_DEMONYMS = load_toml(Path(wikidata.__file__).with_name("building") / "demonyms.toml")
PEOPLES = frozenset(
    word + end for words in _DEMONYMS.values() for word in words for end in ("", "s")
)


def trim(text: str, begin: int, end: int, kind: str | None) -> Place:
    """The characters `[begin, end)` of `text` without white space around them and a leading
    "the"; of a person ("PER") also without what stands before the name and ends in a title."""
    words = [(match.start() + begin, match[0]) for match in re.finditer(r"\S+", text[begin:end])]
    if not words:
        return begin, begin
    first = 1 if len(words) > 1 and words[0][1].casefold() == "the" else 0
    if kind == "PER":
        titles = (index for index, (_, word) in enumerate(words[:-1]) if _is_title(word))
        first = max(first, *(index + 1 for index in titles), 0)
    return words[first][0], begin + len(text[begin:end].rstrip())


def is_name(span: str, kind: str) -> bool:
    """Whether a trimmed span is written as one name.

    Every word holds a capital letter or a digit, but for particles ("van") and, unless it
    is a person's, words like "of" before another. There are letters, and no comma ("Odense,
    Denmark" is two names). Titles alone, pronouns, what starts with a determiner, and words
    for a people ("Danes") are no names.
    """
    words = span.split()
    if "," in span or not words or words[0].casefold() in DESCRIPTIVE or span in PEOPLES:
        return False
    if all(_is_title(word) for word in words) or not any(map(str.isalpha, span)):
        return False
    small = PARTICLES if kind == "PER" else PARTICLES | LINKS
    inner = words[1:] if words[0] in PARTICLES else words
    return _is_marked(words[-1]) and all(_is_marked(word) or word in small for word in inner)


def _is_title(word: str) -> bool:
    return not OFFICES.isdisjoint({word.casefold(), word.casefold().rstrip(".,")})


def _is_marked(word: str) -> bool:
    """Whether a word may be part of a name: with a capital or a digit, or without letters."""
    return any(c.isupper() or c.isdigit() for c in word) or not any(map(str.isalpha, word))
