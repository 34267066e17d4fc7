from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from kg.language.arborescence import best_tree


def brute_force(scores: np.ndarray) -> float:
    """The best total of all trees with one root, by trying every assignment of heads."""
    n = len(scores)
    best = -np.inf
    for heads in product(range(n + 1), repeat=n):
        if heads.count(0) == 1 and is_tree(list(heads)):
            best = max(best, sum(scores[i, head] for i, head in enumerate(heads)))
    return best


def is_tree(heads: list[int]) -> bool:
    for start in range(1, len(heads) + 1):
        node, steps = start, 0
        while node and steps <= len(heads):
            node, steps = heads[node - 1], steps + 1
        if node:
            return False
    return True


@pytest.mark.parametrize("seed", range(60))
def test_best_tree_is_the_maximum(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 2 + seed % 4
    scores = rng.normal(size=(n, n + 1)) * (1 if seed % 2 else 10)
    scores[np.arange(n), np.arange(1, n + 1)] = -np.inf
    heads = best_tree(scores)
    assert heads.count(0) == 1
    assert is_tree(heads)
    assert sum(scores[i, head] for i, head in enumerate(heads)) == pytest.approx(
        brute_force(scores)
    )


@pytest.mark.parametrize("n", [1, 2, 50, 200])
def test_any_size_gives_a_tree_with_one_root(n: int) -> None:
    heads = best_tree(np.random.default_rng(n).normal(size=(n, n + 1)))
    assert heads.count(0) == 1
    assert is_tree(heads)


def test_equal_scores_still_give_a_tree() -> None:
    assert is_tree(best_tree(np.zeros((9, 10))))
