"""Reports of different subjects, read whole, against what a person read in them.

A table in golden/*.toml says what must be found, by QID or by words of a name; a QID of ""
is that of somebody unlinked, and what is not said of an event's stance is positive, certain
and actual. `absent` says what must not be: names, and events stated as facts.

These guard against losses and measure nothing: facts that the program could not find when
the files were written were left out of them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from kg import rdf
from kg.articles import read
from kg.facts import Document, Entity, Event, Factuality
from kg.pipeline import extract, run_info

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

GOLDEN = Path(__file__).parent / "golden"
NAMES = ("business", "court", "flood", "siege", "war")
STANCE = ("polarity", "certainty", "realis")
ROLES = ("agent", "target", "recipient", "destination", "origin", "topic", "participant")

pytestmark = pytest.mark.pipeline


class Golden:
    """A report, what is expected of it, and what was found."""

    def __init__(self, name: str, nlp: Language) -> None:
        self.expected: dict[str, Any] = tomllib.loads((GOLDEN / f"{name}.toml").read_text("utf-8"))
        article = read(GOLDEN / f"{name}.txt", published=self.expected["published"])
        self.document: Document = extract(article, nlp)
        self.entities = {entity.id: entity for entity in self.document.entities}

    def means(self, entity: str | None, wanted: str) -> bool:
        if entity is None or entity not in self.entities:
            return False
        found: Entity = self.entities[entity]
        qid = found.item.qid if found.item else None
        return wanted == qid or any(wanted in name for name in (found.name, *found.names))

    def fits(self, event: Event, wanted: dict[str, Any], stance: bool = True) -> bool:
        if event.cls != wanted["class"]:
            return False
        plain = Factuality()
        for part in STANCE if stance else ():
            if getattr(event.factuality, part) != wanted.get(part, getattr(plain, part)):
                return False
        for role in ROLES:
            ids = [p.entity for p in event.participants if p.role == role]
            if not all(any(self.means(i, name) for i in ids) for name in wanted.get(role, [])):
                return False
        places = wanted.get("place", [])
        if not all(any(self.means(i, name) for i in event.places) for name in places):
            return False
        return all(
            event.time is not None and getattr(event.time, end) == wanted[end]
            for end in ("begin", "end")
            if end in wanted
        )


@pytest.fixture(scope="module", params=NAMES)
def golden(request: pytest.FixtureRequest, nlp: Language) -> Golden:
    return Golden(request.param, nlp)


def test_entities(golden: Golden) -> None:
    for wanted in golden.expected["entity"]:
        found = [e for e in golden.document.entities if e.named and wanted["name"] in e.names]
        assert [entity.type for entity in found] == [wanted["type"]], wanted["name"]
        if "qid" in wanted:
            item = found[0].item
            assert (item.qid if item else "") == wanted["qid"], wanted["name"]


def test_events(golden: Golden) -> None:
    missing = [
        wanted
        for wanted in golden.expected["event"]
        if not any(golden.fits(event, wanted) for event in golden.document.events)
    ]
    assert missing == []


def test_statements(golden: Golden) -> None:
    missing = [
        wanted
        for wanted in golden.expected.get("statement", [])
        if not any(
            s.property == wanted["property"]
            and golden.means(s.subject, wanted["subject"])
            and golden.means(s.object, wanted.get("object", ""))
            and s.factuality.is_fact
            for s in golden.document.statements
        )
    ]
    assert missing == []


def test_claims(golden: Golden) -> None:
    text = golden.document.article.text
    found = [
        (claim.kind, " ".join(text[span.begin : span.end] for span in claim.words), claim.speaker)
        for claim in golden.document.claims
    ]
    missing = [
        wanted
        for wanted in golden.expected.get("claim", [])
        if not any(
            kind == wanted["kind"]
            and wanted["words"].rstrip(",") in words
            and golden.means(speaker, wanted["speaker"])
            for kind, words, speaker in found
        )
    ]
    assert missing == []


def test_claimed_words_stay_in_their_paragraph(golden: Golden) -> None:
    blocks = [block.span for block in golden.document.article.blocks]
    for claim in golden.document.claims:
        for words in claim.words:
            assert any(b.begin <= words.begin and words.end <= b.end for b in blocks), words


def test_quantities(golden: Golden) -> None:
    document = golden.document
    events = {event.id: event.cls for event in document.events}
    found = [
        (document.article.text[q.spans[0].begin : q.spans[0].end], q.value, q.code, q.of)
        for q in document.quantities
    ]
    missing = [
        wanted
        for wanted in golden.expected.get("quantity", [])
        if not any(
            (words, value, code) == (wanted["words"], wanted["value"], wanted["code"])
            and (events.get(of or "") == wanted["of"] or golden.means(of, wanted["of"]))
            for words, value, code, of in found
        )
    ]
    assert missing == []


def test_tolls(golden: Golden) -> None:
    missing = [
        wanted
        for wanted in golden.expected.get("toll", [])
        if not any(
            all(getattr(toll, key) == value for key, value in wanted.items())
            for toll in golden.document.tolls
        )
    ]
    assert missing == []


def test_what_is_not_said(golden: Golden) -> None:
    absent = golden.expected["absent"]
    names = [name for entity in golden.document.entities for name in entity.names]
    assert [word for word in absent["entities"] if any(word in name for name in names)] == []
    facts = [event for event in golden.document.events if event.factuality.is_fact]
    assert [w for w in absent["fact"] if any(golden.fits(event, w) for event in facts)] == []


def test_graph_conforms(golden: Golden, nlp: Language) -> None:
    graph = rdf.merged(rdf.to_dataset([golden.document], run_info(nlp)))
    assert rdf.validate(graph) == []


def test_every_place_in_the_text_holds_words(golden: Golden) -> None:
    document = golden.document
    text = document.article.text
    spans = [mention.span for mention in document.mentions]
    for facts in (document.events, document.statements, document.tolls):
        spans += [span for fact in facts for span in fact.spans]
    spans += [span for claim in document.claims for span in (*claim.words, claim.span)]
    assert all(text[s.begin : s.end].strip() == text[s.begin : s.end] != "" for s in spans)
