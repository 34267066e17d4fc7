"""Casualty figures, on sentences parsed by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from parsed_sentences import document, sentences

from kg.components.coreference import coreference
from kg.components.events import events
from kg.components.mentions import mentions
from kg.components.notes import Notes
from kg.components.times import find
from kg.components.tolls import tolls
from kg.facts import Toll

SENTENCES = sentences(Path(__file__).with_name("tolls_sentences.txt"))
Row = tuple[str, int | None, int | None, int | None, bool]


def read(name: str) -> Notes:
    doc = document(SENTENCES[name], published="2019-03-20")
    for component in (mentions, coreference):
        component(doc)
    notes = Notes(doc)
    notes.times = find(doc)
    notes.save()
    spans = [doc.char_span(time.span.begin, time.span.end) for time in notes.times]
    doc.spans["times"] = [span for span in spans if span is not None]
    return Notes(tolls(events(doc)))


def row(toll: Toll) -> Row:
    return toll.kind, toll.count, toll.minimum, toll.maximum, toll.approximate


def exact(kind: str, count: int) -> Row:
    return kind, count, count, count, False


CASES: dict[str, list[Row]] = {
    "apposition": [("killed", 70, None, None, True)],
    "elliptical": [exact("killed", 70), exact("displaced", 8000), exact("displaced", 91000)],
    "relative": [("killed", None, 12, None, False)],
    "participle": [exact("killed", 5)],
    "adjectives": [exact("killed", 10), exact("injured", 30)],
    "headline": [("killed", None, 20, None, False)],
    "toll": [exact("killed", 40), exact("killed", 52)],
    "correction": [exact("displaced", 80), exact("displaced", 60)],
    "dead-put": [exact("killed", 17)],
    "share": [("killed", 20, None, None, True)],
    "one-part": [exact("killed", 3), exact("killed", 1)],
    "after-figure": [exact("killed", 31), exact("injured", 80)],
    "main-clause": [exact("missing", 4)],
    "none-of": [],
    "noun": [exact("killed", 150)],
    "between": [("displaced", None, 3000, 5000, False)],
    "vague": [("injured", None, 24, None, True)],
    "parts": [exact("killed", 10), exact("killed", 3)],
    "choice": [("killed", None, None, 60, False)],
    "things": [exact("captured", 12)],
    "phrase": [exact("killed", 14)],
    "hostages": [exact("captured", 6)],
    "members": [exact("killed", 5)],
    "planned": [exact("killed", 40)],
    "no-number": [],
    "measures": [],
    "age": [],
    "name": [],
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_figures(name: str) -> None:
    assert [row(toll) for toll in read(name).tolls] == CASES[name]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("apposition", ["around 70 people"]),
        ("relative", ["at least 12 police officers"]),
        ("adjectives", ["10 dead", "30 wounded"]),
        ("toll", ["The death toll rose from 40", "The death toll rose from 40 to 52"]),
        ("noun", ["150 deaths"]),
        ("vague", ["Dozens of people"]),
    ],
)
def test_evidence(name: str, words: list[str]) -> None:
    notes = read(name)
    found = [notes.doc.text[t.spans[0].begin : t.spans[0].end] for t in notes.tolls]
    assert found == words


@pytest.mark.parametrize(
    ("name", "victims"),
    [
        ("apposition", ["farmers and soldiers"]),
        ("elliptical", ["people", "people", "displaced people"]),
        ("relative", ["police officers"]),
        ("adjectives", ["10", "30"]),
        ("noun", [None]),
        ("vague", ["people"]),
        ("members", ["Hezbollah fighters"]),
    ],
)
def test_victims(name: str, victims: list[str | None]) -> None:
    notes = read(name)
    entities = [notes.entities[t.victims] if t.victims else None for t in notes.tolls]
    assert [entity.name if entity else None for entity in entities] == victims
    assert all(not e.named and e.type == "Group" for e in entities if e)


def test_victims_of_two_figures_are_two_groups() -> None:
    killed, fled, _ = read("elliptical").tolls
    assert killed.victims != fled.victims


def test_every_entity_has_a_mention() -> None:
    for name in CASES:
        notes = read(name)
        assert {mention.entity for mention in notes.mentions} == set(notes.entities), name


@pytest.mark.parametrize(
    ("name", "cls"), [("relative", "Killing"), ("participle", "Killing"), ("vague", "Injury")]
)
def test_event_is_that_of_the_trigger(name: str, cls: str) -> None:
    notes = read(name)
    (toll,) = notes.tolls
    assert next(event.cls for event in notes.events if event.id == toll.event) == cls


def test_place_and_time() -> None:
    notes = read("vague")
    (toll,) = notes.tolls
    assert [notes.entities[place].name for place in toll.places] == ["Lima"]
    assert toll.time is not None
    assert toll.time.begin == "2019-03-15"


def test_time_of_a_total() -> None:
    for toll in read("toll").tolls:
        assert toll.time is not None
        assert toll.time.begin == "2019-03-18"


def test_factuality() -> None:
    believed, planned, choice = (read(n).tolls[0] for n in ("apposition", "planned", "choice"))
    assert believed.factuality.certainty == "probable"
    assert planned.factuality.certainty == "possible"
    assert choice.factuality.certainty == "possible"


def test_identifiers_follow_the_text() -> None:
    found = read("elliptical").tolls
    assert [toll.id for toll in found] == ["t1", "t2", "t3"]
    assert list(found) == sorted(found, key=lambda toll: toll.spans[0])
