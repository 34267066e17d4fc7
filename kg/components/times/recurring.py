"""Days and periods that come again: weekdays, dates without a year, months, seasons, holidays.

Which one is meant follows from the text ("next", "of last year", "the following"), else from
the clause: the last one that has begun, or the coming one where it speaks of the future.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from kg.components.times import periods
from kg.components.times.holidays import holiday
from kg.components.times.patterns import Groups, words
from kg.components.times.periods import OPEN, Anchor, Days, Interval, period, value

NEAR = timedelta(days=60)  # "on 20 June" in May is what comes, not eleven months past
LONG_AGO = timedelta(days=270)
YEARS = range(-9, 10)  # a leap day, or a date that falls on a weekday, is rare

OfYear = Callable[[int], Days]


def _recurring(of_year: OfYear, groups: Groups, anchor: Anchor) -> Interval:
    """Which one of a day or period that comes every year is meant."""
    if "year" in groups:
        return of_year(int(groups["year"]))
    if "neighbour" in groups:
        return _beside(of_year, value("neighbours", groups["neighbour"]), anchor.context)
    day = anchor.published
    if day is None:
        return OPEN
    if "year_which" in groups:
        return of_year(day.year + value("which", groups["year_which"]))
    which = value("which", groups["which"]) if "which" in groups else None
    if which == 0:
        return of_year(day.year)
    options = _options(of_year, day)
    if "weekday" in groups:
        weekday = value("weekdays", groups["weekday"])
        options = [days for days in options if days[0].weekday() == weekday]
    before = [days for days in options if (days[1] if which else days[0]) < day or day == days[0]]
    after = [days for days in options if (days[0] if which else days[1]) >= day]
    after = [days for days in after if not which or days[0] > day]
    if not before or not after:
        return OPEN
    past, coming = before[-1], after[0]
    soon = not anchor.past and coming[0] - day <= NEAR and day - past[1] >= LONG_AGO
    return coming if which == 1 or (which is None and (anchor.future or soon)) else past


def _beside(of_year: OfYear, side: int, context: Interval) -> Interval:
    """The one before, in the year of, or after the time last spoken of."""
    begin, end = context
    if begin is None or end is None:
        return OPEN
    if side == 0:
        return of_year(begin.year)
    options = _options(of_year, begin)
    found = [d for d in options if (d[1] < begin if side < 0 else d[0] > end)]
    return found[min(side, 0)] if found else OPEN


def _options(of_year: OfYear, day: date) -> list[Days]:
    found = []
    for year in YEARS:
        try:
            found.append(of_year(day.year + year))
        except ValueError:  # 29 February; a calendar that ends
            continue
    return found


def day(groups: Groups, anchor: Anchor) -> Interval:
    """Dates "30 November", "Sunday, May 17", "10-12 May"."""
    month, number = _month(groups), int(groups["day"])
    last = int(groups.get("last_day", number))
    return _recurring(lambda y: (date(y, month, number), date(y, month, last)), groups, anchor)


def numeric(groups: Groups, anchor: Anchor) -> Interval:
    """Dates "12/02/2016": the day first, as most of the world writes it, unless that is no
    day, or lies after publication where the month first does not."""
    year = int(groups["year"])
    options = []
    for month, number in (("second", "first"), ("first", "second")):
        try:
            options.append(date(year, int(groups[month]), int(groups[number])))
        except ValueError:
            continue
    known = [d for d in options if anchor.published is None or d <= anchor.published]
    found = (options if anchor.future else known or options)[0:1]
    return (found[0], found[0]) if found else OPEN


def week(groups: Groups, anchor: Anchor) -> Interval:
    """Dates "the week of 6 May", "the week ending 6 May"."""
    begin, _ = day(groups, anchor)
    return period("week", begin) if begin else OPEN


def month(groups: Groups, anchor: Anchor) -> Interval:
    """Dates "late March", "April of last year", "the following June"."""
    number, part = _month(groups), groups.get("part")
    return _recurring(lambda y: periods.part(periods.months(y, number, 1), part), groups, anchor)


def season(groups: Groups, anchor: Anchor) -> Interval:
    """Dates "last winter", "the summer of 1845", "in spring"."""
    first, part = value("seasons", groups["season"]), groups.get("part")
    return _recurring(lambda y: periods.part(periods.months(y, first, 3), part), groups, anchor)


def quarter(groups: Groups, anchor: Anchor) -> Interval:
    """Dates "the second quarter", "Q3 2015"."""
    first = value("quarters", groups["quarter"]) * 3 - 2
    return _recurring(lambda y: periods.months(y, first, 3), groups, anchor)


def named(groups: Groups, anchor: Anchor) -> Interval:
    """Dates "on Christmas Eve", "last Ramadan", "Easter 2016"."""
    return _recurring(lambda y: holiday(groups["holiday"], y), groups, anchor)


def ending(groups: Groups, anchor: Anchor) -> Interval:
    """Dates "the year to June 2016", "the three months ended 30 September"."""
    number = groups.get("day") or groups.get("last_day")
    _, end = day({**groups, "day": number}, anchor) if number else month(groups, anchor)
    count = periods.number(groups.get("number", "one"))
    if end is None or count is None:
        return OPEN
    after = end + periods.DAY
    return periods.moved(after, -periods.delta(groups["unit"], count)), end


def weekday(groups: Groups, anchor: Anchor) -> Interval:
    """Dates "Monday", "last Friday", "the following Tuesday"."""
    number = value("weekdays", groups["weekday"])
    if "neighbour" in groups:
        return _weekday_beside(number, value("neighbours", groups["neighbour"]), anchor.context)
    today = anchor.published
    if today is None:
        return OPEN
    which = value("which", groups["which"]) if "which" in groups else None
    ahead = (number - today.weekday()) % 7
    if which == 0 and not anchor.future:
        found = today + timedelta(days=ahead - (7 if today.weekday() + ahead > 6 else 0))
    elif which == 1:
        found = today + timedelta(days=ahead or 7)
    elif which == -1:
        found = today - timedelta(days=7 - ahead)
    else:
        found = today + timedelta(days=ahead - (7 if ahead and not anchor.future else 0))
    return found, found


def _weekday_beside(number: int, side: int, context: Interval) -> Interval:
    begin, end = context
    if begin is None or end is None:
        return OPEN
    if side < 0:
        found = begin - timedelta(days=(begin.weekday() - number - 1) % 7 + 1)
    elif side > 0:
        found = end + timedelta(days=(number - end.weekday() - 1) % 7 + 1)
    else:
        found = begin + timedelta(days=(number - begin.weekday()) % 7)
    return found, found


def _month(groups: Groups) -> int:
    if "month_number" in groups:
        return int(groups["month_number"])
    name = groups["month"].rstrip(".").title()
    return value("months" if name in words()["months"] else "short_months", name)
