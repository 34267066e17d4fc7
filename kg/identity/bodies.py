"""Names of organisations, groups, places and works: variants, short forms, acronyms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from kg.identity.spelling import sound, words
from kg.wikidata.names import ARTICLE, key, loose

Words = tuple[str, ...]
LONGEST_ACRONYM = 7
_LEADING = re.compile(r"^the\s+", re.IGNORECASE)


@lru_cache(maxsize=65536)
def parts(name: str) -> Words:
    """The words of a name, each in its first spelling, without Arabic articles."""
    found = tuple(loose(word).key for word in key(name).split() if word != ARTICLE)
    return found or (name.casefold(),)


def sounds(name: str) -> Words:
    """The words of a name by their sound."""
    return tuple(map(sound, parts(name)))


@lru_cache(maxsize=65536)
def core(name: str) -> tuple[Words, frozenset[str]]:
    """What is left without legal forms and the kind of place, by sound, and that kind."""
    found = loose(name)
    return tuple(map(sound, found.key.split())), found.kinds


def compatible(one: str, other: str) -> bool:
    """Whether two names can be one body's: spelt alike, or one with a legal form more."""
    if core(one) != core(other):
        return False
    short, long = sorted((sounds(one), sounds(other)), key=len)
    return short == long[: len(short)] or bool(core(one)[1])


def fullest(names: Iterable[str]) -> set[str]:
    """The names of most words."""
    found = list(names)
    longest = max(len(parts(name)) for name in found)
    return {name for name in found if len(parts(name)) == longest}


def shortenings(name: str) -> set[Words]:
    """What a longer name may be shortened to, by sound: its last words, but not after "of",
    or its first ones where only generic words or legal forms follow."""
    whole, sounding = parts(name), sounds(name)
    generic, joints = words("bodies", "generic"), words("bodies", "joints")
    found = {core(name)[0]}
    for cut in range(1, len(whole)):
        if whole[cut - 1] not in joints and whole[cut] not in joints:
            found.add(sounding[cut:])
        if generic.issuperset(whole[cut:]):
            found.add(sounding[:cut])
    return found - {sounding}


def may_be_short(name: str) -> bool:
    """Whether a name can be a longer one's short form: a legal form makes it a full name
    ("Celanese Corp"), and an acronym with a word before it is another body's."""
    return acronym(name) is None and core(name)[0] == sounds(name)


def initials(name: str) -> set[str]:
    """The acronyms that a name of several words may have: of those with a capital, or of all,
    but never of a "the" before them."""
    heads = [word[0] for word in _LEADING.sub("", name).replace("-", " ").split()]
    if len(heads) < 2:
        return set()
    return {"".join(head for head in heads if head.isupper()), "".join(heads).upper()}


def acronym(name: str) -> str | None:
    """A name in capitals without dots where it is an acronym: of at most seven letters, most
    of them capitals."""
    letters = name.replace(".", "")
    capitals = sum(map(str.isupper, letters))
    fits = 2 <= len(letters) <= LONGEST_ACRONYM and letters.isalpha()
    mostly = letters[:1].isupper() and 2 * capitals > len(letters)
    return letters.upper() if fits and mostly else None


def is_generic(name: str) -> bool:
    """Whether a name has only words that say what kind of body it is."""
    return (words("bodies", "generic") | words("bodies", "joints")).issuperset(parts(name))
