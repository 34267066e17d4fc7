"""Datelines: "BAMAKO, Mali (Reuters) - " at the start of a paragraph.

They say where and by whom a report was sent, and are no part of its first sentence. The
names that make one certain, and the capitals that make none, are in `datelines.toml`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from kg.errors import ResourceError
from kg.resources import load_toml

LEXICON = Path(__file__).with_name("datelines.toml")

_UPPER = "A-ZÀ-ÖØ-ÞĀĄĆČĎĐĘĚĞĢĪİŁŃŇŌŐŘŚŞŠŤŪŮŰŹŻŽ"
_CAPITALS = rf"(?:Mc|Mac|[AaEe]l-|[DdLl][’'])?[{_UPPER}][{_UPPER}.’'/-]+"
_NAME = rf"[{_UPPER}][\w.’'/-]*"
_DASH = r"\s*(?:—|–|―|--+)\s*|\s+[-_]\s*|-\s+"
_LEAST_LETTERS = 3  # "US", "UN" and "EU" are no places that reports are sent from
_LEAST_WORDS = 4  # after a dateline of a place alone


def find(paragraph: str, opening: bool) -> int:
    """How many characters of `paragraph` are its dateline, white space after it included.

    A place in capitals alone counts only in the `opening` paragraph, before a sentence.
    """
    place, other = _patterns()
    match = place.match(paragraph)
    if match is None or not (match["dash"] or match["agency"]):
        match = other.match(paragraph)
        return match.end() if match else 0
    if not match["more"]:
        rest = paragraph[match.end() :]
        if not (opening and match["dash"] and _is_sentence(rest)):
            return 0
    return match.end() if _is_place(match["place"]) else 0


def _is_place(words: str) -> bool:
    letters = sum(character.isalpha() for character in words)
    return letters >= _LEAST_LETTERS and not _not_places().fullmatch(words)


def _is_sentence(rest: str) -> bool:
    """Whether a sentence in ordinary letters begins here, neither heading nor aside."""
    words = rest.split()
    plain = [word for word in words if any(character.islower() for character in word)]
    return (
        len(words) >= _LEAST_WORDS
        and 2 * len(plain) > len(words)
        and not rest[0].islower()
        and bool(re.search(r"[.!?…][\"”’')\]]*(?:\s|$)", rest))
    )


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Datelines that begin with a place in capitals, and others: with an agency, or a day."""
    data = _data()
    agency = "|".join(data["agencies"])
    month = data["months"]
    day = rf"(?:{month}\s+\d{{1,2}}|\d{{1,2}}\s+{month})(?:,?\s+\d{{4}})?"
    sent = rf"\s*\((?:{agency})(?:\s*(?:/|,|&|\band\b)\s*(?:{agency}))*\)"
    region = rf",\s+(?!{month}\s+\d){_NAME}(?:\s+(?:of|and|the|{_NAME})){{0,4}}"
    place = (
        rf"(?P<place>{_CAPITALS}(?:[ /]{_CAPITALS}){{0,4}})"
        rf"(?P<more>(?:{region}){{0,2}}(?:,?\s+{day})?(?P<agency>{sent})?)"
        rf"(?:(?P<dash>{_DASH})|\s*(?=\S|$))"
    )
    name = rf"{_NAME}(?:[ /](?:{_NAME}|of|de|la|el|al|and)){{0,4}}"
    where = rf"{name}(?:{region}){{0,2}}"
    agencies = rf"{where}(?:,?\s+{day})?{sent}(?:{_DASH})|{sent}(?:{_DASH}|\s*)"
    dated = rf"{where},?\s+{day}(?:{_DASH})"  # as press releases begin
    other = rf"(?:{agencies}|{dated})"
    return re.compile(place), re.compile(other)


@cache
def _not_places() -> re.Pattern[str]:
    return re.compile("|".join(_data()["not_places"]))


@cache
def _data() -> dict[str, list[str]]:
    data = load_toml(LEXICON)
    for key in ("agencies", "months", "not_places"):
        if not data.get(key):
            raise ResourceError(f"{LEXICON}: {key!r} is missing; add it")
    return data
