"""Patterns of relations that grammar states (`relations.toml`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from kg.lexicon._source import ENTITY_TYPES, Table, entries
from kg.lexicon._titles import PROPERTY, TitleKind

RelationKind = Literal["noun", "verb", "mark"]
WORDS: dict[RelationKind, str] = {"noun": "nouns", "verb": "verbs", "mark": "words"}


@dataclass(frozen=True)
class Relation:
    """A pattern of one property. `subject_at` and `object_at` are the positions where the
    statement's ends may stand, the first filled one counts; `subject` and `object` their
    types. `excepts` are kinds of titles the noun may not be."""

    property: str
    kind: RelationKind
    words: tuple[str, ...]
    subject_at: tuple[str, ...]
    object_at: tuple[str, ...]
    subject: frozenset[str]
    object: frozenset[str]
    excepts: tuple[str, ...]
    source: str

    def accepts(self, subject: Collection[str], target: Collection[str]) -> bool:
        """Whether the ends have fitting types (entity type and kinds of each)."""
        return not (self.subject.isdisjoint(subject) or self.object.isdisjoint(target))


@dataclass(frozen=True, eq=False)
class Relations:
    """All patterns in the order of the file, and by kind and word ("" for any noun)."""

    patterns: tuple[Relation, ...]
    by_word: Mapping[tuple[RelationKind, str], tuple[Relation, ...]]

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


def load(folder: Path, positions: Collection[str], types: Collection[str]) -> Relations:
    """The patterns of `folder/relations.toml`; `positions` and `types` are those of the event
    lexicon. Raises ResourceError."""
    allowed = {
        "noun": {*positions, "bearer"},
        "verb": set(positions),
        "mark": {"first", "second"},
    }
    patterns: list[Relation] = []
    by_word: dict[tuple[RelationKind, str], tuple[Relation, ...]] = {}
    for table in entries(folder / "relations.toml", ("relation",))["relation"]:
        pattern = _read(table, allowed, ENTITY_TYPES | frozenset(types))
        if any(_same(pattern, other) for other in patterns):
            raise table.error("says the same as an entry before; remove one")
        patterns.append(pattern)
        for word in pattern.words or ("",):
            key = (pattern.kind, word)
            by_word[key] = (*by_word.get(key, ()), pattern)
    return Relations(tuple(patterns), by_word)


def _read(table: Table, allowed: Mapping[str, Collection[str]], types: Collection[str]) -> Relation:
    stated = table.need("property")
    if not PROPERTY.fullmatch(stated):
        raise table.error(f"property: {stated!r} is no Wikidata property; write P and a number")
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
        table.source,
    )
    for key in ("subject_at", "object_at", "subject", "object"):
        if not getattr(relation, key):
            raise table.error(f"lacks {key!r}; add it")
    table.finish()
    return relation


def _same(one: Relation, other: Relation) -> bool:
    return (one.property, one.kind, one.words, one.subject_at, one.object_at) == (
        other.property,
        other.kind,
        other.words,
        other.subject_at,
        other.object_at,
    )
