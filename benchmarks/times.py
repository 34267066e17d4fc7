"""Time expressions dated by kg, dateparser and dateutil, on the same expressions.

    python -m benchmarks.times [--timenorm FILE] [--wrong]

On the sentences of `tests/components/times_sentences.tsv`, each expression alone, without its
sentence, is given to all three with the day of publication; kg is also measured in the
sentence, where it has to find the expression. On TimeNorm's training data (FILE) the first
entry of a document is its day of publication. `docs/times.md` says how values are compared;
`--wrong` prints what kg does otherwise.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from dateutil.parser import ParserError
from dateutil.parser import parse as dateutil_parse
from spacy.language import Language

from kg.components.times import find, resolve
from kg.components.times.periods import months, period, years
from kg.pipeline import language_pipeline

SENTENCES = Path(__file__).parents[1] / "tests" / "components" / "times_sentences.tsv"
Days = tuple[str | None, str | None]
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


class Case(NamedTuple):
    """An expression with its day of publication, and what it means."""

    published: str
    text: str
    days: Days


class Sentence(NamedTuple):
    """A sentence with the expressions in it, in order."""

    part: str
    published: str
    text: str
    times: list[tuple[str, Days]]


def sentences(path: Path = SENTENCES) -> Iterator[Sentence]:
    """The sentences of a file whose head says how it is written."""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        part, published, marked, values = line.split("\t")
        found = re.findall(r"\[(.+?)\]", marked)
        meant = [] if values == "-" else [_days(value) for value in values.split()]
        text = marked.replace("[", "").replace("]", "")
        yield Sentence(part, published, text, list(zip(found, meant, strict=True)))


def _days(value: str) -> Days:
    first, _, last = value.partition("/")
    return tuple(None if day == ".." else day for day in (first, last or first))  # type: ignore[return-value]


def timenorm(path: Path) -> Iterator[Case]:
    """The dated expressions of TimeNorm's data: no durations, sets, or vague references."""
    for document in path.read_text("utf-8").strip().split("\n\n"):
        rows = [line.split("\t") for line in document.splitlines()]
        published = rows[0][2][:10]
        for text, kind, value in rows[1:]:
            days = _timex(value) if kind in ("DATE", "TIME") else None
            if days:
                yield Case(published, text, days)


def _timex(value: str) -> Days | None:
    """The days of a TIMEX3 value; None where it is not of one day, week, month, … ."""
    shapes = {
        r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?": lambda y, m, d: (date(y, m, d), date(y, m, d)),
        r"(\d{4})-(\d\d)": lambda y, m: months(y, m, 1),
        r"(\d{4})": years,
        r"(\d{3})": lambda decade: years(decade * 10, 10),
        r"(\d{2})": lambda century: years(century * 100, 100),
        r"(\d{4})-Q(\d)": lambda y, q: months(y, q * 3 - 2, 3),
        r"(\d{4})-H(\d)": lambda y, h: months(y, h * 6 - 5, 6),
        r"(\d{4})-W(\d\d)": lambda y, w: period("week", date.fromisocalendar(y, w, 1)),
        r"(\d{4})-W(\d\d)-WE": lambda y, w: period("weekend", date.fromisocalendar(y, w, 1)),
    }
    for shape, days in shapes.items():
        if found := re.fullmatch(shape, value):
            first, last = days(*map(int, found.groups()))
            return first.isoformat(), last.isoformat()
    if found := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        first, last = months(int(found[1]), SEASONS[found[2]], 3)
        return first.isoformat(), last.isoformat()
    return None


# The three readers


def by_kg(case: Case) -> Days | None:
    """kg's reading of the expression alone."""
    return resolve(case.text, case.published)


def by_dateparser(case: Case) -> Days | None:
    """dateparser's reading, with the precision that it reports, past days preferred."""
    from dateparser.date import DateDataParser

    settings = {
        "RELATIVE_BASE": datetime.fromisoformat(case.published),
        "PREFER_DATES_FROM": "past",
        "DATE_ORDER": "DMY",
    }
    found = DateDataParser(languages=["en"], settings=settings).get_date_data(case.text)
    if found.date_obj is None:
        return None
    first, last = period(found.period, found.date_obj.date())
    return first.isoformat(), last.isoformat()


def by_dateutil(case: Case) -> Days | None:
    """dateutil's reading; what two defaults give differently is not in the expression."""
    base = datetime.fromisoformat(case.published)
    other = (base.replace(day=1) - timedelta(days=1)).replace(year=base.year - 1, day=15)
    try:
        one, two = (
            dateutil_parse(case.text, default=d, dayfirst=True, fuzzy=True) for d in (base, other)
        )
    except (ParserError, OverflowError):
        return None
    unit = "day"
    if one.day != two.day and not re.search("day", case.text):
        unit = "month" if one.month == two.month else "year" if one.year == two.year else "none"
    if unit == "none":
        return None
    first, last = period(unit, one.date())
    return first.isoformat(), last.isoformat()


def equal(meant: Days, read: Days | None) -> bool:
    """Whether both are the same days."""
    return read == meant


def within(meant: Days, read: Days | None) -> bool:
    """Whether one lies in the other: "early 1990" in TimeNorm's 1990, its day in our year."""
    if read is None or None in read or None in meant:
        return read == meant
    (a, b), (c, d) = meant, read
    return a <= c <= d <= b or c <= a <= b <= d  # type: ignore[operator]


READERS = {"kg": by_kg, "dateparser": by_dateparser, "dateutil": by_dateutil}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--timenorm", type=Path, help="TimeNorm's training data")
    parser.add_argument("--wrong", action="store_true", help="print what kg does otherwise")
    options = parser.parse_args()
    written = list(sentences())
    sets = {
        part: [Case(s.published, *t) for s in written if s.part == part for t in s.times]
        for part in ("dev", "test")
    }
    if options.timenorm:
        sets["TimeNorm"] = list(timenorm(options.timenorm))
    print(f"{'':18}{'cases':>6}" + "".join(f"{name:>12}" for name in READERS))
    for name, cases in sets.items():
        for what, agrees in (("equal", equal), ("within", within)):
            right = [sum(agrees(c.days, r(c)) for c in cases) for r in READERS.values()]
            shares = "".join(f"{count / len(cases):12.1%}" for count in right)
            print(f"{name:10}{what:8}{len(cases):6}" + shares)
    for part in ("dev", "test"):
        _in_sentences(part, [s for s in written if s.part == part])
    if options.wrong:
        for case in sets.get("TimeNorm", []):
            if (read := by_kg(case)) != case.days:
                print(case.published, case.text, case.days, read, sep="\t")


def read(nlp: Language, sentence: Sentence) -> list[tuple[str, Days]]:
    """The times that a pipeline with `kg_times` finds in a sentence."""
    doc = nlp.make_doc(sentence.text)
    doc.user_data["kg"] = {"article": {"text": sentence.text, "published": sentence.published}}
    return [(time.text, (time.begin, time.end)) for time in find(nlp(doc))]


def _in_sentences(part: str, written: list[Sentence]) -> None:
    nlp = language_pipeline()
    nlp.add_pipe("kg_times")
    right = sum(read(nlp, sentence) == sentence.times for sentence in written)
    print(f"{part}: kg finds and dates all of {right} of {len(written)} sentences")


if __name__ == "__main__":
    main()
