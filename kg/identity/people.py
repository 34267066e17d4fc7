"""Names of people: their parts, and whether two full ones can be one person's."""

from __future__ import annotations

from functools import lru_cache

from kg.identity.spelling import mistyped, sound, words
from kg.wikidata.names import ARTICLE, loose, without_titles

Parts = tuple[str, ...]


@lru_cache(maxsize=65536)
def parts(name: str) -> Parts:
    """The parts of a name without titles, Arabic articles and particles before a surname.

    Inner initials and what tells a son from his father stand behind the first name.

    >>> parts("Dr. Ana R. de la Cruz Jr."), parts("de la Cruz")
    (('ana', 'jr', 'r', 'de', 'la', 'cruz'), ('cruz',))
    """
    found = [word for word in loose(name, person=True).key.split() if word != ARTICLE]
    while len(found) > 1 and found[0] in words("people", "particles"):
        del found[0]
    inner = [word for word in without_titles(name).split()[1:-1] if len(word) == 1]
    if len(found) > 2 and found[-1] in words("people", "suffixes"):
        inner.insert(0, found.pop())
    if len(found) > 1:
        found[1:1] = inner
    return tuple(found) or (name.casefold(),)


def compatible(one: Parts, other: Parts) -> bool:
    """Whether two names of two parts or more can be one person's.

    First names agree, and the last ones, or one name goes on where the other ends (a second
    surname); what is between in the shorter one is in the longer one too, in its order, an
    initial as itself or as a name.
    """
    if one == other or "".join(one) == "".join(other):
        return True
    if _is_exact(one) or _is_exact(other):
        return False
    short, long = sorted((_sounds(one), _sounds(other)), key=len)
    if short[0] != long[0]:
        return False
    if len(short) < len(long) and short == long[: len(short)]:
        return True
    last = short[-1] == long[-1] or mistyped(one[-1], other[-1])
    return last and _within(*(name[1:-1] for name in sorted((one, other), key=len)))


def _is_exact(name: Parts) -> bool:
    return not words("people", "exact").isdisjoint((name[0], name[-1]))


def _sounds(name: Parts) -> Parts:
    return tuple(map(sound, name))


def _within(short: Parts, long: Parts) -> bool:
    rest = iter(long)
    return all(any(_agree(word, other) for other in rest) for word in short)


def _agree(one: str, other: str) -> bool:
    if 1 in (len(one), len(other)):
        return one[0] == other[0]
    return sound(one) == sound(other)


def blocks(name: Parts) -> set[tuple[str, str]]:
    """Keys of which compatible names share one: the first name with the begin of another."""
    first = sound(name[0])
    return {(first, sound(word).lstrip("~")[:1]) for word in name[1:]} | {("", "".join(name))}


def surnames(name: Parts) -> set[str]:
    """The words, by sound, that its bearer may be called alone."""
    inner = words("people", "first_surnames").intersection(name[1:-1])
    return {alone(word) for word in (name[-1], *inner)}


def alone(surname: str) -> str:
    """A lone surname by its sound."""
    return surname if surname in words("people", "exact") else sound(surname)
