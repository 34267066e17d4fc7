"""Reader of annotated reports: `NAME.txt` with `NAME.toml`, as `tests/gold/README.md` says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from kg import lexicon
from kg.errors import ResourceError
from kg.evaluate.events import tables
from kg.facts import Certainty, ClaimKind, Polarity, Realis, Span, TollKind

ROLES = (
    *("agent", "target", "recipient", "instrument", "origin", "destination", "topic"),
    "participant",
)
BRACKETS = re.compile(r"\[([^\]]+)\]")


def _alternatives(value: str) -> str:
    if not all(part.strip() == part != "" for part in value.split("|")):
        raise ValueError(f"{value!r} is not one key, or several with | between them")
    return value


def _interval(value: tuple[str, str]) -> tuple[str, str]:
    for day in filter(None, value):
        date.fromisoformat(day)
    return value


Keys = tuple[Annotated[str, AfterValidator(_alternatives)], ...]
Days = Annotated[tuple[str, str], AfterValidator(_interval)]  # ISO days, "" for an open end


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    optional: bool = False


class GoldEntity(_Entry):
    """Somebody or something, by proper names or by the places that stand for it."""

    names: tuple[str, ...] = ()
    at: tuple[str, ...] = ()


class GoldEvent(_Entry):
    """An event: snippets of its mentions, keys of entities by role; "|" parts alternatives."""

    cls: str = Field(alias="class")
    at: tuple[str, ...] = Field(min_length=1)
    agent: Keys = ()
    target: Keys = ()
    recipient: Keys = ()
    instrument: Keys = ()
    origin: Keys = ()
    destination: Keys = ()
    topic: Keys = ()
    participant: Keys = ()
    place: Keys = ()
    time: Days | None = None
    polarity: Polarity = "positive"
    certainty: Certainty = "certain"
    realis: Realis = "actual"
    source: Keys = ()


class GoldClaim(_Entry):
    """Words and the key of whoever is said to have said them."""

    kind: str
    words: tuple[str, ...] = Field(min_length=1)
    speaker: str | None = None
    addressee: str | None = None


class GoldToll(_Entry):
    """A casualty figure; an exact one has a count alone."""

    at: str
    kind: TollKind
    count: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    approximate: bool = False
    victims: str | None = None
    place: Keys = ()
    source: Keys = ()


class GoldQuantity(_Entry):
    """A number with a unit; `of` is a word of the text for what it measures."""

    at: str
    value: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    approximate: bool = False
    unit: str
    of: str | None = None


class GoldTime(_Entry):
    """A time expression and the days it means."""

    at: str
    value: Days


class _Annotation(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    published: date
    subject: str
    style: str
    without: tuple[Literal["event", "quantity"], ...] = ()  # what is not annotated
    entity: dict[str, GoldEntity] = {}
    event: tuple[GoldEvent, ...] = ()
    claim: tuple[GoldClaim, ...] = ()
    toll: tuple[GoldToll, ...] = ()
    quantity: tuple[GoldQuantity, ...] = ()
    time: tuple[GoldTime, ...] = ()


@dataclass(frozen=True)
class Report:
    """A text and what a careful reader takes from it."""

    name: str
    path: Path
    text: str
    gold: _Annotation

    def span(self, snippet: str) -> Span:
        """Where the bracketed words of a snippet stand; ResourceError where that is not clear."""
        marked = BRACKETS.search(snippet)
        plain = BRACKETS.sub(r"\1", snippet)
        if marked is None or BRACKETS.search(snippet, marked.end()):
            raise self._error(f"{snippet!r} needs one pair of brackets around the words meant")
        begin = self._only(plain) + marked.start()
        return Span(begin, begin + len(marked[1]))

    def words(self, words: str) -> Span:
        """Where words that stand once in the text are."""
        begin = self._only(words)
        return Span(begin, begin + len(words))

    def _only(self, words: str) -> int:
        found = self.text.count(words)
        if found != 1:
            raise self._error(f"{words!r} occurs {found} times; give words that stand there once")
        return self.text.index(words)

    def _error(self, message: str) -> ResourceError:
        return ResourceError(f"{self.path}: {message}")

    def check(self) -> None:
        """Raise ResourceError for a place, key, class or kind that is not there."""
        gold, classes = self.gold, lexicon.event_coreference().above
        for snippet in chain(
            chain.from_iterable(entity.at for entity in gold.entity.values()),
            chain.from_iterable(event.at for event in gold.event),
            (toll.at for toll in gold.toll),
            (quantity.at for quantity in gold.quantity),
            (time.at for time in gold.time),
        ):
            self.span(snippet)
        for claim in gold.claim:
            for words in claim.words:
                self.words(words)
            self._among(claim.kind, get_args(ClaimKind), "kind of claim")
            for key in filter(None, (claim.speaker, claim.addressee)):
                self._among(key, gold.entity, "entity")
        for event in gold.event:
            self._among(event.cls, classes, "class of ontology/kg.ttl")
            for key in (
                key for role in (*ROLES, "place", "source") for key in getattr(event, role)
            ):
                self._among(key, gold.entity, "entity")
        for toll in gold.toll:
            for key in (*filter(None, [toll.victims]), *toll.place, *toll.source):
                self._among(key, gold.entity, "entity")

    def _among(self, alternatives: str, known: Collection[str], what: str) -> None:
        for name in alternatives.split("|"):
            if name not in known:
                raise self._error(f"{name!r} is no {what}")


def read(folder: Path) -> Iterator[Report]:
    """The reports of a folder in order of their names.

    Raises ResourceError for a folder without any, a text or annotation that is missing, or an
    annotation that does not fit its text.
    """
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise ResourceError(f"{folder}: no annotated report (*.toml beside *.txt); name a folder")
    for path in paths:
        gold = tables.load(_Annotation, path)
        try:
            text = path.with_suffix(".txt").read_text("utf-8")
        except OSError as error:
            raise ResourceError(f"{path}: its text cannot be read: {error}") from error
        report = Report(path.stem, path, text, gold)
        report.check()
        yield report
