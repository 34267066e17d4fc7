"""Events: what happens, to whom, where, when, and how sure it is."""

from __future__ import annotations

from kg.components.events.component import events

__all__ = ["events"]
