"""Unlinked entities of different documents: stable IRIs, and links that say why."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from rdflib import Dataset, Graph, URIRef

from kg import corpus, rdf
from kg.corpus.identity import Identities
from kg.facts import Article, Document, Entity, EntityType, Item, Mention, Span
from kg.prefixes import DATA
from kg.rdf import Identity, iris
from kg.rdf.vocabulary import KG, SKOS

KARSA = Item("Q990000008", "Karsa Governorate", "Place", kind="admin1")
IRAQ = Item("Q796", "Iraq", "Place", kind="country")
ITEMS = {"Karsa": KARSA, "Iraq": IRAQ, "Tarn": Item("Q990000003", "Tarn", "Place", kind="city")}
TYPES: dict[str, EntityType] = {
    "Karsa": "Place",
    "Iraq": "Place",
    "Tarn": "Place",
    "Karsa Water Authority": "Organization",
    "Water Authority": "Organization",
    "KWA": "Organization",
    "Orne Mills": "Organization",
}


def document(*names: str | tuple[str, ...], linked: tuple[str, ...] = ()) -> Document:
    """An article that says these names, each of an entity, or several of one; people where
    `TYPES` does not say another type."""
    text, entities, mentions = "", [], []
    for number, given in enumerate(names, 1):
        forms = (given,) if isinstance(given, str) else given
        kind = TYPES.get(forms[0], "Person")
        item = ITEMS.get(forms[0])
        if forms[0] in linked:
            item = Item("Q990000001", forms[0], kind)
        entities.append(Entity(f"e{number}", kind, forms[0], forms, item))
        for form in forms:
            span = Span(len(text), len(text) + len(form))
            mentions.append(Mention(f"m{len(mentions) + 1}", span, f"e{number}", "X"))
            text += f"{form}. "
    return Document(Article(text), tuple(entities), tuple(mentions))


def found(*documents: Document) -> list[Identity]:
    identities = Identities()
    assert list(identities.watch(documents)) == list(documents)
    return identities.found()


def said(*documents: Document) -> list[tuple[str, str, str]]:
    """Reason and names of each link, the names sorted."""
    return sorted((i.reason, *sorted(i.names)) for i in found(*documents))  # type: ignore[misc]


def test_a_surname_and_its_one_bearer() -> None:
    one = document("Naeem al-Gauoud", "Karsa")
    assert said(one, document("Gauoud", "Karsa", "Iraq")) == [
        ("shortName", "Gauoud", "Naeem al-Gauoud")
    ]
    (link,) = found(one, document("Gauoud", "Karsa"))
    assert link.shared == ("http://www.wikidata.org/entity/Q990000008",)
    where = iris.document(Article("Gauoud. Karsa. "))
    ends = [("Gauoud", where), ("Naeem al-Gauoud", "")]
    assert {link.one, link.other} == {
        str(iris.entity(Entity("e", "Person", name), DATA, doc)) for name, doc in ends
    }


@pytest.mark.parametrize(
    "documents",
    [
        [document("Naeem al-Gauoud", "Karsa"), document("Gauoud", "Tarn")],
        [document("Naeem al-Gauoud", "Iraq"), document("Gauoud", "Iraq")],
        [
            document("Dora Kestrel", "Karsa"),
            document("Karl Kestrel", "Iraq"),
            document("Kestrel", "Karsa", "Tarn"),
            document("Kestrel", "Karsa", "Tarn", "Iraq"),
        ],
        [document("Naeem al-Gauoud", "Gauoud", "Karsa"), document("Karsa")],
        [document("Jamal Haddad", "Karsa"), document("Jamil Haddad", "Karsa")],
        [document("Naeem F. Gauoud", "Karsa"), document("Naeem G. Gauoud", "Karsa")],
        [document("Water Authority", "Karsa"), document("Water Authority", "Karsa", "Iraq")],
        [document("Kestrel", "Karsa"), document("Kestrel", "Karsa", "Iraq")],
        [
            document("Naeem al-Gauoud", "Karsa"),
            document("Ahmed Gauoud", "Tarn", linked=("Ahmed Gauoud",)),
            document("Gauoud", "Karsa"),
        ],
    ],
    ids=[
        "nothing-shared",
        "only-a-country-shared",
        "brothers",
        "two-in-one-document",
        "first-names",
        "initials",
        "generic-name",
        "lone-surname",
        "a-linked-bearer",
    ],
)
def test_no_join(documents: list[Document]) -> None:
    assert found(*documents) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            document("Naeem al-Gauoud", "Karsa"),
            document("Naim al-Gaoud", "Karsa"),
            ("spelling", "Naeem al-Gauoud", "Naim al-Gaoud"),
        ),
        (
            document("Mohammed Gauoud", "Karsa"),
            document("Muhammad al-Gauoud", "Tarn"),
            ("sameName", "Mohammed Gauoud", "Muhammad al-Gauoud"),
        ),
        (
            document("Karsa Water Authority", "Karsa"),
            document("KWA", "Karsa"),
            ("acronym", "KWA", "Karsa Water Authority"),
        ),
        (
            document("Karsa Water Authority", "Karsa"),
            document("Water Authority", "Karsa"),
            ("shortName", "Karsa Water Authority", "Water Authority"),
        ),
        (
            document("Kestrel", "Karsa", "Tarn"),
            document("Kestrel", "Karsa", "Tarn", "Iraq"),
            ("sameName", "Kestrel", "Kestrel"),
        ),
    ],
    ids=["spelling", "usual-spellings", "acronym", "shortened", "lone"],
)
def test_joins(one: Document, other: Document, expected: tuple[str, str, str]) -> None:
    assert said(one, other) == [expected]


def test_no_cluster_has_two_of_one_document() -> None:
    """The two of the first article stay two, though the second's name fits both."""
    one = document("Naeem al-Gauoud", "Gauoud", "Karsa", "Tarn")
    assert said(one, document("Gauoud", "Karsa", "Tarn", "Iraq")) == [
        ("sameName", "Gauoud", "Gauoud")
    ]


def test_unlinked_full_names_are_context_too() -> None:
    one = document("Naeem al-Gauoud", "Orne Mills")
    assert said(one, document("Gauoud", "Orne Mills")) == [
        ("shortName", "Gauoud", "Naeem al-Gauoud")
    ]


CORPUS = [
    document("Naeem al-Gauoud", "Karsa"),
    document(("Naim al-Gaoud", "Gaoud"), "Karsa"),
    document("Gauoud", "Karsa", "Tarn"),
    document("Karsa Water Authority", "Tarn", "Karsa"),
    document("KWA", "Tarn"),
    document("Muhammad Orne", "Iraq"),
    document("Mohammed Orne", "Tarn"),
]


def test_any_order_and_as_few_links_as_join_all() -> None:
    expected = found(*CORPUS)
    assert [link.reason for link in expected].count("acronym") == 1
    assert len(expected) == 4
    for seed in range(5):
        shuffled = list(CORPUS)
        random.Random(seed).shuffle(shuffled)
        assert found(*shuffled) == expected


def triples(dataset: Dataset, name: str) -> set[tuple[object, ...]]:
    return set(dataset.graph(URIRef(name)))


def of_documents(documents: Iterable[Document]) -> Dataset:
    return corpus.to_dataset(documents)


def test_a_document_more_changes_nothing_of_the_others() -> None:
    before, after = of_documents(CORPUS[:-1]), of_documents(CORPUS)
    for each in CORPUS[:-1]:
        name = str(iris.document(each.article))
        assert triples(before, name) == triples(after, name) != set()


def test_links_stand_in_a_graph_of_their_own() -> None:
    dataset = of_documents(CORPUS)
    assert rdf.validate(dataset) == []
    identity = dataset.graph(iris.identities())
    assert len(set(identity.subject_objects(KG.sameEntityAs))) == 4
    alone = rdf.to_dataset(CORPUS)
    dataset.remove_graph(identity)
    assert set(dataset.quads()) == set(alone.quads())


def test_every_name_is_kept() -> None:
    graph: Graph = of_documents(CORPUS)
    gaoud = iris.entity(Entity("e", "Person", "Naim al-Gaoud"))
    assert [str(name) for name in graph.objects(gaoud, SKOS.altLabel)] == ["Gaoud"]
