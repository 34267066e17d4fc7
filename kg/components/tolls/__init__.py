"""Tolls: casualty figures."""

from __future__ import annotations

from kg.components.tolls.component import tolls

__all__ = ["tolls"]
