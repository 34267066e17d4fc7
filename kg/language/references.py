"""Mentions of entities by their head words, what each is, and what it may refer back to.

GUM's mentions (Zeldes 2017): names, descriptions and pronouns, nested ones too, each
found by its head. Antecedents after Lee et al. 2017, by one product of two vectors.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

REACH = 50  # mentions before this one that it may refer to
LEAST = 0.05  # probability from which an antecedent is kept
HIGHEST = 50.0  # beyond which exp() tells nothing more
NONE = "O"


class Scores(Protocol):
    """Of W words: probabilities `mentions` `[W, classes]`, vectors `[W, 64]`."""

    mentions: Array
    anaphors: Array
    antecedents: Array


@dataclass(frozen=True)
class Distances:
    """What is added to an antecedent's score by the mentions it stands before: `scores`
    by the number of `bounds` that are smaller."""

    bounds: tuple[int, ...]
    scores: tuple[float, ...]

    def of(self, apart: NDArray[np.int64]) -> Array:
        """The scores of distances `apart` (from 1), in its shape."""
        buckets = np.searchsorted(np.array(self.bounds), apart, side="left")
        return np.array(self.scores, dtype=np.float32)[buckets]


@dataclass(frozen=True)
class Reference:
    """A mention by its head word's index, its kind (GUM's: "person", "place", ...) with its
    probability, and earlier mentions' head words it may refer to, likeliest first."""

    head: int
    kind: str
    probability: float
    antecedents: tuple[tuple[int, float], ...] = ()


class Mentions:
    """The mentions of one document, gathered stretch by stretch."""

    def __init__(self, classes: list[str], distances: Distances) -> None:
        self._classes, self._distances = classes, distances
        self._found: list[Reference] = []
        self._anaphors: list[Array] = []
        self._antecedents: list[Array] = []

    def add(self, begin: int, scores: Scores) -> None:
        """Add the mentions of the words from `begin` on."""
        best = scores.mentions.argmax(1)
        words = np.flatnonzero(best != self._classes.index(NONE))
        chances = scores.mentions[words, best[words]].tolist()
        for word, chance in zip(words.tolist(), chances, strict=True):
            kind = self._classes[best[word]]
            self._found.append(Reference(begin + word, kind, round(chance, 2)))
        self._anaphors.append(scores.anaphors[words])
        self._antecedents.append(scores.antecedents[words])

    def linked(self) -> list[Reference]:
        """All mentions in order with their antecedents; no antecedent at all scores 0."""
        if not self._found:
            return []
        anaphors, antecedents = np.concatenate(self._anaphors), np.concatenate(self._antecedents)
        anaphors = anaphors * anaphors.shape[1] ** -0.5
        near = self._distances.of(np.arange(REACH, 0, -1))
        linked = []
        for index, mention in enumerate(self._found):
            first = max(0, index - REACH)
            scores = antecedents[first:index] @ anaphors[index] + near[REACH - index + first :]
            odds = np.exp(np.minimum(scores, HIGHEST))
            likely = odds / (1 + odds.sum())
            order = np.argsort(-likely, kind="stable")
            kept = order[likely[order] >= LEAST].tolist()
            back = ((self._found[first + i].head, round(float(likely[i]), 2)) for i in kept)
            linked.append(replace(mention, antecedents=tuple(back)))
        return linked
