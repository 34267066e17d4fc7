"""Numbers with their units, as different tokenizers cut them."""

from __future__ import annotations

import re

import pytest
import spacy
from spacy.tokens import Doc

from kg.components.notes import Notes
from kg.components.quantities.measures import Measures
from kg.components.quantities.pieces import pieces
from kg.facts import Item

NLP = spacy.blank("en")
SPLIT = spacy.blank("en")
SPLIT.tokenizer.infix_finditer = re.compile(r"(?<=\d)(?=[a-zA-Z])|[-–/]|(?<=[$£€])").finditer
Row = tuple[str, str, float | None, float | None, float | None]


def read(doc: Doc) -> list[Row]:
    found = []
    for measure in Measures(Notes(doc)).all():
        bounds = measure.bounds
        value, low, high = (
            None if v is None else round(float(v), 4)
            for v in (bounds.value, bounds.minimum, bounds.maximum)
        )
        if value == low == high:
            low = high = None
        words = doc.text[measure.begin : measure.end]
        found.append((words, measure.measure.unit.name, value, low, high))
    return found


@pytest.mark.parametrize("nlp", [NLP, SPLIT], ids=["default", "split"])
@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("$3bn", "US dollar", 3e9),
        ("US$3.5bn", "US dollar", 3.5e9),
        ("$2m", "US dollar", 2e6),
        ("$2 m", "US dollar", 2e6),
        ("$3-billion", "US dollar", 3e9),
        ("C$4m", "Canadian dollar", 4e6),
        ("A$5", "Australian dollar", 5),
        ("£40million", "pound sterling", 4e7),
        ("€1.2 billion", "euro", 1.2e9),
        ("300 million euros", "euro", 3e8),
        ("300m euros", "euro", 3e8),
        ("Rs 500 crore", "Indian rupee", 5e9),
        ("Rs500", "Indian rupee", 500),
        ("USD 20", "US dollar", 20),
        ("two million yen", "Japanese yen", 2e6),
        ("3.5 per cent", "%", 3.5),
        ("3.5%", "%", 3.5),
        ("5 percentage points", "percentage point", 5),
        ("25 basis points", "basis point", 25),
        ("12 km", "kilometre", 12),
        ("12km", "kilometre", 12),
        ("12-km", "kilometre", 12),
        ("five-mile", "mile", 5),
        ("one and a half miles", "mile", 1.5),
        ("2½ miles", "mile", 2.5),
        ("20,000 sq km", "square kilometre", 20_000),
        ("300 square kilometres", "square kilometre", 300),
        ("80kg", "kilogram", 80),
        ("5 metric tons", "tonne", 5),
        ("41°C", "degree Celsius", 41),
        ("38C", "degree Celsius", 38),
        ("45 degrees Celsius", "degree Celsius", 45),
        ("900 km/h", "kilometre per hour", 900),
        ("70 miles an hour", "mile per hour", 70),
        ("500 MW", "megawatt", 500),
        ("1.2-gigawatt", "gigawatt", 1.2),
        ("2 terabytes", "terabyte", 2),
        ("magnitude 7.2", "magnitude", 7.2),
        ("magnitude-7.2", "magnitude", 7.2),
        ("6.4-magnitude", "magnitude", 6.4),
    ],
)
def test_units(nlp: spacy.language.Language, text: str, unit: str, value: float) -> None:
    assert read(nlp(f"They saw {text} there.")) == [(text, unit, value, None, None)]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("at least $3m", (None, 3e6, None)),
        ("up to 40 per cent", (None, None, 40)),
        ("about 30 km", (30, None, None)),
        ("nearly half a mile", (0.5, None, None)),
        ("between 3 and 5 per cent", (None, 3, 5)),
        ("between $3m and $4m", (None, 3e6, 4e6)),
        ("between 3% and 5%", (None, 3, 5)),
        ("$3-4bn", (None, 3e9, 4e9)),
        ("$3m-$4m", (None, 3e6, 4e6)),
        ("3 to 5 tonnes", (None, 3, 5)),
        ("10%-15%", (None, 10, 15)),
        ("5 km or more", (None, 5, None)),
        ("hundreds of kilometres", (None, 200, None)),
        ("several million dollars", (None, 3e6, None)),
        ("more than a mile", (None, 1, None)),
        ("a quarter of a percentage point", (0.25, None, None)),
        ("a quarter of a million euros", (250_000, None, None)),
        ("$1.6m a day", (1.6e6, None, None)),
        ("$20-a-barrel", (20, None, None)),
    ],
)
def test_bounds(text: str, row: tuple[float | None, ...]) -> None:
    found = read(NLP(f"They saw {text} there."))
    assert [(words, numbers) for words, _, *numbers in found] == [(text, list(row))]


@pytest.mark.parametrize(
    "text",
    [
        "They saw 300 people and 2.5m viewers on 3 May 2014.",
        "A 48-year-old man won 3-2 on page 12 of G20.",
        "A dollar a day and a mile of road in chapter 5.",
        "They lost 5 in 10 games, 3 of them at home.",
        "$ and % and £ of a kilometre",
        "Half an hour, a third time and the first half of the year",
        "",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    doc = NLP(text)
    for token in doc:
        token.tag_ = "NNS" if token.text == "viewers" else ""
    assert read(doc) == []


def test_a_change_is_no_range() -> None:
    found = read(NLP("It went from 3% to 5%."))
    assert [row[2] for row in found] == [3, 5]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("500 pounds in cash", "pound sterling"),
        ("500 pounds of flour", "pound"),
        ("a 500-pound bomb", "pound"),
        ("5 million pounds of aid", "pound sterling"),
    ],
)
def test_a_word_of_two_units(text: str, unit: str) -> None:
    assert [row[1] for row in read(NLP(text))] == [unit]


@pytest.mark.parametrize(("country", "code"), [("Q96", "MXN"), ("Q928", "PHP"), ("Q30", None)])
def test_a_currency_of_several_countries(country: str, code: str | None) -> None:
    doc = NLP("Somewhere they paid 500 pesos.")
    notes = Notes(doc)
    place = notes.add_entity(
        "Place", "Somewhere", item=Item("Q1", "Somewhere", "Place", country=country)
    )
    notes.add_mention(doc[0:1], place.id, "GPE", "name")
    (found,) = Measures(notes).all()
    assert found.measure.unit.code == code


def test_pieces_lead_back_to_the_text() -> None:
    doc = NLP("It paid US$3.5bn for a 12-km road, 20%-25% of it;\n 5km² too.")
    found = pieces(doc)
    assert all(doc.text[p.begin : p.end] == p.text for p in found if p.text != "\n")
    assert [p.text for p in found][:8] == ["It", "paid", "US", "$", "3.5", "bn", "for", "a"]
    assert all(doc[p.token].idx <= p.begin < doc[p.token].idx + len(doc[p.token]) for p in found)
