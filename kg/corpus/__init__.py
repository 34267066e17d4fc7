"""Many articles: extraction with worker processes, and their one graph."""

from __future__ import annotations

from kg.corpus.building import build, distinct, extract_all, to_dataset

__all__ = ["build", "distinct", "extract_all", "to_dataset"]
