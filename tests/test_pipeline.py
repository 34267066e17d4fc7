"""The whole pipeline: its parts, what it hands over, and that it gives the same every time."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import DocBin

import kg
from kg.components.notes import KEY
from kg.errors import ResourceError
from kg.facts import Article, Block, Document, Span, from_json, to_json
from kg.pipeline import COMPONENTS, document_of, extract, run_info

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "timbuktu.txt"
TEXT = (
    "French soldiers recaptured Timbuktu in Mali on Monday, killing nine rebels. "
    "“They fled,” said Anna Keller, the mayor of Gao."
)

pytestmark = pytest.mark.pipeline


@pytest.fixture(scope="module")
def document(nlp: Language) -> Document:
    return extract(kg.read(EXAMPLE, published="2013-01-29"), nlp)


def test_parts_stand_in_order_and_have_what_they_need(nlp: Language) -> None:
    assert tuple(nlp.pipe_names[-len(COMPONENTS) :]) == COMPONENTS
    analysis = nlp.analyze_pipes()
    assert {name: found for name, found in analysis["problems"].items() if found} == {}


def test_every_stage_contributes(document: Document) -> None:
    for part in ("entities", "mentions", "statements", "events", "claims", "tolls"):
        assert getattr(document, part), part
    assert document.article.path == str(EXAMPLE)


def test_identifiers_are_unique_and_refer(document: Document) -> None:
    parts = (
        document.entities,
        document.statements,
        document.events,
        document.claims,
        document.tolls,
        document.quantities,
    )
    ids = [fact.id for facts in parts for fact in facts]  # type: ignore[attr-defined]
    assert len(ids) == len(set(ids))
    entities = {entity.id for entity in document.entities}
    used = {mention.entity for mention in document.mentions}
    used |= {p.entity for event in document.events for p in event.participants}
    used |= {place for event in document.events for place in event.places}
    used |= {claim.speaker for claim in document.claims if claim.speaker}
    facts = (*document.statements, *document.events, *document.tolls, *document.quantities)
    for fact in facts:
        used |= set(fact.factuality.sources)
    assert used <= entities
    assert {q.of for q in document.quantities if q.of} <= set(ids)
    asserted = {fact for claim in document.claims for fact in claim.asserts}
    assert asserted <= set(ids)


def test_every_entity_is_mentioned_and_every_place_is_in_the_text(document: Document) -> None:
    assert {m.entity for m in document.mentions} >= {e.id for e in document.entities}
    end = len(document.article.text)
    spans = [m.span for m in document.mentions]
    spans += [span for event in document.events for span in event.spans]
    assert all(0 <= span.begin < span.end <= end for span in spans)
    assert spans[: len(document.mentions)] == sorted(spans[: len(document.mentions)])


def test_a_document_is_json(document: Document) -> None:
    assert from_json(Document, json.loads(json.dumps(to_json(document)))) == document


def test_the_same_text_gives_the_same_document(document: Document, nlp: Language) -> None:
    article = kg.read(EXAMPLE, published="2013-01-29")
    assert extract(article, nlp) == document
    assert extract(article, kg.load()) == document


def test_a_doc_keeps_everything(nlp: Language) -> None:
    doc = nlp(TEXT)
    before = document_of(doc)
    assert document_of(pickle.loads(pickle.dumps(doc))) == before
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    assert document_of(next(iter(DocBin().from_bytes(stored).get_docs(nlp.vocab)))) == before


def test_a_doc_may_go_through_again(nlp: Language) -> None:
    doc = nlp(nlp(TEXT))  # from the first time on it has sentences, which are kept
    before = document_of(doc)
    assert document_of(nlp(doc)) == before
    assert len({(e.spans, e.predicate) for e in before.events}) == len(before.events)


@pytest.mark.parametrize(
    "end",
    [
        "The levy will rise on Friday, warned",
        "The levy will rise, the mayor warned, quickly,",
        "The mayor of Gao said on Monday that the levy",
        "The levy is worth",
        "They paid $",
        "between 3 and",
        "the first half of",
        "led twice, only to",
        '"We fled," said',
        "killed:",
    ],
)
def test_a_text_may_break_off_anywhere(end: str, nlp: Language) -> None:
    for text in (end, f"{TEXT} {end}"):
        assert extract(Article(text, published="2013-01-29"), nlp).article.text == text


def test_texts_in_a_stream_are_read_as_alone(nlp: Language) -> None:
    texts = [TEXT, "", "Nothing.", TEXT]
    streamed = [document_of(doc) for doc in nlp.pipe(texts, batch_size=2)]
    assert streamed == [document_of(nlp(text)) for text in texts]
    assert streamed[0] == streamed[3]


def test_names_have_spacy_labels_and_items(nlp: Language) -> None:
    names = {ent.text: (ent.label_, ent.kb_id_) for ent in nlp(TEXT).ents}
    assert names["Anna Keller"] == ("PERSON", "")
    assert names["Mali"][1] == "Q912"


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", ".", "…", "—\u200b—", "\u202e!", "a", "$$ 12"])
def test_odd_texts_say_nothing(text: str, nlp: Language) -> None:
    found = extract(Article(text), nlp)
    assert found.article.text == text
    assert (found.statements, found.events, found.claims, found.tolls) == ((), (), (), ())
    assert found.quantities == ()


def test_furniture_says_nothing(nlp: Language) -> None:
    blocks = (Block(Span(0, len(TEXT)), "furniture"),)
    found = extract(Article(TEXT, published="2013-01-29", blocks=blocks), nlp)
    assert (found.entities, found.mentions, found.events, found.claims) == ((), (), (), ())


def test_times_need_a_date_of_publication(nlp: Language) -> None:
    def day(published: str | None) -> str | None:
        events = extract(Article(TEXT, published=published), nlp).events
        time = next(event.time for event in events if event.cls == "Recapture")
        assert time is not None
        assert time.text == "on Monday"
        return time.begin

    assert day("2013-01-29") == "2013-01-28"
    assert day("2013-01-29T23:30:00Z") == "2013-01-28"
    assert day(None) is None


def test_a_missing_knowledge_base_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"nowhere\.kb"):
        kg.load(kb=tmp_path / "nowhere.kb")


def test_a_run_names_its_versions(nlp: Language) -> None:
    run = run_info(nlp)
    assert run.software == f"newskg {kg.__version__}"  # type: ignore[attr-defined]
    assert run.model == f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
    assert run.knowledge_base
    assert run.stamp is None
    assert run_info(nlp, stamp="2020-01-01T00:00:00Z").stamp == "2020-01-01T00:00:00Z"


def test_notes_lie_on_the_doc(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert json.dumps(doc.user_data[KEY])
    assert {"mentions", "events", "times"} <= set(doc.spans)


def test_components_share_one_knowledge_base(nlp: Language) -> None:
    asking = ("kg_gazetteer", "kg_linker", "kg_relations")
    parts: list[Any] = [nlp.get_pipe(name) for name in asking]
    assert parts[0].kb is parts[1].kb is parts[2].base


def test_time_grows_with_the_length_of_a_report_and_no_faster(nlp: Language) -> None:
    def seconds(copies: int) -> float:
        text = "\n\n".join([EXAMPLE.read_text("utf-8")] * copies)
        start = process_time()
        nlp(text)
        return process_time() - start

    assert min(seconds(8) for _ in range(2)) < 2 * 8 * min(seconds(1) for _ in range(4))
