"""How sure news is of its events, on sentences of all kinds of news, half of them only measured.

`news_factuality.tsv` holds them; "~" before an expectation says that it is known to be missed.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.components.factuality import Factualities
from kg.components.notes import Notes, grammar
from kg.facts import Article, Event, Factuality
from kg.pipeline import make_doc

pytestmark = pytest.mark.pipeline

MARKED = re.compile(r"\[([^\]]+)\]")
PLAIN = ("positive", "certain", "actual")
LINES = [
    line.split("\t")
    for line in Path(__file__).with_name("news_factuality.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def marked(sentence: str) -> tuple[str, list[int]]:
    """The text without its brackets, and where the words in them begin."""
    places = [match.start() - 2 * number for number, match in enumerate(MARKED.finditer(sentence))]
    return MARKED.sub(r"\1", sentence), places


def event_at(doc: Doc, place: int) -> Event | None:
    """The event that a word at `place` tells of, None where it is not extracted."""
    held = (e for e in Notes(doc).events if any(s.begin <= place < s.end for s in e.spans))
    return next(held, None)


def factuality_at(doc: Doc, place: int) -> Factuality:
    """What the word at `place` is judged to be, whether or not it makes an event."""
    event = event_at(doc, place)
    token = next(token for token in doc if token.idx <= place < token.idx + len(token))
    return event.factuality if event else Factualities(grammar(doc)).of(token)


def words(factuality: Factuality) -> str:
    values = (factuality.polarity, factuality.certainty, factuality.realis)
    return " ".join(value for value in values if value not in PLAIN) or "fact"


@pytest.mark.parametrize("line", LINES, ids=[f"{line[0]}: {line[1]}" for line in LINES])
def test_news(line: list[str], nlp: Language) -> None:
    text, places = marked(line[1])
    doc = nlp(make_doc(Article(text, published="2018-04-10"), nlp))
    expected = [value.strip() for value in line[2].split(";")]
    got = [words(factuality_at(doc, place)) for place in places]
    assert got == [g if _missed(want, g) else want for want, g in zip(expected, got, strict=True)]


@pytest.mark.parametrize("line", [line for line in LINES if len(line) > 3], ids=lambda x: x[1])
def test_sources(line: list[str], nlp: Language) -> None:
    text, places = marked(line[1])
    doc = nlp(make_doc(Article(text, published="2018-04-10"), nlp))
    names = {entity.id: entity.name.lower() for entity in Notes(doc).entities.values()}
    said = line[3].split(";") * (1 if ";" in line[3] else len(places))
    for place, source in zip(places, said, strict=True):
        event = event_at(doc, place)
        found = [names[key] for key in event.factuality.sources] if event else None
        assert found in (None, [] if source == "-" else source.lower().split(">"))


def _missed(expected: str, found: str) -> bool:
    """Whether the program misses what it is known to miss."""
    return expected.startswith("~") and expected[1:] != found


def test_halves() -> None:
    halves = [line[0] for line in LINES]
    assert halves.count("dev") >= 60
    assert halves.count("test") >= 60
