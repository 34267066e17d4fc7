"""Reading the lexicon's TOML files, each error with the file, the line and the entry."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar, get_args

from kg.errors import ResourceError
from kg.facts import EntityType
from kg.resources import load_toml

ENTITY_TYPES = frozenset(get_args(EntityType))
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Table:
    """One entry of a file; whoever reads it takes each key once and calls `finish`."""

    def __init__(self, path: Path, name: str, number: int, data: Any) -> None:
        self.path = path
        self.name = name
        self.number = number
        if not isinstance(data, dict):
            raise self.error("is not a table; write it as [[" + name + "]] and keys below")
        self._left: dict[str, Any] = dict(data)

    @property
    def source(self) -> str:
        """How messages and frames name the entry: `conflict.toml [Capture] 2`."""
        return f"{self.path.name} [{self.name}] {self.number}"

    def error(self, message: str) -> ResourceError:
        """An error at this entry, with its line."""
        return ResourceError(f"{self.path}:{self._line()}: [{self.name}] {message}")

    def names(self) -> tuple[str, ...]:
        """The keys that are still to take."""
        return tuple(self._left)

    def strings(self, key: str, allowed: Collection[str] | None = None) -> tuple[str, ...]:
        """A list of strings without repeats, () where the key is absent."""
        return self._check_strings(key, self._left.pop(key, []), allowed)

    def lemmas(self, key: str) -> tuple[str, ...]:
        """As `strings`, each in lower case without needless space."""
        words = self.strings(key)
        for word in words:
            if word != " ".join(word.lower().split()):
                raise self.error(f"{key}: {word!r} must be in lower case, with single spaces")
        return words

    def string(self, key: str, allowed: Collection[str] | None = None) -> str | None:
        """One string, None where the key is absent."""
        if key not in self._left:
            return None
        value = self._left.pop(key)
        return self._check_strings(key, [value], allowed)[0]

    def need(self, key: str, allowed: Collection[str] | None = None) -> str:
        """One string that must be there."""
        value = self.string(key, allowed)
        if value is None:
            raise self.error(f"lacks {key!r}; add it")
        return value

    def flag(self, key: str) -> bool:
        """True or false, false where the key is absent."""
        value = self._left.pop(key, False)
        if not isinstance(value, bool):
            raise self.error(f"{key} is {value!r}; write true or false")
        return value

    def strings_by_name(
        self, key: str, names: Collection[str], values: Collection[str]
    ) -> dict[str, str]:
        """A table of one string for each name."""
        return {
            name: self._check_strings(f"{key}.{name}", [value], values)[0]
            for name, value in self._named(key, names)
        }

    def lists_by_name(
        self, key: str, names: Collection[str], values: Collection[str] | None
    ) -> dict[str, tuple[str, ...]]:
        """A table of a list of strings for each name."""
        return {
            name: self._check_strings(f"{key}.{name}", value, values)
            for name, value in self._named(key, names)
        }

    def table(self, key: str) -> Table | None:
        """A table within this one, None where the key is absent."""
        if key not in self._left:
            return None
        value = self._left.pop(key)
        if not isinstance(value, dict):
            raise self.error(f"{key} is not a table; write {{ name = value }}")
        return Table(self.path, self.name, self.number, value)

    def finish(self) -> None:
        """Complain about a key that nobody asked for."""
        for key in sorted(self._left):
            raise self.error(f"has an unknown key {key!r}; see the head of the file for the known")

    def _named(self, key: str, names: Collection[str]) -> Iterator[tuple[str, Any]]:
        value = self._left.pop(key, {})
        if not isinstance(value, dict):
            raise self.error(f"{key} is not a table; write {{ name = value }}")
        for name, item in value.items():
            if name not in names:
                raise self.error(f"{key}: {name!r} is unknown; write one of {_listed(names)}")
            yield name, item

    def _check_strings(
        self, key: str, values: Any, allowed: Collection[str] | None
    ) -> tuple[str, ...]:
        if not isinstance(values, list):
            raise self.error(f'{key} is not a list; write ["..."]')
        seen: set[str] = set()
        for value in values:
            if not isinstance(value, str) or not value.strip():
                raise self.error(f"{key}: {value!r} is not a word; write it in quotes")
            if allowed is not None and value not in allowed:
                raise self.error(f"{key}: {value!r} is unknown; write one of {_listed(allowed)}")
            if value in seen:
                raise self.error(f"{key}: {value!r} stands twice; remove one")
            seen.add(value)
        return tuple(values)

    def _line(self) -> int:
        header = re.compile(rf"\s*\[\[?\s*{re.escape(self.name)}\s*\]")
        seen = 0
        for line, text in enumerate(self.path.read_text(encoding="utf-8").splitlines(), 1):
            seen += header.match(text) is not None
            if seen == self.number:
                return line
        return 1


def read(path: Path) -> dict[str, list[Table]]:
    """The entries of a file by the name of their table; bare keys stand under ""."""
    entries: dict[str, list[Table]] = {}
    bare: dict[str, Any] = {}
    for name, value in load_toml(path).items():
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            entries[name] = [Table(path, name, n, item) for n, item in enumerate(value, 1)]
        elif isinstance(value, dict):
            entries[name] = [Table(path, name, 1, value)]
        else:
            bare[name] = value
    entries[""] = [Table(path, "", 1, bare)]
    return entries


def entries(path: Path, names: Collection[str]) -> dict[str, list[Table]]:
    """As `read`, for a file whose tables can only be those of `names`; absent ones are []."""
    found = read(path)
    top = found.pop("")[0]
    top.finish()
    for name, tables in found.items():
        if name not in names:
            raise tables[0].error(f"is an unknown table; write one of {_listed(names)}")
    return {name: found.get(name, []) for name in names}


def add(table: Table, into: dict[Key, Value], keys: Iterable[Key], value: Value) -> None:
    """Put `value` under each key; complain about a key that is there already."""
    for key in keys:
        if key in into:
            name = " ".join(part for part in key if part) if isinstance(key, tuple) else key
            raise table.error(f"{name!r} has stood before in the file; remove one")
        into[key] = value


def _listed(names: Collection[str]) -> str:
    return ", ".join(sorted(names))
