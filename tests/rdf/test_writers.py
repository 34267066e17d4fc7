"""Files: what they look like, that they are the same each time, and that others read them."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from river_report import ARTICLE, REPORT, RUN, river_dataset

from kg.errors import GraphError
from kg.facts import Article, Document, Entity, Event, Mention, Span
from kg.prefixes import DATA
from kg.rdf import FORMATS, merged, to_bytes, to_dataset
from kg.rdf.reading import read_graph

HERE = Path(__file__).parent
GOLDEN = HERE.parent / "queries" / "report.ttl"
RDFLIB_NAMES = {"turtle": "turtle", "nt": "nt", "jsonld": "json-ld"}
SUFFIXES = {"turtle": "ttl", "nt": "nt", "trig": "trig", "nquads": "nq", "jsonld": "jsonld"}


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return river_dataset()


def through_oxigraph(text: bytes, name: str) -> Graph:
    """The graph that Oxigraph reads, stores and writes again, as rdflib reads that."""
    store = ox.Store()
    store.load(text, format=FORMATS[name])
    triples = {quad.triple for quad in store}
    plain = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    return Graph().parse(data=plain, format="nt")


def through_rdflib(text: bytes, name: str) -> Graph:
    if name in RDFLIB_NAMES:
        return Graph().parse(data=text, format=RDFLIB_NAMES[name])
    read = Dataset()
    read.parse(data=text, format=name)
    return merged(read)


def test_golden(dataset: Dataset) -> None:
    assert to_bytes(dataset, "turtle", DATA) == GOLDEN.read_bytes()


@pytest.mark.parametrize("base", [None, DATA])
@pytest.mark.parametrize("name", FORMATS)
def test_all_formats_hold_the_same_graph(dataset: Dataset, name: str, base: str | None) -> None:
    text = to_bytes(dataset, name, base)
    plain = through_rdflib(to_bytes(dataset, "nt"), "nt")
    assert len(plain) == len(merged(dataset))
    assert isomorphic(through_rdflib(text, name), plain)
    assert isomorphic(through_oxigraph(text, name), plain)


@pytest.mark.parametrize("name", ["trig", "nquads"])
def test_quad_formats_keep_the_graphs(dataset: Dataset, name: str) -> None:
    read = Dataset()
    read.parse(data=to_bytes(dataset, name), format=name)
    sizes = {str(g.identifier): len(g) for g in dataset.graphs() if len(g)}
    assert {str(g.identifier): len(g) for g in read.graphs() if len(g)} == sizes
    assert len(sizes) == 4


@pytest.mark.parametrize("name", FORMATS)
def test_order_of_insertion_does_not_matter(dataset: Dataset, name: str) -> None:
    quads = list(dataset.quads())
    random.Random(1).shuffle(quads)
    other = Dataset()
    for subject, predicate, value, graph in quads:
        assert isinstance(graph, URIRef)
        other.graph(graph).add((subject, predicate, value))
    assert to_bytes(other, name) == to_bytes(dataset, name)


def test_hash_seed_does_not_matter() -> None:
    code = (
        "import hashlib;from river_report import REPORT, RUN;"
        "from kg.rdf import FORMATS, to_bytes, to_dataset;"
        "d = to_dataset([REPORT], RUN);"
        "print(hashlib.sha256(b''.join(to_bytes(d, f) for f in FORMATS)).hexdigest())"
    )
    paths = f"{HERE}:{HERE.parent.parent}"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": paths},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_turtle_reads_well(dataset: Dataset) -> None:
    text = to_bytes(dataset, "turtle", DATA).decode()
    header, first, *blocks = text.split("\n\n")
    assert header.splitlines() == sorted(header.splitlines())
    assert header.startswith("@base <https://w3id.org/newskg/data/> .\n@prefix dcterms:")
    assert first.startswith("<doc/river-front-takes-gao-")
    subjects = [block.split(" ", 1)[0] for block in blocks]
    assert len(subjects) == len(set(subjects))
    assert "@prefix owl:" not in header


def test_numbers_sort_as_numbers() -> None:
    graph = Graph()
    for number in (10, 9, 100):
        graph.add((URIRef(f"http://e/a#event-{number}-x"), URIRef("http://e/p"), Literal("")))
    lines = to_bytes(graph, "nt").decode().splitlines()
    assert [line.split("-")[1] for line in lines] == ["9", "10", "100"]


def test_a_base_is_shortened_in_iris_alone() -> None:
    graph = Graph()
    words = f'<{DATA}doc/a> "quoted" \\'
    graph.add((URIRef(DATA + "doc/a"), URIRef("http://e/p"), Literal(words)))
    text = to_bytes(graph, "turtle", DATA)
    assert b"\n<doc/a> <http://e/p> " in text
    assert isomorphic(Graph().parse(data=text, format="turtle"), graph)


def test_unknown_format(dataset: Dataset) -> None:
    with pytest.raises(GraphError, match="choose one of turtle, nt, trig, nquads, jsonld"):
        to_bytes(dataset, "rdfxml")


def test_what_cannot_be_written() -> None:
    graph = Graph()
    graph.add((URIRef("http://e/a b"), URIRef("http://e/p"), Literal("")))
    with pytest.raises(GraphError, match="cannot be written"):
        to_bytes(graph)


def test_reading_a_file_gives_the_graph(dataset: Dataset, tmp_path: Path) -> None:
    for name, suffix in SUFFIXES.items():
        path = tmp_path / f"a.{suffix}"
        path.write_bytes(to_bytes(dataset, name))
        assert isomorphic(read_graph(path), merged(dataset)), name


odd_texts = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from('\x00\x1b\r\n\x85\u2028\ufffe"\\<>'),
    min_size=1,
    max_size=20,
)


@settings(max_examples=40, deadline=None)
@given(odd_texts, odd_texts)
def test_odd_texts_are_safe_in_every_format(text: str, name: str) -> None:
    """Control characters, quotes and non-characters come back as they were."""
    span = Span(0, len(text))
    document = Document(
        Article(text, url=f"https://e.org/{name}", title=name, publisher=text),
        (Entity("e1", "Person", name),),
        (Mention("m1", span, "e1", "PERSON"),),
        events=(Event("v1", "Travel", text, text, (span,)),),
    )
    dataset = to_dataset([document], replace(RUN, software=name))
    expected = set(merged(dataset))
    for form in FORMATS:
        quads = ox.parse(to_bytes(dataset, form, DATA), format=FORMATS[form])
        found = {(str(q.subject.value), str(q.predicate.value), str(q.object.value)) for q in quads}
        assert found == {(str(s), str(p), str(o)) for s, p, o in expected}, form
    again = Graph().parse(data=to_bytes(dataset, "nt").decode(), format="nt")
    assert len(again) == len(expected)


def test_the_same_article_twice_is_written_once() -> None:
    once, twice = to_dataset([REPORT]), to_dataset([REPORT, REPORT])
    assert to_bytes(once) == to_bytes(twice)
    other = replace(REPORT, article=replace(ARTICLE, url="https://example.org/other"))
    assert to_bytes(to_dataset([REPORT, other])) == to_bytes(to_dataset([other, REPORT]))
