"""Scores as tables, as differences, and against floors."""

from __future__ import annotations

import pytest

from kg.evaluate import floors
from kg.evaluate.counts import Counts
from kg.evaluate.language import differences
from kg.evaluate.tables import tables

ROWS = {"web": {"upos": 97.5, "las": 89.0}, "web names": {"names F1": 80.0}}


def test_one_table_for_trees_and_one_for_names() -> None:
    trees, names = tables(ROWS).split("\n\n")
    assert trees.splitlines() == ["        upos      las", "web    97.50    89.00"]
    assert names.splitlines() == ["          names F1", "web names    80.00"]


def test_differences() -> None:
    assert differences(ROWS, {**ROWS, "web": {"upos": 97.8, "las": 88.9}}) == {
        "web": {"upos": -0.3, "las": 0.1},
        "web names": {"names F1": 0.0},
    }


def test_counts_add_up() -> None:
    one, other = Counts(), Counts()
    one.add("names", right=1, found=2, gold=4)
    other.add("names", right=2, found=2, gold=2)
    one.update(other)
    assert one.scores() == {"names P": 75.0, "names R": 50.0, "names F1": 60.0}


def test_nothing_found_is_no_division_by_zero() -> None:
    counts = Counts()
    counts.add("names", right=0, found=0, gold=3)
    assert counts.scores() == {"names P": 0.0, "names R": 0.0, "names F1": 0.0}


@pytest.mark.parametrize("rows", [{}, {"a row without floors": {"upos": 1.0}}])
def test_missing_rows_are_below_their_floors(rows: dict[str, dict[str, float]]) -> None:
    below = floors.check("language", rows)
    assert below
    assert all("is None, below the floor" in line for line in below)


def test_high_scores_hold_the_floors() -> None:
    best = dict.fromkeys(("sents", "upos", "lemmas", "uas", "las", "names F1", "spans F1"), 100.0)
    names = {line.partition(":")[0] for line in floors.check("language", {})}
    assert floors.check("language", dict.fromkeys(names, best)) == []
