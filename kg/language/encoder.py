"""The network at run time: words in, scores out, by onnxruntime on one thread."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from kg.language.references import Distances
from kg.language.subwords import Subwords, case_of

FILES = ("model.onnx", "tokenizer.json", "classes.json", "labels.npy", "lemmas.tsv")
MOST_PIECES = 380
BATCH_PIECES = 512  # more take longer each: they outgrow the processor's cache
MOST_PADDING = 1 / 16  # of a batch's longest window
LEMMAS = 6

Array = NDArray[np.float32]


@dataclass
class Window:
    """Scores for one window of W words: see `training.export.OUTPUTS`.

    Class indices `upos`, `xpos`, `feats` `[W]`, `lemma` `[W, 6]` best first; probabilities
    `names`, `kinds`, `mentions` `[W, classes]`, `starts` `[W]`; `arcs` `[W, W + 1]`; vectors
    `dependents` `[W, 96]` and `governors` `[W + 1, 96]`, `anaphors` and `antecedents` `[W, 64]`,
    and what all these are computed from, `states` `[W, 384]`.
    """

    upos: NDArray[np.int64]
    xpos: NDArray[np.int64]
    feats: NDArray[np.int64]
    lemma: NDArray[np.int64]
    names: Array
    kinds: Array
    mentions: Array
    starts: Array
    arcs: Array
    dependents: Array
    governors: Array
    anaphors: Array
    antecedents: Array
    states: Array


NAMES = tuple(Window.__dataclass_fields__)


class Encoder:
    """The network and its vocabulary, read from a folder with the `FILES`.

    Raises FileNotFoundError where one is missing.
    """

    def __init__(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.files = {name: (folder / name).read_bytes() for name in FILES}
        self.session = onnxruntime.InferenceSession(
            self.files["model.onnx"], options, providers=["CPUExecutionProvider"]
        )
        self.subwords = Subwords(folder / "tokenizer.json")
        classes = json.loads(self.files["classes.json"])
        self.classes: dict[str, list[str]] = classes["tasks"]
        self.labels: list[str] = classes["labels"]
        self.distances = Distances(*map(tuple, classes["distances"].values()))
        rows = [row.split("\t") for row in self.files["lemmas.tsv"].decode().splitlines()]
        self.attested = {(form, tag): lemma for form, tag, lemma in rows}
        self._label_weight: Array = np.load(folder / "labels.npy").astype(np.float32)

    def pieces(self, words: list[str]) -> NDArray[np.int64]:
        """How many subwords each of `words` takes, `[W]`."""
        return np.array([len(self.subwords.encode(word)) for word in words], dtype=np.int64)

    def run(self, windows: list[list[str]]) -> list[Window]:
        """Scores for `windows`, computed in batches of windows alike in length.

        A window may take `MOST_PIECES` subwords at most.
        """
        rows = [self._row(words) for words in windows]
        found: dict[int, Window] = {}
        for group in _alike([len(ids) for ids, _, _ in rows]):
            found.update(self._batch(group, rows))
        return [found[index] for index in range(len(rows))]

    def label_scores(self, dependents: Array, governors: Array) -> Array:
        """Label scores `[N, labels]` for N arcs, given the vectors `[N, 96]` of both ends."""
        size, _, labels = self._label_weight.shape
        one = np.ones((len(dependents), 1), dtype=np.float32)
        left = np.hstack([dependents, one]) @ self._label_weight.reshape(size, -1)
        right = np.hstack([governors, one])[:, None, :]
        scores: Array = np.matmul(right, left.reshape(-1, size, labels))[:, 0]
        return scores

    def _row(self, words: list[str]) -> tuple[list[int], list[int], list[int]]:
        ids, cases, first = [self.subwords.begin], [0], []
        for word in words:
            pieces = self.subwords.encode(word)
            first.append(len(ids))
            ids.extend(pieces)
            cases.extend([case_of(word)] * len(pieces))
        ids.append(self.subwords.end)
        cases.append(0)
        return ids, cases, first

    def _batch(
        self, group: list[int], rows: list[tuple[list[int], list[int], list[int]]]
    ) -> dict[int, Window]:
        longest = max(len(rows[i][0]) for i in group)
        widest = max(len(rows[i][2]) for i in group)
        ids = np.full((len(group), longest), self.subwords.padding, dtype=np.int64)
        cases = np.zeros_like(ids)
        mask = np.zeros(ids.shape, dtype=np.float32)
        first = np.zeros((len(group), widest), dtype=np.int64)
        for row, index in enumerate(group):
            ours = rows[index]
            ids[row, : len(ours[0])], cases[row, : len(ours[0])] = ours[0], ours[1]
            mask[row, : len(ours[0])] = 1
            first[row, : len(ours[2])] = ours[2]
        outputs = self.session.run(
            list(NAMES), {"ids": ids, "cases": cases, "mask": mask, "first": first}
        )
        found = {}
        for row, index in enumerate(group):
            n = len(rows[index][2])
            cut = {name: value[row][:n] for name, value in zip(NAMES, outputs, strict=True)}
            cut["arcs"] = cut["arcs"][:, : n + 1]
            cut["governors"] = outputs[NAMES.index("governors")][row][: n + 1]
            found[index] = Window(**cut)
        return found


def _alike(lengths: list[int]) -> list[list[int]]:
    """Indices of `lengths` in batches of those alike."""
    groups: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lambda i: (lengths[i], i)):
        longest = lengths[index]
        group = groups[-1] if groups else []
        least = (1 - MOST_PADDING) * longest
        if group and lengths[group[0]] >= least and (len(group) + 1) * longest <= BATCH_PIECES:
            group.append(index)
        else:
            groups.append([index])
    return groups
