"""The synthetic dump is what it says it is, and the benchmark runs on it."""

from __future__ import annotations

import bz2
import json
import subprocess
import sys
from pathlib import Path

from benchmarks import dumps
from kg.wikidata.building.entities import read_entity

ROOT = Path(__file__).resolve().parents[2]


def test_lines_are_entities_and_stay_the_same() -> None:
    lines = list(dumps.lines(400))
    assert lines == list(dumps.lines(400))
    assert (lines[0], lines[-1]) == (b"[\n", b"]\n")
    found = [json.loads(line.rstrip(b",\n")) for line in lines[1:-1]]
    assert [one["id"] for one in found] == [f"Q{dumps.FIRST + i}" for i in range(400)]
    assert b"@" not in b"".join(lines)
    records = [read_entity(one, lambda _: "person") for one in found]
    assert all(record and record.revision for record in records)
    assert any(record and record.positions for record in records)
    assert 6_000 < sum(map(len, lines)) / 400 < 16_000


def test_benchmark_runs(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    (real / "sample.json.bz2").write_bytes(bz2.compress(b"".join(dumps.lines(200))))
    out = tmp_path / "figures.json"
    options = ["--items", "300", "--processes", "1", "--real", str(real), "--json", str(out)]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.dump", *options],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "items a second" in done.stdout
    figures = json.loads(out.read_text(encoding="utf-8"))
    assert {name: row["entities"] for name, row in figures.items()} == {
        "synthetic-300.json.gz": 300,
        "sample.json.bz2": 200,
    }
