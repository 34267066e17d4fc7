"""What the checks drop and correct, on invented records, and that they leave the rest alone."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from kg.resources import load_toml
from kg.wikidata.building.checks import checked, is_latin, year
from kg.wikidata.building.records import HERE, Held, Record, types


def _record(
    number: int = 1, *, kind: str = "person", label: str = "Jane Roe", **more: Any
) -> Record:
    return Record(
        qid=f"Q99000000{number}", label=label, kind=kind, weight=more.pop("weight", 1.0),
        source="test", **more,
    )  # fmt: skip


def _one(record: Record) -> Record:
    (found,) = checked([record])
    return found


def test_a_sound_record_passes_unchanged() -> None:
    record = _record(
        begin="1950-02-03", end="2010", classes=("human",), aliases=("J. Roe", "Žaneta Roe"),
        positions=(Held("Q990000009", "1990-01-01", "1994"), Held("Q990000008", None, None)),
    )  # fmt: skip
    assert _one(record) is record


@pytest.mark.parametrize(
    ("held", "kept"),
    [
        (Held("Q990000009", "1955", None), False),
        (Held("Q990000009", "2012-05", None), False),
        (Held("Q990000009", "1994-05-01", "1990"), False),
        (Held("Q990000009", "1994-05-01", "1994"), True),
        (Held("Q990000009", "1980", "1984"), True),
        (Held("Q990000009", None, "1956"), False),
    ],
)
def test_tenures_must_be_possible(held: Held, kept: bool) -> None:
    record = _one(_record(begin="1950", end="2010", positions=(held,)))
    assert record.positions == ((held,) if kept else ())


def test_death_ends_a_tenure() -> None:
    record = _one(
        _record(begin="1950", end="2010-07-01", positions=(Held("Q990000009", "2008", "2013"),))
    )
    assert record.positions == (Held("Q990000009", "2008", "2010-07-01"),)


@pytest.mark.parametrize(("begin", "end"), [("1673", "1811"), ("1920", "1910"), ("1920", "2100")])
def test_impossible_lives_lose_their_dates(begin: str, end: str) -> None:
    record = _one(_record(begin=begin, end=end))
    assert (record.begin, record.end) == (None, None)


def test_a_birth_that_is_another_persons_goes() -> None:
    record = _one(_record(begin="1833", positions=(Held("Q990000009", "2001-01-29", None),)))
    assert record.begin is None
    assert len(record.positions) == 1


@pytest.mark.parametrize(
    ("classes", "kind"),
    [
        (("human", "politician"), "person"),
        ((), "person"),
        (("ambassador of Freedonia",), "position"),
        (("classical scholar", "profession"), "occupation"),
        (("settler",), "concept"),
    ],
)
def test_people_are_human(classes: tuple[str, ...], kind: str) -> None:
    assert _one(_record(classes=classes)).kind == kind


@pytest.mark.parametrize(
    ("label", "description", "kind"),
    [
        ("Freedonia Tigers football", None, "sports_team"),
        ("Freedonia University", None, "university"),
        ("Utica Comets", "ice hockey team in Utica, New York", "sports_team"),
        ("Freedonia Prize", "team of the year", "award"),
        ("Something", "something in the north", "unknown"),
        ("something team", None, "unknown"),
    ],
)
def test_unknown_kinds_that_show(label: str, description: str | None, kind: str) -> None:
    assert _one(_record(kind="unknown", label=label, description=description)).kind == kind


def test_aliases_are_latin_and_no_catalogue_entries() -> None:
    aliases = ("Acme Corp", "LC 1074", "Acme -- Records", "Акме", "Acmé", "3M")
    assert _one(_record(kind="company", aliases=aliases)).aliases == ("Acme Corp", "Acmé", "3M")


def test_branches_go_and_mothers_stay() -> None:
    acme = {"kind": "company", "label": "Acme"}
    records = [
        _record(1, **acme, weight=0.6), _record(2, **acme, weight=0.6),
        _record(3, **acme, weight=5.0), _record(4, kind="city", label="Acme"),
    ]  # fmt: skip
    counts: Counter[str] = Counter()
    assert [r.number % 10 for r in checked(records, counts)] == [1, 3, 4]
    assert counts == {"branch of a company of the same name": 1}


def test_what_news_never_names_is_dropped_and_counted() -> None:
    counts: Counter[str] = Counter()
    records = [_record(kind="organisation", classes=("WikiProject",)), _record(2)]
    assert [r.number % 10 for r in checked(records, counts)] == [2]
    assert counts == {"class that news never names": 1}


def test_years_and_scripts() -> None:
    assert (year("2010-05"), year("-0044"), year(None), year("")) == (2010, -44, None, None)
    assert [is_latin(name) for name in ("Đuro Macut", "Sana’a 2", "Сбербанк")] == [
        True,
        True,
        False,
    ]


def test_the_kinds_of_the_limits_are_known() -> None:
    data = load_toml(HERE / "checks.toml")
    named = {*data["other_kinds"], *data["labels"], *data["descriptions"]}
    assert named <= set(types()["kinds"])
