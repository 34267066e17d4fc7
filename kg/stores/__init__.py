"""Questions to graphs: RDF files in, the answers of SPARQL queries out.

Needs neither rdflib nor spaCy, so that a question is answered at once.
"""

from __future__ import annotations

from kg.stores.bundled import Parameter, Query, get_query, queries, read_query
from kg.stores.loading import load
from kg.stores.running import Answer, run
from kg.stores.tables import FORMATS, format_answer

__all__ = [
    "FORMATS",
    "Answer",
    "Parameter",
    "Query",
    "format_answer",
    "get_query",
    "load",
    "queries",
    "read_query",
    "run",
]
