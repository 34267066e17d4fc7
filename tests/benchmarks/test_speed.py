"""The benchmark of speed runs, and its parts add up."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest

from benchmarks import texts

ROOT = Path(__file__).resolve().parents[2]


def test_bundled_articles_differ_and_stay_the_same() -> None:
    articles = texts.bundled()
    assert articles == texts.bundled()
    assert 10_000 < sum(len(article.split()) for article in articles) < 30_000
    assert all(one != other for one, other in combinations(articles, 2))


@pytest.mark.pipeline
def test_components_make_up_the_whole(tmp_path: Path) -> None:
    article, out = tmp_path / "article.txt", tmp_path / "speed.json"
    article.write_text("Anna Keller, the mayor of Gao, fled on Monday.\n\n" * 20, "utf-8")
    options = ["--texts", str(article), "--rounds", "3", "--single", "--json", str(out)]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.speed", *options],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = json.loads(out.read_text("utf-8"))
    cpu = {name: seconds["cpu"] for name, seconds in found["seconds"].items()}
    parts = sum(seconds for name, seconds in cpu.items() if name.startswith("kg_"))
    assert found["words"] == 20 * 12
    assert cpu["network alone"] < cpu["kg_language"]
    assert 0.5 < (parts + cpu["tokeniser"]) / cpu["whole"] < 2
    for name in ("tokeniser", "network alone", "kg_claims", "whole"):
        assert f"\n{name} " in done.stdout
