"""Types and entities of head tokens, on sentences parsed by hand."""

from __future__ import annotations

import hand_built
import pytest
from hand_built import Reading, word
from spacy.language import Language
from spacy.tokens import Doc

from kg.components.notes import Notes
from kg.components.referents import Referents

SENTENCES = hand_built.blocks("events_sentences.txt")


def known(name: str, nlp: Language) -> tuple[Doc, Referents]:
    """A document that has been read, and its referents."""
    doc = hand_built.document(SENTENCES[name])
    return doc, Referents(Reading(doc, nlp).notes)


@pytest.mark.parametrize(
    ("name", "text", "types"),
    [
        ("town-falls", "Mosul", {"Place"}),
        ("town-falls", "Friday", {"Time"}),
        ("town-falls", "rebels", {"Person", "Group", "militant"}),
        ("two-agents", "Chad", {"Place", "country"}),
        ("light", "Hamas", {"Organization"}),
        ("passive", "Weber", {"Person"}),
        ("instrument", "nine", {"Number"}),
        ("generic-named", "painted", {"Clause"}),
        ("generic-unnamed", "cheered", {"Clause"}),
    ],
)
def test_types(name: str, text: str, types: set[str], nlp: Language) -> None:
    doc, referents = known(name, nlp)
    assert referents.types(word(doc, text)) == types


def test_nouns_may_be_known_with_their_modifiers(nlp: Language) -> None:
    doc, referents = known("suicide", nlp)
    bombers = referents.noun(word(doc, "bombers"))
    assert bombers is not None
    assert bombers.lemma == "suicide bomber"


def test_unknown_nouns_have_no_types(nlp: Language) -> None:
    doc, referents = known("generic-unnamed", nlp)
    assert referents.noun(word(doc, "cheered")) is None
    assert referents.types(word(doc, "The")) == set()


@pytest.mark.parametrize(
    ("kind", "probability", "types"),
    [
        ("person", 0.9, {"Person"}),
        ("place", 0.7, {"Place"}),
        ("person", 0.3, set()),
        ("event", 1, set()),
    ],
)
def test_the_language_model_knows_other_nouns(
    kind: str, probability: float, types: set[str], nlp: Language
) -> None:
    doc = hand_built.document(SENTENCES["generic-unnamed"])
    weather = hand_built.word(doc, "weather")
    reference = {"kind": kind, "probability": probability, "antecedents": []}
    doc.user_data.setdefault("kg", {})["references"] = {str(weather.i): reference}
    assert Referents(Reading(doc, nlp).notes).types(weather) == types


def test_descriptions_become_entities_once() -> None:
    doc = hand_built.document(SENTENCES["weapon-with"])
    notes = Notes(doc)
    referents = Referents(notes)
    rockets = referents.entity(word(doc, "rockets"))
    assert rockets is not None
    assert (rockets.type, rockets.name, rockets.named) == ("Product", "rockets", False)
    assert referents.entity(word(doc, "rockets")) == rockets
    assert len(notes.entities) == 1


def test_times_pronouns_and_verbs_are_no_entities(nlp: Language) -> None:
    doc, referents = known("town-falls", nlp)
    assert referents.entity(word(doc, "Friday")) is None
    assert referents.entity(word(doc, "fell")) is None


def test_an_army_acts_through_its_fighters() -> None:
    doc = hand_built.document(
        [
            ["Hamas", "Hamas", "PROPN", "NNP", "2:compound", "B-ORG"],
            ["fighters", "fighter", "NOUN", "NNS", "3:nsubj"],
            ["fled", "flee", "VERB", "VBD", "0:root"],
        ]
    )
    notes = Notes(doc)
    owner = notes.add_entity("Organization", "Hamas")
    notes.add_mention(doc[0:1], owner.id, "ORG", "name")
    assert Referents(notes).entity(doc[1]) == owner
    assert [m.kind for m in notes.mentions] == ["name", "nominal"]


def test_long_descriptions_are_cut_at_the_noun(nlp: Language) -> None:
    doc, referents = known("noun-of-by", nlp)
    found = referents.entity(word(doc, "capture"))
    assert found is not None
    assert found.name == "capture of Mosul by rebels"


def test_descriptions_leave_out_what_leads_to_them() -> None:
    doc = hand_built.document(
        [
            ["And", "and", "CCONJ", "CC", "6:cc"],
            ["of", "of", "ADP", "IN", "6:case"],
            ["the", "the", "DET", "DT", "6:det"],
            ["at", "at", "ADP", "IN", "5:case"],
            ["least", "least", "ADJ", "JJS", "6:amod"],
            ["guards", "guard", "NOUN", "NNS", "7:nsubj"],
            ["fled", "flee", "VERB", "VBD", "0:root"],
        ]
    )
    assert Referents(Notes(doc)).description(doc[5]).text == "at least guards"


def test_descriptions_hold_no_clauses() -> None:
    doc = hand_built.document(
        [
            ["guards", "guard", "NOUN", "NNS", "4:compound"],
            ["had", "have", "VERB", "VBD", "4:amod"],
            ["eight", "eight", "NUM", "CD", "4:nummod"],
            ["dogs", "dog", "NOUN", "NNS", "0:root"],
        ]
    )
    assert Referents(Notes(doc)).description(doc[3]).text == "eight dogs"


def test_names_are_told_by_their_capitals() -> None:
    doc = hand_built.document(
        [
            ["The", "the", "DET", "DT", "3:det"],
            ["Civil", "civil", "ADJ", "JJ", "3:amod"],
            ["Defence", "defence", "NOUN", "NN", "4:nsubj"],
            ["praised", "praise", "VERB", "VBD", "0:root"],
            ["the", "the", "DET", "DT", "6:det"],
            ["Offensive", "offensive", "NOUN", "NN", "4:obj"],
            ["Bosaso", "Bosaso", "PROPN", "NNP", "4:obl"],
        ]
    )
    proper = [token.text for token in doc if Referents.is_proper(token) and token.pos_ != "ADJ"]
    assert proper == ["Defence", "Bosaso"]
