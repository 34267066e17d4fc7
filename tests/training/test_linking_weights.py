"""Learning the linker's weights, on choices made by hand."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest

from kg.resources import load_toml
from kg.wikidata.features import settings
from training.linking import NONE, Example, Names, fit, probabilities, toml

START = numpy.array([0.0, 0.0])
FREE = numpy.array([False, False])
# The first feature marks what is right, the second says nothing.
CHOICES = [
    Example(numpy.array([[2.0, 1.0], [-2.0, 1.0]]), 0, 1.0),
    Example(numpy.array([[-2.0, 1.0], [2.0, 1.0]]), 1, 1.0),
    Example(numpy.array([[-2.0, 1.0]]), NONE, 1.0),
] * 20


def test_the_right_choices_become_likely() -> None:
    weights = fit(CHOICES, START, FREE)
    assert weights[0] > 1.0
    assert all(probabilities(each, weights)[each.right] > 0.75 for each in CHOICES)


def test_held_weights_stay() -> None:
    held = fit(CHOICES, numpy.array([0.5, 0.25]), numpy.array([True, False]))
    assert held[0] == 0.5
    assert held[1] != 0.25


def test_without_choices_nothing_is_learned() -> None:
    assert fit([], numpy.array([1.0, -2.0]), FREE).tolist() == [1.0, -2.0]


def test_probabilities_leave_room_for_none() -> None:
    likely = probabilities(CHOICES[2], numpy.array([0.0, 0.0]))
    assert likely.tolist() == pytest.approx([0.5, 0.5])


def test_the_file_holds_a_weight_for_each_feature(tmp_path: Path) -> None:
    names, path = Names(), tmp_path / "weights.toml"
    path.write_text(toml(names.weights(names.vector(names.start))))
    assert load_toml(path) == {name: float(value) for name, value in settings()["start"].items()}
