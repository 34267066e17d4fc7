from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ResourceError
from kg.language import tokenizer
from kg.language.tokenizer import make_tokenizer

SAMPLE = "They don't trust the (U.S.-led) anti-war talks; cannot we meet at 10am???"


@pytest.fixture(scope="module")
def words() -> Any:
    return make_tokenizer(spacy.blank("en").vocab)


@pytest.mark.parametrize(
    "cut",
    [
        # contractions and possessives
        "She do|n't know",
        "THEY DO|N'T",
        "hav|n’t we|’re you|'d|'ve",
        "I can|not and can|not|, ca|nt|, do|nt|!",
        "gon|na wan|na i|m Imports",
        "Jony Ive met Im Soo",
        "the mayor|'s|, the mayors|'|, the US|’s and 2019|'s",
        "the 1990's|, the '90s and rock 'n roll",
        # full stops
        "Mr. Obi of St. Ives Inc. left|.",
        "the U.S. and D.C.|, e.g. J. Doe|, Ph.D.",
        "(|e.g. a “|St. Ives|”|)",
        "I|. am well|.",
        "No. 5 said no|.",
        "nuts|, etc.|, and so on",
        "we left|.|Then they came|,|too",
        # punctuation
        "Stop|!!! Why|?! Well|... and|....|so",
        "“|Yes|,|” he said|—|he (|and she|)|: no|;",
        "** ==== -- >> << $$$ ----> :-) :( <3",
        "*|now|* --|Ann ~|20 his|/|her and|/|or w/out b/c",
        "[t]he claim[ed] [|sic|]",
        # hyphens
        "a well|-|known US|-|led state|‑|run 10|-|year|-|old",
        "anti-war pro-Kurdish|-|led e-mail co-founder mid-2014 career-wise",
        "al|-|Haddad Jong|-|un F|-|16s COVID|-|19 Hizb|-|e|-|Islami",
        "1990|-|1995 10|–|12 5,000|-|6,000",
        "U.S.|-|led Va.|-|based",
        # numbers, units and money
        "10|am 9:30|pm 10|a.m. 5|km 35|mm 2.5|bn 1990s 3rd 4G A1M",
        "$|5|m £|2.50 US|$|5 20|€ Rs|500 USD|910 5|% 20|°",
        "1,200 1,00,000 18|,|19|,|20 6|+|7 -|5 +44 #|1 #strike @user",
        "555-0134 202-555-0134 +1-202-555-0134 12-20-2000 2015-05-18 5/18/2015",
        # addresses and files
        "(|see http://example.org/a_b?c=d-e|)|.",
        "www.example.org/a/|, example.com|, ann.lee@mail.example.org|;",
        'Ann|"|<|ann@example.org|>',
        "plan.doc alt.news.talk doi:10.1000/182",
        # other scripts and signs
        "שלום|, 你好|。 ok|👍 Acme|™",
    ],
)
def test_words(words: Any, cut: str) -> None:
    expected = [word for chunk in cut.split(" ") for word in chunk.split("|")]
    assert [token.text for token in words(cut.replace("|", ""))] == expected


def test_norms(words: Any) -> None:
    norms = [token.norm_ for token in words("They cannot, DONT gonna")]
    assert norms == ["they", "can", "not", ",", "do", "not", "going", "to"]


def test_capitals_of_short_words_are_initials(words: Any) -> None:
    assert [token.text for token in words("by IM")] == ["by", "IM"]


def test_survives_the_disk_and_pickling(words: Any, tmp_path: Path) -> None:
    expected = [(token.text, token.norm_) for token in words(SAMPLE)]
    words.to_disk(tmp_path / "tokenizer")
    read = spacy.blank("en").tokenizer.from_disk(tmp_path / "tokenizer")
    for other in (read, pickle.loads(pickle.dumps(words))):
        assert [(token.text, token.norm_) for token in other(SAMPLE)] == expected


@settings(max_examples=300)
@given(st.text(st.sampled_from("aI9 \n.,'’\"!?-–—/:;()[]<>$%#@&*=~…é😀\u200d\x00"), max_size=40))
def test_no_character_is_lost(words: Any, text: str) -> None:
    doc = words(text)
    assert doc.text == text
    assert all(text[token.idx :].startswith(token.text) for token in doc)
    assert all(token.text for token in doc)


@pytest.mark.parametrize("row", ["(", "{nothing}"])
def test_a_bad_pattern_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str) -> None:
    text = tokenizer.TABLES.read_text(encoding="utf-8")
    copy = tmp_path / "tokenizer.toml"
    copy.write_text(text.replace("infixes = [", f"infixes = [ '{row}',"), encoding="utf-8")
    monkeypatch.setattr(tokenizer, "TABLES", copy)
    with pytest.raises(ResourceError, match=r"tokenizer\.toml: [({]"):
        make_tokenizer(spacy.blank("en").vocab)
