"""When events take place: the sentences of `event_times.tsv`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language

from kg.facts import Article, Block, Event, Span
from kg.pipeline import document_of, make_doc

pytestmark = pytest.mark.pipeline

SENTENCES = Path(__file__).with_name("event_times.tsv")
PUBLISHED = "2018-04-10"

# Events that are not found at all, or by another word of the sentence than expected.
KNOWN_FAILURES = {"visit=-", "earthquake=2015-01-01/2015-12-31"}


def rows() -> Iterator[tuple[str, str]]:
    """Sentences with what one event of each is expected to have."""
    for line in SENTENCES.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            _, text, expected = line.split("\t")
            yield from ((text, one) for one in expected.split())


def days(event: Event) -> str:
    if event.time is None:
        return "-"
    begin, end = event.time.begin or "..", event.time.end or ".."
    return begin if begin == end else f"{begin}/{end}"


@pytest.mark.parametrize(("text", "expected"), list(rows()))
def test_time_of_an_event(
    text: str, expected: str, nlp: Language, request: pytest.FixtureRequest
) -> None:
    if expected in KNOWN_FAILURES:
        request.applymarker(pytest.mark.xfail(strict=True))
    document = document_of(nlp(make_doc(Article(text, published=PUBLISHED), nlp)))
    lemma, _, when = expected.partition("=")
    found = {event.predicate: days(event) for event in document.events}
    assert found.get(lemma) == when


def test_a_dateline_is_no_time_of_an_event(nlp: Language) -> None:
    text = "CAIRO, April 9 (Agency) - Rebels seized Tikrit, police said."
    blocks = (Block(Span(0, 25), "dateline"), Block(Span(26, len(text)), "paragraph"))
    article = Article(text, published=PUBLISHED, blocks=blocks)
    document = document_of(nlp(make_doc(article, nlp)))
    assert {days(event) for event in document.events} == {"-"}


@pytest.mark.parametrize(
    ("text", "lemma", "when"),
    [
        ("The envoys agreed on Monday to meet in Paris on Friday.", "meet", "2018-04-13"),
        ("Rebels fled Tikrit on Friday, police said on Sunday.", "say", "2018-04-08"),
        ("In March, when rebels stormed Tikrit, many fled.", "storm", "2018-03-01/2018-03-31"),
    ],
)
def test_a_time_stays_with_its_clause(text: str, lemma: str, when: str, nlp: Language) -> None:
    document = document_of(nlp(make_doc(Article(text, published=PUBLISHED), nlp)))
    assert {e.predicate: days(e) for e in document.events}[lemma] == when
