"""The command `kg`: thin commands over the library, and errors in one line."""

from __future__ import annotations

from kg.cli.app import main

__all__ = ["main"]
