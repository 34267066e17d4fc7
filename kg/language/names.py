"""Names from tag probabilities and trees."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.language.encoder import Window

PARTS = frozenset({"PROPN", "ADJ", "NOUN", "NUM"})
NATIONALITY = "NORP"
LEAST = 0.65  # least mean probability of a name: best F1 on the development sets


@dataclass
class Name:
    """A name: words `[begin, end)`, its type, and the mean probability of its tags."""

    begin: int
    end: int
    label: str
    probability: float


def find_names(
    scores: Window,
    classes: dict[str, list[str]],
    starts: NDArray[np.bool_],
    upos: list[str],
    heads: NDArray[np.int64],
) -> list[Name]:
    """The names of a window in order of the text, those first that gold data teaches.

    `starts`, `upos` and `heads` are `[W]`, a root its own head.
    """
    names = _spans(scores.names, classes["names"], starts)
    names = [name for name in names if name.probability >= LEAST]
    taken = {index for name in names for index in range(name.begin, name.end)}
    for name in _spans(scores.kinds, classes["kinds"], starts):
        if taken.isdisjoint(range(name.begin, name.end)):
            names.append(name)
    return _whole(sorted(names, key=lambda name: name.begin), upos, heads)


def _spans(
    probabilities: NDArray[np.float32], tags: list[str], starts: NDArray[np.bool_]
) -> list[Name]:
    """Names from tag probabilities `[W, T]`: an `I-` that continues nothing begins."""
    best = probabilities.argmax(1)
    found: list[Name] = []
    weights: list[list[float]] = []
    for index, tag in enumerate(best):
        prefix, _, label = tags[tag].partition("-")
        if not label:
            continue
        last = found[-1] if found else None
        goes_on = last and last.end == index and last.label == label and not starts[index]
        if prefix == "I" and goes_on and last:
            last.end = index + 1
            weights[-1].append(float(probabilities[index, tag]))
        else:
            found.append(Name(index, index + 1, label, 0.0))
            weights.append([float(probabilities[index, tag])])
    for name, values in zip(found, weights, strict=True):
        name.probability = round(sum(values) / len(values), 2)
    return found


def _whole(names: list[Name], upos: list[str], heads: NDArray[np.int64]) -> list[Name]:
    """Names that the tags broke in two, whole again: touching, one part of the other's
    phrase. The type is that of the part that governs."""
    whole: list[Name] = []
    for name in names:
        last = whole[-1] if whole else None
        governor = _governor(last, name, upos, heads) if last else None
        if last and governor:
            whole[-1] = Name(last.begin, name.end, governor.label, governor.probability)
        else:
            whole.append(name)
    return whole


def _governor(one: Name, other: Name, upos: list[str], heads: NDArray[np.int64]) -> Name | None:
    """Which of two touching names governs the other, None where they are two names."""
    if one.end != other.begin or NATIONALITY in (one.label, other.label):
        return None
    if any(upos[i] not in PARTS for i in range(one.begin, other.end)):
        return None
    for part, rest in ((one, other), (other, one)):
        if rest.begin <= heads[_head(part, heads)] < rest.end:
            return rest
    return None


def _head(name: Name, heads: NDArray[np.int64]) -> int:
    """The word of a name whose head lies outside it."""
    inside = range(name.begin, name.end)
    return next((i for i in inside if heads[i] not in inside or heads[i] == i), name.begin)
