"""`kg kb`: from a dump to names that are linked with it, and what can go wrong."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.wikidata.building.build import write

ROOT = Path(__file__).resolve().parents[2]
RunKg = Callable[..., tuple[int, str, str]]
# Classes of `classes.toml`.
HUMAN, CITY, STATE = "Q5", "Q515", "Q3624078"


def item(number: int, label: str, class_: str, wikis: int = 20, **statements: str) -> str:
    def said(property_: str, qid: str) -> list[dict[str, Any]]:
        value = {"entity-type": "item", "numeric-id": int(qid[1:]), "id": qid}
        snak = {"snaktype": "value", "property": property_, "datavalue": {"value": value}}
        return [{"mainsnak": snak, "rank": "normal"}]

    given = {"P31": class_, **statements}
    links = {f"x{i}wiki": {"title": label} for i in range(wikis)}
    whole = {
        "type": "item",
        "id": f"Q{number}",
        "labels": {"en": {"language": "en", "value": label}},
        "claims": {name: said(name, qid) for name, qid in given.items()},
        "sitelinks": links,
        "modified": "2026-01-05T10:20:30Z",
    }
    return json.dumps(whole)


def dump(*more: str) -> bytes:
    lines = [
        item(990000001, "Merland", STATE),
        item(990000002, "Zarbolia", CITY, P17="Q990000001"),
        item(990000003, "Ruvold Ankerstrand", HUMAN, P27="Q990000001"),
        item(990000004, "Little Known", HUMAN, wikis=1),
        *more,
    ]
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


@pytest.fixture
def base(tmp_path: Path, run_kg: RunKg) -> Path:
    packed, target = tmp_path / "dump.json.gz", tmp_path / "my.kb"
    packed.write_bytes(gzip.compress(dump()))
    code, out, err = run_kg("kb", "build", packed, "-o", target, "-n", "1", "--name", "mine")
    assert (code, out) == (0, "")
    assert "4 entities in 6 lines (0 broken): 3 items" in err
    return target


def test_info(base: Path, run_kg: RunKg) -> None:
    code, out, _ = run_kg("kb", "info", base)
    lines = [line.split() for line in out.splitlines()]
    assert code == 0
    assert [lines[i] for i in (0, 1, 3)] == [
        ["name", "mine"],
        ["date", "2026-01-05"],
        ["sources", "wikidata"],
    ]
    assert [line[:2] for line in lines[6:]] == [
        ["city", "1"],
        ["country", "1"],
        ["person", "1"],
        ["all", "3"],
    ]


def test_info_of_an_empty_base(tmp_path: Path, run_kg: RunKg) -> None:
    write(list, tmp_path / "empty.kb", name="empty", date="2026-01-05")
    code, out, _ = run_kg("kb", "info", tmp_path / "empty.kb")
    assert (code, out.splitlines()[-1].split()) == (0, ["all", "0", "0"])


@pytest.mark.pipeline
def test_a_base_of_your_own_links(base: Path, tmp_path: Path, run_kg: RunKg) -> None:
    article, graph = tmp_path / "article.txt", tmp_path / "out.nt"
    article.write_text("Ruvold Ankerstrand arrived in Zarbolia on Monday.\n", encoding="utf-8")
    code, _, err = run_kg("build", article, "-o", graph, "--kb", base)
    assert code == 0, err
    found = graph.read_text(encoding="utf-8")
    assert "<http://www.wikidata.org/entity/Q990000002>" in found
    assert "<http://www.wikidata.org/entity/Q990000003>" in found


def test_standard_input(base: Path, tmp_path: Path) -> None:
    target = tmp_path / "other.kb"
    done = subprocess.run(
        [sys.executable, "-m", "kg", "kb", "build", "-", "-o", str(target), "--name", "mine"],
        input=dump(),
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert target.read_bytes() == base.read_bytes()


def test_closed_standard_input(
    tmp_path: Path, run_kg: RunKg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", None)
    code, _, err = run_kg("kb", "build", "-", "-o", tmp_path / "my.kb", "-n", "1")
    assert (code, "standard input: is closed" in err) == (2, True)


def test_broken_lines_are_listed(tmp_path: Path, run_kg: RunKg) -> None:
    broken, target = tmp_path / "dump.json", tmp_path / "my.kb"
    broken.write_bytes(dump(*(f"wrong {i}" for i in range(7))))
    code, _, err = run_kg("kb", "build", broken, "-o", target, "-n", "1")
    assert code == 0
    assert "kg: line 6 is no entity: " in err
    assert "kg: line 10 is" in err
    assert "kg: line 11 is" not in err
    assert "7 broken lines are listed in" in err
    listed = (tmp_path / "my.kb.broken.tsv").read_text(encoding="utf-8").splitlines()
    assert [int(line.split("\t")[0]) for line in listed] == [6, 7, 8, 9, 10, 11, 12]
    broken.write_bytes(dump())
    run_kg("kb", "build", broken, "-o", target, "-n", "1")
    assert not (tmp_path / "my.kb.broken.tsv").exists()


def test_errors_are_one_line(tmp_path: Path, run_kg: RunKg) -> None:
    cut, target = tmp_path / "cut.gz", tmp_path / "my.kb"
    cut.write_bytes(gzip.compress(dump())[:-20])
    empty = tmp_path / "empty.json"
    empty.write_bytes(b"[\n]\n")
    for args, says in (
        ((tmp_path / "none.gz", "-o", target), "none.gz: cannot be read"),
        ((cut, "-o", target), "cut.gz: cut short after"),
        ((empty, "-o", target), "empty.json: no item to keep"),
        ((empty, "-o", tmp_path / "nowhere" / "my.kb"), "nowhere: no such directory"),
        ((empty, "-o", "-"), "cannot go to standard output"),
        ((empty, "-o", target, "--date", "yesterday"), "--date"),
        ((empty, "-o", target, "--anchors", tmp_path / "none"), "--anchors"),
    ):
        code, out, err = run_kg("kb", "build", "-n", "1", *args)
        last = err.strip().splitlines()[-1]
        assert (code, out) == (2, ""), args
        assert says in last
        assert "Traceback" not in err
        assert not target.exists()
    code, _, err = run_kg("kb", "info", empty)
    assert (code, len(err.splitlines())) == (2, 1)
