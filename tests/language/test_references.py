"""Mention heads and their antecedents, from scores made by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from kg.language.references import REACH, Distances, Mentions, Reference

CLASSES = ["O", "person", "place"]
FLAT = Distances((1, 3), (0.0, 0.0, 0.0))


def unit(*axes: int) -> np.ndarray:
    """Vectors `[len(axes), 64]`, each far along one axis."""
    vectors = np.zeros((len(axes), 64), dtype=np.float32)
    vectors[np.arange(len(axes)), list(axes)] = 8.0
    return vectors


def link(anaphors: np.ndarray, antecedents: np.ndarray, distances: Distances) -> list[Reference]:
    """What persons at the words 0, 1, 2, ... refer to, in two stretches."""
    mentions = Mentions(CLASSES, distances)
    for begin, end in ((0, 2), (2, len(anaphors))):
        kinds = np.tile(np.float32([0, 1, 0]), (len(anaphors[begin:end]), 1))
        vectors = {"anaphors": anaphors[begin:end], "antecedents": antecedents[begin:end]}
        mentions.add(begin, SimpleNamespace(mentions=kinds, **vectors))
    return mentions.linked()


def test_mentions_are_the_words_that_are_something() -> None:
    kinds = np.array([[0.9, 0.1, 0.0], [0.2, 0.7, 0.1], [0.3, 0.3, 0.4]], dtype=np.float32)
    mentions = Mentions(CLASSES, FLAT)
    mentions.add(
        5, SimpleNamespace(mentions=kinds, anaphors=unit(9, 9, 9), antecedents=unit(0, 0, 0))
    )
    found = [(mention.head, mention.kind, mention.probability) for mention in mentions.linked()]
    assert found == [(6, "person", 0.7), (7, "place", 0.4)]


def test_a_mention_refers_back_to_what_its_vector_points_at() -> None:
    found = link(unit(0, 1, 2), unit(2, 3, 5), FLAT)
    assert [mention.antecedents[:1] for mention in found] == [(), ((0, 0.5),), ((0, 1.0),)]


def test_the_distance_decides_between_equals() -> None:
    found = link(unit(9, 9, 9, 0), unit(0, 0, 0, 9), Distances((1, 2), (2.0, 0.0, -2.0)))
    assert [word for word, _ in found[3].antecedents] == [2, 1]
    assert found[3].antecedents[0][1] > found[3].antecedents[1][1]


def test_antecedents_are_near_and_likely() -> None:
    axes = [1] * (REACH + 2)
    found = link(unit(*axes), unit(0, *axes[1:]), FLAT)
    assert all(word >= 1 for word, _ in found[-1].antecedents)
    assert Mentions(CLASSES, FLAT).linked() == []


@pytest.mark.parametrize(("apart", "score"), [(1, 5.0), (2, 4.0), (3, 4.0), (4, 3.0), (40, 3.0)])
def test_distances_fall_into_buckets(apart: int, score: float) -> None:
    assert Distances((1, 3), (5.0, 4.0, 3.0)).of(np.array([apart]))[0] == score
