"""Patterns of relations that grammar states (`relations.toml`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast, get_args

from kg.lexicon._properties import DATE, UNLINKED, Properties
from kg.lexicon._source import ENTITY_TYPES, Table, add, entries
from kg.lexicon._titles import TitleKind

RelationKind = Literal["noun", "verb", "mark"]
WORDS: dict[RelationKind, str] = {"noun": "nouns", "verb": "verbs", "mark": "words"}


@dataclass(frozen=True)
class Relation:
    """A pattern of one property. `subject_at` and `object_at` are the positions where the
    statement's ends may stand, the first filled one counts; `subject` and `object` their types,
    `unlike` types that no object has. `requires` and `forbids` are positions that must be
    filled or not; `excepts` kinds of titles that the noun may not be, `only` those that it must
    be; `takes` nouns of which the verb must have one as its object; `scope_at` positions of what
    a title as object may be held over. `within` are positions around a common noun in the
    object's place where the object may stand instead; `without` nouns that may not stand around
    the verb. `time` is the qualifier that a time makes; what is `ended` is so no more, a `state`
    in the past tense neither, and what is `described` needs no name as object."""

    property: str
    kind: RelationKind
    words: tuple[str, ...]
    subject_at: tuple[str, ...]
    object_at: tuple[str, ...]
    subject: frozenset[str]
    object: frozenset[str]
    excepts: tuple[str, ...]
    only: tuple[str, ...]
    takes: tuple[str, ...]
    scope_at: tuple[str, ...]
    unlike: frozenset[str]
    within: tuple[str, ...]
    without: tuple[str, ...]
    requires: tuple[str, ...]
    forbids: tuple[str, ...]
    time: str | None
    ended: bool
    state: bool
    described: bool
    source: str

    def accepts(self, subject: Collection[str], target: Collection[str]) -> bool:
        """Whether the ends have fitting types (entity type and kinds of each)."""
        return not (self.subject.isdisjoint(subject) or self.object.isdisjoint(target))


@dataclass(frozen=True)
class PeopleGroup:
    """A religious or ethnic group or a party by its item's `label`, and the `property` that
    says that somebody is of it."""

    property: str
    label: str


@dataclass(frozen=True, eq=False)
class Relations:
    """All patterns in the order of the file, and by kind and word ("" for any noun); `groups`
    by the words for who is of them ("muslim")."""

    patterns: tuple[Relation, ...]
    by_word: Mapping[tuple[RelationKind, str], tuple[Relation, ...]]
    groups: Mapping[str, PeopleGroup]

    def verb(self, lemma: str, particle: str | None = None) -> tuple[Relation, ...]:
        """The patterns of a verb, or of a verb with a particle ("set up")."""
        return self.by_word.get(("verb", f"{lemma} {particle}" if particle else lemma), ())

    def noun(self, lemma: str, modifiers: Collection[str] = ()) -> tuple[Relation, ...]:
        """The patterns of a noun, alone and with each modifier, and those for any noun."""
        words = [*(f"{modifier} {lemma}" for modifier in modifiers), lemma, ""]
        found: dict[Relation, None] = {}
        for word in words:
            found.update(dict.fromkeys(self.by_word.get(("noun", word), ())))
        return tuple(found)

    def mark(self, mark: str) -> tuple[Relation, ...]:
        """The patterns of two names with only this between them: ",", "in", "-based"."""
        return self.by_word.get(("mark", mark), ())


def load(
    folder: Path, positions: Collection[str], types: Collection[str], properties: Properties
) -> Relations:
    """The patterns of `folder/relations.toml`; `positions` and `types` are those of the event
    lexicon. Raises ResourceError."""
    allowed = {
        "noun": {*positions, "bearer", "time"},
        "verb": {*positions, "time"},
        "mark": {"first", "second"},
    }
    patterns: list[Relation] = []
    said: set[Relation] = set()
    by_word: dict[tuple[RelationKind, str], tuple[Relation, ...]] = {}
    found = entries(folder / "relations.toml", ("relation", "group"))
    for table in found["relation"]:
        pattern = _read(table, allowed, {*ENTITY_TYPES, *types, DATE, UNLINKED}, properties)
        bare = replace(pattern, source="")
        if bare in said:
            raise table.error("says the same as an entry before; remove one")
        said.add(bare)
        patterns.append(pattern)
        for word in pattern.words or ("",):
            key = (pattern.kind, word)
            by_word[key] = (*by_word.get(key, ()), pattern)
    return Relations(tuple(patterns), by_word, _groups(found["group"], properties))


def _groups(tables: Iterable[Table], properties: Properties) -> dict[str, PeopleGroup]:
    groups: dict[str, PeopleGroup] = {}
    for table in tables:
        group = PeopleGroup(table.need("property"), table.need("label"))
        properties.check(table, group.property, subject=["Person"])
        add(table, groups, table.lemmas("words"), group)
        table.finish()
    return groups


def _read(
    table: Table,
    allowed: Mapping[str, Collection[str]],
    types: Collection[str],
    properties: Properties,
) -> Relation:
    stated = table.need("property")
    properties.check(table, stated)
    kind = cast(RelationKind, table.need("kind", get_args(RelationKind)))
    words = table.lemmas(WORDS[kind])
    if not words and kind != "noun":
        raise table.error(f"lacks {WORDS[kind]!r}; add them")
    relation = Relation(
        stated,
        kind,
        words,
        table.strings("subject_at", allowed[kind]),
        table.strings("object_at", allowed[kind]),
        frozenset(table.strings("subject", types)),
        frozenset(table.strings("object", types)),
        table.strings("except", get_args(TitleKind)),
        table.strings("only", get_args(TitleKind)),
        table.lemmas("takes"),
        table.strings("scope_at", allowed[kind]),
        frozenset(table.strings("unlike", types)),
        table.strings("within", allowed[kind]),
        table.lemmas("without"),
        table.strings("requires", allowed[kind]),
        table.strings("forbids", allowed[kind]),
        table.string("time", [p.id for p in properties.by_id.values() if p.qualifier]),
        table.flag("ended"),
        table.flag("state"),
        table.flag("described"),
        table.source,
    )
    for key in ("subject_at", "object_at", "subject", "object"):
        if not getattr(relation, key):
            raise table.error(f"lacks {key!r}; add it")
    properties.check(table, stated, subject=relation.subject, object=relation.object)
    table.finish()
    return relation
