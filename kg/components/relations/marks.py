"""Names with only a mark between them: "X, Y", "X in Y", "Y-based X", "X, 34, of Y"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from spacy.tokens import Token

from kg.components.notes import Notes
from kg.facts import Mention
from kg.lexicon import Relation

AGE = re.compile(r"^, (?:aged )?\d{1,3}(?=,)")


def marks(
    notes: Notes, patterns: Callable[[str], Sequence[Relation]]
) -> Iterator[tuple[Relation, Token, Token]]:
    """The patterns of the text between each two names of a sentence that follow one another,
    with a token of the one before it and of the one after it; not for names that go on as a
    list."""
    names = sorted((m for m in notes.mentions if m.kind == "name"), key=lambda m: m.span)
    for (one, other), after in zip(pairwise(names), [*names[2:], None], strict=False):
        mark = _between(notes, one, other)
        found = patterns(mark)
        if not found or (mark == "," and _goes_on(notes, other, after)):
            continue
        first, second = notes.tokens(one.span).root, notes.tokens(other.span).root
        if first.sent == second.sent:
            yield from ((pattern, first, second) for pattern in found)


def _between(notes: Notes, one: Mention, other: Mention) -> str:
    """The text between two names, without an age; "" for a bracket that does not close after
    them."""
    text = notes.article.text
    mark = AGE.sub("", " ".join(text[one.span.end : other.span.begin].split()))
    return "" if mark == "(" and not text.startswith(")", other.span.end) else mark


def _goes_on(notes: Notes, last: Mention, after: Mention | None) -> bool:
    """Whether names go on as a list: "X, Y and Z"."""
    if after is None or notes.entities[after.entity].type != "Place":
        return False
    mark = _between(notes, last, after).removesuffix(" the")
    return mark in (",", "and", ", and", "or")
