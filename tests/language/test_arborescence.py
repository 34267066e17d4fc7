from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kg.language.arborescence import best_tree


def brute_force(scores: np.ndarray) -> float:
    """The best total of all trees with one root, by trying every assignment of heads."""
    n = len(scores)
    best = -np.inf
    for heads in product(range(n + 1), repeat=n):
        if heads.count(0) == 1 and is_tree(list(heads)):
            best = max(best, total(scores, heads))
    return best


def total(scores: np.ndarray, heads: tuple[int, ...] | list[int]) -> float:
    return float(sum(scores[index, head] for index, head in enumerate(heads)))


def is_tree(heads: list[int]) -> bool:
    for start in range(1, len(heads) + 1):
        node, steps = start, 0
        while node and steps <= len(heads):
            node, steps = heads[node - 1], steps + 1
        if node:
            return False
    return True


def check_is_best(scores: np.ndarray) -> None:
    heads = best_tree(scores).tolist()
    assert heads.count(0) == 1
    assert is_tree(heads)
    assert total(scores, heads) == pytest.approx(brute_force(scores))


@pytest.mark.parametrize("seed", range(60))
def test_best_tree_is_the_maximum(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 2 + seed % 4
    scores = rng.normal(size=(n, n + 1)) * (1 if seed % 2 else 10)
    scores[np.arange(n), np.arange(1, n + 1)] = -np.inf
    check_is_best(scores)


@st.composite
def tied(draw: st.DrawFn) -> np.ndarray:
    n = draw(st.integers(1, 5))
    return draw(arrays(np.float64, (n, n + 1), elements=st.integers(-2, 2).map(float)))


@settings(max_examples=150, deadline=None)
@given(tied())
def test_the_maximum_with_ties(scores: np.ndarray) -> None:
    check_is_best(scores)


@settings(max_examples=100, deadline=None)
@given(tied(), st.data())
def test_the_maximum_with_arcs_ruled_out(scores: np.ndarray, data: st.DataObject) -> None:
    n = len(scores)
    out = data.draw(arrays(np.bool_, (n, n + 1)))
    out[:, 0] = False
    out[np.arange(1, n), np.arange(1, n)] = False  # a chain is always left
    check_is_best(np.where(out, -np.inf, scores))


@pytest.mark.parametrize("n", [1, 2, 50, 200])
def test_any_size_gives_a_tree_with_one_root(n: int) -> None:
    heads = best_tree(np.random.default_rng(n).normal(size=(n, n + 1))).tolist()
    assert heads.count(0) == 1
    assert is_tree(heads)


def test_cycles_in_cycles() -> None:
    """The first two words prefer each other, both and the third do then, and so on."""
    n = 120
    place = np.arange(n + 1)
    scores = (n - np.maximum(place[1:, None], place[None, :])).astype(float)
    scores[:, 0] = 0
    heads = best_tree(scores).tolist()
    assert is_tree(heads)
    assert heads.count(0) == 1
    assert total(scores, heads) == sum(n - later for later in range(2, n + 1))


def test_equal_scores_still_give_a_tree() -> None:
    assert is_tree(best_tree(np.zeros((9, 10))).tolist())


def test_a_head_far_below_is_still_no_cycle() -> None:
    scores = np.full((3, 4), -1e30)
    scores[0, 0] = scores[1, 1] = scores[2, 2] = 0.0
    assert best_tree(scores).tolist() == [0, 1, 2]
