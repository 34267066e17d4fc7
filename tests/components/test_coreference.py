"""Which names pronouns and descriptions stand for, on sentences parsed by hand."""

from __future__ import annotations

from typing import Any

import hand_built
import pytest
from hand_built import Reading
from spacy.language import Language

from kg import lexicon

SENTENCES = hand_built.blocks("coreference_sentences.txt")
CASES = {
    "he": {"He": "Omar Haddad"},
    "she": {"She": "Queen Elizabeth", "him": "Omar Haddad"},
    "other-gender": {"an actress": "Nina Weber", "He": "Omar Haddad"},
    "its": {"Its": "Boeing"},
    "they": {"They": "Hamas"},
    "one-of-many": {"They": "Soldiers"},
    "nothing": {},
    "expletive": {},
    "the-city": {"The city": "Mosul"},
    "the-country": {"The country": "Chad"},
    "wrong-kind": {},
    "the-group": {"The group": "Hamas"},
    "same-clause": {},
    "title": {"The prime minister": "Omar Haddad"},
    "other-title": {},
    "attacker": {},
    "apposition": {"a doctor": "Omar Haddad"},
    "known-as": {"Militias": "Hamas"},
    "city-of": {"the city": "Mosul"},
    "own": {"They": "Rebels", "their": "Rebels"},
    "not-own": {"their": "Rebels"},
    "compound": {"Orvel militia group": "Orvel"},
    "given-kind": {"The Orvel newspaper": "Orvel", "The newspaper": "Orvel"},
    "an-other": {},
    "specific-noun": {},
    "generic-noun": {"The militants": "Orvel"},
    "repeated-noun": {},
    "said-in-the-name": {"The union": "Orvel Union"},
    "place-last": {"Its": "Hamas"},
    "place-never": {},
    "place-first": {"Its": "Mosul"},
}


@pytest.mark.parametrize("scheme", hand_built.SCHEMES)
@pytest.mark.parametrize("name", CASES)
def test_antecedents(name: str, scheme: str, nlp: Language) -> None:
    reading = Reading(hand_built.document(SENTENCES[name], scheme), nlp)
    assert reading.referring() == CASES[name]


def test_every_sentence_is_asked_about() -> None:
    assert set(CASES) == set(SENTENCES)


def test_confidence_is_lower_than_that_of_names(nlp: Language) -> None:
    mentions = Reading(hand_built.document(SENTENCES["the-group"]), nlp).notes.mentions
    named = next(mention for mention in mentions if mention.kind == "name")
    described = next(mention for mention in mentions if mention.kind == "nominal")
    assert 0 < described.confidence < named.confidence <= 1


def test_a_far_pronoun_finds_nothing(nlp: Language) -> None:
    he = SENTENCES["he"]
    reach = lexicon.coreference().distance["pronoun"]
    filler = [["Rain", "rain", "NOUN", "NN", "2:nsubj"], ["fell", "fall", "VERB", "VBD", "0:root"]]
    for gap, expected in [(reach - 1, "Omar Haddad"), (reach, None)]:
        rows = [*he[:6]]
        for part in [*[filler] * gap, he[6:]]:
            rows += hand_built.moved(part, len(rows), 6 if part is not filler else 0)
        referring = Reading(hand_built.document(rows), nlp).referring()
        assert referring.get("He") == expected


def test_rules_name_kinds_that_the_lexicon_and_the_base_know() -> None:
    found = lexicon.coreference()
    assert found.pronouns["he"].gender == "male"
    assert found.pronouns["they"] == found.pronouns["their"]
    assert "city" in found.items["town"]
    assert found.naming["know"] == "as"
    assert "news_agency" in found.bearing["agency", "Organization"]
    assert found.generic.isdisjoint(["board", "charity", "union", "body", "bloc"])


@pytest.mark.parametrize(
    ("antecedents", "found"),
    [
        ([["Rebels", 0.5], ["army", 0.4]], "Rebels"),
        ([["army", 0.9], ["Rebels", 0.05]], "army"),
        ([["army", 0.6], ["Rebels", 0.3]], "Rebels"),  # a subject
        ([["Rebels", 0.04]], None),
        ([], None),
    ],
)
def test_the_language_model_knows_antecedents(
    antecedents: list[list[Any]], found: str | None, nlp: Language
) -> None:
    doc = hand_built.document(SENTENCES["own"])
    pairs = [[hand_built.word(doc, text).i, probability] for text, probability in antecedents]
    they = {"kind": "person", "probability": 1.0, "antecedents": pairs}
    references = {str(hand_built.word(doc, "They").i): they}
    doc.user_data.setdefault("kg", {})["references"] = references
    assert Reading(doc, nlp).referring().get("They") == found
