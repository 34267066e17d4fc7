"""Misspelt and otherwise transliterated names, and different names that only look so."""

from __future__ import annotations

import pytest

from kg.wikidata import sounds
from kg.wikidata.building.build import write
from kg.wikidata.building.records import Record
from kg.wikidata.names import key
from kg.wikidata.store import Store

LABELS = {
    "Muammar Gaddafi": "person",
    "Mosul": "city",
    "Baghdad": "city",
    "Hezbollah": "armed_group",
    "Washington Post": "newspaper",
    "Kim Jong Un": "person",
    "Benjamin Netanyahu": "person",
    "Richard Taylor": "person",
    "Taylor": "city",
    "Louis XIII of France": "person",
    "11th Kerala Assembly": "organisation",
    "Elizabeth B. Banks": "person",
    "NATOS": "organisation",
    "Merton": "city",
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Store:
    path = tmp_path_factory.mktemp("kb") / "sounds.kb"
    people = [*LABELS.items(), *((f"Richard Tyler {n}", "person") for n in "abc")]
    items = [
        Record(f"Q{990000200 + i}", label, kind, 3.0, "invented")
        for i, (label, kind) in enumerate([*people, ("Tyler", "city")])
    ]
    write(lambda: items, path, name="sounds")
    return Store(path)


def found(base: Store, name: str, label: str | None = None) -> list[str]:
    items = [base.item(candidate.qid) for candidate in base.candidates(name, label)]
    return [item.label for item in items if item]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Muammar Kadafi", "Muammar Gaddafi"),
        ("Moammar Gadhafi", "Muammar Gaddafi"),
        ("Mossul", "Mosul"),
        ("Baghdda", "Baghdad"),
        ("Hezbolla", "Hezbollah"),
        ("Washingon Post", "Washington Post"),
        ("Washinngton Post", "Washington Post"),
        ("Kim Jongun", "Kim Jong Un"),
        ("Benjamin Netanjahu", "Benjamin Netanyahu"),
    ],
)
def test_misspelt_names_are_found(base: Store, written: str, meant: str) -> None:
    assert found(base, written) == [meant]


@pytest.mark.parametrize(
    "written",
    [
        "Richard Tyler",  # a known word is no slip
        "Morton",  # short, and not the same but for h and doubled letters
        "Louis XVIII of France",  # numerals
        "13th Kerala Assembly",
        "Elizabeth D. Banks",  # initials
        "NATUS",  # acronyms
        "Iraqs",
        "baghdda",  # names are not written small
        "Bagdad Museum",
    ],
)
def test_other_names_are_not_taken_for_slips(base: Store, written: str) -> None:
    assert base.look_up(written, "misspelt") == []


def test_a_slip_costs_more_than_any_loosening(base: Store) -> None:
    (slip,) = base.candidates("Baghdda", "LOC")
    assert 0.3 < slip.match < 0.6
    assert slip.prior == 1.0
    assert base.candidates("Baghdad")[0].match == 1.0
    assert base.exact("Baghdda") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("Muammar Kadafi", "Moammar Gadhafi"), ("Youssef", "Yusuf"), ("Falluja", "Fallujah")],
)
def test_names_that_sound_alike_share_a_code(one: str, other: str) -> None:
    codes = {sounds.code(key(name), sounds.skeleton(key(name))) for name in (one, other)}
    assert len(codes) == 1
    assert all(-(2**31) <= code < 2**31 for code in codes)


def test_near_skeletons_are_one_edit_away() -> None:
    bones = sounds.skeleton("washington")
    near = sounds.near(bones)
    assert sounds.skeleton("washingon") in near
    assert sounds.skeleton("washintgon") in near
    assert sounds.skeleton("washinglton") in near
    assert bones not in near
    assert sounds.near("ms") == set()
