"""KnowledgeNet, Re-DocRED and DocRED-IE: what is read, and how what was found is counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
import spacy
from relation_documents import DOCUMENT, OTHER, PASSAGE, Made, place, write_data
from spacy.language import Language
from spacy.tokens import Span as DocSpan

from kg import lexicon
from kg.components.notes import KEY, Notes
from kg.errors import ResourceError
from kg.evaluate.relations import public
from kg.evaluate.relations.public import docred, docred_ie, given, knowledgenet, redocred
from kg.evaluate.relations.public.knowledgenet import Fact
from kg.evaluate.relations.public.knowledgenet_scores import by_item, by_place, count
from kg.evaluate.relations.running import Output, Pair, with_head
from kg.evaluate.relations.tally import Counts
from kg.facts import Span, Statement

if TYPE_CHECKING:
    from spacy.tokens import Doc

NAMES = ("Ida Holm", "Lund Institute", "Aarhus", "Denmark", "Holm")
ITEMS = {"Q1": "Ida Holm", "Q2": "Aarhus"}


@Language.component("fake_names")
def fake_names(doc: Doc) -> Doc:
    """The names above, the longer first, as spaCy's entities."""
    found: list[DocSpan] = []
    for name in NAMES:
        for number in range(doc.text.count(name)):
            at = place(doc.text, name, number)
            span = doc.char_span(at.begin, at.end, label="GPE")
            if span and not any(span.start < o.end and o.start < span.end for o in found):
                found.append(span)
    doc.set_ents(found)
    return doc


@Language.component("fake_mentions")
def fake_mentions(doc: Doc) -> Doc:
    """Each name an entity of its own, linked where it is known."""
    notes = Notes(doc)
    items = {name: qid for qid, name in ITEMS.items()}
    made = Made(doc.text)
    for ent in doc.ents:
        if not any(entity.name == ent.text for entity in made.entities):
            made.entity(ent.text, type_="Place", qid=items.get(ent.text, ""))
    notes.entities = {entity.id: entity for entity in made.entities}
    notes.set_mentions(made.mentions)
    notes.save()
    return doc


class FakeRelations:
    """States P19 of the first name and the place, and that two brackets hold a birth."""

    head: Path | None = None

    def __call__(self, doc: Doc) -> Doc:
        notes = Notes(doc)
        by = "classifier" if self.head else "verb"
        names = {entity.name: entity.id for entity in notes.entities.values()}
        holm, aarhus = names.get("Ida Holm"), names.get("Aarhus")
        if holm and aarhus:
            whole = Span(0, len(doc.text))
            notes.statements = [Statement("s1", holm, "P19", aarhus, (whole,), extractor=by)]
        notes.save()
        if "born in" in doc.text and holm and aarhus:
            ends = place(doc.text, "Ida Holm"), place(doc.text, "Aarhus")
            spans = [{"begin": span.begin, "end": span.end} for span in ends]
            doc.user_data[KEY]["pairs"] = [
                {"subject": spans[0], "object": spans[1], "property": "P19"}
                | {"confidence": 0.9, "extractor": by}
            ]
        return doc


@Language.factory("fake_relations")
def fake_relations(nlp: Language, name: str) -> FakeRelations:  # noqa: ARG001
    return FakeRelations()


class FakeLinker:
    """Has a knowledge base of two items."""

    kb = SimpleNamespace(item=lambda qid: ITEMS.get(qid))

    def __call__(self, doc: Doc) -> Doc:
        return doc


@Language.factory("fake_linker")
def fake_linker(nlp: Language, name: str) -> FakeLinker:  # noqa: ARG001
    return FakeLinker()


@Language.component("fake_failure")
def fake_failure(doc: Doc) -> Doc:  # noqa: ARG001
    raise AssertionError("what comes after relations is not run")


@pytest.fixture
def fake() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("fake_names")
    nlp.add_pipe("fake_mentions", name="kg_mentions")
    nlp.add_pipe("fake_linker", name="kg_linker")
    nlp.add_pipe("fake_relations", name="kg_relations")
    nlp.add_pipe("fake_failure", name="kg_events")
    return nlp


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_data(tmp_path / "data")


# KnowledgeNet


def test_passages_are_joined_in_order(data: Path) -> None:
    first, second = knowledgenet.read(data)
    assert first.article.text == f"{PASSAGE}\n\n{OTHER}"
    assert [block.kind for block in first.article.blocks] == ["paragraph", "paragraph"]
    born, works = first.passages
    assert works.properties == {"EMPLOYEE_OR_MEMBER_OF", "PLACE_OF_BIRTH"}
    (fact,) = works.facts
    assert fact.subject == place(first.article.text, "She")
    assert fact.object == place(first.article.text, "Lund Institute")
    assert (fact.items, fact.link) == (("Q1", None), None)
    assert born.facts[0].link == ("Q1", "PLACE_OF_BIRTH", "Q2")
    assert (second.fold, second.passages[0].facts) == (2, ())


def test_properties_are_mapped_and_turned() -> None:
    made = Made("Ann married Bo, son of Cy.")
    for name, qid in (("Ann", "Q1"), ("Bo", "Q2"), ("Cy", "")):
        made.entity(name, qid=qid)
    ann, bo, cy = (place(made.text, name) for name in ("Ann", "Bo", "Cy"))
    pairs = [Pair(ann, "P26", bo, 1, "verb"), Pair(cy, "P40", bo, 1, "verb")]
    found = knowledgenet.predicted(Output(made.document, ()), pairs)
    assert found == [
        Fact("SPOUSE", ann, bo, ("Q1", "Q2")),
        Fact("SPOUSE", bo, ann, ("Q2", "Q1")),
        Fact("CHILD_OF", bo, cy, ("Q2", None)),
    ]


def test_dates_have_no_links() -> None:
    assert Fact("DATE_OF_BIRTH", Span(0, 1), Span(2, 3), ("Q1", "Q2")).link is None


def test_all_mapped_properties_are_in_the_inventory() -> None:
    mapped = [p for r in knowledgenet.mapping().relation for p in (*r.properties, *r.inverse)]
    assert [p for p in mapped if not lexicon.properties().get(p)] == []


def span_fact(stated: str, subject: int, target: int) -> Fact:
    """A fact whose ends are five characters long."""
    return Fact(stated, Span(subject, subject + 5), Span(target, target + 5))


def test_texts_count_by_overlap() -> None:
    counts = Counts()
    gold = [span_fact("CEO", 0, 20), span_fact("CEO", 0, 40), span_fact("SPOUSE", 0, 60)]
    found = [
        span_fact("CEO", 4, 22),  # right
        span_fact("CEO", 6, 18),  # like what is right, though it overlaps no annotated subject
        span_fact("CEO", 0, 80),  # wrong
        span_fact("SPOUSE", 60, 0),  # wrong
        span_fact("EDUCATED_AT", 0, 20),  # not annotated
    ]
    count(gold, found, frozenset({"CEO", "SPOUSE"}), by_place, counts, ("all",))
    assert counts.row("all") == {"P": 33.33, "R": 33.33, "F1": 33.33, "gold": 3, "found": 3}
    assert counts.row("CEO") == {"P": 50.0, "R": 50.0, "F1": 50.0, "gold": 2, "found": 2}


def test_links_count_by_item() -> None:
    here, there = Span(0, 5), Span(10, 15)
    gold = [Fact("CEO", here, there, ("Q1", "Q2"))]
    found = [Fact("CEO", there, here, ("Q1", "Q2")), Fact("CEO", here, there, ("Q1", "Q3"))]
    counts = Counts()
    count(gold, found, frozenset({"CEO"}), by_item, counts, ("all",))
    assert counts.row("all") == {"P": 50.0, "R": 100.0, "F1": 66.67, "gold": 1, "found": 2}


def test_without_heads_only_the_patterns_are_measured(fake: Language, data: Path) -> None:
    rows = public.measure(fake, data)
    assert rows["KnowledgeNet text, patterns alone"]["F1"] == 66.67
    assert rows["KnowledgeNet link, patterns alone"]["F1"] == 100
    assert rows["KnowledgeNet text: PLACE_OF_BIRTH"]["F1"] == 100
    assert "KnowledgeNet text, both together" not in rows
    assert "patterns alone, since the shipped classifier" in public.report(rows)
    coverage = rows["KnowledgeNet coverage"]
    assert (coverage.pop("items"), coverage.pop("facts")) == (2, 1)
    assert coverage == dict.fromkeys(
        ("in base", "linkable", "subjects", "objects", "ceiling F1"), 100.0
    )


def test_folds_are_read_with_their_heads(fake: Language, data: Path, tmp_path: Path) -> None:
    for fold in ("fold1", "fold2"):
        (tmp_path / "heads" / fold).mkdir(parents=True)
    rows = public.measure(fake, data, tmp_path / "heads")
    assert rows["KnowledgeNet text, classifier alone"]["F1"] == 66.67
    assert rows["KnowledgeNet text, patterns alone"]["F1"] == 0
    assert rows["KnowledgeNet text: fold 1"]["R"] == 50
    assert rows["Re-DocRED, classifier alone"]["found"] == 0
    assert "since the shipped classifier" not in public.report(rows, tmp_path / "heads")


def test_a_missing_head_is_named(fake: Language, data: Path, tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="fold1"):
        public.measure(fake, data, tmp_path / "heads")


def test_a_head_is_there_for_a_while(fake: Language, tmp_path: Path) -> None:
    component = fake.get_pipe("kg_relations")
    with with_head(fake, tmp_path):
        assert component.head == tmp_path  # type: ignore[attr-defined]
    assert component.head is None  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "file", [knowledgenet.FILE, redocred.FILE, docred_ie.FILE], ids=["kn", "redocred", "ie"]
)
def test_a_missing_file_is_named(fake: Language, data: Path, file: str) -> None:
    (data / file).unlink()
    with pytest.raises(ResourceError, match=f"has no {file}; give the data folder"):
        public.measure(fake, data)


# Documents of DocRED's kind


@pytest.fixture
def text(data: Path) -> docred.Text:
    return docred.read(data, docred_ie.FILE)[0]


def test_tokens_become_text(text: docred.Text) -> None:
    assert text.article.text == (
        'Ida Holm (born in 1954) is a "well-known" writer from Aarhus, Denmark. '
        "Holm doesn't travel."
    )
    words = [[text.article.text[s.begin : s.end] for s in c.spans] for c in text.clusters]
    assert words == [["Ida Holm", "Holm"], ["Aarhus"], ["Denmark"], ["1954"]]
    assert [cluster.item for cluster in text.clusters] == ["Q1", "Q2", None, "Q4"]


def test_only_properties_of_the_inventory_are_compared(text: docred.Text) -> None:
    assert docred.compared([text]) == {"P19", "P569", "P17", "P27"}


Stating = Callable[..., Counts]


@pytest.fixture
def stating(text: docred.Text) -> Stating:
    made = Made(text.article.text)
    keys = {name: made.entity(name) for name in ("Ida Holm", "Aarhus", "Denmark")}

    def counted(*statements: tuple[str, str, str], at: str = "") -> Counts:
        for subject, stated, target in statements:
            end = keys.get(target, target)
            made.state(keys[subject], stated, end, at or made.text)
        counts = Counts()
        output = Output(made.document, ())
        redocred.count(text, output, made.statements, docred.compared([text]), counts)
        return counts

    return counted


def test_relations_between_clusters(stating: Stating) -> None:
    counts = stating(
        ("Ida Holm", "P19", "Aarhus"), ("Ida Holm", "P569", "1954-03"), ("Aarhus", "P27", "Denmark")
    )
    row = counts.row(redocred.NAME)
    assert (row["P"], row["R"], row["gold"], row["found"]) == (66.67, 50, 4, 3)
    assert counts.row("P569")["F1"] == 100
    assert (counts.gold[redocred.TOGETHER], counts.met[redocred.TOGETHER]) == (4, 2)
    assert (counts.gold[redocred.EVIDENCE], counts.met[redocred.EVIDENCE]) == (2, 2)


def test_a_date_must_stand_in_the_evidence(stating: Stating) -> None:
    counts = stating(("Ida Holm", "P569", "1954"), at="from Aarhus")
    assert counts.row("P569")["R"] == 0


def test_inverses_are_found_too() -> None:
    made = Made("Acme owns Berg.")
    acme, berg = made.entity("Acme"), made.entity("Berg")
    made.state(acme, "P355", berg, "owns")
    found = redocred.closed(made.statements, frozenset({"P355", "P749"}))
    said = [(statement.subject, statement.property, statement.object) for statement in found]
    assert said == [(acme, "P355", berg), (berg, "P749", acme)]


def test_the_documents_held_out_are_those_at_the_end(fake: Language, data: Path) -> None:
    held_out = redocred.measure(fake, data, "both", development=False)
    assert held_out["Re-DocRED, patterns alone"]["gold"] == 4
    assert held_out["Re-DocRED, patterns alone"]["R"] == 25
    assert held_out["Re-DocRED: P19"]["F1"] == 100
    development = redocred.measure(fake, data, "both", development=True)
    assert development["Re-DocRED, patterns alone"]["gold"] == 4 * redocred.HELD_OUT


def test_names_are_given(fake: Language, text: docred.Text) -> None:
    (output,) = given.run(fake, [text])
    entities = {entity.id: entity for entity in output.document.entities}
    said = [entities[mention.entity].name for mention in output.document.mentions]
    assert said == ["Ida Holm", "Aarhus", "Denmark", "Ida Holm"]
    assert entities["e1"].names == ("Ida Holm", "Holm")
    assert fake.pipe_names == [
        "fake_names",
        "kg_mentions",
        "kg_linker",
        "kg_relations",
        "kg_events",
    ]


def test_types_of_given_names(fake: Language, text: docred.Text) -> None:
    doc = fake.make_doc(text.article.text)
    doc.user_data[KEY] = {given.GIVEN: [[0, 8, "PER", 0], [54, 60, "MISC", 1]]}
    doc.set_ents([doc.char_span(54, 60, label="FAC")])
    assert [ent.label_ for ent in given.given_names(doc).ents] == ["PERSON", "FAC"]


def test_items_of_documents(fake: Language, data: Path) -> None:
    rows = docred_ie.measure(fake, data, "both")
    assert rows["DocRED-IE, both together"] == {
        "P": 100.0,
        "R": 100.0,
        "F1": 100.0,
        "gold": 1,
        "found": 1,
    }
    assert rows["DocRED-IE items"] == {
        "items": 2,
        "in base": 100.0,
        "linked": 100.0,
        "facts": 1,
        "linkable": 100.0,
        "both linked": 100.0,
    }


def test_what_is_denied_is_not_said() -> None:
    made = Made(DOCUMENT["title"])
    holm, aarhus = made.entity("0"), made.entity("0")
    made.state(holm, "P19", aarhus, "0", polarity="negative")
    assert docred.said(made.statements) == []


def test_items_and_facts_that_the_base_lacks(fake: Language, tmp_path: Path) -> None:
    rows = public.measure(fake, write_data(tmp_path / "data", aarhus="Q3"))
    coverage = rows["KnowledgeNet coverage"]
    assert (coverage["in base"], coverage["linkable"], coverage["ceiling F1"]) == (50, 0, 0)
    assert (coverage["subjects"], coverage["objects"]) == (100, 0)
    assert rows["KnowledgeNet link, patterns alone"]["F1"] == 0
    assert rows["KnowledgeNet link in base, patterns alone"]["found"] == 0
    assert rows["DocRED-IE items"]["linkable"] == 0
