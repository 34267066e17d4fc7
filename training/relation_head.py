"""The classifier's head: a small transformer over the encoder's states, with the ends of a pair
marked (PyTorch)."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from kg.components.relations.classifier import WIDTH
from kg.components.relations.pairs import FAR, FORMS, OBJECT, SUBJECT, TYPES

NARROW, LAYERS, ATTENTION_HEADS, DROPOUT = 128, 2, 4, 0.3


class Layer(nn.Module):
    """One transformer layer with normalisation before each block."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.attention_norm = nn.LayerNorm(width)
        self.attended = nn.Linear(width, 3 * width)
        self.output = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)
        self.up = nn.Linear(width, 2 * width)
        self.down = nn.Linear(2 * width, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """`x` `[N, T, width]`, `bias` `[N, 1, 1, T]` added to the scores of attention."""
        rows, length, width = x.shape
        parts = self.attended(self.attention_norm(x)).chunk(3, -1)
        query, key, value = (
            part.view(rows, length, ATTENTION_HEADS, -1).transpose(1, 2) for part in parts
        )
        scores = query @ key.transpose(2, 3) * (width // ATTENTION_HEADS) ** -0.5 + bias
        mixed = self.dropout(scores.softmax(-1)) @ value
        x = x + self.dropout(self.output(mixed.transpose(1, 2).reshape(rows, length, width)))
        return x + self.dropout(self.down(self.dropout(F.gelu(self.up(self.norm(x))))))


class Head(nn.Module):
    """Scores of `properties` for pairs; the inputs are those of `classifier.padded`."""

    def __init__(self, properties: int, width: int = NARROW, dropout: float = DROPOUT) -> None:
        super().__init__()
        self.narrow = nn.Linear(WIDTH, width)
        self.marks = nn.Embedding(3, width)
        self.path = nn.Embedding(2, width)
        self.kinds = nn.Embedding(len(TYPES) + 1, width)
        self.from_subject = nn.Embedding(2 * FAR + 1, width)
        self.from_object = nn.Embedding(2 * FAR + 1, width)
        self.types = nn.Embedding(len(TYPES), width)
        self.forms = nn.Embedding(len(FORMS), width)
        for part in self.children():
            if isinstance(part, nn.Embedding):
                nn.init.normal_(part.weight, std=0.3)
        self.norm = nn.LayerNorm(width)
        self.layers = nn.ModuleList(Layer(width, dropout) for _ in range(LAYERS))
        self.last = nn.LayerNorm(width)
        self.look = nn.Linear(width, 1)
        self.hidden = nn.Linear(3 * width, 2 * width)
        self.out = nn.Linear(2 * width, properties)
        self.dropout = nn.Dropout(dropout)

    def forward(
        self,
        states: Tensor,
        words: Tensor,
        marks: Tensor,
        path: Tensor,
        kinds: Tensor,
        from_subject: Tensor,
        from_object: Tensor,
        ends: Tensor,
        mask: Tensor,
    ) -> Tensor:
        """Scores `[N, properties]` before the sigmoid."""
        x = self.narrow(self.dropout(states))[words]
        x = x + self.marks(marks) + self.path(path) + self.kinds(kinds)
        x = x + self.from_subject(from_subject) + self.from_object(from_object)
        subject = (marks == SUBJECT).to(x.dtype).unsqueeze(-1)
        target = (marks == OBJECT).to(x.dtype).unsqueeze(-1)
        for part, kind, form in ((subject, 0, 1), (target, 2, 3)):
            x = x + part * (self.types(ends[:, kind]) + self.forms(ends[:, form])).unsqueeze(1)
        x = self.dropout(self.norm(x))
        bias = (1 - mask)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        x = self.last(x)
        shares = (self.look(x).squeeze(-1) + bias[:, 0, 0]).softmax(1).unsqueeze(-1)
        pooled = [(x * part).sum(1) / part.sum(1).clamp(min=1) for part in (subject, target)]
        whole = self.dropout(torch.cat([*pooled, (x * shares).sum(1)], 1))
        scores: Tensor = self.out(self.dropout(F.gelu(self.hidden(whole))))
        return scores


def loss_of(scores: Tensor, holds: Tensor, known: Tensor, one_of: Tensor) -> Tensor:
    """Binary cross-entropy of what is known, a pair's on average; of properties of which one
    holds, that of their noisy or. All `[N, properties]`, the last three 0 or 1."""
    each = F.binary_cross_entropy_with_logits(scores, holds, reduction="none") * known
    none = (F.logsigmoid(-scores) * one_of).sum(1)
    some = one_of.any(1)
    group = -torch.log((1 - none[some].exp()).clamp(min=1e-6))
    return (each.sum() + group.sum()) / len(scores)
