"""Time expressions of several parts: a date with its time of day and preposition, a range,
a vague time that a date after it makes exact ("days earlier, on 30 November")."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache

from kg.components.times.dates import CLOCK, interval
from kg.components.times.patterns import Match, words
from kg.components.times.periods import DAY, OPEN, Anchor, Interval

BRACKETS = str.maketrans(",()", "   ")


@dataclass(frozen=True)
class Expression:
    """One or two matches (a range) that make a time at `[begin, end)` of the text."""

    begin: int
    end: int
    matches: tuple[Match, ...]
    bound: str = "at"

    @property
    def inner(self) -> tuple[int, int]:
        """Where its dates are, without preposition and time of day."""
        return self.matches[0].begin, self.matches[-1].end

    @property
    def is_clock(self) -> bool:
        """Whether it is a time of day, without a date."""
        return self.matches[0].rule == CLOCK


def expressions(
    text: str, matches: Iterable[Match], modifies: Callable[[Expression], bool] | None = None
) -> list[Expression]:
    """The expressions that some matches make; those that modify a noun after them ("after
    Friday prayers") leave it the preposition."""
    found = _fold(text, [Expression(m.begin, m.end, (m,)) for m in matches], _with_clock)
    found = [e for e in found if not e.is_clock]
    found = _fold(text, _fold(text, found, _exact), _range)
    return [e if modifies and modifies(e) else _with_preposition(text, e) for e in found]


def dated(expression: Expression, anchor: Anchor) -> Interval:
    """The first and last day of an expression; open where that is before year 1 or after 9999."""
    try:
        return _dated(expression, anchor)
    except OverflowError:
        return OPEN


def _dated(expression: Expression, anchor: Anchor) -> Interval:
    first, last = expression.matches[0], expression.matches[-1]
    if first is last:
        bound = expression.bound
        if bound == "before" and "part" in first.groups:
            bound = "until"  # "before the end of the year"
        if bound == "since" and not anchor.future:
            anchor = replace(anchor, past=True)
        return _bounded(interval(first, anchor), bound, anchor)
    if "year" in last.groups and "month" in first.groups and "year" not in first.groups:
        first = replace(first, groups={**first.groups, "year": last.groups["year"]})
    begin, end = interval(first, anchor)[0], interval(last, anchor)[1]
    if begin and end and begin > end and first.rule == last.rule == "weekday":
        begin, end = (begin, end + 7 * DAY) if anchor.future else (begin - 7 * DAY, end)
    return OPEN if begin and end and begin > end else (begin, end)


def _bounded(days: Interval, bound: str, anchor: Anchor) -> Interval:
    begin, end = days
    if bound == "until":
        return None, end
    if bound == "since" or (bound == "from" and anchor.future):
        return begin, None
    if bound == "before":
        return None, begin - DAY if begin else None
    if bound == "after":
        return end + DAY if end else None, None
    return days


def _fold(
    text: str,
    single: list[Expression],
    join: Callable[[str, Expression, Expression, str], Expression | None],
) -> list[Expression]:
    """Neighbours made one wherever `join` can, from left to right."""
    result: list[Expression] = []
    for expression in single:
        both = None
        if result:
            between = text[result[-1].end : expression.begin]
            both = join(text, result[-1], expression, between) if len(between) < 25 else None
        result[-1:] = [both] if both else [*result[-1:], expression]
    return result


def _with_clock(_: str, first: Expression, last: Expression, between: str) -> Expression | None:
    inside = between.translate(BRACKETS).split()
    joins = len(inside) <= 3 and set(inside) <= set(words()["joints"]["words"])
    if not (first.is_clock or last.is_clock) or not joins or "\n\n" in between:
        return None
    if first.is_clock and last.is_clock and inside:
        return None  # "at dawn, at noon"
    dated = last if first.is_clock else first
    return replace(dated, begin=first.begin, end=last.end)


def _exact(_: str, first: Expression, last: Expression, between: str) -> Expression | None:
    table = words()["apposed"]
    comma, rest = between.strip()[:1], between.strip()[1:].strip()
    if comma != "," or rest not in table["joints"] or "\n" in between:
        return None
    vague, exact = first.matches[0].rule, last.matches[0].rule
    if vague in table["vague"] and exact in table["exact"]:
        return replace(last, begin=first.begin)
    return None


def _range(text: str, first: Expression, last: Expression, between: str) -> Expression | None:
    opening = _range_opening(text, first, between)
    if opening is None:
        return None
    begin = opening.start() if opening.group() else first.begin
    return Expression(begin, last.end, (first.matches[0], last.matches[0]))


def _range_opening(text: str, first: Expression, between: str) -> re.Match[str] | None:
    """The word that opens a range ("from"), an empty match where a dash makes it."""
    if len(first.matches) > 1:
        return None
    joint = between.strip().lower()
    for opening, joints in words()["ranges"].items():
        if joint in joints and opening == "any":
            return re.match("", text)
        if joint in joints:
            found = re.search(rf"\b{opening}\s+\Z", text[: first.begin], re.IGNORECASE)
            if found:
                return found
    return None


def preposition(text: str, expression: Expression) -> str:
    """The preposition that begins an expression or stands before it, "" for none."""
    found = _preposition().match(text, expression.begin) or _before(text, expression)
    return " ".join(found[1].lower().split()) if found else ""


def _with_preposition(text: str, expression: Expression) -> Expression:
    if len(expression.matches) > 1 or re.match(r"['’]s?\b", text[expression.end :]):
        return expression
    found = _before(text, expression)
    if not found:
        return expression
    word = " ".join(found[1].lower().split())
    context, rule = words()["context"], expression.matches[0].rule
    if rule in context["adverbs"] and word not in context["adverb_prepositions"]:
        return expression
    bound = words()["prepositions"][word]
    if expression.begin < expression.matches[0].begin and bound in ("before", "after"):
        bound = "at"  # "before noon on Friday", which is of the Friday
    return replace(expression, begin=found.start(1), bound=bound)


def _before(text: str, expression: Expression) -> re.Match[str] | None:
    begin, end = max(0, expression.begin - 20), expression.begin
    found = list(_preposition().finditer(text, begin, end))
    return found[-1] if found and not text[found[-1].end() : end].strip() else None


@cache
def _preposition() -> re.Pattern[str]:
    ordered = sorted(words()["prepositions"], key=lambda word: (-len(word), word))
    options = "|".join(word.replace(" ", r"\s") for word in ordered)
    return re.compile(rf"\b({options})(?!\w)[^\S\n]*\n?[^\S\n]*", re.IGNORECASE)
