"""What a person looks at: a document as a web page or as text on a terminal."""

from __future__ import annotations

from kg.view.page import to_html
from kg.view.text import to_text

__all__ = ["to_html", "to_text"]
