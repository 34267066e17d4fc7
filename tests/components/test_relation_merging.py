"""Patterns and the classifier made one."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language

from kg import lexicon
from kg.components.notes import Notes
from kg.components.referents import Referents
from kg.components.relations import classifier
from kg.components.relations.candidates import Candidates
from kg.components.relations.classifier import SHIPPED, Calibration
from kg.components.relations.drafts import Draft
from kg.components.relations.evidence import LEAST, Evidence, canonical, weigh, without_rivals
from kg.components.relations.merging import FARTHEST, confidence, logit
from kg.components.relations.pairs import Pair
from kg.errors import ResourceError
from kg.facts import Article, Document, Statement
from kg.pipeline import extract, make_doc

WEIGHTS = Calibration((-0.5, 1.0), (0.2, 0.5, 0.6), {"P26": -1.0})


def statements(document: Document) -> dict[tuple[str, str, str], Statement]:
    names = {entity.id: entity.name for entity in document.entities}
    return {
        (names[s.subject], s.property, names.get(s.object, s.object)): s
        for s in document.statements
    }


def read(nlp: Language, text: str) -> dict[tuple[str, str, str], Statement]:
    return statements(extract(Article(text), nlp))


def pairs_of(nlp: Language, text: str) -> list[Pair]:
    """The pairs of organisations with their people."""
    with nlp.select_pipes(disable=nlp.pipe_names[nlp.pipe_names.index("kg_relations") :]):
        doc = nlp(make_doc(Article(text), nlp))
    fits = classifier.fitting(("P108", "P463"))
    return list(classifier.pairs_of(Candidates(Referents(Notes(doc))), fits))


def test_logit_is_bounded() -> None:
    assert logit(0.5) == 0
    assert logit(0.0) == -FARTHEST
    assert logit(1.0) == FARTHEST
    assert logit(1e-9) == -FARTHEST


def test_confidence_of_one_extractor_and_of_both() -> None:
    assert confidence("P108", None, 0.8, WEIGHTS) == pytest.approx(0.8, abs=1e-4)
    alone = confidence("P108", 0.5, None, WEIGHTS)
    assert alone == pytest.approx(1 / (1 + np.exp(0.5)), abs=1e-4)
    assert confidence("P26", 0.5, None, WEIGHTS) < alone
    assert confidence("P108", 0.5, None, WEIGHTS, more=1.0) > alone


def test_the_classifier_raises_a_patterns_confidence_and_never_lowers_it() -> None:
    assert confidence("P108", 0.99, 0.8, WEIGHTS) > 0.8
    assert confidence("P108", 0.01, 0.8, WEIGHTS) == pytest.approx(0.8, abs=1e-4)


def evidence(name: str, learnt: float, *, stated: bool = False, turned: bool = False) -> Evidence:
    drafts = (Draft("e1", name, "e2", []),) if stated else ()
    ends = ("e2", "e1") if turned else ("e1", "e2")
    return Evidence(ends[0], name, ends[1], learnt, 0.9 if stated else None, (), drafts)


def test_two_entities_have_one_of_rival_properties() -> None:
    rivals = [["P26", "P40", "P1038"], ["P108", "P463"]]
    likely, other = evidence("P40", 0.7), evidence("P26", 0.4)
    work = evidence("P108", 0.2)
    assert list(without_rivals([likely, other, work], rivals)) == [likely, work]
    stated = evidence("P1038", 0.1, stated=True, turned=True)
    assert list(without_rivals([likely, other, stated, work], rivals)) == [stated, work]


def test_of_all_mentions_the_most_probable_counts(nlp: Language) -> None:
    pairs = pairs_of(nlp, "Rosa Lindqvist, who was born in Oslo, works for Acme Bank.")
    ends = [(pair.subject.type, pair.object.head.text) for pair in pairs]
    two = [number for number, each in enumerate(ends) if each == ("Person", "Bank")]
    assert len(two) == 2  # "Rosa Lindqvist" and "who" are one
    probabilities = np.zeros((len(pairs), 2), dtype=np.float32)
    probabilities[two, 0] = 0.25, 0.5
    probabilities[two, 1] = LEAST / 2
    (one,) = weigh([], pairs, probabilities, ("P108", "P463"))
    assert (one.property, one.learnt, one.pairs) == ("P108", 0.5, tuple(two))
    pair = pairs[two[0]]
    assert pair.subject.entity
    assert pair.object.entity
    tokens = [pair.subject.head, pair.object.head]
    draft = Draft(pair.subject.entity.id, "P463", pair.object.entity.id, tokens, confidence=0.7)
    _, stated = weigh([draft], pairs, probabilities, ("P108", "P463"))
    assert (stated.property, stated.stated) == ("P463", 0.7)
    assert stated.learnt == pytest.approx(LEAST / 2)


def test_an_inverse_is_weighed_with_what_the_classifier_knows() -> None:
    assert canonical("P22", ("P40",)) == ("P40", True)
    assert canonical("P40", ("P40",)) == ("P40", False)
    assert canonical("P1365", ("P40",)) == ("P1365", False)


def test_what_both_find_says_so(nlp: Language) -> None:
    found = read(nlp, "Rosa Lindqvist was born in Oslo and studied at the University of Bergen.")
    birth = found["Rosa Lindqvist", "P19", "Oslo"]
    assert birth.extractor == "verb+classifier"
    assert birth.confidence > 0.8


def test_a_relation_states_its_inverse_too(nlp: Language) -> None:
    found = read(nlp, "Acme Bank is a subsidiary of Nordic Holdings.")
    assert ("Acme Bank", "P749", "Nordic Holdings") in found
    assert ("Nordic Holdings", "P355", "Acme Bank") in found


def test_a_denied_relation_is_negative(nlp: Language) -> None:
    found = read(nlp, "Rosa Lindqvist is not married to Ola Berg.")
    marriage = found.get(("Rosa Lindqvist", "P26", "Ola Berg"))
    assert marriage is None or marriage.factuality.polarity == "negative"


def test_the_knowledge_base_marks_what_it_contradicts(nlp: Language) -> None:
    found = read(nlp, "Lyon is the capital of France. Oslo is the capital of Norway.")
    assert found["Lyon", "P1376", "France"].known == "contradicts"
    assert found["Oslo", "P1376", "Norway"].known == "agrees"
    assert found["Lyon", "P1376", "France"].confidence < found["Oslo", "P1376", "Norway"].confidence


def test_pairs_are_noted_for_every_mention(nlp: Language) -> None:
    article = Article("Rosa Lindqvist, who was born in Oslo, works for Acme Bank.")
    doc = nlp(make_doc(article, nlp))
    noted = [
        (doc.text[p["subject"]["begin"] : p["subject"]["end"]], p["property"])
        for p in doc.user_data["kg"]["pairs"]
    ]
    assert ("Rosa Lindqvist", "P108") in noted
    assert ("who", "P108") in noted


def test_another_language_model_leaves_the_patterns_alone(nlp: Language) -> None:
    doc = nlp.make_doc("Rosa Lindqvist works for Acme.")
    assert not classifier.can_read(doc)


@pytest.mark.parametrize("broken", ["", "{}", '{"properties": ["P108"]}'])
def test_a_broken_head_is_named(tmp_path: Path, broken: str) -> None:
    (tmp_path / "head.json").write_text(broken)
    with pytest.raises(ResourceError, match=r"head\.json: cannot be read"):
        classifier.Classifier(tmp_path)


def test_a_missing_head_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"head\.json: is missing"):
        classifier.Classifier(tmp_path)
    (tmp_path / "head.json").write_text((SHIPPED / "head.json").read_text())
    with pytest.raises(ResourceError, match=r"head\.onnx: is missing"):
        classifier.Classifier(tmp_path)


def test_the_shipped_head_fits_the_inventory() -> None:
    settings = json.loads((SHIPPED / "head.json").read_text())
    assert set(settings["least"]) == set(settings["properties"])
    assert all(lexicon.properties().get(name) for name in settings["properties"])
    assert (SHIPPED / "head.onnx").stat().st_size < 1_000_000
