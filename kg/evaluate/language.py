"""How well a language model tags, parses and finds names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from spacy.language import Language
from spacy.tokens import Doc

from kg.evaluate.counts import Counts, Scores
from kg.evaluate.names import count_names
from kg.evaluate.sets import Sample
from kg.evaluate.trees import count_trees

Rows = dict[str, Scores]
Component = Callable[[Doc], Doc]
WITH_GAZETTEER = "{} + gazetteer"


def evaluate(
    nlp: Language,
    samples: Iterable[Sample],
    gazetteer: Component | None = None,
    watch: Callable[[str], None] | None = None,
) -> Rows:
    """Scores in per cent by row (a sample or a part of one), then measure.

    `gazetteer` runs after `nlp` on the samples that are there for their names, which then
    have a second row. `watch` is told the name of each sample before it is measured.
    """
    rows: defaultdict[str, Counts] = defaultdict(Counts)
    for sample in samples:
        if watch:
            watch(sample.name)
        docs = nlp.pipe(gold.doc(nlp, sample.raw) for gold in sample.documents)
        for doc, gold in zip(docs, sample.documents, strict=True):
            counts = Counts()
            count_trees(doc, gold.sentences, counts, sample.raw)
            count_names(doc, gold, counts)
            for row in filter(None, (sample.name, gold.part)):
                rows[row].update(counts)
            if gazetteer and sample.named:
                count_names(gazetteer(doc), gold, rows[WITH_GAZETTEER.format(sample.name)])
    return {row: counts.scores() for row, counts in rows.items()}


def differences(scores: Rows, reference: Rows) -> Rows:
    """By how many points `scores` are above (or, negative, below) those of `reference`."""
    return {
        row: {name: round(value - reference[row][name], 2) for name, value in found.items()}
        for row, found in scores.items()
    }
