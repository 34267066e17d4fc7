"""How later mentions find their entity (`coreference.toml`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from kg.errors import ResourceError
from kg.facts import EntityType
from kg.lexicon._nouns import GENDERS, Gender
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
    """What is made of the language model's mentions, as the file's head says: entity types by
    its kinds of them, least probabilities, and two factors on those of antecedents."""

    types: dict[str, EntityType]
    kind: float
    antecedent: float
    unnamed: float
    repeated: float
    described: float
    aside: float
    speaking: float
    fading: float
    subject: float


@dataclass(frozen=True)
class CoreferenceRules:
    """The tables of `coreference.toml` and, by name, those of `given_names.toml`; `bearing` is
    by noun and type of entity."""

    distance: dict[str, int]
    learnt: Learnt
    pronouns: dict[str, Pronoun]
    given_names: dict[str, Gender]
    first_person: frozenset[str]
    definite: frozenset[str]
    mild: frozenset[str]
    mild_participles: frozenset[str]
    relative: frozenset[str]
    vague: frozenset[str]
    media: dict[str, frozenset[str]]
    items: dict[str, frozenset[str]]
    weak: dict[str, frozenset[str]]
    described: dict[str, frozenset[str]]
    named: dict[str, frozenset[str]]
    alone: dict[str, frozenset[str]]
    bare: frozenset[str]
    naming: dict[str, str]
    generic: frozenset[str]
    bearing: dict[tuple[str, str], frozenset[str]]
    opposing: frozenset[str]
    answering: frozenset[str]
    naming_of: frozenset[str]
    membership: dict[str, frozenset[str]]
    partitive: dict[str, frozenset[str]]
    refinements: tuple[tuple[frozenset[str], str, frozenset[str]], ...]


def load(folder: Path) -> CoreferenceRules:
    """The rules of `coreference.toml` and `given_names.toml` in `folder`; raises ResourceError."""
    path = folder / "coreference.toml"
    names = load_toml(folder / "given_names.toml")
    try:
        return _rules(load_toml(path), names)
    except (KeyError, TypeError) as error:
        raise ResourceError(f"{path}: {error!r} is missing or misplaced; correct it") from error


def _rules(data: dict[str, Any], names: dict[str, Any]) -> CoreferenceRules:
    return CoreferenceRules(
        distance=data["distance"],
        learnt=Learnt(**data["learnt"]),
        pronouns={word: _pronoun(row) for row in data["pronoun"] for word in row["words"]},
        given_names={
            name: cast(Gender, gender) for gender in GENDERS for name in names[gender]["names"]
        },
        first_person=frozenset(data["first_person"]["words"]),
        definite=frozenset(data["definite"]["words"]),
        mild=frozenset(data["mild"]["words"]),
        mild_participles=frozenset(data["mild"]["participles"]),
        relative=frozenset(data["relative"]["nouns"]),
        vague=frozenset(data["vague"]["nouns"]),
        media={name: frozenset(words) for name, words in data["media"].items()},
        items={
            noun: frozenset(row["items"])
            for row in [*data["place"], *data["organisation"]]
            for noun in row["nouns"]
        },
        weak={
            noun: frozenset(row.get("weak", ()))
            for row in data["organisation"]
            for noun in row["nouns"]
        },
        described={
            noun: frozenset(row.get("described", ()))
            for row in data["organisation"]
            for noun in row["nouns"]
        },
        named={
            noun: frozenset(row["named"])
            for row in data["organisation"]
            for noun in row["nouns"]
            if "named" in row
        },
        alone={noun: frozenset(row["items"]) for row in data["alone"] for noun in row["nouns"]},
        bare=frozenset(data["bare"]["plurals"]),
        naming={verb: row["position"] for row in data["naming"] for verb in row["verbs"]},
        generic=frozenset(data["generic"]["nouns"]),
        bearing={
            (noun, row["type"]): frozenset(row["items"])
            for row in data["bearing"]
            for noun in row["nouns"]
        },
        opposing=frozenset(data["opposing"]["verbs"]),
        answering=frozenset(data["answering"]["verbs"]),
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
