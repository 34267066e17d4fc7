"""The inventory of relations: Wikidata's properties and what they hold between
(`ontology/properties.toml`)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.lexicon._source import ENTITY_TYPES, Table, add, entries

PROPERTY = re.compile(r"P[1-9][0-9]*")
BRACKETED = re.compile(r"\[[^][]+\]")
DATE = "Date"
UNLINKED = "unlinked"  # an organisation of which nothing but its name is known


@dataclass(frozen=True)
class Property:
    """A property by Wikidata's English `label`; `subject` and `object` are types. `inverse` is
    stated of the object wherever the property is stated. A `qualifier` is said of statements."""

    id: str
    label: str
    subject: frozenset[str]
    object: frozenset[str]
    inverse: str | None = None
    example: str = ""
    qualifier: bool = False

    def accepts(self, subject: Collection[str], target: Collection[str]) -> bool:
        """Whether the ends have fitting types (entity type and kinds of each)."""
        return not (self.subject.isdisjoint(subject) or self.object.isdisjoint(target))


@dataclass(frozen=True, eq=False)
class Properties:
    """All properties by identifier, in the order of the file; `kinds` are the entity types that
    a kind of noun may have ("country": a Place)."""

    by_id: Mapping[str, Property]
    kinds: Mapping[str, frozenset[str]]

    def get(self, property_id: str) -> Property | None:
        """The property of that identifier, None where the inventory lacks it."""
        return self.by_id.get(property_id)

    @property
    def types(self) -> frozenset[str]:
        """All types that an end may be given."""
        return ENTITY_TYPES | self.kinds.keys() | {DATE}

    def check(self, table: Table, property_id: str, **ends: Iterable[str]) -> None:
        """Raise ResourceError at `table` unless the inventory has the property, not as a
        qualifier, with the types of `subject` and `object` among its own."""
        known = self.by_id.get(property_id)
        if known is None or known.qualifier:
            what = "is a qualifier in" if known else "is not in"
            raise table.error(f"property: {property_id!r} {what} properties.toml")
        for end, types in ends.items():
            allowed = getattr(known, end)
            for name in types:
                if allowed.isdisjoint({name, *self.kinds.get(name, ())}):
                    raise table.error(
                        f"{end}: {name!r} is no type of the {end} of {known.id} in properties.toml"
                    )


def load(path: Path, kinds: Mapping[str, frozenset[str]]) -> Properties:
    """The properties of the file at `path`; `kinds` are those of the common nouns with their
    entity types. Raises ResourceError."""
    found: dict[str, Property] = {}
    kinds = {**kinds, UNLINKED: frozenset({"Organization"})}
    tables = entries(path, ("property",))["property"]
    for table in tables:
        entry = _read(table, Properties({}, kinds).types)
        add(table, found, [entry.id], entry)
    for table, entry in zip(tables, found.values(), strict=True):
        _check_inverse(table, entry, found)
    return Properties(found, kinds)


def _read(table: Table, types: Collection[str]) -> Property:
    name = table.need("id")
    if not PROPERTY.fullmatch(name):
        raise table.error(f"id: {name!r} is no Wikidata property; write P and a number")
    entry = Property(
        name,
        table.need("label"),
        frozenset(table.strings("subject", types)),
        frozenset(table.strings("object", types)),
        table.string("inverse"),
        table.need("example"),
        table.flag("qualifier"),
    )
    table.finish()
    if bool(entry.subject) == entry.qualifier:
        raise table.error("subject: all properties but qualifiers have one")
    if not entry.object:
        raise table.error("lacks 'object'; add it")
    ends = 1 if entry.qualifier else 2
    if len(BRACKETED.findall(entry.example)) != ends:
        raise table.error(f"example: put {ends} in brackets, the subject and the object")
    return entry


def _check_inverse(table: Table, entry: Property, known: Mapping[str, Property]) -> None:
    if entry.inverse is None:
        return
    other = known.get(entry.inverse)
    if other is None or entry.qualifier:
        raise table.error(f"inverse: {entry.inverse!r} is not in the file; add or remove it")
    if other.inverse not in (None, entry.id):
        raise table.error(f"inverse: {other.id} points back to {other.inverse}, not to {entry.id}")
    if (other.subject, other.object) != (entry.object, entry.subject):
        raise table.error(f"inverse: the types of {other.id} are not those of {entry.id} reversed")
