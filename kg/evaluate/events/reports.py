"""Reader of annotated reports: `NAME.txt` with `NAME.toml`, as `tests/gold/README.md` says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from kg import lexicon
from kg.evaluate import checked
from kg.evaluate.annotated import Entry, GoldEntity, Keys, Text, annotated_texts
from kg.facts import Certainty, ClaimKind, Polarity, Realis, TollKind

ROLES = (
    *("agent", "target", "recipient", "instrument", "origin", "destination", "topic"),
    "participant",
)


def _interval(value: tuple[str, str]) -> tuple[str, str]:
    for day in filter(None, value):
        date.fromisoformat(day)
    return value


Days = Annotated[tuple[str, str], AfterValidator(_interval)]  # ISO days, "" for an open end


class GoldEvent(Entry):
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


class GoldClaim(Entry):
    """Words and the key of whoever is said to have said them."""

    kind: str
    words: tuple[str, ...] = Field(min_length=1)
    speaker: str | None = None
    addressee: str | None = None


class GoldToll(Entry):
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


class GoldQuantity(Entry):
    """A number with a unit; `of` is a word of the text for what it measures."""

    at: str
    value: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    approximate: bool = False
    unit: str
    of: str | None = None


class GoldTime(Entry):
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
class Report(Text):
    """A text and what a careful reader takes from it."""

    gold: _Annotation

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
            self.among(claim.kind, get_args(ClaimKind), "kind of claim")
            for key in filter(None, (claim.speaker, claim.addressee)):
                self.among(key, gold.entity, "entity")
        for event in gold.event:
            self.among(event.cls, classes, "class of ontology/kg.ttl")
            for key in (
                key for role in (*ROLES, "place", "source") for key in getattr(event, role)
            ):
                self.among(key, gold.entity, "entity")
        for toll in gold.toll:
            for key in (*filter(None, [toll.victims]), *toll.place, *toll.source):
                self.among(key, gold.entity, "entity")


def read(folder: Path) -> Iterator[Report]:
    """The reports of a folder in order of their names.

    Raises ResourceError for a folder without any, a text or annotation that is missing, or an
    annotation that does not fit its text.
    """
    for path, text in annotated_texts(folder):
        report = Report(path.stem, path, text, checked.load(_Annotation, path))
        report.check()
        yield report
