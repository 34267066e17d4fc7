"""Quantities and what they measure, on sentences parsed by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from parsed_sentences import document, sentences

from kg.components.claims import claims
from kg.components.coreference import coreference
from kg.components.events import events
from kg.components.mentions import mentions
from kg.components.notes import Notes
from kg.components.quantities import quantities
from kg.components.times import find

SENTENCES = sentences(Path(__file__).with_name("quantities_sentences.txt"))


def read(name: str) -> Notes:
    doc = document(SENTENCES[name], published="2019-03-20")
    for component in (mentions, coreference):
        component(doc)
    notes = Notes(doc)
    notes.times = find(doc)
    notes.save()
    spans = [doc.char_span(time.span.begin, time.span.end) for time in notes.times]
    doc.spans["times"] = [span for span in spans if span is not None]
    return Notes(claims(quantities(events(doc))))


def measured(notes: Notes, of: str | None) -> str | None:
    """The class of an event, or the name of an entity."""
    events = {event.id: event.cls for event in notes.events}
    return events.get(of or "") or (notes.entities[of].name if of else None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("change", [("4.5 per cent", "Sales at the mill"), ("£3bn", "Sales at the mill")]),
        ("purchase", [("US$40 million", "Acquisition")]),
        ("stretch", [("12-km", "12-km stretch of road")]),
        ("distance", [("30 km", "camp")]),
        ("share", [("About 70%", "voters")]),
        ("third", [("A third", "island")]),
        ("rise", [("two percentage points", "pensions")]),
        ("mass", [("at least 60 kilos", "gold"), ("between $3m and $4m", "gold")]),
        ("extent", [("300 metres", "bridge"), ("80 million kroner", "bridge")]),
        ("rate", [("$70", "Oil"), ("$61.20 a barrel", "Oil")]),
        ("earthquake", [("magnitude-6.1", "Earthquake")]),
        ("planned", [("€200m", "Investment")]),
        ("bribes", [("$2m", "bribes")]),
        ("temperatures", [("38C", "Temperatures"), ("41C", "Temperatures")]),
        ("none", []),
    ],
)
def test_what_is_measured(name: str, expected: list[tuple[str, str]]) -> None:
    notes = read(name)
    text = notes.doc.text
    found = [
        (text[q.spans[0].begin : q.spans[0].end], measured(notes, q.of)) for q in notes.quantities
    ]
    assert found == expected
    assert [q.id for q in notes.quantities] == [f"q{n + 1}" for n in range(len(expected))]
    assert {mention.entity for mention in notes.mentions} == set(notes.entities)


def test_numbers_units_and_codes() -> None:
    percent, pounds = read("change").quantities
    assert (percent.kind, percent.unit, percent.code, percent.value) == ("share", "%", "P1", 4.5)
    assert (pounds.kind, pounds.code, pounds.value) == ("money", "GBP", 3e9)
    assert percent.minimum is None
    kilos, worth = read("mass").quantities
    assert (kilos.code, kilos.value, kilos.minimum, kilos.maximum) == ("KGM", None, 60, None)
    assert (worth.value, worth.minimum, worth.maximum) == (None, 3e6, 4e6)
    (third,) = read("third").quantities
    assert third.value == pytest.approx(100 / 3, abs=1e-4)
    assert third.approximate


def test_a_rate_has_its_currency_and_no_other_code() -> None:
    rate = read("rate").quantities[1]
    assert (rate.unit, rate.code) == ("US dollar per barrel", "USD")


def test_factuality_and_claims() -> None:
    notes = read("planned")
    (quantity,) = notes.quantities
    assert quantity.factuality.realis == "future"
    (claim,) = notes.claims
    assert quantity.id in claim.asserts
    assert quantity.factuality.sources == (claim.speaker,)


def test_nothing_is_written_where_there_is_none() -> None:
    notes = read("none")
    assert notes.quantities == []
