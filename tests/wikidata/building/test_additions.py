"""Items that the facts lack."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import ResourceError
from kg.wikidata.building.additions import ADDITIONS, added
from kg.wikidata.building.build import build
from kg.wikidata.building.facts import read
from kg.wikidata.store import Store

FACTS = Path(__file__).parent.parent / "facts.jsonl"
TEXT = """
[[item]]
qid = "Q990000501"
label = "Reed Front"
kind = "armed_group"
aliases = ["RF"]
country = "Q796"
source = "made-up/list: groups.csv"

[[item]]
qid = "Q796"
label = "Iraq"
kind = "country"
aliases = ["Land of Reeds"]
positions = [{ position = "Q990000502", start = "2001" }]
source = "made-up/list: groups.csv"
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "additions.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_new_items_are_added_and_known_ones_completed(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT)
    build([FACTS], tmp_path / "x.kb", name="x", additions=path)
    store = Store(tmp_path / "x.kb")
    front, iraq = store.item("Q990000501"), store.item("Q796")
    assert front is not None
    assert iraq is not None
    assert (front.label, front.kind, store.exact("RF")[0].qid) == (
        *("Reed Front", "armed_group", "Q990000501"),
    )
    assert {"Land of Reeds", "Republic of Iraq"} <= set(iraq.aliases)
    assert iraq.description == "sovereign state in Western Asia"
    assert [held.start for held in store.positions("Q796")] == ["2001"]
    assert "made-up/list" in store.sources


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ('kind = "armed_group"', 'kind = "gang"', "gang"),
        ('country = "Q796"', 'nation = "Q796"', "nation"),
        ('label = "Reed Front"', "", "label"),
        ('source = "made-up/list: groups.csv"', "", "source"),
    ],
)
def test_a_wrong_item_is_named(tmp_path: Path, old: str, new: str, cause: str) -> None:
    path = written(tmp_path, TEXT.replace(old, new, 1))
    with pytest.raises(ResourceError, match=cause) as error:
        added({}, path)
    assert "Q990000501" in str(error.value)


def test_answers_of_an_evaluation_are_no_facts(tmp_path: Path) -> None:
    row = {"qid": "Q990000503", "label": "Reed", "type": "city", "source": "x/elevant:gold"}
    path = tmp_path / "facts.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert list(read(path)) == []


def test_shipped_additions_are_sound() -> None:
    items = added({}, ADDITIONS)
    assert "Islamic State" in {record.label for record in items.values()}
    assert all(record.source and record.label == record.label.strip() for record in items.values())
