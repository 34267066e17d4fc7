"""Items brought into a base of one's own, and renewed there."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from wikibase import Wikibase, body, healthy, item, nobody, serving, status

from kg.errors import ResourceError
from kg.wikidata.building.build import build
from kg.wikidata.live import local
from kg.wikidata.live.client import Client
from kg.wikidata.live.failing import UnreachableError
from kg.wikidata.live.settings import Settings
from kg.wikidata.store import Store

Run = Callable[..., tuple[int, str, str]]
FACTS = Path(__file__).parent.parent / "facts.jsonl"
RAMADI = "Q192961"  # an item of the facts, which give it no revision
HALEN, ORVAL, POST, LAND = (f"Q99000010{i}" for i in range(4))
HUMAN, COUNTRY, POSITION, PAGE = "Q5", "Q6256", "Q4164871", "Q4167410"  # of classes.toml


@pytest.fixture
def server() -> Iterator[Wikibase]:
    items = [
        item(HALEN, "Halen Brook", classes=(HUMAN,), claims={"P39": [POST], "P27": [LAND]}),
        item(ORVAL, "Orval Dray", classes=(HUMAN,)),
        item(POST, "Minister of Tides", classes=(POSITION,)),
        item(LAND, "Halenland", classes=(COUNTRY,)),
        item(RAMADI, "Ramadi", classes=("Q515",), aliases=("City of Two Rivers",)),
        item("Q990000109", "Brook", classes=(PAGE,)),
    ]
    with serving(Wikibase({each["id"]: each for each in items})) as wikibase:
        yield wikibase


@pytest.fixture
def client(server: Wikibase, tmp_path: Path) -> Client:
    return Client(Settings(server.address, tmp_path, (0.3, 0.3), tries=2, backoff=0.01))


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "own.kb"
    build([FACTS], path, name="own", date="2020-01-02")
    return path


@pytest.fixture
def kb(server: Wikibase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run_kg: Run) -> Run:
    """Runs `kg kb ARG…` with the server and a cache of the test's own."""
    monkeypatch.setenv("KG_WIKIDATA_API", server.address)
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    return lambda *args: run_kg("kb", *args)


def renewed(base: Path, client: Client, *qids: str, every: bool = False) -> list[str]:
    rounds = local.refresh(base, client, qids, every=every)
    return [str(change) for _, _, changes in rounds for change in changes]


def test_items_come_with_what_they_name(base: Path, client: Client, server: Wikibase) -> None:
    (change,) = local.add(base, [HALEN], client)
    assert str(change) == f"{HALEN} (Halen Brook): added"
    own = Store(base)
    (found,) = own.candidates("Halen Brook", "PERSON")
    assert (found.qid, found.country) == (HALEN, LAND)
    assert [held.item for held in own.positions(HALEN)] == [POST]
    assert own.kind(POST) == "position"
    assert own.revision(HALEN) == 1
    assert [str(each) for each in local.add(base, [HALEN], client)] == [
        f"{HALEN} (Halen Brook): renewed"
    ]
    assert server.asked("wbgetentities")[-1].ids == [HALEN], "not from the cache"


def test_what_cannot_be_had_is_named(base: Path, client: Client, server: Wikibase) -> None:
    server.merged["Q990000108"] = ORVAL
    changes = list(local.add(base, ["Q990000108", "Q990000107", "Q990000109"], client))
    assert [str(change) for change in changes] == [
        f"Q990000108 (Orval Dray): merged into {ORVAL}, added",
        "Q990000107: no such item, deleted or never there",
        "Q990000109: left out: no usable label, or of a kind that reports do not name",
    ]
    assert [change.failed for change in changes] == [False, True, True]
    assert Store(base).item(ORVAL) is not None
    with pytest.raises(ResourceError, match="P31, Berlin: no item of Wikidata"):
        list(local.add(base, ["P31", "Berlin", HALEN], client))


def test_only_what_changed_is_asked_for(base: Path, client: Client, server: Wikibase) -> None:
    list(local.add(base, [HALEN, ORVAL], client))
    server.items[ORVAL] = item(
        ORVAL, "Orval Dray", classes=(HUMAN,), revision=2, aliases=("O. Dray",)
    )
    server.requests.clear()
    assert renewed(base, client) == [f"{ORVAL} (Orval Dray): renewed"]
    info, entities = server.requests
    assert info.parameters["props"] == "info"
    assert info.ids == [HALEN, ORVAL, POST, LAND], "what came from the server"
    assert entities.ids == [ORVAL]
    assert Store(base).revision(ORVAL) == 2
    assert Store(base).candidates("O. Dray")[0].qid == ORVAL
    assert renewed(base, client) == []


def test_deleted_and_merged_items_go(base: Path, client: Client, server: Wikibase) -> None:
    list(local.add(base, [HALEN, ORVAL], client))
    del server.items[POST]
    server.merged[ORVAL] = HALEN
    assert renewed(base, client) == [
        f"{ORVAL}: merged into {HALEN}, which is here",
        f"{POST} (Minister of Tides): deleted there, removed here",
    ]
    server.items["Q990000108"] = item("Q990000108", "Halen Brooke", classes=(HUMAN,), revision=9)
    server.merged[HALEN] = "Q990000108"
    assert renewed(base, client, HALEN) == [
        f"{HALEN} (Halen Brooke): merged into Q990000108, renewed"
    ]
    own = Store(base)
    assert [own.item(qid) for qid in (HALEN, ORVAL, POST)] == [None, None, None]
    assert own.revision("Q990000108") == 9


def test_all_items_can_be_renewed(base: Path, client: Client, server: Wikibase) -> None:
    held = Store(base).revisions()
    for qid in held:
        server.items.setdefault(qid, item(qid, f"Item {qid}", classes=("Q515",)))
    assert renewed(base, client) == [], "none came from a server"
    assert len(renewed(base, client, every=True)) == len(held)
    assert set(Store(base).revisions().values()) == {1}
    assert Store(base).candidates("City of Two Rivers")[0].qid == RAMADI
    with pytest.raises(ResourceError, match=r"own\.kb: lacks Q990000199; bring them"):
        renewed(base, client, "Q990000199")


def test_an_interrupted_renewal_goes_on(base: Path, client: Client, server: Wikibase) -> None:
    many = [f"Q9900020{n:02}" for n in range(99)]
    server.items.update({qid: item(qid, f"Person {qid}", classes=(HUMAN,)) for qid in many})
    list(local.add(base, many, client))
    for qid in many:
        server.items[qid]["lastrevid"] = 2
    server.faults.extend([healthy, healthy, *[status(500)] * 2])
    with pytest.raises(UnreachableError):
        renewed(base, client)
    again = Client(client.settings)
    server.requests.clear()
    (done, total, _), *rounds = local.refresh(base, again)
    assert (done, total) == (50, 99)
    assert sum(len(changes) for _, _, changes in rounds) == 49
    assert all(set(each.ids).isdisjoint(many[:50]) for each in server.requests)
    assert {Store(base).revisions()[qid] for qid in many} == {2}
    assert not base.with_name("own.kb.refreshing").exists()


def test_renewing_some_keeps_the_place_of_the_rest(base: Path, client: Client) -> None:
    list(local.add(base, [HALEN, ORVAL], client))
    mark = base.with_name("own.kb.refreshing")
    mark.write_text(f"live {HALEN}\n", encoding="utf-8")
    renewed(base, client, ORVAL)
    assert mark.exists()
    assert next(iter(local.refresh(base, client)))[:2] == (1, 4)
    for torn in ("", "live", "live Q", "all Q5\n"):
        mark.write_text(torn, encoding="utf-8")
        assert next(iter(local.refresh(base, client)))[:2] == (0, 4)


def test_what_cannot_be_stored_is_left_out(base: Path, client: Client, server: Wikibase) -> None:
    short = {"text": "Tides\ud800\n\0", "language": "en"}
    statement = {"mainsnak": {"datavalue": {"value": short}}, "rank": "normal"}
    server.items[POST]["claims"]["P1813"] = [statement]
    server.items[POST]["lastrevid"] = 10**30
    assert [str(change) for change in local.add(base, [POST], client)] == [
        f"{POST} (Minister of Tides): added"
    ]
    own = Store(base)
    assert own.revision(POST) is None
    assert "Tides" in own.item(POST).aliases  # type: ignore[union-attr]


@pytest.mark.usefixtures("kb")  # for the server's address
def test_two_at_once(base: Path, server: Wikibase) -> None:
    many = [f"Q9900020{n:02}" for n in range(60)]
    server.items.update({qid: item(qid, f"Person {qid}", classes=(HUMAN,)) for qid in many})
    before = len(Store(base))
    command = [sys.executable, "-m", "kg", "kb", "add", "--kb", str(base)]
    both = [subprocess.Popen([*command, *half]) for half in (many[:40], many[20:])]
    assert [one.wait() for one in both] == [0, 0]
    assert len(Store(base)) == before + 60
    assert set(many) <= set(Store(base).revisions())


def test_commands(kb: Run, tmp_path: Path, server: Wikibase) -> None:
    own = tmp_path / "new.kb"
    code, out, err = kb("add", HALEN, ORVAL, "--kb", own)
    assert (code, out.splitlines()) == (
        0,
        [f"{HALEN} (Halen Brook): added", f"{ORVAL} (Orval Dray): added"],
    )
    assert len(Store(own)) > 100_000, "a copy of the embedded base"
    server.items[ORVAL]["lastrevid"] = 2
    code, out, err = kb("refresh", "--kb", own)
    assert (code, out) == (0, f"{ORVAL} (Orval Dray): renewed\n")
    assert err.endswith("4 items looked up: 1 renewed\n")
    assert kb("add", "Q990000199", "--kb", own)[0] == 1


def test_commands_that_cannot_work(kb: Run, tmp_path: Path, server: Wikibase) -> None:
    own = tmp_path / "new.kb"
    code, _, err = kb("add", HALEN, "--kb", tmp_path / "nowhere" / "new.kb")
    assert (code, err) == (2, f"kg: {tmp_path / 'nowhere'}: no such directory; make it first\n")
    assert kb("add", "Q99999999999999999999", "--kb", own)[0] == 2
    code, _, err = kb("refresh", "--kb", own)
    assert (code, err) == (2, f"kg: {own}: no knowledge base there; make it with `kg kb add`\n")
    server.always = body("<html>", "text/html")
    code, _, err = kb("add", HALEN, "--kb", own, "--api", nobody())
    assert code == 2
    assert "no connection (Connection refused); " in err
    assert err.count("\n") == 1
    assert not own.exists()
    own.write_bytes(b"SQLite format 3\0" + bytes(100))
    server.always = None
    code, _, err = kb("add", HALEN, "--kb", own)
    assert code == 2
    assert "new.kb: " in err
    with sqlite3.connect(tmp_path / "other.kb") as other:
        other.execute("CREATE TABLE x (y)")
    assert kb("add", HALEN, "--kb", tmp_path / "other.kb")[0] == 2
    assert kb("refresh", HALEN, "--all", "--kb", own)[0] == 2
    assert kb("add", "--kb", own)[0] == 2
    code, _, err = kb("add", HALEN, "--kb", "wikidata")
    assert (code, "wikidata is the live base itself; give a file" in err) == (2, True)
