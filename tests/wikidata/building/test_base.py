"""The builder: cleaning, priors, classes, and the same bytes every time."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from kg.errors import ResourceError
from kg.wikidata.building.build import build
from kg.wikidata.building.facts import read
from kg.wikidata.building.rows import as_number
from kg.wikidata.store import Store

FACTS = Path(__file__).parent.parent / "facts.jsonl"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Store:
    path = tmp_path_factory.mktemp("kb") / "tiny.kb"
    build([FACTS], path, name="tiny", date="2020-01-02")
    return Store(path)


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    packed = tmp_path / "facts.jsonl.gz"
    packed.write_bytes(gzip.compress(FACTS.read_bytes()))
    build([FACTS], tmp_path / "one.kb", name="tiny")
    build([packed], tmp_path / "two.kb", name="tiny")
    assert (tmp_path / "one.kb").read_bytes() == (tmp_path / "two.kb").read_bytes()


def test_order_of_the_facts_does_not_matter(tmp_path: Path) -> None:
    turned = tmp_path / "turned.jsonl"
    lines = FACTS.read_text(encoding="utf-8").splitlines()
    turned.write_text("\n".join(reversed(lines)), encoding="utf-8")
    build([FACTS], tmp_path / "one.kb", name="tiny")
    build([turned], tmp_path / "two.kb", name="tiny")
    assert (tmp_path / "one.kb").read_bytes() == (tmp_path / "two.kb").read_bytes()


def test_metadata_names_date_and_sources(base: Store, tmp_path: Path) -> None:
    assert (base.name, base.date, base.sources) == ("tiny", "2020-01-02", ("invented",))
    build([FACTS], tmp_path / "undated.kb", name="tiny")
    assert Store(tmp_path / "undated.kb").date == "2014-09-08"


def test_chaff_is_left_out(base: Store) -> None:
    assert base.candidates("teapot") == []
    assert base.candidates("Nowhere Falls") == []
    assert base.item("Q192961") is not None


def test_codes_and_foreign_demonyms_are_no_names(base: Store) -> None:
    iraq = base.item("Q796")
    assert iraq is not None
    assert "Republic of Iraq" in iraq.aliases
    assert {"iq", "IRQ", "Iraqi"}.isdisjoint(iraq.aliases)
    assert base.candidates("IRQ") == []


def test_descriptions_correct_the_kind(base: Store) -> None:
    band = base.item("Q990000006")
    assert band is not None
    assert band.type == "Organization"
    kurds = base.item("Q12223")
    assert kurds is not None
    assert kurds.type == "Group"


def test_classes_are_items_found_by_their_label(base: Store) -> None:
    abadi, iraq = base.item("Q5639013"), base.item("Q796")
    assert abadi is not None
    assert iraq is not None
    assert abadi.types == ("Q5",)
    assert iraq.types == ("Q6256",)


def test_priors_of_a_name_sum_to_one_and_follow_notability(base: Store) -> None:
    found = base.candidates("Georgia")
    assert [candidate.qid for candidate in found] == ["Q230", "Q1428"]
    assert sum(candidate.prior for candidate in found) == pytest.approx(1.0, abs=0.01)
    assert found[0].prior > found[1].prior


def test_tiers_can_be_cut(tmp_path: Path) -> None:
    build([FACTS], tmp_path / "first.kb", name="tiny", max_tier=1)
    store = Store(tmp_path / "first.kb")
    assert store.item("Q796") is not None
    assert store.item("Q192961") is None


def test_names_without_an_item_are_reported(tmp_path: Path) -> None:
    report = build([FACTS], tmp_path / "tiny.kb", name="tiny")
    assert "French → France" in report.unresolved
    assert not any(row.startswith("Iraqi") for row in report.unresolved)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("{broken", "line 1"),
        ("[1]", "line 1"),
        ('{"qid": "Q1", "label": "x", "type": "city", "facts": null}', "line 1"),
        ('{"qid": "Q1", "label": "x", "type": "no such kind"}', "no such kind"),
    ],
)
def test_broken_facts_name_file_and_line(tmp_path: Path, text: str, cause: str) -> None:
    path = tmp_path / "facts.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ResourceError, match=cause) as error:
        list(read(path))
    assert str(path) in str(error.value)


def test_missing_facts_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="nowhere"):
        build([tmp_path / "nowhere.jsonl"], tmp_path / "out.kb", name="tiny")


def test_dates_become_sortable_numbers() -> None:
    assert [as_number(date) for date in ("2014-09-08", "2014-09", "2014", None, "unknown")] == [
        *(20140908, 20140900, 20140000, 0, 0)
    ]


def test_facts_of_the_tests_are_valid_json() -> None:
    lines = FACTS.read_text(encoding="utf-8").splitlines()
    assert len({json.loads(line)["qid"] for line in lines}) == len(lines)
