"""Periods of the calendar: weeks, months, decades, and the parts of them that words name.

Weeks begin on Monday. "Early", "mid" and "late" are the thirds of a period, in whole years
of a decade or century, whole months of a year or season, whole days of what is shorter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from kg.components.times.patterns import words

Interval = tuple[date | None, date | None]
Days = tuple[date, date]

OPEN: Interval = (None, None)
DAY = timedelta(days=1)
LENGTHS = {"year": 1, "decade": 10, "century": 100}
PART = re.compile(r"the (?P<ordinal>\S+) (?:(?P<number>.+) )?(?P<unit>\S+?)s? of")


@dataclass(frozen=True)
class Anchor:
    """What an expression is dated by: publication, the last time in the text, and whether
    its clause surely speaks of the future or the past."""

    published: date | None = None
    context: Interval = OPEN
    future: bool = False
    past: bool = False


def period(unit: str, day: date) -> Days:
    """The whole day, week, month, … that `day` is in."""
    monday = day - timedelta(days=day.weekday())
    if unit in ("week", "fortnight"):
        return monday, monday + timedelta(days=6)
    if unit == "weekend":
        return monday + timedelta(days=5), monday + timedelta(days=6)
    if unit == "month":
        return months(day.year, day.month, 1)
    if unit == "quarter":
        return months(day.year, (day.month - 1) // 3 * 3 + 1, 3)
    if unit in LENGTHS:
        return years(day.year // LENGTHS[unit] * LENGTHS[unit], LENGTHS[unit])
    return day, day


def months(year: int, month: int, count: int) -> Days:
    """`count` whole months, the first of them given."""
    first = date(year, month, 1)
    return first, first + relativedelta(months=count) - DAY


def years(year: int, count: int = 1) -> Days:
    """`count` whole years, the first of them given."""
    return date(year, 1, 1), date(year + count - 1, 12, 31)


def value(table: str, word: str) -> int:
    """The value of a word that a pattern matched; ValueError where the table lacks it."""
    entries = words()[table]
    for name in (word, word.lower(), f"the {word.lower()}", word.title()):
        if name in entries:
            return int(entries[name])
    raise ValueError(word)


def number(text: str) -> int | None:
    """A count, in digits or words; None where the text leaves it open ("several")."""
    if text.isdecimal():
        return int(text)
    tens, _, ones = text.lower().partition("-")
    return sum(value("numbers", word) for word in (tens, ones) if word) or None


def delta(unit: str, count: float) -> relativedelta:
    """So many units of `times.toml`."""
    units: dict[str, Any] = words()["units"][unit.lower()]
    return relativedelta(**{name: size * count for name, size in units.items()})


def moved(day: date, by: relativedelta) -> date:
    """`day` moved; hours count from its midnight."""
    return (datetime.combine(day, time()) + by).date()


def part(days: Days, name: str | None) -> Days:
    """A part of a period: "early", "the end of", "the first half of"; all of it without."""
    if name is None:
        return days
    name = name.lower()
    found = PART.fullmatch(name if name.startswith("the ") else f"the {name}")
    if found and found["ordinal"] in words()["ordinals"]:
        return _counted(days, found)
    return _share(days, value("parts", name), 3)


def _counted(days: Days, found: re.Match[str]) -> Days:
    """The first half, last three months, second week of a period."""
    which, unit = value("ordinals", found["ordinal"]), found["unit"]
    if unit in words()["fractions"] and not found["number"]:
        size = value("fractions", unit)
        return _share(days, which if which > 0 else size + 1 + which, size)
    count = number(found["number"] or "a")
    if count is None or (found[0].endswith("s of") and not found["number"]):
        return _share(days, 1 if which > 0 else 3, 3)  # "the first days of"
    begin, end = days
    if which < 0:
        return max(begin, moved(end + DAY, -delta(unit, count))), end
    first = moved(begin, delta(unit, count * (which - 1)))
    return first, min(end, moved(first, delta(unit, count)) - DAY)


def _share(days: Days, which: int, size: int) -> Days:
    """One of `size` equal parts, in the unit that suits the length of the whole."""
    begin, end = days
    length = (end - begin).days + 1
    if length > 9 * 365:
        unit, count = "years", end.year - begin.year + 1
    elif length > 40:
        unit, count = "months", (end.year - begin.year) * 12 + end.month - begin.month + 1
    else:
        unit, count = "days", length
    edges = [count * k // size if unit == "days" else -(-count * k // size) for k in range(size)]
    first = begin + relativedelta(**{unit: edges[which - 1]})  # type: ignore[arg-type]
    if which == size:
        return first, end
    return first, begin + relativedelta(**{unit: edges[which]}) - DAY  # type: ignore[arg-type]
