"""Annotated corpora are read as they stand: words, spaces, paragraphs, names, mentions."""

from __future__ import annotations

from pathlib import Path

import pytest
from treebank import HARBOUR

from kg.evaluate.corpora import Document, read_conllu
from kg.evaluate.gum import Mention, mentions


@pytest.fixture
def harbour(tmp_path: Path) -> Document:
    path = tmp_path / "harbour.conllu"
    path.write_text(HARBOUR, encoding="utf-8")
    ((name, document),) = read_conllu(path)
    assert name == "harbour"
    return document


def test_words_of_a_multiword_token_have_no_space_between(harbour: Document) -> None:
    first = harbour[0]
    spaces = dict(zip(first.words, first.space_after, strict=True))
    assert spaces == {
        **dict.fromkeys(["Mayor", "Ana", "Lund", "n't", "visit", "the", "."], True),
        **dict.fromkeys(["did", "city"], False),
    }


def test_paragraphs_and_trees(harbour: Document) -> None:
    assert [sentence.paragraph for sentence in harbour] == [True, False, True]
    assert harbour[1].heads == [2, 0, 2]
    assert harbour[1].lemmas == ["it", "rain", "."]


def test_mentions_know_their_head_type_status_and_cluster(harbour: Document) -> None:
    assert [sentence.mentions for sentence in harbour] == [
        [
            Mention(0, 3, 1, "person", "new", 1),
            Mention(6, 8, 7, "place", "acc:inf", 2),
        ],
        [],
        [
            Mention(0, 4, 1, "place", "giv:act", 2),
            Mention(3, 4, 3, "place", "giv:act", 2),
        ],
    ]


def test_names_are_the_proper_core_of_mentions(harbour: Document) -> None:
    assert [sentence.names for sentence in harbour] == [
        ["O", "B-PER", "I-PER", *["O"] * 6],
        ["O"] * 3,
        [*["O"] * 3, "B-LOC", "O", "O"],
    ]


def test_mentions_across_sentences_are_left_out() -> None:
    opened = "Entity=(7-event-new-nn-cf1-1-sgl"
    assert mentions([opened, "_"], [0, 1]) == []
    assert mentions(["_", "Entity=7)"], [0, 1]) == []


def test_a_mention_whose_heads_all_stand_outside_has_its_first_word_as_head() -> None:
    misc = ["_", "Entity=(3-time-new-nn-cf1-1-sgl", "Entity=3)"]
    assert mentions(misc, [0, 1, 1]) == [Mention(1, 3, 1, "time", "new", 3)]


def test_without_entities_names_and_mentions_are_unknown(tmp_path: Path) -> None:
    path = tmp_path / "plain.conllu"
    path.write_text(HARBOUR.replace("# global.Entity", "# other"), encoding="utf-8")
    ((_, document),) = read_conllu(path)
    assert document[0].names is None
    assert document[0].mentions is None
