"""The samples of the data folder, and the text that their sentences become."""

from __future__ import annotations

from pathlib import Path

import pytest
from treebank import TEXT, write_data

from kg.errors import ResourceError
from kg.evaluate import sets


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_data(tmp_path)


def test_samples(data: Path) -> None:
    samples = sets.held_out(data)
    assert [sample.name for sample in samples] == [
        *("EWT test", "EWT test, raw", "GUM test", "GUM test, raw"),
        *("UNER EWT test", "UNER EWT test, raw", "wikigold tenth"),
        *("re3d test, raw", "re3d dev, raw"),
    ]
    assert all(sample.raw == sample.name.endswith("raw") for sample in samples)
    assert [len(sample.documents) for sample in samples] == [1, 1, 1, 1, 1, 1, 2, 2, 3]
    assert {gold.part for gold in samples[2].documents} == {"GUM speech"}
    assert {gold.part for gold in samples[3].documents} == {""}


def test_development_leaves_the_held_out_sets_alone(data: Path) -> None:
    for path in (*data.glob("*/*-test.*"), *data.glob("*/gum/GUM_speech*")):
        path.unlink() if path.name != "ewt-test.conllu" else path.write_text("no treebank")
    assert {sample.name for sample in sets.development(data)} == {
        *("EWT dev", "EWT dev, raw", "GUM dev", "GUM dev, raw"),
        *("UNER EWT dev", "UNER EWT dev, raw", "wikigold dev", "re3d dev, raw"),
    }


@pytest.mark.parametrize("name", ["EWT test, raw", "GUM test, raw", "UNER EWT test, raw"])
def test_text(data: Path, name: str) -> None:
    (sample,) = (sample for sample in sets.held_out(data) if sample.name == name)
    assert [gold.text for gold in sample.documents] == [TEXT]


def test_spaces_of_another_sentence_are_not_taken(data: Path) -> None:
    path = data / "names/uner-ewt-test.iob2"
    path.write_text(path.read_text(encoding="utf-8").replace("rained", "snowed"), encoding="utf-8")
    (document,) = sets.uner(data, "test")
    assert document[0].space_after[-2:] == [False, True]
    assert document[1].space_after == []


def test_other_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"has no treebanks/ewt-test\.conllu"):
        sets.held_out(tmp_path)
