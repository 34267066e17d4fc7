"""Times: where a text says when, and what days it means (`kg_times`).

`find(doc)` gives the time expressions of a document, dated by its day of publication; what
cannot be dated without one stays open. A weekday is the last one before publication unless
its clause speaks of the future. Time expressions include their preposition ("by Sunday
evening"), which says what end of the time is open. dateparser was tried and not used: it
does not know "early 2019", seasons or periods, and dates "a week later" with today.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.components.notes import KEY, grammar
from kg.components.times.dates import CLOCK, OPEN, Anchor, Interval, interval
from kg.components.times.patterns import Match, parse, words
from kg.components.times.tenses import tense
from kg.facts import Span, Time, to_json

CONTEXT_REACH = 600  # characters back to the time that "two days later" starts from
MODIFIER = ("compound", "nummod", "amod", "nmod:poss", "nmod:desc", "nmod:unmarked", "det")
DAY = timedelta(days=1)


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


@Language.factory("kg_times", assigns=["doc.spans"], default_config={}, retokenizes=False)
def make_times(nlp: Language, name: str) -> TimeFinder:  # noqa: ARG001
    """The component `kg_times`."""
    return TimeFinder()


class TimeFinder:
    """Writes `facts.Time` data to `doc.user_data["kg"]["times"]`, and `doc.spans["times"]`."""

    def __call__(self, doc: Doc) -> Doc:
        times = find(doc)
        doc.user_data.setdefault(KEY, {})["times"] = [to_json(time) for time in times]
        spans = [doc.char_span(t.span.begin, t.span.end, label="DATE") for t in times]
        doc.spans["times"] = [span for span in spans if span is not None]
        return doc


def resolve(
    text: str, published: str | None, *, future: bool = False
) -> tuple[str | None, str | None] | None:
    """The first and last day (ISO) of the longest time expression in `text`.

    None where there is no expression; a side that is open or cannot be known is None.
    """
    found = _expressions(text, parse(text), None)
    if not found:
        return None
    longest = max(found, key=lambda expression: expression.end - expression.begin)
    begin, end = _dated(longest, Anchor(_day(published), future=future))
    return _iso(begin), _iso(end)


def find(doc: Doc) -> list[Time]:
    """The time expressions of a document in order, on whole tokens, without overlaps."""
    text = doc.text
    article = doc.user_data.get(KEY, {}).get("article", {})
    anchor = Anchor(_day(article.get("published")))
    matches = [match for match in parse(text) if _counts(doc, match)]
    context: tuple[int, Interval] = (0, OPEN)
    times = []
    for expression in _expressions(text, matches, lambda e: _modifies_noun(doc, e)):
        span = doc.char_span(expression.begin, expression.end)
        if span is None:
            continue
        near = expression.begin - context[0] <= CONTEXT_REACH
        future, past = tense(doc, span)
        days = _dated(
            expression,
            replace(anchor, context=context[1] if near else OPEN, future=future, past=past),
        )
        if None not in days:
            context = expression.end, days
        if days == OPEN and expression.matches[0].rule == "ahead":
            continue  # "in three days" of how long something took
        where = Span(expression.begin, expression.end)
        times.append(Time(text[where.begin : where.end], where, *map(_iso, days)))
    return times


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _dated(expression: Expression, anchor: Anchor) -> Interval:
    first, last = expression.matches[0], expression.matches[-1]
    if first is last:
        bound = expression.bound
        if bound == "before" and "part" in first.groups:
            bound = "until"  # "before the end of the year"
        return _bounded(interval(first, anchor), bound)
    if "year" in last.groups and "month" in first.groups and "year" not in first.groups:
        first = replace(first, groups={**first.groups, "year": last.groups["year"]})
    begin, end = interval(first, anchor)[0], interval(last, anchor)[1]
    if begin and end and begin > end and first.rule == last.rule == "weekday":
        begin, end = (begin, end + 7 * DAY) if anchor.future else (begin - 7 * DAY, end)
    return OPEN if begin and end and begin > end else (begin, end)


def _bounded(days: Interval, bound: str) -> Interval:
    begin, end = days
    if bound == "until":
        return None, end
    if bound == "since":
        return begin, None
    if bound == "before":
        return None, begin - DAY if begin else None
    if bound == "after":
        return end + DAY if end else None, None
    return days


# Expressions: dates with their prepositions and times of day, and ranges


def _expressions(
    text: str, matches: Iterable[Match], modifies: Callable[[Expression], bool] | None
) -> list[Expression]:
    found = _joined(text, [Expression(m.begin, m.end, (m,)) for m in matches])
    return [e if modifies and modifies(e) else _with_preposition(text, e) for e in found]


def _joined(text: str, single: list[Expression]) -> list[Expression]:
    result: list[Expression] = []
    for expression in single:
        previous = result[-1] if result else None
        between = text[previous.end : expression.begin] if previous else ""
        if previous and _is_clock(previous) != _is_clock(expression) and _joint(between):
            dated = expression if _is_clock(previous) else previous
            result[-1] = replace(dated, begin=previous.begin, end=expression.end)
        elif previous and (opening := _range_opening(text, previous, expression, between)):
            begin = opening.start() if opening.group() else previous.begin
            matches = (previous.matches[0], expression.matches[0])
            result[-1] = Expression(begin, expression.end, matches)
        else:
            result.append(expression)
    return [expression for expression in result if not _is_clock(expression)]


def _is_clock(expression: Expression) -> bool:
    return expression.matches[0].rule == CLOCK


def _joint(between: str) -> bool:
    inside = between.replace(",", " ").split()
    return (
        len(inside) <= 3
        and "\n\n" not in between
        and set(inside) <= set(words()["joints"]["words"])
    )


def _range_opening(
    text: str, first: Expression, last: Expression, between: str
) -> re.Match[str] | None:
    """The word that opens a range ("from"), an empty match where a dash makes it."""
    if len(first.matches) > 1 or _is_clock(first) or _is_clock(last):
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


def _with_preposition(text: str, expression: Expression) -> Expression:
    if len(expression.matches) > 1 or re.match(r"['’]s?\b", text[expression.end :]):
        return expression
    found = _preposition().search(text, max(0, expression.begin - 20), expression.begin)
    if not found:
        return expression
    bound = words()["prepositions"][" ".join(found[1].lower().split())]
    return replace(expression, begin=found.start(1), bound=bound)


@cache
def _preposition() -> re.Pattern[str]:
    ordered = sorted(words()["prepositions"], key=lambda word: (-len(word), word))
    options = "|".join(word.replace(" ", r"\s") for word in ordered)
    return re.compile(rf"\b({options})[^\S\n]*\n?[^\S\n]*\Z", re.IGNORECASE)


# What the words around an expression say


def _counts(doc: Doc, match: Match) -> bool:
    """Whether a match is a time at all, and not a name, a verb or a number."""
    span = doc.char_span(match.begin, match.end)
    if span is None:
        return False
    before = doc[span.start - 1].lower_ if span.start else ""
    single = len(span) == 1 and match.rule in ("month", "weekday", "year")
    if single and span[0].ent_type_ in ("PERSON", "PER", "ORG"):
        return False
    context = words()["context"]
    if match.rule == "weekday":
        return before not in context["weekday_never_after"]
    if match.rule == "year" and "part" not in match.groups:
        return _is_year(doc, span, before)
    if match.rule == "month" and len(span) == 1:
        if span[0].pos_ in ("VERB", "AUX") or span.text.title() not in context["ambiguous_months"]:
            return span[0].pos_ not in ("VERB", "AUX")
        return before in context["month_after"]
    return True


def _is_year(doc: Doc, span: DocSpan, before: str) -> bool:
    context = words()["context"]
    after = doc[span.end] if span.end < len(doc) else None
    if after is not None and after.lower_ in context["year_never_before"]:
        return False
    plural = after is not None and _is_plural(after)
    if plural and before in context["year_counts_after"]:
        return False
    return before in context["year_after"] or bool(span.start == 0 and after is None)


def _is_plural(token: Token) -> bool:
    if token.tag_:
        return token.tag_ in ("NNS", "NNPS")
    return token.is_lower and token.text.endswith("s") and len(token) > 3


def _modifies_noun(doc: Doc, expression: Expression) -> bool:
    """Whether the preposition before belongs to a noun after ("after Friday prayers")."""
    span = doc.char_span(*expression.inner)
    if span is None or not doc.has_annotation("DEP"):
        return False
    view = grammar(doc)
    for token in span:
        head = view.head(token)
        if head is not None and head.i >= span.end and view.relation(token) in MODIFIER:
            return True
    return False
