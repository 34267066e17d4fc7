"""Sentences of news with the times in them: what is found, with which words, and its days."""

from __future__ import annotations

import pytest
from spacy.language import Language

from benchmarks.times import Sentence, read, sentences
from kg.pipeline import language_pipeline

pytestmark = pytest.mark.pipeline

# "For" is read as the preposition of the time, though the profit is what it belongs to.
KNOWN_FAILURES = {"Profit for the second half of 2010 was flat."}


@pytest.fixture(scope="module")
def language() -> Language:
    """The language model and the times, without what comes between them."""
    pipeline = language_pipeline()
    pipeline.add_pipe("kg_times")
    return pipeline


@pytest.mark.parametrize("sentence", list(sentences()), ids=lambda sentence: sentence.text[:60])
def test_times_of_a_sentence(
    sentence: Sentence, language: Language, request: pytest.FixtureRequest
) -> None:
    if sentence.text in KNOWN_FAILURES:
        request.applymarker(pytest.mark.xfail(strict=True))
    assert read(language, sentence) == sentence.times


def test_there_are_enough_sentences() -> None:
    parts = [sentence.part for sentence in sentences()]
    assert (parts.count("dev"), parts.count("test")) == (64, 64)
    assert {sentence.text for sentence in sentences()} >= KNOWN_FAILURES


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("Parliament is to vote on Friday.", "2016-01-22", "2016-01-22"),
        ("Leaders met ahead of Sunday's poll.", "2016-01-24", "2016-01-24"),
        ("The talks, scheduled for Thursday, were called off.", "2016-01-21", "2016-01-21"),
        ("The union told staff to leave by Friday.", None, "2016-01-22"),
        ("Troops have orders to leave by Friday.", None, "2016-01-22"),
        ("The lorries are due to reach the town by Friday.", None, "2016-01-22"),
        ("Talks would resume on Friday, he said.", "2016-01-22", "2016-01-22"),
        ("They might have left on Friday.", "2016-01-15", "2016-01-15"),
        ("He could not leave on Friday.", "2016-01-15", "2016-01-15"),
        ("The final is on Sunday.", "2016-01-24", "2016-01-24"),
        ("It has sent doses and will treat people on Friday.", "2016-01-22", "2016-01-22"),
        ("Creditors gave the firm until Sunday to reply.", None, "2016-01-24"),
        ("The fire began shortly before midnight on Friday.", "2016-01-15", "2016-01-15"),
        ("From Wednesday the shop will close.", "2016-01-20", None),
        ("Footage from Friday shows the boat.", "2016-01-15", "2016-01-15"),
        ("He said that Friday was quiet.", "2016-01-15", "2016-01-15"),
    ],
)
def test_what_the_clause_says_of_a_time(
    text: str, begin: str | None, end: str | None, language: Language
) -> None:
    monday = Sentence("dev", "2016-01-18", text, [])
    assert [days for _, days in read(language, monday)] == [(begin, end)]


def test_a_headline_in_the_present_tells_the_past(language: Language) -> None:
    text = "Rebels seize Tikrit on Sunday"
    doc = language.make_doc(text)
    block = {"span": {"begin": 0, "end": len(text)}, "kind": "headline"}
    article = {"text": text, "published": "2016-01-18", "blocks": [block]}
    doc.user_data["kg"] = {"article": article}
    assert [time["begin"] for time in language(doc).user_data["kg"]["times"]] == ["2016-01-17"]


@pytest.mark.parametrize(
    "text",
    [
        "The Christmas market opened.",
        "The Easter Rising and Christmas Island are known.",
        "Two days before the vote and a day after the attack they met.",
        "They meet most Fridays, each Monday and every June.",
    ],
)
def test_what_only_looks_like_a_time(text: str, language: Language) -> None:
    assert read(language, Sentence("dev", "2016-01-18", text, [])) == []
