"""Whatever the text, the shipped model keeps its offsets and makes trees."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg.language.components import SHIPPED

ODD = [*"aA.,!?…”\"'’( )[]-/@#$%03\n\t\r\x00\x07\x1b\u200b\u200f\u2028\u00ad\ufeff\u0301é€שم日😀🏽"]
NAMED = {
    "nothing": "",
    "space": " ",
    "blank lines": "\n\n \t\n",
    "one word": "One",
    "one stop": ".",
    "NUL": "\x00",
    "NUL in a word": "Par\x00is fell . \x00 \x00",
    "control characters": "\u200b\x07 x \x1b[31mred\x1b[0m",
    "emoji": "😀 🎉 👩‍👩‍👧 wins 👍🏽.",
    "right to left": "שלום עולם. مرحبا بالعالم. \u202eabc\u202c",
    "combining marks": "Z" + "\u0301\u0323" * 300 + " fell. e\u0301 a\u030a",
    "no spaces": "TheArmyAdvancedOnTheCity.ThenItRained," * 200,
    "no letters": "1 2 3 . , ; 4/5 " * 100,
    "a long token": "a" * 10_000,
    "long tokens": ("b" * 10_000 + " c" * 3 + " ") * 5,
    "one word again and again": "word " * 2000,
    "no punctuation": "the army of the north took a town and then it " * 500,
    "stops": "." * 10_000,
    "closing quotes": "” " * 500,
    "Windows lines": "A headline\r\n\r\nThe army left.\r\n",
}


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(SHIPPED)


def check(doc: Doc, text: str) -> None:
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)
    assert all(token.head.sent == token.sent for token in doc)
    words = [token for token in doc if not token.is_space]
    assert all(token.lemma_ and token.pos_ and token.tag_ and token.dep_ for token in words)
    if words:
        roots = [token.sent.start for token in words if token.dep_ == "ROOT"]
        assert len(roots) == len(set(roots))
        assert next(doc.sents).start == 0
        assert sum(len(sent) for sent in doc.sents) == len(doc)
    for key, entity in zip(doc.user_data.get("kg", {}).get("names", {}), doc.ents, strict=True):
        assert key == f"{entity.start_char},{entity.end_char}"
        assert text[entity.start_char : entity.end_char] == entity.text


@pytest.mark.parametrize("name", NAMED)
def test_named_texts(nlp: Language, name: str) -> None:
    check(nlp(NAMED[name]), NAMED[name])


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.sampled_from(ODD), max_size=80))
def test_odd_characters(nlp: Language, text: str) -> None:
    check(nlp(text), text)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_any_characters(nlp: Language, text: str) -> None:
    check(nlp(text), text)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.text(min_size=1, max_size=6).filter(lambda word: word.isprintable()), max_size=30),
    st.data(),
)
def test_words_and_starts_from_elsewhere(
    nlp: Language, words: list[str], data: st.DataObject
) -> None:
    starts = [True] * bool(words) + [data.draw(st.booleans()) for _ in words[1:]]
    doc = nlp(Doc(nlp.vocab, words=words, sent_starts=starts))
    assert [token.text for token in doc] == words
    found = [bool(token.is_sent_start) for token in doc]
    assert all(mine for mine, theirs in zip(found, starts, strict=True) if theirs)


@pytest.mark.parametrize("count", [119, 150, 400])
def test_a_given_sentence_is_not_cut(nlp: Language, count: int) -> None:
    words = (["towns", ",", "ports", "and", "roads", ","] * count)[:count]
    doc = nlp(Doc(nlp.vocab, words=words, sent_starts=[True] + [False] * (count - 1)))
    assert len(list(doc.sents)) == 1
    assert sum(token.head.i == token.i for token in doc) == 1


def test_padding_is_small(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(5)
    sizes = rng.integers(1, 40, 200)
    text = " ".join("The " + "old " * size + "men left." for size in sizes)
    encoder = nlp.get_pipe("kg_language").encoder  # type: ignore[attr-defined]
    masks, run = [], encoder.session.run

    class Counting:
        def run(self, names: list[str], feed: dict[str, np.ndarray]) -> list[np.ndarray]:
            masks.append(feed["mask"])
            return run(names, feed)

    monkeypatch.setattr(encoder, "session", Counting())
    nlp(text)
    assert 1 - sum(mask.sum() for mask in masks) / sum(mask.size for mask in masks) < 0.05
