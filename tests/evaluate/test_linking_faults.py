"""Each error has its class and its cause."""

from __future__ import annotations

import pytest
from linking_texts import ANA, BANK, KIEL, LINE, Base, annotated, covered, found, place

from kg.evaluate.linking import Found, Label, match
from kg.evaluate.linking.benchmarks import NIL
from kg.evaluate.linking.faults import ABSENT, LOST, UNREACHED, counted, faults

TEXT = "Ana Lund of the Hanse Line in Kiel met a sailor."
BASE = Base(
    {
        ANA: ("Ana Lund", "Person"),
        KIEL: ("Kiel", "Place"),
        BANK: ("Bank of Kiel", "Organization"),
        LINE: ("Hanse Line", "Organization"),
    },
    aliases={"Lund": [BANK], "Danish": [KIEL]},
    demonyms=("Danish",),
)


def classes(label: tuple[str, str], *mentions: tuple[str, str | None]) -> list[tuple[str, str]]:
    outcomes = match(annotated(TEXT, label), found(TEXT, *mentions))
    return [(fault.kind, fault.cause) for fault in faults(outcomes, covered(BASE))]


@pytest.mark.parametrize(
    ("label", "mention", "expected"),
    [
        (("Ana Lund", ANA), ("Ana Lund", ANA), []),
        (
            ("Ana Lund", ANA),
            ("Lund", ANA),
            [("missed: span differs", LOST), ("extra: span differs", "")],
        ),
        (
            ("Ana Lund", ANA),
            ("Lund", KIEL),
            [("missed: part of it found", LOST), ("extra: overlap", "")],
        ),
        (
            ("Hanse Line", LINE),
            ("Line in Kiel", KIEL),
            [("missed: overlap", LOST), ("extra: overlap", "")],
        ),
        (("Lund", ANA), None, [("missed: not found", UNREACHED)]),
        (("sailor", "Q990000009"), None, [("missed: lower case", ABSENT)]),
        (("Ana Lund", ANA), ("Ana Lund", None), [("missed: not linked", LOST)]),
        (("Ana Lund", NIL), ("Ana Lund", ANA), [("extra: no known item", "")]),
        (("Ana Lund", ANA), ("Ana Lund", KIEL), [("wrong: other", LOST)]),
        (("Kiel", BANK), ("Kiel", KIEL), [("wrong: metonymy", UNREACHED)]),
        (("Kiel", BANK), ("Kiel", ANA), [("wrong: other", UNREACHED)]),
        (("Lund", ANA), ("Lund", BANK), [("wrong: rare", UNREACHED)]),
    ],
)
def test_classes(
    label: tuple[str, str],
    mention: tuple[str, str | None] | None,
    expected: list[tuple[str, str]],
) -> None:
    assert classes(label, *([mention] if mention else [])) == expected


def test_extra_names() -> None:
    kinds = [kind for kind, _ in classes(("Kiel", KIEL), ("Kiel", KIEL), ("Hanse Line", LINE))]
    assert kinds == ["extra: no label"]
    assert classes(("Kiel", KIEL), ("Kiel", KIEL), ("sailor", ANA)) == [("extra: lower case", "")]


@pytest.mark.parametrize(
    ("words", "name", "kind"),
    [
        ("Danish", "Denmark", "wrong: demonym"),
        ("Lund", "Ana Lund", "wrong: partial name"),
    ],
)
def test_what_the_words_tell(words: str, name: str, kind: str) -> None:
    text = annotated(words, Label(0, (0, len(words)), ANA, name))
    outcomes = match(text, [Found((0, len(words)), BANK)])
    assert [fault.kind for fault in faults(outcomes, covered(BASE))] == [kind]


def test_counts_and_rows() -> None:
    text = annotated(TEXT, ("Ana Lund", ANA), ("Kiel", KIEL))
    outcomes = match(text, [Found(place(TEXT, "Kiel"), LINE, 0.7, 0.8, "LOC", "Hanse Line")])
    missed, wrong = faults(outcomes, covered(BASE))
    assert wrong.rank < missed.rank
    assert wrong.row("own") == {
        "benchmark": "own",
        "text": "",
        "class": "wrong: other",
        "cause": LOST,
        "span": [30, 34],
        "before": TEXT[:30],
        "words": "Kiel",
        "after": " met a sailor.",
        "gold": [KIEL, "Kiel"],
        "found": [LINE, "Hanse Line", "LOC", 0.8],
    }
    assert counted([missed, wrong]) == {
        "missed: not found": {"n": 1, LOST: 1},
        "wrong: other": {"n": 1, LOST: 1},
    }
