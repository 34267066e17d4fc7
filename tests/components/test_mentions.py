"""Names of one document gathered into entities, on sentences with the names marked."""

from __future__ import annotations

import re

import pytest
import spacy
from spacy.tokens import Doc

from kg.components.mentions import mentions
from kg.components.notes import KEY, Notes
from kg.errors import ResourceError
from kg.facts import Article, Block, Span, to_json

VOCAB = spacy.blank("en").vocab
DETERMINERS = ("the", "a", "an")
_PART = re.compile(r"\[(\w+) ([^\]]+)\]|(\S+)")


def marked(text: str, blocks: tuple[Block, ...] = (), **tags: str) -> Doc:
    """A document of words set apart by spaces, with names as "[ORG The Red Cross]"; "_" before
    a word glues it to the one before. `tags` gives the parts of speech of odd words."""
    words: list[str] = []
    names: list[str] = []
    for label, name, word in _PART.findall(text):
        parts = name.split() if label else [word]
        words += parts
        names += [f"{'I' if k else 'B'}-{label}" for k in range(len(parts))] if label else ["O"]
    glued = [word.startswith("_") and len(word) > 1 for word in words]
    words = [
        word.removeprefix("_") if glue else word for word, glue in zip(words, glued, strict=True)
    ]
    pos = [_pos(word, name, tags) for word, name in zip(words, names, strict=True)]
    doc = Doc(
        VOCAB,
        words=words,
        spaces=[not glue for glue in [*glued[1:], True]],
        pos=pos,
        tags=["POS" if word == "'s" else part for word, part in zip(words, pos, strict=True)],
        lemmas=[word.lower() for word in words],
        heads=[0] * len(words),
        deps=["ROOT", *["dep"] * (len(words) - 1)],
        ents=names,
    )
    doc.user_data[KEY] = {"article": to_json(Article(doc.text, blocks=blocks))}
    return doc


def _pos(word: str, name: str, tags: dict[str, str]) -> str:
    if word in tags:
        return tags[word]
    if word.lower() in DETERMINERS:
        return "DET"
    if word in ("of", "in"):
        return "ADP"
    if not any(char.isalnum() for char in word):
        return "PUNCT"
    return "PROPN" if name != "O" or word.istitle() else "NOUN"


def entities(doc: Doc) -> list[tuple[str, str, list[str]]]:
    """Type, name and the words of all mentions of each entity."""
    notes = Notes(mentions(doc))
    return [
        (
            entity.type,
            entity.name,
            [doc.text[m.span.begin : m.span.end] for m in notes.mentions if m.entity == entity.id],
        )
        for entity in notes.entities.values()
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[PER Nina Weber] spoke . [PER Weber] left .",
            [("Person", "Nina Weber", ["Nina Weber", "Weber"])],
        ),
        (
            "[PERSON Weber] spoke . [PERSON Nina Weber] left .",
            [("Person", "Nina Weber", ["Weber", "Nina Weber"])],
        ),
        (
            "[PER Nina Weber] met [PER Karl Weber] . [PER Weber] left .",
            [
                ("Person", "Nina Weber", ["Nina Weber"]),
                ("Person", "Karl Weber", ["Karl Weber"]),
                ("Person", "Weber", ["Weber"]),
            ],
        ),
        (
            "[PER Nina B. Weber] met [PER Nina Weber] . [PER Weber] and [PER Nina] left .",
            [("Person", "Nina B. Weber", ["Nina B. Weber", "Nina Weber", "Weber", "Nina"])],
        ),
        (
            "[PER Nina Weber] or [PER Nina Maria Weber] spoke . [PER Weber] left .",
            [("Person", "Nina Maria Weber", ["Nina Weber", "Nina Maria Weber", "Weber"])],
        ),
        (
            "[PER Luis Orne Tarn] spoke . [PER Luis Orne] and [PER Tarn] left .",
            [("Person", "Luis Orne Tarn", ["Luis Orne Tarn", "Luis Orne", "Tarn"])],
        ),
        (
            "[PER Prime Minister Nina Weber] met [PER Queen Elizabeth] and [PER Abu Omar Haddad] .",
            [
                ("Person", "Nina Weber", ["Nina Weber"]),
                ("Person", "Queen Elizabeth", ["Queen Elizabeth"]),
                ("Person", "Abu Omar Haddad", ["Abu Omar Haddad"]),
            ],
        ),
        (
            "[ORG Court of Session in] Perth ruled .",
            [("Organization", "Court of Session", ["Court of Session"])],
        ),
        (
            "[ORG World Rowing Union] met . [ORG WRU] voted .",
            [("Organization", "World Rowing Union", ["World Rowing Union", "WRU"])],
        ),
        (
            "[ORG Coastal Relief] ( [ORG Coare] ) met .",
            [("Organization", "Coastal Relief", ["Coastal Relief", "Coare"])],
        ),
        (
            "[ORG Coastal Relief] , [ORG Coare] met .",
            [
                ("Organization", "Coastal Relief", ["Coastal Relief"]),
                ("Organization", "Coare", ["Coare"]),
            ],
        ),
        (
            "[PER Omar al _- _Haddad] fled . [PER al _- _Haddad] died . [PER Haddad] was ill .",
            [("Person", "Omar al-Haddad", ["Omar al-Haddad", "al-Haddad", "Haddad"])],
        ),
        (
            "[PERSON Lim Ho _-] _seok met [PERSON Ada] _- _led us and [PERSON Kim _-] friends .",
            [
                ("Person", "Lim Ho-seok", ["Lim Ho-seok"]),
                ("Person", "Ada", ["Ada"]),
                ("Person", "Kim", ["Kim"]),
            ],
        ),
        (
            "[PER Musa al] _- _Turi fled .",
            [("Person", "Musa al-Turi", ["Musa al-Turi"])],
        ),
        (
            "[LOC Bosaso] fell . Bosaso burned .",
            [("Place", "Bosaso", ["Bosaso", "Bosaso"])],
        ),
        (
            "[ORG The Red Cross] left . [LOC Bosaso _'s] port burned .",
            [
                ("Organization", "Red Cross", ["Red Cross"]),
                ("Place", "Bosaso", ["Bosaso"]),
            ],
        ),
        (
            "[NORP Kenyan] troops left [LOC Kenya] .",
            [("Group", "Kenyan", ["Kenyan"]), ("Place", "Kenya", ["Kenya"])],
        ),
        (
            "[FAC Nile Bridge] reopened after [EVENT Regatta Week] and [WORK_OF_ART Long Night] .",
            [
                ("Place", "Nile Bridge", ["Nile Bridge"]),
                ("Event", "Regatta Week", ["Regatta Week"]),
                ("Product", "Long Night", ["Long Night"]),
            ],
        ),
        ("[DATE Friday] brought [CARDINAL nine] storms .", []),
        ("[PER President] spoke to the [LOC -] .", []),
    ],
    ids=[
        "last-name",
        "last-name-first",
        "two-of-a-name",
        "middle-initial",
        "middle-name",
        "second-surname",
        "titles-before",
        "words-after",
        "initials",
        "brackets",
        "no-brackets",
        "hyphens-inside",
        "hyphens-at-the-end",
        "hyphens-split",
        "repeated",
        "articles-and-possessives",
        "demonym",
        "finer-labels",
        "no-names",
        "titles-and-signs",
    ],
)
def test_clusters(text: str, expected: list[tuple[str, str, list[str]]]) -> None:
    assert entities(marked(text)) == expected


def test_initials_tell_people_apart() -> None:
    doc = marked("[PER Ana F. Orne] left . [PER Ana G. Orne] came . [PER Ana Orne] spoke .")
    assert len(entities(doc)) == 3
    doc = marked("[PER Ana F. Orne] left . [PER Ana Orne] spoke . [PER Orne] slept .")
    assert [names for _, _, names in entities(doc)] == [["Ana F. Orne", "Ana Orne", "Orne"]]


def test_who_was_named_first_bears_the_surname_alone() -> None:
    doc = marked("[PER Karl Orne] left . [PER Orne] wept . [PER Karl B. Orne] met [PER Ada Orne] .")
    names = [names for _, _, names in entities(doc)]
    assert names == [["Karl Orne", "Orne", "Karl B. Orne"], ["Ada Orne"]]
    doc = marked("[PER Karl Orne] left . [PER Ada Orne] wept . [PER Orne] slept .")
    assert len(entities(doc)) == 3


def test_titles_tell_people_apart() -> None:
    doc = marked("Mr [PER Orne] and Mrs [PER Orne] left . Mrs [PER Orne] spoke .")
    assert [names for _, _, names in entities(doc)] == [["Orne"], ["Orne", "Orne"]]
    doc = marked("[PER Mr Karl Orne] and [PER Mrs Orne] left . [PER Mr Orne] spoke .")
    assert [names for _, _, names in entities(doc)] == [["Mr Karl Orne", "Mr Orne"], ["Mrs Orne"]]
    doc = marked("[PER Karl Orne] left . Mr [PER Orne] spoke .")
    assert [names for _, _, names in entities(doc)] == [["Karl Orne", "Orne"]]


def test_an_article_repeats_with_or_without_a_capital() -> None:
    doc = marked("[ORG Al Noor] won . Then al Noor lost .")
    assert entities(doc)[0][2] == ["Al Noor", "al Noor"]


def test_lower_case_words_are_no_repeated_names() -> None:
    doc = marked("[LOC Nice] burned . A Nice day and a nice day .", Nice="ADJ")
    assert entities(doc)[0][2] == ["Nice", "Nice"]
    doc = marked("[ORG Rise] grew . Prices Rise fast .", Rise="VERB")
    assert entities(doc)[0][2] == ["Rise"]


def test_furniture_and_bylines_name_nobody() -> None:
    text = "[PER Ada Moore] writes . [LOC Bosaso] fell . [ORG Donorbox] thanks you ."
    spans = Span(0, 17), Span(32, 52)
    blocks = (Block(spans[0], "byline"), Block(spans[1], "furniture"))
    assert [name for _, name, _ in entities(marked(text, blocks))] == ["Bosaso"]


def test_mentions_are_spans_with_labels_and_confidence() -> None:
    doc = mentions(marked("[PER Nina Weber] left . Weber spoke . [PER Weber] left ."))
    notes = Notes(doc)
    spans = [(s.text, s.label_, s.id_) for s in doc.spans["mentions"]]
    assert spans == [("Nina Weber", "PERSON", "e1"), *[("Weber", "PERSON", "e1")] * 2]
    first, repeated, second = (mention.confidence for mention in notes.mentions)
    assert repeated < first == second
    assert [mention.id for mention in notes.mentions] == ["m1", "m2", "m3"]


def test_the_model_says_how_sure_it_is() -> None:
    doc = marked("[LOC Bosaso] fell .")
    doc.user_data[KEY]["names"] = {"0,6": 0.42}
    assert Notes(mentions(doc)).mentions[0].confidence == 0.42


def test_a_document_without_names_or_words() -> None:
    assert entities(marked("nothing happened .")) == []
    empty = mentions(Doc(VOCAB))
    assert Notes(empty).entities == {}


def test_a_document_is_read_anew() -> None:
    doc = mentions(marked("[PER Nina Weber] left . Weber spoke ."))
    before = Notes(doc)
    again = Notes(mentions(doc))
    assert (again.entities, again.mentions) == (before.entities, before.mentions)


def test_an_unparsed_document_is_refused() -> None:
    with pytest.raises(ResourceError, match="use a pipeline with a parser"):
        mentions(Doc(VOCAB, words=["Bosaso", "fell"], ents=["B-LOC", "O"]))
