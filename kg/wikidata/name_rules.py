"""The word lists and patterns of `names.toml`, by which names become keys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.errors import ResourceError
from kg.resources import load_toml

HERE = Path(__file__).resolve().parent
ARTICLE = "al"


@dataclass(frozen=True)
class Rules:
    """The lists of `names.toml`, made ready for use."""

    leading: frozenset[str]
    plain: re.Pattern[str]
    articles: re.Pattern[str]
    corporate: frozenset[str]
    generic_names: frozenset[str]
    titles: frozenset[str]
    suffixes: frozenset[str]
    particles: frozenset[str]
    generic: dict[str, frozenset[str]]
    base_kinds: frozenset[str]
    base_words: frozenset[str]
    spellings: dict[str, str]
    phrases: dict[str, str]
    beginnings: tuple[tuple[str, str], ...]
    endings: tuple[tuple[str, str], ...]
    codes: frozenset[str]
    offices: tuple[tuple[re.Pattern[str], str], ...]
    dropped: frozenset[str]


@cache
def name_rules() -> Rules:
    """The rules; raises `ResourceError` where the file lacks one or has it in another shape."""
    path = HERE / "names.toml"
    data = load_toml(path)
    try:
        office = data["office"]
        spellings = {form: row[0] for row in data["spellings"]["rows"] for form in row[1:]}
        return Rules(
            leading=frozenset(data["leading"]),
            plain=_plain_pattern(data["article_words"]),
            articles=_article_pattern(data["article_prefixes"], data["article_words"]),
            corporate=frozenset(data["corporate"]),
            generic_names=frozenset(data["generic_names"]),
            titles=frozenset(data["titles"]),
            suffixes=frozenset(data["suffixes"]),
            particles=frozenset(data["particles"]),
            generic={word: frozenset(kinds) for word, kinds in data["generic"].items()},
            base_kinds=frozenset(data["generic_in_base"]["kinds"]),
            base_words=frozenset(data["generic_in_base"]["words"]),
            spellings={form: first for form, first in spellings.items() if " " not in form},
            phrases={form: first for form, first in spellings.items() if " " in form},
            beginnings=tuple((old, new) for old, new in data["spellings"]["beginnings"]),
            endings=tuple((old, new) for old, new in data["spellings"]["endings"]),
            codes=frozenset(data["codes"]),
            offices=tuple(
                (re.compile(rf"\b{re.escape(old)}\b"), new) for old, new in office["synonyms"]
            ),
            dropped=frozenset(office["dropped"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ResourceError(f"{path}: {error!r}; correct the file") from error


def _article_pattern(prefixes: list[str], words: list[str]) -> re.Pattern[str]:
    hyphened = rf"(?i:{'|'.join(prefixes)})[-‐‑–]"
    return re.compile(rf"\b(?:{hyphened}|(?:{'|'.join(words)})\s+)(?=['’‘ʻʿ]?\w)")


def _plain_pattern(words: list[str]) -> re.Pattern[str]:
    """Words of two and more letters of English alone, without articles to be respelt."""
    respelt = "|".join(word for word in words if word.lower() != ARTICLE)
    return re.compile(rf"(?:(?!(?:{respelt}) )[A-Za-z]{{2,}} )*[A-Za-z]{{2,}}")
