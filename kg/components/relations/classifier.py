"""The learned extractor: how probable each property is of a pair, from the encoder's states."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg import lexicon
from kg.components.relations.candidates import DATE, UNKNOWN, Candidates
from kg.components.relations.pairs import TYPE, TYPES, Pair, Sentence, kinds_of, padded
from kg.errors import ResourceError

SHIPPED = Path(__file__).parent / "head"
NETWORK, SETTINGS = "head.onnx", "head.json"
BATCH_WORDS = 2048  # of padded pairs
WIDTH = 384  # of a state

Bits = NDArray[np.bool_]


@dataclass(frozen=True)
class Calibration:
    """How a probability becomes a confidence: coefficients of logistic regressions. Of what the
    classifier alone finds, `learnt` (constant, its logit) and the `offsets` of properties; of
    what a pattern finds too, `pattern` (constant, the classifier's logit, the pattern's)."""

    learnt: tuple[float, float]
    pattern: tuple[float, float, float]
    offsets: dict[str, float]


@dataclass(frozen=True)
class Settings:
    """What a head knows: its properties in the order of its outputs, the least confidence with
    which each is stated that no pattern states, and its calibration."""

    properties: tuple[str, ...]
    least: dict[str, float]
    calibration: Calibration


class Classifier:
    """A head in a folder with `head.onnx` and `head.json`, as `training.relations` writes it.

    Raises ResourceError where it is missing or broken.
    """

    def __init__(self, folder: Path) -> None:
        self.settings = _settings(folder)
        self._fitting = fitting(self.settings.properties)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                (folder / NETWORK).read_bytes(),
                options,
                providers=["CPUExecutionProvider"],
                disabled_optimizers=["SkipLayerNormFusion"],  # its kernel is not vectorised
            )
        except Exception as error:
            raise _broken(folder / NETWORK, error) from error

    def pairs(self, found: Candidates) -> Iterator[Pair]:
        """The pairs of a document that may bear a property."""
        return pairs_of(found, self._fitting)

    def probabilities(
        self, pairs: Sequence[Pair], states: NDArray[np.floating[Any]]
    ) -> NDArray[np.float32]:
        """Of every property for every pair, `[pairs, properties]`, 0 where the types do not fit;
        `states` are those of all words of the document, `[W, 384]`."""
        result = np.zeros((len(pairs), len(self.settings.properties)), dtype=np.float32)
        for group in _groups([len(pair.words) for pair in pairs]):
            inputs = padded([pairs[index] for index in group])
            used = np.zeros(len(states), dtype=bool)
            used[inputs["words"]] = True
            inputs["words"] = (np.cumsum(used) - 1)[inputs["words"]]
            inputs["states"] = states[used].astype(np.float32)
            result[group] = self._session.run(None, inputs)[0]
        return result * allowed(pairs, self._fitting)


def fitting(properties: Sequence[str]) -> Bits:
    """Which properties the inventory allows between which types, `[types, types, properties]`;
    an end of unknown type may be any entity."""
    known = lexicon.properties()
    sides = np.zeros((2, len(TYPES), len(properties)), dtype=bool)
    for index, name in enumerate(properties):
        entry = known.by_id[name]
        for side, types in enumerate((entry.subject, entry.object)):
            coarse = {kind for each in types for kind in known.kinds.get(each, (each,))}
            sides[side, :, index] = [kind in coarse for kind in TYPES]
            sides[side, TYPES.index(UNKNOWN), index] = coarse != {DATE}
    result: Bits = sides[0][:, None, :] & sides[1][None, :, :]
    return result


def pairs_of(found: Candidates, fits: Bits) -> Iterator[Pair]:
    """The pairs of a document between whose types some property may hold."""
    related: Bits = np.any(fits, axis=2)
    sentences = list(found.by_sentence())
    kinds = kinds_of([c for candidates in sentences for c in candidates], len(found.notes.doc))
    for candidates in sentences:
        yield from Sentence(candidates, found.view, kinds).pairs(related)


def allowed(pairs: Sequence[Pair], fits: Bits) -> Bits:
    """Which properties may hold of which pair, `[pairs, properties]`."""
    if not pairs:
        return np.zeros((0, fits.shape[2]), dtype=bool)
    ends = [(TYPE[pair.subject.type], TYPE[pair.object.type]) for pair in pairs]
    result: Bits = fits[tuple(np.array(ends).T)]
    return result


def can_read(doc: Doc) -> bool:
    """Whether the shipped language model has left its states on a document."""
    return doc.tensor.shape == (len(doc), WIDTH) and doc.tensor.dtype == np.float16


@lru_cache(maxsize=8)
def load(folder: Path = SHIPPED) -> Classifier:
    """The head in a folder, read once; raises ResourceError."""
    return Classifier(folder)


def _settings(folder: Path) -> Settings:
    path = folder / SETTINGS
    try:
        data = json.loads(path.read_text("utf-8"))
        given = data["calibration"]
        calibration = Calibration(tuple(given["learnt"]), tuple(given["pattern"]), given["offsets"])
        return Settings(tuple(data["properties"]), data["least"], calibration)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _broken(path, error) from error


def _broken(path: Path, error: Exception) -> ResourceError:
    cause = "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read ({error})"
    return ResourceError(f"{path}: {cause}; install kg again, or train a head (training/README.md)")


def _groups(lengths: Sequence[int]) -> Iterable[list[int]]:
    """Indices of pairs in batches of those alike in length."""
    group: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda i: (lengths[i], i)):
        if group and (len(group) + 1) * lengths[index] > BATCH_WORDS:
            yield group
            group = []
        group.append(index)
    if group:
        yield group
