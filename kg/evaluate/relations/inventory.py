"""The inventory's properties, and one way to write what can be put in two."""

from __future__ import annotations

from functools import cache

from kg import lexicon


@cache
def stated() -> tuple[str, ...]:
    """The properties that are said of entities, in the order of the inventory."""
    properties = lexicon.properties().by_id.values()
    return tuple(entry.id for entry in properties if not entry.qualifier)


def inverse(property_id: str) -> str | None:
    """What is thereby stated of the object: "P40" for "P22"."""
    entry = lexicon.properties().get(property_id)
    return entry.inverse if entry else None


@cache
def is_turned(property_id: str) -> bool:
    """Whether a property and its inverse say the same, and the inventory has the inverse first:
    such statements are scored as those of the inverse."""
    other = inverse(property_id)
    if other is None or other == property_id or inverse(other) != property_id:
        return False
    return stated().index(other) < stated().index(property_id)


def is_symmetric(property_id: str) -> bool:
    """Whether a property holds both ways."""
    return inverse(property_id) == property_id
