"""What the network is trained to do: one loss for each task a batch has annotation for."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from training.batches import CORPORA, SKIP, TASKS, Batch
from training.network import Network, Outputs
from training.settings import Settings

SILVER = {"gmb": (0.5, 0.1), "ewt": (0.5, 0.3)}  # what their names weigh, early and late
LATE = 0.6
WEIGHTS = {"names": 1.5, "taught": 3.0, "antecedents": 0.5}
GROUPS = {
    "trees": ("upos", "xpos", "feats", "lemma", "starts", "arcs", "labels"),
    "names": ("names", "taught", "kinds", "mentions", "antecedents"),
}


def loss_of(
    network: Network,
    batch: Batch,
    progress: float,
    settings: Settings,
    taught: Outputs | None = None,
) -> Tensor:
    """The weighted sum of the losses that `settings` asks for; `progress` runs from 0 to 1."""
    each = losses(network, batch, progress, settings, taught)
    wanted = GROUPS.get(settings.only, tuple(each))
    parts = [WEIGHTS.get(task, 1.0) * loss for task, loss in each.items() if task in wanted]
    return sum(parts, start=batch.mask.new_zeros(()))


def losses(
    network: Network,
    batch: Batch,
    progress: float,
    settings: Settings,
    taught: Outputs | None = None,
) -> dict[str, Tensor]:
    """The mean loss of every task that the batch has annotation for; and, where a teacher's
    outputs are given, of differing from its names (Hinton et al. 2015)."""
    out = network(batch.ids, batch.cases, batch.mask, batch.first)
    found: dict[str, Tensor] = {}
    for task in TASKS:
        target = batch.tags[task]
        if not (target != SKIP).any():
            continue
        if task == "names":
            found[task] = _names_loss(out, batch, progress)
        else:
            scores = out.tags[task].flatten(0, 1)
            found[task] = F.cross_entropy(scores, target.flatten(), ignore_index=SKIP)
    known = batch.starts != SKIP
    if known.any():
        target = batch.starts[known].float()
        found["starts"] = F.binary_cross_entropy_with_logits(out.starts[known], target)
    known = batch.heads != SKIP
    if known.any():
        arcs = mask_arcs(out.arcs, batch.sentence)
        found["arcs"] = F.cross_entropy(arcs[known], batch.heads[known])
        rows, columns = (known & (batch.labels != SKIP)).nonzero(as_tuple=True)
        governors = out.governors[rows, batch.heads[rows, columns]]
        found["labels"] = F.cross_entropy(
            network.label_scores(out.dependents[rows, columns], governors),
            batch.labels[rows, columns],
            label_smoothing=settings.smoothing,
        )
    if taught is not None:
        words = batch.sentence >= 0
        found["taught"] = F.kl_div(
            out.tags["names"][words].log_softmax(-1),
            taught.tags["names"][words].log_softmax(-1),
            reduction="batchmean",
            log_target=True,
        )
    if (batch.clusters != SKIP).any():
        found["antecedents"] = _coreference_loss(network, out, batch)
    return found


def _names_loss(out: Outputs, batch: Batch, progress: float) -> Tensor:
    """The mean over all words, silver ones counting less, and towards the end less still."""
    target = batch.tags["names"]
    each = F.cross_entropy(
        out.tags["names"].flatten(0, 1), target.flatten(), ignore_index=SKIP, reduction="none"
    ).view_as(target)
    late = int(progress >= LATE)
    rows = [SILVER[name][late] if name in SILVER else 1.0 for name in CORPORA]
    weight = each.new_tensor(rows)[batch.corpus][:, None] * (target != SKIP)
    return (each * weight).sum() / weight.sum().clamp(min=1)


def _coreference_loss(network: Network, out: Outputs, batch: Batch) -> Tensor:
    """The negative log-likelihood of all right antecedents (Lee et al. 2017) in the window.

    A mention whose entity was first mentioned before the window has none here to learn.
    """
    scores, allowed = antecedents(network, out, batch)
    clusters = batch.clusters
    right = allowed & (clusters[:, :, None] == clusters[:, None, :])
    lonely = ~right.any(-1)
    learnt = (clusters != SKIP) & ~(lonely & batch.given)
    null = torch.zeros_like(scores[:, :, :1])
    everything = torch.cat([null, scores.masked_fill(~allowed, -1e4)], -1).logsumexp(-1)
    wanted = torch.cat(
        [null.masked_fill(~lonely[:, :, None], -1e4), scores.masked_fill(~right, -1e4)], -1
    ).logsumexp(-1)
    return (everything - wanted)[learnt].mean() if learnt.any() else scores.sum() * 0


def antecedents(network: Network, out: Outputs, batch: Batch) -> tuple[Tensor, Tensor]:
    """Antecedent scores `[B, W, W]` of the words of a batch, and which pairs are mentions in
    the order of the text."""
    mention = batch.clusters != SKIP
    number = mention.long().cumsum(-1)
    apart = (number[:, :, None] - number[:, None, :]).clamp(min=0)
    scores = network.antecedent_scores(out.anaphors, out.antecedents, apart).float()
    return scores, mention[:, :, None] & mention[:, None, :] & (apart > 0)


def mask_arcs(arcs: Tensor, sentence: Tensor) -> Tensor:
    """Arc scores with every pair across sentences, and with padding, ruled out."""
    same = sentence[:, :, None] == sentence[:, None, :]
    diagonal = torch.eye(sentence.shape[1], dtype=torch.bool, device=sentence.device)
    allowed = torch.cat([torch.ones_like(same[:, :, :1]), same & ~diagonal], 2)
    return arcs.masked_fill(~allowed, -1e4)
