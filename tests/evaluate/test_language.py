"""The command measures the shipped model, and says what another one differs by."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from treebank import write_data

from kg.language.components import SHIPPED

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.pipeline
def test_development_against_itself(tmp_path: Path, run_kg: Run) -> None:
    data, out = write_data(tmp_path / "data"), tmp_path / "scores.json"
    given = ("--data", data, "--development", "--reference", SHIPPED, "--json", out)
    code, table, progress = run_kg("evaluate", "language", *given)
    assert code == 0
    assert "kg: measuring shipped model: GUM dev, raw" in progress
    assert f"Points above {SHIPPED}" in table
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["scores"] == found["reference"]
    assert {value for row in found["differences"].values() for value in row.values()} == {0.0}
    assert {"EWT dev", "GUM news", "UNER EWT dev, raw + gazetteer"} <= set(found["scores"])
    assert found["scores"]["EWT dev, raw"]["words"] == 100
    assert found["scores"]["GUM dev"]["las"] > 50


@pytest.mark.pipeline
def test_floors_are_checked(tmp_path: Path, run_kg: Run) -> None:
    data = write_data(tmp_path / "data")
    splits = data / "treebanks/gum-splits.md"
    splits.write_text("", encoding="utf-8")
    code, table, errors = run_kg("evaluate", "language", "--data", data)
    assert code == 1
    assert "wikigold tenth" in table
    assert "kg: GUM test: las is None, below the floor" in errors


@pytest.mark.parametrize("option", ["--data", "--json"])
def test_bad_paths(tmp_path: Path, run_kg: Run, option: str) -> None:
    options = {"--data": tmp_path, "--json": tmp_path / "x.json"}
    options[option] = tmp_path / "no" / "such"
    code, _, errors = run_kg(
        "evaluate", "language", *(part for pair in options.items() for part in pair)
    )
    assert code == 2
    assert errors.startswith("kg: ")
    assert str(tmp_path / "no") in errors
