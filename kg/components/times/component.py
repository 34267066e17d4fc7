"""Times: where a text says when, and what days it means (`kg_times`).

`find(doc)` gives the time expressions of a document, dated by its day of publication; what
cannot be dated without one stays open. A weekday is the last one before publication unless
its clause speaks of the future. Time expressions include their preposition ("by Sunday
evening"), which says what end of the time is open. `docs/times.md` has the conventions, and
what dateparser and dateutil make of the same expressions.
"""

from __future__ import annotations

from datetime import date

from spacy.language import Language
from spacy.tokens import Doc

from kg.components.notes import KEY
from kg.components.times.expressions import Expression, dated, expressions, preposition
from kg.components.times.patterns import parse
from kg.components.times.periods import OPEN, Anchor, Interval, period
from kg.components.times.selection import modifies_noun, selected
from kg.components.times.tenses import Tenses
from kg.facts import Span, Time, to_json

CONTEXT_REACH = 600  # characters back to the time that "two days later" starts from
FEW_DAYS = 3  # "the next day" may follow a weekend


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
    found = expressions(text, parse(text))
    if not found:
        return None
    longest = max(found, key=lambda expression: expression.end - expression.begin)
    begin, end = dated(longest, Anchor(_day(published), future=future))
    return _iso(begin), _iso(end)


def find(doc: Doc) -> list[Time]:
    """The time expressions of a document in order, on whole tokens, without overlaps."""
    text = doc.text
    article = doc.user_data.get(KEY, {}).get("article", {})
    published, tenses = _day(article.get("published")), Tenses(doc)
    spoken: list[tuple[int, Interval]] = []
    times = []
    for expression in expressions(text, selected(doc, parse(text)), modifies_noun(doc)):
        span = doc.char_span(expression.begin, expression.end)
        if span is None:
            continue
        weekly = expression.matches[0].rule == "weekday"
        future, past = tenses.of(span, preposition(text, expression), weekly=weekly)
        days = dated(expression, Anchor(published, _context(spoken, expression), future, past))
        if None not in days:
            spoken.append((expression.end, days))
        if days == OPEN and expression.matches[0].rule == "ahead":
            continue  # "in three days" of how long something took
        where = Span(expression.begin, expression.end)
        times.append(Time(text[where.begin : where.end], where, *map(_iso, days)))
    return times


def _context(spoken: list[tuple[int, Interval]], expression: Expression) -> Interval:
    """The time last spoken of that is no longer than the unit of the expression: no "next
    day" follows a year."""
    unit = expression.matches[0].groups.get("unit", "year").lower()
    for end, (first, last) in reversed(spoken):
        if expression.begin - end > CONTEXT_REACH:
            break
        if first and last and (last - first).days <= max(_length(unit, first), FEW_DAYS):
            return first, last
    return OPEN


def _length(unit: str, day: date) -> int:
    """How many days the last of a period comes after its first; 0 where the calendar ends."""
    try:
        first, last = period(unit, day)
    except (ValueError, OverflowError):
        return 0
    return (last - first).days


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
