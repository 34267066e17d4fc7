"""Words that belong to a verb, wherever the parser puts them, on sentences parsed by hand."""

from __future__ import annotations

import hand_built
import pytest
from spacy.language import Language

from kg.components.frames import Reader
from kg.components.notes import Notes
from kg.components.referents import Referents

SENTENCES = hand_built.blocks("event_words_sentences.txt")


@pytest.mark.parametrize(
    ("name", "trigger", "cls"),
    [
        ("out-of", "pulled", "Retreat"),
        ("case-of-object", "cordoned", "Siege"),
        ("adverb", "went", "Fire"),
        ("bare-object", "laid", "Surrender"),
        ("time-is-no-word", "flew", "Travel"),
        ("named-storm", "battered", "Storm"),
    ],
)
def test_class(name: str, trigger: str, cls: str, nlp: Language) -> None:
    doc = hand_built.document(SENTENCES[name])
    hand_built.Reading(doc, nlp)
    [reading] = Reader(Referents(Notes(doc))).readings(doc)
    assert (reading.trigger.text, reading.frame and reading.frame.cls) == (trigger, cls)
