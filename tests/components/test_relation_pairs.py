"""What a relation may hold between, and how the classifier is shown it."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.components.notes import Notes
from kg.components.referents import Referents
from kg.components.relations.candidates import Candidate, Candidates
from kg.components.relations.classifier import allowed, fitting, pairs_of
from kg.components.relations.pairs import APART, FAR, LONGEST, OBJECT, SUBJECT, TYPES, Pair, padded
from kg.facts import Article
from kg.pipeline import make_doc

BEFORE = "kg_relations"
PROPERTIES = ("P108", "P569", "P26")
LAST = ("Lee", "Berg", "Haug", "Moe", "Lund", "Dahl", "Holm", "Strand", "Vik", "Aas", "Bakke")


def candidates(nlp: Language, text: str) -> Candidates:
    doc = make_doc(Article(text), nlp)
    for name, component in nlp.pipeline:
        if name == BEFORE:
            break
        doc = component(doc)
    return Candidates(Referents(Notes(doc)))


def words(candidate: Candidate) -> str:
    return str(candidate.head.doc[candidate.begin : candidate.end])


def found(nlp: Language, text: str) -> list[tuple[str, str, str]]:
    return [(words(c), c.type, c.form) for s in candidates(nlp, text).by_sentence() for c in s]


def pairs(nlp: Language, text: str) -> list[Pair]:
    return list(pairs_of(candidates(nlp, text), fitting(PROPERTIES)))


def test_names_times_and_pronouns_are_candidates(nlp: Language) -> None:
    rows = found(nlp, "Rosa Lindqvist, who joined Acme Bank in May 1998, married her coach there.")
    assert ("Rosa Lindqvist", "Person", "name") in rows
    assert ("Acme Bank", "Organization", "name") in rows
    assert ("in May 1998", "Date", "time") in rows
    assert ("who", "Person", "relative") in rows
    assert ("her", "Person", "pronoun") in rows


def test_a_relative_pronoun_stands_for_its_antecedent(nlp: Language) -> None:
    (sentence,) = candidates(nlp, "Rosa Lindqvist, who joined Acme Bank, left.").by_sentence()
    known = {words(c): c.entity for c in sentence}
    assert known["who"] is not None
    assert known["who"] == known["Rosa Lindqvist"]


def test_nobody_known_is_behind_a_pronoun_alone(nlp: Language) -> None:
    (sentence,) = candidates(nlp, "I work for Acme.").by_sentence()
    first = sentence[0]
    assert (words(first), first.type, first.entity) == ("I", "Person", None)


def test_a_year_that_stands_alone_is_a_date(nlp: Language) -> None:
    (sentence,) = candidates(nlp, "Rosa Lindqvist (died 1973) was a judge in Oslo.").by_sentence()
    years = [c.time for c in sentence if c.form == "time"]
    assert [(time.begin, time.end) for time in years if time] == [("1973-01-01", "1973-12-31")]


def test_a_sentence_with_one_candidate_has_no_pairs(nlp: Language) -> None:
    assert found(nlp, "Rosa Lindqvist slept. Nobody heard.") == []


def test_pairs_have_fitting_types_and_two_entities(nlp: Language) -> None:
    ends = {
        (words(p.subject), words(p.object))
        for p in pairs(nlp, "Rosa Lindqvist, who joined Acme Bank in May 1998, left.")
    }
    assert ("Rosa Lindqvist", "Acme Bank") in ends
    assert ("who", "in May 1998") in ends
    assert ("Acme Bank", "in May 1998") not in ends  # none of the properties dates a firm
    assert ("Rosa Lindqvist", "who") not in ends


def test_words_of_a_pair_are_marked(nlp: Language) -> None:
    text = "Rosa Lindqvist works for Acme."
    (pair,) = [p for p in pairs(nlp, text) if words(p.object) == "Acme"]
    doc, inputs = pair.subject.head.doc, padded([pair])

    def marked(name: str, value: int) -> list[str]:
        return [doc[i].text for i in inputs["words"][inputs[name] == value]]

    assert marked("marks", SUBJECT) == ["Rosa", "Lindqvist"]
    assert marked("marks", OBJECT) == ["Acme"]
    assert marked("path", 1) == [pair.subject.head.text, "works", "Acme"]
    assert doc[pair.route[0]].text == "works"
    assert marked("from_subject", FAR) == [pair.subject.head.text]
    assert TYPES[inputs["ends"][0, 2]] == "Organization"


def test_of_a_long_sentence_the_words_near_the_ends_are_kept(nlp: Language) -> None:
    filler = " and ".join(["the old brown bridge over the wide river"] * 14)
    text = f"Rosa Lindqvist, who painted {filler}, works for Acme."
    pair = next(p for p in pairs(nlp, text) if words(p.object) == "Acme")
    assert len(pair.words) <= LONGEST < pair.object.begin
    inputs = padded([pair])
    assert {SUBJECT, OBJECT} <= set(inputs["marks"][0].tolist())
    assert inputs["path"].sum() == len(pair.route)


def test_types_decide_which_properties_may_hold(nlp: Language) -> None:
    text = "Rosa Lindqvist works for Acme."
    (pair,) = [p for p in pairs(nlp, text) if words(p.object) == "Acme"]
    assert allowed([pair], fitting(PROPERTIES)).tolist() == [[True, False, False]]
    assert allowed([], fitting(PROPERTIES)).shape == (0, len(PROPERTIES))


def test_pairs_are_padded_to_the_longest(nlp: Language) -> None:
    text = "Rosa Lindqvist works for Acme. The judge Ola Berg has long been married to Ann Lee."
    chosen = pairs(nlp, text)
    sizes = [len(pair.words) for pair in chosen]
    assert len(set(sizes)) > 1
    inputs = padded(chosen)
    assert inputs["marks"].shape == (len(chosen), max(sizes))
    assert inputs["mask"].sum(1).tolist() == pytest.approx(sizes)
    assert inputs["words"][1][: sizes[1]].tolist() == chosen[1].words.tolist()


def test_a_long_list_of_names_has_few_pairs(nlp: Language) -> None:
    names = ", ".join(f"{first} {last}" for first in ["Ann", "Ola", "Eva", "Jan"] for last in LAST)
    count = len(pairs(nlp, f"The dead are {names} and Rosa Lindqvist."))
    assert 300 < count <= 2 * APART * (4 * len(LAST) + 1)
