"""The network: a BERT encoder with one head for each task (PyTorch).

Encoder: Devlin et al. 2019, in the 6-layer distillation MiniLM (Wang et al. 2020).
Parser: deep biaffine attention (Dozat and Manning 2017).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

CASES = ("lower", "title", "upper", "mixed", "none")
HIDDEN, LAYERS, ATTENTION_HEADS, FEED_FORWARD, POSITIONS = 384, 6, 12, 1536, 512
ARC, LABEL, COREFERENCE = 256, 96, 64
DISTANCES = (1, 2, 3, 4, 6, 9, 14, 24)


class Layer(nn.Module):
    """One transformer layer with normalisation after each block, as in BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query = nn.Linear(HIDDEN, HIDDEN)
        self.key = nn.Linear(HIDDEN, HIDDEN)
        self.value = nn.Linear(HIDDEN, HIDDEN)
        self.output = nn.Linear(HIDDEN, HIDDEN)
        self.attention_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up = nn.Linear(HIDDEN, FEED_FORWARD)
        self.down = nn.Linear(FEED_FORWARD, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, length, _ = x.shape

        def heads(linear: nn.Linear) -> Tensor:
            return linear(x).view(batch, length, ATTENTION_HEADS, -1).transpose(1, 2)

        query, key, value = heads(self.query), heads(self.key), heads(self.value)
        scores = query @ key.transpose(2, 3) * (HIDDEN // ATTENTION_HEADS) ** -0.5 + bias
        mixed = self.dropout(scores.softmax(-1)) @ value
        mixed = self.output(mixed.transpose(1, 2).reshape(batch, length, HIDDEN))
        x = self.attention_norm(x + self.dropout(mixed))
        return self.norm(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Subword ids and case ids `[B, S]` to vectors `[B, S, 384]`."""

    def __init__(self, vocabulary: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, HIDDEN)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.cases = nn.Embedding(len(CASES), HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: Tensor, cases: Tensor, mask: Tensor) -> Tensor:
        positions = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(positions) + self.cases(cases)
        x = self.dropout(self.norm(x))
        bias = (1.0 - mask)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def load_bert(self, weights: dict[str, Tensor]) -> None:
        """Take over a BERT checkpoint's weights; every case starts as its segment 0."""
        names = {
            "embeddings.word_embeddings.weight": self.words.weight,
            "embeddings.position_embeddings.weight": self.positions.weight,
            "embeddings.LayerNorm.weight": self.norm.weight,
            "embeddings.LayerNorm.bias": self.norm.bias,
        }
        parts = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "output": "attention.output.dense",
            "attention_norm": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm": "output.LayerNorm",
        }
        for index, layer in enumerate(self.layers):
            for ours, theirs in parts.items():
                for kind in ("weight", "bias"):
                    name = f"encoder.layer.{index}.{theirs}.{kind}"
                    names[name] = getattr(getattr(layer, ours), kind)
        with torch.no_grad():
            for name, parameter in names.items():
                parameter.copy_(weights[name])
            self.cases.weight.copy_(
                weights["embeddings.token_type_embeddings.weight"][:1].expand(len(CASES), -1)
            )


@dataclass
class Outputs:
    """Scores for a batch of B windows of W words.

    `tags[task]` `[B, W, classes]`, `starts` `[B, W]`, `arcs` `[B, W, W + 1]` (column 0
    is the root), `dependents` and `governors` `[B, W, 96]` for `label_scores`, `anaphors`
    and `antecedents` `[B, W, 64]` for `antecedent_scores`, `states` `[B, W, 384]` of the words.
    """

    tags: dict[str, Tensor]
    starts: Tensor
    arcs: Tensor
    dependents: Tensor
    governors: Tensor
    anaphors: Tensor
    antecedents: Tensor
    states: Tensor


class Network(nn.Module):
    """Encoder and heads; `classes` gives the number of classes of each tagging task."""

    def __init__(self, vocabulary: int, classes: dict[str, int], labels: int) -> None:
        super().__init__()
        self.encoder = Encoder(vocabulary)
        self.dropout = nn.Dropout(0.25)
        self.taggers = nn.ModuleDict({task: nn.Linear(HIDDEN, n) for task, n in classes.items()})
        self.start = nn.Linear(HIDDEN, 1)
        self.arc_dependent = nn.Linear(HIDDEN, ARC)
        self.arc_governor = nn.Linear(HIDDEN, ARC)
        self.arc_weight = nn.Parameter(torch.empty(ARC + 1, ARC))
        self.root = nn.Parameter(torch.zeros(1, 1, HIDDEN))
        self.label_dependent = nn.Linear(HIDDEN, LABEL)
        self.label_governor = nn.Linear(HIDDEN, LABEL)
        self.label_weight = nn.Parameter(torch.empty(LABEL + 1, LABEL + 1, labels))
        self.anaphor = nn.Linear(HIDDEN, COREFERENCE)
        self.antecedent = nn.Linear(HIDDEN, COREFERENCE)
        self.distance = nn.Parameter(torch.zeros(len(DISTANCES) + 1))
        for weight in (self.arc_weight, self.label_weight):
            nn.init.normal_(weight, std=0.02)

    def forward(self, ids: Tensor, cases: Tensor, mask: Tensor, first: Tensor) -> Outputs:
        """`ids`, `cases`, `mask` `[B, S]`; `first` `[B, W]` the first subword of each word."""
        states = self.encoder(ids, cases, mask)
        index = first.unsqueeze(-1).expand(-1, -1, HIDDEN)
        words = self.dropout(states.gather(1, index))
        tags = {task: tagger(words) for task, tagger in self.taggers.items()}
        nodes = torch.cat([self.root.expand(words.shape[0], -1, -1), words], 1)
        dependent = self.dropout(F.gelu(self.arc_dependent(words)))
        governor = self.dropout(F.gelu(self.arc_governor(nodes)))
        bilinear = dependent @ self.arc_weight[:-1] + self.arc_weight[-1]
        return Outputs(
            tags,
            self.start(words).squeeze(-1),
            bilinear @ governor.transpose(1, 2) * ARC**-0.5,
            self.dropout(F.gelu(self.label_dependent(words))),
            self.dropout(F.gelu(self.label_governor(nodes))),
            self.dropout(self.anaphor(words)),
            self.dropout(self.antecedent(words)),
            words,
        )

    def label_scores(self, dependents: Tensor, governors: Tensor) -> Tensor:
        """Label scores `[N, labels]` of N arcs from vectors `[N, 96]` of their two ends."""
        one = torch.ones_like(dependents[:, :1])
        left = torch.cat([dependents, one], 1) @ self.label_weight.flatten(1)
        left = left.view(len(dependents), LABEL + 1, -1)
        return torch.einsum("nd,ndl->nl", torch.cat([governors, one], 1), left)

    def antecedent_scores(self, anaphors: Tensor, antecedents: Tensor, apart: Tensor) -> Tensor:
        """Scores `[B, N, N]` that mention j is the antecedent of mention i, of vectors
        `[B, N, 64]`; "no antecedent" scores 0. `apart` `[B, N, N]` counts mentions from j to i.
        """
        buckets = torch.bucketize(apart, torch.tensor(DISTANCES, device=apart.device))
        scores = anaphors @ antecedents.transpose(1, 2) * COREFERENCE**-0.5
        return scores + self.distance[buckets]
