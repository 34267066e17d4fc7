"""Errors a user can act on: one line that names the thing, the cause, and what to do next.

    KgError
    ├── ArticleError      an article that cannot be read
    ├── ResourceError     a model, knowledge base, lexicon or bundled file that is missing or broken
    ├── GraphError        a graph that cannot be read, written or is not valid
    └── QueryError        a query that is unknown, malformed or lacks a parameter

The command line prints the message and exits with 2.
"""

from __future__ import annotations


class KgError(Exception):
    """Base of all errors that `kg` raises on purpose."""


class ArticleError(KgError):
    """An article cannot be read."""


class ResourceError(KgError):
    """A model, knowledge base, lexicon or bundled file is missing or broken."""


class GraphError(KgError):
    """A graph cannot be read or written."""


class QueryError(KgError):
    """A query is unknown, malformed, or lacks a parameter."""
