"""Statements that the grammar makes, on sentences parsed by hand, with the embedded base."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from parsed_sentences import VOCAB, document, sentences
from spacy.language import Language

from kg.components import linking, mentions, relations
from kg.components.notes import Notes
from kg.facts import Statement

SENTENCES = sentences(Path(__file__).with_name("relations_sentences.txt"))
COMPONENTS = (mentions, linking, relations)  # importing registers their factories


@pytest.fixture(scope="module")
def pipeline() -> Language:
    nlp = spacy.blank("en", vocab=VOCAB)
    for name in ("kg_mentions", "kg_linker", "kg_relations"):
        nlp.add_pipe(name)
    return nlp


class Read:
    """The notes on one sentence, with the names of things in place of identifiers."""

    def __init__(self, nlp: Language, name: str, published: str | None) -> None:
        self.doc = nlp(document(SENTENCES[name], published=published))
        self.notes = Notes(self.doc)
        self.found = self.notes.statements

    def name(self, entity: str) -> str:
        item = self.notes.entities[entity].item
        return item.label if item else self.notes.entities[entity].name

    def triples(self) -> list[tuple[str, str, str]]:
        return sorted((self.name(s.subject), s.property, self.name(s.object)) for s in self.found)

    def one(self, stated: str) -> Statement:
        (found,) = [s for s in self.found if s.property == stated]
        return found

    def qualifiers(self, stated: str) -> list[tuple[str, str]]:
        return [(q.property, self.name(q.value)) for q in self.one(stated).qualifiers]

    def words(self, stated: str) -> str:
        span = self.one(stated).spans[0]
        return self.doc.text[span.begin : span.end]

    def nominals(self) -> dict[str, str]:
        found = [m for m in self.notes.mentions if m.kind == "nominal"]
        text = self.doc.text
        return {text[m.span.begin : m.span.end]: self.name(m.entity) for m in found}


Reader = Callable[..., Read]


@pytest.fixture
def read(pipeline: Language) -> Reader:
    def make(name: str, published: str | None = "2015-05-18") -> Read:
        return Read(pipeline, name, published)

    return make


CASES: dict[str, list[tuple[str, str, str]]] = {
    "before": [
        ("Haider Al-Abadi", "P39", "Prime Minister of Iraq"),
        ("Iraq", "P6", "Haider Al-Abadi"),
    ],
    "held": [("Barack Obama", "P39", "President of the United States")],
    "apposition": [("John Kerry", "P39", "United States Secretary of State")],
    "head-of": [
        ("Lima port council", "P1037", "Maria Soto"),
        ("Maria Soto", "P39", "head"),
    ],
    "beside": [
        ("Lima port council", "P1037", "Maria Soto"),
        ("Maria Soto", "P39", "head"),
    ],
    "mayor": [("Jean Martin", "P39", "mayor"), ("Lyon", "P6", "Jean Martin")],
    "naming": [("Abu Salim", "P27", "United Kingdom"), ("Abu Salim", "P463", "Hezbollah")],
    "former": [("Bill Clinton", "P39", "President of the United States")],
    "designate": [("Maria Soto", "P39", "minister")],
    "deputy": [("Maria Soto", "P39", "deputy governor")],
    "spokesperson": [],
    "company": [
        ("Hezbollah", "P169", "Maria Soto"),
        ("Maria Soto", "P102", "Hezbollah"),
        ("Maria Soto", "P39", "chief executive officer"),
    ],
    "capital": [("Lima", "P1376", "Peru"), ("Peru", "P36", "Lima")],
    "carried": [
        ("Mosul", "P1376", "Nineveh Governorate"),
        ("Nineveh Governorate", "P36", "Mosul"),
    ],
    "no-capital": [],
    "become": [("Lyon", "P6", "Maria Soto"), ("Maria Soto", "P39", "mayor")],
    "wife": [("Jean Martin", "P26", "Maria Soto"), ("Maria Soto", "P26", "Jean Martin")],
    "born": [("Maria Soto", "P19", "Lyon")],
    "mark": [("Lyon", "P17", "France")],
    "wrong-country": [],
    "journalist": [
        ("Maria Soto", "P106", "journalist"),
        ("Maria Soto", "P108", "Hezbollah"),
        ("Maria Soto", "P27", "Iraq"),
    ],
    "speaker": [],
    "speaker-misread": [],
    "speaker-clause": [],
    "said-head": [("Maria Soto", "P39", "head")],
    "mayor-said": [("Lyon", "P6", "Maria Soto"), ("Maria Soto", "P39", "mayor")],
    "leader-said": [
        ("Hezbollah", "P488", "Maria Soto"),
        ("Maria Soto", "P102", "Hezbollah"),
        ("Maria Soto", "P39", "leader"),
    ],
    "spokesman-for": [],
    "wife-of": [],
    "lawyer-of": [("Maria Soto", "P106", "lawyer")],
    "presidents-lawyer": [],
    "one-time": [("Lyon", "P6", "Maria Soto"), ("Maria Soto", "P39", "mayor")],
    "operations": [("Maria Soto", "P39", "director")],
    "director": [
        ("Hezbollah", "P1037", "Maria Soto"),
        ("Maria Soto", "P102", "Hezbollah"),
        ("Maria Soto", "P39", "director"),
    ],
    "wake": [],
    "wake-misread": [],
    "listed": [],
    "ambassador": [("Maria Soto", "P106", "poet"), ("Maria Soto", "P39", "ambassador")],
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_statements(read: Reader, name: str) -> None:
    found = read(name)
    assert found.triples() == CASES[name]
    assert all(s.factuality.polarity == "positive" for s in found.found)
    assert [s.id for s in found.found] == [f"s{i}" for i in range(1, len(found.found) + 1)]


@pytest.mark.parametrize(
    ("name", "stated", "words"),
    [
        ("before", "P39", "Iraqi Prime Minister Haider al-Abadi"),
        ("apposition", "P39", "John Kerry, the US Secretary of State"),
        ("former", "P39", "Former president Bill Clinton"),
        ("naming", "P463", "A British Hezbollah fighter who called himself Abu Salim"),
        ("carried", "P1376", "the capital of Nineveh province"),
        ("mark", "P17", "Lyon, France"),
        ("born", "P19", "Maria Soto was born in Lyon"),
    ],
)
def test_evidence(read: Reader, name: str, stated: str, words: str) -> None:
    assert read(name).words(stated) == words


def test_general_role_has_its_scope_as_qualifier(read: Reader) -> None:
    assert read("mayor").qualifiers("P39") == [("P1001", "Lyon")]
    assert read("company").qualifiers("P39") == [("P642", "Hezbollah")]
    assert read("head-of").qualifiers("P39") == [("P642", "Lima port council")]


def test_particular_office_needs_no_qualifier(read: Reader) -> None:
    assert read("before").qualifiers("P39") == []


def test_office_without_a_country_depends_on_the_date(read: Reader) -> None:
    before = read("held", published="1990-01-01")
    assert before.one("P39").confidence < read("held").one("P39").confidence


def test_denied_and_future_positions(read: Reader) -> None:
    denied = read("not-mayor").one("P39")
    assert denied.factuality.polarity == "negative"
    assert not denied.factuality.is_fact
    for name in ("become", "designate"):
        assert read(name).one("P39").factuality.realis == "future"


@pytest.mark.parametrize(
    ("name", "hedge"),
    [
        ("alleged", "alleged"),
        ("self-proclaimed", "self-proclaimed"),
        ("self-styled", "self-styled"),
    ],
)
def test_hedged_titles_are_no_facts(read: Reader, name: str, hedge: str) -> None:
    found = read(name).found
    assert found
    assert not any(s.factuality.is_fact for s in found)
    assert {s.factuality.hedge for s in found} == {hedge}


def test_hyphenated_words_before_titles_say_when(read: Reader) -> None:
    assert read("would-be").one("P39").factuality.realis == "future"
    assert read("one-time").one("P39").ended


@pytest.mark.parametrize("name", ["speaker", "speaker-misread", "speaker-clause", "wake", "listed"])
def test_nouns_beside_another_name_are_no_mention_of_it(read: Reader, name: str) -> None:
    assert "Maria Soto" not in read(name).nominals().values()


def test_title_of_a_part_leads_nothing(read: Reader) -> None:
    assert read("mayor-said").qualifiers("P39") == [("P1001", "Lyon")]
    assert read("operations").qualifiers("P39") == [("P642", "Hezbollah")]
    assert "P1037" not in {s.property for s in read("operations").found}
    assert read("director").qualifiers("P39") == [("P642", "Hezbollah")]


def test_former_titles_are_told_apart(read: Reader) -> None:
    assert read("former").one("P39").ended
    assert not read("before").one("P39").extractor.startswith("former")


def test_confidence_by_construction(read: Reader) -> None:
    order = [read(name).one("P39").confidence for name in ("before", "apposition", "beside")]
    assert order == sorted(set(order), reverse=True)


def test_descriptions_become_mentions(read: Reader) -> None:
    assert read("naming").nominals()["A British Hezbollah fighter"] == "Abu Salim"
    assert read("beside").nominals()["The head"] == "Maria Soto"
    assert read("carried").nominals()["the capital of Nineveh province"] == "Mosul"


def test_office_is_an_entity_with_a_mention(read: Reader) -> None:
    found = read("apposition")
    role = found.notes.entities[found.one("P39").object]
    assert role.type == "Role"
    assert role.item is not None
    assert found.nominals()["Secretary of State"] == "United States Secretary of State"


def test_every_entity_has_a_mention(read: Reader) -> None:
    for name in SENTENCES:
        notes = read(name).notes
        assert {mention.entity for mention in notes.mentions} == set(notes.entities), name


def test_spokesperson_does_not_hold_the_office(read: Reader) -> None:
    assert all(e.type != "Role" for e in read("spokesperson").notes.entities.values())


def test_base_of_the_linker_is_shared(pipeline: Language) -> None:
    extractor, linker = (pipeline.get_pipe(name) for name in ("kg_relations", "kg_linker"))
    assert extractor.base is linker.kb  # type: ignore[attr-defined]
