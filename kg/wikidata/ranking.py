"""Choosing one item, or none, for an entity of a document.

Candidates get features, features a score (a weighted sum, `ranking.toml`), scores a
probability beside that of no item, whose score is 0. Everything between is plain data,
so that the choice can be explained and its weights learned.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from kg.facts import Item
from kg.resources import load_toml
from kg.wikidata import names
from kg.wikidata.store import Candidate, Store

EARTH_KM = 6371.0
FULL_WEIGHT = 10.0
NAMING = frozenset({"Person", "Place", "Organization", "Event", "Group"})


@dataclass(frozen=True)
class Named:
    """An entity to be linked, as the document presents it.

    `names` are its different names, `label` their type as spaCy writes it, `beside` the
    keys of the words next to its mentions, `published` the day of publication.
    """

    names: tuple[str, ...]
    label: str | None = None
    beside: frozenset[str] = frozenset()
    published: datetime.date | None = None


@dataclass(frozen=True)
class Context:
    """The document's other items: weight of each country, and places as (latitude, longitude)."""

    countries: Mapping[str, float] = field(default_factory=dict)
    places: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Ranked:
    """A candidate with the features and the score it got, and its probability."""

    candidate: Candidate
    features: Mapping[str, float]
    score: float
    probability: float = 0.0


@dataclass(frozen=True)
class _Found:
    """A candidate and how the entity's names led to it."""

    candidate: Candidate
    partial: bool
    agreement: float
    region: bool = False


@cache
def settings() -> dict[str, Any]:
    """The tables of `ranking.toml`: `weights`, `limits`, `type`, `finer`, `stopwords`."""
    return load_toml(names.HERE / "ranking.toml")


def rank(kb: Store, named: Named, context: Context | None = None) -> list[Ranked]:
    """The candidates for an entity, the best first, with probabilities beside no item's."""
    return ranked_in(kb, candidates(kb, named), context or Context())


def candidates(kb: Store, named: Named) -> list[tuple[Candidate, dict[str, float]]]:
    """The candidates for an entity with their features, those of the context still 0."""
    found = _regions(kb, named, _candidates(kb, named))
    return [(each.candidate, _features(kb, each, named)) for each in found]


def ranked_in(
    kb: Store, found: Iterable[tuple[Candidate, dict[str, float]]], context: Context
) -> list[Ranked]:
    """What `candidates` found, ranked beside the document's other items."""
    weights = settings()["weights"]
    ranked = []
    for candidate, alone in found:
        features = {
            **alone,
            "country": _country_share(candidate, context),
            "near": _nearness(kb, candidate, context),
        }
        ranked.append((score(features, weights), features, candidate))
    ranked.sort(key=lambda row: (-row[0], int(row[2].qid[1:])))
    highest = max([0.0, *(row[0] for row in ranked)])
    total = math.exp(-highest) + sum(math.exp(row[0] - highest) for row in ranked)
    return [
        Ranked(candidate, features, value, math.exp(value - highest) / total)
        for value, features, candidate in ranked
    ]


def score(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The weighted sum of a candidate's features, the bias included."""
    terms = (weights[name] * features[name] for name in sorted(features))
    return float(weights["bias"]) + math.fsum(terms)


def _candidates(kb: Store, named: Named) -> list[_Found]:
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
        _Found(*ways[0], agreement=sum(not is_partial for _, is_partial in ways) / whole - 1.0)
        for ways in found.values()
    ]


def _regions(kb: Store, named: Named, found: list[_Found]) -> list[_Found]:
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


def _features(kb: Store, found: _Found, named: Named) -> dict[str, float]:
    candidate = found.candidate
    item = kb.item(candidate.qid)
    assert item is not None
    person = candidate.type == "Person"
    keys = [names.without_titles(n) if person else names.key(n) for n in named.names]
    fullest = max((len(words.split()) for words in keys), default=0)
    letters = max((sum(char.isalpha() for char in name) for name in named.names), default=0)
    capitals = any(name.isupper() for name in named.names)
    return {
        "prior": math.log(max(candidate.prior, 1e-3)),
        "match": candidate.match - 1.0,
        "type": _type_fit(named.label, candidate),
        "notability": min(candidate.weight, FULL_WEIGHT) / FULL_WEIGHT,
        "words": float(fullest > 1),
        "surname": float(fullest == 1 and person),
        "common": _commonness(kb, named) if person else 0.0,
        "alias": float(fullest == 1 and _is_byname(candidate, item, keys)),
        "region": float(found.region),
        "short": float(letters <= 2 and not capitals),
        "partial": float(found.partial),
        "agreement": found.agreement,
        "acronym": float(letters <= 3 and capitals),
        "noun": float(candidate.type not in NAMING),
        "country": 0.0,
        "near": 0.0,
        **_offices(kb, candidate, named),
        "era": _out_of_time(kb, candidate, named),
        "description": _shared_words(item, named),
    }


def _type_fit(label: str | None, candidate: Candidate) -> float:
    if candidate.demonym:
        demonym: dict[str, float] = settings()["demonym"]
        return demonym.get(label or "NORP", -3.0)
    table: dict[str, float] = settings()["type"].get(label, {})
    return table.get(candidate.type, 0.0)


def _commonness(kb: Store, named: Named) -> float:
    bearers = max((kb.namesakes(name) for name in named.names), default=0)
    usual: float = settings()["limits"]["common_from"]
    return max(0.0, math.log10(1 + bearers) - usual)


def _is_byname(candidate: Candidate, item: Item, keys: list[str]) -> bool:
    """Whether the item is called so by a mere nickname or short form."""
    labels = {names.key(item.label), names.loose_in_base(item.label, candidate.kind)}
    if candidate.demonym or not labels.isdisjoint(keys):
        return False
    return not any(names.form(a) == "A" and names.key(a) in keys for a in item.aliases)


def _country_share(candidate: Candidate, context: Context) -> float:
    total = math.fsum(context.countries.values())
    country = candidate.qid if candidate.kind == "country" else candidate.country
    return context.countries.get(country or "", 0.0) / total if total else 0.0


def _nearness(kb: Store, candidate: Candidate, context: Context) -> float:
    item = kb.item(candidate.qid) if context.places else None
    if item is None or item.latitude is None or item.longitude is None:
        return 0.0
    here = (item.latitude, item.longitude)
    closest = min(distance_km(here, place) for place in context.places)
    return math.exp(-closest / settings()["limits"]["reach_km"])


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great-circle distance of two points in degrees (haversine formula)."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def _offices(kb: Store, candidate: Candidate, named: Named) -> dict[str, float]:
    """Whether an office that a person held stands beside the name, and holds that day."""
    if candidate.type != "Person":
        return {"title": 0.0, "office": 0.0}
    country = kb.item(candidate.country) if candidate.country else None
    places = [names.key(name) for name in (country.label, *country.aliases)] if country else []
    best, holds = 0.0, 0.0
    for position in kb.positions(candidate.qid):
        office = kb.item(position.item)
        current = named.published is not None and position.covers(named.published)
        holds = max(holds, float(current))
        words = set(names.office_key(office.label, places).split()) if office else {""}
        if words - _stopwords("office") <= named.beside:
            best = max(best, 1.0 if current or named.published is None else 0.5)
    return {"title": best, "office": holds}


def _out_of_time(kb: Store, candidate: Candidate, named: Named) -> float:
    if named.published is None or candidate.type not in ("Person", "Organization"):
        return 0.0
    life = kb.life(candidate.qid)
    past = named.published.year - settings()["limits"]["past_years"]
    ended = life.end is not None and life.end[:4].isdigit() and int(life.end[:4]) < past
    unborn = life.begin is not None and life.begin > named.published.isoformat()
    return float(ended or unborn)


def _shared_words(item: Item, named: Named) -> float:
    own = {word for name in named.names for word in names.key(name).split()}
    words = set(names.key(item.description or "").split()) - _stopwords("words") - own
    return float(min(3, len(words & named.beside)))


@cache
def _stopwords(use: str) -> frozenset[str]:
    return frozenset(settings()["stopwords"][use])


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
