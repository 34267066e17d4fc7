"""The best dependency tree under arc scores: maximum spanning arborescence.

Chu and Liu (1965), Edmonds (1967); exactly one root, by the offset of Zmigrod,
Vieira and Cotterell (2020) in its simple form: one constant off every root arc.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Heads = NDArray[np.intp]


def best_tree(scores: Scores) -> list[int]:
    """Heads of the best tree with one root.

    `scores` `[n, n + 1]`: row is the dependent, column 0 the root, column `j` word
    `j - 1` as head. Returns n heads in the same numbering, 0 for the root.
    """
    n = len(scores)
    square = np.full((n + 1, n + 1), -np.inf)
    square[1:] = scores
    np.fill_diagonal(square, -np.inf)
    heads = square.argmax(1)
    heads[0] = 0
    if _cycle(heads) is None and (heads[1:] == 0).sum() == 1:
        return [int(head) for head in heads[1:]]
    finite = square[np.isfinite(square)]
    square[1:, 0] -= (n + 1) * (finite.max() - finite.min() + 1)
    return [int(head) for head in _edmonds(square)[1:]]


def _cycle(heads: Heads) -> list[int] | None:
    """The nodes of some cycle, or None if every node reaches node 0."""
    state = np.zeros(len(heads), dtype=np.int8)
    state[0] = 2
    for start in range(1, len(heads)):
        path = []
        node = start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = int(heads[node])
        if state[node] == 1:
            return path[path.index(node) :]
        state[path] = 2
    return None


def _edmonds(scores: Scores) -> Heads:
    heads: Heads = scores.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    rest = [node for node in range(len(scores)) if node not in set(cycle)]
    inner = scores[cycle, heads[cycle]]
    enter = scores[np.ix_(cycle, rest)] - inner[:, None]
    leave = scores[np.ix_(rest, cycle)]
    smaller = np.full((len(rest) + 1, len(rest) + 1), -np.inf)
    smaller[:-1, :-1] = scores[np.ix_(rest, rest)]
    smaller[-1, :-1] = enter.max(0)
    smaller[:-1, -1] = leave.max(1)
    small = _edmonds(smaller)
    for index, node in enumerate(rest):
        if index:
            head = small[index]
            heads[node] = cycle[leave[index].argmax()] if head == len(rest) else rest[head]
    entry = int(enter[:, small[-1]].argmax())
    heads[cycle[entry]] = rest[small[-1]]
    return heads
