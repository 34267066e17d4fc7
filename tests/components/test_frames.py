"""Predicates read through the frames of the lexicon, on sentences parsed by hand."""

from __future__ import annotations

import hand_built
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.components.frames import Reader, Reading
from kg.components.notes import Notes
from kg.components.referents import Referents

SENTENCES = hand_built.blocks("events_sentences.txt")


def readings(name: str, nlp: Language, scheme: str = "universal") -> list[Reading]:
    doc = hand_built.document(SENTENCES[name], scheme)
    hand_built.Reading(doc, nlp)
    return read(doc)


def read(doc: Doc) -> list[Reading]:
    return Reader(Referents(Notes(doc))).readings(doc)


@pytest.mark.parametrize("scheme", hand_built.SCHEMES)
@pytest.mark.parametrize(
    ("name", "trigger", "clause", "cls"),
    [
        ("town-falls", "fell", "fell", "Capture"),
        ("army-falls-back", "fell", "fell", "Retreat"),
        ("light", "attack", "carried", "Attack"),
        ("light-passive", "attack", "carried", "Attack"),
        ("phrase", "took", "took", "Capture"),
        ("phrase-in-hands", "hands", "hands", "Control"),
        ("two-agents", "agreement", "signed", "Agreement"),
        ("dead", "dead", "dead", "Death"),
        ("layoff", "laid", "laid", "Layoff"),
        ("generic-place", "cycled", "cycled", None),
    ],
)
def test_trigger_clause_and_frame(
    name: str, trigger: str, clause: str, cls: str | None, scheme: str, nlp: Language
) -> None:
    [reading] = readings(name, nlp, scheme)
    assert (reading.trigger.text, reading.clause.text) == (trigger, clause)
    assert (reading.frame.cls if reading.frame else None) == cls


def test_prices_do_not_fall_as_towns_do(nlp: Language) -> None:
    assert all(r.frame is None for r in readings("prices-fall", nlp))


@pytest.mark.parametrize("scheme", hand_built.SCHEMES)
def test_logical_positions(scheme: str, nlp: Language) -> None:
    def positions(name: str) -> dict[str, list[str]]:
        [reading] = readings(name, nlp, scheme)
        return {p: [t.text for t in tokens] for p, tokens in reading.positions.items()}

    assert positions("passive") == {"object": ["Weber"], "in": ["Cairo"]}
    assert positions("phrase") == {"subject": ["Rebels"], "object": ["Mosul"]}
    assert positions("light-passive") == {"on": ["Mosul"], "by": ["Hamas"]}
    assert positions("travel") == {"subject": ["Haddad"], "from": ["Cairo"], "to": ["Mosul"]}
    assert positions("give") == {"by": ["Egypt"], "to": ["Chad"]}


def test_phrases_keep_their_noun(nlp: Language) -> None:
    [reading] = readings("phrase", nlp)
    assert [token.text for token in reading.nouns] == ["control"]


def test_verbs_that_only_hedge_are_no_events() -> None:
    sentences = hand_built.blocks("factuality_sentences.txt")
    found = read(hand_built.document(sentences["believed"]))
    assert [reading.trigger.text for reading in found] == ["killed", "blast"]
