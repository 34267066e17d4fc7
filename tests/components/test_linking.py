"""`kg_linker`: one item or none for each entity of a document built by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.components import linking
from kg.components.notes import Notes
from kg.facts import Article, Entity, Mention, Span, to_json
from kg.wikidata.building.build import build

FACTS = Path(__file__).parent.parent / "wikidata" / "facts.jsonl"
TEXT = (
    "Prime Minister Haider al-Abadi sent Iraqi troops to Ramadi in Anbar province. "
    "Abadi said Tarn Holloway and five guards saw Isis leave."
)
NAMES = [
    ("Haider al-Abadi", "PERSON", "e1"),
    ("Iraqi", "NORP", "e2"),
    ("Ramadi", "LOC", "e3"),
    ("Anbar province", "LOC", "e4"),
    ("Abadi", "PERSON", "e1"),
    ("Tarn Holloway", "PERSON", "e5"),
    ("Isis", "ORG", "e7"),
]


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("kb") / "tiny.kb"
    build([FACTS], path, name="tiny")
    return str(path)


@pytest.fixture(scope="module")
def nlp(kb: str) -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("kg_linker", config={"kb": kb})
    return nlp


def document(nlp: Language) -> Doc:
    doc = nlp.make_doc(TEXT)
    for token in doc:
        token.is_sent_start = token.i == 0 or doc[token.i - 1].text == "."
    start, mentions, ents = 0, [], []
    for number, (name, label, entity) in enumerate(NAMES, 1):
        start = TEXT.index(name, start)
        span = Span(start, start + len(name))
        mentions.append(Mention(f"m{number}", span, entity, label, confidence=0.8))
        ents.append(doc.char_span(span.begin, span.end, label=label))
        start = span.end
    begin = TEXT.index("five guards")
    mentions.append(Mention("m8", Span(begin, begin + 11), "e6", "PERSON", "nominal"))
    doc.set_ents(ents)
    entities = [
        Entity("e1", "Person", "Haider al-Abadi", ("Haider al-Abadi", "Abadi")),
        Entity("e2", "Group", "Iraqi", ("Iraqi",)),
        Entity("e3", "Place", "Ramadi", ("Ramadi",)),
        Entity("e4", "Place", "Anbar province", ("Anbar province",)),
        Entity("e5", "Person", "Tarn Holloway", ("Tarn Holloway",)),
        Entity("e6", "Group", "five guards", named=False),
        Entity("e7", "Group", "Isis", ("Isis",)),
    ]
    doc.user_data["kg"] = {
        "article": to_json(Article(TEXT, published="2015-05-18")),
        "entities": [to_json(entity) for entity in entities],
        "mentions": [to_json(mention) for mention in mentions],
    }
    return doc


@pytest.fixture(scope="module")
def linked(nlp: Language) -> Doc:
    return nlp(document(nlp))


def test_entities_get_one_item_or_none(linked: Doc) -> None:
    items = {e.id: e.item.qid if e.item else None for e in Notes(linked).entities.values()}
    assert items == {
        "e1": "Q5639013",
        "e2": "Q796",
        "e3": "Q192961",
        "e4": "Q187334",
        "e5": None,
        "e6": None,
        "e7": "Q2429253",
    }


def test_types_follow_the_items(linked: Doc) -> None:
    types = {e.id: e.type for e in Notes(linked).entities.values()}
    assert types["e2"] == "Place"
    assert types["e7"] == "Organization"
    assert types["e5"] == "Person"
    assert types["e6"] == "Group"


def test_confidence_is_of_the_decision(linked: Doc) -> None:
    notes = Notes(linked)
    assert all(0.5 <= entity.confidence <= 1.0 for entity in notes.entities.values())
    first = notes.mentions[0]
    assert first.confidence == pytest.approx(0.8 * notes.entities["e1"].confidence, abs=1e-4)
    assert notes.mentions[-1].confidence == 1.0


def test_spans_and_names_bear_the_items(linked: Doc) -> None:
    spans = {span.text: (span.kb_id_, span.id_) for span in linked.spans["mentions"]}
    assert spans["Abadi"] == ("Q5639013", "e1")
    assert spans["five guards"] == ("", "e6")
    names = {ent.text: (ent.kb_id_, ent.label_) for ent in linked.ents}
    assert names["Ramadi"] == ("Q192961", "GPE")
    assert names["Iraqi"] == ("Q796", "NORP")
    assert names["Tarn Holloway"] == ("", "PERSON")


def test_threshold_turns_items_into_none(kb: str) -> None:
    strict = spacy.blank("en")
    strict.add_pipe("kg_linker", config={"kb": kb, "nil_threshold": 1.0})
    doc = strict(document(strict))
    assert all(entity.item is None for entity in Notes(doc).entities.values())


def test_other_processes_decide_alike(nlp: Language, linked: Doc) -> None:
    docs = list(nlp.pipe([document(nlp), document(nlp)], n_process=2, batch_size=1))
    assert [doc.user_data["kg"] for doc in docs] == [linked.user_data["kg"]] * 2


def test_pipeline_carries_its_base_along(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    component = again.get_pipe("kg_linker")
    assert isinstance(component, linking.Linker)
    assert component.kb.name == "tiny"


def test_pipes_declare_what_they_need() -> None:
    meta = Language.get_factory_meta("kg_linker")
    assert "doc.ents" in meta.requires
    assert "doc.user_data" in meta.assigns


def test_titles_and_pronouns_say_the_gender(nlp: Language) -> None:
    doc = nlp.make_doc("Mrs Kestrel spoke. Kestrel left when she was asked.")
    first, second = doc[0:2], doc[4:5]
    words = linking.Words(Notes(doc))
    assert words.gender([first, second]) == words.gender([doc[1:2]]) == "female"
    assert words.gender([second]) is None
    doc.user_data["kg"] = {"references": {"7": {"antecedents": [[4, 0.9], [2, 0.1]]}}}
    assert linking.Words(Notes(doc)).gender([second]) == "female"
