"""Who says what in sentences of all kinds of news (`news_claims.tsv`)."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from kg.components.notes import Notes
from kg.facts import Article, Block, BlockKind, Claim, Span
from kg.pipeline import make_doc

pytestmark = pytest.mark.pipeline

LINES = [
    line.split("\t")
    for line in Path(__file__).with_name("news_claims.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def article(line: str) -> Article:
    """The paragraphs of a line, the first a headline where "*" marks it."""
    paragraphs = line.split(" ¶ ")
    kinds: list[BlockKind] = ["headline" if p.startswith("* ") else "paragraph" for p in paragraphs]
    paragraphs = [paragraph.removeprefix("* ") for paragraph in paragraphs]
    text, blocks = "\n".join(paragraphs), []
    begin = 0
    for paragraph, kind in zip(paragraphs, kinds, strict=True):
        blocks.append(Block(kind=kind, span=Span(begin, begin + len(paragraph))))
        begin += len(paragraph) + 1
    return Article(text, published="2018-04-10", blocks=tuple(blocks))


def shown(claim: Claim, notes: Notes) -> str:
    """A claim as the file writes it."""
    speaker = notes.entities[claim.speaker].name if claim.speaker else "-"
    text = notes.article.text
    return f"{speaker}: " + " // ".join(text[span.begin : span.end] for span in claim.words)


@pytest.mark.parametrize("line", LINES, ids=[line[0] for line in LINES])
def test_news(line: list[str], nlp: Language) -> None:
    notes = Notes(nlp(make_doc(article(line[0]), nlp)))
    assert "; ".join(shown(claim, notes) for claim in notes.claims) == line[1]
