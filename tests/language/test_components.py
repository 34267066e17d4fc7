"""The shipped model through its spaCy face."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from kg.language.components import SHIPPED, paragraph_starts, space_governors

TEXT = (
    "Rescuers in Izmir pulled a woman from the rubble on Tuesday. "
    "Mayor Tunç Soyer said the search would go on.\n\n"
    "The European Union promised help"
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(SHIPPED)


def test_sets_every_annotation(nlp: Language) -> None:
    doc = nlp(TEXT)
    for name in ("TAG", "POS", "LEMMA", "MORPH", "DEP", "HEAD", "SENT_START", "ENT_IOB"):
        assert doc.has_annotation(name), name
    assert [sent.text.split()[0] for sent in doc.sents] == ["Rescuers", "Mayor", "The"]
    pulled = next(token for token in doc if token.text == "pulled")
    assert (pulled.lemma_, pulled.pos_, pulled.tag_, pulled.dep_) == ("pull", "VERB", "VBD", "ROOT")
    assert [child.text for child in pulled.children if child.dep_ == "nsubj"] == ["Rescuers"]
    assert pulled.morph.get("Tense") == ["Past"]
    assert ("Izmir", "LOC") in {(ent.text, ent.label_) for ent in doc.ents}
    assert "Tunç Soyer" in {ent.text for ent in doc.ents if ent.label_ == "PERSON"}


def test_takes_given_words_and_sentences(nlp: Language) -> None:
    words = ["He", "left", ".", "She", "stayed"]
    doc = nlp(Doc(nlp.vocab, words=words, sent_starts=[True, False, False, True, False]))
    assert [token.text for token in doc] == words
    assert [sent.text for sent in doc.sents] == ["He left .", "She stayed"]


def test_the_analysis_does_not_depend_on_the_batch(nlp: Language) -> None:
    texts = [TEXT, "Storms hit Ohio.", TEXT * 3]
    together = [doc.to_json() for doc in nlp.pipe(texts)]
    assert together == [nlp(text).to_json() for text in texts]


def test_survives_pickling_bytes_and_docbin(nlp: Language) -> None:
    copy = pickle.loads(pickle.dumps(nlp))
    other = spacy.blank("en")
    other.add_pipe("kg_language")
    other.from_bytes(nlp.to_bytes())
    expected = nlp(TEXT).to_json()
    assert copy(TEXT).to_json() == expected
    assert other(TEXT).to_json() == expected
    again = next(iter(DocBin(store_user_data=True, docs=[nlp(TEXT)]).get_docs(nlp.vocab)))
    assert again.to_json() == expected


def test_blocks_and_blank_lines_start_sentences(nlp: Language) -> None:
    doc = nlp.make_doc("A headline\nMore here\n\nAnd here")
    assert [doc[i].text for i in paragraph_starts(doc).nonzero()[0]] == ["And"]
    doc.user_data["kg"] = {
        "article": {
            "blocks": [{"span": {"begin": 0, "end": 10}}, {"span": {"begin": 11, "end": 20}}]
        }
    }
    assert [doc[i].text for i in paragraph_starts(doc).nonzero()[0]] == ["A", "More"]


def test_without_weights_says_what_to_do() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("kg_language")
    with pytest.raises(ValueError, match="load a trained folder"):
        nlp("Some words")


@pytest.mark.parametrize(
    ("spaces", "starts", "governors"),
    [
        ("..s.", "x...", [0, 1, 1, 3]),
        (".s.", "xx.", [0, 2, 2]),
        (".s.", "xxx", [0, 1, 2]),
        (".ss.", "xxx.", [0, 1, 3, 3]),
        (".ss", "xx.", [0, 1, 1]),
        ("s.", "..", [1, 1]),
    ],
)
def test_white_space_belongs_to_a_word_of_its_sentence(
    spaces: str, starts: str, governors: list[int]
) -> None:
    tokens = np.array([i for i, kind in enumerate(spaces) if kind == "."])
    found = space_governors(tokens, np.array([mark == "x" for mark in starts]))
    assert found.tolist() == governors
