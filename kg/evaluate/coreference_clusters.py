"""Scores of coreference: links of pronouns and descriptions to names, and whole clusters.

Mentions of two readings of one text are the same where they have the same place. Clusters
are scored as in MUC (Vilain et al. 1995), B³ (Bagga and Baldwin 1998; what only one side has
counts against it) and LEA (Moosavi and Strube 2016), over several documents at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from kg.evaluate.counts import Scores

Cluster = frozenset[int]
Part = Callable[[Cluster, dict[int, Cluster]], tuple[float, float]]


@dataclass
class Tally:
    """By measure and side ("P", "R"): how many were right, and of how many."""

    parts: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)

    def add(self, measure: str, side: str, right: float, total: float = 1) -> None:
        """Count more of one side of a measure."""
        before = self.parts.get((measure, side), (0.0, 0.0))
        self.parts[measure, side] = before[0] + right, before[1] + total

    def add_clusters(self, gold: Sequence[Cluster], found: Sequence[Cluster]) -> None:
        """Count the clusters of a document."""
        for name, part in CLUSTERS.items():
            for side, own, other in (("R", gold, found), ("P", found, gold)):
                key = {mention: cluster for cluster in other for mention in cluster}
                for cluster in own:
                    self.add(name, side, *part(cluster, key))

    def scores(self) -> Scores:
        """Precision and recall of links, F1 of clusters, in per cent."""
        shares = {key: right / total for key, (right, total) in self.parts.items() if total}
        scores = {f"{name} {side}": s for (name, side), s in shares.items() if name not in CLUSTERS}
        for name in CLUSTERS:
            both: list[float] = [shares[name, side] for side in "PR" if (name, side) in shares]
            if len(both) == 2 and any(both):
                scores[f"{name} F1"] = 2 * both[0] * both[1] / sum(both)
        return {name: round(100 * score, 2) for name, score in scores.items()}


def clusters(mentions: Iterable[tuple[int, Hashable]]) -> list[Cluster]:
    """Places by what they stand for."""
    found: dict[Hashable, set[int]] = {}
    for place, entity in mentions:
        found.setdefault(entity, set()).add(place)
    return [frozenset(places) for places in found.values()]


def _muc(cluster: Cluster, other: dict[int, Cluster]) -> tuple[float, float]:
    pieces = {other.get(mention, mention) for mention in cluster}
    return len(cluster) - len(pieces), len(cluster) - 1


def _b_cubed(cluster: Cluster, other: dict[int, Cluster]) -> tuple[float, float]:
    shared = Counter(other[mention] for mention in cluster if mention in other)
    return sum(n * n for n in shared.values()) / len(cluster), len(cluster)


def _lea(cluster: Cluster, other: dict[int, Cluster]) -> tuple[float, float]:
    """A cluster of one mention has a link to itself."""
    shared = Counter(other[mention] for mention in cluster if mention in other)
    if len(cluster) == 1:
        return float(any(len(found) == 1 for found in shared)), 1
    links = sum(n * (n - 1) / 2 for n in shared.values())
    return len(cluster) * links / (len(cluster) * (len(cluster) - 1) / 2), len(cluster)


CLUSTERS: dict[str, Part] = {"MUC": _muc, "B3": _b_cubed, "LEA": _lea}
