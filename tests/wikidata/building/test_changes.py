"""A base that is written from a stream of records, and changed in place."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.errors import ResourceError
from kg.wikidata.building.build import add, build, remove, write
from kg.wikidata.building.records import Held, Record
from kg.wikidata.store import Store

FACTS = Path(__file__).parent.parent / "facts.jsonl"
HOLLOWAY = Record(
    qid="Q990000301", label="Tarn Holloway", kind="person", weight=4.0, source="live:entity",
    aliases=("T. Holloway",), country="Q796", gender="female", revision=77,
    positions=(Held("Q990000302", "2019-03", None),),
)  # fmt: skip
OFFICE = Record(
    *("Q990000302", "Minister of Reeds of Iraq", "position", 2.0, "live:entity"),
    country="Q796", short_titles=("reeds minister",),
)  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    build([FACTS], tmp_path / "tiny.kb", name="tiny", date="2020-01-02")
    return tmp_path / "tiny.kb"


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the tables that hold items, with the names of kinds and sources."""
    tables = {
        "item": "SELECT i.*, k.name, s.name FROM item i JOIN kind k ON k.id = i.kind "
        "JOIN source s ON s.id = i.source ORDER BY i.id",
        **{name: f"SELECT * FROM {name}" for name in ("alias", "sound", "held", "office", "part")},
        "meta": "SELECT * FROM meta",
        "country": "SELECT * FROM country",
    }
    base = sqlite3.connect(path)
    try:
        return {name: base.execute(query).fetchall() for name, query in tables.items()}
    finally:
        base.close()


def test_items_can_be_added(path: Path) -> None:
    before = len(Store(path))
    add(path, [OFFICE, HOLLOWAY])
    store = Store(path)
    item = store.item("Q990000301")
    assert item is not None
    assert (item.label, item.country) == ("Tarn Holloway", "Q796")
    assert [c.qid for c in store.candidates("T. Holloway")] == ["Q990000301"]
    assert [c.qid for c in store.candidates("Tarn Hollloway")] == ["Q990000301"]
    assert [h.item for h in store.positions("Q990000301", date(2020, 1, 1))] == ["Q990000302"]
    for title in ("minister of reeds", "reeds minister"):
        office = store.position_of(title, "Q796")
        assert office is not None
        assert office.qid == "Q990000302"
    assert store.office("Iraqi reeds minister") is not None
    assert store.gender("Q990000301") == "female"
    assert (store.revision("Q990000301"), store.revision("Q796")) == (77, None)
    assert store.source("Q990000301") == "live"
    assert len(store) == before + 2
    assert store.sources == ("invented", "live")


def test_adding_and_removing_leaves_what_was(path: Path) -> None:
    before = rows(path)
    add(path, [OFFICE, HOLLOWAY])
    assert rows(path) != before
    remove(path, ["Q990000301", "Q990000302", "Q42424242"])
    assert rows(path) == before


def test_adding_is_as_if_built_together(tmp_path: Path) -> None:
    records = [
        Record("Q990000310", "Land", "country", 9.0, "x", country="Q990000310"),
        Record("Q990000311", "Land Town", "city", 3.0, "x", country="Q990000310"),
        Record("Q990000312", "Minister of Fish of Land", "position", 1.0, "x"),
    ]
    write(lambda: records, tmp_path / "whole.kb", name="x")
    write(lambda: records[:1], tmp_path / "grown.kb", name="x")
    add(tmp_path / "grown.kb", records[1:])
    assert rows(tmp_path / "grown.kb") == rows(tmp_path / "whole.kb")


def test_a_replaced_item_forgets_its_names_but_not_its_people(path: Path) -> None:
    new = Record("Q796", "Iraq", "country", 16.0, "live", description="new", country="Q796")
    add(path, [new])
    store = Store(path)
    iraq, people = store.item("Q796"), store.demonym("Iraqis")
    assert iraq is not None
    assert people is not None
    assert (iraq.description, iraq.aliases, people.qid) == ("new", (), "Q796")
    assert store.exact("Republic of Iraq") == []
    office = store.position_of("prime minister", "Q796")
    assert office is not None
    assert office.qid == "Q1476165"
    assert len(store) == len(rows(path)["item"])


def test_a_replaced_people_stays_a_group(path: Path) -> None:
    add(path, [Record("Q12223", "Kurds", "concept", 5.0, "live")])
    kurds = Store(path).item("Q12223")
    assert kurds is not None
    assert kurds.type == "Group"


def test_counts_of_names_follow(path: Path) -> None:
    one = replace(HOLLOWAY, positions=())
    many = [replace(one, qid=f"Q{990000400 + i}") for i in range(4)]
    add(path, many)
    assert Store(path).namesakes("Tarn Holloway") == 16
    add(path, [replace(many[0], label="Tarn Kestrel")])
    assert Store(path).namesakes("Tarn Holloway") == 12
    remove(path, [record.qid for record in many])
    assert Store(path).namesakes("Tarn Holloway") == 1


def test_a_failed_change_changes_nothing(path: Path) -> None:
    before = rows(path)

    def broken() -> Iterator[Record]:
        yield HOLLOWAY
        yield replace(OFFICE, kind="no such kind")

    with pytest.raises(ResourceError, match="no such kind"):
        add(path, broken())
    assert rows(path) == before


@pytest.mark.parametrize("growing", [False, True])
def test_a_change_that_was_killed_is_taken_back(path: Path, growing: bool) -> None:
    before = rows(path)
    code = (
        "import os, sqlite3, sys; base = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "base.execute('PRAGMA cache_size = 1'); base.execute('BEGIN IMMEDIATE');"
        "base.execute('UPDATE item SET label = label || hex(zeroblob(9000))');"
        "base.execute('DELETE FROM alias'); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert path.with_name("tiny.kb-journal").exists()
    assert Store(path, growing=growing).item("Q796") is not None
    assert not path.with_name("tiny.kb-journal").exists()
    assert rows(path) == before


def test_a_growing_store_sees_changes_once_it_forgets(path: Path) -> None:
    store = Store(path, growing=True)
    assert store.candidates("Tarn Holloway") == []
    add(path, [HOLLOWAY])
    store.forget()
    assert [c.qid for c in store.candidates("Tarn Holloway")] == ["Q990000301"]


def test_an_empty_base_can_grow(tmp_path: Path) -> None:
    path = tmp_path / "new.kb"
    report = write(list, path, name="empty", date="2021-02-03")
    assert (report.items, len(Store(path)), Store(path).candidates("Iraq")) == (0, 0, [])
    add(path, [Record("Q796", "Iraq", "country", 16.0, "live", country="Q796")])
    store = Store(path)
    people = store.demonym("Iraqi")
    assert people is not None
    assert (people.qid, store.date, len(store)) == ("Q796", "2021-02-03", 1)


def test_a_broken_build_leaves_the_old_file(path: Path) -> None:
    before = path.read_bytes()

    def broken() -> Iterator[Record]:
        yield HOLLOWAY
        yield HOLLOWAY

    with pytest.raises(ResourceError, match="tiny"):
        write(broken, path, name="twice")
    assert path.read_bytes() == before
    assert [found.name for found in path.parent.iterdir()] == ["tiny.kb"]


def test_no_base_to_change_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"none\.kb"):
        add(tmp_path / "none.kb", [HOLLOWAY])
    (tmp_path / "other.kb").write_bytes(b"")
    with pytest.raises(ResourceError, match=r"other\.kb"):
        remove(tmp_path / "other.kb", ["Q1"])


def test_links_outweigh_notability(tmp_path: Path) -> None:
    known = Record("Q990000320", "Karsa", "city", 8.0, "x")
    linked = Record("Q990000321", "Karsa", "river", 1.0, "x", anchors=(("Karsa", 900),))
    write(lambda: [known, linked], tmp_path / "x.kb", name="x")
    first, second = Store(tmp_path / "x.kb").candidates("Karsa")
    assert (first.qid, second.qid) == ("Q990000321", "Q990000320")
    assert first.prior > 0.9


def test_items_are_given_classes_by_number(tmp_path: Path) -> None:
    given = Record("Q990000330", "Karsa", "city", 1.0, "x", classes=("town", "Q515", "Q5"))
    write(lambda: [given], tmp_path / "x.kb", name="x")
    item = Store(tmp_path / "x.kb").item("Q990000330")
    assert item is not None
    assert item.types == ("Q5", "Q515")


def test_sources_are_those_of_the_items(path: Path) -> None:
    add(path, [HOLLOWAY])
    remove(path, ["Q990000301"])
    assert json.loads(dict(rows(path)["meta"])["sources"]) == ["invented"]
