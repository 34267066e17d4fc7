"""Relations found are compared with annotated ones as tests/gold/relations/README.md says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from relation_documents import Made

from kg.evaluate.relations.cast import cast, names_of
from kg.evaluate.relations.extractors import found_by
from kg.evaluate.relations.matching import ordered
from kg.evaluate.relations.measuring import Measured, measure
from kg.evaluate.relations.reports import Report, read
from kg.facts import Qualifier, Span

TEXT = (
    "Ann Lee, former mayor of Odense, married Bo Lee. "
    "She works for Acme Bank, a subsidiary of Acme. Lee was born in 1954. "
)
HEAD = """
published = "2021-03-09"
subject = "business"
style = "agency"
[entity.ann]
names = ["Ann Lee"]
at = ["[She] works", "[Lee] was born"]
[entity.bo]
names = ["Bo Lee"]
[entity.odense]
names = ["Odense"]
[entity.bank]
names = ["Acme Bank"]
[entity.acme]
names = ["Acme"]
"""
MAYOR = """
[[relation]]
subject = "ann"
property = "P39"
role = "mayor"
P1001 = "odense"
at = ["former [mayor] of"]
ended = true
"""
MARRIED = """
[[relation]]
subject = "bo"
property = "P26"
object = "ann"
at = ["[married] Bo"]
"""
WORKS = """
[[relation]]
subject = "ann"
property = "P108|P463"
object = "bank"
at = ["[works] for"]
"""
BORN = """
[[relation]]
subject = "ann"
property = "P569"
date = "1954"
at = ["was [born] in"]
"""
PARENT = """
[[relation]]
subject = "acme"
property = "P355"
object = "bank"
at = ["a [subsidiary] of"]
"""
Score = Callable[..., Measured]


@pytest.fixture
def report(tmp_path: Path) -> Callable[..., Report]:
    def make(*relations: str) -> Report:
        (tmp_path / "lee.txt").write_text(TEXT, "utf-8")
        (tmp_path / "lee.toml").write_text(HEAD + "".join(relations), "utf-8")
        return next(read(tmp_path))

    return make


class People(Made):
    """The entities of the text, all found."""

    def __init__(self) -> None:
        super().__init__(TEXT)
        self.ann = self.entity("Ann Lee", "She", "Lee was")
        self.bo = self.entity("Bo Lee")
        self.odense = self.entity("Odense", type_="Place")
        self.bank = self.entity("Acme Bank", type_="Organization")
        self.acme = self.entity("Acme", type_="Organization")


def scored(report: Report, made: Made, extractor: Any = "both") -> Measured:
    return measure([(report, made.document)], extractor)


def row(measured: Measured, name: str = "relations") -> tuple[float, float, float, float]:
    found = measured.scores[name]
    return found["P"], found["R"], found["gold"], found["found"]


def classes(measured: Measured) -> list[str]:
    return [fault["class"] for fault in measured.worst()]


def test_names_are_where_no_longer_name_stands(report: Callable[..., Report]) -> None:
    places = names_of(report())
    assert [TEXT[span.begin : span.end] for span in places["acme"]] == ["Acme"]
    assert places["acme"] == [Span(90, 94)]


def test_an_entity_is_who_its_names_are(report: Callable[..., Report]) -> None:
    made = People()
    she = made.entity("somebody", type_="Person")
    made.mention(she, Span(49, 52), "pronoun")
    people = cast(report(), made.document)
    found = {made.ann: "ann", made.bo: "bo", made.bank: "bank", made.acme: "acme", she: "ann"}
    assert {entity: people.key(entity) for entity in found} == found


def test_ends_in_either_order_and_inverses_are_one() -> None:
    assert ordered("b", "P26", "a") == ordered("a", "P26", "b") == ("a", "P26", "b")
    assert ordered("bank", "P749", "acme") == ordered("acme", "P355", "bank")
    assert ordered("kid", "P22", "dad") == ("kid", "P22", "dad")


def test_found_relations_are_right(report: Callable[..., Report]) -> None:
    made = People()
    mayor = made.entity("mayor", type_="Role")
    made.state(made.ann, "P39", mayor, "mayor", Qualifier("P1001", made.odense), ended=True)
    made.state(made.ann, "P26", made.bo, "married")
    made.state(made.bo, "P26", made.ann, "married")
    made.state(made.ann, "P463", made.bank, "works")
    made.state(made.ann, "P569", "1954", "born")
    made.state(made.bank, "P749", made.acme, "subsidiary")
    measured = scored(report(MAYOR, MARRIED, WORKS, BORN, PARENT), made)
    assert row(measured) == (100, 100, 5, 5)
    assert classes(measured) == []
    assert measured.scores["qualifiers"]["F1"] == 100
    assert measured.scores["ended"]["acc"] == 100


def test_missing_and_spurious_relations(report: Callable[..., Report]) -> None:
    made = People()
    made.state(made.ann, "P551", made.odense, "Odense", confidence=0.9)
    measured = scored(report(MARRIED), made)
    assert row(measured) == (0, 0, 1, 1)
    assert classes(measured) == ["spurious relation", "missing relation"]
    assert measured.score.confused == {"P551 spurious": 1, "P26 missed": 1}


def test_another_property_of_the_same_ends_is_a_confusion(report: Callable[..., Report]) -> None:
    made = People()
    made.state(made.bo, "P3373", made.ann, "married")
    measured = scored(report(MARRIED), made)
    assert measured.score.confused == {"P26 as P3373": 1}
    assert classes(measured) == ["wrong property", "missing relation"]
    assert "P26 as P3373" in measured.report()


def test_optional_and_implied_relations_are_not_judged(report: Callable[..., Report]) -> None:
    father = MARRIED.replace("P26", "P22")
    made = People()
    made.state(made.bo, "P22", made.ann, "married")
    made.state(made.ann, "P40", made.bo, "married")
    made.state(made.ann, "P569", "1954", "born")
    measured = scored(report(father, BORN + "optional = true\n"), made)
    assert row(measured) == (100, 100, 1, 1)


def test_stance_and_qualifiers_are_judged_where_a_relation_is_found(
    report: Callable[..., Report],
) -> None:
    made = People()
    role = made.entity("Mayor of Odense", "mayor", type_="Role", qid="Q1")
    made.state(made.ann, "P39", role, "mayor", Qualifier("P580", "1990"))
    measured = scored(report(MAYOR + 'polarity = "negative"\n', WORKS), made)
    scores = measured.scores
    assert (scores["polarity"]["acc"], scores["realis"]["acc"]) == (0, 100)
    assert (scores["stance"]["acc"], scores["ended"]["acc"]) == (0, 0)
    assert (scores["qualifiers"]["P"], scores["qualifiers"]["R"]) == (50, 100)
    assert classes(measured)[0] == "stated as fact"
    assert {"ended", "qualifiers"} <= set(classes(measured))


def test_another_role_is_not_the_annotated_one(report: Callable[..., Report]) -> None:
    made = People()
    made.state(made.ann, "P39", made.entity("deputy mayor", type_="Role"), "mayor")
    assert row(scored(report(MAYOR), made)) == (0, 0, 1, 1)


@pytest.mark.parametrize(
    ("name", "by"),
    [
        ("verb", {"patterns", "both"}),
        ("classifier", {"classifier", "both"}),
        ("verb+classifier", {"patterns", "classifier", "both"}),
    ],
)
def test_extractors_by_name(report: Callable[..., Report], name: str, by: set[Any]) -> None:
    made = People()
    made.state(made.bo, "P26", made.ann, "married", by=name)
    (statement,) = made.statements
    every: tuple[Any, ...] = ("patterns", "classifier", "both")
    assert {one for one in every if found_by(one)(statement)} == by
    measured = scored(report(MARRIED), made, extractor="patterns")
    assert row(measured, "relations")[1] == 100 * ("patterns" in by)
    alone = row(measured, "relations, classifier alone")
    assert alone[1] == 100 * ("classifier" in by)


def test_confidence_is_compared_with_what_is_right(report: Callable[..., Report]) -> None:
    made = People()
    made.state(made.bo, "P26", made.ann, "married", confidence=0.8)
    made.state(made.bo, "P551", made.odense, "Odense", confidence=0.8)
    measured = scored(report(MARRIED), made)
    assert measured.scores["confidence"] == {"ECE": 30.0, "calibrated": 70.0}
    assert "0.8-0.9" in measured.report()
