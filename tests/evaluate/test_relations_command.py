"""`kg evaluate relations` from annotated reports and public data to tables, scores and floors."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from relation_documents import write_data

from kg.evaluate import floors

Run = Callable[..., tuple[int, str, str]]

TEXT = "Iraqi Prime Minister Haider al-Abadi was born in Baghdad. He met Jane Roe in Mosul, Iraq.\n"
GOLD = """
published = "2016-01-29"
subject = "politics"
style = "agency"
[entity.abadi]
names = ["Haider al-Abadi"]
[entity.roe]
names = ["Jane Roe"]
[entity.iraq]
names = ["Iraqi", "Iraq"]
[entity.baghdad]
names = ["Baghdad"]
[entity.mosul]
names = ["Mosul"]
[[relation]]
subject = "abadi"
property = "P19"
object = "baghdad"
at = ["was [born] in"]
[[relation]]
subject = "mosul"
property = "P17"
object = "iraq"
at = ["Mosul, [Iraq]."]
[[relation]]
subject = "abadi"
property = "P39"
role = "prime minister"
P1001 = "iraq"
at = ["Iraqi [Prime Minister] Haider"]
[[relation]]
subject = "iraq"
property = "P6"
object = "abadi"
at = ["Iraqi [Prime Minister] Haider"]
optional = true
[[relation]]
subject = "abadi"
property = "P26"
object = "roe"
at = ["He [met] Jane"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "iraq.txt").write_text(TEXT, "utf-8")
    (tmp_path / "reports" / "iraq.toml").write_text(GOLD, "utf-8")
    return tmp_path / "reports"


@pytest.mark.pipeline
def test_reports_to_scores(folder: Path, run_kg: Run) -> None:
    out, errors = folder / "scores.json", folder / "errors.jsonl"
    code, tables, progress = run_kg(
        *("evaluate", "relations", "--gold", folder, "--extractor", "patterns"),
        *("--json", out, "--errors", errors),
    )
    assert code == 0
    assert "kg: measuring iraq\n" in progress
    for title in ("Relations, by extractor", "By property", "Where found", "Confusions", "Errors"):
        assert f"{title}\n" in tables
    scores = json.loads(out.read_text("utf-8"))["gold"]
    assert (scores["relations"]["R"], scores["relations"]["gold"]) == (75, 4)
    assert scores["relations, patterns alone"] == scores["relations"]
    assert scores["P19 place of birth"]["F1"] == 100
    assert scores["qualifiers"]["R"] == 100
    rows = [json.loads(row) for row in errors.read_text("utf-8").splitlines()]
    assert rows[-1]["class"] == "missing relation"
    assert rows[-1]["gold"] == "abadi P26 roe"
    assert "[met]" in rows[-1]["context"]


@pytest.mark.pipeline
def test_public_data_to_scores(tmp_path: Path, run_kg: Run) -> None:
    out = tmp_path / "scores.json"
    data = write_data(tmp_path / "data")
    code, tables, progress = run_kg("evaluate", "relations", "--data", data, "--json", out)
    assert code == 0
    for name in ("KnowledgeNet", "Re-DocRED", "DocRED-IE"):
        assert f"kg: measuring {name}\n" in progress
        assert f"{name}, micro averages\n" in tables
    assert "What the knowledge base allows" in tables
    assert "people" in tables
    scores = json.loads(out.read_text("utf-8"))
    assert list(scores) == ["public"]
    assert scores["public"]["Re-DocRED, both together"]["gold"] == 4


@pytest.mark.pipeline
def test_floors_hold_for_the_folder_they_name(
    folder: Path, run_kg: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        floors, "load_toml", lambda _: {"relations reports": {"relations": {"R": 99}}}
    )
    code, _, errors = run_kg("evaluate", "relations", "--gold", folder)
    assert code == 1
    assert "relations: R is 75.0, below the floor of 99" in errors


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Give --gold, --data or both"),
        (("--data", "."), "has no relations/knowledgenet-folds-1-3.jsonl; give the data folder"),
        (("--gold", "."), "no annotated report"),
        (("--data", ".", "--errors", "errors.jsonl"), "give --gold too"),
    ],
)
def test_what_is_missing_is_named(
    tmp_path: Path,
    run_kg: Run,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, errors = run_kg("evaluate", "relations", *arguments)
    assert code == 2
    assert message in errors
