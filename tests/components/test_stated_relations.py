"""Patterns of every property of the inventory, on sentences that the shipped model reads."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from spacy.language import Language
from stated import Stated

from kg import lexicon
from kg.facts import Qualifier

pytestmark = pytest.mark.pipeline

LINES = [
    line.split("\t")
    for line in Path(__file__).with_name("stated_relations.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("stated", "text", "pairs"), LINES, ids=[line[1] for line in LINES])
def test_statements(stated: str, text: str, pairs: str, nlp: Language) -> None:
    wanted = sorted(pairs.split("; ")) if pairs != "-" else []
    assert Stated(text, nlp).pairs(stated) == wanted


def test_every_property_has_sentences_that_state_it_and_one_that_does_not() -> None:
    count = Counter((stated, pairs[:1] in "-!") for stated, _, pairs in LINES)
    for entry in lexicon.properties().by_id.values():
        if not entry.qualifier:
            assert count[entry.id, False] >= 2, entry
            assert count[entry.id, True] >= 1, entry


@pytest.mark.parametrize(
    ("text", "stated", "times", "ended"),
    [
        ("Rosa Lindqvist was the mayor of Oslo from 2001 to 2009.", "P39",
         {"P580": "2001", "P582": "2009"}, True),
        ("Rosa Lindqvist has been the mayor of Oslo since 2014.", "P39", {"P580": "2014"}, False),
        ("Rosa Lindqvist was the mayor of Oslo until 2009.", "P6", {"P582": "2009"}, True),
        ("Bill Clinton, president of the United States from 1993 to 2001, spoke.", "P35",
         {"P580": "1993", "P582": "2001"}, True),
        ("Rosa Lindqvist was elected mayor of Oslo in 2010.", "P39", {"P580": "2010"}, False),
        ("Rosa Lindqvist resigned as mayor of Oslo in May.", "P39", {"P582": "2015-05"}, True),
        ("The former mayor of Oslo, Rosa Lindqvist, spoke.", "P6", {}, True),
        ("Rosa Lindqvist was awarded the Nobel Peace Prize in 2014.", "P166",
         {"P585": "2014"}, False),
        ("Rosa Lindqvist joined Microsoft in March 2012.", "P108", {"P580": "2012-03"}, False),
        ("Rosa Lindqvist left the Labour Party in 2012.", "P102", {"P582": "2012"}, True),
        ("Rosa Lindqvist worked for Microsoft.", "P108", {}, True),
        ("Rosa Lindqvist said she worked for Microsoft.", "P108", {}, False),
        ("Rosa Lindqvist was working for Microsoft.", "P108", {}, False),
        ("Rosa Lindqvist had worked for Microsoft since 2001.", "P108", {"P580": "2001"}, False),
        ("Rosa Lindqvist no longer works for Microsoft.", "P108", {}, True),
        ("Rosa Lindqvist used to live in Oslo.", "P551", {}, True),
        ("Rosa Lindqvist was a member of the Labour Party.", "P102", {}, True),
        ("Rosa Lindqvist became a member of the Labour Party.", "P102", {}, False),
        ("Rosa Lindqvist was born in Oslo.", "P19", {}, False),
        ("Prime Minister Rosa Lindqvist resigned on Friday.", "P39", {"P582": "2015-05-15"}, True),
        ("Prime Minister Rosa Lindqvist will resign on Friday.", "P39", {}, False),
        ("Prime Minister Rosa Lindqvist died on Friday.", "P39", {}, True),
        ("Rosa Lindqvist, the mayor of Oslo, spoke. She was sacked in May.", "P6",
         {"P582": "2015-05"}, True),
    ],
)  # fmt: skip
def test_times_are_qualifiers(
    text: str, stated: str, times: dict[str, str], ended: bool, nlp: Language
) -> None:
    found = Stated(text, nlp)
    assert found.times(stated) == times
    assert found.one(stated).ended == ended


@pytest.mark.parametrize(
    ("text", "stated", "stance"),
    [
        ("Rosa Lindqvist denied being a member of the Arab League.", "P463",
         ("negative", "certain", "actual")),
        ("Rosa Lindqvist reportedly owns Google.", "P127", ("positive", "probable", "actual")),
        ("Rosa Lindqvist plans to acquire Google.", "P127", ("positive", "certain", "future")),
        ("Rosa Lindqvist will become the mayor of Oslo.", "P39",
         ("positive", "certain", "future")),
        ("The alleged leader of Hezbollah, Rosa Lindqvist, was there.", "P488",
         ("positive", "probable", "actual")),
    ],
)  # fmt: skip
def test_stance(text: str, stated: str, stance: tuple[str, str, str], nlp: Language) -> None:
    found = Stated(text, nlp).one(stated).factuality
    assert (found.polarity, found.certainty, found.realis) == stance


@pytest.mark.parametrize(
    "text",
    [
        "If elected president, Rosa Lindqvist plans to leave NATO.",
        "Rosa Lindqvist met the brother of the mayor of Oslo.",
    ],
)
def test_nobody_is_given_a_position(text: str, nlp: Language) -> None:
    assert not Stated(text, nlp).pairs("P39")


def test_dates_are_literals(nlp: Language) -> None:
    found = Stated("Rosa Lindqvist was born in Oslo in 1954.", nlp).one("P569")
    assert (found.object, found.is_entity) == ("1954", False)


def test_coordinated_titles_share_what_they_are_held_over(nlp: Language) -> None:
    found = Stated("Rosa Lindqvist is the founder and chief executive of Microsoft.", nlp)
    assert found.pairs("P112") == found.pairs("P169") == ["Microsoft > Rosa Lindqvist"]


def test_what_is_said_of_a_predicate_holds_of_its_subject(nlp: Language) -> None:
    assert Stated("Microsoft is a company based in Oslo.", nlp).pairs("P159") == [
        "Microsoft > Oslo"
    ]
    assert Stated("Microsoft is not a company based in Oslo.", nlp).pairs("P159") == []


def test_a_title_without_its_own_scope_has_that_of_its_verb(nlp: Language) -> None:
    found = Stated("Rosa Lindqvist joined Microsoft as chief executive in 2011.", nlp)
    assert found.pairs("P169") == ["Microsoft > Rosa Lindqvist"]
    assert Qualifier("P580", "2011", is_entity=False) in found.one("P169").qualifiers


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("The UN special envoy to Syria, Rosa Lindqvist, spoke.",
         {"P642": "United Nations", "P1001": "Syria"}),
        ("The Labour MP for Leeds, Rosa Lindqvist, spoke.", {"P1001": "Leeds"}),
        ("Senator Rosa Lindqvist of Utah spoke.", {"P1001": "Utah"}),
        ("The EU's foreign policy chief, Rosa Lindqvist, spoke.", {"P642": "EU"}),
    ],
)  # fmt: skip
def test_what_offices_are_held_over(text: str, over: dict[str, str], nlp: Language) -> None:
    found = Stated(text, nlp)
    assert {q.property: found.name(q.value) for q in found.one("P39").qualifiers} == over


def test_no_affiliation_is_stated_beside_a_finer_relation(nlp: Language) -> None:
    found = Stated("The economist John Smith of the World Bank disagreed.", nlp)
    assert found.pairs("P108") == ["John Smith > World Bank"]
    assert not found.pairs("P1416")


def test_what_a_minister_is_in_charge_of_is_part_of_the_title(nlp: Language) -> None:
    found = Stated("Emergencies Minister Rosa Lindqvist spoke.", nlp)
    assert found.pairs("P39") == ["Rosa Lindqvist > emergencies minister"]


def test_a_phrase_before_a_pronoun_is_said_of_it(nlp: Language) -> None:
    found = Stated("Rosa Lindqvist was there. A former nurse, she joined Google in 2010.", nlp)
    assert found.pairs("P106") == ["Rosa Lindqvist > nurse"]
    assert found.one("P106").ended


def test_places_around_a_place_are_not_stated_again(nlp: Language) -> None:
    found = Stated("Rosa Lindqvist was born in Lyon, France.", nlp)
    assert found.pairs("P19") == ["Rosa Lindqvist > Lyon"]
