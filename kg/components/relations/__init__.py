"""Relations: Wikidata statements that the words of a report make."""

from __future__ import annotations

from kg.components.relations.component import make_relations

__all__ = ["make_relations"]
