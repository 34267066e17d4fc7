"""SPARQL files that describe themselves, and the ones that come with `kg`.

    # title: Timeline
    # question: What happened when?
    # param: from date - The first day to show.

A parameter's line holds its name, its type (`iri`, `text`, `date`, `integer`), its default
(`-` for none) and what it does. In the query it is bound by a line of its own,
`VALUES ?from { UNDEF }`, which holds the default and which a given value replaces.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg import resources
from kg.errors import QueryError
from kg.stores.terms import TYPES

_HEADER = re.compile(r"#\s*(title|question|param):\s*(.*)")


@dataclass(frozen=True)
class Parameter:
    """What a query can be told; `default` is None where it need not be told."""

    name: str
    type: str
    default: str | None
    description: str


@dataclass(frozen=True)
class Query:
    """A SPARQL query and what its header says of it."""

    name: str
    text: str
    title: str = ""
    question: str = ""
    parameters: tuple[Parameter, ...] = ()
    path: Path | None = None


class BundledQueries(Mapping[str, Query]):
    """The queries that come with `kg`, by name, in alphabetical order."""

    @cached_property
    def _paths(self) -> dict[str, Path]:
        return {path.stem: path for path in sorted(resources.queries().glob("*.rq"))}

    def __getitem__(self, name: str) -> Query:
        return read_query(self._paths[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


queries = BundledQueries()


def get_query(name: str) -> Query:
    """A bundled query by its name, or a user's own by its path (`….rq`, or with a slash)."""
    if name in queries:
        return queries[name]
    if name.endswith((".rq", ".sparql")) or "/" in name or "\\" in name:
        return read_query(name)
    close = difflib.get_close_matches(name, queries, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(close)}?" if close else "`kg queries` lists them"
    raise QueryError(f"no query is called {name!r}; {hint}")


def read_query(path: str | Path) -> Query:
    """A query file with its header; QueryError if it cannot be read."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise QueryError(f"{path}: no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: cannot be read as a query: {error}") from error
    header: dict[str, list[str]] = {"title": [], "question": [], "param": []}
    for line in text.splitlines():
        if match := _HEADER.fullmatch(line.strip()):
            header[match[1]].append(match[2].strip())
    return Query(
        name=path.stem,
        text=text,
        title=" ".join(header["title"]),
        question=" ".join(header["question"]),
        parameters=tuple(_parameter(path, line) for line in header["param"]),
        path=path,
    )


def _parameter(path: Path, line: str) -> Parameter:
    parts = line.split(None, 3)
    if len(parts) < 4 or parts[1] not in TYPES:
        raise QueryError(
            f"{path}: '# param: {line}' is not '# param: NAME TYPE DEFAULT DESCRIPTION'"
            f" with a type of {', '.join(TYPES)}"
        )
    name, kind, default, description = parts
    return Parameter(name, kind, None if default == "-" else default, description)
