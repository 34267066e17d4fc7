"""`kg_variants`: unlinked names of one document made one entity."""

from __future__ import annotations

import re

import pytest
import spacy
from spacy.tokens import Doc

from kg.components.notes import KEY, Notes
from kg.components.variants import variants
from kg.facts import Article, Entity, EntityType, Item, Mention, Span, to_json

LABELS = {"Person": "PERSON", "Organization": "ORG", "Place": "LOC"}
WATER = Item("Q990000007", "Orne Institute for Water", "Organization")


def document(
    text: str, *named: tuple[EntityType, str], items: dict[str, Item] | None = None
) -> Doc:
    """A document whose entities have the names given, an item where `items` has one."""
    doc = spacy.blank("en").make_doc(text)
    entities = [
        Entity(f"e{n}", kind, name, (name,), (items or {}).get(name), confidence=0.9)
        for n, (kind, name) in enumerate(named, 1)
    ]
    mentions: list[Mention] = []
    for entity in sorted(entities, key=lambda entity: -len(entity.name)):
        for match in re.finditer(re.escape(entity.name), text):
            span = Span(*match.span())
            if not any(m.span.begin <= span.begin < m.span.end for m in mentions):
                number = f"m{len(mentions) + 1}"
                mentions.append(Mention(number, span, entity.id, LABELS[entity.type]))
    mentions.sort(key=lambda mention: mention.span)
    doc.user_data[KEY] = {
        "article": to_json(Article(text)),
        "entities": [to_json(entity) for entity in entities],
        "mentions": [to_json(mention) for mention in mentions],
    }
    return doc


TEXT = "Naim al-Gaoud met Ada Orne. Naeem Omar al-Gauoud spoke. Gauoud left."
NAMES: list[tuple[EntityType, str]] = [
    ("Person", "Naim al-Gaoud"),
    ("Person", "Ada Orne"),
    ("Person", "Naeem Omar al-Gauoud"),
    ("Person", "Gauoud"),
]


@pytest.mark.parametrize("turned", [False, True])
def test_spellings_are_one_entity_with_all_its_names(turned: bool) -> None:
    doc = variants(document(TEXT, *(NAMES[::-1] if turned else NAMES)))
    notes = Notes(doc)
    found = {entity.name: set(entity.names) for entity in notes.entities.values()}
    assert found == {
        "Naeem Omar al-Gauoud": {"Naim al-Gaoud", "Naeem Omar al-Gauoud", "Gauoud"},
        "Ada Orne": {"Ada Orne"},
    }
    assert list(notes.entities) == ["e1", "e2"]
    by_entity = [notes.entities[mention.entity].name for mention in notes.mentions]
    assert by_entity == ["Naeem Omar al-Gauoud", "Ada Orne", *["Naeem Omar al-Gauoud"] * 2]
    assert [span.id_ for span in doc.spans["mentions"]] == [m.entity for m in notes.mentions]


def test_new_entities_get_new_identifiers_afterwards() -> None:
    notes = Notes(variants(document(TEXT, *NAMES)))
    assert notes.add_entity("Person", "Tarn").id == "e3"


def test_what_has_an_item_stays_alone() -> None:
    text = "The Orne Institute for Water and the OIW met. OIW closed."
    names: list[tuple[EntityType, str]] = [
        ("Organization", "Orne Institute for Water"),
        ("Organization", "OIW"),
    ]
    joined = Notes(variants(document(text, *names)))
    assert [entity.name for entity in joined.entities.values()] == ["Orne Institute for Water"]
    alone = document(text, *names, items={"Orne Institute for Water": WATER})
    before = dict(alone.user_data[KEY])
    assert variants(alone).user_data[KEY] == before


def test_brothers_stay_two() -> None:
    text = "Dora Kestrel and Karl Kestrel left. Kestrel returned."
    names: list[tuple[EntityType, str]] = [
        ("Person", "Dora Kestrel"),
        ("Person", "Karl Kestrel"),
        ("Person", "Kestrel"),
    ]
    notes = Notes(variants(document(text, *names)))
    assert len(notes.entities) == 3


def test_a_surname_is_its_bearers_whatever_the_model_takes_it_for() -> None:
    names: list[tuple[EntityType, str]] = [
        ("Person", "Naeem al-Gauoud"),
        ("Organization", "Gauoud"),
    ]
    notes = Notes(variants(document("Naeem al-Gauoud left. Gauoud spoke.", *names)))
    assert [(e.type, e.name) for e in notes.entities.values()] == [("Person", "Naeem al-Gauoud")]
    names.append(("Organization", "Gauoud Mills"))
    text = "Naeem al-Gauoud left. Gauoud Mills closed. Gauoud spoke."
    notes = Notes(variants(document(text, *names)))
    assert ("Person", "Naeem al-Gauoud", ("Naeem al-Gauoud",)) in {
        (entity.type, entity.name, entity.names) for entity in notes.entities.values()
    }


def test_titles_of_both_genders_keep_people_apart() -> None:
    names: list[tuple[EntityType, str]] = [("Person", "Mr Kestrel"), ("Person", "Mrs Kestrel")]
    notes = Notes(variants(document("Mr Kestrel met Mrs Kestrel.", *names)))
    assert len(notes.entities) == 2


def test_a_document_without_entities() -> None:
    assert Notes(variants(document("Nothing."))).entities == {}
