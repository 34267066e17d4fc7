"""Casualty figures of all kinds of news, half of them only measured (`news_tolls.tsv`)."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from kg.components.notes import Notes
from kg.facts import Article, Toll
from kg.pipeline import make_doc

pytestmark = pytest.mark.pipeline

LINES = [
    line.split("\t")
    for line in Path(__file__).with_name("news_tolls.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def words(toll: Toll) -> str:
    """A toll as the file writes it."""
    low, high = toll.minimum, toll.maximum
    bound = f"{low}-{high}" if high is not None and low is not None else f"{low}+"
    if low is None:
        bound = f"{high}-"
    figure = f"{toll.count}" if toll.count is not None else bound
    sure = toll.factuality
    doubts = [v for v in (sure.certainty, sure.polarity) if v not in ("certain", "positive")]
    notes = "".join(f" ({value})" for value in doubts)
    return f"{toll.kind} {'~' * toll.approximate}{figure}{notes}"


@pytest.mark.parametrize("line", LINES, ids=[f"{line[0]}: {line[1]}" for line in LINES])
def test_news(line: list[str], nlp: Language) -> None:
    doc = nlp(make_doc(Article(line[1], published="2018-04-10"), nlp))
    expected = line[2].removeprefix("~ ")
    got = "; ".join(words(toll) for toll in Notes(doc).tolls) or "-"
    if line[2].startswith("~ "):
        assert got != expected, "no longer missed: take the mark away"
    else:
        assert got == expected
