"""Linking, measured on ELEVANT's benchmarks: `docs/linking.md` says how."""

from __future__ import annotations

from kg.evaluate.linking.benchmarks import Label, Text, read, read_all
from kg.evaluate.linking.matching import Found, Outcome, found_in, match

__all__ = ["Found", "Label", "Outcome", "Text", "found_in", "match", "read", "read_all"]
