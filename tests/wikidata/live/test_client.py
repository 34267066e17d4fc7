"""The client against a real server that fails as servers do."""

from __future__ import annotations

import datetime
import email.utils
import json
import multiprocessing
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from wikibase import Wikibase, body, error, item, moved, nobody, serving, slow, status, turning

from kg.errors import ResourceError
from kg.wikidata.live.answers import Hit
from kg.wikidata.live.client import Client
from kg.wikidata.live.failing import RefusedError, UnreachableError
from kg.wikidata.live.settings import Settings, settings, user_agent

HALEN, ORVAL = "Q990000001", "Q990000002"
ENGLISH = ("en", "mul")
FOUND = [Hit(HALEN, "Halen Brook", "label")]
LAG = error("maxlag", "Waiting for db1: 7.5 seconds lagged", host="db1", lag=7.5)


@pytest.fixture
def server() -> Iterator[Wikibase]:
    items = [
        item(HALEN, "Halen Brook", aliases=("Brook of Halen",), revision=7),
        item(ORVAL, "Orvalie", language="fr", revision=8),
    ]
    with serving(Wikibase({each["id"]: each for each in items})) as wikibase:
        yield wikibase


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def client(server: Wikibase, tmp_path: Path, waits: list[float]) -> Client:
    return Client(quick(server.address, tmp_path), waits.append)


def quick(address: str, folder: Path) -> Settings:
    return Settings(address, folder, timeout=(0.3, 0.3), tries=3, backoff=0.01, patience=60.0)


def test_asks_as_wikimedia_wants(client: Client, server: Wikibase) -> None:
    assert client.search("Halen Brook") == FOUND
    assert client.search("brook of halen") == [Hit(HALEN, "Brook of Halen", "alias")]
    (first, second) = server.requests
    assert first.parameters["maxlag"] == "5"
    assert first.parameters["limit"] == "10"
    assert first.headers["Accept-Encoding"] == "gzip"
    assert first.headers["User-Agent"] == user_agent()
    assert first.port == second.port, "one connection serves all"


def test_says_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_CONTACT", "desk@example.org")
    user_agent.cache_clear()
    said = user_agent()
    user_agent.cache_clear()
    tool, contact, libraries = re.fullmatch(r"(\S+) \(([^)]*)\) (.+)", said).groups()  # type: ignore[union-attr]
    assert re.fullmatch(r"newskg/[\d.]+\S*", tool)
    assert contact.startswith("https://")
    assert contact.endswith("; desk@example.org")
    assert all(re.fullmatch(r"[\w-]+/[\d.]+", library) for library in libraries.split())


def test_nothing_found(client: Client, server: Wikibase) -> None:
    assert client.search("Nobody of this name") == []
    assert client.search(" ") == []
    assert len(server.requests) == 1


def test_falls_back_to_english(client: Client, server: Wikibase) -> None:
    assert client.search("Orvalie", "fr") == [Hit(ORVAL, "Orvalie", "label")]
    assert client.search("Halen Brook", "fr") == FOUND
    assert [each.parameters["language"] for each in server.requests] == ["fr", "fr", "en"]


def test_asks_for_items_fifty_at_a_time(client: Client, server: Wikibase) -> None:
    wanted = [f"Q{number}" for number in range(990000001, 990000121)]
    found = client.entities(wanted, ENGLISH)
    assert [len(each.ids) for each in server.requests] == [50, 50, 20]
    assert found[HALEN]["labels"]["en"]["value"] == "Halen Brook"  # type: ignore[index]
    assert found["Q990000099"] is None


def test_asks_only_for_items_it_does_not_know(client: Client, server: Wikibase) -> None:
    client.entities([HALEN], ENGLISH)
    client.entities([ORVAL, HALEN], ENGLISH)
    assert [each.ids for each in server.requests] == [[HALEN], [ORVAL]]
    client.entities([ORVAL, HALEN], ENGLISH, fresh=True)
    assert server.requests[-1].ids == [HALEN, ORVAL]


def test_a_merged_item_comes_as_its_target(client: Client, server: Wikibase) -> None:
    server.merged["Q990000009"] = HALEN
    found = client.entities(["Q990000009", HALEN], ENGLISH)
    assert [found[qid]["id"] for qid in ("Q990000009", HALEN)] == [HALEN, HALEN]  # type: ignore[index]
    assert client.revisions(["Q990000009", ORVAL, "Q990000099"]) == {
        "Q990000009": (HALEN, 7),
        ORVAL: (ORVAL, 8),
        "Q990000099": None,
    }


RECOVERED = {
    "slow": slow(0.5),
    "429 with seconds": status(429, Retry_After="1"),
    "429 with nonsense": status(429, Retry_After="soon"),
    "429 with no date": status(429, Retry_After="Fri, 31 Dec 99999 23:59:59 GMT"),
    "429 with no number": status(429, Retry_After="9" * 5000),
    "500": status(500),
    "503": status(503, Retry_After="0"),
    "504": status(504),
    "JSON cut off": body('{"search": [{"id": "Q99'),
    "connection cut off": body('{"search": [', missing=50),
    "HTML": body("<html>Please log in</html>", "text/html"),
    "no object": body("[]"),
    "no answer to a search": body('{"ok": true}'),
    "a search without a list": body('{"search": null}'),
    "moved": moved,
}


@pytest.mark.parametrize("fault", RECOVERED.values(), ids=RECOVERED)
def test_tries_again(client: Client, server: Wikibase, fault: Callable[..., bool]) -> None:
    server.faults.append(fault)
    assert client.search("Halen Brook") == FOUND
    assert len(server.requests) == 2
    assert client.search("Halen Brook") == FOUND
    assert len(server.requests) == 2, "the answer, and not the error, is remembered"


def test_waits_until_a_date(client: Client, server: Wikibase) -> None:
    now = datetime.datetime.now(datetime.timezone.utc)
    then = now + datetime.timedelta(seconds=2)
    server.faults.append(status(429, Retry_After=email.utils.format_datetime(then, usegmt=True)))
    assert client.search("Halen Brook") == FOUND
    assert datetime.datetime.now(datetime.timezone.utc) >= then.replace(microsecond=0)


def test_leaves_alone_who_wants_to_be(client: Client, server: Wikibase) -> None:
    server.always = status(429, Retry_After="3600")
    with pytest.raises(UnreachableError, match="left alone for 3600 seconds"):
        client.search("Halen Brook")
    assert len(server.requests) == 1


def test_waits_for_lagging_copies(client: Client, server: Wikibase, waits: list[float]) -> None:
    server.faults.extend([body(json.dumps(LAG), Retry_After="8"), body(json.dumps(LAG))])
    assert client.search("Halen Brook") == FOUND
    assert waits == [8.0, 5.0]
    server.always = body(json.dumps(LAG), Retry_After="5")
    with pytest.raises(UnreachableError, match=r"maxlag \(Waiting for db1: 7.5 seconds lagged\)"):
        client.search("Orvalie")
    assert sum(waits[2:]) <= 60.0
    server.always = None
    assert Client(client.settings).search("Orvalie") == [], "the error is not remembered"


LOST = {
    "no answer within 0.3 seconds": slow(0.5),
    "too many 500 error responses": status(500),
    "it answers with broken JSON": body('{"search": [{"id": "Q99'),
    "it answers with text/html instead of JSON": body("<html>", "text/html"),
    "its answer breaks off": body('{"search": [', missing=50),
    "it does not answer as a Wikibase": body('{"entities": {}}'),
    "it answers 403 Forbidden": status(403),
    "TooManyRedirects: Exceeded 30 redirects.": turning,
    "ValueError: Invalid IPv6 URL": status(301, Location="http://[nowhere"),
}


@pytest.mark.parametrize(("said", "fault"), LOST.items(), ids=LOST)
def test_gives_up(client: Client, server: Wikibase, said: str, fault: Callable[..., bool]) -> None:
    server.always = fault
    with pytest.raises(UnreachableError, match=f"^{re.escape(server.address)}: {said}$"):
        client.search("Halen Brook")
    once = {"it answers 403 Forbidden": 1, "ValueError: Invalid IPv6 URL": 1}
    assert len(server.requests) == (31 if fault is turning else once.get(said, 3))


@pytest.mark.parametrize("entity", ["null", "[]", '{"id": "Q990000001"}', '{"lastrevid": 1}'])
def test_what_is_no_item_is_no_answer(client: Client, server: Wikibase, entity: str) -> None:
    server.always = body(f'{{"entities": {{"{HALEN}": {entity}}}}}')
    for ask in (lambda: client.entities([HALEN], ENGLISH), lambda: client.revisions([HALEN])):
        with pytest.raises(UnreachableError, match="does not answer as a Wikibase"):
            ask()


def test_odd_hits_are_passed_over(client: Client, server: Wikibase) -> None:
    rows = [{}, {"id": 5}, {"id": "L7"}, None, {"id": HALEN, "label": "Halen", "match": None}]
    server.faults.append(body(json.dumps({"search": rows})))
    assert client.search("Halen") == [Hit(HALEN, "Halen", "label")]


@pytest.mark.parametrize("name", ["\ud800x", "a\0b", "x" * 200, "|", "🎉"])
def test_any_name_can_be_asked_for(client: Client, name: str) -> None:
    assert client.search(name) == []


def test_an_error_without_a_code_is_one(client: Client, server: Wikibase) -> None:
    server.always = body('{"error": "boom"}')
    with pytest.raises(RefusedError, match=r"it refuses: unknown$"):
        client.search("Halen Brook")


def test_nobody_there(tmp_path: Path) -> None:
    with pytest.raises(UnreachableError, match=r"no connection \(Connection refused\)"):
        Client(quick(nobody(), tmp_path)).search("Halen Brook")


def test_a_refused_request_is_no_outage(client: Client, server: Wikibase) -> None:
    server.always = body(json.dumps(error("badvalue", 'Unrecognized value for "language": xx.')))
    with pytest.raises(RefusedError, match="badvalue"):
        client.search("Halen Brook")
    assert len(server.requests) == 1
    server.always = None
    assert client.search("Halen Brook") == FOUND


def test_a_second_run_sends_nothing(client: Client, server: Wikibase, tmp_path: Path) -> None:
    client.search("Halen Brook")
    client.search("Nobody of this name")
    client.entities([HALEN, "Q990000099"], ENGLISH)
    sent = len(server.requests)
    code = (
        "import sys; from kg.wikidata.live.client import Client;"
        "from kg.wikidata.live.settings import settings;"
        "client = Client(settings(sys.argv[1], sys.argv[2]));"
        "print(client.search('Halen Brook'), client.search('Nobody of this name'),"
        f"client.entities(['{HALEN}', 'Q990000099'], {ENGLISH}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, server.address, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Halen Brook" in done.stdout
    assert len(server.requests) == sent


def search_all(address: str, folder: Path) -> list[list[Hit]]:
    client = Client(settings(address, folder))
    return [client.search(f"Halen {letter}") for letter in "Bb" * 20]


def test_processes_share_a_cache(server: Wikibase, tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        found = pool.starmap(search_all, [(server.address, tmp_path)] * 3)
    assert found == [[FOUND] * 40] * 3
    assert len(server.requests) <= 6


def test_a_broken_cache_is_named(server: Wikibase, tmp_path: Path) -> None:
    (tmp_path / Client(quick(server.address, tmp_path))._cache.path.name).write_text(
        "no database " * 99
    )
    with pytest.raises(ResourceError, match=r"\.sqlite: not usable as a cache .* remove it"):
        Client(quick(server.address, tmp_path))
    long = quick(f"http://localhost/{'x' * 300}", tmp_path)
    with pytest.raises(ResourceError, match="cannot hold a cache"):
        Client(long)
    (tmp_path / "file").write_text("")
    with pytest.raises(ResourceError, match="file: cannot hold a cache"):
        Client(quick(server.address, tmp_path / "file"))


def test_a_damaged_item_is_one_of_the_cache(client: Client) -> None:
    client.entities([HALEN], ENGLISH)
    with sqlite3.connect(client._cache.path) as cache:
        cache.execute("UPDATE items SET value = x'00'")
    with pytest.raises(ResourceError, match=r"\.sqlite: not usable as a cache .* remove it"):
        client.entities([HALEN], ENGLISH)


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KG_WIKIDATA_API", raising=False)
    assert settings().api == "https://www.wikidata.org/w/api.php"
    monkeypatch.setenv("KG_WIKIDATA_API", "https://base.example.org/api.php")
    monkeypatch.setenv("KG_CACHE", "somewhere")
    assert settings().api == "https://base.example.org/api.php"
    assert settings().folder == Path("somewhere")
    assert settings("http://localhost/api.php", "here").folder == Path("here")
    for wrong in ("www.wikidata.org", "http://[x", "http://", "http://me:secret@x.org/api.php"):
        with pytest.raises(ResourceError, match="no address of an API"):
            settings(wrong)
    for unsendable in ("☃", "a\nb"):
        monkeypatch.setenv("KG_CONTACT", unsendable)
        user_agent.cache_clear()
        with pytest.raises(ResourceError, match="KG_CONTACT: only ASCII"):
            user_agent()


def test_a_lost_server_is_left_alone(client: Client, server: Wikibase) -> None:
    client.search("Halen Brook")
    client.entities([HALEN], ENGLISH)
    server.always = status(500)
    with pytest.raises(UnreachableError):
        client.search("Orvalie")
    sent = len(server.requests)
    for ask in (lambda: client.search("Orvalie"), lambda: client.entities([ORVAL], ENGLISH)):
        with pytest.raises(UnreachableError, match="too many 500"):
            ask()
    assert client.search("Halen Brook") == FOUND
    assert list(client.known([HALEN, ORVAL], ENGLISH)) == [HALEN]
    assert len(server.requests) == sent
