"""Dates of statements: no finer than the text, and no wider than one day, month or year."""

from __future__ import annotations

import pytest
from spacy.language import Language
from stated import Stated

from kg.components.relations.dates import bounds, single
from kg.components.times.component import resolve
from kg.facts import Span, Time


def time(text: str) -> Time:
    found = resolve(text, "2015-05-18")
    assert found is not None, text
    return Time(text, Span(0, len(text)), *found)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on 2 May 1954", "1954-05-02"),
        ("in May 1954", "1954-05"),
        ("in February 2012", "2012-02"),
        ("in 1954", "1954"),
        ("on Monday", "2015-05-18"),
        ("since 1954", None),
        ("until May 1954", None),
        ("in the 1950s", None),
        ("1786-1828", None),
    ],
)
def test_single(text: str, day: str | None) -> None:
    assert single(time(text)) == day


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("from 2001 to 2009", "2001", "2009"),
        ("1786-1828", "1786", "1828"),
        ("2 May 1954 – 3 June 2001", "1954-05-02", "2001-06-03"),
        ("from May 2001 to June 2009", "2001-05", "2009-06"),
        ("since 2014", "2014", None),
        ("since May 2014", "2014-05", None),
        ("until 2009", None, "2009"),
        ("until 3 June 2009", None, "2009-06-03"),
        ("in 2009", None, None),
        ("on Monday", None, None),
    ],
)
def test_bounds(text: str, first: str | None, last: str | None) -> None:
    assert bounds(time(text)) == (first, last)


@pytest.mark.pipeline
@pytest.mark.parametrize(
    ("brackets", "stated"),
    [
        ("born 2 May 1954", {"P569": "1954-05-02"}),
        ("born Rosa Berg; May 2, 1954", {"P569": "1954-05-02"}),
        ("b. 1954", {"P569": "1954"}),
        ("died 3 June 2001", {"P570": "2001-06-03"}),
        ("born 27 June 1876; died 1955", {"P569": "1876-06-27", "P570": "1955"}),
        ("born 1876 – 27 June 1955", {}),  # times are not told apart
        ("May 12, 1928 – January 22, 2002", {"P569": "1928-05-12", "P570": "2002-01-22"}),
        ("2001–2005", {}),
        ("1954", {}),
        ("pictured", {}),
    ],
)
def test_brackets_after_a_name(brackets: str, stated: dict[str, str], nlp: Language) -> None:
    found = Stated(f"Rosa Lindqvist ({brackets}) was a painter.", nlp).found
    assert {s.property: s.object for s in found if s.extractor == "brackets"} == stated
