"""A local base with a live server laid over it."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from wikibase import Wikibase, body, healthy, item, nobody, serving, status

from kg.errors import ResourceError
from kg.wikidata.building.build import build
from kg.wikidata.live.base import LiveKB
from kg.wikidata.live.settings import Settings
from kg.wikidata.store import Store

FACTS = Path(__file__).parent.parent / "facts.jsonl"
RAMADI, IRAQ = "Q192961", "Q796"  # items of the local base
HALEN, OTHER, SONG, LAND, POST, OFFICE, FALLS, HALENIA = (f"Q99000010{i}" for i in range(8))
HUMAN, COUNTRY, PUBLIC_OFFICE, CITY = "Q5", "Q6256", "Q294414", "Q515"  # of classes.toml
ITEMS = [
    item(
        HALEN,
        "Halen Brook",
        classes=(HUMAN,),
        aliases=("Old Brook",),
        description="minister of tides",
        sitelinks=90,
        revision=5,
        claims={"P27": [LAND], "P39": [POST]},
    ),
    item(OTHER, "Halen Brook", classes=(HUMAN,), sitelinks=1),
    item(SONG, "Halen Brook (song)", sitelinks=1),
    item(LAND, "Halenland", classes=(COUNTRY,)),
    item(POST, "Minister of Tides", classes=(OFFICE,)),
    item(OFFICE, "tidal office", claims={"P279": [PUBLIC_OFFICE]}),
    item(FALLS, "Orvalie", classes=(CITY,), language="fr"),
    item(HALENIA, "Halenia", classes=(CITY,), language="mul"),
    item(RAMADI, "Ramadi", aliases=("City of Two Rivers",), classes=(CITY,)),
]


@pytest.fixture
def server() -> Iterator[Wikibase]:
    with serving(Wikibase({each["id"]: each for each in ITEMS})) as wikibase:
        yield wikibase


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kb") / "tiny.kb"
    build([FACTS], path, name="tiny", date="2020-01-02")
    return path


@pytest.fixture
def live(local: Path, tmp_path: Path) -> Callable[..., LiveKB]:
    """A base over a server's address, with a cache of the test's own."""

    def open_base(address: str, **options: str) -> LiveKB:
        quick = Settings(address, tmp_path, (0.3, 0.3), tries=2, backoff=0.01, patience=2.0)
        return LiveKB(local, settings=quick, **options)

    return open_base


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.name.startswith("kg.")]


def test_the_server_adds_items(live: Callable[..., LiveKB], server: Wikibase) -> None:
    base = live(server.address)
    (first, second) = base.candidates("Halen Brook", "PERSON")
    assert (first.qid, first.type, first.country) == (HALEN, "Person", LAND)
    assert second.qid == OTHER
    assert first.prior > 0.8, "more articles, and the first hit"
    assert first.prior + second.prior == pytest.approx(1.0)
    found = base.item(HALEN)
    assert found is not None
    assert (found.label, found.aliases, found.types) == ("Halen Brook", ("Old Brook",), (HUMAN,))
    assert [held.item for held in base.positions(HALEN)] == [POST]
    assert (base.kind(POST), base.kind(LAND)) == ("position", "country")
    assert (base.revision(HALEN), base.source(HALEN)) == (5, "wikidata")


def test_names_are_looked_up_as_everywhere(live: Callable[..., LiveKB], server: Wikibase) -> None:
    base = live(server.address)
    assert [found.qid for found in base.candidates("the Old Brook's")] == [HALEN]
    assert base.candidates("Halen") == [], "what only begins so is not called so"
    assert [found.qid for found in base.candidates("Halenia")] == [HALENIA], "of any language"
    assert base.candidates("Nobody at All") == []


def test_the_local_base_comes_first(live: Callable[..., LiveKB], server: Wikibase) -> None:
    base = live(server.address)
    assert [found.qid for found in base.candidates("Ramadi")] == [RAMADI]
    assert base.item(RAMADI) == Store(base.path).item(RAMADI)
    (renamed,) = base.candidates("City of Two Rivers")
    assert (renamed.qid, renamed.country) == (RAMADI, IRAQ)
    assert not server.asked("wbgetentities")


def test_a_document_takes_few_requests(live: Callable[..., LiveKB], server: Wikibase) -> None:
    places = [item(f"Q99001{n:04}", f"Place {n:02}", classes=(CITY,)) for n in range(70)]
    server.items.update({each["id"]: each for each in places})
    base = live(server.address)
    names = [(f"Place {n:02}", "GPE") for n in range(70)] + [("Halen Brook", "PERSON")] * 3
    base.prepare(names)
    assert len(server.asked("wbsearchentities")) == 71
    sizes = [len(each.ids) for each in server.asked("wbgetentities")]
    assert sizes[:2] == [50, 23], "places and people"
    assert sizes[2:] == [2, 1], "country and office, and the class of the office"
    sent = len(server.requests)
    for name, label in names:
        for found in base.candidates(name, label):
            base.item(found.qid)
            base.positions(found.qid)
            base.item(found.country or RAMADI)
    assert len(server.requests) == sent


def test_the_order_of_questions_does_not_matter(
    live: Callable[..., LiveKB], server: Wikibase
) -> None:
    asked = ["Halen Brook", "Old Brook", "Ramadi", "Halenia", "City of Two Rivers"]
    one, other = live(server.address), live(server.address)
    found = {name: one.candidates(name) for name in asked}
    other.prepare((name, None) for name in reversed(asked[1:]))
    assert {name: other.candidates(name) for name in reversed(asked)} == found


def test_the_languages_own_names_come_first(live: Callable[..., LiveKB], server: Wikibase) -> None:
    french = live(server.address, language="fr")
    assert [found.qid for found in french.candidates("Orvalie")] == [FALLS]
    assert [found.qid for found in french.candidates("Halen Brook")] == [HALEN, OTHER]
    assert server.asked("wbgetentities")[0].parameters["languages"].startswith("fr|en|en-gb")


def test_both_bases_are_named(live: Callable[..., LiveKB], server: Wikibase) -> None:
    base = live(server.address)
    assert base.name == f"tiny + {server.address}"
    assert base.date == "2020-01-02"
    assert "invented" in base.sources


def test_it_travels_to_other_processes(live: Callable[..., LiveKB], server: Wikibase) -> None:
    base = pickle.loads(pickle.dumps(live(server.address)))
    assert [found.qid for found in base.candidates("Old Brook")] == [HALEN]
    base.from_disk(base.path)
    assert [found.qid for found in base.candidates("Old Brook")] == [HALEN]
    assert base.overlay.local.path == base.path


def test_a_silent_server_is_named_once(
    live: Callable[..., LiveKB], caplog: pytest.LogCaptureFixture
) -> None:
    address = nobody()
    base = live(address)
    base.prepare([("Ramadi", "GPE"), ("Halen Brook", "PERSON")])
    base.prepare([("Old Brook", "PERSON")])
    assert [found.qid for found in base.candidates("Ramadi")] == [RAMADI]
    (line,) = said(caplog)
    assert line.startswith(f"{address}: no connection (Connection refused); ")
    assert "“Halen Brook”, “Ramadi” could not be looked up" in line


def test_a_failing_server_leaves_what_is_known(
    live: Callable[..., LiveKB], server: Wikibase, caplog: pytest.LogCaptureFixture
) -> None:
    live(server.address).prepare([("Halen Brook", "PERSON")])
    server.always = status(500)
    base = live(server.address)
    names = [("Halen Brook", "PERSON"), *((f"Unheard {n}", "GPE") for n in range(12))]
    base.prepare(names)
    assert [found.qid for found in base.candidates("Halen Brook")] == [HALEN, OTHER]
    (line,) = said(caplog)
    assert "too many 500 error responses; “Unheard 0”" in line
    assert "and 4 more could not be looked up there, nor will anything else be" in line


def test_items_that_cannot_be_had_are_named(
    live: Callable[..., LiveKB], server: Wikibase, caplog: pytest.LogCaptureFixture
) -> None:
    base = live(server.address)
    server.faults.append(healthy)
    server.always = status(502)
    base.prepare([("Old Brook", "PERSON")])
    assert base.candidates("Old Brook") == []
    assert f"“{HALEN}” could not be looked up" in said(caplog)[0]


def test_a_refused_name_stops_nothing(
    live: Callable[..., LiveKB], server: Wikibase, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.append(body('{"error": {"code": "badvalue", "info": "No such name."}}'))
    base = live(server.address)
    base.prepare([("Halen Brook", "PERSON"), ("Old Brook", "PERSON")])
    assert [found.qid for found in base.candidates("Old Brook")] == [HALEN]
    (line,) = said(caplog)
    assert "it refuses: badvalue (No such name.); “Halen Brook” could not be looked up" in line


def test_a_useless_cache_is_found_at_once(local: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ResourceError, match="cannot hold a cache"):
        LiveKB(local, settings=Settings(nobody(), tmp_path / "file"))
