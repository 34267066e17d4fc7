"""`--kb wikidata`: from a report to a graph, with the server and without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from wikibase import Wikibase, item, nobody, serving

pytestmark = pytest.mark.pipeline
Run = Callable[..., tuple[int, str, str]]
HALEN, TESS = "Q990000100", "Q990000101"
HUMAN = "Q5"
REPORTS = (
    "Halen Brook visited Baghdad on Monday. Halen Brook met Tessa Orlane in Iraq.",
    "Tessa Orlane left Baghdad on Tuesday. Tessa Orlane criticised Halen Brook.",
)


@pytest.fixture
def server() -> Iterator[Wikibase]:
    items = [
        item(HALEN, "Halen Brook", classes=(HUMAN,), sitelinks=60),
        item(TESS, "Tessa Orlane", classes=(HUMAN,), sitelinks=60),
    ]
    with serving(Wikibase({each["id"]: each for each in items})) as wikibase:
        yield wikibase


@pytest.fixture
def reports(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{number}.txt" for number in range(len(REPORTS))]
    for path, text in zip(paths, REPORTS, strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


@pytest.fixture
def build(run_kg: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., bytes]:
    """The graph that `kg build --published 2024-05-01 ARG…` writes, with a server's address."""

    def run(address: str, *args: str | Path) -> bytes:
        monkeypatch.setenv("KG_WIKIDATA_API", address)
        monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
        out = tmp_path / "graph.nt"
        code, _, err = run_kg("build", "--published", "2024-05-01", "-o", out, *args)
        assert code == 0, err
        return out.read_bytes()

    return run


def test_a_live_item_is_linked(
    build: Callable[..., bytes], server: Wikibase, reports: list[Path]
) -> None:
    graph = build(server.address, "--kb", "wikidata", *reports)
    assert f"<http://www.wikidata.org/entity/{HALEN}>".encode() in graph
    assert f"<http://www.wikidata.org/entity/{TESS}>".encode() in graph
    assert f"newskg-embedded + {server.address}".encode() in graph, "provenance names both"
    asked = [each.parameters["search"] for each in server.asked("wbsearchentities")]
    assert len(set(asked)) == len(asked), "each name is asked for once"
    sent = len(server.requests)
    assert build(server.address, "--kb", "wikidata", *reports) == graph
    assert build(server.address, "--kb", "wikidata", *reversed(reports)) == graph
    assert build(server.address, "--kb", "wikidata", "-n", "2", *reports) == graph
    assert len(server.requests) == sent, "all comes from the cache"


def test_a_silent_server_leaves_the_embedded_base(
    build: Callable[..., bytes], reports: list[Path], caplog: pytest.LogCaptureFixture
) -> None:
    address = nobody()
    silent = build(address, "--kb", "wikidata", reports[0])
    (line,) = [each.getMessage() for each in caplog.records if each.name.startswith("kg.")]
    assert line.startswith(f"{address}: no connection (Connection refused); ")
    assert "“Halen Brook”" in line
    embedded = build(address, reports[0])
    about = b"<http://www.wikidata.org/entity/Q"
    assert facts(silent, about) == facts(embedded, about)
    assert HALEN.encode() not in silent


def facts(graph: bytes, about: bytes) -> set[bytes]:
    return {line for line in graph.splitlines() if about in line}
