"""What days a time expression means.

`interval` dates one beside an `Anchor` (the day of publication, the time last spoken of), by
the rule that its pattern in `times.toml` names. Seasons are those of the northern hemisphere,
weeks begin on Monday, and "two months ago" is the whole month: as precise as the words.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from kg.components.times.patterns import Groups, Match, words
from kg.errors import ResourceError

Interval = tuple[date | None, date | None]
Days = tuple[date, date]

OPEN: Interval = (None, None)
CLOCK = "clock"  # a time of day, which has no date of its own
NEAR = timedelta(days=60)  # "on 20 June" in May is what comes, not eleven months past
LONG_AGO = timedelta(days=270)


@dataclass(frozen=True)
class Anchor:
    """What an expression is dated by: publication, the last time in the text, and whether
    its clause surely speaks of the future or the past."""

    published: date | None = None
    context: Interval = OPEN
    future: bool = False
    past: bool = False


def interval(match: Match, anchor: Anchor) -> Interval:
    """The first and last day of an expression; None where it is open or not known."""
    if match.rule == CLOCK:
        return OPEN
    if match.rule not in RULES:
        raise ResourceError(f"times.toml: no rule {match.rule!r}; write {', '.join(sorted(RULES))}")
    try:
        return RULES[match.rule](match.groups, anchor)
    except (ValueError, OverflowError):  # 31 June; a thousand centuries ago
        return OPEN


# Periods of the calendar


def _period(unit: str, day: date) -> Days:
    """The whole day, week, month, … that `day` is in."""
    if unit in ("week", "fortnight"):
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "weekend":
        monday = day - timedelta(days=day.weekday())
        return monday + timedelta(days=5), monday + timedelta(days=6)
    if unit == "month":
        return _months(day.year, day.month, 1)
    if unit == "quarter":
        return _months(day.year, (day.month - 1) // 3 * 3 + 1, 3)
    if unit in ("year", "decade", "century"):
        count = {"year": 1, "decade": 10, "century": 100}[unit]
        return _years(day.year // count * count, count)
    return day, day


def _months(year: int, month: int, count: int) -> Days:
    first = date(year, month, 1)
    return first, first + relativedelta(months=count) - timedelta(days=1)


def _years(year: int, count: int = 1) -> Days:
    return date(year, 1, 1), date(year + count - 1, 12, 31)


def _third(days: Days, part: str | None) -> Days:
    """The early, middle or late third of a period; all of it without `part`."""
    if part is None:
        return days
    which = _value("parts", part)
    begin, end = days
    if (end - begin).days > 40:
        step = ((end.year - begin.year) * 12 + end.month - begin.month + 1) // 3
        first = begin + relativedelta(months=step * (which - 1))
        last = begin + relativedelta(months=step * which) - timedelta(days=1)
    else:
        size = ((end - begin).days + 1) // 3
        first = begin + timedelta(days=size * (which - 1))
        last = begin + timedelta(days=size * which - 1)
    return first, end if which == 3 else last


def _delta(unit: str, count: int) -> relativedelta:
    units: dict[str, Any] = words()["units"][unit.lower()]
    return relativedelta(**{name: size * count for name, size in units.items()})


def _value(table: str, word: str) -> int:
    """The value of a word that a pattern matched."""
    entries = words()[table]
    for name in (word, word.lower(), f"the {word.lower()}", word.title()):
        if name in entries:
            return int(entries[name])
    raise ValueError(word)


def _month(groups: Groups) -> int:
    if "month_number" in groups:
        return int(groups["month_number"])
    name = groups["month"].rstrip(".").title()
    return _value("months" if name in words()["months"] else "short_months", name)


def _number(groups: Groups) -> int | None:
    """A count of units; None where the text leaves it open ("several")."""
    text = groups.get("number", "").lower()
    if text.isdecimal():
        return int(text)
    tens, _, ones = text.partition("-")
    return sum(_value("numbers", word) for word in (tens, ones) if word) or None


def _recurring(of_year: Callable[[int], Days], groups: Groups, anchor: Anchor) -> Interval:
    """Which one of a day or period that comes every year is meant."""
    if "year" in groups:
        return of_year(int(groups["year"]))
    day = anchor.published
    if day is None:
        return OPEN
    if "year_which" in groups:
        return of_year(day.year + _value("which", groups["year_which"]))
    which = _value("which", groups["which"]) if "which" in groups else None
    if which == 0:
        return of_year(day.year)
    options = [days for year in range(-9, 10) if (days := _safe(of_year, day.year + year))]
    if "weekday" in groups:
        weekday = _value("weekdays", groups["weekday"])
        options = [days for days in options if days[0].weekday() == weekday]
    before = [days for days in options if (days[1] if which else days[0]) < day or day == days[0]]
    after = [days for days in options if (days[0] if which else days[1]) >= day]
    after = [days for days in after if not which or days[0] > day]
    if not before or not after:
        return OPEN
    past, coming = before[-1], after[0]
    soon = not anchor.past and coming[0] - day <= NEAR and day - past[1] >= LONG_AGO
    return coming if which == 1 or (which is None and (anchor.future or soon)) else past


def _safe(of_year: Callable[[int], Days], year: int) -> Days | None:
    try:
        return of_year(year)
    except ValueError:  # 29 February
        return None


# Rules


def _day(groups: Groups, anchor: Anchor) -> Interval:
    month, day = _month(groups), int(groups["day"])
    last = int(groups.get("last_day", day))
    return _recurring(lambda y: (date(y, month, day), date(y, month, last)), groups, anchor)


def _month_rule(groups: Groups, anchor: Anchor) -> Interval:
    month, part = _month(groups), groups.get("part")
    return _recurring(lambda y: _third(_months(y, month, 1), part), groups, anchor)


def _season(groups: Groups, anchor: Anchor) -> Interval:
    month, part = _value("seasons", groups["season"]), groups.get("part")
    return _recurring(lambda y: _third(_months(y, month, 3), part), groups, anchor)


def _quarter(groups: Groups, anchor: Anchor) -> Interval:
    month = _value("quarters", groups["quarter"]) * 3 - 2
    return _recurring(lambda y: _months(y, month, 3), groups, anchor)


def _year(groups: Groups, _: Anchor) -> Interval:
    return _third(_years(int(groups["year"])), groups.get("part"))


def _year_range(groups: Groups, _: Anchor) -> Interval:
    first, last = int(groups["year"]), int(groups["last_year"])
    last += first // 100 * 100 if last < 100 else 0
    return (date(first, 1, 1), date(last, 12, 31)) if last > first else OPEN


def _decade(groups: Groups, _: Anchor) -> Interval:
    year = int(groups.get("decade") or "19" + groups["short_decade"])
    return _third(_years(year, 10), groups.get("part"))


def _century(groups: Groups, _: Anchor) -> Interval:
    first = (int(groups["ordinal"]) - 1) * 100 + 1
    return _third(_years(first, 100), groups.get("part"))


def _weekday(groups: Groups, anchor: Anchor) -> Interval:
    if anchor.published is None:
        return OPEN
    today = anchor.published
    which = _value("which", groups["which"]) if "which" in groups else None
    ahead = (_value("weekdays", groups["weekday"]) - today.weekday()) % 7
    if which == 0 and not anchor.future:
        day = today + timedelta(days=ahead - (7 if today.weekday() + ahead > 6 else 0))
    elif which == 1:
        day = today + timedelta(days=ahead or 7)
    elif which == -1:
        day = today - timedelta(days=7 - ahead)
    else:
        day = today + timedelta(days=ahead - (7 if ahead and not anchor.future else 0))
    return day, day


def _deictic(groups: Groups, anchor: Anchor) -> Interval:
    if anchor.published is None:
        return OPEN
    name = groups["deictic"].lower()
    days = words()["days"]
    first, last = days[name] if name in days else days[f"the {name}"]
    return anchor.published + timedelta(days=first), anchor.published + timedelta(days=last)


def _period_rule(groups: Groups, anchor: Anchor) -> Interval:
    """Dates "last week", "later this year", "the end of the month"."""
    today, unit = anchor.published, groups["unit"].lower()
    if today is None:
        return OPEN
    which = groups.get("which", "this").lower()
    if which == "past":
        return today - _delta(unit, 1), today
    if unit == "weekend" and which == "this" and not anchor.future and today.weekday() < 3:
        which = "last"
    step = _value("which", which)
    begin, end = _third(_period(unit, today + _delta(unit, step)), groups.get("part"))
    if "edge" in groups:
        earlier = _value("edges", groups["edge"]) < 0
        begin, end = (begin, min(end, today)) if earlier else (max(begin, today), end)
    return begin, end


def _span(groups: Groups, anchor: Anchor) -> Interval:
    """Dates "the past three weeks", "recent months", "the next few days"."""
    today, count = anchor.published, _number(groups)
    if groups["unit"].lower() in ("decade", "century") and "number" not in groups:
        count = 1
    if today is None:
        return OPEN
    if groups["span"].lower() in ("next", "coming"):
        return today, today + _delta(groups["unit"], count) if count else None
    return today - _delta(groups["unit"], count) if count else None, today


def _ago(groups: Groups, anchor: Anchor) -> Interval:
    today, count = anchor.published, _number(groups)
    if today is None:
        return OPEN
    if count is None:
        return None, today
    return _period(groups["unit"].lower(), today - _delta(groups["unit"], count))


def _ahead(groups: Groups, anchor: Anchor) -> Interval:
    today, count = anchor.published, _number(groups)
    if today is None or not (anchor.future or "time" in groups):
        return OPEN
    if count is None:
        return today, None
    return _period(groups["unit"].lower(), today + _delta(groups["unit"], count))


def _offset(groups: Groups, anchor: Anchor) -> Interval:
    """Dates "two days earlier", from the time last spoken of."""
    count, side = _number(groups), _value("sides", groups["side"])
    begin, end = anchor.context
    if count is None:
        return (None, begin) if side < 0 else (end, None)
    return _moved(anchor.context, groups["unit"].lower(), count * side)


def _neighbour(groups: Groups, anchor: Anchor) -> Interval:
    """Dates "the next day", "the following month", from the time last spoken of."""
    unit = groups["unit"].lower()
    unit = unit if unit in ("week", "month", "year", "night") else "day"
    return _moved(anchor.context, unit, _value("neighbours", groups["neighbour"]))


def _moved(context: Interval, unit: str, count: int) -> Interval:
    begin, end = context
    if begin is None or end is None:
        return OPEN
    move = _delta(unit, count)
    if (end - begin).days < (_period(unit, begin)[1] - _period(unit, begin)[0]).days:
        return _period(unit, begin + move)
    whole = begin.day == 1 and end.day == monthrange(end.year, end.month)[1]
    last = end + timedelta(days=1) + move - timedelta(days=1) if whole else end + move
    return begin + move, last


RULES: dict[str, Callable[[Groups, Anchor], Interval]] = {
    "day": _day,
    "days": _day,
    "weekday": _weekday,
    "deictic": _deictic,
    "month": _month_rule,
    "season": _season,
    "quarter": _quarter,
    "year": _year,
    "years": _year_range,
    "decade": _decade,
    "century": _century,
    "period": _period_rule,
    "span": _span,
    "ago": _ago,
    "ahead": _ahead,
    "offset": _offset,
    "neighbour": _neighbour,
}
