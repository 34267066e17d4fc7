"""Names of people: their parts, and whether two full ones can be one person's."""

from __future__ import annotations

from functools import lru_cache

from kg.identity.spelling import mistyped, sound, words
from kg.wikidata.names import ARTICLE, loose

Parts = tuple[str, ...]


@lru_cache(maxsize=65536)
def parts(name: str) -> Parts:
    """The parts of a name without titles, initials and Arabic articles."""
    found = tuple(word for word in loose(name, person=True).key.split() if word != ARTICLE)
    return found or (name.casefold(),)


def compatible(one: Parts, other: Parts) -> bool:
    """Whether two names of two parts or more can be one person's.

    First names agree, and the last ones, or one name goes on where the other ends (a second
    surname); what is between in the shorter one is in the longer one too, in its order.
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
    return last and _within(short[1:-1], long[1:-1])


def _is_exact(name: Parts) -> bool:
    return not words("people", "exact").isdisjoint((name[0], name[-1]))


def _sounds(name: Parts) -> Parts:
    return tuple(map(sound, name))


def _within(short: Parts, long: Parts) -> bool:
    rest = iter(long)
    return all(word in rest for word in short)


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
