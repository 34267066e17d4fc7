"""From words to analyses: windows over a document, scores, trees and names.

Batches never mix documents, so that a document's analysis does not depend on what
else is processed, or by how many workers.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kg.language.arborescence import best_tree
from kg.language.encoder import Array, Encoder
from kg.language.lemmas import lemma_of
from kg.language.names import Name, find_names
from kg.language.references import Mentions, Reference
from kg.language.stretches import Stretch, stretches
from kg.language.windows import borders, plan, read


@dataclass
class Analysis:
    """Everything about W words: strings `[W]`, `heads` as word indices (a root heads
    itself), `starts` true at the first word of a sentence, the names and the mentions,
    the encoder's `states` `[W, 384]`."""

    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    feats: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    labels: list[str] = field(default_factory=list)
    starts: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    names: list[Name] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    states: NDArray[np.float16] = field(default_factory=lambda: np.zeros((0, 0), np.float16))


def analyse(
    encoder: Encoder, words: list[str], forced: NDArray[np.bool_], given: bool = False
) -> Analysis:
    """Analyse one document of words.

    `forced` `[W]` marks words that must start a sentence; with `given` these are all
    the sentence starts there are, except in sentences beyond `LONGEST_SENTENCE`.
    """
    where = borders(words, forced, given)
    spans = plan(encoder.pieces(words), where)
    whole = Analysis()
    heads, starts, states = [], [], []
    mentions = Mentions(encoder.classes["mentions"], encoder.distances)
    for stretch in stretches(read(encoder, words, spans), where.least):
        begin, end = stretch.begin, stretch.end
        part = _decode(encoder, stretch, words[begin:end], where.least[begin:end])
        for name in ("upos", "xpos", "feats", "lemmas", "labels"):
            getattr(whole, name).extend(getattr(part, name))
        heads.append(part.heads + begin)
        starts.append(part.starts)
        states.append(stretch.scores.states.astype(np.float16))
        whole.names.extend(
            Name(n.begin + begin, n.end + begin, n.label, n.probability) for n in part.names
        )
        mentions.add(begin, stretch.scores)
    whole.references = mentions.linked()
    if heads:
        whole.heads, whole.starts = np.concatenate(heads), np.concatenate(starts)
        whole.states = np.concatenate(states)
    return whole


def _decode(
    encoder: Encoder, stretch: Stretch, words: list[str], least: NDArray[np.float64]
) -> Analysis:
    scores, classes = stretch.scores, encoder.classes
    starts = scores.starts > least
    starts[0] = True
    governors = _governors(scores.arcs, starts)
    own = np.arange(len(words))
    heads = np.where(governors == 0, own, governors - 1)
    labels = _labels(encoder, stretch, governors)
    upos = _named(classes["upos"], scores.upos)
    xpos = _named(classes["xpos"], scores.xpos)
    ranked = zip(words, xpos, scores.lemma.tolist(), strict=True)
    lemmas = [
        lemma_of(word, tag, row, classes["lemma"], encoder.attested) for word, tag, row in ranked
    ]
    names = find_names(scores, classes, starts, upos, heads)
    return Analysis(
        upos, xpos, _named(classes["feats"], scores.feats), lemmas, heads, labels, starts, names
    )


def _named(classes: list[str], indices: NDArray[np.int64]) -> list[str]:
    return [classes[index] for index in indices.tolist()]


def _governors(arcs: Array, starts: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Columns of `arcs` `[W, W + 1]` that make the best tree of every sentence, `[W]`."""
    governors = np.zeros(len(starts), dtype=np.int64)
    begins = np.flatnonzero(starts).tolist()
    for begin, end in zip(begins, [*begins[1:], len(starts)], strict=True):
        rows = arcs[begin:end]
        inner = np.concatenate([rows[:, :1], rows[:, begin + 1 : end + 1]], axis=1)
        tree = best_tree(inner.astype(np.float64))
        governors[begin:end] = np.where(tree == 0, 0, tree + begin)
    return governors


def _labels(encoder: Encoder, stretch: Stretch, governors: NDArray[np.int64]) -> list[str]:
    """The best label of every arc, `root` of those from the root and no others."""
    scores = encoder.label_scores(*stretch.vectors(governors))
    root = encoder.labels.index("root")
    scores[:, root] = -np.inf
    return _named(encoder.labels, np.where(governors == 0, root, scores.argmax(1)))
