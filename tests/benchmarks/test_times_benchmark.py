"""The comparison of readers of times: its data, and what counts as agreeing."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import times


def test_sentences_have_as_many_values_as_expressions() -> None:
    read = list(times.sentences())
    assert {sentence.part for sentence in read} == {"dev", "test"}
    assert all(text in sentence.text for sentence in read for text, _ in sentence.times)


def test_timenorm_is_dated_by_its_first_entry(tmp_path: Path) -> None:
    rows = [
        "1998-03-05T08:00:00\tTIME\t1998-03-05T08:00:00",
        "last week\tDATE\t1998-W09",
        "the weekend\tDATE\t1998-W09-WE",
        "three years\tDURATION\tP3Y",
        "now\tDATE\tPRESENT_REF",
        "",
        "1989-10-30\tDATE\t1989-10-30",
        "summer 1988\tDATE\t1988-SU",
        "the second half\tDATE\t1989-H2",
    ]
    path = tmp_path / "timenorm.tsv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert [tuple(case) for case in times.timenorm(path)] == [
        ("1998-03-05", "last week", ("1998-02-23", "1998-03-01")),
        ("1998-03-05", "the weekend", ("1998-02-28", "1998-03-01")),
        ("1989-10-30", "summer 1988", ("1988-06-01", "1988-08-31")),
        ("1989-10-30", "the second half", ("1989-07-01", "1989-12-31")),
    ]


@pytest.mark.parametrize(
    ("read", "agrees"),
    [
        (("1990-01-01", "1990-04-30"), True),
        (("1989-01-01", "1990-12-31"), True),
        (("1989-12-01", "1990-01-31"), False),
        ((None, "1990-04-30"), False),
        (None, False),
    ],
)
def test_within(read: times.Days | None, agrees: bool) -> None:
    assert times.within(("1990-01-01", "1990-12-31"), read) == agrees


def test_dateutil_leaves_open_what_two_defaults_fill() -> None:
    march = times.Case("2015-05-18", "in March 1998", ("1998-03-01", "1998-03-31"))
    assert times.by_dateutil(march) == march.days
    assert times.by_dateutil(march._replace(text="soon")) is None
