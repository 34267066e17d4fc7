"""What speaks for an item, and what against it, as numbers: the features of a candidate.

Each is a plain number of a fixed meaning (`ranking.toml` says it in words), so that their
weights can be learned from few texts and read by people.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import Any

from kg.facts import Item
from kg.resources import load_toml
from kg.wikidata import names
from kg.wikidata.answers import Candidate, Gender
from kg.wikidata.base_file import REMEMBERED
from kg.wikidata.name_rules import HERE
from kg.wikidata.store import Store

EARTH_KM = 6371.0
FULL_WEIGHT = 10.0
LEAST_PRIOR = 1e-3
NAMING = frozenset({"Person", "Place", "Organization", "Event", "Group"})


@dataclass(frozen=True)
class Named:
    """An entity to be linked, as the document presents it.

    `names` are its different names, `label` their type as spaCy writes it, `near` the keys
    of the words near each mention, `text` those of the whole document, `gender` what titles
    and pronouns say, `published` the day of publication.
    """

    names: tuple[str, ...]
    label: str | None = None
    near: tuple[frozenset[str], ...] = ()
    text: frozenset[str] = frozenset()
    gender: Gender | None = None
    published: datetime.date | None = None

    @cached_property
    def own(self) -> frozenset[str]:
        """The words of its names."""
        return frozenset(word for name in self.names for word in names.key(name).split())

    @cached_property
    def beside(self) -> frozenset[str]:
        """The words near any mention, titles inside its names among them."""
        return frozenset().union(*self.near, self.own & names.title_words())


@dataclass(frozen=True)
class Context:
    """The document's other items: weight of each country, and places as (latitude, longitude)."""

    countries: Mapping[str, float] = field(default_factory=dict)
    places: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Reached:
    """A candidate and how the entity's names led to it.

    `partial` if only a part of a fuller name did, `agreement` the share of the full names
    that did, less 1, `region` if its city is called so too.
    """

    candidate: Candidate
    partial: bool
    agreement: float
    region: bool = False


@cache
def settings() -> dict[str, Any]:
    """The tables of `ranking.toml`, and `weights` from `weights.toml`."""
    tables = load_toml(HERE / "ranking.toml")
    return {**tables, "weights": load_toml(HERE / "weights.toml")}


def alone(kb: Store, way: Reached, named: Named) -> dict[str, float]:
    """The features that an entity's own mentions give a candidate."""
    item = kb.item(way.candidate.qid)
    assert item is not None
    described = _description(item.description or "") - named.own
    features = {
        **_of_the_name(kb, way, named, item),
        **_of_the_item(way.candidate, named),
        "gender": _other_gender(kb, way.candidate, named),
        **_offices(kb, way.candidate, named),
        "era": _out_of_time(kb, way.candidate, named),
        "description": min(3.0, len(described & named.beside)),
        "topic": min(3.0, len(described & named.text)),
    }
    person = way.candidate.type == "Person"
    told = any(features[name] for name in ("title", "description", "topic"))
    return {**features, "unsupported": float(person and not told)}


def beside_others(kb: Store, candidate: Candidate, context: Context) -> dict[str, float]:
    """The features that the document's other items give a candidate."""
    return {
        "country": _country_share(candidate, context),
        "near": _nearness(kb, candidate, context),
    }


def _of_the_name(kb: Store, way: Reached, named: Named, item: Item) -> dict[str, float]:
    candidate = way.candidate
    person = candidate.type == "Person"
    keys = [names.without_titles(n) if person else names.key(n) for n in named.names]
    single = max((len(words.split()) for words in keys), default=0) <= 1
    letters = max((sum(char.isalpha() for char in name) for name in named.names), default=0)
    capitals = any(name.isupper() for name in named.names)
    return {
        "prior": math.log(max(candidate.prior, LEAST_PRIOR)),
        "match": candidate.match - 1.0,
        "words": float(not single),
        "surname": float(single and person),
        "fame": _notability(candidate) if single and person else 0.0,
        "shared": _bearers(kb, keys) if single and person else 0.0,
        "common": _commonness(kb, named) if person else 0.0,
        "alias": float(single and _is_byname(candidate, item, keys)),
        "region": float(way.region),
        "short": float(letters <= 2 and not capitals),
        "partial": float(way.partial),
        "agreement": way.agreement,
        "acronym": float(letters <= 3 and capitals),
        **{name: float(candidate.form == form) for name, form in settings()["form"].items()},
    }


def _of_the_item(candidate: Candidate, named: Named) -> dict[str, float]:
    place = candidate.type == "Place" and not candidate.demonym
    return {
        "type": _type_fit(named.label, candidate),
        "notability": _notability(candidate),
        "noun": float(candidate.type not in NAMING),
        "organisation": float(candidate.type == "Organization"),
        "place": float(place),
        "body": float(place and named.label == "ORG"),
        "sport": _share_beside(named, "sport") if place else 0.0,
        "team": _share_beside(named, "sport") if candidate.kind == "sports_team" else 0.0,
    }


def _other_gender(kb: Store, candidate: Candidate, named: Named) -> float:
    known = kb.gender(candidate.qid) if named.gender and candidate.type == "Person" else None
    return float(known in ("male", "female") and known != named.gender)


def _notability(candidate: Candidate) -> float:
    return min(candidate.weight, FULL_WEIGHT) / FULL_WEIGHT


def _share_beside(named: Named, topic: str) -> float:
    """The share of an entity's mentions that stand beside a telling word of a topic, or two
    words that tell it together."""
    strong, weak = _words("topics", topic), _words("topics", f"{topic}_pairs")
    told = (not strong.isdisjoint(near) or len(weak & near) > 1 for near in named.near)
    return sum(told) / max(1, len(named.near))


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


def _bearers(kb: Store, keys: list[str]) -> float:
    return math.log10(max([1, *(kb.bearers(word) for word in keys)]))


def _is_byname(candidate: Candidate, item: Item, keys: list[str]) -> bool:
    """Whether the item is called so by a mere nickname or short form, which for a person is
    no part of the name."""
    labels = {names.key(item.label), names.loose_in_base(item.label, candidate.kind)}
    if candidate.type == "Person":
        labels |= set(names.key(item.label).split())
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
    beside = named.beside
    best, holds = 0.0, 0.0
    for position in kb.positions(candidate.qid):
        office = kb.item(position.item)
        current = named.published is not None and position.covers(named.published)
        holds = max(holds, float(current))
        words = set(names.office_key(office.label, places).split()) if office else {""}
        if words - _words("stopwords", "office") <= beside:
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


@cache
def _words(table: str, name: str) -> frozenset[str]:
    return frozenset(settings()[table][name])


@lru_cache(maxsize=REMEMBERED)
def _description(text: str) -> frozenset[str]:
    return frozenset(names.key(text).split()) - _words("stopwords", "words")
