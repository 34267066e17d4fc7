"""Quantities: numbers with a unit."""

from __future__ import annotations

from kg.components.quantities.component import quantities

__all__ = ["quantities"]
