"""Where the words of indirect speech end, and what the writer adds begins."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.facts import Article
from kg.pipeline import extract

pytestmark = pytest.mark.pipeline


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "The minister said he would resign, a day after his party lost the vote.",
            "he would resign",
        ),
        (
            "The ministry said 12 people had been killed, as rescuers went on searching.",
            "12 people had been killed",
        ),
        (
            "The company said it would close the mill, ending a row that began in May.",
            "it would close the mill",
        ),
        (
            "The envoy said talks would resume on Friday, after both sides agreed to a truce.",
            "talks would resume on Friday, after both sides agreed to a truce",
        ),
        (
            "Police said a blast had hit the market, killing 19 people and wounding 50 others.",
            "a blast had hit the market, killing 19 people and wounding 50 others",
        ),
    ],
)
def test_what_the_writer_adds_is_no_claim(nlp: Language, text: str, words: str) -> None:
    (claim,) = extract(Article(text), nlp).claims
    assert [text[span.begin : span.end] for span in claim.words] == [words]
