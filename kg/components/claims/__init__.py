"""Claims: who says what, and what of the facts rests on somebody's word."""

from __future__ import annotations

from kg.components.claims.component import claims

__all__ = ["claims"]
