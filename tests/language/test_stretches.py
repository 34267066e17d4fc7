"""Joining windows, with a network made by hand that knows the trees."""

from __future__ import annotations

import weakref
from dataclasses import fields
from typing import ClassVar

import numpy as np
import pytest

from kg.language.analysis import Analysis, analyse
from kg.language.encoder import MOST_PIECES, Window
from kg.language.references import Distances
from kg.language.stretches import LONGEST_SENTENCE, Stretch
from kg.language.windows import AHEAD, MOST_WORDS, Part

CLASSES = {
    "upos": ["NOUN", "PUNCT"],
    "xpos": ["NNS", "."],
    "feats": ["", "Number=Plur"],
    "lemma": ["-|0|", "-|1|"],
    "names": ["O", "B-PER", "I-PER"],
    "kinds": ["O", "B-DATE", "I-DATE"],
    "mentions": ["O", "person", "place"],
}
SURE, UNSURE = 10.0, 0.0


class FakeEncoder:
    """Reads words `w0 w1 …` and knows the head of each: the scores are sure of it where
    the window holds it. Vectors say which window they are of (0) and which word (1)."""

    classes = CLASSES
    labels = ("root", "dep", "far")
    distances = Distances((1,), (0.0, 0.0))
    attested: ClassVar[dict[tuple[str, str], str]] = {}

    def __init__(self, heads: list[int], starts: dict[int, float] | None = None) -> None:
        self.heads, self.starts = heads, starts or {}
        self.windows = 0
        self.alive = self.most_alive = 0

    def pieces(self, words: list[str]) -> np.ndarray:
        return np.ones(len(words), dtype=np.int64)

    def run(self, windows: list[list[str]]) -> list[Window]:
        return [self._window(np.array([int(word[1:]) for word in words])) for words in windows]

    def _window(self, index: np.ndarray) -> Window:
        count = len(index)
        assert 0 < count <= MOST_PIECES
        self.windows += 1
        arcs = np.full((count, count + 1), UNSURE, dtype=np.float32)
        for row, word in enumerate(index.tolist()):
            head = self.heads[word]
            column = 0 if head == word else head - index[0] + 1
            if 0 <= column <= count:
                arcs[row, column] = SURE
        vectors = np.full((count + 1, 96), self.windows, dtype=np.float32)
        vectors[:, 1] = [-1, *index]
        found = {field.name: np.zeros((count, 3), dtype=np.float32) for field in fields(Window)} | {
            name: np.zeros(count, dtype=np.int64) for name in ("upos", "xpos", "feats")
        }
        found["lemma"] = np.ones((count, 1), dtype=np.int64)
        found["starts"] = np.array([self.starts.get(i, 0.0) for i in index.tolist()], np.float32)
        found |= {"arcs": arcs, "dependents": vectors[1:], "governors": vectors}
        self.alive += 1
        self.most_alive = max(self.most_alive, self.alive)
        weakref.finalize(arcs, self._forget)
        return Window(**found)

    def _forget(self) -> None:
        self.alive -= 1

    def label_scores(self, dependents: np.ndarray, governors: np.ndarray) -> np.ndarray:
        assert (dependents[:, 0] == governors[:, 0]).all(), "vectors of two windows"
        far = np.abs(dependents[:, 1] - governors[:, 1]) > 1
        return np.stack([np.zeros(len(far)), ~far, far], axis=1)


def words(count: int) -> list[str]:
    return [f"w{index}" for index in range(count)]


def chain(count: int, root: int, reach: int, seed: int = 0) -> list[int]:
    """Heads of a tree with one root; no head is farther than `reach`."""
    rng = np.random.default_rng(seed)
    return [
        i
        if i == root
        else int(rng.integers(max(root, i - reach), i))
        if i > root
        else int(rng.integers(i + 1, min(root, i + reach) + 1))
        for i in range(count)
    ]


def read(encoder: FakeEncoder, count: int, *starts: int, given: bool = True) -> Analysis:
    forced = np.isin(np.arange(count), [0, *starts])
    return analyse(encoder, words(count), forced, given)  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [2, MOST_WORDS, MOST_WORDS + 1, 250, 400, LONGEST_SENTENCE])
@pytest.mark.parametrize("root", [0, 1, -1])
def test_a_sentence_of_any_length_has_one_tree(count: int, root: int) -> None:
    heads = chain(count, root % count, reach=60, seed=count)
    encoder = FakeEncoder(heads)
    found = read(encoder, count)
    assert found.heads.tolist() == heads
    assert np.flatnonzero(found.starts).tolist() == [0]
    assert encoder.windows == (1 if count <= MOST_WORDS else -(-(count - 60) // 120))
    assert [label == "root" for label in found.labels] == [h == i for i, h in enumerate(heads)]
    assert [label == "far" for label in found.labels] == [
        abs(h - i) > 1 for i, h in enumerate(heads)
    ]


def test_sentences_around_a_long_one_keep_their_trees() -> None:
    parts = [chain(n, n // 2, reach=60, seed=n) for n in (7, 500, 30, 300)]
    begins = np.cumsum([0, *map(len, parts)]).tolist()
    heads = [head + begin for part, begin in zip(parts, begins, strict=False) for head in part]
    found = read(FakeEncoder(heads), len(heads), *begins[1:-1])
    assert found.heads.tolist() == heads
    assert np.flatnonzero(found.starts).tolist() == begins[:-1]


def test_a_runaway_sentence_is_split_where_a_start_is_most_probable() -> None:
    count, likely = 1500, {40: 0.3, 390: 0.2, 500: 0.4, 900: 0.1, 1010: 0.3}
    found = read(FakeEncoder(list(range(count)), likely), count)
    assert np.flatnonzero(found.starts).tolist() == [0, 500, 1010]


def test_a_runaway_stretch_ends_where_its_last_sentence_starts() -> None:
    starts = {40: 0.9, 550: 0.9, 1100: 0.9}
    found = read(FakeEncoder([max(i - 1, 0) for i in range(1300)], starts), 1300, given=False)
    assert np.flatnonzero(found.starts).tolist() == [0, 40, 550, 1100]
    assert found.heads.tolist() == [i if i in {0, *starts} else i - 1 for i in range(1300)]


def test_windows_are_let_go() -> None:
    count = 100_000
    encoder = FakeEncoder(
        [max(i - 1, 0) for i in range(count)], dict.fromkeys(range(0, count, 9), 0.9)
    )
    found = read(encoder, count, given=False)
    assert len(found.lemmas) == len(found.heads) == len(found.starts) == count
    assert found.starts.sum() == -(-count // 9)
    assert encoder.windows > 800
    assert encoder.most_alive <= 2 * AHEAD + LONGEST_SENTENCE // 100


def test_no_words_no_analysis() -> None:
    found = read(FakeEncoder([]), 0)
    assert (len(found.heads), len(found.starts), found.names) == (0, 0, [])


def test_a_word_is_told_by_the_window_in_which_it_has_most_context() -> None:
    encoder = FakeEncoder(list(range(300)))
    parts = [
        Part(begin, end, encoder.run([words(300)[begin:end]])[0])
        for begin, end in ((0, 180), (120, 300))
    ]
    stretch = Stretch(0, 300, parts)
    assert stretch.scores.dependents[:, 0].tolist() == [1] * 150 + [2] * 150
    assert stretch.scores.governors[1:, 1].tolist() == list(range(300))
    assert np.isneginf(stretch.scores.arcs[0, 181:]).all()

    assert np.isfinite(stretch.scores.arcs[149, 1:]).sum() == 300
