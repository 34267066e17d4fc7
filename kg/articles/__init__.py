"""Articles: read from text, HTML or standard input, and divided into blocks."""

from __future__ import annotations

from kg.articles.reading import read

__all__ = ["read"]
