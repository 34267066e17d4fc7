"""Export a trained model: `python -m training.export --model DIR --out FOLDER`.

Writes a folder that `spacy.load` opens: the network as ONNX with int8 weights
(dynamic quantisation), its vocabulary and classes, and spaCy's own configuration.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from kg.language.components import create
from kg.language.encoder import LEMMAS
from training.batches import TASKS
from training.network import DISTANCES, Network
from training.weights import base_model, trained

ARGMAX = ("upos", "xpos", "feats")
VECTORS = ("arcs", "dependents", "governors", "anaphors", "antecedents", "states")
OUTPUTS = (*TASKS, "starts", *VECTORS)


class ByteEmbedding(nn.Module):
    """An embedding of int8 rows, each with its own scale, so that rare words stay apart."""

    def __init__(self, embedding: nn.Embedding) -> None:
        super().__init__()
        weight = embedding.weight.detach()
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("rows", (weight / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """Vectors `[..., 384]` of `ids` `[...]`."""
        return self.rows[ids].float() * self.scale[ids]


class Exported(nn.Module):
    """The network with a flat tuple of outputs, best classes where no score is needed."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, ids: Tensor, cases: Tensor, mask: Tensor, first: Tensor
    ) -> tuple[Tensor, ...]:
        """See `Network.forward`; outputs in the order of `OUTPUTS`."""
        out = self.network(ids, cases, mask, first)
        tags = dict(out.tags)
        for task in TASKS:
            tags[task] = tags[task].argmax(-1) if task in ARGMAX else tags[task].softmax(-1)
        count = min(LEMMAS, tags["lemma"].shape[-1])
        tags["lemma"] = tags["lemma"].topk(count).indices
        vectors = (getattr(out, name) for name in VECTORS)
        return (*(tags[task] for task in TASKS), out.starts.sigmoid(), *vectors)


def export(models: list[Path], folder: Path, version: str, quantise: bool = True) -> None:
    """Write the spaCy folder `folder` from training folders, the mean of their weights."""
    network, classes = trained(*models)
    content = {"tasks": classes.tasks, "labels": classes.labels}
    content["distances"] = {"bounds": DISTANCES, "scores": network.distance.tolist()}
    with tempfile.TemporaryDirectory() as temporary:
        parts = Path(temporary)
        shutil.copy(base_model() / "tokenizer.json", parts / "tokenizer.json")
        shutil.copy(models[0] / "lemmas.tsv", parts / "lemmas.tsv")
        (parts / "classes.json").write_text(json.dumps(content, indent=1) + "\n")
        np.save(parts / "labels.npy", network.label_weight.detach().numpy().astype(np.float16))
        if quantise:
            network.encoder.words = ByteEmbedding(network.encoder.words)
        _write_onnx(network, parts / "full.onnx")
        if quantise:
            quant_pre_process(str(parts / "full.onnx"), str(parts / "shaped.onnx"))
            quantize_dynamic(
                parts / "shaped.onnx",
                parts / "model.onnx",
                op_types_to_quantize=["MatMul"],
                per_channel=True,
                reduce_range=True,
                weight_type=QuantType.QInt8,
                extra_options={"MatMulConstBOnly": True},
            )
        else:
            shutil.copy(parts / "full.onnx", parts / "model.onnx")
        folder.mkdir(parents=True, exist_ok=True)
        create(parts, version).to_disk(folder)


def _write_onnx(network: Network, path: Path) -> None:
    example = (
        torch.ones(2, 12, dtype=torch.long),
        torch.zeros(2, 12, dtype=torch.long),
        torch.ones(2, 12),
        torch.arange(9).expand(2, -1).contiguous(),
    )
    rows, pieces, words = (torch.export.Dim(name) for name in ("rows", "pieces", "words"))
    shape = {0: rows, 1: pieces}
    program = torch.onnx.export(
        Exported(network).eval(),
        example,
        dynamo=True,
        input_names=["ids", "cases", "mask", "first"],
        output_names=list(OUTPUTS),
        dynamic_shapes=(shape, shape, shape, {0: rows, 1: words}),
        opset_version=18,
        verbose=False,
    )
    assert program is not None
    program.save(str(path), external_data=False)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--model", type=Path, nargs="+", required=True, help="folders of training.train"
    )
    parser.add_argument("--out", type=Path, required=True, help="the spaCy folder to write")
    parser.add_argument("--version", default="0.1.0")
    parser.add_argument("--full", action="store_true", help="float32, to measure what int8 costs")
    arguments = parser.parse_args()
    export(arguments.model, arguments.out, arguments.version, quantise=not arguments.full)


if __name__ == "__main__":
    main()
