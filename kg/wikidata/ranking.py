"""Choosing one item, or none, for an entity of a document.

Candidates get features (`features`), features a score (a weighted sum; `ranking.toml`, learned
by `training.linking`), scores a probability beside that of no item, whose score is 0: a
conditional logit model (McFadden 1974). All of it is plain data, so that the choice can be
explained.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.wikidata import names
from kg.wikidata.features import Context, Named, Reached, alone, beside_others, settings
from kg.wikidata.store import Candidate, Store

# A candidate with the features that its entity's own mentions give it.
Found = tuple[Candidate, dict[str, float]]


@dataclass(frozen=True)
class Ranked:
    """A candidate with the features and the score it got, and its probability."""

    candidate: Candidate
    features: Mapping[str, float]
    score: float
    probability: float = 0.0


def rank(kb: Store, named: Named, context: Context | None = None) -> list[Ranked]:
    """The candidates for an entity, the best first, with probabilities beside no item's."""
    return ranked_in(kb, candidates(kb, named), context or Context())


def candidates(kb: Store, named: Named) -> list[Found]:
    """The candidates for an entity with the features of its own mentions."""
    ways = _regions(kb, named, _ways(kb, named))
    return [(way.candidate, alone(kb, way, named)) for way in ways]


def ranked_in(
    kb: Store,
    found: Iterable[Found],
    context: Context,
    weights: Mapping[str, float] | None = None,
) -> list[Ranked]:
    """What `candidates` found, ranked beside the document's other items, by the learned
    weights or others."""
    weights = weights or settings()["weights"]
    ranked = []
    for candidate, own in found:
        features = {**own, **beside_others(kb, candidate, context)}
        ranked.append((score(features, weights), features, candidate))
    ranked.sort(key=lambda row: (-row[0], int(row[2].qid[1:])))
    highest = max([0.0, *(row[0] for row in ranked)])
    total = math.exp(-highest) + sum(math.exp(row[0] - highest) for row in ranked)
    return [
        Ranked(candidate, features, value, math.exp(value - highest) / total)
        for value, features, candidate in ranked
    ]


def chosen(ranked: Sequence[Ranked], threshold: float) -> Ranked | None:
    """The first of ranked candidates where it is as probable as the threshold, else None."""
    return ranked[0] if ranked and ranked[0].probability >= threshold else None


def of_none(ranked: Sequence[Ranked]) -> float:
    """The probability that an entity with these candidates is none of them."""
    return 1.0 - sum(row.probability for row in ranked)


def score(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The weighted sum of a candidate's features, the bias included."""
    return math.fsum(terms(features, weights).values())


def terms(features: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, float]:
    """What the bias and each feature that is not 0 add to the score, by name."""
    products = {name: weights[name] * value for name, value in features.items() if value}
    return {"bias": float(weights["bias"]), **products}


def _ways(kb: Store, named: Named) -> list[Reached]:
    """Each candidate once, as its fullest name found it."""
    ordered = sorted(set(named.names), key=lambda name: (-len(name.split()), -len(name), name))
    words = [set(names.key(name).split()) for name in ordered]
    partial = [any(words[i] < longer for longer in words[:i]) for i in range(len(ordered))]
    found: dict[str, list[tuple[Candidate, bool]]] = {}
    for name, is_partial in zip(ordered, partial, strict=True):
        for candidate in kb.candidates(name, named.label):
            found.setdefault(candidate.qid, []).append((candidate, is_partial))
    whole = partial.count(False)
    return [
        Reached(*ways[0], agreement=sum(not is_partial for _, is_partial in ways) / whole - 1.0)
        for ways in found.values()
    ]


def _regions(kb: Store, named: Named, found: list[Reached]) -> list[Reached]:
    """`found`, with the regions marked that only share their name with a city: "Gao"."""
    keys = {names.key(name) for name in named.names}
    items = [kb.item(each.candidate.qid) for each in found]
    labelled = [item is not None and names.key(item.label) in keys for item in items]
    kinds = settings()["region"]
    city = any(
        label and each.candidate.kind in kinds["cities"]
        for each, label in zip(found, labelled, strict=True)
    )
    return [
        replace(each, region=True)
        if city and not label and each.candidate.kind in kinds["regions"]
        else each
        for each, label in zip(found, labelled, strict=True)
    ]


def context_of(kb: Store, chosen: Sequence[tuple[str, float]]) -> Context:
    """What items (QIDs with their probabilities) say of the rest of their document."""
    countries: dict[str, float] = {}
    places = []
    for qid, probability in chosen:
        item = kb.item(qid)
        if item is None:
            continue
        if item.country:
            countries[item.country] = countries.get(item.country, 0.0) + probability
        if item.latitude is not None and item.longitude is not None:
            places.append((item.latitude, item.longitude))
    return Context(countries, tuple(places))
