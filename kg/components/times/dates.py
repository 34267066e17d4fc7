"""What days a time expression means.

`interval` dates one beside an `Anchor` (the day of publication, the time last spoken of), by
the rule that its pattern in `times.toml` names. Seasons are those of the northern hemisphere,
weeks begin on Monday, and "two months ago" is the whole month: as precise as the words.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from kg.components.times import periods, recurring
from kg.components.times.patterns import Groups, Match, words
from kg.components.times.periods import DAY, OPEN, Anchor, Interval, delta, moved, period, value
from kg.errors import ResourceError

CLOCK = "clock"  # a time of day, which has no date of its own
SPLIT = 7  # month in which seasons, school and business years that span two years begin


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


def _number(groups: Groups) -> int | None:
    return periods.number(groups.get("number", ""))


def _year(groups: Groups, _: Anchor) -> Interval:
    return periods.part(periods.years(int(groups["year"])), groups.get("part"))


def _year_range(groups: Groups, _: Anchor) -> Interval:
    """Dates "2004-06", "the 2014-15 season"."""
    first, last = int(groups["year"]), int(groups["last_year"])
    last += first // 100 * 100 if last < 100 else 0
    last += 100 if last < first and last % 100 == 0 else 0  # "1999-00"
    if last <= first:
        return OPEN
    if "split" in groups:
        return date(first, SPLIT, 1), date(last, SPLIT, 1) - DAY
    return date(first, 1, 1), date(last, 12, 31)


def _decade(groups: Groups, _: Anchor) -> Interval:
    year = int(groups.get("decade") or "19" + groups["short_decade"])
    return periods.part(periods.years(year, 10), groups.get("part"))


def _century(groups: Groups, _: Anchor) -> Interval:
    first = (int(groups["ordinal"]) - 1) * 100 + 1
    return periods.part(periods.years(first, 100), groups.get("part"))


def _deictic(groups: Groups, anchor: Anchor) -> Interval:
    if anchor.published is None:
        return OPEN
    name = groups["deictic"].lower()
    days = words()["days"]
    first, last = days[name] if name in days else days[f"the {name}"]
    return anchor.published + timedelta(days=first), anchor.published + timedelta(days=last)


def _period(groups: Groups, anchor: Anchor) -> Interval:
    """Dates "last week", "later this year", "the end of the month"."""
    today, unit = anchor.published, groups["unit"].lower()
    if today is None:
        return OPEN
    which = groups.get("which", "this").lower()
    if which == "past":
        return moved(today, -delta(unit, 1)), today
    if unit == "weekend" and which == "this" and not anchor.future and today.weekday() < 3:
        which = "last"
    whole = period(unit, moved(today, delta(unit, value("which", which))))
    begin, end = periods.part(whole, groups.get("part"))
    if "edge" in groups:
        earlier = value("edges", groups["edge"]) < 0
        begin, end = (begin, min(end, today)) if earlier else (max(begin, today), end)
    return begin, end


def _year_end(_: Groups, anchor: Anchor) -> Interval:
    today = anchor.published
    return periods.part(periods.years(today.year), "late") if today else OPEN


def _within(_: Groups, anchor: Anchor) -> Interval:
    """Dates "earlier in the day": the day spoken of, else that of publication."""
    return anchor.context if None not in anchor.context else (anchor.published, anchor.published)


def _span(groups: Groups, anchor: Anchor) -> Interval:
    """Dates "the past three weeks", "recent months", "the next few days"."""
    today, unit, count = anchor.published, groups["unit"], _number(groups)
    if unit.lower() in ("decade", "century") and "number" not in groups:
        count = 1
    if today is None:
        return OPEN
    if groups["span"].lower() in ("next", "coming"):
        return today, moved(today, delta(unit, count)) if count else None
    return moved(today, -delta(unit, count)) if count else None, today


def _ago(groups: Groups, anchor: Anchor) -> Interval:
    today, unit, count = anchor.published, groups["unit"].lower(), _number(groups)
    if today is None:
        return OPEN
    if count is None:
        return (today, today) if _is_short(unit) else (None, today)
    return period(unit, moved(today, -delta(unit, count)))


def _ahead(groups: Groups, anchor: Anchor) -> Interval:
    today, unit, count = anchor.published, groups["unit"].lower(), _number(groups)
    if today is None or not (anchor.future or "time" in groups):
        return OPEN
    if count is None:
        return today, None
    return period(unit, moved(today, delta(unit, count)))


def _offset(groups: Groups, anchor: Anchor) -> Interval:
    """Dates "two days earlier", "the week before", from the time last spoken of."""
    side, unit = value("sides", groups["side"]), groups["unit"].lower()
    count = 1 if "one" in groups else _number(groups)
    begin, end = anchor.context
    if _is_short(unit):
        return anchor.context
    if count is None:
        return (None, begin) if side < 0 else (end, None)
    return _moved(anchor.context, unit, count * side)


def _neighbour(groups: Groups, anchor: Anchor) -> Interval:
    """Dates "the next day", "that month", from the time last spoken of."""
    unit = groups["unit"].lower()
    unit = unit if unit in ("week", "weekend", "month", "year", "decade") else "day"
    side = value("neighbours", groups["neighbour"])
    if side < 0 and None in anchor.context:
        return _moved((anchor.published, anchor.published), unit, side)
    if unit == "weekend" and side == 0:
        begin, end = anchor.context
        return period(unit, begin) if begin and end else OPEN
    return _moved(anchor.context, unit, side)


def _is_short(unit: str) -> bool:
    """Whether a unit is shorter than a day, and so leaves the day as it is."""
    return set(words()["units"][unit]) <= {"hours", "minutes"}


def _moved(context: Interval, unit: str, count: int) -> Interval:
    begin, end = context
    if begin is None or end is None:
        return OPEN
    move = delta(unit, count)
    whole = period(unit, begin)
    if end - begin < whole[1] - whole[0]:
        return period(unit, moved(begin, move))
    if begin.day == 1 and end.day == monthrange(end.year, end.month)[1]:
        return moved(begin, move), moved(end + DAY, move) - DAY
    return moved(begin, move), moved(end, move)


RULES: dict[str, Callable[[Groups, Anchor], Interval]] = {
    "day": recurring.day,
    "days": recurring.day,
    "numeric": recurring.numeric,
    "week": recurring.week,
    "weekday": recurring.weekday,
    "month": recurring.month,
    "season": recurring.season,
    "quarter": recurring.quarter,
    "holiday": recurring.named,
    "ending": recurring.ending,
    "deictic": _deictic,
    "year": _year,
    "years": _year_range,
    "decade": _decade,
    "century": _century,
    "period": _period,
    "year_end": _year_end,
    "within": _within,
    "span": _span,
    "ago": _ago,
    "ahead": _ahead,
    "offset": _offset,
    "neighbour": _neighbour,
}
