"""Time expressions in plain text, by the patterns of `ontology/lexicon/times.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.errors import ResourceError
from kg.resources import load_toml, ontology

Groups = dict[str, str]

SPACE = r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*)"

BEFORE = r"(?<![\w$£€#@])"
START = re.compile(BEFORE + r"(?:[A-Za-z]+|[\d'’])")


@dataclass(frozen=True)
class Match:
    """An expression at `[begin, end)` of the text, with the rule that dates it."""

    rule: str
    begin: int
    end: int
    groups: Groups


@cache
def words() -> dict[str, Any]:
    """The tables of `times.toml`."""
    return load_toml(ontology() / "lexicon" / "times.toml")


def parse(text: str) -> list[Match]:
    """The longest expressions in `text`, without overlaps, in order."""
    found: list[tuple[int, int, int, re.Match[str]]] = []
    ends = [0] * len(_patterns())  # a pattern's own matches do not overlap either
    for place in _places(text):
        for order, (_, pattern) in enumerate(_patterns()):
            match = pattern.match(text, place) if place >= ends[order] else None
            if match:
                ends[order] = match.end()
                found.append((match.start(), -match.end(), order, match))
    result: list[Match] = []
    for begin, end, order, match in sorted(found, key=lambda item: item[:3]):
        if not result or begin >= result[-1].end:
            groups = {k: " ".join(v.split()) for k, v in match.groupdict().items() if v}
            result.append(Match(_patterns()[order][0], begin, -end, groups))
    return result


def _places(text: str) -> Iterator[int]:
    """Where any of the patterns matches: cheaper than to try each of them everywhere."""
    first, known = _beginning().match, _spelled()
    for place in START.finditer(text):
        word = place.group()
        if (not word[0].isalpha() or word.lower() in known) and first(text, place.start()):
            yield place.start()


@cache
def _beginning() -> re.Pattern[str]:
    """Any of the patterns, for where START matches, so that BEFORE need not be tried again."""
    bodies = [pattern.pattern.removeprefix(BEFORE) for _, pattern in _patterns()]
    bodies = [re.sub(r"\(\?P<\w+>", "(?:", body) for body in bodies]
    return re.compile("|".join(bodies), re.IGNORECASE)


@cache
def _spelled() -> frozenset[str]:
    """The words that the patterns spell, and their plurals: other words begin no time."""
    syntax = re.compile(r"\\.|\(\?P<\w+>|\(\?-?i:")
    spelled = {
        word.lower()
        for _, pattern in _patterns()
        for word in re.findall("[A-Za-z]+", syntax.sub(" ", pattern.pattern))
    }
    return frozenset(spelled | {f"{word}s" for word in spelled})


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    fragments = _fragments()
    compiled = []
    for entry in words()["pattern"]:
        try:
            body = re.sub(r"(?<!\\)\{(\w+)\}", lambda m: fragments[m[1]], entry["match"])
            body = body.replace(" ", SPACE)
            pattern = rf"{BEFORE}(?:{body})(?!\w|[.,]\d)"
            compiled.append((entry["rule"], re.compile(pattern, re.IGNORECASE)))
        except (KeyError, re.error) as error:
            raise ResourceError(f"times.toml: pattern {entry}: {error}; correct it") from error
    return compiled


def _fragments() -> dict[str, str]:
    table = words()
    periods = [u for u in table["units"] if u not in ("day", "night", "hour", "minute")]
    number = r"\d{1,3}|" + _any(table["numbers"]) + r"(?:-\w+)?"
    short = "|".join(rf"(?-i:{name})\.?" for name in table["short_months"])
    months = _names(table["months"])
    weekdays = "|".join(f"(?-i:{name})" for name in table["short_weekdays"])
    portion = (
        rf"(?:the )?{_any(table['ordinals'])} "
        rf"(?:{_any(table['fractions'])}|(?:(?:{number}) )?{_any(table['units'])}s?) of"
    )
    spells = [u for u in table["units"] if u not in ("hour", "minute", "quarter")]
    spells += table["day_parts"]["words"]
    return {
        "weekday": f"(?P<weekday>{_names(table['weekdays'])})",
        "any_weekday": rf"(?:(?P<weekday>{_names(table['weekdays'])})|(?:{weekdays})\.?)",
        "month": f"(?P<month>{months})",
        "any_month": f"(?P<month>{months}|{short})",
        "season": f"(?P<season>{_any(table['seasons'])})",
        "quarter": f"(?P<quarter>{_any(table['quarters'])})",
        "year": r"(?P<year>1[5-9]\d\d|20\d\d)",
        "last_year": r"(?P<last_year>(?:1[5-9]|20)?\d\d)",
        "day": r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?",
        "last_day": r"(?P<last_day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?",
        "month_number": r"(?P<month_number>1[0-2]|0\d)",
        "day_number": r"(?P<day>3[01]|[0-2]\d)",
        "decade": r"(?P<decade>(?:1[5-9]|20)\d0)",
        "short_decade": r"(?P<short_decade>[2-9]0)",
        "ordinal": r"(?P<ordinal>\d{1,2})(?:st|nd|rd|th)",
        "which": f"(?P<which>{_any(table['which'])})",
        "part": f"(?P<part>{_any(table['parts'])}|{portion})",
        "holiday": f"(?P<holiday>{_holidays(table['holidays'])})",
        "about": _any(table["about"]["words"]),
        "spell": f"(?P<unit>{_any(spells)})",
        "edge": f"(?P<edge>{_any(table['edges'])})",
        "side": f"(?P<side>{_any(table['sides'])})",
        "neighbour": f"(?P<neighbour>{_any(table['neighbours'])})",
        "day_part": f"(?P<day_part>{_any(table['day_parts']['words'])})",
        "deictic": f"(?P<deictic>{_any(table['days'])})",
        "number": f"(?P<number>{number})",
        "period": f"(?P<unit>{_any(periods)})",
        "units": f"(?P<unit>{_any(table['units'])})s?",
        "plural_units": f"(?P<unit>{_any(table['units'])})s",
        "zone": r"(?:GMT|UTC|BST|EST|EDT|CET|CEST|local time)",
    }


def _any(names: Any) -> str:
    """Any of some words, the longest first; a leading "the" may lack."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    options = [re.sub(r"^the ", "(?:the )?", name) for name in ordered]
    return "(?:" + "|".join(options) + ")"


def _names(names: Any) -> str:
    """Any of some names, capitalised or in capitals."""
    return "|".join(f"(?-i:{name}|{name.upper()})" for name in names)


def _holidays(names: Any) -> str:
    """Any of some holidays, the longest first, with either apostrophe."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return "|".join("(?-i:" + name.replace("'", "['’]?") + ")" for name in ordered)
