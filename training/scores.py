"""Scores on the development documents, by greedy decoding: what weights are chosen by."""

from __future__ import annotations

import random
from collections import Counter

import torch
from torch import Tensor

from kg.evaluate.corpora import Document, spans
from training.batches import SKIP, Batch, Classes, Encoder, windows
from training.losses import antecedents, mask_arcs
from training.network import Network, Outputs

TAGS = ("upos", "xpos", "feats", "lemma")


@torch.no_grad()
def evaluate(
    network: Network,
    encoder: Encoder,
    classes: Classes,
    dev: dict[str, list[Document]],
    device: str,
) -> dict[str, float]:
    """Scores in per cent by corpus and measure: accuracies; F1 of names and of mentions,
    these by head word and type; right antecedents of mentions that have one in the window."""
    network.eval()
    scores: dict[str, float] = {}
    for name, documents in dev.items():
        hits: Counter[str] = Counter()
        total: Counter[str] = Counter()
        items = [(window, name) for window in windows(documents, None)]
        for batch in encoder.batches(items, 4000, random.Random(0)):
            batch = batch.to(device)
            out = network(batch.ids, batch.cases, batch.mask, batch.first)
            for measure, (right, of) in measured(network, out, batch, classes).items():
                hits[measure] += right
                total[measure] += of
        scores |= {f"{name}/{key}": 100 * hits[key] / of for key, of in total.items() if of}
    network.train()
    return scores


def measured(
    network: Network, out: Outputs, batch: Batch, classes: Classes
) -> dict[str, tuple[int, int]]:
    """What is right, of how many, by measure; for an F1 twice the right, of all on both sides."""
    found = {task: _hits(out.tags[task].argmax(-1), batch.tags[task]) for task in TAGS}
    found["starts"] = _hits((out.starts > 0).long(), batch.starts)
    if (batch.heads != SKIP).any():
        found |= _trees(network, out, batch)
    found["names"] = _names(
        out.tags["names"].argmax(-1), batch.tags["names"], classes.tasks["names"]
    )
    if (batch.tags["mentions"] != SKIP).any():
        found |= _mentions(network, out, batch)
    return found


def _trees(network: Network, out: Outputs, batch: Batch) -> dict[str, tuple[int, int]]:
    heads = mask_arcs(out.arcs, batch.sentence).argmax(-1)
    known = batch.heads != SKIP
    rows, columns = known.nonzero(as_tuple=True)
    governors = out.governors[rows, heads[rows, columns]]
    labels = network.label_scores(out.dependents[rows, columns], governors).argmax(-1)
    hit = heads[known] == batch.heads[known]
    right = hit & (labels == batch.labels[known])
    return {"uas": (int(hit.sum()), len(hit)), "las": (int(right.sum()), len(hit))}


def _mentions(network: Network, out: Outputs, batch: Batch) -> dict[str, tuple[int, int]]:
    target, ours = batch.tags["mentions"], out.tags["mentions"].argmax(-1)
    right = int(((ours == target) & (target > 0)).sum())
    size = int((ours > 0)[target != SKIP].sum() + (target > 0).sum())
    scores, allowed = antecedents(network, out, batch)
    same = allowed & (batch.clusters[:, :, None] == batch.clusters[:, None, :])
    best = scores.masked_fill(~allowed, -1e4).argmax(-1, keepdim=True)
    has = same.any(-1)
    linked = int(same.gather(-1, best)[..., 0][has].sum())
    return {"mentions": (2 * right, size), "antecedents": (linked, int(has.sum()))}


def _hits(ours: Tensor, target: Tensor) -> tuple[int, int]:
    known = target != SKIP
    return int((ours == target)[known].sum()), int(known.sum())


def _names(ours: Tensor, target: Tensor, tags: list[str]) -> tuple[int, int]:
    both = size = 0
    for row, gold in zip(ours.tolist(), target.tolist(), strict=True):
        theirs = set(spans([tags[i] if i != SKIP else "?" for i in gold]))
        mine = {span for span in spans([tags[i] for i in row]) if gold[span[0]] != SKIP}
        both += len(mine & theirs)
        size += len(mine) + len(theirs)
    return 2 * both, size
