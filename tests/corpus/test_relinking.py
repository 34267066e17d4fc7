"""Entities that an earlier run left unlinked, linked by a base that knows them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from rdflib import Dataset, Literal, URIRef

import kg
from kg import corpus, rdf
from kg.cli.relinking import relink as command
from kg.components import linking  # noqa: F401 (registers kg_linker)
from kg.corpus.relinking import relink
from kg.facts import (
    Article,
    Claim,
    Document,
    Entity,
    Event,
    Item,
    Mention,
    Participant,
    Span,
    Statement,
)
from kg.rdf import iris
from kg.rdf.reading import read_dataset
from kg.rdf.vocabulary import GAF, ITSRDF, KG, OWL, PS, RDF, RDFS, SDO, SKOS, WD, WDT, P
from kg.wikidata.building.build import build
from kg.wikidata.store import Store

FACTS = Path(__file__).parent.parent / "wikidata" / "facts.jsonl"
TEXT = "Haidar al Abadi sent troops to Ramadi. Abadi praised Tarn Holloway. He left Ramadi."
RAMADI = Item("Q192961", "Ramadi", "Place", country="Q796")
ABADI = URIRef(iris.entity(Entity("e1", "Person", "Haidar al Abadi")))
HOLLOWAY = URIRef(iris.entity(Entity("e3", "Person", "Tarn Holloway")))
QID = "Q5639013"


def at(words: str, nth: int = 0) -> Span:
    begin = -1
    for _ in range(nth + 1):
        begin = TEXT.index(words, begin + 1)
    return Span(begin, begin + len(words))


DOCUMENT = Document(
    Article(TEXT, url="https://example.org/a", published="2015-05-18"),
    entities=(
        Entity("e1", "Person", "Haidar al Abadi", ("Haidar al Abadi", "Abadi"), confidence=0.9),
        Entity("e2", "Place", "Ramadi", ("Ramadi",), RAMADI),
        Entity("e3", "Person", "Tarn Holloway", ("Tarn Holloway",)),
    ),
    mentions=(
        Mention("m1", at("Haidar al Abadi"), "e1", "PERSON", confidence=0.8),
        Mention("m2", at("Ramadi"), "e2", "GPE", confidence=0.9),
        Mention("m3", at("Abadi", 1), "e1", "PERSON", confidence=0.7),
        Mention("m4", at("Tarn Holloway"), "e3", "PERSON", confidence=0.8),
        Mention("m5", at("He"), "e1", "PERSON", "pronoun", 0.6),
    ),
    events=(
        Event(
            "v1", "Travel", "leave", "He left Ramadi", (at("left"),), (Participant("agent", "e1"),)
        ),
    ),
    statements=(
        Statement("s1", "e1", "P551", "e2", (at("Haidar al Abadi sent troops to Ramadi"),)),
        Statement("s2", "e2", "P6", "e1", (at("sent troops"),)),
    ),
    claims=(Claim("c1", "indirectSpeech", "praised", (at("praised"),), at("praised"), "e1"),),
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("kb") / "full.kb", FACTS)


@pytest.fixture(scope="module")
def kb(base: Path) -> Store:
    return Store(base)


def built(path: Path, facts: Path) -> Path:
    build([facts], path, name=path.stem)
    return path


def relinked(kb: Store, *documents: Document) -> Dataset:
    dataset = corpus.to_dataset(documents)
    relink(dataset, kb, "newskg 0")
    return dataset


def test_references_lead_to_the_item(kb: Store) -> None:
    dataset = corpus.to_dataset([DOCUMENT])
    (done,) = relink(dataset, kb, "newskg 0")
    assert (done.entity, done.qid, done.name) == (str(ABADI), QID, "Haidar al Abadi")
    item = WD[QID]
    assert {str(t) for t in dataset.objects(item, RDF.type)} == {str(SDO.Person)}
    assert len(set(dataset.objects(item, GAF.denotedBy))) == 3
    assert len(set(dataset.subjects(ITSRDF.taIdentRef, item))) == 3
    assert list(dataset.objects(None, KG.agent)) == [item]
    assert list(dataset.objects(None, KG.speaker)) == [item]
    assert set(dataset.objects(None, PS.P6)) == {item}
    assert (WD.Q192961, WDT.P6, item) in dataset
    assert (item, WDT.P551, WD.Q192961) in dataset
    assert len(set(dataset.objects(item, P.P551))) == 1
    assert rdf.validate(dataset) == []


def test_the_old_iri_says_what_became_of_it(kb: Store) -> None:
    dataset = relinked(kb, DOCUMENT)
    assert set(dataset.predicate_objects(ABADI)) == {(OWL.sameAs, WD[QID])}
    (why,) = dataset.subjects(KG.identifies, ABADI)
    assert (why, KG.reason, KG.linkedLater) in dataset
    assert (why, KG.identifies, WD[QID]) in dataset
    assert 0.5 <= float(str(dataset.value(why, KG.confidence))) <= 1


def test_names_and_what_the_base_knows(kb: Store) -> None:
    dataset = relinked(kb, DOCUMENT)
    names = {str(name) for name in dataset.objects(WD[QID], SKOS.altLabel)}
    assert {"Haidar al Abadi", "Abadi"} <= names
    known = dataset.graph(iris.knowledge_base())
    assert (WD[QID], RDFS.label, Literal("Haider Al-Abadi", lang="en")) in known


def test_only_mentions_by_name_get_less_sure(kb: Store) -> None:
    dataset = corpus.to_dataset([DOCUMENT])
    (done,) = relink(dataset, kb, "newskg 0")
    sure = {
        str(place).partition("char=")[2]: float(str(value))
        for place in dataset.subjects(ITSRDF.taIdentRef, WD[QID])
        for value in dataset.objects(place, ITSRDF.taConfidence)
    }
    assert len(sure) == 3
    assert sure[f"0,{len('Haidar al Abadi')}"] == pytest.approx(0.8 * done.confidence, abs=1e-4)
    he = at("He")
    assert sure[f"{he.begin},{he.end}"] == 0.6


def test_who_is_not_known_stays(kb: Store) -> None:
    dataset = relinked(kb, DOCUMENT)
    assert set(dataset.subjects(KG.linkStatus, KG.unlinked)) == {HOLLOWAY}


def test_a_second_run_changes_nothing(kb: Store) -> None:
    dataset = relinked(kb, DOCUMENT)
    before = rdf.to_bytes(dataset, "nquads")
    assert relink(dataset, kb, "newskg 0") == []
    assert rdf.to_bytes(dataset, "nquads") == before


def test_nothing_known_changes_nothing(tmp_path: Path) -> None:
    lines = [line for line in FACTS.read_text("utf-8").splitlines() if QID not in line]
    cut = tmp_path / "cut.jsonl"
    cut.write_text("\n".join(lines), encoding="utf-8")
    dataset = corpus.to_dataset([DOCUMENT])
    before = rdf.to_bytes(dataset, "nquads")
    assert relink(dataset, Store(built(tmp_path / "cut.kb", cut)), "newskg 0") == []
    assert rdf.to_bytes(dataset, "nquads") == before


def lone(name: str) -> Document:
    text = f"{name} visited Ramadi."
    begin = text.index("Ramadi")
    return Document(
        Article(text, url="https://example.org/b", published="2015-05-19"),
        (Entity("e1", "Person", name, (name,)), Entity("e2", "Place", "Ramadi", (), RAMADI)),
        (
            Mention("m1", Span(0, len(name)), "e1", "PERSON"),
            Mention("m2", Span(begin, begin + 6), "e2", "GPE"),
        ),
    )


def test_those_that_are_one_are_linked_as_one(kb: Store) -> None:
    """A surname of another document shares the names of the one it is joined with."""
    dataset = corpus.to_dataset([DOCUMENT, lone("Abadi")])
    assert len(set(dataset.subject_objects(KG.sameEntityAs))) == 1
    done = relink(dataset, kb, "newskg 0")
    assert [one.qid for one in done] == [QID, QID]
    assert rdf.validate(dataset) == []


def test_an_iri_that_got_its_item_once_gets_it_again(kb: Store, tmp_path: Path) -> None:
    """An earlier graph, linked since, and one more article from a run that did not know."""
    dataset = relinked(kb, DOCUMENT)
    late = Dataset()
    for quad in rdf.to_dataset([lone("Haidar al Abadi")]).quads():
        late.add(quad)  # type: ignore[arg-type]
    for name, graph in (("a.nq", dataset), ("b.nq", late)):
        (tmp_path / name).write_bytes(rdf.to_bytes(graph, "nquads"))
    both = read_dataset([tmp_path / "a.nq", tmp_path / "b.nq"])
    (done,) = relink(both, kb, "newskg 0")
    assert (done.entity, done.qid) == (str(ABADI), QID)
    assert len(set(both.objects(WD[QID], GAF.denotedBy))) == 4


@pytest.mark.parametrize("suffix", ["ttl", "nq", "trig"])
def test_the_command(base: Path, tmp_path: Path, suffix: str) -> None:
    source, out, again = (tmp_path / f"{name}.{suffix}" for name in ("in", "out", "again"))
    form = {"ttl": "turtle", "nq": "nquads"}.get(suffix, suffix)
    source.write_bytes(rdf.to_bytes(corpus.to_dataset([DOCUMENT]), form))
    run = CliRunner()
    done = run.invoke(command, [str(source), "--kb", str(base), "-o", str(out)])
    assert done.exit_code == 0, done.output
    assert f"Haidar al Abadi: {QID} Haider Al-Abadi" in done.output
    assert "1 linked" in done.output
    assert rdf.validate_file(out) == []
    run.invoke(command, [str(out), "--kb", str(base), "-o", str(again)])
    assert again.read_bytes() == out.read_bytes()
    graphs = {quad.graph_name for quad in ox.parse(path=out)}
    named = {ox.NamedNode(str(iris.identities())), ox.NamedNode(str(iris.knowledge_base()))}
    assert graphs == {ox.DefaultGraph()} if suffix == "ttl" else graphs > named


def test_what_others_said_stays(kb: Store, tmp_path: Path) -> None:
    """Triples of other sources move too, classes of theirs with them; two files' blank nodes
    of one label stay two, and one without an item is left alone."""
    suspect, knows = URIRef("http://example.org/Suspect"), URIRef("http://example.org/knows")
    (tmp_path / "a.nt").write_text(
        f"<{ABADI}> <{RDF.type}> <{suspect}> .\n<{ABADI}> <{knows}> _:b .\n"
        f"_:b <{KG.linkStatus}> <{KG.unlinked}> .\n_:b <{KG.sameEntityAs}> <{ABADI}> .\n"
        f'_:b <{RDFS.label}> "one" .\n'
    )
    (tmp_path / "b.nt").write_text(f'_:b <{RDFS.label}> "two" .\n')
    (tmp_path / "c.nq").write_bytes(rdf.to_bytes(corpus.to_dataset([DOCUMENT]), "nquads"))
    dataset = read_dataset(sorted(tmp_path.iterdir()))
    (done,) = relink(dataset, kb, "newskg 0")
    assert done.entity == str(ABADI)
    assert set(dataset.objects(WD[QID], RDF.type)) == {suspect, SDO.Person}
    (known,) = dataset.objects(WD[QID], knows)
    assert [str(name) for name in dataset.objects(known, RDFS.label)] == ["one"]
    assert (known, KG.sameEntityAs, ABADI) in dataset
    assert rdf.to_bytes(dataset, "turtle")


def test_turtle_in_quads_out(kb: Store, tmp_path: Path) -> None:
    source = tmp_path / "in.ttl"
    source.write_bytes(rdf.to_bytes(corpus.to_dataset([DOCUMENT])))
    dataset = read_dataset([source])
    relink(dataset, kb, "newskg 0")
    quads = list(ox.parse(rdf.to_bytes(dataset, "nquads"), format=ox.RdfFormat.N_QUADS))
    of_document = [q for q in quads if q.graph_name == ox.DefaultGraph()]
    assert of_document
    assert all("rdflib" not in str(quad.graph_name) for quad in quads)


@pytest.mark.pipeline
def test_from_a_report_to_its_items(base: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.jsonl"
    rows = [json.loads(line) for line in FACTS.read_text("utf-8").splitlines()]
    kept: list[dict[str, Any]] = [row for row in rows if row["qid"] != QID]
    cut.write_text("".join(json.dumps(row) + "\n" for row in kept), encoding="utf-8")
    article = Article(
        "Prime Minister Haider al-Abadi said on Monday that Iraq had lost Ramadi. "
        "Abadi sent more troops to Anbar province.",
        published="2015-05-18",
    )
    early = kg.load(kb=built(tmp_path / "cut.kb", cut))
    dataset = corpus.to_dataset(corpus.extract_all([article], early))
    before = {str(node) for node in dataset.subjects(KG.linkStatus, KG.unlinked)}
    assert str(iris.entity(Entity("e", "Person", "Haider al-Abadi"))) in before
    done = relink(dataset, Store(base), "newskg 0")
    assert [one.qid for one in done] == [QID]
    late = corpus.to_dataset(corpus.extract_all([article], kg.load(kb=base)))
    assert set(dataset.objects(WD[QID], GAF.denotedBy)) == set(late.objects(WD[QID], GAF.denotedBy))
    assert rdf.validate(dataset) == []
