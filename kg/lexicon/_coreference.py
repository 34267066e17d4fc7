"""How later mentions find their entity (`coreference.toml`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import ResourceError
from kg.facts import EntityType
from kg.resources import load_toml


@dataclass(frozen=True)
class Pronoun:
    """What a pronoun may stand for; all forms of one ("it", "its") are equal."""

    types: frozenset[str]
    gender: str | None
    plural: bool
    parallel: bool = field(compare=False)


@dataclass(frozen=True)
class Learnt:
    """What is made of the language model's mentions: entity types by its kinds of them,
    least probabilities of a `kind` and an `antecedent`, and factors on the latter."""

    types: dict[str, EntityType]
    kind: float
    antecedent: float
    fading: float
    subject: float


@dataclass(frozen=True)
class CoreferenceRules:
    """The tables of `coreference.toml`; `bearing` is by noun and type of entity."""

    distance: dict[str, int]
    learnt: Learnt
    pronouns: dict[str, Pronoun]
    definite: frozenset[str]
    items: dict[str, frozenset[str]]
    described: dict[str, frozenset[str]]
    naming: dict[str, str]
    generic: frozenset[str]
    bearing: dict[tuple[str, str], frozenset[str]]
    opposing: frozenset[str]
    naming_of: frozenset[str]
    membership: dict[str, frozenset[str]]
    partitive: dict[str, frozenset[str]]
    refinements: tuple[tuple[frozenset[str], str, frozenset[str]], ...]


def load(folder: Path) -> CoreferenceRules:
    """The rules of `folder/coreference.toml`; raises ResourceError."""
    path = folder / "coreference.toml"
    try:
        return _rules(load_toml(path))
    except (KeyError, TypeError) as error:
        raise ResourceError(f"{path}: {error!r} is missing or misplaced; correct it") from error


def _rules(data: dict[str, Any]) -> CoreferenceRules:
    return CoreferenceRules(
        distance=data["distance"],
        learnt=Learnt(**data["learnt"]),
        pronouns={word: _pronoun(row) for row in data["pronoun"] for word in row["words"]},
        definite=frozenset(data["definite"]["words"]),
        items={
            noun: frozenset(row["items"])
            for row in [*data["place"], *data["organisation"]]
            for noun in row["nouns"]
        },
        described={
            noun: frozenset(row.get("described", ()))
            for row in data["organisation"]
            for noun in row["nouns"]
        },
        naming={verb: row["position"] for row in data["naming"] for verb in row["verbs"]},
        generic=frozenset(data["generic"]["nouns"]),
        bearing={
            (noun, row["type"]): frozenset(row["items"])
            for row in data["bearing"]
            for noun in row["nouns"]
        },
        opposing=frozenset(data["opposing"]["verbs"]),
        naming_of=frozenset(data["naming_of"]["nouns"]),
        partitive={name: frozenset(words) for name, words in data["partitive"].items()},
        membership={name: frozenset(words) for name, words in data["membership"].items()},
        refinements=tuple(
            (frozenset(row["from"]), row["to"], frozenset(row["lemmas"]))
            for row in data["refinement"]
        ),
    )


def _pronoun(row: dict[str, Any]) -> Pronoun:
    return Pronoun(
        frozenset(row["types"]),
        row.get("gender"),
        row.get("plural", False),
        row.get("parallel", False),
    )
