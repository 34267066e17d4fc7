"""Tolls: casualty figures."""

from __future__ import annotations

from kg.components.tolls.component import make_tolls, tolls

__all__ = ["make_tolls", "tolls"]
