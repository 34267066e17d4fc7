"""Number expressions and their bounds."""

from __future__ import annotations

import pytest
import spacy

from kg.quantities import Quantity, find, number_at

NLP = spacy.blank("en")


def quantities(text: str) -> list[tuple[str, int | None, int | None, int | None, bool]]:
    doc = NLP(text)
    return [
        (doc[q.start : q.end].text, q.count, q.minimum, q.maximum, q.approximate) for q in find(doc)
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("8,000", 8_000),
        ("114,000", 114_000),
        ("1,250,000", 1_250_000),
        ("1.2 million", 1_200_000),
        ("2.5m", 2_500_000),
        ("3bn", 3_000_000_000),
        ("five", 5),
        ("nineteen", 19),
        ("twenty-three", 23),
        ("forty two", 42),
        ("two hundred", 200),
        ("two hundred and fifty", 250),
        ("three hundred and twenty-one thousand", 321_000),
        ("two thousand five hundred and six", 2_506),
        ("one and a half million", 1_500_000),
        ("600 thousand", 600_000),
        ("a dozen", 12),
        ("two dozen", 24),
        ("half a dozen", 6),
    ],
)
def test_exact(text: str, value: int) -> None:
    assert quantities(f"They saw {text} people.") == [(text, value, value, value, False)]
    assert quantities(text.capitalize()) == [(text.capitalize(), value, value, value, False)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a hundred", 100),
        ("a million", 1_000_000),
        ("half a million", 500_000),
        ("about 500", 500),
        ("around 3,000", 3_000),
        ("some 500", 500),
        ("nearly two hundred", 200),
        ("almost 1.5 million", 1_500_000),
        ("an estimated 40", 40),
        ("500 or so", 500),
    ],
)
def test_approximate(text: str, count: int) -> None:
    assert quantities(f"They saw {text} people.") == [(text, count, None, None, True)]


@pytest.mark.parametrize(
    ("text", "minimum", "approximate"),
    [
        ("at least 10", 10, False),
        ("more than 8,000", 8_000, False),
        ("over a hundred", 100, False),
        ("no fewer than five", 5, False),
        ("at least about 20", 20, True),
        ("20 or more", 20, False),
        ("more than two dozen", 24, False),
        ("dozens", 24, True),
        ("scores", 40, True),
        ("hundreds", 200, True),
        ("tens of thousands", 20_000, True),
        ("hundreds of thousands", 200_000, True),
        ("millions", 2_000_000, True),
        ("several", 3, True),
        ("several hundred", 300, True),
        ("a few thousand", 3_000, True),
        ("a few", 3, True),
        ("a handful of", 3, True),
        ("at least several hundred", 300, True),
    ],
)
def test_minimum(text: str, minimum: int, approximate: bool) -> None:
    assert quantities(f"They saw {text} people.") == [(text, None, minimum, None, approximate)]


@pytest.mark.parametrize(
    ("text", "maximum"),
    [("up to 300", 300), ("as many as 1,000", 1_000), ("fewer than ten", 10), ("at most 4", 4)],
)
def test_maximum(text: str, maximum: int) -> None:
    assert quantities(f"They saw {text} people.") == [(text, None, None, maximum, False)]


@pytest.mark.parametrize(
    ("text", "minimum", "maximum", "approximate"),
    [
        ("between 3,000 and 5,000", 3_000, 5_000, False),
        ("3,000-5,000", 3_000, 5_000, False),
        ("3,000–5,000", 3_000, 5_000, False),
        ("10 to 15", 10, 15, False),
        ("ten or twelve", 10, 12, False),
        ("two to three million", 2_000_000, 3_000_000, False),
        ("about 300 to 400", 300, 400, True),
        ("between 20 and around 30", 20, 30, False),
    ],
)
def test_range(text: str, minimum: int, maximum: int, approximate: bool) -> None:
    expected = [(text, None, minimum, maximum, approximate)]
    assert quantities(f"They saw {text} people.") == expected


def test_further_numbers_are_exact() -> None:
    assert quantities("Another 12 fled, and a further 20,000 hid.") == [
        ("Another 12", 12, 12, 12, False),
        ("a further 20,000", 20_000, 20_000, 20_000, False),
    ]


def test_each_number_has_its_own_bounds() -> None:
    assert quantities("At least 10 guards and five drivers died, 3 of them at home.") == [
        ("At least 10", None, 10, None, False),
        ("five", 5, 5, 5, False),
        ("3", 3, 3, 3, False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It rose 5% or 5 percent to $20 million.",
        "A man and a woman, the hundred and the first",
        "At 10:30 on 1/2, 48-year-old T-72 number 7",
        "two thirds of them and three quarters",
        "It measures 2.5 by a third.",
        "many few some half",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert quantities(text) == []


def test_a_change_is_no_range() -> None:
    assert [q[0] for q in quantities("It rose from 500 to 600.")] == ["500", "600"]


def test_numbers_in_times_are_left_out() -> None:
    doc = NLP("On 3 May 2014 they found 3 boats")
    doc.spans["times"] = [doc[0:4]]
    assert find(doc) == [Quantity(6, 7, 3, 3, 3)]


def test_number_at_without_its_bounds() -> None:
    number = number_at(["at", "least", "two", "dozen"], 2)
    assert number is not None
    assert (number.start, number.end, number.value) == (2, 4, 24)
    assert number_at(["the"], 0) is None


@pytest.mark.parametrize("text", ["", "-", "and a half", "between", "between 5", "to 7 to", "a"])
def test_odd_texts(text: str) -> None:
    assert all(q.start < q.end for q in find(NLP(text)))


def test_ranges_in_doubt() -> None:
    assert quantities("They saw thirty, maybe forty people.") == [
        ("thirty, maybe forty", None, 30, 40, False)
    ]


def test_bound_between_a_noun_and_its_number() -> None:
    assert quantities("The dead number at least 30.") == [("at least 30", None, 30, None, False)]
    assert quantities("They left house number 30.") == []
