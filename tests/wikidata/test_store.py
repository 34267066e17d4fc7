"""Look-ups in a knowledge base file, and spaCy's interface to it."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from timeit import repeat

import pytest
import spacy
from spacy.kb import KnowledgeBase

from kg.errors import ResourceError
from kg.wikidata.building.build import build
from kg.wikidata.building.demonyms import read_demonyms
from kg.wikidata.knowledge_base import VECTOR_LENGTH, WikidataKB
from kg.wikidata.store import Store

FACTS = Path(__file__).parent / "facts.jsonl"
DAY = date(2015, 5, 18)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> WikidataKB:
    path = tmp_path_factory.mktemp("kb") / "tiny.kb"
    build([FACTS], path, name="tiny", date="2020-01-02")
    return WikidataKB(path)


def best(store: Store, name: str, label: str | None = None) -> str | None:
    found = store.candidates(name, label)
    return found[0].qid if found else None


@pytest.mark.parametrize(
    ("name", "qid"),
    [
        ("Ramadi", "Q192961"),
        ("ar-Ramadi", "Q192961"),
        ("Anbar", "Q187334"),
        ("Anbar province", "Q187334"),
        ("Al Anbar Governorate", "Q187334"),
        ("Isis", "Q2429253"),
        ("IS", "Q2429253"),
        ("Haidar al Abadi", "Q5639013"),
        ("US secretary of state", "Q14213"),
        ("Iraqi prime minister", "Q1476165"),
        ("Iraqi", "Q796"),
        ("Iraqis", "Q796"),
        ("Shiites", "Q9585"),
    ],
)
def test_names_find_their_item(base: WikidataKB, name: str, qid: str) -> None:
    assert best(base, name) == qid


@pytest.mark.parametrize(
    "name", ["Is", "is", "us", "Abadi", "Musa Kestrel", "Iraqi government", ""]
)
def test_other_words_find_nothing(base: WikidataKB, name: str) -> None:
    assert base.candidates(name) == []


def test_generic_word_limits_the_kinds(base: WikidataKB) -> None:
    assert best(base, "Karsa province") == "Q990000008"
    assert base.candidates("Karsa river") == []


def test_exact_spelling_fits_better_than_a_loosened_one(base: WikidataKB) -> None:
    exact, loosened = base.candidates("Al Anbar")[0], base.candidates("Anbar province")[0]
    assert exact.match == 1.0 > loosened.match


def test_item_has_what_the_graph_states(base: WikidataKB) -> None:
    item = base.item("Q187334")
    assert item is not None
    assert (item.label, item.type, item.country) == ("Al Anbar Governorate", "Place", "Q796")
    assert item.latitude == pytest.approx(33.2317)
    assert item.description == "governorate in Iraq"
    assert "Al Anbar Province" in item.aliases
    assert base.item("Q42424242424242") is None


def test_positions_of_a_day(base: WikidataKB) -> None:
    assert [held.item for held in base.positions("Q5639013", DAY)] == ["Q1476165"]
    assert base.positions("Q5639013", date(2014, 9, 7)) == []
    assert base.positions("Q5639013", date(2018, 10, 26)) == []
    assert base.positions("Q5639013")[0].start == "2014-09-08"


def test_offices_of_a_country(base: WikidataKB) -> None:
    found = base.position_of("prime minister", "Q796")
    assert found is not None
    assert found.qid == "Q1476165"
    assert base.position_of("premier", "Q796") == found
    assert base.position_of("prime minister", "Q30") is None


def test_capitals_demonyms_and_places(base: WikidataKB) -> None:
    region, people = base.capital_of("Q192961"), base.demonym("Iraqi")
    assert region is not None
    assert people is not None
    assert (region.qid, people.qid) == ("Q187334", "Q796")
    assert base.capital_of("Q187334") is None
    assert base.demonym("iraqi") is None
    assert base.demonym("Ramadi") is None
    assert set(base.places_in_country("Q796")) == {"Q187334", "Q192961", "Q990000008"}


def test_common_names_are_known_as_such(base: WikidataKB) -> None:
    assert base.namesakes("Kerry") == 0
    assert base.namesakes("Mr John Kerry") == base.namesakes("John Kerry") >= 1


def test_base_survives_pickling_and_other_processes(base: WikidataKB) -> None:
    copy = pickle.loads(pickle.dumps(base))
    assert copy.item("Q796") == base.item("Q796")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(best, Store(base.path), "Ramadi").result() == "Q192961"


def test_spacy_sees_a_knowledge_base(base: WikidataKB, tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    doc = nlp("They left Georgia yesterday.")
    assert isinstance(base, KnowledgeBase)
    found = list(base.get_candidates(doc[2:3]))
    assert [candidate.entity_ for candidate in found] == ["Q230", "Q1428"]
    assert found[0].alias_ == "Georgia"
    assert found[0].prior_prob > found[1].prior_prob
    batch = base.get_candidates_batch([doc[2:3], doc[0:1]])
    assert [len(list(candidates)) for candidates in batch] == [2, 0]
    assert len(list(found[0].entity_vector)) == base.entity_vector_length == VECTOR_LENGTH
    assert not any(base.get_vector("Q42424242424242"))
    base.to_disk(tmp_path / "copy.kb")
    assert WikidataKB().from_disk(tmp_path / "copy.kb").name == "tiny"
    assert not base.is_empty()


def test_spacys_own_linker_can_use_it(base: WikidataKB) -> None:
    nlp = spacy.blank("en")
    linker = nlp.add_pipe(
        "entity_linker", config={"incl_context": False, "use_gold_ents": False, "n_sents": 0}
    )
    linker.set_kb(lambda vocab: WikidataKB(base.path, vocab))  # type: ignore[attr-defined]
    nlp.add_pipe("sentencizer", first=True)
    ruler = nlp.add_pipe("entity_ruler", before="entity_linker")
    with nlp.select_pipes(disable="entity_ruler"):
        nlp.initialize()
    ruler.add_patterns([{"label": "LOC", "pattern": "Ramadi"}])  # type: ignore[attr-defined]
    assert [ent.kb_id_ for ent in nlp("They left Ramadi.").ents] == ["Q192961"]


@pytest.mark.parametrize("content", [None, b"", b"not a base" * 100])
def test_unusable_files_are_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "bad.kb"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ResourceError, match=r"bad\.kb"):
        Store(path)


def test_damage_is_named_when_it_is_met(base: WikidataKB, tmp_path: Path) -> None:
    path = tmp_path / "bad.kb"
    path.write_bytes(base.path.read_bytes())
    store = Store(path)
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))
    with pytest.raises(ResourceError, match=r"bad\.kb: no readable knowledge base"):
        store.candidates("Ramadi")


@pytest.mark.parametrize("qid", ["", "Q", "NIL", "L5", "Q1x", "Q99999999999999999999"])
def test_what_is_no_item_is_not_held(base: WikidataKB, qid: str) -> None:
    assert base.item(qid) is None
    assert base.kind(qid) is None
    assert base.positions(qid) == []
    assert base.places_in_country(qid) == []


def test_store_needs_no_spacy() -> None:
    code = "import sys, kg.wikidata.store, kg.wikidata.ranking; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.fixture(scope="module")
def shipped() -> Store:
    """The base that is shipped."""
    return Store()


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Tikrit", "Tikrit"),
        ("Baghdad", "Baghdad"),
        ("Syria", "Syria"),
        ("the Euphrates", "Euphrates"),
        ("AP", "Associated Press"),
        ("The Independent", "The Independent"),
        ("US Secretary of State", "United States Secretary of State"),
        ("Saddam Hussein", "Saddam Hussein"),
        ("Denmark", "Denmark"),
        ("the Netherlands", "Netherlands"),
        ("Palestine", "State of Palestine"),
        ("Britain", "United Kingdom"),
        ("ISIL", "Islamic State"),
        ("Kurdish", "Kurds"),
    ],
)
def test_shipped_base_knows_names_of_the_news(shipped: Store, name: str, label: str) -> None:
    qid = best(shipped, name)
    item = shipped.item(qid) if qid else None
    assert item is not None
    assert item.label == label


def test_every_demonym_has_its_item(shipped: Store) -> None:
    words = [demonym.word for demonym in read_demonyms()]
    assert [word for word in words if shipped.demonym(word) is None] == []


def test_shipped_base_size_date_and_sources(shipped: Store) -> None:
    assert shipped.path.stat().st_size <= 40 * 2**20
    assert len(shipped) > 100_000
    assert shipped.date >= "2023"
    assert "Raysphere24/NaturalEarthCsvTsv" in shipped.sources


def test_shipped_base_answers_fast(shipped: Store) -> None:
    times = repeat(lambda: shipped.candidates("Ramadi"), number=1000, repeat=5)
    assert min(times) / 1000 < 100e-6


def test_a_remembered_answer_cannot_be_spoilt(base: WikidataKB) -> None:
    first = base.candidates("Ramadi")
    expected = list(first)
    first.clear()
    assert base.candidates("Ramadi") == expected


def test_sources_of_one_owner_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = property(lambda _: ("a/one", "a/two", "b/one", "notes"))
    monkeypatch.setattr(Store, "sources", sources)
    assert Store().owners == ("a/*", "b/one", "notes")
