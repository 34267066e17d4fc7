"""Titles and positions (`roles.toml`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from kg.lexicon._nouns import GENDERS, CommonNoun, Gender
from kg.lexicon._properties import Properties
from kg.lexicon._source import ENTITY_TYPES, Table, add, entries

TitleKind = Literal["office", "post", "occupation", "rank", "address"]
TitleTime = Literal["former", "future", "acting", "none"]
BEARER = ("Person",)
NOUN_KINDS = {"office": "official", "post": "official", "occupation": "worker", "rank": "force"}


@dataclass(frozen=True)
class Title:
    """A title: what it states of its bearer (`property`, as object where `inverse`), over what
    types of entity it is held (`scope`), under which labels its item is found."""

    lemma: str
    kind: TitleKind
    property: str | None = None
    inverse: bool = False
    scope: tuple[str, ...] = ()
    gender: Gender | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Headship:
    """What a title makes its holder of what it is held over, where that is of one of the types
    `over`: the prime minister is a country's head of government."""

    property: str
    over: frozenset[str]


@dataclass(frozen=True, eq=False)
class Titles:
    """All titles by their lower-case words; `modifiers` maps a word before or after a title
    ("former", "-elect", "deputy") to the time it puts it in."""

    by_lemma: Mapping[str, Title]
    modifiers: Mapping[str, TitleTime]
    heads: Mapping[str, Headship]
    longest: int

    def get(self, words: str) -> Title | None:
        """The title of exactly these words."""
        return self.by_lemma.get(words)

    def ending(self, words: Sequence[str], end: int | None = None) -> tuple[Title, int] | None:
        """The longest title of `words` that stops before `end`, with the index of its first
        word; `words` are in lower case."""
        end = len(words) if end is None else end
        for start in range(max(0, end - self.longest), end):
            if title := self.by_lemma.get(" ".join(words[start:end])):
                return title, start
        return None


def load(folder: Path, properties: Properties) -> Titles:
    """The titles of `folder/roles.toml`; raises ResourceError."""
    found = entries(folder / "roles.toml", ("head", "labels", "modifier", "title"))
    named: dict[str, tuple[str, ...]] = {}
    for table in found["labels"]:
        named.update({title: table.lemmas(title) for title in table.names()})
    titles: dict[str, Title] = {}
    for table in found["title"]:
        for title in _read(table, named, properties):
            add(table, titles, [title.lemma], title)
    for table in found["labels"]:
        for title_name in named.keys() - titles.keys():
            raise table.error(f"{title_name!r} is no title of this file; add or remove it")
    modifiers: dict[str, TitleTime] = {}
    for table in found["modifier"]:
        time = cast(TitleTime, table.need("time", get_args(TitleTime)))
        add(table, modifiers, table.lemmas("words"), time)
        table.finish()
    heads = _heads(found["head"], titles, properties)
    return Titles(
        titles, modifiers, heads, max((len(title.split()) for title in titles), default=0)
    )


def _heads(
    tables: Iterable[Table], titles: Mapping[str, Title], properties: Properties
) -> dict[str, Headship]:
    heads: dict[str, Headship] = {}
    for table in tables:
        headship = Headship(
            table.need("property"), frozenset(table.strings("over", properties.types))
        )
        properties.check(table, headship.property, subject=headship.over, object=BEARER)
        add(table, heads, table.strings("lemmas", titles.keys()), headship)
        table.finish()
    return heads


def as_nouns(titles: Titles) -> dict[str, CommonNoun]:
    """The titles as common nouns of persons ("the minister resigned")."""
    return {
        lemma: CommonNoun(
            lemma, "Person", (NOUN_KINDS[title.kind], "role"), title.gender, describes=("Person",)
        )
        for lemma, title in titles.by_lemma.items()
        if title.kind != "address"
    }


def _read(
    table: Table, labels: Mapping[str, tuple[str, ...]], properties: Properties
) -> list[Title]:
    kind = cast(TitleKind, table.need("kind", get_args(TitleKind)))
    stated = table.string("property")
    if (stated is None) != (kind == "address"):
        raise table.error("property: all kinds but 'address' state one")
    inverse = table.flag("inverse")
    scope = table.strings("scope", ENTITY_TYPES)
    if stated is not None:
        over = scope if kind == "post" else ("Role",)
        ends = (
            {"subject": over, "object": BEARER} if inverse else {"subject": BEARER, "object": over}
        )
        properties.check(table, stated, **ends)
    gender = cast("Gender | None", table.string("gender", GENDERS))
    lemmas = table.lemmas("lemmas")
    table.finish()
    return [
        Title(lemma, kind, stated, inverse, scope, gender, labels.get(lemma, (lemma,)))
        for lemma in lemmas
    ]
