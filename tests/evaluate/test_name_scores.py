"""Names count by exact place, with and without their type."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.evaluate.corpora import Sentence
from kg.evaluate.counts import Counts
from kg.evaluate.gold import Gold, from_sentences, places, squeezed
from kg.evaluate.names import count_names
from kg.evaluate.spelling import is_name, trim


@pytest.fixture(scope="module")
def blank() -> Language:
    return spacy.blank("en")


def found(blank: Language, words: str, *ents: tuple[int, int, str]) -> Doc:
    doc = Doc(blank.vocab, words=words.split())
    doc.set_ents([Span(doc, begin, end, label=label) for begin, end, label in ents])
    return doc


def scores(doc: Doc, gold: Gold) -> dict[str, float]:
    counts = Counts()
    count_names(doc, gold, counts)
    return counts.scores()


def tagged(words: str, tags: str) -> Gold:
    return from_sentences([Sentence(words.split(), names=tags.split())])


def test_type_and_place(blank: Language) -> None:
    gold = tagged("Ana Lund of Odense met Bo", "B-PER I-PER O B-LOC O B-PER")
    doc = found(blank, gold.text, (0, 2, "PERSON"), (3, 4, "ORG"), (4, 5, "LOC"))
    result = scores(doc, gold)
    assert result["names P"] == result["names R"] == result["names F1"] == 33.33
    assert result["spans P"] == result["spans R"] == 66.67


def test_only_people_organisations_and_places_are_compared(blank: Language) -> None:
    gold = tagged("Danes in Odense", "O O B-LOC")
    doc = found(blank, gold.text, (0, 1, "NORP"), (2, 3, "GPE"))
    assert scores(doc, gold)["names F1"] == 100


def test_a_name_on_ignored_words_is_not_judged(blank: Language) -> None:
    gold = tagged("Tour de Odense", "? ? B-LOC")
    assert scores(found(blank, gold.text, (0, 2, "ORG"), (2, 3, "LOC")), gold)["names P"] == 100
    assert scores(found(blank, gold.text, (0, 3, "LOC")), gold)["names P"] == 0


def test_unannotated_documents_have_no_scores(blank: Language) -> None:
    gold = from_sentences([Sentence(["Odense"])])
    assert scores(found(blank, "Odense", (0, 1, "LOC")), gold) == {}


def test_spacing_does_not_matter(blank: Language) -> None:
    gold = tagged("Ana Lund -based", "B-PER I-PER O")
    doc = Doc(blank.vocab, words=["Ana", "\n", "Lund", "-based"], spaces=[True, False, False, True])
    doc.set_ents([Span(doc, 0, 3, label="PERSON")])
    assert scores(doc, gold)["names F1"] == 100


def test_trimmed_names_and_descriptions(blank: Language) -> None:
    text = "the UN Special Envoy Ana Lund met Danish troops"
    at = squeezed(text)
    gold = Gold(
        text,
        names=[(at[21], at[29], "PER")],
        unjudged=[(at[34], at[47])],
        trimmed=True,
    )
    judged = scores(found(blank, text, (1, 6, "PERSON"), (7, 8, "ORG")), gold)
    assert judged["names F1"] == 100
    assert scores(found(blank, text, (1, 6, "PERSON"), (6, 8, "ORG")), gold)["names P"] == 50


def test_places_count_no_white_space() -> None:
    assert places([Sentence(["1 000", "ships"]), Sentence(["Go"])]) == [[(0, 4), (4, 9)], [(9, 11)]]
    assert squeezed("a b\n") == [0, 1, 1, 2, 2]


@pytest.mark.parametrize(
    ("span", "kind", "name"),
    [
        (" the Red Cross ", "ORG", "Red Cross"),
        ("The", "ORG", "The"),
        ("U.S. Army General Ana Lund", "PER", "Ana Lund"),
        ("Foreign Minister Bo Bishop", "PER", "Bo Bishop"),
        ("Gen. Lund", "PER", "Lund"),
        ("General Electric", "ORG", "General Electric"),
    ],
)
def test_trim(span: str, kind: str, name: str) -> None:
    begin, end = trim(span, 0, len(span), kind)
    assert span[begin:end] == name


@pytest.mark.parametrize(
    ("span", "kind"),
    [
        ("Odense", "LOC"),
        ("Bay of Kiel", "LOC"),
        ("al-Nasr", "ORG"),
        ("4th Fleet", "ORG"),
        ("de Vries", "PER"),
        ("Ana van Lund", "PER"),
    ],
)
def test_written_as_a_name(span: str, kind: str) -> None:
    assert is_name(span, kind)


@pytest.mark.parametrize(
    ("span", "kind"),
    [
        ("Danish troops", "ORG"),
        ("city of Odense", "LOC"),
        ("Odense, Denmark", "LOC"),
        ("We", "ORG"),
        ("Our Fleet", "ORG"),
        ("Danes", "ORG"),
        ("Maj. Gen.", "PER"),
        ("of Foreign Affairs", "PER"),
        ("Sword of", "ORG"),
        ("1950", "LOC"),
        ("", "LOC"),
    ],
)
def test_no_name(span: str, kind: str) -> None:
    assert not is_name(span, kind)
