"""Wikidata's entities as records, whatever their shape."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wikidata_entities import (
    CITY,
    HUMAN,
    OFFICE,
    STATE,
    entity,
    ref,
    snak,
    statement,
    time,
)

from kg.resources import load_toml
from kg.wikidata.building.classes import HERE, Kinds, head_noun
from kg.wikidata.building.entities import read_entity, weight
from kg.wikidata.building.records import Held, Record
from kg.wikidata.building.statements import is_qid

KINDS = Kinds()


def read(given: dict[str, Any]) -> Record:
    record = read_entity(given, KINDS)
    assert record is not None
    return record


def begun(value: Any) -> str | None:
    return read(entity(990000001, "Gao", CITY, P571=[statement("P571", value)])).begin


def test_a_person() -> None:
    held = statement(
        "P39",
        ref("Q990000002"),
        P580=time("+2014-09-08T00:00:00Z"),
        P582=time("+2018-00-00T00:00:00Z", 9),
    )
    person = entity(
        990000003,
        "Anna Keller",
        HUMAN,
        aliases=["A. Keller", "Keller"],
        description="politician",
        P569=[statement("P569", time("+1952-04-25T00:00:00Z"))],
        P27=[statement("P27", ref("Q990000004"))],
        P21=[statement("P21", ref("Q6581072"))],
        P39=[held],
    )
    record = read(person)
    assert (record.qid, record.label, record.kind) == ("Q990000003", "Anna Keller", "person")
    assert record.aliases == ("A. Keller", "Keller")
    assert (record.country, record.begin, record.end) == ("Q990000004", "1952-04-25", None)
    assert record.positions == (Held("Q990000002", "2014-09-08", "2018"),)
    assert (record.gender, record.revision, record.source) == ("female", 3, "wikidata")
    assert record.description == "politician"


def test_a_place() -> None:
    place = {"latitude": 33.3456789, "longitude": 44, "globe": "http://www.wikidata.org/entity/Q2"}
    city = entity(
        990000001,
        "Gao",
        CITY,
        P17=[statement("P17", ref("Q990000004"))],
        P625=[statement("P625", place)],
        P1376=[statement("P1376", ref("Q990000005"))],
        P1082=[statement("P1082", {"amount": "+2000000", "unit": "1"})],
        wikis=2,
    )
    record = read(city)
    assert (record.latitude, record.longitude) == (33.34568, 44.0)
    assert (record.country, record.capital_of) == ("Q990000004", "Q990000005")
    assert record.weight == pytest.approx(2.80)  # by its inhabitants
    place["globe"] = "http://www.wikidata.org/entity/Q405"
    assert read(city).latitude is None


def test_labels_fall_back() -> None:
    item = entity(990000001, None, CITY)
    item["labels"] = {
        "fr": {"value": "Rouge"},
        "mul": {"value": "Many"},
        "en-gb": {"value": "Grey"},
    }
    item["aliases"] = {"en-ca": [{"value": "Gray"}], "fr": [{"value": "Gris"}]}
    assert read(item).label == "Grey"
    assert read(item).aliases == ("Many", "Gray")
    record = read_entity(item, KINDS, ("fr", "mul"))
    assert record is not None
    assert (record.label, record.aliases) == ("Rouge", ("Many", "Gris"))
    item["labels"] = {"fr": {"value": "Rouge"}}
    assert read_entity(item, KINDS) is None


def test_ranks_and_unknown_values() -> None:
    here, there, once = (statement("P17", ref(f"Q99000000{i}")) for i in (5, 6, 7))
    once["qualifiers"] = {"P582": [snak("P582", time("+1990-00-00T00:00:00Z", 9))]}
    assert read(entity(990000001, "Gao", CITY, P17=[once, here, there])).country == "Q990000005"
    assert read(entity(990000001, "Gao", CITY, P17=[once])).country == "Q990000007"
    there["rank"] = "preferred"
    assert read(entity(990000001, "Gao", CITY, P17=[here, there])).country == "Q990000006"
    there["rank"] = "deprecated"
    assert read(entity(990000001, "Gao", CITY, P17=[there])).country is None
    for kind in ("somevalue", "novalue"):
        assert read(entity(990000001, "Gao", CITY, P17=[statement("P17", kind)])).country is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (time("+2015-05-17T00:00:00Z"), "2015-05-17"),
        (time("+2015-05-00T00:00:00Z", 10), "2015-05"),
        (time("+2015-00-00T00:00:00Z", 9), "2015"),
        (time("+2015-01-01T00:00:00Z", 9), "2015"),
        (time("+00000002015-05-17T00:00:00Z"), "2015-05-17"),
        (time("+2015-00-00T00:00:00Z", 11), "2015"),
        (time("+2015-02-31T00:00:00Z"), "2015-02"),
        (time("+1900-00-00T00:00:00Z", 7), None),
        (time("-0044-03-15T00:00:00Z"), None),
        (time("+0000-00-00T00:00:00Z", 9), None),
        (time("+13798-01-01T00:00:00Z"), None),
        (time("+1917-10-25T00:00:00Z", 11, "Q1985786"), "1917-11-07"),
        (time("+1492-10-12T00:00:00Z", 11, "Q1985786"), "1492-10-21"),
        (time("+1917-10-00T00:00:00Z", 10, "Q1985786"), "1917-10"),
        ({"time": "yesterday", "precision": 11}, None),
        ({"time": None}, None),
        ({}, None),
        ("2015", None),
    ],
)
def test_dates(value: Any, expected: str | None) -> None:
    assert begun(value) == expected


def test_short_names_are_titles_of_positions_alone() -> None:
    short = statement("P1813", {"text": "foreign minister", "language": "en"})
    other = statement("P1813", {"text": "ministre", "language": "fr"})
    office = read(entity(990000002, "Minister of Foreign Affairs", OFFICE, P1813=[short, other]))
    assert office.short_titles == ("foreign minister",)
    city = read(entity(990000001, "Gao", CITY, P1813=[short]))
    assert (city.short_titles, city.aliases) == ((), ("foreign minister",))


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"id": "P31", "type": "property", "labels": {"en": {"value": "instance of"}}},
        {"id": "L99", "type": "lexeme"},
        {"id": "Q990000009", "missing": ""},
        {"entity": "Q990000009", "redirect": "Q990000008"},
        {"id": 7, "type": "item"},
        {"id": "Q12x", "type": "item"},
    ],
)
def test_what_is_no_item(wrong: dict[str, Any]) -> None:
    whole = entity(990000001, "Gao", CITY)
    for part in ("id", "type"):
        whole.pop(part)
    assert read_entity({**whole, **wrong}, KINDS) is None


@pytest.mark.parametrize("part", ["labels", "descriptions", "aliases", "claims", "sitelinks"])
@pytest.mark.parametrize("shape", [[], {}, None, "text", 7, [[]], {"en": None}, {"P31": None}])
def test_odd_parts_are_as_if_not_there(part: str, shape: Any) -> None:
    odd = {**entity(990000001, "Gao", CITY), part: shape}
    record = read_entity(odd, lambda _: "city")
    assert (record is None) == (part == "labels")
    without = entity(990000001, "Gao", CITY)
    del without[part]
    assert read_entity(without, lambda _: "city") == record


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_nothing_in_an_entity_raises(data: st.DataObject) -> None:
    place = statement("P625", {"latitude": 1, "longitude": 2})
    whole = entity(
        990000001,
        "Gao",
        CITY,
        P625=[place],
        P571=[statement("P571", time("+2015-05-17T00:00:00Z"))],
        P39=[statement("P39", ref("Q990000002"), P580=time("+2014-09-08T00:00:00Z"))],
        P1082=[statement("P1082", {"amount": "+5"})],
    )
    changed = json.loads(json.dumps(whole))
    node = changed
    while True:
        keys = sorted(node) if isinstance(node, dict) else range(len(node))
        key = data.draw(st.sampled_from(list(keys)))
        if isinstance(node[key], (dict, list)) and node[key] and data.draw(st.booleans()):
            node = node[key]
            continue
        node[key] = data.draw(JSON)
        break
    read_entity(changed, KINDS)


def test_kinds_follow_the_nearest_root() -> None:
    above = {
        "Q990000010": ["Q990000011"],
        "Q990000011": [CITY],
        "Q990000012": ["Q990000011", STATE],
        "Q990000013": ["Q990000014"],
        "Q990000014": ["Q990000013"],
    }
    labels = {"Q990000013": "oil company of a region", "Q990000015": "Terrorist organization"}
    kinds = Kinds(lambda qid: above.get(qid, []), labels.get)
    assert kinds(["Q990000010"]) == "city"
    assert kinds(["Q990000012"]) == "country"
    assert kinds(["Q990000010", "Q990000012"]) == "country"
    assert kinds(["Q990000013"]) == "company"  # in a circle: by the head noun
    assert kinds(["Q990000015"]) == "armed_group"  # by the whole label
    assert kinds(["Q990000016"]) is None
    assert kinds([]) is None


def test_class_tables_name_each_class_once() -> None:
    tables = load_toml(HERE / "classes.toml")
    labels = tables.pop("labels")
    roots = [qid for table in tables.values() for qid in table]
    assert len(roots) == len(set(roots)) > 300
    assert all(is_qid(qid) for qid in roots)
    named = [label for found in labels.values() for label in found]
    assert not set(named) & {label for table in tables.values() for label in table.values()}
    assert all(
        Kinds()([qid]) == kind for kind in tables for qid in tables[kind] if kind != "dropped"
    )


def test_classes_are_common_nouns_but_for_some() -> None:
    subclass = {"P279": [statement("P279", ref(CITY))]}
    assert read_entity(entity(990000001, "harbour town", **subclass), KINDS) is None
    subclass = {"P279": [statement("P279", ref(OFFICE))]}
    assert read(entity(990000002, "minister of ports", **subclass)).kind == "position"


def test_head_nouns() -> None:
    assert head_noun("oil company of Iraq") == "company"
    assert head_noun("Town") == "town"
    assert head_noun("") == ""


def test_weight_grows_with_articles() -> None:
    assert weight(0, "person") == 0.0
    assert weight(10, "person") < weight(100, "person") < weight(200, "country")
    assert weight(900, "country") == 18.0
    assert weight(0, "city", 10_000_000) == pytest.approx(3.5)
    assert weight(0, "company", 10_000_000) == 0.0
