"""Train the classifier of relations: `python -m training.relations --data DATA --out FOLDER`.

Learns from KnowledgeNet and the development part of Re-DocRED a small head on the shipped
language model's states, one for each third of the texts first (`FOLDER/fold1`, …, learnt from the
other two), then one of all (`FOLDER/head`). What the thirds' heads say of what they have not
seen gives the confidences and the least ones. Seeded, on the CPU.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from kg.components.relations.classifier import (
    NETWORK,
    SETTINGS,
)
from kg.components.relations.evidence import canonical
from kg.components.relations.pairs import padded
from kg.evaluate.relations import inventory
from kg.evaluate.relations.public import docred, knowledgenet, redocred
from kg.pipeline import load
from training.relation_calibration import (
    Judged,
    calibrate,
    judged,
    least_confidences,
    reliable,
)
from training.relation_export import export
from training.relation_head import Head, loss_of
from training.relation_pairs import FOLDS, OUTSIDE, Labelled, Reading

EPOCHS, RATE, WARM, DECAY = 10, 1.5e-3, 200, 0.02
BATCH_WORDS = 6000
FEWEST = 30  # facts of a property in the data, to be learnt
UNRELATED = 0.5  # of the pairs without a relation, those that an epoch takes

Matrix = NDArray[np.float32]


def properties_of(data: Path) -> tuple[str, ...]:
    """The properties that are learnt: those of the inventory with `FEWEST` facts or more, of a
    property and its inverse the inventory's first."""
    stated = inventory.stated()
    counts: Counter[str] = Counter()
    for text in docred.read(data, redocred.FILE)[: redocred.HELD_OUT]:
        counts.update(OUTSIDE.get(name, name) for _, name, _ in text.facts)
    for passages in knowledgenet.read(data):
        facts = Counter(fact.stated for passage in passages.passages for fact in passage.facts)
        for relation in knowledgenet.mapping().relation:
            ours = relation.inverse or relation.properties
            counts.update({ours[0]: facts[relation.name]} if len(ours) == 1 else {})
    kept = [name for name in stated if not inventory.is_turned(name) and name != "P39"]
    roots = tuple(name for name in kept if name not in ("P22", "P25"))
    frequent = Counter[str]()
    for name, count in counts.items():
        frequent[canonical(name, roots)[0]] += count
    return tuple(name for name in roots if frequent[name] >= FEWEST)


# Training


def batch_of(rows: Sequence[Labelled]) -> tuple[dict[str, Tensor], list[Tensor]]:
    """Inputs of the head and labels of some pairs."""
    inputs = padded([row.pair for row in rows])
    states = [row.pair.subject.head.doc.tensor[row.pair.words] for row in rows]
    inputs["states"] = np.concatenate(states).astype(np.float32)
    inputs["words"][inputs["mask"] > 0] = np.arange(len(inputs["states"]))
    labels = [np.stack([getattr(r, n) for r in rows]) for n in ("holds", "known", "one_of")]
    tensors = {name: torch.from_numpy(np.ascontiguousarray(x)) for name, x in inputs.items()}
    return tensors, [torch.from_numpy(x.astype(np.float32)) for x in labels]


def batches(
    rows: Sequence[Labelled], words: int, rng: random.Random | None = None
) -> list[list[int]]:
    """Indices of pairs in batches of so many padded words, alike in length; shuffled by `rng`."""
    lengths = [len(row.pair.words) + (rng.random() * 6 if rng else 0) for row in rows]
    groups: list[list[int]] = [[]]
    for index in sorted(range(len(rows)), key=lambda i: lengths[i]):
        if (len(groups[-1]) + 1) * len(rows[index].pair.words) > words:
            groups.append([])
        groups[-1].append(index)
    if rng:
        rng.shuffle(groups)
    return [group for group in groups if group]


def train(rows: Sequence[Labelled], properties: int, seed: int, title: str) -> Head:
    """A head that has learnt from `rows`."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    head = Head(properties)
    optimiser = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=DECAY)
    related = [row for row in rows if row.holds.any() or row.one_of.any()]
    others = [row for row in rows if not (row.holds.any() or row.one_of.any())]
    kept = int(UNRELATED * len(others))
    steps, step = len(batches([*related, *others[:kept]], BATCH_WORDS)) * EPOCHS, 0
    for epoch in range(EPOCHS):
        began, total = time.monotonic(), 0.0
        head.train()
        taken = [*related, *rng.sample(others, kept)]
        for group in batches(taken, BATCH_WORDS, rng):
            step += 1
            for settings in optimiser.param_groups:
                settings["lr"] = RATE * min(1, step / WARM) * max(0.02, 1 - step / (steps + 1))
            inputs, labels = batch_of([taken[index] for index in group])
            loss = loss_of(head(**inputs), *labels)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimiser.step()
            total += loss.item() * len(group)
        spent = time.monotonic() - began
        print(
            f"{title}: epoch {epoch + 1}, loss {total / len(rows):.4f}, {spent:.0f} s", flush=True
        )
    return head.eval()


def predict(head: Head, rows: Sequence[Labelled]) -> Matrix:
    """Probabilities `[rows, properties]`."""
    found = np.zeros((len(rows), head.out.out_features), dtype=np.float32)
    with torch.no_grad():
        for group in batches(rows, BATCH_WORDS):
            inputs, _ = batch_of([rows[index] for index in group])
            found[group] = head(**inputs).sigmoid().numpy()
    return found


# The command


def settings_of(properties: tuple[str, ...], found: Sequence[Judged]) -> dict[str, object]:
    """What goes into `head.json`, by what was `judged`."""
    rows = reliable(found)
    weights = calibrate(rows, properties)
    return {
        "properties": properties,
        "least": least_confidences(rows, properties, weights),
        "calibration": asdict(weights),
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--out", type=Path, required=True, help="where the heads' folders go")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    properties = properties_of(arguments.data)
    print(f"{len(properties)} properties: {' '.join(properties)}", flush=True)
    texts = list(Reading(load(), properties).all(arguments.data))
    rows = [row for text in texts for row in text.pairs]
    print(f"{len(rows)} pairs, {sum(row.holds.any() for row in rows)} related", flush=True)
    heads = {}
    for fold in FOLDS:
        seen = [row for text in texts if text.fold != fold for row in text.pairs]
        heads[fold] = train(seen, len(properties), arguments.seed, f"without fold {fold}")
    found = judged(texts, lambda text: predict(heads[text.fold], text.pairs), properties)
    settings = settings_of(properties, found)
    heads[0] = train(rows, len(properties), arguments.seed, "of all")
    for fold, head in heads.items():
        folder = arguments.out / (f"fold{fold}" if fold else "head")
        export(head, folder / NETWORK)
        (folder / SETTINGS).write_text(json.dumps(settings, indent=1) + "\n")
        print(folder, flush=True)


if __name__ == "__main__":
    main()
