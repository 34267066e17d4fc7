"""Each measure of linking, counted by hand."""

from __future__ import annotations

import pytest
from linking_texts import ANA, BANK, KIEL, LINE, Base, annotated, covered, found, place

from kg.evaluate.linking import Found, Label, Text, match
from kg.evaluate.linking.benchmarks import NIL, NO_MAPPING
from kg.evaluate.linking.coverage import ceiling
from kg.evaluate.linking.scoring import (
    EXTRA,
    MISSED,
    RIGHT,
    disambiguation,
    linking,
    recognition,
    scores,
)

TEXT = "Ana Lund left Kiel for the Hanse Line of Rolf Berg."
SPAN = place(TEXT, "Kiel")


@pytest.mark.parametrize(
    ("gold", "item", "expected_recognition", "expected_linking"),
    [
        (KIEL, KIEL, {RIGHT}, {RIGHT}),
        (KIEL, BANK, {RIGHT}, {MISSED, EXTRA}),
        (KIEL, None, {MISSED}, {MISSED}),
        (NIL, None, set(), set()),
        (NIL, BANK, {EXTRA}, {EXTRA}),
        (NO_MAPPING, BANK, {EXTRA}, {EXTRA}),
        (NO_MAPPING, None, set(), set()),
    ],
)
def test_a_mention_at_a_label(
    gold: str, item: str | None, expected_recognition: set[str], expected_linking: set[str]
) -> None:
    text = annotated(TEXT, Label(0, SPAN, gold))
    (outcome,) = match(text, [Found(SPAN, item)])
    assert recognition(outcome) == expected_recognition
    assert linking(outcome) == expected_linking


@pytest.mark.parametrize(
    ("gold", "item", "expected"),
    [(KIEL, KIEL, set()), (KIEL, BANK, {EXTRA}), (KIEL, None, set()), (NIL, BANK, {EXTRA})],
)
def test_an_optional_label(gold: str, item: str | None, expected: set[str]) -> None:
    text = annotated(TEXT, Label(0, SPAN, gold, optional=True))
    (outcome,) = match(text, [Found(SPAN, item)])
    assert linking(outcome) == expected
    assert recognition(outcome) == (expected if gold == NIL else set())


def test_one_without_the_other() -> None:
    text = annotated(TEXT, ("Ana Lund", ANA), ("Rolf Berg", NIL))
    missed, extra, unlinked, unknown = match(text, found(TEXT, ("Kiel", KIEL), ("Hanse", None)))
    assert linking(missed) == recognition(missed) == {MISSED}
    assert linking(extra) == recognition(extra) == {EXTRA}
    assert linking(unlinked) == linking(unknown) == set()


def test_an_optional_parent_of_one_that_is_not() -> None:
    labels = (
        Label(0, place(TEXT, "Hanse Line"), LINE, children=(1,), optional=True),
        Label(1, place(TEXT, "Hanse"), BANK, parent=0),
    )
    (outcome,) = match(annotated(TEXT, *labels), [])
    assert linking(outcome) == {MISSED}


def family(*mentions: tuple[str, str]) -> dict[str, float]:
    labels = (
        Label(0, place(TEXT, "Hanse Line of Rolf Berg"), BANK, children=(1, 2)),
        Label(1, place(TEXT, "Hanse Line"), LINE, parent=0),
        Label(2, place(TEXT, "Rolf Berg"), ANA, parent=0),
    )
    return scores(match(annotated(TEXT, *labels), found(TEXT, *mentions)), lambda _: True)


def test_children_count_once() -> None:
    both = family(("Hanse Line", LINE), ("Rolf Berg", ANA))
    assert (both["EL P"], both["EL R"]) == (100, 100)
    one = family(("Hanse Line", LINE))
    assert one["EL R"] == 0
    assert "EL P" not in one  # the child found is neither right by itself nor extra
    wrong = family(("Hanse Line", LINE), ("Rolf Berg", KIEL))
    assert (wrong["EL P"], wrong["EL R"]) == (0, 0)
    assert wrong["ER P"] == wrong["ER R"] == 100


def sample() -> tuple[Text, list[Found]]:
    """Six labels: right, wrong in the base, wrong beyond it, not linked, NIL, and missed; and
    one mention that is none."""
    text = "Ana Lund met Bo, Cai, Dee, Eva and Flo in Kiel."
    beyond = "Q990000009"
    labels = (
        ("Ana Lund", ANA),
        ("Bo", BANK),
        ("Cai", beyond),
        ("Dee", LINE),
        ("Eva", NIL),
        ("Flo", KIEL),
    )
    mentions = (
        ("Ana Lund", ANA),
        ("Bo", KIEL),
        ("Cai", KIEL),
        ("Dee", None),
        ("Eva", None),
        ("Kiel", KIEL),
    )
    return annotated(text, *labels), found(text, *mentions)


def test_all_measures_together() -> None:
    base = Base({qid: (qid, "Thing") for qid in (ANA, BANK, LINE, KIEL)})
    row = scores(match(*sample()), covered(base).holds)
    assert row == {
        "span P": 83.33,  # five of six mentions
        "span R": 83.33,  # five of six labels
        "span F1": 83.33,
        "ER P": 75.0,  # three of four items stand at labels with items
        "ER R": 60.0,  # of five
        "ER F1": 66.67,
        "EL P": 25.0,
        "EL R": 20.0,
        "EL F1": 22.22,
        "inKB R": 25.0,  # of the four whose item is in the base
        "inKB F1": 25.0,
        "label P": 33.33,  # without the one where there is no label
        "acc": 33.33,  # of three items chosen at labels
        "inKB acc": 50.0,  # of two of these
        "inKB all": 33.33,  # of three, with the one that got no item
        "NIL acc": 100.0,
    }


def test_nothing_to_measure_is_no_score() -> None:
    assert scores([], lambda _: True) == {}


def test_what_refers_back_is_linked_and_not_recognised() -> None:
    labels = (Label(0, place(TEXT, "Ana Lund"), ANA), Label(1, SPAN, KIEL, coref=True))
    row = scores(match(annotated(TEXT, *labels), found(TEXT, ("Ana Lund", ANA))), lambda _: True)
    assert (row["ER R"], row["span R"], row["EL R"]) == (100, 100, 50)


def test_accuracy_where_nothing_was_chosen() -> None:
    text = annotated(TEXT, ("Kiel", KIEL))
    row = disambiguation(match(text, found(TEXT, ("Kiel", None))), lambda _: True)
    assert row == {"inKB all": 0.0}


def test_ceiling() -> None:
    text, _ = sample()
    base = Base(
        {ANA: ("Ana Lund", "Person"), BANK: ("Bank", "Organization"), KIEL: ("Kiel", "Place")},
        aliases={"Bo": [KIEL, BANK]},
    )
    assert ceiling(covered(base), [text]) == {
        "in base": 60.0,  # three of five
        "reach": 40.0,  # by "Ana Lund" and "Bo"
        "base F1": 75.0,
        "reach F1": 57.14,
    }
