"""Confidences against shares of right decisions, by hand."""

from __future__ import annotations

import pytest
from linking_texts import ANA, BANK, KIEL, LINE, Base, annotated, covered, place

from kg.evaluate.calibration import errors, reliability
from kg.evaluate.linking import Found, match
from kg.evaluate.linking.benchmarks import NIL, NO_MAPPING
from kg.evaluate.linking.calibration import LINKED, MENTION, UNLINKED, decisions

MADE = [(0.95, True), (0.91, True), (0.93, False), (0.25, False), (1.0, True)]


def test_reliability() -> None:
    assert reliability(MADE) == {
        "0.2-0.3": {"n": 1, "mean": 25.0, "right": 0.0},
        "0.9-1.0": {"n": 4, "mean": 94.75, "right": 75.0},
    }
    assert reliability([]) == {}


def test_errors() -> None:
    # (1 * 0.25 + 4 * 0.1975) / 5; (0.05² + 0.09² + 0.93² + 0.25²) / 5
    assert errors(MADE, "x") == {"x ECE": 20.8, "x Brier": 18.76}
    assert errors([(1.0, True)], "x") == {"x ECE": 0.0, "x Brier": 0.0}
    assert errors([], "x") == {}


def test_decisions_whose_truth_is_known() -> None:
    text = "Ana Lund met Bo, Cai, Dee, Eva and Flo in Kiel."
    labels = (
        *(("Ana Lund", ANA), ("Bo", NIL), ("Cai", BANK)),
        *(("Dee", LINE), ("Eva", NO_MAPPING), ("Flo", NIL)),
    )
    mentions = [
        Found(place(text, words), item, confidence=0.5, decision=decision)
        for words, item, decision in (
            ("Ana Lund", ANA, 0.1),
            ("Bo", KIEL, 0.2),
            ("Cai", None, 0.3),
            ("Dee", None, 0.4),
            ("Eva", KIEL, 0.6),
            ("Flo", None, 0.7),
            ("Kiel", KIEL, 0.8),
        )
    ]
    base = Base({BANK: ("Bank", "Organization"), ANA: ("Ana", "Person")})
    found = decisions(match(annotated(text, *labels), mentions), covered(base).holds)
    assert found[LINKED] == [(0.1, True), (0.2, False)]
    assert found[UNLINKED] == [(0.3, False), (0.4, True), (0.7, True)]
    assert found[MENTION] == [(0.5, True), (0.5, False)]


@pytest.mark.parametrize(("item", "right"), [(ANA, False), (None, None)])
def test_a_mention_that_only_overlaps_a_label(item: str | None, right: bool | None) -> None:
    text = "Ana Lund left."
    outcomes = match(annotated(text, ("Ana Lund", ANA)), [Found(place(text, "Lund"), item)])
    expected = [] if right is None else [(1.0, right)]
    assert decisions(outcomes, lambda _: True)[MENTION] == expected
