"""Which names may be one bearer's: spelling, people, bodies, and the joins among many."""

from __future__ import annotations

from kg.identity.joining import JOINED, Bearer, Join, Reason, is_local, joins, leaders

__all__ = ["JOINED", "Bearer", "Join", "Reason", "is_local", "joins", "leaders"]
