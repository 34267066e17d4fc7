"""Pairs of candidates as the classifier reads them: words around them, each with its part in it.

Entities are marked in the text that a network reads, as Baldini Soares et al. (2019) do, here by
what each word is to the pair: part of its subject or object, on the path between them in the
tree, so many words away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Token

from kg.components.relations.candidates import DATE, UNKNOWN, Candidate, Form
from kg.facts import EntityType
from kg.language.grammar import Grammar

TYPES = (*get_args(EntityType), DATE, UNKNOWN)
FORMS = get_args(Form)
TYPE = {name: number for number, name in enumerate(TYPES)}
FORM = {name: number for number, name in enumerate(FORMS)}
OTHER, SUBJECT, OBJECT = range(3)
CONTEXT = 8  # words before the first and after the last end
LONGEST = 72  # words of a pair; of more, those near its ends and between them in the tree
APART = 10  # candidates from one end to the other at most: a list of names has no end
FAR = 15  # words from an end beyond which distances are not told apart

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Pair:
    """Two candidates with `words`, the indices `[T]` in the document of what is read of them;
    `route` are the words between both in the tree, the highest one first, `kinds` `[W]` of every
    word of the document 1 + the index of the type of the candidate it is in, else 0, and
    `sentence` is where theirs begins."""

    subject: Candidate
    object: Candidate
    route: tuple[int, ...]
    words: Ints
    kinds: Ints
    sentence: int


def kinds_of(candidates: Sequence[Candidate], words: int) -> Ints:
    """`Pair.kinds` of a document of so many words; of two candidates at a word the last."""
    kinds = np.zeros(words, dtype=np.int64)
    for candidate in candidates:
        kinds[candidate.begin : candidate.end] = TYPE[candidate.type] + 1
    return kinds


class Sentence:
    """One sentence with its candidates."""

    def __init__(self, candidates: Sequence[Candidate], view: Grammar, kinds: Ints) -> None:
        self.candidates = candidates
        self.kinds = kinds
        span = candidates[0].head.sent
        self.start, self.end = span.start, span.end
        self._words = np.arange(self.start, self.end)
        self._above = {c.head.i: self._upwards(c.head, view) for c in candidates}

    def _upwards(self, token: Token, view: Grammar) -> list[int]:
        found, head = [token.i], view.head(token)
        while head is not None and self.start <= head.i < self.end and head.i not in found:
            found.append(head.i)
            head = view.head(head)
        return found

    def pairs(self, related: NDArray[np.bool_]) -> Iterator[Pair]:
        """Every pair of different entities near each other whose types may be `related`
        `[types, types]`."""
        typed = [(TYPE[candidate.type], candidate) for candidate in self.candidates]
        for place, (one, subject) in enumerate(typed):
            for other, target in typed[max(0, place - APART) : place + APART + 1]:
                if related[one, other] and _differ(subject, target):
                    route = self.route(subject.head.i, target.head.i)
                    words = self._around(subject, target, route)
                    yield Pair(subject, target, route, words, self.kinds, self.start)

    def route(self, one: int, other: int) -> tuple[int, ...]:
        """The words between the heads of two candidates in the tree, both included, the highest
        one first."""
        above, beyond = self._above[one], self._above[other]
        common = next((word for word in above if word in beyond), None)
        if common is None:
            return one, other
        left, right = above[: above.index(common)], beyond[: beyond.index(common)]
        return common, *left, *right

    def _around(self, subject: Candidate, target: Candidate, route: tuple[int, ...]) -> Ints:
        whole = self._near(min(subject.begin, target.begin), max(subject.end, target.end))
        if len(whole) <= LONGEST:
            return self._words[whole.start - self.start : whole.stop - self.start]
        near = (word for c in (subject, target) for word in self._near(c.begin, c.end))
        return np.array(sorted({*route, *near})[:LONGEST], dtype=np.int64)

    def _near(self, begin: int, end: int) -> range:
        return range(max(self.start, begin - CONTEXT), min(self.end, end + CONTEXT))


def padded(pairs: Sequence[Pair]) -> dict[str, NDArray[np.generic]]:
    """N pairs of up to T words as the network takes them, `[N, T]` each: `words`, `mask` (1 at
    words), and of each word `marks` (subject, object or other), `path` (1 on the route),
    `kinds`, `from_subject` and `from_object` (0 to 2 `FAR`); `ends` `[N, 4]` are type and form
    of the subject, then of the object."""
    sizes = np.array([len(pair.words) for pair in pairs])
    rows = np.repeat(np.arange(len(pairs)), sizes)
    words = np.concatenate([pair.words for pair in pairs])
    flat = {
        "words": words,
        "marks": np.zeros_like(words),
        "path": _on_route(pairs, sizes, words),
        "kinds": np.concatenate([pair.kinds[pair.words] for pair in pairs]),
    }
    for mark, name in ((OBJECT, "object"), (SUBJECT, "subject")):
        places = np.array([getattr(pair, name).place for pair in pairs])[rows]
        flat["marks"][(places[:, 0] <= words) & (words < places[:, 1])] = mark
        flat[f"from_{name}"] = np.clip(words - places[:, 2], -FAR, FAR) + FAR
    mask = np.arange(sizes.max())[None, :] < sizes[:, None]
    inputs: dict[str, NDArray[np.generic]] = {"mask": mask.astype(np.float32)}
    for name, values in flat.items():
        inputs[name] = np.zeros(mask.shape, dtype=np.int64)
        inputs[name][mask] = values
    inputs["ends"] = np.array([_traits(p.subject) + _traits(p.object) for p in pairs])
    return inputs


def _on_route(pairs: Sequence[Pair], sizes: Ints, words: Ints) -> Ints:
    """1 at the words of pairs, one after another, that are on their route."""
    begins = np.cumsum(sizes) - sizes
    found = np.zeros_like(words)
    first, last = words[begins], words[begins + sizes - 1]
    rows = np.repeat(np.arange(len(pairs)), [len(pair.route) for pair in pairs])
    route = np.array([word for pair in pairs for word in pair.route], dtype=np.int64)
    inside = (first[rows] <= route) & (route <= last[rows])
    broken = last - first != sizes - 1
    whole = inside & ~broken[rows]
    found[(begins - first)[rows[whole]] + route[whole]] = 1
    for row in np.flatnonzero(broken).tolist():
        begin = begins[row]
        found[begin : begin + sizes[row]] = np.isin(pairs[row].words, pairs[row].route)
    return found


def _traits(candidate: Candidate) -> tuple[int, int]:
    return TYPE[candidate.type], FORM[candidate.form]


def _differ(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates may be two entities: a name does not stand in another, but "his"
    may in "his father"."""
    if one is other or (one.entity is not None and one.entity == other.entity):
        return False
    apart = one.end <= other.begin or other.end <= one.begin
    return apart or not (one.form == other.form == "name")
