"""Words and trees are aligned by characters, and F1 counts what either side has alone."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.evaluate.corpora import Sentence
from kg.evaluate.counts import Counts
from kg.evaluate.trees import count_trees

GOLD = [
    Sentence(
        words=["We", "ca", "n't", "swim"],
        upos=["PRON", "AUX", "PART", "VERB"],
        xpos=["PRP", "MD", "RB", "VB"],
        feats=["Number=Plur", "_", "_", "_"],
        lemmas=["we", "can", "not", "swim"],
        heads=[4, 4, 4, 0],
        labels=["nsubj", "aux", "advmod", "root"],
        space_after=[True, False, True, True],
    ),
    Sentence(
        words=["Go"],
        upos=["VERB"],
        xpos=["VB"],
        feats=["_"],
        lemmas=["go"],
        heads=[0],
        labels=["root"],
    ),
]
PERFECT = {
    "words": ["We", "ca", "n't", "swim", "\n\n", "Go"],
    "spaces": [True, False, True, False, False, False],
    "pos": ["PRON", "AUX", "PART", "VERB", "SPACE", "VERB"],
    "tags": ["PRP", "MD", "RB", "VB", "_SP", "VB"],
    "morphs": ["Number=Plur", "", "", "", "", ""],
    "lemmas": ["we", "can", "not", "swim", "\n\n", "go"],
    "heads": [3, 3, 3, 3, 3, 5],
    "deps": ["nsubj", "aux", "advmod", "ROOT", "dep", "ROOT"],
}


@pytest.fixture(scope="module")
def blank() -> Language:
    return spacy.blank("en")


def scores(blank: Language, raw: bool = True, **columns: list[Any]) -> dict[str, float]:
    counts = Counts()
    given: dict[str, Any] = {**PERFECT, **columns}
    count_trees(Doc(blank.vocab, **given), GOLD, counts, raw)
    return counts.scores()


def test_a_perfect_analysis_has_all(blank: Language) -> None:
    found = scores(blank)
    assert set(found) == {"words", "sents", "upos", "xpos", "feats", "lemmas", "uas", "las"}
    assert set(found.values()) == {100.0}


def test_given_words_and_sentences_are_not_measured(blank: Language) -> None:
    assert {"words", "sents"}.isdisjoint(scores(blank, raw=False))


def test_a_word_split_differently_costs_precision_and_recall(blank: Language) -> None:
    found = scores(
        blank,
        words=["We", "can't", "swim", "\n\n", "Go"],
        spaces=[True, True, False, False, False],
        pos=["PRON", "AUX", "VERB", "SPACE", "VERB"],
        tags=["PRP", "MD", "VB", "_SP", "VB"],
        morphs=["Number=Plur", "", "", "", ""],
        lemmas=["we", "can", "swim", "\n\n", "go"],
        heads=[2, 2, 2, 2, 4],
        deps=["nsubj", "aux", "ROOT", "dep", "ROOT"],
    )
    expected = round(200 * 3 / (4 + 5), 2)
    assert found["words"] == found["upos"] == found["las"] == expected
    assert found["sents"] == 100


def test_heads_and_labels(blank: Language) -> None:
    found = scores(
        blank,
        heads=[1, 3, 3, 3, 3, 5],
        deps=["nsubj", "aux:pass", "advmod", "ROOT", "dep", "ROOT"],
    )
    assert found["uas"] == 80
    assert found["las"] == 60


def test_a_missed_sentence(blank: Language) -> None:
    found = scores(
        blank,
        heads=[3, 3, 3, 3, 3, 3],
        deps=["nsubj", "aux", "advmod", "ROOT", "dep", "parataxis"],
    )
    assert found["sents"] == 0
    assert found["uas"] == 80


def test_no_trees_no_scores(blank: Language) -> None:
    counts = Counts()
    doc = Doc(blank.vocab, words=["We"])
    count_trees(doc, [Sentence(words=["We"])], counts, raw=True)
    count_trees(doc, [], counts, raw=True)
    assert counts.scores() == {}
