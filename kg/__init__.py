"""News reports in, a Wikidata-linked knowledge graph out.

Importing `kg` loads neither spaCy nor rdflib; each public name loads what it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.articles import read
    from kg.corpus import build
    from kg.errors import KgError
    from kg.facts import Article
    from kg.pipeline import load
    from kg.stores import queries

__all__ = ["Article", "KgError", "build", "load", "queries", "read"]

_HOMES = {
    "Article": "kg.facts",
    "KgError": "kg.errors",
    "build": "kg.corpus",
    "load": "kg.pipeline",
    "queries": "kg.stores",
    "read": "kg.articles",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("newskg")
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
