"""A head of the classifier as ONNX with int8 weights."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from kg.components.relations.classifier import WIDTH
from training.relation_head import Head

INPUTS = ("marks", "path", "kinds", "from_subject", "from_object")
NAMES = ("states", "words", *INPUTS, "ends", "mask")


class Exported(torch.nn.Module):
    """A head that gives probabilities."""

    def __init__(self, head: Head) -> None:
        super().__init__()
        self.head = head

    def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
        """See `Head.forward`."""
        probabilities: torch.Tensor = self.head(*inputs).sigmoid()
        return probabilities


def export(head: Head, path: Path) -> None:
    """Write `head` to the ONNX file at `path`."""
    integers = [torch.zeros(2, 12, dtype=torch.long) for _ in ("words", *INPUTS)]
    ends = torch.zeros(2, 4, dtype=torch.long)
    example = (torch.ones(9, WIDTH), *integers, ends, torch.ones(2, 12))
    states, rows, length = (torch.export.Dim(name) for name in ("states", "rows", "length"))
    pair = {0: rows, 1: length}
    shapes = ({0: states}, pair, *[pair] * len(INPUTS), {0: rows}, pair)
    program = torch.onnx.export(
        Exported(head).eval(),
        example,
        dynamo=True,
        input_names=list(NAMES),
        output_names=["probabilities"],
        dynamic_shapes=(shapes,),
        opset_version=18,
        verbose=False,
    )
    assert program is not None
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        full, shaped = Path(temporary, "full.onnx"), Path(temporary, "shaped.onnx")
        program.save(str(full), external_data=False)
        quant_pre_process(str(full), str(shaped))
        quantize_dynamic(
            shaped,
            path,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True},
        )
