"""Name the treebank's proper nouns: `python -m training.label --data DIR --model DIR --out FILE`.

UD English EWT's training sentences have gold tags but no names. A trained model proposes
the names; the gold tags say where proper nouns stand, so that what it overlooks or invents
there is put right or left out. Self-training (Yarowsky 1995) under constraints.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from torch import Tensor

from kg.evaluate.corpora import IGNORED, Document, Sentence, spans
from training.batches import Classes, Encoder, windows
from training.corpora import load
from training.network import Network
from training.weights import subwords, trained

SURE, LIKELY, UNLIKELY = 0.6, 0.35, 0.12
PROPER = "NNP"


@torch.no_grad()
def propose(
    network: Network, encoder: Encoder, classes: Classes, document: Document
) -> list[list[str]]:
    """IOB2 tags of the sentences of a document with gold tags."""
    tags = classes.tasks["names"]
    rows: list[list[str]] = []
    for window in windows([document], None):
        batch = encoder.batch([(window, "ewt")])
        out = network(batch.ids, batch.cases, batch.mask, batch.first)
        probabilities, begin = out.tags["names"][0].softmax(-1), 0
        for sentence in window:
            end = begin + len(sentence.words)
            rows.append(constrain(probabilities[begin:end], sentence, tags))
            begin = end
    return rows


def constrain(probabilities: Tensor, sentence: Sentence, tags: list[str]) -> list[str]:
    """IOB2 tags from probabilities `[W, tags]` where gold tags know the proper nouns.

    A name holds a proper noun. A run of proper nouns without a name gets the likeliest
    type if some name there is likely enough, and is ignored if that is open.
    """
    assert sentence.xpos
    proper = [tag.startswith(PROPER) for tag in sentence.xpos]
    best = [tags[i] for i in probabilities.argmax(-1).tolist()]
    found = ["O"] * len(best)
    for begin, end, kind in spans(best):
        if any(proper[begin:end]):
            sure = _mass(probabilities, tags, begin, end, kind) >= SURE
            _write(found, begin, end, kind if sure else IGNORED)
    for begin, end in _runs([p and tag == "O" for p, tag in zip(proper, found, strict=True)]):
        named = 1 - float(probabilities[begin:end, tags.index("O")].mean())
        kinds = sorted({tag[2:] for tag in tags if tag != "O"})
        kind = max(kinds, key=lambda k: _mass(probabilities, tags, begin, end, k))
        if named >= LIKELY:
            _write(found, begin, end, kind)
        elif named >= UNLIKELY:
            _write(found, begin, end, IGNORED)
    return found


def _mass(probabilities: Tensor, tags: list[str], begin: int, end: int, kind: str) -> float:
    columns = [i for i, tag in enumerate(tags) if tag[2:] == kind]
    return float(probabilities[begin:end, columns].sum(-1).mean())


def _write(found: list[str], begin: int, end: int, kind: str) -> None:
    if kind == IGNORED:
        found[begin:end] = [IGNORED] * (end - begin)
    else:
        found[begin:end] = [f"B-{kind}"] + [f"I-{kind}"] * (end - begin - 1)


def _runs(flags: list[bool]) -> list[tuple[int, int]]:
    """Maximal stretches `[begin, end)` of true flags."""
    found: list[tuple[int, int]] = []
    for index, flag in enumerate(flags):
        if flag and found and found[-1][1] == index:
            found[-1] = (found[-1][0], index + 1)
        elif flag:
            found.append((index, index + 1))
    return found


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--model", type=Path, required=True, help="a folder of training.train")
    parser.add_argument("--out", type=Path, required=True, help="the JSON file to write")
    arguments = parser.parse_args()
    network, classes = trained(arguments.model)
    encoder = Encoder(classes, subwords())
    rows = [
        row
        for document in load(arguments.data).train["ewt"]
        for row in propose(network, encoder, classes, document)
    ]
    arguments.out.write_text(json.dumps(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
