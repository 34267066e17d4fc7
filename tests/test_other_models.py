"""Another English pipeline in the place of the shipped one, with ClearNLP's labels."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

import kg
from kg import facts, pipeline

ROWS = """
Rebels NNS rebel NOUN captured nsubj
captured VBD capture VERB captured ROOT
Konna NNP Konna PROPN captured dobj
on IN on ADP captured prep
Thursday NNP Thursday PROPN on pobj
, , , PUNCT said punct
said VBD say VERB captured parataxis
Dioncounda NNP Dioncounda PROPN Traoré compound
Traoré NNP Traoré PROPN said nsubj
. . . PUNCT captured punct
"""
ENTITIES = (("Konna", 2, 3, "GPE"), ("Traoré", 7, 9, "PERSON"), ("Thursday", 4, 5, "DATE"))


@Language.component("clearnlp_double")
def clearnlp_double(doc: Doc) -> Doc:
    """Annotates one known sentence as `en_core_web_*` would."""
    rows = [line.split() for line in ROWS.strip().splitlines()]
    words = [row[0] for row in rows]
    assert [token.text for token in doc] == words
    for token, (_, tag, lemma, pos, head, dep) in zip(doc, rows, strict=True):
        token.tag_, token.lemma_, token.pos_ = tag, lemma, pos
        token.head, token.dep_ = doc[words.index(head)], dep
    doc.set_ents([Span(doc, start, end, label=label) for _, start, end, label in ENTITIES])
    return doc


@pytest.fixture
def model(tmp_path: Path) -> Path:
    nlp = spacy.blank("en")
    nlp.add_pipe("clearnlp_double")
    nlp.to_disk(tmp_path / "other")
    return tmp_path / "other"


def test_extraction_sees_no_difference(model: Path) -> None:
    text = " ".join(line.split()[0] for line in ROWS.strip().splitlines())
    nlp = kg.load(model=model)
    doc = nlp(Doc(nlp.vocab, words=text.split()))
    document = pipeline.document_of(doc)
    capture = next(event for event in document.events if event.cls == "Capture")
    roles = {p.role: entity(document, p.entity).name for p in capture.participants}
    assert roles == {"agent": "Rebels", "target": "Konna"}
    (claim,) = document.claims
    assert claim.speaker
    assert entity(document, claim.speaker).name == "Dioncounda Traoré"
    assert capture.factuality.sources == (claim.speaker,)


def entity(document: facts.Document, identifier: str) -> facts.Entity:
    return next(e for e in document.entities if e.id == identifier)


def test_a_pipeline_without_trees_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "bare")
    nlp = kg.load(model=tmp_path / "bare")
    with pytest.raises(kg.KgError, match="parser"):
        pipeline.extract(facts.Article("Rebels captured Konna."), nlp)


def test_a_missing_or_foreign_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(kg.KgError, match="no such language model"):
        kg.load(model="no_such_model")
    spacy.blank("de").to_disk(tmp_path / "german")
    with pytest.raises(kg.KgError, match="'de'"):
        kg.load(model=tmp_path / "german")
