from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc, Span

from kg.components.gazetteer import Gazetteer
from kg.wikidata.knowledge_base import WikidataKB

VOCAB = spacy.blank("en").vocab


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(WikidataKB(None, VOCAB))


def read(gazetteer: Gazetteer, text: str, pos: str, *names: tuple[int, int, str]) -> list[str]:
    words = text.split()
    doc = Doc(VOCAB, words=words, pos=pos.split(), sent_starts=[i == 0 for i in range(len(words))])
    doc.set_ents([Span(doc, start, end, label=label) for start, end, label in names])
    return [f"{ent.text}/{ent.label_}" for ent in gazetteer(doc).ents]


def test_a_name_cut_short_becomes_whole(gazetteer: Gazetteer) -> None:
    found = read(
        gazetteer,
        "The United Nations sent Addis Ababa a letter",
        "DET PROPN PROPN VERB PROPN PROPN DET NOUN",
        (2, 3, "ORG"),
        (4, 5, "PERSON"),
    )
    assert found == ["United Nations/ORG", "Addis Ababa/LOC"]


def test_two_halves_become_one_name(gazetteer: Gazetteer) -> None:
    names = ((0, 1, "LOC"), (1, 2, "ORG"))
    assert read(gazetteer, "Burkina Faso voted", "PROPN PROPN VERB", *names) == ["Burkina Faso/LOC"]


@pytest.mark.parametrize(
    ("text", "pos", "name", "expected"),
    [
        ("Voters in united Nations", "NOUN ADP ADJ PROPN", (3, 4, "ORG"), "Nations/ORG"),
        ("Addis Quux left", "PROPN PROPN VERB", (0, 1, "PERSON"), "Addis/PERSON"),
        ("Paris Friday", "PROPN PROPN", (1, 2, "DATE"), "Friday/DATE"),
    ],
)
def test_other_words_stay_out(
    gazetteer: Gazetteer, text: str, pos: str, name: tuple[int, int, str], expected: str
) -> None:
    assert read(gazetteer, text, pos, name) == [expected]
