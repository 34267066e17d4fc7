"""The best dependency tree under arc scores: maximum spanning arborescence.

Chu and Liu (1965), Edmonds (1967), on a dense matrix in O(n²) as Tarjan (1977); exactly
one root, by the offset of Zmigrod, Vieira and Cotterell (2020) in its simple form: one
constant off every root arc.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Heads = NDArray[np.intp]


def best_tree(scores: Scores) -> Heads:
    """Heads `[n]` of the best tree with one root: 0 for the root, `j` for word `j - 1`.

    `scores` `[n, n + 1]`: row is the dependent, column its head in the same numbering.
    An arc of minus infinity is never taken; some tree without one must exist.
    """
    n = len(scores)
    square = np.full((n + 1, n + 1), -np.inf)
    square[1:] = scores
    np.fill_diagonal(square, -np.inf)
    if not _above(heads := _greedy(square)).any():
        return heads[1:]
    finite = square[np.isfinite(square)]
    square[1:, 0] -= (n + 1) * (finite.max() - finite.min() + 1)
    return _edmonds(square)[1:]


def _greedy(square: Scores) -> Heads:
    """The best heads with one root, cycles allowed: no tree with one root scores more."""
    heads: Heads = square[:, 1:].argmax(1) + 1
    gains = square[1:, 0] - square[np.arange(1, len(square)), heads[1:]]
    heads[[0, 1 + int(gains.argmax())]] = 0
    return heads


def _above(heads: Heads) -> Heads:
    """The node at least n steps above each: 0, or a node of a cycle."""
    above = heads
    for _ in range(len(heads).bit_length()):
        above = above[above]
    return above


def _cycle(heads: Heads) -> list[int]:
    """The nodes of some cycle; none if every node reaches node 0."""
    start = int(_above(heads).max())
    cycle = [start] if start else []
    while start and (node := int(heads[cycle[-1]])) != start:
        cycle.append(node)
    return cycle


def _edmonds(scores: Scores) -> Heads:
    """Best heads `[n]` of all nodes but 0, which heads itself; overwrites `scores` `[n, n]`.

    A cycle of best heads is contracted into its first node until none is left. Then the
    contractions are undone: the arc into a cycle replaces the arc of the node it enters.
    """
    size = len(scores)
    dependent, governor = np.indices((size, size), dtype=np.int32)  # the arcs scores stand for
    within = np.arange(size)  # the node that every node is contracted into
    heads: Heads = scores.argmax(1)
    undo = []
    while cycle := _cycle(heads):
        node, *others = cycle
        chosen = heads[cycle]
        undo.append((cycle, dependent[cycle, chosen], governor[cycle, chosen], within.copy()))
        enter = scores[cycle] - scores[cycle, chosen][:, None]
        enter[:, cycle] = -np.inf
        into, out = enter.argmax(0), scores[:, cycle].argmax(1)
        every, members = np.arange(size), np.array(cycle)
        dependent[node] = dependent[members[into], every]
        governor[node] = governor[members[into], every]
        dependent[:, node] = dependent[every, members[out]]
        governor[:, node] = governor[every, members[out]]
        scores[:, node] = scores[every, members[out]]
        scores[node] = enter[into, every]
        scores[:, others] = scores[others] = -np.inf
        gone = np.zeros(size, dtype=bool)
        gone[others] = True
        within[gone[within]] = heads[gone[heads]] = node
        heads[others] = 0
        heads[node] = scores[node].argmax()
    nodes = np.arange(size)
    ends, tops = dependent[nodes, heads], governor[nodes, heads]
    for cycle, cycle_ends, cycle_tops, before in reversed(undo):
        end, top = int(ends[cycle[0]]), tops[cycle[0]]
        ends[cycle], tops[cycle] = cycle_ends, cycle_tops
        ends[before[end]], tops[before[end]] = end, top
    tops[0] = 0
    return tops.astype(np.intp)
