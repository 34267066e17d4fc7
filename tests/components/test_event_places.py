"""Where events take place when their own positions do not say, and who is told."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.facts import Article, Document
from kg.pipeline import extract

pytestmark = pytest.mark.pipeline


def places(document: Document, cls: str) -> list[str]:
    names = {entity.id: entity.name for entity in document.entities}
    return [names[p] for event in document.events if event.cls == cls for p in event.places]


@pytest.mark.parametrize(
    ("text", "cls", "place"),
    [
        ("Gunmen killed two people in Mosul on Friday.", "Killing", ["Mosul"]),
        ("The army carried out a raid on a farm in Anbar.", "Attack", ["Anbar"]),
        ("Four men were arrested in a raid on a farm in Anbar.", "Arrest", ["Anbar"]),
        ("They come from Kobani, where a clinic was destroyed.", "Destruction", ["Kobani"]),
        ("The minister criticised the mayor of a town in Kenya.", "Criticism", []),
        ("Rebels attacked a convoy carrying flour from Turkey.", "Attack", []),
    ],
)
def test_the_place_of_what_it_is_done_to_or_part_of(
    nlp: Language, text: str, cls: str, place: list[str]
) -> None:
    assert places(extract(Article(text), nlp), cls) == place


def test_an_event_noun_takes_no_part_in_another_event(nlp: Language) -> None:
    document = extract(Article("The shelling destroyed a market in Aleppo."), nlp)
    (destruction,) = (event for event in document.events if event.cls == "Destruction")
    assert [p.role for p in destruction.participants] == ["target"]


@pytest.mark.parametrize("told", ["reporters", "Reuters"])
def test_who_is_told_is_the_recipient(nlp: Language, told: str) -> None:
    document = extract(Article(f"Hassan Rouhani told {told} that the talks had failed."), nlp)
    (statement,) = (event for event in document.events if event.cls == "Statement")
    names = {entity.id: entity.name for entity in document.entities}
    roles = {p.role: names[p.entity] for p in statement.participants}
    assert roles["recipient"] == told


def test_what_nobody_said_is_still_an_event(nlp: Language) -> None:
    document = extract(Article("Nobody told the villagers when it would end."), nlp)
    (statement,) = (event for event in document.events if event.cls == "Statement")
    assert statement.factuality.polarity == "negative"


@pytest.mark.parametrize(
    ("by", "role"), [("helicopter", "instrument"), ("a fishing boat", "agent")]
)
def test_a_bare_vehicle_is_the_means(nlp: Language, by: str, role: str) -> None:
    document = extract(Article(f"Twelve sailors were rescued by {by} on Friday."), nlp)
    (rescue,) = (event for event in document.events if event.cls == "Rescue")
    assert {p.role for p in rescue.participants} == {role, "target"}
