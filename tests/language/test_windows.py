from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.language.encoder import MOST_PIECES
from kg.language.windows import (
    AFTER_STOP,
    LIKELY,
    MOST_WORDS,
    OVERLAP_WORDS,
    Borders,
    borders,
    plan,
)


def seams_of(text: str, forced: tuple[int, ...] = (0,), given_starts: bool = False) -> list[str]:
    words = text.split()
    starts = np.isin(np.arange(len(words)), forced)
    found = borders(words, starts, given_starts)
    return [words[index] for index in np.flatnonzero(found.seams) if index]


def test_windows_may_meet_after_a_stop_that_stands_alone() -> None:
    assert seams_of("Mr. Smith left . He slept . not so") == ["He"]
    assert seams_of("It stopped . ” They left") == ["They"]
    assert seams_of("“ Stop ! ” Smith said") == []
    assert seams_of('He left . " We stay') == []


def test_given_starts_are_the_only_seams() -> None:
    found = borders(["One", ".", "Two", ".", "Three"], np.array([1, 0, 0, 0, 1], bool), True)
    assert np.flatnonzero(found.seams).tolist() == [0, 4]
    assert (found.least < 0).tolist() == [True, False, False, False, True]
    assert np.isposinf(found.least[1:4]).all()


def test_a_headline_ends_its_window() -> None:
    words = ["Storm", "hits", "coast", "The", "sea", "rose", ".", "All", "fled"]
    found = borders(words, np.isin(np.arange(len(words)), [0, 3, 7]), given=False)
    assert np.flatnonzero(found.hard).tolist() == [0, 3]
    assert plan(np.ones(len(words), int), found) == [(0, 3), (3, 9)]


def test_less_is_asked_after_a_full_stop() -> None:
    found = borders(["A", ".", "B", "b", ".", "c"], np.zeros(6, bool), given=False)
    assert found.least.tolist() == [LIKELY, LIKELY, AFTER_STOP, LIKELY, LIKELY, LIKELY]


def bare(count: int, *seams: int) -> Borders:
    starts = np.isin(np.arange(count), seams)
    return Borders(starts, starts, np.zeros(count, bool), np.full(count, 0.5))


def test_a_sentence_within_a_window_is_read_whole() -> None:
    where = bare(200, 0, 30, 190)
    assert plan(np.ones(200, int), where) == [(0, 30), (30, 190), (190, 200)]


def test_a_sentence_beyond_a_window_is_read_in_windows_that_overlap() -> None:
    spans = plan(np.ones(400, int), bare(400))
    assert spans == [(0, 180), (120, 300), (240, 400)]
    assert MOST_WORDS - OVERLAP_WORDS == 120


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_plans(data: st.DataObject) -> None:
    count = data.draw(st.integers(0, 900))
    rng = np.random.default_rng(data.draw(st.integers(0, 10_000)))
    pieces = rng.integers(1, data.draw(st.integers(2, 9)), count)
    seams = rng.random(count) < data.draw(st.sampled_from([0.0, 0.002, 0.01, 0.1, 1.0]))
    forced = seams & (rng.random(count) < 0.3)
    hard = forced & (rng.random(count) < 0.3)
    spans = plan(pieces, Borders(forced, seams, hard, np.full(count, 0.5)))
    depth = np.zeros(count, dtype=int)
    for begin, end in spans:
        assert 0 < end - begin <= MOST_WORDS
        assert pieces[begin:end].sum() <= MOST_PIECES
        assert not hard[begin + 1 : end].any()
        depth[begin:end] += 1
    assert count == 0 or (depth.min() >= 1 and depth.max() <= 2)
    for (begin, end), (after, beyond) in pairwise(spans):
        assert begin < after <= end < beyond
        assert seams[end] if after == end else not seams[after + 1 : end + 1].any()


@pytest.mark.parametrize("count", [1, 179, 180, 181])
def test_ends_of_plans(count: int) -> None:
    spans = plan(np.ones(count, int), bare(count))
    assert spans[-1][1] == count
    assert len(spans) == 1 + (count > MOST_WORDS)
