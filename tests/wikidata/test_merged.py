"""Several stores asked as one."""

from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path

import pytest
import spacy

from kg.wikidata.building.build import build, write
from kg.wikidata.building.records import Held, Record
from kg.wikidata.knowledge_base import MergedKB, WikidataKB
from kg.wikidata.merged import Merged
from kg.wikidata.store import Store

FACTS = Path(__file__).parent / "facts.jsonl"
LIVE = [
    Record("Q796", "Iraq (renamed)", "country", 1.0, "live:x", description="not asked"),
    Record(
        *("Q990000101", "Tarn Holloway", "person", 4.0, "live:x"),
        country="Q796", gender="female", revision=7, positions=(Held("Q1476165", "2019", None),),
    ),
    Record("Q990000102", "Georgia", "city", 15.0, "live:x", capital_of="Q796"),
    Record("Q990000103", "Anbar province", "work", 2.0, "live:x", aliases=("Ramadis",)),
]  # fmt: skip


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Store]:
    folder = tmp_path_factory.mktemp("kb")
    build([FACTS], folder / "tiny.kb", name="tiny", date="2020-01-02")
    write(lambda: LIVE, folder / "live.kb", name="live", date="2021-01-02")
    return Store(folder / "tiny.kb"), Store(folder / "live.kb")


@pytest.fixture(scope="module")
def merged(stores: tuple[Store, Store]) -> Merged:
    return Merged(stores)


def test_an_item_is_what_the_first_store_says(merged: Merged) -> None:
    iraq, holloway = merged.item("Q796"), merged.item("Q990000101")
    assert iraq is not None
    assert holloway is not None
    assert (iraq.label, holloway.label) == ("Iraq", "Tarn Holloway")
    assert merged.item("Q42424242424242") is None
    assert merged.gender("Q990000101") == "female"
    assert merged.revision("Q990000101") == 7
    assert merged.revision("Q796") is None
    assert merged.source("Q796") == "invented"
    assert [held.item for held in merged.positions("Q990000101", date(2020, 1, 1))] == ["Q1476165"]
    assert [held.item for held in merged.positions("Q5639013", date(2015, 5, 18))] == ["Q1476165"]


def test_an_item_may_refer_to_another_store(merged: Merged) -> None:
    whole = merged.capital_of("Q990000102")
    assert whole is not None
    assert whole.label == "Iraq"
    assert "Q192961" in merged.places_in_country("Q796")


def test_candidates_are_weighed_against_each_other(merged: Merged) -> None:
    found = merged.candidates("Georgia")
    assert {candidate.qid for candidate in found} == {"Q230", "Q1428", "Q990000102"}
    assert sum(candidate.prior for candidate in found) == pytest.approx(1.0)
    alone = {c.qid: c.prior for c in merged.stores[0].candidates("Georgia")}
    both = {c.qid: c.prior for c in found}
    assert both["Q230"] / both["Q1428"] == pytest.approx(alone["Q230"] / alone["Q1428"])
    assert both["Q990000102"] > both["Q1428"]


def test_an_exact_name_in_one_store_beats_a_loosened_one_in_another(merged: Merged) -> None:
    assert [c.qid for c in merged.stores[0].candidates("Anbar province")] == ["Q187334"]
    assert [c.qid for c in merged.candidates("Anbar province")] == ["Q990000103"]


def test_it_is_described_by_all(merged: Merged) -> None:
    assert (merged.name, merged.date) == ("tiny + live", "2021-01-02")
    assert merged.sources == ("invented", "live")
    assert len(merged) == sum(len(store) for store in merged.stores)
    assert merged.revisions()["Q990000101"] == 7
    assert pickle.loads(pickle.dumps(merged)).candidates("Georgia") == merged.candidates("Georgia")


def test_spacy_sees_one_base(stores: tuple[Store, Store], tmp_path: Path) -> None:
    base = MergedKB(stores)
    assert isinstance(base, WikidataKB)
    doc = spacy.blank("en")("Tarn Holloway")
    assert [found.entity_ for found in base.get_candidates(doc[:])] == ["Q990000101"]
    assert any(base.get_vector("Q990000101"))
    base.to_disk(tmp_path / "copy.kb")
    again = MergedKB(stores).from_disk(tmp_path / "copy.kb")
    assert again.path == tmp_path / "copy.kb"
    assert again.candidates("Georgia") == base.candidates("Georgia")
    assert pickle.loads(pickle.dumps(base)).kind("Q990000101") == "person"
