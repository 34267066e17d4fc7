"""`kg_offices`: who is meant by an office, on the day of publication."""

from __future__ import annotations

import pytest
from spacy.language import Language

import kg
from kg.facts import Article
from kg.pipeline import extract

pytestmark = pytest.mark.pipeline

ABADI, MALIKI, KERRY, CAMERON = "Q5639013", "Q57673", "Q22316", "Q192"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return kg.load()


def described(nlp: Language, text: str, published: str | None = "2015-05-18") -> dict[str, str]:
    """The items of persons who are described, by the words."""
    document = extract(Article(text, published=published), nlp)
    items = {e.id: e.item.qid for e in document.entities if e.item and e.type == "Person"}
    return {
        text[m.span.begin : m.span.end].removeprefix("The ").removeprefix("the "): items[m.entity]
        for m in document.mentions
        if m.kind == "nominal" and m.entity in items
    }


@pytest.mark.parametrize(
    ("text", "words", "item"),
    [
        ("Haider al-Abadi flew to Ramadi. The Iraqi prime minister met officers there.",
         "Iraqi prime minister", ABADI),
        ("John Kerry arrived in Baghdad. The US secretary of state met officers there.",
         "US secretary", KERRY),
        ("David Cameron spoke in Paris. The prime minister promised help.",
         "prime minister", CAMERON),
        ("The Iraqi prime minister met officers in Ramadi.", "Iraqi prime minister", ABADI),
        ("Iraq's prime minister met officers in Ramadi.", "Iraq's prime minister", ABADI),
    ],
)  # fmt: skip
def test_holder_of_the_day(nlp: Language, text: str, words: str, item: str) -> None:
    assert described(nlp, text)[words] == item


def test_the_day_decides(nlp: Language) -> None:
    text = "The Iraqi prime minister met officers in Ramadi."
    assert described(nlp, text, "2010-05-18") == {"Iraqi prime minister": MALIKI}


@pytest.mark.parametrize(
    "text",
    [
        "The former Iraqi prime minister met officers in Ramadi.",
        "The acting Iraqi prime minister met officers in Ramadi.",
        "The Iraqi prime ministers met officers in Ramadi.",
        "An Iraqi prime minister needs officers in Ramadi.",
        "In 2003 the Iraqi prime minister met officers in Ramadi.",
        "Tarn Holloway is the Iraqi prime minister.",
        "The prime minister met officers in Ramadi.",
    ],
)
def test_others_are_not_meant(nlp: Language, text: str) -> None:
    assert described(nlp, text) == {}


def test_a_day_after_the_base_and_no_day_at_all_are_left_alone(nlp: Language) -> None:
    text = "The Iraqi prime minister met officers in Ramadi."
    assert described(nlp, text, "2093-05-18") == described(nlp, text, None) == {}


def test_the_mention_is_less_sure_than_a_name(nlp: Language) -> None:
    text = "Haider al-Abadi flew to Ramadi. The Iraqi prime minister met officers there."
    document = extract(Article(text, published="2015-05-18"), nlp)
    (abadi,) = (e for e in document.entities if e.item and e.item.qid == ABADI)
    name, office = (m for m in document.mentions if m.entity == abadi.id)
    assert 0 < office.confidence < name.confidence
