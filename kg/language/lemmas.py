"""Lemmas as scripts: how to make the lemma from the form, a class to predict.

A script is `case|cut|suffix`: lower-case the form unless case is `=`, cut that many
letters off its end, append the suffix (cf. Straka 2018, UDPipe 2.0, section 3.3).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

DOUBLED = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")  # one syllable, one vowel, one consonant
UNINFLECTED = frozenset({"NNP", "NN", "JJ", "RB", "VB", "VBP", "CD"})


def script_of(form: str, lemma: str) -> str:
    """The shortest script that turns `form` into `lemma`."""
    case, base = ("=", form) if lemma != lemma.lower() else ("-", form.lower())
    common = 0
    for ours, theirs in zip(base, lemma, strict=False):
        if ours != theirs:
            break
        common += 1
    return f"{case}|{len(base) - common}|{lemma[common:]}"


def apply_script(form: str, script: str) -> str:
    """The lemma that `script` makes of `form`; never empty."""
    keeps_case, cut, suffix = _parsed(script)
    base = form if keeps_case else form.lower()
    return (base[: max(len(base) - cut, 0)] + suffix) or form


@cache
def _parsed(script: str) -> tuple[bool, int, str]:
    case, cut, suffix = script.split("|", 2)
    return case == "=", int(cut), suffix


def lemma_of(
    word: str,
    tag: str,
    ranked: list[int],
    scripts: list[str],
    attested: Mapping[tuple[str, str], str],
) -> str:
    """The attested lemma of a form with its tag, else what a script makes of it.

    `ranked` are indices of `scripts`, best first: the first counts whose lemma is a known
    base form that English spells so, then a regular one that is, else the first. `attested`
    maps (form, tag) to lemmas. Of a compound with a hyphen the last part is inflected.
    """
    form, coarse = (word, tag) if tag.startswith("NNP") else (word.lower(), tag[:2])
    known = attested.get((form, tag)) or attested.get((form, coarse))
    if known:
        return known
    if tag in UNINFLECTED:
        return form
    made = [apply_script(word, scripts[index]) for index in ranked]
    regular = regular_bases(form) if coarse == "VB" else []
    for lemma in (*(lemma for lemma in made if lemma in regular), *regular, *made):
        if attested.get((lemma, coarse)) == lemma and _is_spelled(lemma, form):
            return lemma
    first, hyphen, last = form.rpartition("-")
    if hyphen and last and coarse == "VB":
        return first + hyphen + lemma_of(last, tag, ranked, scripts, attested)
    return made[0]


def regular_bases(form: str) -> list[str]:
    """What a regular verb form may be made of: "freed" of free and fre, "stopping" of stop."""
    for ending in ("ied", "ies"):
        if form.endswith(ending):
            return [form[:-3] + "y", form[:-1]]
    if form.endswith("ed"):
        return [form[:-1], form[:-2], form[:-3]]
    if form.endswith("ing"):
        return [form[:-3] + "e", form[:-3], form[:-4]]
    return [form[:-1], form[:-2]] if form.endswith("s") else []


def _is_spelled(lemma: str, form: str) -> bool:
    """Whether a form can be regular with that base: of "fin" it would be "finned"."""
    return form not in (lemma + "ed", lemma + "ing") or not DOUBLED.fullmatch(lemma)
