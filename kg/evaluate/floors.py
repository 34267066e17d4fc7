"""Floors below which no measured score may fall (`floors.toml`)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.resources import load_toml


def check(
    stage: str, scores: Mapping[str, Mapping[str, float]], *, partly: bool = False
) -> list[str]:
    """One line for each score of a stage that is missing or below its floor; `partly`: the
    rows that `scores` lacks were not asked for."""
    found = []
    for name, row in load_toml(Path(__file__).with_name("floors.toml")).get(stage, {}).items():
        if partly and name not in scores:
            continue
        for measure, floor in row.items():
            score = scores.get(name, {}).get(measure)
            if score is None or score < floor:
                found.append(f"{name}: {measure} is {score}, below the floor of {floor}")
    return found
