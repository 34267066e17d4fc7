"""Train the embedded language model: `python -m training.train --data DIR --out DIR`.

Seeded; writes a checkpoint every 100 steps and goes on from it when run again; runs on
CPU or CUDA. `training.export` turns the result into the shipped spaCy folder.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file

from training.batches import Batch, Classes, Encoder, Window, vary, windows
from training.corpora import Corpora, load
from training.lemmas import table
from training.losses import loss_of
from training.network import Network, Outputs
from training.scores import evaluate
from training.settings import Settings
from training.weights import agree, base_model, subwords, trained, untrained

REPEAT = {"ewt": 1, "gum": 1, "uner": 3, "wikigold": 2, "docred": 1}
ENCODER_RATE, HEADS_RATE = 1.2e-4, 1e-3


def epoch_windows(corpora: Corpora, settings: Settings, epoch: int) -> list[tuple[Window, str]]:
    """The windows of one epoch, each with the corpus it is of."""
    rng = random.Random(f"{settings.seed}/{epoch}")
    share = settings.gmb_share
    parts = [
        (name, corpora.train[name]) for name, times in REPEAT.items() for _ in range(times)
    ] + [("gmb", corpora.train["gmb"][epoch % share :: share])]
    return [
        ([vary(sentence, rng) for sentence in window], name)
        for name, documents in parts
        for window in windows(documents, rng)
    ]


class Trainer:
    """Trains the model in the folder `out`, or goes on with it where there is a checkpoint.

    Writes `model.pt` (the averaged weights), `classes.json`, `lemmas.tsv` and `log.jsonl`.
    """

    def __init__(self, data: Path, out: Path, settings: Settings) -> None:
        torch.manual_seed(settings.seed)
        out.mkdir(parents=True, exist_ok=True)
        self.out, self.settings = out, settings
        self.corpora = load(data, settings.names, settings.limit)
        documents = [d for name in sorted(self.corpora.train) for d in self.corpora.train[name]]
        self.classes = Classes.of(documents)
        content = {"tasks": self.classes.tasks, "labels": self.classes.labels}
        (out / "classes.json").write_text(json.dumps(content, indent=1) + "\n")
        (out / "lemmas.tsv").write_text(table(self.corpora), encoding="utf-8")
        self.encoder = Encoder(self.classes, subwords())
        self.network = untrained(self.classes)
        if settings.start:
            agree(self.classes, settings.start.parent)
            weights = torch.load(settings.start, map_location="cpu")
            fresh = self.network.load_state_dict(weights, strict=False).missing_keys
            print(f"starting from {settings.start}; fresh: {', '.join(fresh) or 'nothing'}")
        else:
            self.network.encoder.load_bert(load_file(str(base_model() / "model.safetensors")))
        self.network.to(settings.device).train()
        self.teacher = self._teacher(settings.teacher) if settings.teacher else None
        self.per_epoch = sum(1 for _ in self._batches(0))
        self.steps = max(int(self.per_epoch * settings.epochs), 1)
        self.step, self.seconds = 0, 0.0
        self._optimise()
        self._resume()

    def _teacher(self, folder: Path) -> Network:
        agree(self.classes, folder)
        return trained(folder)[0].to(self.settings.device)

    def _optimise(self) -> None:
        rate, encoder = self.settings.rate, self.network.encoder
        stack = list(encoder.layers)
        known = {id(parameter) for parameter in encoder.parameters()}
        lower = [p for n, p in encoder.named_parameters() if not n.startswith("layers.")]
        heads = [p for p in self.network.parameters() if id(p) not in known]
        groups = [
            {"params": parameters, "lr": ENCODER_RATE * rate * self.settings.layer_decay**depth}
            for depth, parameters in enumerate(
                [*(list(x.parameters()) for x in stack[::-1]), lower]
            )
        ]
        groups.append({"params": heads, "lr": HEADS_RATE * rate})
        self.optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
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
            self.seconds = state["seconds"]

    def _batches(self, epoch: int) -> Iterator[Batch]:
        items = epoch_windows(self.corpora, self.settings, epoch)
        rng = random.Random(f"{self.settings.seed}/batches/{epoch}")
        return self.encoder.batches(items, self.settings.batch_size, rng)

    def run(self) -> None:
        """Train to the last step."""
        position, epoch = 0, 0
        if self.step == self.steps and not self._is_logged():
            self._report(0.0)
        while self.step < self.steps:
            for batch in self._batches(epoch):
                position += 1
                if position <= self.step:
                    continue
                began = time.monotonic()
                loss = self._update(batch)
                self.seconds += time.monotonic() - began
                if self.step % 20 == 0:
                    pace = self.seconds / self.step
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
        batch = batch.to(self.settings.device)
        with torch.autocast(self.settings.device, dtype=torch.bfloat16):
            taught = self._taught(batch)
            loss = loss_of(self.network, batch, progress, self.settings, taught)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.schedule.step()
        self.step += 1
        decay = min(self.settings.average, (self.step + 1) / (self.step + 10))
        with torch.no_grad():
            for name, value in self.network.state_dict().items():
                self.average[name].lerp_(value, 1 - decay)
        return loss.item()

    @torch.no_grad()
    def _taught(self, batch: Batch) -> Outputs | None:
        if self.teacher is None:
            return None
        found: Outputs = self.teacher(batch.ids, batch.cases, batch.mask, batch.first)
        return found

    def _save(self) -> None:
        state = {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "average": self.average,
            "step": self.step,
            "seconds": self.seconds,
        }
        for name, content in (("model.pt", self.average), ("checkpoint.pt", state)):
            torch.save(content, self.out / "new")
            (self.out / "new").replace(self.out / name)

    def _is_logged(self) -> bool:
        log = self.out / "log.jsonl"
        rows = log.read_text().splitlines() if log.exists() else []
        return any(json.loads(row)["step"] == self.step for row in rows)

    def _report(self, loss: float) -> None:
        """Score the averaged weights on the development documents."""
        current = {name: value.clone() for name, value in self.network.state_dict().items()}
        self.network.load_state_dict(self.average)
        scores = evaluate(
            self.network, self.encoder, self.classes, self.corpora.dev, self.settings.device
        )
        self.network.load_state_dict(current)
        row: dict[str, Any] = {"step": self.step, "loss": round(loss, 3)}
        row |= {"seconds": round(self.seconds), "device": self.settings.device}
        row |= {name: round(value, 2) for name, value in scores.items()}
        print(json.dumps(row), flush=True)
        if not self._is_logged():
            with (self.out / "log.jsonl").open("a") as log:
                log.write(json.dumps(row) + "\n")


def main() -> None:
    """The command line: an option for every setting."""
    default = Settings(device="cuda" if torch.cuda.is_available() else "cpu")
    parser = argparse.ArgumentParser(description=__doc__, epilog=Settings.__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    readers = {"Path | None": Path, "int | None": int, "float": float}
    for field in fields(Settings):
        value = getattr(default, field.name)
        options: dict[str, Any] = {"default": value}
        if isinstance(value, bool):
            options["action"] = argparse.BooleanOptionalAction
        else:
            options["type"] = readers.get(str(field.type), type(value))
        parser.add_argument(f"--{field.name.replace('_', '-')}", **options)
    arguments = vars(parser.parse_args())
    data, out = arguments.pop("data"), arguments.pop("out")
    if not (data / "treebanks").is_dir():
        parser.error(f"{data} has no folder treebanks: give the data folder")
    Trainer(data, out, Settings(**arguments)).run()


if __name__ == "__main__":
    main()
