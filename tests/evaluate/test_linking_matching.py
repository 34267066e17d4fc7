"""Which mention answers which label."""

from __future__ import annotations

import pytest
from linking_texts import ANA, BANK, KIEL, LINE, annotated, found, place

from kg.evaluate.linking import Found, Label, Text, found_in, match
from kg.evaluate.linking.matching import Outcome, whole
from kg.facts import Article, Document, Entity, Item, Mention, Span

TEXT = "Ana Lund's Bank of Kiel lent to U.S. firms."


def pairs(outcomes: list[Outcome]) -> list[tuple[str | None, str | None]]:
    return [(o.gold.item if o.gold else None, o.item) for o in outcomes]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Ana Lund", "Ana Lund's"),
        ("na Lu", "Ana Lund's"),
        ("Bank of Kiel", "Bank of Kiel"),
        ("S.", "S."),
        ("U", "U"),
        ("firms", "firms"),
    ],
)
def test_words_are_taken_whole(words: str, expected: str) -> None:
    begin, end = whole(place(TEXT, words), TEXT)
    assert TEXT[begin:end] == expected


def test_a_quotation_that_begins_before_a_name_stays_outside() -> None:
    for text, expected in (('"Kiel is calm"', "Kiel"), ('"Kiel" is calm', '"Kiel"')):
        begin, end = whole(place(text, "Kiel"), text)
        assert text[begin:end] == expected


def test_spans_are_the_same_or_the_same_words() -> None:
    text = annotated(TEXT, ("Ana Lund's", ANA), ("Bank of Kiel", BANK), ("U.S.", LINE))
    mentions = found(TEXT, ("Ana Lund", ANA), ("Kiel", KIEL), ("U.S", LINE))
    assert pairs(match(text, mentions)) == [
        (ANA, ANA),
        (BANK, None),
        (None, KIEL),
        (None, LINE),
        (LINE, None),
    ]


def test_what_is_not_judged_counts_only_at_labels() -> None:
    text = Text(TEXT, (0, 10), (Label(0, place(TEXT, "U.S."), LINE),))
    mentions = found(TEXT, ("Ana Lund", ANA), ("Kiel", KIEL), ("U.S.", LINE))
    assert pairs(match(text, mentions)) == [(None, ANA), (LINE, LINE)]


def family() -> Text:
    """The Bank of Kiel, or Bank and Kiel."""
    return annotated(
        TEXT,
        Label(0, place(TEXT, "Bank of Kiel"), BANK, children=(1, 2)),
        Label(1, place(TEXT, "Bank"), LINE, parent=0),
        Label(2, place(TEXT, "Kiel"), KIEL, parent=0),
    )


def test_the_parent_counts_where_it_is_right() -> None:
    mentions = found(TEXT, ("Bank of Kiel", BANK), ("Kiel", ANA))
    (outcome,) = match(family(), mentions)
    assert (outcome.is_right, outcome.parts) == (True, ())


def test_the_parent_counts_where_nothing_was_found() -> None:
    (outcome,) = match(family(), [])
    assert (outcome.gold, outcome.found, outcome.parts) == (family().labels[0], None, ())


def test_found_children_count_in_place_of_the_parent() -> None:
    (outcome,) = match(family(), found(TEXT, ("Bank", LINE), ("Kiel", KIEL)))
    assert pairs(list(outcome.parts)) == [(LINE, LINE), (KIEL, KIEL)]
    assert outcome.is_right


def test_a_missed_child_counts_beside_a_found_one() -> None:
    (outcome,) = match(family(), found(TEXT, ("Kiel", KIEL)))
    assert pairs(list(outcome.parts)) == [(LINE, None), (KIEL, KIEL)]
    assert not outcome.is_right


def test_a_child_at_the_place_of_its_parent_is_another_right_answer() -> None:
    span = place(TEXT, "Kiel")
    text = annotated(TEXT, Label(0, span, KIEL, children=(1,)), Label(1, span, BANK, parent=0))
    for item, right in ((KIEL, True), (BANK, True), (ANA, False)):
        (outcome,) = match(text, [Found(span, item)])
        assert outcome.is_right == right
    assert match(text, [Found(span, ANA)])[0].item == ANA


def test_names_of_a_document() -> None:
    article = Article("Ana saw the town of Kiel")
    document = Document(
        article,
        entities=(
            Entity("e1", "Person", "Ana", confidence=0.4),
            Entity("e2", "Place", "Kiel", item=Item(KIEL, "Kiel", "Place"), confidence=0.9),
            Entity("e3", "Place", "town", named=False),
        ),
        mentions=(
            Mention("m1", Span(0, 3), "e1", "PERSON", confidence=0.2),
            Mention("m2", Span(12, 16), "e3", "", "nominal"),
            Mention("m3", Span(20, 24), "e2", "LOC", confidence=0.8),
            Mention("m4", Span(12, 24), "e2", "", "nominal"),
        ),
    )
    assert found_in(document) == [
        Found((0, 3), None, 0.2, 0.4, "PERSON", "Ana"),
        Found((20, 24), KIEL, 0.8, 0.9, "LOC", "Kiel"),
    ]
