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
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from kg.components.relations.classifier import (
    NETWORK,
    SETTINGS,
    Calibration,
)
from kg.components.relations.evidence import canonical, weigh
from kg.components.relations.merging import confidence, logit
from kg.components.relations.pairs import padded
from kg.evaluate.relations import inventory
from kg.evaluate.relations.public import docred, knowledgenet, redocred
from kg.pipeline import load
from training.relation_export import export
from training.relation_head import Head, loss_of
from training.relation_pairs import FOLDS, OUTSIDE, Labelled, Read, Reading

EPOCHS, RATE, WARM, DECAY = 10, 1.5e-3, 200, 0.02
BATCH_WORDS = 6000
FEWEST = 30  # facts of a property in the data, to be learnt
FEWEST_STATED, LOWEST, HIGHEST = 10, 0.3, 0.7  # of the least confidences
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


# Calibration


def judged(
    texts: Iterable[Read], found: Callable[[Read], Matrix], properties: tuple[str, ...]
) -> list[tuple[str, float, float | None, bool]]:
    """What is found in texts that were not learnt from: the property, the classifier's
    probability, the pattern's confidence, and whether it is right; only what is known to be
    right or wrong."""
    rows = []
    for text in texts:
        pairs = [labelled.pair for labelled in text.pairs]
        probabilities = found(text)
        for evidence in weigh(text.drafts, pairs, probabilities, properties):
            index = properties.index(evidence.property) if evidence.learnt is not None else None
            if index is None or evidence.learnt is None:
                continue
            answers = [_answer(text.pairs[n], probabilities[n], index) for n in evidence.pairs]
            if any(answer is not None for answer in answers):
                right = any(answers)
                rows.append((evidence.property, evidence.learnt, evidence.stated, right))
    return rows


def _answer(label: Labelled, probabilities: Matrix, index: int) -> bool | None:
    """Whether a property holds of a pair, None where that is not known. Of properties of which
    one holds, it is the most probable one."""
    if label.one_of[index]:
        likeliest = probabilities[index] >= probabilities[label.one_of].max()
        return True if likeliest else None
    return bool(label.holds[index]) if label.known[index] else None


def regression(features: Matrix, right: Matrix) -> list[float]:
    """Coefficients of a logistic regression of `right` `[N]` on `features` `[N, k]`, the constant
    first, found by Newton's method with a slight pull to zero."""
    inputs = np.hstack([np.ones((len(features), 1)), features]).astype(np.float64)
    weights = np.zeros(inputs.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-inputs @ weights))
        gradient = inputs.T @ (right - chance) - 0.01 * weights
        curvature = (inputs * (chance * (1 - chance))[:, None]).T @ inputs
        weights += np.linalg.solve(curvature + 0.01 * np.eye(len(weights)), gradient)
    return [round(float(weight), 4) for weight in weights]


def calibrate(rows: Sequence[tuple[str, float, float | None, bool]]) -> Calibration:
    """The regressions that make confidences of what was `judged`."""
    alone = [row for row in rows if row[2] is None]
    both = [row for row in rows if row[2] is not None]
    learnt = np.array([[logit(row[1])] for row in alone]).reshape(-1, 1)
    pattern = np.array([[logit(row[1]), logit(row[2] or 0)] for row in both]).reshape(-1, 2)
    constant, slope = regression(learnt, np.array([row[3] for row in alone]))
    of_both = regression(pattern, np.array([row[3] for row in both]))
    return Calibration((constant, slope), (of_both[0], of_both[1], of_both[2]))


def least_confidences(
    rows: Sequence[tuple[str, float, float | None, bool]],
    properties: Iterable[str],
    weights: Calibration,
) -> dict[str, float]:
    """For each property the confidence from which its F1 is best, within reason."""
    least = {}
    for name in properties:
        sure = sorted(
            ((confidence(one, two, weights), right) for n, one, two, right in rows if n == name),
            reverse=True,
        )
        gold = sum(right for _, right in sure)
        best, met = (0.0, 0.5), 0
        for number, (value, right) in enumerate(sure, 1):
            met += right
            best = max(best, (2 * met / (number + gold), value))
        chosen = best[1] if gold >= FEWEST_STATED else 0.5
        least[name] = round(min(HIGHEST, max(LOWEST, chosen)), 2)
    return least


# The command


def settings_of(
    properties: tuple[str, ...], rows: Sequence[tuple[str, float, float | None, bool]]
) -> dict[str, object]:
    """What goes into `head.json`, by what was `judged`."""
    weights = calibrate(rows)
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
