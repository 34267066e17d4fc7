"""How sure the classifier of relations may be: confidences and least ones, from texts that it had
not seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.components.relations.classifier import Calibration
from kg.components.relations.evidence import weigh
from kg.components.relations.merging import confidence, logit
from training.relation_pairs import Labelled, Read

FEWEST = 10  # right ones, for a property to have a least confidence of its own
LOWEST, USUAL, HIGHEST = 0.6, 0.7, 0.8  # of the least confidences: news is not what it learns from
NEVER = 1.0
# Annotators know where places are; that a text says it, they do not tell apart. What is learnt
# from them only bears out patterns.
KNOWN_BY_HEART = ("P17", "P131")
# Of leading a body and founding it, of being in a place and living there, too much alike is learnt,
# and texts that were searched for few properties cannot show how often it is wrong.
TAKEN_FOR_OTHERS = ("P112", "P551")
PULL, PULL_OF_PROPERTY = 0.01, 2.0  # to zero, of coefficients

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Judged:
    """What is found of two ends: the classifier's probability, the pattern's confidence, None
    where there is no pattern, whether it is right, and whether the text tells for sure."""

    property: str
    learnt: float
    stated: float | None
    right: bool
    sure: bool


def judged(
    texts: Iterable[Read], found: Callable[[Read], Matrix], properties: tuple[str, ...]
) -> list[Judged]:
    """What is found in texts that were not learnt from, where it is known to be right or wrong;
    `found` gives the probabilities of a text's pairs `[pairs, properties]`."""
    rows = []
    for text in texts:
        probabilities = found(text)
        pairs = [labelled.pair for labelled in text.pairs]
        for one in weigh(text.drafts, pairs, probabilities, properties):
            if one.learnt is None:
                continue
            index = properties.index(one.property)
            answers = [_answer(text.pairs[n], probabilities[n], index) for n in one.pairs]
            if any(answer is not None for answer in answers):
                row = Judged(one.property, one.learnt, one.stated, any(answers), text.exhaustive)
                rows.append(row)
    return rows


def _answer(label: Labelled, probabilities: Matrix, index: int) -> bool | None:
    """Whether a property holds of a pair, None where that is not known. Of properties of which
    one holds, it is the usual one, the first, if that is the most probable."""
    if label.one_of[index]:
        usual = index == np.flatnonzero(label.one_of)[0]
        return (usual and probabilities[index] >= probabilities[label.one_of].max()) or None
    return bool(label.holds[index]) if label.known[index] else None


def reliable(rows: Sequence[Judged]) -> list[Judged]:
    """Of each property what texts tell for sure, if that is enough, else everything."""
    by_property: dict[str, list[Judged]] = {}
    for row in rows:
        by_property.setdefault(row.property, []).append(row)
    kept = []
    for same in by_property.values():
        sure = [row for row in same if row.sure]
        kept += sure if sum(row.right for row in sure) >= FEWEST else same
    return kept


def regression(features: Matrix, right: Matrix, pull: Matrix) -> Matrix:
    """Coefficients of a logistic regression of `right` `[N]` on `features` `[N, k]`, found by
    Newton's method; `pull` `[k]` draws each to zero."""
    inputs = features.astype(np.float64)
    weights = np.zeros(inputs.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-inputs @ weights))
        gradient = inputs.T @ (right - chance) - pull * weights
        curvature = (inputs * (chance * (1 - chance))[:, None]).T @ inputs
        weights += np.linalg.solve(curvature + np.diag(pull), gradient)
    return weights.round(4).astype(np.float32)


def calibrate(rows: Sequence[Judged], properties: Sequence[str]) -> Calibration:
    """The regressions that make confidences: of the classifier alone with an offset for each
    property, and of both extractors."""
    alone = [row for row in rows if row.stated is None]
    both = [row for row in rows if row.stated is not None]
    own = np.array([[row.property == name for name in properties] for row in alone])
    common = np.array([[1.0, logit(row.learnt)] for row in alone]).reshape(-1, 2)
    features = np.hstack([common, own.reshape(len(alone), -1)])
    pull = np.array([PULL, PULL, *[PULL_OF_PROPERTY] * (features.shape[1] - 2)])
    constant, slope, *offsets = regression(features, _right(alone), pull).tolist()
    pattern = [[1.0, logit(row.learnt), logit(row.stated or 0)] for row in both]
    of_both = np.array(pattern).reshape(-1, 3)
    weights = regression(of_both, _right(both), np.full(3, PULL)).tolist()
    rounded = {name: round(x, 4) for name, x in zip(properties, offsets, strict=False)}
    return Calibration(
        (round(constant, 4), round(slope, 4)),
        (round(weights[0], 4), round(weights[1], 4), round(weights[2], 4)),
        rounded,
    )


def _right(rows: Sequence[Judged]) -> Matrix:
    return np.array([row.right for row in rows], dtype=np.float32)


def least_confidences(
    rows: Sequence[Judged], properties: Iterable[str], weights: Calibration
) -> dict[str, float]:
    """For each property the confidence from which the classifier may state it alone: where the
    F1 of both extractors is best, within reason."""
    fixed = dict.fromkeys(KNOWN_BY_HEART, NEVER) | dict.fromkeys(TAKEN_FOR_OTHERS, HIGHEST)
    return {
        name: fixed.get(name) or _least([row for row in rows if row.property == name], weights)
        for name in properties
    }


def _least(rows: Sequence[Judged], weights: Calibration) -> float:
    gold = sum(row.right for row in rows)
    if gold < FEWEST:
        return USUAL
    found = sum(row.stated is not None for row in rows)
    met = sum(row.right for row in rows if row.stated is not None)
    sure = sorted(
        (
            (confidence(row.property, row.learnt, None, weights), row.right)
            for row in rows
            if row.stated is None
        ),
        reverse=True,
    )
    best = (2 * met / (found + gold), HIGHEST)
    for value, right in sure:
        found, met = found + 1, met + right
        best = max(best, (2 * met / (found + gold), value))
    return round(min(HIGHEST, max(LOWEST, best[1])), 2)
