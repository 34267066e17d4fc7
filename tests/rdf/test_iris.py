from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import GraphError
from kg.facts import Article, Entity, EntityType, Item, Run, Span
from kg.prefixes import DATA
from kg.rdf import iris


def test_document_from_url_else_from_text() -> None:
    one = iris.document(Article("text", url="https://example.org/News/Big%20Flood.html?id=1"))
    assert one.startswith(DATA + "doc/big-20flood-")
    assert one == iris.document(
        Article("other", url="https://example.org/News/Big%20Flood.html?id=1#top")
    )
    assert one != iris.document(
        Article("text", url="https://example.org/News/Big%20Flood.html?id=2")
    )
    assert iris.document(Article("text")) == iris.document(Article("text", title="A title"))
    assert iris.document(Article("text")) != iris.document(Article("texts"))


def test_document_of_a_bare_host() -> None:
    assert "/doc/example-org-" in iris.document(Article("", url="https://example.org/"))


def test_one_iri_for_one_unlinked_name() -> None:
    name = iris.entity(Entity("e1", "Person", "Awa Keïta"))
    assert name.startswith(DATA + "entity/awa-keita-")
    assert name == iris.entity(Entity("e9", "Person", "AWA  KEITA", confidence=0.1))
    assert name != iris.entity(Entity("e1", "Organization", "Awa Keïta"))
    assert name != iris.entity(Entity("e1", "Person", "Awa Keita Diarra"))


def test_names_of_signs_alone_are_told_apart() -> None:
    names = {iris.entity(Entity("e1", "Organization", name)) for name in ("!!!", "???")}
    assert len(names) == 2


def test_the_base_of_an_unlinked_entity() -> None:
    name = iris.entity(Entity("e1", "Person", "Awa Keita"), "https://example.org/entity/")
    assert iris.base_of(name) == "https://example.org/entity/"
    assert iris.base_of("https://example.org/someentity/x") == DATA


@pytest.mark.parametrize(
    ("kind", "name", "local"),
    [
        ("Person", "Keïta", True),
        ("Organization", "Ministry of Health", True),
        ("Person", "Awa Keïta", False),
        ("Organization", "River Front", False),
        ("Place", "Gao", False),
    ],
)
def test_a_name_of_one_article_is_told_apart_by_it(
    kind: EntityType, name: str, local: bool
) -> None:
    entity = Entity("e1", kind, name)
    one, other = (iris.entity(entity, DATA, f"{DATA}doc/{n}") for n in "ab")
    assert (one != other) == local
    assert one == iris.entity(entity, DATA, f"{DATA}doc/a")


def test_an_identity_has_no_direction() -> None:
    assert iris.identity("a", "b") == iris.identity("b", "a")
    assert iris.identity("a", "b") != iris.identity("a", "c")


def test_the_base_of_an_entity() -> None:
    base = "https://example.org/entity/kg/"
    assert iris.base_of(iris.entity(Entity("e1", "Place", "Gao"), base)) == base
    assert iris.base_of("https://example.org/gao") == DATA


def test_names_without_ascii_letters() -> None:
    tokyo = iris.entity(Entity("e1", "Place", "東京"))
    assert tokyo.startswith(DATA + "entity/place-")
    assert tokyo != iris.entity(Entity("e1", "Place", "京都"))


def test_linked_entity_is_its_item() -> None:
    entity = Entity("e1", "Place", "the city", item=Item("Q188904", "Gao", "Place"))
    assert str(iris.entity(entity)) == "http://www.wikidata.org/entity/Q188904"


@pytest.mark.parametrize("qid", ["", "188904", "Q0", "Q1 ", "Q1> <x", "P31", "q1"])
def test_bad_item(qid: str) -> None:
    with pytest.raises(GraphError, match="not the identifier of a Wikidata item"):
        iris.item(qid)


@pytest.mark.parametrize("pid", ["", "39", "P039", "Q39", "P39/x"])
def test_bad_property(pid: str) -> None:
    with pytest.raises(GraphError, match="not the identifier of a Wikidata property"):
        iris.property_id(pid)


@pytest.mark.parametrize(
    "base", ["", "news/", "https://e.org/a", "https://e.org/a#", "https://e .org/"]
)
def test_bad_base(base: str) -> None:
    with pytest.raises(GraphError):
        iris.check_base(base)


def test_good_base() -> None:
    assert iris.check_base("https://example.org/news/") == "https://example.org/news/"
    assert iris.check_base("urn:news:a/") == "urn:news:a/"


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        (" https://e.org/a b ", "https://e.org/a%20b"),
        ("https://e.org/100%", "https://e.org/100%25"),
        ("https://e.org/a%20b", "https://e.org/a%20b"),
        ("https://e.org/é?q=[1]|{x}", "https://e.org/%C3%A9?q=%5B1%5D%7C%7Bx%7D"),
        ('https://e.org/a<b>"c"', "https://e.org/a%3Cb%3E%22c%22"),
        ("https://e.org/a#b#c", "https://e.org/a#b%23c"),
    ],
)
def test_url(text: str, iri: str) -> None:
    assert str(iris.url(text)) == iri


@pytest.mark.parametrize("text", ["", "example.org/a", "/a", "//example.org/a"])
def test_url_that_is_not_absolute(text: str) -> None:
    with pytest.raises(GraphError, match="is not absolute; give one such as https://"):
        iris.url(text)


@given(st.text(max_size=40), st.text(max_size=40), st.integers(0, 10**6))
def test_minted_iris_are_valid(name: str, text: str, number: int) -> None:
    doc = iris.document(Article(text, url=f"https://example.org/{name}"))
    run = Run(name, text, name)
    minted = (
        doc,
        iris.place(doc, Span(number, number + 1)),
        iris.entity(Entity("e1", "Thing", name)),
        iris.document(Article(text)),
        iris.run(run, [doc]),
        iris.thing("model", name),
    )
    for iri in minted:
        assert ox.NamedNode(str(iri)).value == str(iri)


def test_run_depends_on_what_it_ran_with_and_on() -> None:
    run = Run("newskg 1", "model 1", "base 1")
    assert iris.run(run, ["b", "a"]) == iris.run(run, ["a", "b"])
    assert iris.run(run, ["a"]) != iris.run(run, ["a", "b"])
    assert iris.run(run, ["a"]) != iris.run(Run("newskg 1", "model 2", "base 1"), ["a"])
