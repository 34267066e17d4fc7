"""What a knowledge base lets a linker reach: the ceiling of its scores."""

from __future__ import annotations

from collections.abc import Iterable

from kg.evaluate.linking.benchmarks import Label, Text
from kg.evaluate.linking.scoring import share
from kg.wikidata.store import Store


class Coverage:
    """Which labels a base can answer."""

    def __init__(self, base: Store) -> None:
        self.base = base

    def holds(self, label: Label) -> bool:
        """Whether the base has the label's item."""
        return label.has_item and self.base.item(label.item) is not None

    def reaches(self, text: Text, label: Label) -> bool:
        """Whether the label's words alone lead to its item."""
        return label.item in {each.qid for each in self.base.candidates(text.words(label))}


def ceiling(coverage: Coverage, texts: Iterable[Text]) -> dict[str, float]:
    """Of the labels that name an item, in per cent: "in base" and "reach", and the linking
    F1 of one who links all of these rightly, and nothing else."""
    labels = [
        (text, label)
        for text in texts
        for label in text.labels
        if label.parent is None and label.has_item and not label.optional
    ]
    held = sum(coverage.holds(label) for _, label in labels)
    reached = sum(coverage.reaches(text, label) for text, label in labels)
    return {
        **share("in base", held, len(labels)),
        **share("reach", reached, len(labels)),
        **share("base F1", 2 * held, held + len(labels)),
        **share("reach F1", 2 * reached, reached + len(labels)),
    }
