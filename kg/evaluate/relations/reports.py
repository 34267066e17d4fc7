"""Reader of reports annotated for relations, as `tests/gold/relations/README.md` says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from kg.evaluate import checked
from kg.evaluate.annotated import Entry, GoldEntity, Key, Keys, Text, annotated_texts
from kg.evaluate.relations import inventory
from kg.facts import Certainty, Polarity, Realis

DATES, ENTITIES = ("P580", "P582", "P585"), ("P1001", "P642")  # values of qualifiers
FIRST = "-01"  # month and day of a date that has none


def _date(value: str) -> str:
    date.fromisoformat(value + FIRST * (2 - value.count("-")))
    return value


Date = Annotated[str, AfterValidator(_date)]  # "1954", "1954-03" or "1954-03-02"


class GoldRelation(Entry):
    """A relation: keys of entities, P-ids or words of a role; "|" parts alternatives."""

    subject: Key
    stated: Key = Field(alias="property")
    object: Key | None = None
    date: Date | None = None
    role: Key | None = None
    at: tuple[str, ...] = Field(min_length=1)
    P580: Date | None = None
    P582: Date | None = None
    P585: Date | None = None
    P1001: Key | None = None
    P642: Key | None = None
    ended: bool = False
    polarity: Polarity = "positive"
    certainty: Certainty = "certain"
    realis: Realis = "actual"
    source: Keys = ()

    @model_validator(mode="after")
    def _has_one_object(self) -> GoldRelation:
        if sum(value is not None for value in (self.object, self.date, self.role)) != 1:
            raise ValueError("give one of object, date and role")
        return self

    @property
    def qualifiers(self) -> dict[str, str]:
        """The qualifiers that it has."""
        values = {name: getattr(self, name) for name in (*DATES, *ENTITIES)}
        return {name: value for name, value in values.items() if value is not None}

    @property
    def value(self) -> str:
        """Its object as it is written."""
        return self.object or self.date or self.role or ""


class _Annotation(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    published: date
    subject: str
    style: str
    entity: dict[str, GoldEntity] = {}
    relation: tuple[GoldRelation, ...] = ()


@dataclass(frozen=True)
class Report(Text):
    """A text and the relations that a careful reader takes from it."""

    gold: _Annotation

    def check(self) -> None:
        """Raise ResourceError for a place, name, key or property that is not there."""
        for entity in self.gold.entity.values():
            for snippet in entity.at:
                self.span(snippet)
            for name in entity.names:
                if name not in self.text:
                    raise self.error(f"the name {name!r} does not occur")
        for relation in self.gold.relation:
            for snippet in relation.at:
                self.span(snippet)
            self.among(relation.stated, inventory.stated(), "property of properties.toml")
            keys = [relation.subject, relation.object, relation.P1001, relation.P642]
            for key in (*filter(None, keys), *relation.source):
                self.among(key, self.gold.entity, "entity")


def read(folder: Path) -> Iterator[Report]:
    """The reports of a folder in order of their names.

    Raises ResourceError for a folder without any, a text or annotation that is missing, or an
    annotation that does not fit its text.
    """
    for path, text in annotated_texts(folder):
        report = Report(path.stem, path, text, checked.load(_Annotation, path))
        report.check()
        yield report
