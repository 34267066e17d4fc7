"""ELEVANT's files are read, and bad ones say what is wrong in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from linking_texts import ANA, KIEL, line

from kg.errors import ResourceError
from kg.evaluate.linking import read, read_all

TEXT = "Ana Lund left the town of Kiel on Monday, she said."


def written(folder: Path, *lines: str, name: str = "own.benchmark.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_labels(tmp_path: Path) -> None:
    labels = (
        {"words": "Ana Lund", "name": "Ana Lund", "type": "Q1"},
        {"words": "town of Kiel", "entity_id": KIEL, "children": [2]},
        {"words": "Kiel", "entity_id": "<NIL>", "parent": 1, "optional": True},
        {"words": "Monday", "entity_id": "<NO_MAPPING>", "type": "DATETIME"},
        {"words": "she", "coref": None},
        {"words": "Lund", "coref": True},
        {"words": "the town", "desc": True},
    )
    (text,) = read(written(tmp_path, line(TEXT, *labels, evaluation_span=[0, 20]), ""))
    assert (text.text, text.span, text.title) == (TEXT, (0, 20), "t")
    ana, town, kiel, monday, she, lund, described = text.labels
    assert (ana.item, ana.name, ana.span, text.words(ana)) == (ANA, "Ana Lund", (0, 8), "Ana Lund")
    assert (town.children, kiel.parent) == ((2,), 1)
    assert [label.has_item for label in (ana, kiel, monday)] == [True, False, False]
    assert [label.optional for label in text.labels] == [0, 0, 1, 1, 0, 0, 1]
    assert [label.coref for label in (ana, town, she, lund, described)] == [0, 0, 1, 1, 1]


@pytest.mark.parametrize(
    ("words", "refers"),
    [("us", True), ("US", False), ("IT", False), ("I", True), ("the town", True), ("Who", False)],
)
def test_words_that_refer_back(tmp_path: Path, words: str, refers: bool) -> None:
    path = tmp_path / "own.benchmark.jsonl"
    path.write_text(line(f"{words} spoke", {"words": words}), encoding="utf-8")
    assert read(path)[0].labels[0].coref == refers


def test_no_evaluation_span_is_the_whole_text(tmp_path: Path) -> None:
    (text,) = read(written(tmp_path, line(TEXT)))
    assert text.span == (0, len(TEXT))


@pytest.mark.parametrize(
    ("bad", "cause"),
    [
        ("{", "Expecting property name"),
        ("[]", "the line is no object with a text"),
        ('{"text": 7}', "the line is no object with a text"),
        (line(TEXT, {"span": [40, 60]}), "span [40, 60] lies outside the text of 51 characters"),
        (line(TEXT, {"span": [3, 3]}), "span [3, 3] lies outside"),
        (line(TEXT, {"span": ["0", 1]}), "is not two whole numbers"),
        (line(TEXT, {"span": 3}), "cannot unpack"),
        (line(TEXT, evaluation_span=[0, 99]), "span [0, 99] lies outside"),
        (line(TEXT, {"words": "Kiel", "entity_id": "Kiel"}), "entity_id 'Kiel' is neither a QID"),
        (line(TEXT, {"words": "Kiel", "entity_id": "Q0"}), "entity_id 'Q0' is neither a QID"),
        (line(TEXT, {"words": "Kiel", "entity_id": None}), "entity_id None is neither"),
        (line(TEXT, {"words": "Kiel", "parent": 9}), "label 9 is no label with the child 0"),
        (line(TEXT, {"words": "Kiel", "children": [1]}), "label 1 is no label with the parent 0"),
        (line(TEXT, {"words": "Kiel"}, {"words": "Ana", "id": 0}), "two labels have one id"),
        (json.dumps({"text": TEXT, "labels": [{"id": 1}]}), "no field 'entity_id'"),
        (json.dumps({"text": TEXT, "labels": [7]}), "not subscriptable"),
    ],
)
def test_bad_lines(tmp_path: Path, bad: str, cause: str) -> None:
    path = written(tmp_path, line(TEXT), bad)
    with pytest.raises(ResourceError) as raised:
        read(path)
    message = str(raised.value)
    assert message.startswith(f"{path}:2: not a text in ELEVANT's benchmark format: ")
    assert cause in message
    assert "\n" not in message


def test_bad_files(tmp_path: Path) -> None:
    empty = written(tmp_path, "")
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes(b"\xe9")
    for path, cause in (
        (empty, "holds no texts"),
        (latin, "cannot be read"),
        (tmp_path / "none.jsonl", "cannot be read"),
    ):
        with pytest.raises(ResourceError, match=cause):
            read(path)


def test_files_by_name(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    one = written(tmp_path, line(TEXT))
    other = written(tmp_path, line(TEXT), name="other.jsonl")
    assert list(read_all([one, other])) == ["own", "other.jsonl"]
    with pytest.raises(ResourceError, match="was given before"):
        read_all([one, written(tmp_path / "more", line(TEXT))])
