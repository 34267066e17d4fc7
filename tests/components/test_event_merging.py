"""Mentions of one event as one, on sentences parsed by hand."""

from __future__ import annotations

import hand_built
import pytest
from spacy.language import Language

from kg.components.events.unions import times_fit
from kg.components.notes import KEY
from kg.facts import Article, Block, Span, Time, to_json
from kg.lexicon import event_coreference

SENTENCES = hand_built.blocks("event_merging_sentences.txt")
CASES: dict[str, list[tuple[str, list[str]]]] = {
    "broader": [("Shelling", ["shelled", "attack"])],
    "finer": [("Attack", ["attacked"]), ("Shelling", ["shelling"])],
    "plural": [("Attack", ["attacked"]), ("Attack", ["attacks"])],
    "another": [("Attack", ["attacked"]), ("Attack", ["attack"])],
    "incident": [("Attack", ["attacked", "incident"])],
    "sayings": [("Praise", ["praised"]), ("Praise", ["praised"])],
    "planned": [("Attack", ["attack"]), ("Attack", ["attacked"])],
    "turned": [("Attack", ["attacked"]), ("Attack", ["attacked"])],
    "numbers": [("Killing", ["killed"]), ("Killing", ["killed"])],
    "ceremony": [("Marriage", ["married", "ceremony"])],
    "headline": [("Recapture", ["retakes"]), ("Recapture", ["recaptured"])],
}


@pytest.mark.parametrize("name", CASES)
def test_mentions_of_events(name: str, nlp: Language) -> None:
    reading = hand_built.Reading(hand_built.document(SENTENCES[name]), nlp)
    found = [
        (event.cls, [reading.text[span.begin : span.end] for span in event.spans])
        for event in reading.notes.events
        if event.cls != "Event"
    ]
    assert found == CASES[name]


def test_the_body_tells_what_the_headline_tells(nlp: Language) -> None:
    doc = hand_built.document(SENTENCES["headline"])
    headline = Span(0, doc.text.index("Soldiers"))
    blocks = (Block(headline, "headline"), Block(Span(headline.end, len(doc.text)), "paragraph"))
    article = Article(doc.text, published=hand_built.PUBLISHED, blocks=blocks)
    doc.user_data[KEY] = {"article": to_json(article)}
    reading = hand_built.Reading(doc, nlp)
    (event,) = reading.notes.events
    assert len(event.spans) == 2
    assert event.time is not None
    assert {"Gao"} == {
        reading.notes.entities[p.entity].name for p in event.participants if p.role == "target"
    }


def test_times_of_one_event_lie_in_each_other() -> None:
    def time(begin: str | None, end: str | None) -> Time:
        return Time("then", Span(0, 4), begin, end)

    friday = time("2018-04-06", "2018-04-06")
    assert times_fit(friday, time("2018-04-01", "2018-04-30"))
    assert times_fit(friday, time("2018-01-01", None))
    assert times_fit(friday, None)
    assert not times_fit(friday, time("2018-04-07", "2018-04-08"))


def test_classes_have_a_hierarchy() -> None:
    rules = event_coreference()
    assert rules.finer("Attack", "SuicideBombing") == "SuicideBombing"
    assert rules.finer("Attack", "Killing") is None
    assert {"Statement", "Denial"} <= rules.saying
    assert "Airstrike" in rules.generic["incident"]
