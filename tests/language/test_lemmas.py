from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.language.lemmas import apply_script, lemma_of, script_of


@pytest.mark.parametrize(
    ("form", "lemma", "script"),
    [
        ("troops", "troop", "-|1|"),
        ("was", "be", "-|3|be"),
        ("Fled", "flee", "-|1|e"),
        ("Americans", "American", "=|1|"),
        ("city", "city", "-|0|"),
    ],
)
def test_script(form: str, lemma: str, script: str) -> None:
    assert script_of(form, lemma) == script
    assert apply_script(form, script) == lemma


def test_a_script_generalises() -> None:
    assert apply_script("Soldiers", script_of("troops", "troop")) == "soldier"


def test_a_lemma_is_never_empty() -> None:
    assert apply_script("a", "-|3|") == "a"


@given(st.text(st.characters(categories=("L",)), min_size=1), st.text("abcdeAB", min_size=1))
def test_script_makes_the_lemma_again(form: str, lemma: str) -> None:
    assert apply_script(form, script_of(form, lemma)) == lemma


KNOWN = {
    (base, "VB"): base for base in ("free", "fine", "fin", "rage", "ray", "stop", "enact", "go")
}
KNOWN["went", "VBD"] = "go"


@pytest.mark.parametrize(
    ("form", "tag", "first", "lemma"),
    [
        ("freed", "VBD", "-|2|", "free"),
        ("fined", "VBN", "-|2|", "fine"),
        ("raged", "VBD", "-|3|y", "rage"),
        ("stopping", "VBG", "-|3|", "stop"),
        ("re-enacted", "VBD", "-|2|e", "re-enact"),
        ("went", "VBD", "-|0|", "go"),
        ("blorped", "VBD", "-|2|", "blorp"),
    ],
)
def test_regular_forms_have_known_bases(form: str, tag: str, first: str, lemma: str) -> None:
    assert lemma_of(form, tag, [0], [first], KNOWN) == lemma
