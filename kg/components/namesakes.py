"""Which people of one document have one name, and who is meant by a part of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import combinations
from typing import TypeVar

from spacy.tokens import Span as DocSpan

from kg import lexicon
from kg.identity import people

Called = tuple[people.Parts, str | None]
Group = TypeVar("Group", bound=Hashable)


def called(groups: Mapping[Group, tuple[str, list[DocSpan]]]) -> dict[Group, Called]:
    """The parts of the name of each group of mentions, and the gender in their titles where a
    surname is borne with those of both: "Mr X" is not "Mrs X"."""
    parts = {group: people.parts(name) for group, (name, _) in groups.items()}
    genders = {
        group: {said for name in names if (said := gender(name))}
        for group, (_, names) in groups.items()
    }
    borne: dict[str, set[str]] = {}
    for group, name in parts.items():
        borne.setdefault(name[-1], set()).update(genders[group])
    both = {surname for surname, found in borne.items() if len(found) > 1}
    return {
        group: (name, min(genders[group], default=None) if name[-1] in both else None)
        for group, name in parts.items()
    }


def gender(name: DocSpan) -> str | None:
    """The gender of the title in which a name begins, or which stands right before it."""
    near = [name[0], *([name.doc[name.start - 1]] if name.start else [])]
    titles = (lexicon.titles().get(token.lower_.removesuffix(".")) for token in near)
    return next((title.gender for title in titles if title and title.gender), None)


def fullest(short: Called, persons: dict[Called, int]) -> Called:
    """The longest name that this one, or one that it is short for, is short for."""
    full = _full_name(short, persons)
    return short if full == short else fullest(full, persons)


def _full_name(short: Called, persons: dict[Called, int]) -> Called:
    """The longest name that this one is short for: by its last words, without the middle
    ones or a second surname, or by the first alone. Where several people could be meant, the
    one who was named before it if the others came later, else itself; `persons` are names
    with the places where they first stand."""
    name, said = short
    longer = [full for full in persons if len(full[0]) > len(name) and said in (None, full[1])]
    options = [full for full in longer if full[0][-len(name) :] == name]
    if len(name) > 1:
        options += [full for full in longer if (full[0][0], full[0][-1]) == (name[0], name[-1])]
    options = options or [full for full in longer if full[0][: len(name)] == name]
    if any(not _is_one(*pair) for pair in combinations(options, 2)):
        options = [full for full in options if persons[full] < persons[short]]
        if any(not _is_one(*pair) for pair in combinations(options, 2)):
            return short
    return max(options, key=lambda full: len(full[0]), default=short)


def _is_one(one: Called, other: Called) -> bool:
    """Whether two names can be one person's."""
    return one[1] == other[1] and people.compatible(one[0], other[0])
