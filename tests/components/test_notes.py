"""What is noted on a document survives JSON, pickling and DocBin, and is found by its words."""

from __future__ import annotations

import json
import pickle

import hand_built
import pytest
import spacy
from hand_built import Reading, word
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from kg.components.notes import KEY, LISTS, Notes
from kg.facts import (
    Article,
    Block,
    Claim,
    Event,
    Factuality,
    Item,
    Participant,
    Quantity,
    Span,
    Statement,
    Time,
    Toll,
    to_json,
)

SENTENCES = hand_built.blocks("events_sentences.txt")
TIME = Time("on Friday", Span(21, 30), "2018-04-06", "2018-04-06")
DOUBT = Factuality("negative", "possible", "hypothetical", "may", ("e1",))


@pytest.fixture
def doc() -> Doc:
    """A document on which one fact of each kind is noted."""
    doc = hand_built.document(SENTENCES["town-falls"])
    notes = Notes(doc)
    town = notes.add_entity("Place", "Mosul", names=("Mosul",))
    rebels = notes.add_entity("Group", "rebels", named=False)
    notes.rename(town.id, item=Item("Q83317", "Mosul", "Place", aliases=("Mosūl",), latitude=36.3))
    notes.add_mention(doc[0:1], town.id, "LOC", "name", 0.9)
    notes.add_mention(doc[3:4], rebels.id, "", "nominal")
    notes.times.append(TIME)
    where = (Span(6, 10),)
    roles = (Participant("agent", "e2"), Participant("target", "e1"))
    notes.events.append(Event("v1", "Capture", "fall", "Mosul fell", where, roles, ("e1",), TIME))
    notes.statements.append(Statement("s1", "e1", "P17", "e2", where, factuality=DOUBT))
    notes.claims.append(Claim("c1", "indirectSpeech", "said", where, where[0], asserts=("v1",)))
    notes.tolls.append(Toll("t1", "killed", where, minimum=9, approximate=True, time=TIME))
    notes.quantities.append(Quantity("q1", "length", "mile", where, "SMI", 2.5, of="e1"))
    notes.save()
    return doc


def facts(doc: Doc) -> dict[str, object]:
    notes = Notes(doc)
    return {"article": notes.article, **{name: getattr(notes, name) for name in LISTS}}


def test_notes_are_json(doc: Doc) -> None:
    before = facts(doc)
    assert all(before.values())
    doc.user_data[KEY] = json.loads(json.dumps(doc.user_data[KEY]))
    assert facts(doc) == before


def test_notes_survive_pickling_and_docbin(doc: Doc) -> None:
    before = facts(doc)
    assert facts(pickle.loads(pickle.dumps(doc))) == before
    binary = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    restored = next(iter(DocBin().from_bytes(binary).get_docs(spacy.blank("en").vocab)))
    assert facts(restored) == before
    assert [s.text for s in restored.spans["mentions"]] == ["Mosul", "rebels"]


def test_saving_again_changes_nothing(doc: Doc) -> None:
    before = json.dumps(doc.user_data[KEY])
    Notes(doc).save()
    assert json.dumps(doc.user_data[KEY]) == before


def test_mention_spans_carry_items(doc: Doc) -> None:
    spans = [(s.text, s.label_, s.kb_id_, s.id_) for s in doc.spans["mentions"]]
    assert spans == [("Mosul", "LOC", "Q83317", "e1"), ("rebels", "", "", "e2")]


def test_identifiers_go_on(doc: Doc) -> None:
    notes = Notes(doc)
    assert [notes.new_id(kind) for kind in ("entities", "mentions", "events")] == ["e3", "m3", "v2"]
    assert notes.add_entity("Person", "Nina Weber").id == "e3"


def test_a_token_gives_its_mention(doc: Doc) -> None:
    notes = Notes(doc)
    mention = notes.mention_at(word(doc, "rebels"))
    assert mention is not None
    assert mention.entity == "e2"
    town = notes.entity_at(word(doc, "Mosul"))
    assert town is not None
    assert town.item is not None
    assert notes.mention_at(word(doc, "fell")) is None


def test_a_name_goes_before_the_office_around_it() -> None:
    doc = hand_built.document(SENTENCES["generic-place"])
    notes = Notes(doc)
    person = notes.add_entity("Person", "Nina Weber")
    office = notes.add_entity("Role", "weber", named=False)
    notes.add_mention(doc[0:2], person.id, "PERSON", "name")
    notes.add_mention(doc[0:2], office.id, "", "nominal")
    assert notes.entity_at(doc[1]) == person
    assert notes.head(notes.mentions[0]) == doc[1]


def test_a_description_is_found_by_its_head_alone() -> None:
    doc = hand_built.document(SENTENCES["noun-of-by"])
    notes = Notes(doc)
    capture = notes.add_entity("Thing", "capture of Mosul", named=False)
    notes.add_mention(doc[0:4], capture.id, "", "nominal")
    assert notes.entity_at(word(doc, "capture")) == capture
    assert notes.entity_at(word(doc, "The")) is None


def test_blocks_say_what_belongs_to_the_article() -> None:
    doc = hand_built.document(SENTENCES["merge"])
    second = list(doc.sents)[1]
    blocks = (
        Block(Span(0, second.start_char - 1), "paragraph"),
        Block(Span(second.start_char, second.end_char), "furniture"),
    )
    doc.user_data[KEY] = {"article": to_json(Article(doc.text, blocks=blocks))}
    notes = Notes(doc)
    assert [notes.in_article(sent[0]) for sent in doc.sents] == [True, False]


def test_a_document_without_an_article_is_its_own() -> None:
    doc = Doc(spacy.blank("en").vocab, words=["Rain", "fell"])
    assert Notes(doc).article == Article("Rain fell ")
    assert facts(doc)["events"] == []


def test_a_whole_reading_survives_pickling(nlp: Language) -> None:
    doc = hand_built.document(SENTENCES["suicide"])
    before = Reading(doc, nlp).notes.events
    assert Notes(pickle.loads(pickle.dumps(doc))).events == before


def test_facts_are_converted_once_and_read_anew_where_their_json_was_replaced(doc: Doc) -> None:
    first, second = Notes(doc), Notes(doc)
    assert first.events[0] is second.events[0]
    data = doc.user_data[KEY]
    data["events"] = [{**data["events"][0], "label": "replaced"}]
    assert Notes(doc).events[0].label == "replaced"
    assert first.events[0].label == "Mosul fell"


def test_mentions_of_an_entity_include_later_ones(doc: Doc) -> None:
    notes = Notes(doc)
    assert [mention.id for mention in notes.mentions_of("e1")] == ["m1"]
    later = notes.add_mention(doc[1:2], "e1", "", "nominal")
    assert notes.mentions_of("e1")[1:] == [later]
    assert notes.mentions_of("e9") == []
