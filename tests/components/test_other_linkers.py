"""Linkers of others: a component that sets `kb_id_` before `kg_linker` decides."""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc, Span

import kg
from kg.components.notes import Notes
from kg.facts import Article
from kg.pipeline import extract
from kg.rdf import to_dataset

pytestmark = pytest.mark.pipeline

TEXT = "Tarn Holloway met Haider al-Abadi in Ramadi on Monday. Holloway then left Iraq."
ANSWERS = {"Tarn Holloway": "Q990000077", "Ramadi": "NIL", "Iraq": "Q990000078"}


@Language.component("test_double_linker", assigns=["token.ent_kb_id"])
def double(doc: Doc) -> Doc:
    """Knows its answers by heart, as a linker behind a server would."""
    doc.set_ents(
        [
            Span(doc, ent.start, ent.end, label=ent.label_, kb_id=ANSWERS.get(ent.text, ""))
            for ent in doc.ents
        ]
    )
    return doc


@pytest.fixture(scope="module")
def nlp() -> Language:
    return kg.load(linker="test_double_linker")


def items(doc: Doc) -> dict[str, str | None]:
    return {e.name: e.item.qid if e.item else None for e in Notes(doc).entities.values() if e.named}


def test_its_items_are_kept_and_ours_fill_the_gaps(nlp: Language) -> None:
    found = items(nlp(TEXT))
    assert found["Tarn Holloway"] == "Q990000077"
    assert found["Iraq"] == "Q990000078"
    assert found["Ramadi"] == "Q192961"
    assert found["Haider al-Abadi"] == "Q5639013"


def test_all_names_of_an_entity_get_its_item(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert {ent.text: ent.kb_id_ for ent in doc.ents}["Holloway"] == "Q990000077"


def test_the_graph_is_of_the_same_kind(nlp: Language) -> None:
    article = Article(TEXT, published="2015-12-01")
    graph = to_dataset([extract(article, nlp)])
    ask = """ASK { ?event kg:participant|kg:agent wd:Q990000077 .
                   wd:Q990000077 a schema:Person ; gaf:denotedBy/nif:anchorOf "Holloway" }"""
    assert graph.query(ask).askAnswer


def test_a_linker_that_is_not_there_is_named() -> None:
    with pytest.raises(kg.KgError, match="no_such_linker"):
        kg.load(linker="no_such_linker")
