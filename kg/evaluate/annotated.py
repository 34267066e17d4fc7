"""Annotated reports: `NAME.txt` beside `NAME.toml`, places written as snippets of the text.

What the readers of `tests/gold/README.md` and `tests/gold/relations/README.md` share.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from kg.errors import ResourceError
from kg.facts import Span

BRACKETS = re.compile(r"\[([^\]]+)\]")


def _alternatives(value: str) -> str:
    if not all(part.strip() == part != "" for part in value.split("|")):
        raise ValueError(f"{value!r} is not one key, or several with | between them")
    return value


Key = Annotated[str, AfterValidator(_alternatives)]  # "isis", or "isis|fighters"
Keys = tuple[Key, ...]


class Entry(BaseModel):
    """A table of an annotation; what is `optional` is neither asked for nor wrong."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    optional: bool = False


class GoldEntity(Entry):
    """Somebody or something, by proper names or by the places that stand for it."""

    names: tuple[str, ...] = ()
    at: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text:
    """A text and where it and its annotation (`path`) were read from."""

    name: str
    path: Path
    text: str

    def span(self, snippet: str) -> Span:
        """Where the bracketed words of a snippet stand; ResourceError where that is not clear."""
        marked = BRACKETS.search(snippet)
        plain = BRACKETS.sub(r"\1", snippet)
        if marked is None or BRACKETS.search(snippet, marked.end()):
            raise self.error(f"{snippet!r} needs one pair of brackets around the words meant")
        begin = self._only(plain) + marked.start()
        return Span(begin, begin + len(marked[1]))

    def words(self, words: str) -> Span:
        """Where words that stand once in the text are."""
        begin = self._only(words)
        return Span(begin, begin + len(words))

    def _only(self, words: str) -> int:
        found = self.text.count(words)
        if found != 1:
            raise self.error(f"{words!r} occurs {found} times; give words that stand there once")
        return self.text.index(words)

    def error(self, message: str) -> ResourceError:
        """An error in the annotation of this text."""
        return ResourceError(f"{self.path}: {message}")

    def among(self, alternatives: str, known: Collection[str], what: str) -> None:
        """Raise ResourceError for one of the alternatives ("a|b") that is not `known`."""
        for name in alternatives.split("|"):
            if name not in known:
                raise self.error(f"{name!r} is no {what}")


def annotated_texts(folder: Path) -> Iterator[tuple[Path, str]]:
    """Each annotation of a folder and the text it is of, in order of their names.

    Raises ResourceError for a folder without any, or a text that is missing.
    """
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise ResourceError(f"{folder}: no annotated report (*.toml beside *.txt); name a folder")
    for path in paths:
        try:
            yield path, path.with_suffix(".txt").read_text("utf-8")
        except OSError as error:
            raise ResourceError(f"{path}: its text cannot be read: {error}") from error
