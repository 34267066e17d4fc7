"""Quotations by their marks."""

from __future__ import annotations

import pytest

from kg import lexicon
from kg.components.claims.quotations import Quotation, Quoted, find, trimmed
from kg.facts import Span


def quoted(*paragraphs: str) -> list[list[str]]:
    text = "\n\n".join(paragraphs)
    spans, begin = [], 0
    for paragraph in paragraphs:
        spans.append(Span(begin, begin + len(paragraph)))
        begin += len(paragraph) + 2
    found = find(text, spans, lexicon.claims().quotes)
    assert all(q.span.begin < q.words[0].begin for q in found)
    return [[text[w.begin : w.end] for w in q.words] for q in found]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“We fled,” he said.", ["We fled,"]),
        ('"We fled," he said. "All of us."', ["We fled,", "All of us."]),
        ("‘We fled,’ he said of the town’s fall.", ["We fled,"]),
        ("'We fled,' he said. 'The soldiers' homes burned.'",
         ["We fled,", "The soldiers' homes burned."]),
        ("«We fled», he said.", ["We fled"]),
        ("„We fled“, he said.", ["We fled"]),
        ("``We fled,'' he said.", ["We fled,"]),
        ("He said: “They told us ‘go’ and left.”", ["They told us ‘go’ and left."]),
        ("\"He said, 'Go home.' \" \"And we did.\"", ["He said, 'Go home.' ", "And we did."]),
        ("The town’s mayor doesn't know the soldiers' names.", []),
        ("In the '90s they didn't care.", []),
        ("A 12\" pipe burst, “flooding” a street.", ["flooding"]),
        ("He said “we fled and never closed it. “We did,” she said.", ["We did,"]),
        ("Nothing.", []),
        ("", []),
    ],
)  # fmt: skip
def test_one_paragraph(text: str, words: list[str]) -> None:
    assert quoted(text) == [[part] for part in words]


def test_a_quotation_runs_on_where_the_next_paragraph_opens_again() -> None:
    found = quoted("“We fled.", "“They burned it,” he said.", "“Nobody came.”")
    assert found == [["We fled.", "They burned it,"], ["Nobody came."]]


def test_a_mark_that_is_never_closed_counts_for_nothing() -> None:
    assert quoted("“We fled.", "He left.") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“We fled,” he said.", "We fled"),
        ("He said: “We fled. They came.”", "We fled. They came"),
        ("He asked: “Who came?”", "Who came?"),
        ("He said: “We …  and then...”", "We …  and then..."),
        ("He said: “We fled to the U.S.”", "We fled to the U.S."),
    ],
)
def test_trimmed_words_end_without_comma_and_full_stop(text: str, words: str) -> None:
    quotation = find(text, [Span(0, len(text))], lexicon.claims().quotes)
    spans = [trimmed(text, q).words[0] for q in quotation]
    assert [text[w.begin : w.end] for w in spans] == [words]


def test_an_offset_lies_in_the_words_of_one_quotation() -> None:
    long = Quotation((Span(5, 9), Span(12, 20)), Span(4, 21))
    short = Quotation((Span(31, 35),), Span(30, 36))
    quoted = Quoted([long, short])
    places = {0: None, 5: long, 8: long, 9: None, 19: long, 20: None, 30: None, 34: short, 35: None}
    assert {place: quoted.at(place) for place in places} == places
    assert Quoted([]).at(3) is None
