"""`kg evaluate events` from annotated reports to tables, scores, errors and floors."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.evaluate import floors

Run = Callable[..., tuple[int, str, str]]

TEXT = "Rebels seized Mosul on Sunday, police said. At least 12 people were killed.\n"
GOLD = """
published = "2013-01-29"
subject = "war"
style = "agency"
[entity.rebels]
at = ["[Rebels] seized"]
[entity.gao]
names = ["Mosul"]
[entity.police]
at = ["[police] said"]
[entity.people]
at = ["12 [people] were"]
[[event]]
class = "Capture"
at = ["Rebels [seized] Mosul"]
agent = ["rebels"]
target = ["gao"]
time = ["2013-01-27", "2013-01-27"]
source = ["police"]
[[event]]
class = "Statement"
at = ["police [said]"]
agent = ["police"]
[[event]]
class = "Killing"
at = ["people were [killed]"]
target = ["people"]
certainty = "possible"
[[toll]]
at = "[At least 12 people]"
kind = "killed"
minimum = 12
victims = "people"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "gao.txt").write_text(TEXT, "utf-8")
    (tmp_path / "reports" / "gao.toml").write_text(GOLD, "utf-8")
    return tmp_path / "reports"


@pytest.mark.pipeline
def test_reports_to_scores(folder: Path, run_kg: Run) -> None:
    out, errors = folder / "scores.json", folder / "errors.jsonl"
    code, tables, progress = run_kg(
        "evaluate", "events", "--gold", folder, "--json", out, "--errors", errors
    )
    assert code == 0
    assert "kg: measuring gao\n" in progress
    for title in ("Found", "Judged where found", "Confidence of events", "Errors"):
        assert f"{title}\n" in tables
    scores = json.loads(out.read_text("utf-8"))["gold"]
    assert scores["triggers and class"]["F1"] == 100
    assert scores["tolls"]["F1"] == 100
    rows = [json.loads(row) for row in errors.read_text("utf-8").splitlines()]
    assert rows[0]["class"] == "stated as fact"
    assert "[killed]" in rows[0]["context"]


@pytest.mark.pipeline
def test_floors_hold_for_the_folder_they_name(
    folder: Path, run_kg: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        floors, "load_toml", lambda _: {"events reports": {"factuality": {"acc": 99}}}
    )
    code, _, errors = run_kg("evaluate", "events", "--gold", folder)
    assert code == 1
    assert "factuality: acc is 66.67, below the floor of 99" in errors


def test_a_folder_without_reports_is_named(tmp_path: Path, run_kg: Run) -> None:
    code, _, errors = run_kg("evaluate", "events", "--gold", tmp_path)
    assert code == 2
    assert "no annotated report" in errors
    assert len(errors.splitlines()) == 1
