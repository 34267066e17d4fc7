"""How to train."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """How to train.

    `rate` scales the learning rates, `layer_decay` those of each layer below the last.
    `start` is a `model.pt` to start from, `names` what `training.label` wrote, `teacher` the
    folder of a model whose names are to be kept, `limit` the
    documents to keep of each corpus for a trial, `gmb_share` the part of GMB in an epoch
    (one in so many). `only` trains nothing but "trees" or "names"; `smoothing` is that of
    dependency labels, `average` the decay of the weights' moving average.
    """

    epochs: float = 10
    rate: float = 1.0
    seed: int = 1
    device: str = "cpu"
    start: Path | None = None
    names: Path | None = None
    teacher: Path | None = None
    limit: int | None = None
    batch_size: int = 2500
    checkpoint_every: int = 100
    gmb_share: int = 16
    only: str = ""
    smoothing: float = 0.03
    layer_decay: float = 1.0
    average: float = 0.995

    def __post_init__(self) -> None:
        if self.only not in ("", "trees", "names"):
            raise SystemExit(f"training: --only {self.only}: write trees or names")
