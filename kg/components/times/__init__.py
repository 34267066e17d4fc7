"""Times: expressions resolved against the day of publication."""

from __future__ import annotations

from kg.components.times.component import find, make_times, resolve

__all__ = ["find", "make_times", "resolve"]
