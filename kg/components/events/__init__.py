"""Events: what happens, to whom, where, when, and how sure it is."""

from __future__ import annotations

from kg.components.events.component import events, make_events

__all__ = ["events", "make_events"]
