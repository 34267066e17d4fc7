"""What holds for all event frames unless one says otherwise (`defaults.toml`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from kg.facts import PLAIN
from kg.lexicon._frames import Defaults, Frame, Light, PlaceRules
from kg.lexicon._source import ENTITY_TYPES, Table, add, read

GRAMMATICAL = (
    "subject",
    "object",
    "indirect_object",
    "complement",
    "possessor",
    "compound",
    "modifier",
)
ROLES = frozenset(
    {
        "agent",
        "target",
        "recipient",
        "instrument",
        "origin",
        "destination",
        "topic",
        "participant",
        "place",
    }
)
SPECIAL_TYPES = frozenset({"Number", "Money", "Time", "Clause", "Infinitive", "Reflexive"})
TABLES = ("light", "place", "plain", "position", "pronoun", "types")


@dataclass
class Setting:
    """What `defaults.toml` says."""

    files: tuple[str, ...]
    prepositions: frozenset[str]
    positions: frozenset[str]
    types: frozenset[str]
    named_types: Mapping[str, tuple[str, ...]]
    noun_subject: frozenset[str]
    defaults: Defaults
    light: Mapping[str, Light]
    places: PlaceRules
    plain: Frame
    pronouns: Mapping[str, frozenset[str]]

    def expand(self, types: Iterable[str]) -> frozenset[str]:
        """Types with the named ones replaced by what they stand for."""
        return frozenset(t for name in types for t in self.named_types.get(name, (name,)))


def load(path: Path, kinds: Collection[str]) -> Setting:
    """What the file at `path` says; `kinds` are those of the common nouns."""
    found = read(path)
    top = found.pop("")[0]
    prepositions = frozenset(top.lemmas("prepositions"))
    positions = prepositions | frozenset(GRAMMATICAL)
    basic = ENTITY_TYPES | SPECIAL_TYPES | frozenset(kinds)
    named: dict[str, tuple[str, ...]] = {}
    for table in found.pop("types", []):
        for name in table.names():
            named[name] = table.strings(name, basic)
    defaults = _defaults(found.pop("position", []), positions, basic)
    places = _places(found.pop("place", []), top, prepositions)
    meant = Defaults(
        defaults,
        frozenset(top.strings("instrument_types", basic)),
        frozenset(top.strings("carrier_types", basic)),
    )
    plain = _plain(found.pop("plain", []), top, positions, basic, meant)
    light = _light(found.pop("light", []))
    pronouns = _pronouns(found.pop("pronoun", []), basic)
    for tables in found.values():
        raise tables[0].error(f"is an unknown table; write one of {', '.join(TABLES)}")
    setting = Setting(
        top.strings("files"),
        prepositions,
        positions,
        basic | named.keys(),
        named,
        frozenset(top.strings("noun_subject_types", basic)),
        meant,
        light,
        places,
        plain,
        pronouns,
    )
    top.finish()
    return setting


def _defaults(
    tables: Iterable[Table], positions: Collection[str], types: Collection[str]
) -> dict[str, tuple[tuple[str, frozenset[str]], ...]]:
    defaults: dict[str, tuple[tuple[str, frozenset[str]], ...]] = {}
    for table in tables:
        role = table.need("role", ROLES)
        allowed = frozenset(table.strings("types", types))
        for position in table.strings("positions", positions):
            defaults[position] = (*defaults.get(position, ()), (role, allowed))
        table.finish()
    return defaults


def _places(tables: Iterable[Table], top: Table, prepositions: Collection[str]) -> PlaceRules:
    for table in tables:
        rules = PlaceRules(
            frozenset(table.strings("prepositions", prepositions)),
            table.strings("within", prepositions),
            frozenset(table.strings("never")),
        )
        table.finish()
        return rules
    raise top.error("lacks the table [place]; add it")


def _plain(
    tables: Iterable[Table],
    top: Table,
    positions: Collection[str],
    types: Collection[str],
    defaults: Defaults,
) -> Frame:
    for table in tables:
        roles = table.strings_by_name("roles", positions, ROLES)
        allowed = table.lists_by_name("types", positions, types)
        table.finish()
        kinds = {position: frozenset(names) for position, names in allowed.items()}
        return Frame(PLAIN, roles, kinds, (), (), table.source, defaults)
    raise top.error("lacks the table [plain]; add it")


def _light(tables: Iterable[Table]) -> dict[str, Light]:
    light: dict[str, Light] = {}
    for table in tables:
        fills = cast(Light, table.need("fills", ("subject", "object")))
        add(table, light, table.lemmas("verbs"), fills)
        table.finish()
    return light


def _pronouns(tables: Iterable[Table], types: Collection[str]) -> dict[str, frozenset[str]]:
    pronouns: dict[str, frozenset[str]] = {}
    for table in tables:
        meant = frozenset(table.strings("types", types))
        add(table, pronouns, table.lemmas("words"), meant)
        table.finish()
    return pronouns
