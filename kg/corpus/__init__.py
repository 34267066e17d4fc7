"""Many articles: extraction with worker processes, and their one graph."""

from __future__ import annotations

from kg.corpus.building import build, extract_all

__all__ = ["build", "extract_all"]
