"""What overlapping windows read, joined: one tree for a sentence of any sensible length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.language.encoder import NAMES, Array, Window
from kg.language.windows import Part

LONGEST_SENTENCE = 600  # a tree takes memory in the square of this; no writer gets there


def stretches(parts: Iterable[Part], least: NDArray[np.float64]) -> Iterator[Stretch]:
    """The stretches of a document, in order: each starts and ends with a sentence.

    `least` `[W]`: the probability above which a word starts one. A stretch that outgrows
    `LONGEST_SENTENCE` ends before the last sentence that starts in it; if none does, where
    a start is most probable in its second half.
    """
    held: list[Part] = []
    begin = 0
    for part in parts:
        if held and part.begin == held[-1].end:
            yield Stretch(begin, part.begin, held)
            begin, held = part.begin, []
        while part.begin - begin >= LONGEST_SENTENCE:
            whole = Stretch(begin, begin + LONGEST_SENTENCE, held)
            cut = begin + _last_start(whole.scores.starts, least[begin : whole.end])
            yield Stretch(begin, cut, held)
            begin, held = cut, [earlier for earlier in held if earlier.end > cut]
        held.append(part)
    if held:
        yield Stretch(begin, held[-1].end, held)


def _last_start(starts: Array, least: NDArray[np.float64]) -> int:
    sure = np.flatnonzero(starts[1:] > least[1:])
    half = len(starts) // 2
    return int(sure[-1]) + 1 if len(sure) else half + int(starts[half:].argmax())


class Stretch:
    """Words `[begin, end)` of a document as one or more windows read them.

    `scores` are like those of one window. With several, the scores of a word are of the
    window in which it has most context. So are those of its arcs to words in that window;
    of others, of another window that holds both words; minus infinity if none does. They
    are logarithms of the shares in a window, so that windows compare.
    """

    def __init__(self, begin: int, end: int, parts: list[Part]) -> None:
        self.begin, self.end = begin, end
        self.parts = [part for part in parts if part.begin < end and part.end > begin]
        self._single = [(part.begin, part.end) for part in self.parts] == [(begin, end)]
        self.scores = self.parts[0].scores if self._single else self._joined()

    def vectors(self, governors: NDArray[np.int64]) -> tuple[Array, Array]:
        """Vectors of every word and of its governor (0 the root, `j` word `j - 1`),
        `[n, 96]` each, both of one window that holds them."""
        if self._single:
            return self.scores.dependents, self.scores.governors[governors]
        dependents = np.empty_like(self.scores.dependents)
        heads = np.empty_like(dependents)
        word = np.arange(self.begin, self.end)
        head = np.where(governors == 0, word, governors - 1 + self.begin)
        for part, low, high in self._claims():
            here = (low <= word) & (word < high) & (part.begin <= head) & (head < part.end)
            columns = np.where(governors == 0, 0, head - part.begin + 1)
            dependents[here] = part.scores.dependents[word[here] - part.begin]
            heads[here] = part.scores.governors[columns[here]]
        return dependents, heads

    def _claims(self) -> Iterator[tuple[Part, int, int]]:
        """The parts with the words that each speaks for; later ones overrule."""
        for part in self.parts:
            yield part, max(part.begin, self.begin), min(part.end, self.end)
        yield from self._owned()

    def _owned(self) -> list[tuple[Part, int, int]]:
        """The parts with the words that have most context in each."""
        middles = [(one.end + other.begin) // 2 for one, other in pairwise(self.parts)]
        edges = np.clip([self.begin, *middles, self.end], self.begin, self.end).tolist()
        return [(part, *edge) for part, edge in zip(self.parts, pairwise(edges), strict=True)]

    def _joined(self) -> Window:
        fields = {name: self._rows(name) for name in NAMES if name not in ("arcs", "governors")}
        roots = self.parts[0].scores.governors[:1]
        governors = np.concatenate([roots, self._rows("governors", skip=1)])
        return Window(**fields, governors=governors, arcs=self._arcs())

    def _rows(self, name: str, skip: int = 0) -> Any:
        """The rows of one output after the first `skip`, each from the part that owns it."""
        return np.concatenate(
            [
                getattr(part.scores, name)[skip:][first - part.begin : last - part.begin]
                for part, first, last in self._owned()
                if first < last
            ]
        )

    def _arcs(self) -> Array:
        size = self.end - self.begin
        arcs = np.full((size, size + 1), -np.inf, dtype=np.float32)
        for part, low, high in self._claims():
            shares = _log_shares(part.scores.arcs[low - part.begin : high - part.begin])
            left, right = max(part.begin, self.begin), min(part.end, self.end)
            rows = arcs[low - self.begin : high - self.begin]
            rows[:, 0] = shares[:, 0]
            ours = slice(left - self.begin + 1, right - self.begin + 1)
            rows[:, ours] = shares[:, left - part.begin + 1 : right - part.begin + 1]
        return arcs


def _log_shares(arcs: Array) -> Array:
    shifted = arcs - arcs.max(1, keepdims=True)
    shares: Array = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    return shares
