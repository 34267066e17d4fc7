"""What happens, with whom, where and when, on sentences parsed by hand."""

from __future__ import annotations

import hand_built
import pytest
from hand_built import Reading
from spacy.language import Language

from kg.components.notes import KEY
from kg.facts import Article, Block, Span, to_json

SENTENCES = hand_built.blocks("events_sentences.txt")
Roles = dict[str, list[str]]
CASES: dict[str, list[tuple[str, str, Roles]]] = {
    "town-falls": [("Capture", "fall", {"target": ["Mosul"], "agent": ["rebels"]})],
    "prices-fall": [],
    "army-falls-back": [("Retreat", "fall", {"agent": ["army"], "destination": ["Tikrit"]})],
    "passive": [("Arrest", "arrest", {"target": ["Nina Weber"], "place": ["Cairo"]})],
    "noun-of-by": [
        ("Capture", "capture", {"target": ["Mosul"], "agent": ["rebels"]}),
        ("Event", "alarm", {"target": ["Chad"]}),
    ],
    "noun-possessor": [
        ("Attack", "attack", {"agent": ["Hamas"], "target": ["Mosul"]}),
        ("Killing", "kill", {"target": ["driver"]}),
    ],
    "noun-possessor-target": [("Capture", "capture", {"target": ["Mosul"]})],
    "noun-modifier": [
        ("Attack", "attack", {"agent": ["Egyptian"], "target": ["Mosul"]}),
        ("Killing", "kill", {"target": ["driver"]}),
    ],
    "light": [("Attack", "attack", {"agent": ["Hamas"], "target": ["Mosul"]})],
    "light-passive": [("Attack", "attack", {"agent": ["Hamas"], "target": ["Mosul"]})],
    "light-object": [("Attack", "come", {"target": ["Mosul"]})],
    "give": [("Aid", "aid", {"agent": ["Egypt"], "recipient": ["Chad"]})],
    "visit": [("Visit", "pay", {"agent": ["Nina Weber"], "destination": ["Egypt"]})],
    "two-agents": [("Agreement", "agreement", {"agent": ["Chad", "Egypt"]})],
    "phrase": [("Capture", "take", {"agent": ["Rebels"], "target": ["Mosul"]})],
    "phrase-in-hands": [("Control", "hand", {"agent": ["rebels"], "target": ["Mosul"]})],
    "instrument": [
        (
            "Killing",
            "kill",
            {"instrument": ["bomb"], "target": ["nine sailors"], "place": ["Mosul"]},
        )
    ],
    "weapon-with": [
        (
            "Attack",
            "attack",
            {"agent": ["Rebels"], "target": ["Mosul"], "instrument": ["rockets"]},
        )
    ],
    "iran-backed": [
        ("Support", "back", {"agent": ["Iran"], "target": ["Iran-backed militias"]}),
        ("Capture", "capture", {"agent": ["Iran-backed militias"], "target": ["Mosul"]}),
    ],
    "release": [
        (
            "Release",
            "release",
            {"agent": ["court"], "target": ["Omar Haddad"], "origin": ["prison"]},
        )
    ],
    "suicide": [
        (
            "SuicideBombing",
            "attack",
            {"agent": ["suicide bombers", "Nina Weber"], "target": ["Mosul"]},
        )
    ],
    "dead": [("Death", "dead", {"target": ["Omar Haddad"]})],
    "travel": [
        (
            "Travel",
            "fly",
            {"agent": ["Omar Haddad"], "origin": ["Cairo"], "destination": ["Mosul"]},
        )
    ],
    "chosen-as": [
        (
            "Appointment",
            "choose",
            {"agent": ["Voters"], "target": ["Nina Weber"], "topic": ["president"]},
        )
    ],
    "layoff": [("Layoff", "lay", {"agent": ["Boeing"], "target": ["workers"]})],
    "generic-named": [
        ("Praise", "praise", {"agent": ["Nina Weber"], "target": ["weather"]}),
        ("Event", "paint", {"agent": ["Nina Weber"], "target": ["bridges"]}),
    ],
    "generic-place": [("Event", "cycle", {"agent": ["Nina Weber"], "destination": ["Cairo"]})],
    "generic-unnamed": [],
    "won": [("Match", "win", {"participant": ["Nina Weber"]})],
    "shared-time": [
        ("Attack", "attack", {"agent": ["rebels"], "target": ["Mosul"]}),
        ("Killing", "kill", {"agent": ["rebels"], "target": ["driver"]}),
    ],
    "merge": [
        ("Capture", "capture", {"agent": ["Rebels"], "target": ["Mosul"]}),
        ("Event", "alarm", {"target": ["Chad"]}),
    ],
    "not-merge": [
        ("Capture", "capture", {"agent": ["Rebels"], "target": ["Mosul"]}),
        ("Capture", "capture", {"agent": ["Rebels"], "target": ["Tikrit"]}),
    ],
    "not-merge-time": [("Attack", "attack", {"agent": ["Rebels"], "target": ["Mosul"]})] * 2,
    "not-merge-stance": [("Capture", "capture", {"agent": ["Rebels"], "target": ["Mosul"]})] * 2,
}
LABELS = {
    "town-falls": "Mosul fell to rebels",
    "passive": "Nina Weber was arrested",
    "light": "Hamas carried out an attack on Mosul",
    "light-object": "Mosul came under attack",
    "phrase": "Rebels took control of Mosul",
    "two-agents": "Chad and Egypt signed an agreement",
    "not-merge-stance": "Rebels captured Mosul",
    "dead": "Omar Haddad is dead",
}


def read(name: str, nlp: Language, scheme: str = "universal") -> Reading:
    return Reading(hand_built.document(SENTENCES[name], scheme), nlp)


@pytest.mark.parametrize("scheme", hand_built.SCHEMES)
@pytest.mark.parametrize("name", CASES)
def test_classes_and_roles(name: str, scheme: str, nlp: Language) -> None:
    reading = read(name, nlp, scheme)
    found = [(e.cls, e.predicate, reading.roles(e)) for e in reading.notes.events]
    assert found == CASES[name]


@pytest.mark.parametrize("scheme", hand_built.SCHEMES)
@pytest.mark.parametrize("name", LABELS)
def test_labels_are_words_of_the_text(name: str, scheme: str, nlp: Language) -> None:
    reading = read(name, nlp, scheme)
    assert reading.notes.events[0].label == LABELS[name]
    assert LABELS[name] in reading.text


def test_days_belong_to_their_event(nlp: Language) -> None:
    def days(name: str) -> list[str | None]:
        times = [event.time for event in read(name, nlp).notes.events]
        return [time.begin if time else None for time in times]

    assert days("town-falls") == ["2018-04-06"]
    assert days("not-merge-time") == ["2018-04-06", "2018-04-08"]
    assert days("shared-time") == ["2018-04-06", "2018-04-06"]
    assert days("visit") == ["2018-03-01"]
    assert days("light") == [None]


def test_two_mentions_of_one_event_are_merged(nlp: Language) -> None:
    reading = read("merge", nlp)
    capture = reading.event("capture")
    assert [reading.text[s.begin : s.end] for s in capture.spans] == ["captured", "capture"]
    assert capture.time is not None
    assert capture.time.begin == "2018-04-06"


def test_what_may_happen_is_not_what_happened(nlp: Language) -> None:
    stances = [e.factuality for e in read("not-merge-stance", nlp).notes.events]
    assert [(s.certainty, s.realis) for s in stances] == [
        ("certain", "actual"),
        ("possible", "hypothetical"),
    ]


def test_events_are_numbered_and_stand_in_spans(nlp: Language) -> None:
    doc = hand_built.document(SENTENCES["shared-time"])
    notes = Reading(doc, nlp).notes
    assert [event.id for event in notes.events] == ["v1", "v2"]
    spans = [(s.text, s.label_, s.id_) for s in doc.spans["events"]]
    assert spans == [("attacked", "Attack", "v1"), ("killed", "Killing", "v2")]


def test_named_events_beat_generic_ones_in_confidence(nlp: Language) -> None:
    reading = read("generic-named", nlp)
    assert reading.event("praise").confidence > reading.event("paint").confidence > 0


def test_every_sentence_is_asked_about() -> None:
    assert {*CASES, "unnamed"} == set(SENTENCES)


def test_a_predicate_without_a_class_needs_somebody_named(nlp: Language) -> None:
    assert read("unnamed", nlp).notes.events == []


def test_nothing_from_furniture(nlp: Language) -> None:
    doc = hand_built.document(SENTENCES["merge"])
    first = next(doc.sents)
    furniture = (Block(Span(first.start_char, first.end_char), "furniture"),)
    doc.user_data[KEY] = {"article": to_json(Article(doc.text, blocks=furniture))}
    reading = Reading(doc, nlp)
    assert reading.classes() == ["Capture", "Event"]
    assert all(span.begin >= first.end_char for e in reading.notes.events for span in e.spans)
