"""The benchmark of look-ups runs, and measures what it says."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

from benchmarks import lookup

ROOT = Path(__file__).resolve().parents[2]


def test_invented_items_stay_the_same() -> None:
    assert list(lookup.records(50)) == list(lookup.records(50))
    assert len({record.label for record in lookup.records(50)}) == 50


def test_slips_are_slips() -> None:
    name = "Karimnaladbar Street"
    slips = {lookup.misspelt(name, random.Random(seed)) for seed in range(20)}
    assert name not in slips
    assert all(abs(len(slip) - len(name)) <= 1 for slip in slips)


def test_names_are_found(tmp_path: Path) -> None:
    out, options = tmp_path / "lookup.json", ["--items", "2000", "--names", "500"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.lookup", *options, "--json", str(out)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = json.loads(out.read_text("utf-8"))
    asked = found["microseconds"]
    assert found["items"] == 2000
    assert asked["as it is spelt"]["found"] == 1.0
    assert asked["misspelt"]["found"] > 0.8
    assert asked["unknown, all ways"]["found"] < 0.1
    assert asked["as it is spelt"]["median"] < asked["misspelt"]["median"]
    assert "built 2,000 items" in done.stdout
