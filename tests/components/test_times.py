"""Time expressions: what is one, and what days it means."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from kg.components.times import find, resolve
from kg.components.times.dates import CLOCK, RULES
from kg.components.times.patterns import words
from kg.facts import Time, from_json

PUBLISHED = "2015-05-18"  # a Monday

NLP = spacy.blank("en")
NLP.add_pipe("kg_times")


def read(text: str, published: str | None = PUBLISHED) -> Doc:
    doc = NLP.make_doc(text)
    doc.user_data["kg"] = {"article": {"text": text, "published": published}}
    return NLP(doc)


def times(text: str, published: str | None = PUBLISHED) -> list[tuple[str, str | None, str | None]]:
    return [(t.text, t.begin, t.end) for t in find(read(text, published))]


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("Sunday", "2015-05-17", "2015-05-17"),
        ("Monday", "2015-05-18", "2015-05-18"),
        ("last Monday", "2015-05-11", "2015-05-11"),
        ("last Wednesday", "2015-05-13", "2015-05-13"),
        ("next Wednesday", "2015-05-20", "2015-05-20"),
        ("early on Sunday", "2015-05-17", "2015-05-17"),
        ("on the evening of Sunday", "2015-05-17", "2015-05-17"),
        ("yesterday", "2015-05-17", "2015-05-17"),
        ("today", "2015-05-18", "2015-05-18"),
        ("tonight", "2015-05-18", "2015-05-18"),
        ("Tomorrow morning", "2015-05-19", "2015-05-19"),
        ("overnight", "2015-05-17", "2015-05-18"),
        ("the day before yesterday", "2015-05-16", "2015-05-16"),
        ("next week", "2015-05-25", "2015-05-31"),
        ("last week", "2015-05-11", "2015-05-17"),
        ("over the weekend", "2015-05-16", "2015-05-17"),
        ("this month", "2015-05-01", "2015-05-31"),
        ("earlier this month", "2015-05-01", "2015-05-18"),
        ("later this year", "2015-05-18", "2015-12-31"),
        ("late last year", "2014-09-01", "2014-12-31"),
        ("the past three weeks", "2015-04-27", "2015-05-18"),
        ("the past year", "2014-05-18", "2015-05-18"),
        ("the last decade", "2005-05-18", "2015-05-18"),
        ("in recent months", None, "2015-05-18"),
        ("the next two days", "2015-05-18", "2015-05-20"),
        ("two months ago", "2015-03-01", "2015-03-31"),
        ("three days ago", "2015-05-15", "2015-05-15"),
        ("twenty-one years ago", "1994-01-01", "1994-12-31"),
        ("years ago", None, "2015-05-18"),
        ("in three weeks' time", "2015-06-08", "2015-06-14"),
        ("in April", "2015-04-01", "2015-04-30"),
        ("in June", "2015-06-01", "2015-06-30"),
        ("last April", "2015-04-01", "2015-04-30"),
        ("next April", "2016-04-01", "2016-04-30"),
        ("May of last year", "2014-05-01", "2014-05-31"),
        ("30 November", "2014-11-30", "2014-11-30"),
        ("20 June", "2015-06-20", "2015-06-20"),
        ("Sunday, May 17", "2015-05-17", "2015-05-17"),
        ("29 February", "2012-02-29", "2012-02-29"),
        ("last summer", "2014-06-01", "2014-08-31"),
        ("last winter", "2014-12-01", "2015-02-28"),
        ("the second quarter", "2015-04-01", "2015-06-30"),
        ("by Sunday evening", None, "2015-05-17"),
        ("until Friday", None, "2015-05-15"),
        ("since March", "2015-03-01", None),
        ("before the end of the year", None, "2015-12-31"),
        ("from Friday to Sunday", "2015-05-15", "2015-05-17"),
        ("from Monday to Wednesday", "2015-05-11", "2015-05-13"),
        ("on New Year's Eve", "2014-12-31", "2014-12-31"),
        ("before Easter", None, "2015-04-02"),
        ("last Thanksgiving", "2014-11-27", "2014-11-27"),
        ("since Ramadan", "2014-06-28", None),
        ("at Chinese New Year", "2015-02-19", "2015-02-19"),
        ("in the first half of the year", "2015-01-01", "2015-06-30"),
        ("the last three months of last year", "2014-10-01", "2014-12-31"),
        ("the first week of April", "2015-04-01", "2015-04-07"),
        ("the first days of April", "2015-04-01", "2015-04-10"),
        ("the latest quarter", "2015-01-01", "2015-03-31"),
        ("last year's third quarter", "2014-07-01", "2014-09-30"),
        ("Q1", "2015-01-01", "2015-03-31"),
        ("by year-end", None, "2015-12-31"),
        ("in the past 24 hours", "2015-05-17", "2015-05-18"),
        ("two hours ago", "2015-05-17", "2015-05-17"),
        ("more than two years ago", "2013-01-01", "2013-12-31"),
        ("the week ending 10 May", "2015-05-04", "2015-05-10"),
        ("the three months to 31 March", "2015-01-01", "2015-03-31"),
        ("the year to March", "2014-04-01", "2015-03-31"),
        ("earlier in the day", "2015-05-18", "2015-05-18"),
        ("last Tuesday, 12 May", "2015-05-12", "2015-05-12"),
        ("from 9pm on Friday to 6am on Sunday", "2015-05-15", "2015-05-17"),
        ("three days ago, on Friday", "2015-05-15", "2015-05-15"),
    ],
)
def test_dated_by_publication(text: str, begin: str | None, end: str | None) -> None:
    assert resolve(text, PUBLISHED) == (begin, end)
    assert resolve(text, PUBLISHED + "T23:30:00+02:00") == (begin, end)
    assert resolve(text, None) == (None, None)


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("2003", "2003-01-01", "2003-12-31"),
        ("in March 2015", "2015-03-01", "2015-03-31"),
        ("late March 2015", "2015-03-21", "2015-03-31"),
        ("November 30, 2014", "2014-11-30", "2014-11-30"),
        ("30 November 2014", "2014-11-30", "2014-11-30"),
        ("the 1st of May, 2014", "2014-05-01", "2014-05-01"),
        ("Sept. 3, 2012", "2012-09-03", "2012-09-03"),
        ("2014-11-30", "2014-11-30", "2014-11-30"),
        ("May 3-5, 2014", "2014-05-03", "2014-05-05"),
        ("between 3 and 5 May 2014", "2014-05-03", "2014-05-05"),
        ("the 1990s", "1990-01-01", "1999-12-31"),
        ("the early '90s", "1990-01-01", "1993-12-31"),
        ("early 2019", "2019-01-01", "2019-04-30"),
        ("mid-2014", "2014-05-01", "2014-08-31"),
        ("the end of 2014", "2014-09-01", "2014-12-31"),
        ("the summer of 2014", "2014-06-01", "2014-08-31"),
        ("the 19th century", "1801-01-01", "1900-12-31"),
        ("since 2011", "2011-01-01", None),
        ("before 2011", None, "2010-12-31"),
        ("after 2011", "2012-01-01", None),
        ("between 2004 and 2006", "2004-01-01", "2006-12-31"),
        ("2004-06", "2004-01-01", "2006-12-31"),
        ("from January to March 2015", "2015-01-01", "2015-03-31"),
        ("31 June 2014", None, None),
        ("23/05/2014", "2014-05-23", "2014-05-23"),
        ("5/23/2014", "2014-05-23", "2014-05-23"),
        ("Sat 17 May 2014", "2014-05-17", "2014-05-17"),
        ("the 2014-15 season", "2014-07-01", "2015-06-30"),
        ("the 1999-2000 season", "1999-07-01", "2000-06-30"),
        ("the financial year 2018-19", "2018-07-01", "2019-06-30"),
        ("fiscal 2014", "2014-01-01", "2014-12-31"),
        ("the second half of 2014", "2014-07-01", "2014-12-31"),
        ("the late 20th century", "1968-01-01", "2000-12-31"),
        ("Q3 2014", "2014-07-01", "2014-09-30"),
        ("the night of 12-13 June 2014", "2014-06-12", "2014-06-13"),
        ("Easter Monday 2014", "2014-04-21", "2014-04-21"),
        ("Yom Kippur 2014", "2014-10-04", "2014-10-04"),
        ("Diwali 1890", None, None),
    ],
)
def test_absolute(text: str, begin: str | None, end: str | None) -> None:
    assert resolve(text, None) == (begin, end)
    assert resolve(text, "1999-01-01") == (begin, end)


@pytest.mark.parametrize(
    ("text", "day"),
    [("on Friday", "2015-05-22"), ("30 November", "2015-11-30"), ("Monday", "2015-05-18")],
)
def test_future(text: str, day: str) -> None:
    assert resolve(text, PUBLISHED, future=True) == (day, day)


def test_no_expression() -> None:
    assert resolve("a second chance", PUBLISHED) is None
    assert resolve("", None) is None


def test_expressions_with_preposition_and_time_of_day() -> None:
    text = "Police left at 6 p.m. on Sunday and, by Monday night, Sunday's dead were named at noon."
    assert times(text) == [
        ("at 6 p.m. on Sunday", "2015-05-17", "2015-05-17"),
        ("by Monday night", None, "2015-05-18"),
        ("Sunday", "2015-05-17", "2015-05-17"),
    ]


def test_a_preposition_before_a_possessive_is_not_of_the_time() -> None:
    assert times("They fled before Sunday's vote.") == [("Sunday", "2015-05-17", "2015-05-17")]


@pytest.mark.parametrize(
    "text",
    [
        "It may rain, and they march on.",
        "March on, said May, and April agreed.",
        "Some 2003 people came; 2003 soldiers fell; of 1914 troops, 2000 dead.",
        "A car sold for $2000 after 1999km.",
        "Black Friday and Sheffield Wednesday",
        "In a second, three days of rain; it took four weeks.",
        "They took the hill in three days.",
        "The kick-off is at 15:30.",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert times(text) == []


def test_month_that_is_also_a_name() -> None:
    assert times("In May, Mrs May spoke.") == [("In May", "2015-05-01", "2015-05-31")]


def test_names_are_no_times() -> None:
    doc = read("Talks with April stalled in June.")
    doc.set_ents([doc[2:3]], default="outside")
    assert [t.text for t in find(doc)] == ["in June"]
    named = spacy.blank("en").make_doc("He met May in May")
    named.set_ents([spacy.tokens.Span(named, 4, 5, label="PERSON")])
    assert find(named) == []


def test_years_in_context() -> None:
    text = "The 2003 invasion, in 2003, before 1998 (2001) and in 2004 elections were held."
    assert [t[0] for t in times(text)] == ["2003", "in 2003", "before 1998", "2001", "in 2004"]


def test_relative_to_the_time_last_spoken_of() -> None:
    text = (
        "It began on 3 March 2013. Two days later they fled. The following month it ended. "
        "A year earlier nobody knew."
    )
    assert times(text)[1:] == [
        ("Two days later", "2013-03-05", "2013-03-05"),
        ("The following month", "2013-04-01", "2013-04-30"),
        ("A year earlier", "2012-01-01", "2012-12-31"),
    ]
    assert times("Two days later they fled.") == [("Two days later", None, None)]


def test_the_time_last_spoken_of_suits_the_unit() -> None:
    text = "It fell on Friday, 3 May 2013, after a siege in 2012. The next day all fled. "
    text += "That Sunday was quiet, as was the following spring; the week before was not."
    assert times(text)[2:] == [
        ("The next day", "2013-05-04", "2013-05-04"),
        ("That Sunday", "2013-05-05", "2013-05-05"),
        ("the following spring", "2014-03-01", "2014-05-31"),
    ]
    assert times("In 2012 it began. The next day it ended.")[1:] == [("The next day", None, None)]


def test_hours_leave_the_day_as_it_is() -> None:
    text = "It began on 3 March 2013. Two hours later they fled, and minutes later it fell."
    assert [time[1:] for time in times(text)] == [("2013-03-03", "2013-03-03")] * 3


def test_a_date_that_may_be_read_two_ways_is_not_to_come() -> None:
    assert resolve("on 04/05/2015", PUBLISHED) == ("2015-05-04", "2015-05-04")
    assert resolve("on 04/06/2015", PUBLISHED) == ("2015-04-06", "2015-04-06")
    assert resolve("on 04/06/2015", PUBLISHED, future=True) == ("2015-06-04", "2015-06-04")


def test_future_clause_without_a_parse() -> None:
    assert times("They met on Friday. They will meet on Friday.") == [
        ("on Friday", "2015-05-15", "2015-05-15"),
        ("on Friday", "2015-05-22", "2015-05-22"),
    ]


def parsed(words: str, tags: str, heads: list[int], deps: str, lemmas: str) -> Doc:
    doc = Doc(
        NLP.vocab,
        words=words.split(),
        tags=tags.split(),
        pos=["VERB" if tag.startswith("VB") else "NOUN" for tag in tags.split()],
        heads=heads,
        deps=deps.split(),
        lemmas=lemmas.split(),
    )
    doc.user_data["kg"] = {"article": {"text": doc.text, "published": PUBLISHED}}
    return doc


def test_future_clause_with_a_parse() -> None:
    plans = parsed(
        "Rebels plan to vote on Friday",
        "NNS VBP TO VB IN NNP",
        [1, 1, 3, 1, 5, 3],
        "nsubj ROOT mark xcomp case obl",
        "rebel plan to vote on Friday",
    )
    assert [t.begin for t in find(plans)] == ["2015-05-22"]
    planned = parsed(
        "Rebels planned to vote on Friday",
        "NNS VBD TO VB IN NNP",
        [1, 1, 3, 1, 5, 3],
        "nsubj ROOT mark xcomp case obl",
        "rebel plan to vote on Friday",
    )
    assert [t.begin for t in find(planned)] == ["2015-05-15"]


def test_a_month_soon_to_come_in_a_past_clause() -> None:
    doc = parsed(
        "Rebels fled in June",
        "NNS VBD IN NNP",
        [1, 1, 3, 1],
        "nsubj ROOT case obl",
        "rebel flee in June",
    )
    assert [t.begin for t in find(doc)] == ["2014-06-01"]


def test_a_preposition_before_a_modified_noun_is_not_of_the_time() -> None:
    doc = parsed(
        "Shots rang after Friday prayers",
        "NNS VBD IN NNP NNS",
        [1, 1, 4, 4, 1],
        "nsubj ROOT case compound obl",
        "shot ring after Friday prayer",
    )
    assert [(t.text, t.begin) for t in find(doc)] == [("Friday", "2015-05-15")]


def test_the_component_writes_data_and_spans() -> None:
    doc = read("Rain fell\non Sunday, and in 2014.")
    found = [from_json(Time, data) for data in doc.user_data["kg"]["times"]]
    assert found == find(doc)
    assert [doc.text[t.span.begin : t.span.end] for t in found] == [t.text for t in found]
    assert [span.text for span in doc.spans["times"]] == ["on Sunday", "in 2014"]
    assert {span.label_ for span in doc.spans["times"]} == {"DATE"}


@pytest.mark.parametrize("text", ["", " \n\n ", "31 June", "99 centuries ago", "in 9999 May 0"])
def test_odd_texts(text: str) -> None:
    assert all(begin is None for _, begin, _ in times(text))


def test_every_pattern_has_a_rule() -> None:
    assert {pattern["rule"] for pattern in words()["pattern"]} == {*RULES, CLOCK}


def test_odd_publication_dates() -> None:
    for published in (None, "", "soon", "2015", "2015-13-40"):
        assert times("on Sunday", published) == [("on Sunday", None, None)]


def test_publication_at_the_ends_of_the_calendar() -> None:
    assert resolve("before Monday", "0001-01-01") == (None, None)
    assert resolve("after year-end", "9999-12-31") == (None, None)


def test_at_the_ends_of_the_calendar_nothing_is_dated_wrongly() -> None:
    text = "It began this week. It ends this decade."
    assert times(text, "0001-01-01")[1] == ("this decade", None, None)
    assert times(text, "9999-12-31")[1] == ("this decade", "9990-01-01", "9999-12-31")
