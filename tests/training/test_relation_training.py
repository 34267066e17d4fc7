"""The classifier's head learns pairs made here, is exported, and its confidences are fitted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs PyTorch: pip install 'newskg[train]'")

import torch
from spacy.language import Language

from kg.components.notes import Notes
from kg.components.referents import Referents
from kg.components.relations.candidates import Candidates
from kg.components.relations.classifier import (
    NETWORK,
    SETTINGS,
    Calibration,
    Classifier,
    fitting,
    pairs_of,
)
from kg.components.relations.pairs import padded
from kg.facts import Article
from kg.pipeline import make_doc
from training import relation_calibration as calibration
from training import relations
from training.relation_calibration import Judged
from training.relation_export import export
from training.relation_head import Head, loss_of
from training.relation_pairs import Labelled

PROPERTIES = ("P108", "P26")
NAMES = ("Rosa Lindqvist", "Ola Berg", "Ann Lee", "Jonas Haug")


def labelled(nlp: Language) -> list[Labelled]:
    """Pairs of sentences about work and marriages."""
    rows = []
    fits = fitting(PROPERTIES)
    for one in NAMES:
        for other in NAMES:
            text = f"{one} works for Acme Bank. {one} is married to {other}."
            doc = make_doc(Article(text), nlp)
            for name, component in nlp.pipeline:
                if name == "kg_relations":
                    break
                doc = component(doc)
            for pair in pairs_of(Candidates(Referents(Notes(doc))), fits):
                work = pair.object.type == "Organization"
                holds = np.array([work, not work])
                rows.append(Labelled(pair, holds, np.ones(2, bool), np.zeros(2, bool)))
    return rows


def test_a_head_learns_and_ships(
    nlp: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relations, "WARM", 2)
    monkeypatch.setattr(relations, "EPOCHS", 12)
    rows = labelled(nlp)
    head = relations.train(rows, len(PROPERTIES), 1, "test")
    learnt = relations.predict(head, rows)
    right = np.stack([row.holds for row in rows])
    assert ((learnt > 0.5) == right).mean() > 0.9

    export(head, tmp_path / NETWORK)
    settings = relations.settings_of(PROPERTIES, [Judged("P108", 0.9, None, True, True)] * 3)
    (tmp_path / SETTINGS).write_text(relations.json.dumps(settings))
    shipped = Classifier(tmp_path)
    doc = rows[0].pair.subject.head.doc
    mine = [row for row in rows if row.pair.subject.head.doc is doc]
    run = shipped.probabilities([row.pair for row in mine], doc.tensor)
    np.testing.assert_allclose(run, relations.predict(head, mine), atol=0.1)


def test_training_is_the_same_twice(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relations, "EPOCHS", 1)
    rows = labelled(nlp)[:12]
    one, other = (relations.train(rows, 2, 3, "test").state_dict() for _ in range(2))
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_padding_does_not_change_a_pair(nlp: Language) -> None:
    rows = labelled(nlp)
    head = Head(2).eval()
    alone = np.concatenate([relations.predict(head, [row]) for row in rows[:6]])
    np.testing.assert_allclose(relations.predict(head, rows[:6]), alone, atol=1e-5)
    assert len({len(row.pair.words) for row in rows[:6]}) > 1
    assert padded([rows[0].pair])["mask"].all()


def test_what_is_not_known_costs_nothing() -> None:
    scores = torch.tensor([[2.0, -3.0]])
    holds = torch.tensor([[1.0, 1.0]])
    nothing = torch.zeros(1, 2)
    assert loss_of(scores, holds, nothing, nothing) == 0
    first = loss_of(scores, holds, torch.tensor([[1.0, 0.0]]), nothing)
    assert float(first) == pytest.approx(np.log1p(np.exp(-2.0)), rel=1e-5)


def test_of_several_properties_one_must_hold() -> None:
    nothing, both = torch.zeros(1, 2), torch.ones(1, 2)
    sure = loss_of(torch.tensor([[6.0, -6.0]]), nothing, nothing, both)
    unsure = loss_of(torch.tensor([[-6.0, -6.0]]), nothing, nothing, both)
    assert float(sure) < 0.01 < float(unsure)


def test_regression_finds_the_odds() -> None:
    features = np.array([[1.0, 0.0]] * 100 + [[1.0, 1.0]] * 100)
    right = np.array([True] * 20 + [False] * 80 + [True] * 60 + [False] * 40)
    constant, slope = calibration.regression(features, right.astype(float), np.full(2, 0.01))
    assert constant == pytest.approx(np.log(0.25), abs=0.05)
    assert constant + slope == pytest.approx(np.log(1.5), abs=0.05)


def test_a_property_that_is_often_wrong_is_less_sure() -> None:
    rows = [Judged("P108", p, None, p > 0.5, True) for p in np.linspace(0.05, 0.95, 40).tolist()]
    rows += [Judged("P26", p, None, False, True) for p in np.linspace(0.05, 0.95, 40).tolist()]
    weights = calibration.calibrate(rows, PROPERTIES)
    assert weights.offsets["P26"] < weights.offsets["P108"]


def test_what_texts_tell_for_sure_goes_first() -> None:
    sure = [Judged("P108", 0.9, None, True, True)] * calibration.FEWEST
    unsure = [Judged("P108", 0.9, None, False, False)]
    rare = [Judged("P26", 0.9, None, True, True), Judged("P26", 0.9, None, False, False)]
    assert calibration.reliable([*sure, *unsure, *rare]) == [*sure, *rare]


def test_least_confidences_are_where_f1_is_best() -> None:
    weights = Calibration((0.0, 1.0), (0.0, 1.0, 1.0), {})
    rows = [Judged("P108", p, None, p > 0.6, True) for p in np.linspace(0.05, 0.95, 40).tolist()]
    least = calibration.least_confidences(rows, ("P108", "P26", "P17"), weights)
    assert least["P108"] == pytest.approx(0.61, abs=0.02)
    assert least["P26"] == calibration.USUAL  # too few to say
    assert least["P17"] == calibration.NEVER
