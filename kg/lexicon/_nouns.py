"""Common nouns and what they name (`nouns.toml`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

from kg.facts import EntityType
from kg.lexicon._source import ENTITY_TYPES, add, entries

Gender = Literal["female", "male"]
GENDERS = ("female", "male")


@dataclass(frozen=True)
class CommonNoun:
    """What a noun names. `describes` are the entity types that "the NOUN" may refer back to."""

    lemma: str
    type: EntityType
    kinds: tuple[str, ...] = ()
    gender: Gender | None = None
    group: bool = False
    describes: tuple[str, ...] = ()

    def type_of(self, plural: bool) -> EntityType:
        """The entity type: several persons are a Group."""
        return "Group" if self.type == "Person" and (plural or self.group) else self.type

    @property
    def types(self) -> frozenset[str]:
        """Its entity type and kinds, as the types of the event lexicon name them."""
        return frozenset({self.type, *self.kinds})


@dataclass(frozen=True, eq=False)
class CommonNouns:
    """All common nouns, by lemma ("bomb", "car bomb")."""

    by_lemma: Mapping[str, CommonNoun]
    kinds: frozenset[str]

    def get(self, lemma: str, modifiers: Collection[str] = ()) -> CommonNoun | None:
        """The noun, with its modifiers where these are known together ("car" + "bomb").

        `modifiers` are lemmas of compounds and adjectives, the last the nearest.
        """
        words = list(modifiers)
        known = (" ".join([*words[start:], lemma]) for start in range(len(words)))
        pairs = (f"{word} {lemma}" for word in reversed(words))
        return next(
            (self.by_lemma[name] for name in (*known, *pairs, lemma) if name in self.by_lemma), None
        )

    def types(self, lemma: str, modifiers: Collection[str] = ()) -> frozenset[str]:
        """Entity type and kinds of the noun; empty where it is unknown."""
        noun = self.get(lemma, modifiers)
        return noun.types if noun else frozenset()


def kinds(folder: Path) -> dict[str, frozenset[str]]:
    """The kinds of nouns that `folder/nouns.toml` names, each with its entity types."""
    found: dict[str, frozenset[str]] = {}
    for table in entries(folder / "nouns.toml", ["noun"])["noun"]:
        noun_type = table.need("type", ENTITY_TYPES)
        for kind in table.lemmas("kinds"):
            found[kind] = found.get(kind, frozenset()) | {noun_type}
    return found


def load(folder: Path, titles: Mapping[str, CommonNoun]) -> CommonNouns:
    """The nouns of `folder/nouns.toml` and, where it lacks them, `titles`; a noun of a person
    that is a title gets the kinds of both. Raises ResourceError."""
    nouns: dict[str, CommonNoun] = {}
    kinds: set[str] = set()
    for table in entries(folder / "nouns.toml", ["noun"])["noun"]:
        noun_type = cast(EntityType, table.need("type", ENTITY_TYPES))
        table_kinds = table.lemmas("kinds")
        gender = cast("Gender | None", table.string("gender", GENDERS))
        group = table.flag("group")
        describes = table.strings("describes", ENTITY_TYPES)
        for lemma in table.lemmas("lemmas"):
            noun = CommonNoun(lemma, noun_type, table_kinds, gender, group, describes)
            add(table, nouns, [lemma], noun)
        kinds.update(table_kinds)
        table.finish()
    for lemma, title in titles.items():
        noun = nouns.setdefault(lemma, title)
        if noun.type == "Person":
            both = tuple(dict.fromkeys((*noun.kinds, *title.kinds)))
            nouns[lemma] = replace(noun, kinds=both)
        kinds.update(title.kinds)
    return CommonNouns(nouns, frozenset(kinds))
