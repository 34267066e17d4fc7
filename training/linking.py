"""Learn the weights of the linker's features.

    python -m training.linking --data DATA [-o kg/wikidata/weights.toml]

DATA is the data folder; only the development sets in it are read. An entity that stands where
its text has a label is an example: which of its candidates is right, or none. The weights make
the right choices likeliest (a conditional logit; McFadden 1974), drawn to those in
`ranking.toml`, `[start]`, by a Gaussian prior. Since the features of the context depend on what
was chosen, weights and choices are found in turn. Prints how the weights of four fifths of the
texts do on the fifth, then writes those of all. The same data give the same file.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy

from kg import pipeline
from kg.components.linking import Linker
from kg.components.notes import Notes
from kg.errors import KgError
from kg.evaluate.linking import Text, read
from kg.facts import Article
from kg.wikidata.features import settings
from kg.wikidata.ranking import Found, Ranked

SETS = ("oke-2015-train", "rss-500", "reuters-128")
TARGET = Path(__file__).resolve().parent.parent / "kg" / "wikidata" / "weights.toml"
HEADER = "# Learned by `python -m training.linking`; do not edit.\n\n"
STRENGTH = 3.0  # of the prior: the inverse of its variance
TURNS, FOLDS = 3, 5
NONE = -1

Array = Any  # numpy.ndarray of float64


@dataclass(frozen=True)
class Gold:
    """What an entity is (a QID, or None where Wikidata or the base has it not), and at how
    many labels it stands."""

    item: str | None
    labels: int


@dataclass(frozen=True)
class Document:
    """The candidates of the entities of a text, and what some of them are."""

    found: dict[str, list[Found]]
    gold: dict[str, Gold]


@dataclass(frozen=True)
class Example:
    """Features of candidates, (candidates, features), the row of the right one or `NONE`, and
    what the choice counts."""

    features: Array
    right: int
    weight: float


class Names:
    """The names of the features, in the order of the columns."""

    def __init__(self) -> None:
        self.start: dict[str, float] = settings()["start"]
        self.all = list(self.start)
        self.held = numpy.array([name in settings()["held"]["features"] for name in self.all])

    def vector(self, weights: Mapping[str, float]) -> Array:
        return numpy.array([float(weights[name]) for name in self.all])

    def weights(self, vector: Array) -> dict[str, float]:
        return {name: float(value) for name, value in zip(self.all, vector, strict=True)}

    def rows(self, ranked: Sequence[Ranked]) -> Array:
        rows = [[{"bias": 1.0, **r.features}[name] for name in self.all] for r in ranked]
        return numpy.array(rows, dtype=float).reshape(len(ranked), len(self.all))


def document(nlp: Any, linker: Linker, text: Text) -> Document:
    """The entities of a text with their candidates, before anything is linked."""
    notes = Notes(pipeline.before_linking(Article(text.text), nlp))
    found = linker.candidates(notes)
    items = {label.span: label.item for label in text.labels if not label.optional}
    at: dict[str, Counter[str]] = {}
    for mention in notes.mentions:
        place = mention.span.begin, mention.span.end
        if mention.kind == "name" and place in items:
            at.setdefault(mention.entity, Counter())[items[place]] += 1
    gold = {}
    for entity, counts in at.items():
        item, labels = counts.most_common(1)[0]
        demonym = any(candidate.demonym for candidate, _ in found[entity])
        known = {candidate.qid for candidate, _ in found[entity]}
        if item in known or not demonym:  # the sets call "Iraqi" a people, we the country
            gold[entity] = Gold(item if item in known else None, labels)
    return Document(found, gold)


def examples(
    linker: Linker, names: Names, documents: Sequence[Document], weights: Mapping[str, float]
) -> list[Example]:
    """The choices to learn from, with the context that `weights` give."""
    made = []
    for each in documents:
        ranked = linker.choices(each.found, weights=weights)
        for entity, gold in each.gold.items():
            items = [row.candidate.qid for row in ranked[entity]]
            if items:
                right = items.index(gold.item) if gold.item else NONE
                made.append(Example(names.rows(ranked[entity]), right, gold.labels**0.5))
    return made


def probabilities(example: Example, vector: Array) -> Array:
    """Of each candidate and, last, of none."""
    scores = numpy.append(example.features @ vector, 0.0)
    powers = numpy.exp(scores - scores.max())
    return powers / powers.sum()


def loss(made: Sequence[Example], vector: Array, start: Array) -> float:
    """The negative logarithm of the posterior of the weights, but for a constant."""
    likelihood = sum(
        each.weight * numpy.log(probabilities(each, vector)[each.right]) for each in made
    )
    return float(STRENGTH * ((vector - start) ** 2).sum() / 2 - likelihood)


def fit(made: Sequence[Example], start: Array, held: Array) -> Array:
    """The weights that make the right choices likeliest, by Newton's method; those that are
    `held` stay as they are."""
    vector, now = start.copy(), loss(made, start, start)
    for _ in range(50):
        gradient = STRENGTH * (vector - start)
        hessian = STRENGTH * numpy.eye(len(start))
        for each in made:
            rows = numpy.vstack([each.features, numpy.zeros(len(start))])
            likely = probabilities(each, vector)
            mean = likely @ rows
            gradient = gradient + each.weight * (mean - rows[each.right])
            spread = (rows * likely[:, None]).T @ rows - numpy.outer(mean, mean)
            hessian = hessian + each.weight * spread
        gradient[held], hessian[held], hessian[:, held] = 0.0, 0.0, 0.0
        hessian[held, held] = 1.0
        step, size = numpy.linalg.solve(hessian, gradient), 1.0
        while (lower := loss(made, vector - size * step, start)) > now and size > 1e-4:
            size /= 2
        vector, gained, now = vector - size * step, now - lower, lower
        if gained < 1e-6:
            break
    return vector


def learn(linker: Linker, names: Names, documents: Sequence[Document]) -> Array:
    """Weights and, by them, the context, in turn."""
    start = names.vector(names.start)
    vector = start
    for _ in range(TURNS):
        made = examples(linker, names, documents, names.weights(vector))
        vector = fit(made, start, names.held)
    return vector


def judged(
    linker: Linker, names: Names, documents: Sequence[Document], vector: Array
) -> Counter[str]:
    """How many labels are linked rightly and wrongly, and left without their item."""
    counts: Counter[str] = Counter()
    weights = names.weights(vector)
    for each in documents:
        ranked = linker.choices(each.found, weights=weights)
        for entity, gold in each.gold.items():
            chosen = linker.chosen(ranked[entity])
            item = chosen.candidate.qid if chosen else None
            if item:
                counts["right" if item == gold.item else "wrong"] += gold.labels
            elif gold.item:
                counts["left"] += gold.labels
    return counts


def cross_validated(linker: Linker, names: Names, documents: Sequence[Document]) -> str:
    """How weights do on texts that they were not learned from."""
    counts: Counter[str] = Counter()
    for fold in range(FOLDS):
        inside = [d for i, d in enumerate(documents) if i % FOLDS != fold]
        outside = [d for i, d in enumerate(documents) if i % FOLDS == fold]
        counts += judged(linker, names, outside, learn(linker, names, inside))
    right, wrong, left = counts["right"], counts["wrong"], counts["left"]
    return (
        f"on other texts: of {right + wrong} linked labels {right} rightly "
        f"({100 * right / (right + wrong):.1f} %), of {right + left} whose item is a candidate "
        f"{100 * right / (right + left):.1f} % linked to it or another"
    )


def toml(weights: Mapping[str, float]) -> str:
    """The weights as a file."""
    return HEADER + "".join(f"{name} = {value:.2f}\n" for name, value in weights.items())


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("-o", "--output", type=Path, default=TARGET, help="file to write")
    parser.add_argument("--kb", help="a knowledge base instead of the embedded one")
    options = parser.parse_args(arguments)
    try:
        texts = [
            text
            for name in SETS
            for text in read(options.data / "linking" / f"{name}.benchmark.jsonl")
        ]
        nlp = pipeline.load(kb=options.kb)
        linker = pipeline.linker_of(nlp)
        names = Names()
        documents = [document(nlp, linker, text) for text in texts]
        print(cross_validated(linker, names, documents))
        options.output.write_text(toml(names.weights(learn(linker, names, documents))))
    except (KgError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
