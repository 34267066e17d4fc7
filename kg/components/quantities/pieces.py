"""The figures, words and signs of a document, apart, whatever its tokenizer makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Doc

from kg import lexicon
from kg.lexicon import split
from kg.numerals import HYPHENS, table

BREAK = "\n"


class Piece(NamedTuple):
    """A figure, word or sign of the text at `[begin, end)`, in token `token`; `glued` where no
    space is before it, `joined` where a hyphen is."""

    text: str
    begin: int
    end: int
    token: int
    glued: bool = False
    joined: bool = False


def pieces(doc: Doc) -> list[Piece]:
    """The pieces of `doc`, without hyphens between a number and what it counts ("12-km"); white
    space that is a token is `BREAK`."""
    found: list[Piece] = []
    parts = list(_parts(doc))
    skip = False
    for place, part in enumerate(parts):
        if not skip and 0 < place < len(parts) - 1 and part.text in HYPHENS:
            after = parts[place + 1]
            skip = part.glued and after.glued and _joins(parts[place - 1].text, after.text)
            if skip:
                continue
        if skip:
            part = part._replace(glued=True, joined=True)
            skip = False
        found.append(part)
    return found


def _parts(doc: Doc) -> Iterator[Piece]:
    glued = False
    for token in doc:
        if token.is_space:
            yield Piece(BREAK, token.idx, token.idx + len(token), token.i)
            glued = False
            continue
        whole, begin, place = token.text, token.idx, 0
        for text in (whole,) if token.is_alpha else split(whole):
            place = whole.index(text, place)
            end = place + len(text)
            yield Piece(text, begin + place, begin + end, token.i, glued)
            place, glued = end, True
        glued = not token.whitespace_


def _joins(before: str, after: str) -> bool:
    """Whether a hyphen stands between a number and what it counts or scales."""
    word, next_word = before.lower(), after.lower()
    number = word[:1].isdecimal() or any(word in table(name) for name in ("ones", "tens", "scales"))
    counted = next_word in table("scales") or (next_word,) in lexicon.units().words
    if next_word in ("per", "percentage", "square", "cubic", "nautical", "us"):
        counted = True
    return (number and (counted or before[:1].isdecimal()) and next_word.isalpha()) or (
        word == "per" and next_word == "cent"
    )
