"""`mapping.toml`: how the annotation of others is compared with ours."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from kg.evaluate import checked
from kg.evaluate.events.public.ontology import is_class

PATH = Path(__file__).with_name("mapping.toml")


def _class(name: str) -> str:
    if not is_class(name):
        raise ValueError(f"{name!r} is no class of events in ontology/kg.ttl")
    return name


Classes = tuple[Annotated[str, AfterValidator(_class)], ...]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Plover(_Table):
    """Our roles of PLOVER's actors, and words of their names that say nothing."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    ignored: frozenset[str]


class Events(_Table):
    """Events of classes, or of classes below them, relate what stands in two roles."""

    classes: Classes
    pairs: tuple[tuple[str, str], ...]


class Statements(_Table):
    """Statements with these properties relate subject and object."""

    properties: tuple[str, ...]
    inverse: bool = False
    qualifier: bool = False


class Relation(_Table):
    """What says that a relation of re3d holds."""

    symmetric: bool = False
    events: tuple[Events, ...] = ()
    statements: tuple[Statements, ...] = ()


class Strikes(_Table):
    """The classes that a strike in CENTCOM's lists may have."""

    classes: Classes


class Mapping(_Table):
    """The file."""

    plover: Plover
    re3d: dict[str, Relation] = Field(min_length=1)
    centcom: Strikes


@cache
def load(path: Path = PATH) -> Mapping:
    """The mapping; ResourceError names the file and what is wrong in it."""
    return checked.load(Mapping, path)
