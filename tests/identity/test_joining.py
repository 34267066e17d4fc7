"""Which names may be one bearer's, on names made up for each rule."""

from __future__ import annotations

import random

import pytest

from kg.facts import EntityType
from kg.identity import Bearer, is_local, joins, leaders


def clusters(kind: EntityType, names: list[str], linked: str = "", seed: int = 0) -> list[set[str]]:
    """The clusters of two names and more, each name of another bearer, given in any order."""
    numbers = list(range(len(names)))
    random.Random(seed).shuffle(numbers)
    bearers = [
        Bearer(f"b{number}", kind, (name,), open=name != linked)
        for number, name in zip(numbers, names, strict=True)
    ]
    random.Random(seed + 1).shuffle(bearers)
    found: dict[str, set[str]] = {}
    name_of = {bearer.id: bearer.names[0] for bearer in bearers}
    for member, leader in leaders(joins(bearers)).items():
        found.setdefault(leader, set()).add(name_of[member])
    return sorted(found.values(), key=sorted)


JOINED: list[tuple[EntityType, list[str]]] = [
    ("Person", ["Naeem al-Gauoud", "Naim al-Gaoud", "Gauoud", "Sheikh Gaoud"]),
    ("Person", ["Nina Weber", "Nina Maria Weber", "Weber"]),
    ("Person", ["María García López", "María García", "García"]),
    ("Person", ["Pedro Sánchez Pérez", "Sánchez"]),
    ("Person", ["Tarn Holloway Jr.", "Tarn Holloway", "Holloway"]),
    ("Person", ["Tarn F. Holloway", "Tarn Frank Holloway", "Tarn Holloway"]),
    ("Person", ["Ana da Silva", "Ana Silva", "da Silva", "Silva"]),
    ("Person", ["Lim Ho-seok", "Lim Hoseok", "Lim Ho Seok"]),
    ("Person", ["Jane Hollowell", "Jane Hollwoell"]),
    ("Organization", ["Orne Holdings Ltd", "Orne Holdings", "Orne"]),
    ("Organization", ["Karsa Water Authority", "Water Authority", "KWA"]),
    ("Organization", ["Ministry of Roads", "MoR", "MOR"]),
    ("Organization", ["The Karsa Water Authority", "KWA"]),
    ("Organization", ["Tarn United", "United"]),
    ("Group", ["Jaish al-Noor", "Jaysh Al Noor"]),
    ("Place", ["Gharyan", "Gharian"]),
    ("Place", ["Karsa Province", "Province of Karsa"]),
]
APART: list[tuple[EntityType, list[str]]] = [
    ("Person", ["Dora Kestrel", "Karl Kestrel", "Kestrel"]),
    ("Person", ["Jamal Haddad", "Jamil Haddad", "Haddad"]),
    ("Person", ["Mario Rossi", "Maria Rossi"]),
    ("Person", ["Li Weimin", "Li Weimen"]),
    ("Person", ["Zhou Wen", "Zhu Wen"]),
    ("Person", ["Wei Li", "Li Wei"]),
    ("Person", ["Ali Hassan Ahmad", "Ali Karim Ahmad", "Ali Ahmad"]),
    ("Person", ["Mark Johnson", "Mark Johnston"]),
    ("Person", ["Maria Fernandez", "Maria Hernandez"]),
    ("Person", ["John Paul Moore", "Paul"]),
    ("Person", ["Tarn Holloway Jr.", "Tarn Holloway Sr.", "Tarn Holloway"]),
    ("Person", ["Tarn F. Holloway", "Tarn G. Holloway", "Tarn Holloway"]),
    ("Person", ["King Orne II", "King Orne III", "Orne"]),
    ("Organization", ["Orne Holdings", "Orne Group", "Orne"]),
    ("Organization", ["Orne Holdings Ltd", "Orne Holdings plc"]),
    ("Organization", ["Karsa Water Authority", "Tarn Water Authority", "Water Authority"]),
    ("Organization", ["Bank of Orne", "Orne"]),
    ("Organization", ["World Rowing Union", "West Rowing Union", "WRU"]),
    ("Organization", ["Tarn Orne Mills Inc", "Orne Mills Inc"]),
    ("Organization", ["Karsan WRB", "WRB"]),
    ("Group", ["23rd Brigade", "24th Brigade"]),
    ("Place", ["Karsa River", "Karsa", "Karsa Province"]),
    ("Place", ["New Karsa", "Karsa"]),
]


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize(("kind", "names"), JOINED, ids=lambda v: v[0] if len(v) else "")
def test_one(kind: EntityType, names: list[str], seed: int) -> None:
    assert clusters(kind, names, seed=seed) == [set(names)]


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize(("kind", "names"), APART, ids=lambda v: v[0] if len(v) else "")
def test_apart(kind: EntityType, names: list[str], seed: int) -> None:
    assert clusters(kind, names, seed=seed) == []


def test_types_stay_apart() -> None:
    bearers = [Bearer("a", "Person", ("Ada Orne",)), Bearer("b", "Place", ("Ada Orne",))]
    assert list(joins(bearers)) == []


def test_who_has_an_item_competes_for_a_short_name() -> None:
    names = ["Ahmed Gauoud", "Naeem al-Gauoud", "Gauoud"]
    assert clusters("Person", names, linked="Ahmed Gauoud") == []
    assert clusters("Person", names[1:]) == [set(names[1:])]
    assert clusters("Person", names[1:], linked="Naeem al-Gauoud") == []


def test_every_full_name_must_fit() -> None:
    bearers = [
        Bearer("a", "Person", ("Ali Karim Ahmad", "Ali Ahmad")),
        Bearer("b", "Person", ("Ali Hassan Ahmad", "Ali Ahmad")),
    ]
    assert list(joins(bearers)) == []


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("Person", "Gauoud"),
        ("Person", "al-Gauoud"),
        ("Person", "Sheikh Gauoud"),
        ("Person", "van der Orne"),
        ("Organization", "the Water Authority"),
        ("Organization", "Ministry of Health"),
        ("Organization", "Police"),
    ],
)
def test_names_that_say_who_is_meant_in_one_article_alone(kind: str, name: str) -> None:
    assert is_local(kind, name)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("Person", "Naeem al-Gauoud"),
        ("Organization", "Karsa Water Authority"),
        ("Organization", "Orne"),
        ("Place", "Karsa"),
        ("Place", "Central District"),
        ("Group", "Karsan"),
    ],
)
def test_names_that_say_it_everywhere(kind: str, name: str) -> None:
    assert not is_local(kind, name)
