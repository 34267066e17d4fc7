from __future__ import annotations

import time
from pathlib import Path

import pytest

from kg.articles import blocks, furniture
from kg.errors import ResourceError
from kg.resources import load_toml

SEGMENTS = load_toml(Path(__file__).with_name("segments.toml"))
BEFORE = "The dam above the town broke on Sunday."
AFTER = "Soldiers reached the last villages on Tuesday."


def kinds(*lines: str, publisher: str | None = None) -> list[tuple[str, str]]:
    text = "\n".join(lines)
    divided = blocks.divide(text, publisher=publisher)
    return [(block.kind, text[block.span.begin : block.span.end]) for block in divided]


@pytest.mark.parametrize(
    ("kind", "line"),
    [(kind, line) for kind in ("furniture", "byline") for line in SEGMENTS[kind]]
    + [("paragraph", line) for line in SEGMENTS["news"]],
)
def test_line_among_news(kind: str, line: str) -> None:
    assert {found for found, words in kinds(BEFORE, line, AFTER) if words in line} == {kind}


@pytest.mark.parametrize("line", SEGMENTS["news"])
def test_news_between_furniture_stays_news(line: str) -> None:
    divided = kinds(BEFORE, "Donate now", line, "Sign up for our newsletter", AFTER)
    assert [words for kind, words in divided if kind == "paragraph"] == [BEFORE, line, AFTER]


def test_doubtful_sentences_between_furniture_follow_it() -> None:
    appeal = [
        "Your support lets our reporters travel",
        "From the courts to the coast, the Harbour Post is there when it happens. "
        "We are proud of our reporting.",
        "We hold the powerful to account.",
        "Fellow Harbour Post readers have given already.",
        "Your donation makes the difference.",
    ]
    divided = kinds(BEFORE, *appeal, AFTER)
    assert [kind for kind, _ in divided] == ["paragraph", *["furniture"] * 5, "paragraph"]


def test_known_publisher_between_furniture() -> None:
    lines = ["Support our journalism today.", "The Echo is read in ninety countries.", "Donate now"]
    assert [kind for kind, _ in kinds(BEFORE, *lines, AFTER)][2] == "paragraph"
    assert [kind for kind, _ in kinds(BEFORE, *lines, AFTER, publisher="The Echo")][
        2
    ] == "furniture"


def test_glued_sentences_are_parted() -> None:
    line = "Your gift keeps our newsroom open.Flood-hit farmers are returning to their fields."
    assert kinds(BEFORE, line)[1:] == [
        ("furniture", "Your gift keeps our newsroom open."),
        ("paragraph", "Flood-hit farmers are returning to their fields."),
    ]


def test_furniture_after_news_on_one_line() -> None:
    line = f"{AFTER} Sign up for our newsletter to get updates."
    assert kinds(BEFORE, line)[1:] == [
        ("paragraph", AFTER),
        ("furniture", "Sign up for our newsletter to get updates."),
    ]


@pytest.mark.parametrize(
    "quoted",
    ["“We trust our readers", '"We trust our readers"', "‘We trust our readers’ choice’"],
)
def test_quotations_are_masked(quoted: str) -> None:
    masked = furniture.mask_quotations(f"He said: {quoted}")
    assert "readers" not in masked
    assert len(masked) == len(f"He said: {quoted}")


def test_apostrophes_are_not_quotations() -> None:
    assert (
        furniture.mask_quotations("the readers' club isn't ours") == "the readers' club isn't ours"
    )


@pytest.mark.parametrize(
    "filler", ["A" * 50_000, "By " + "AB " * 20_000, "share " * 20_000, "“" * 9_000]
)
def test_hostile_lines_are_fast(filler: str) -> None:
    start = time.process_time()
    kinds(filler, filler + "!")
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("threshold = 3\n", "is missing"),
        ("threshold = = 3\n", "line 1"),
        ("threshold = 3\n[[cue]]\nweight = 1\npatterns = ['(']\n", "cue 1"),
        ("threshold = 3\n[[cue]]\nwieght = 1\npatterns = []\n", "wieght"),
    ],
)
def test_broken_lexicon_names_the_place(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "furniture.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ResourceError, match=message) as caught:
        furniture.lexicon(path)
    assert str(path) in str(caught.value)
