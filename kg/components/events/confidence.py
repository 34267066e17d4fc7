"""How sure an event is: the share of events of its kind that were right (`confidence.toml`).

The shares are counted on annotated reports by `python -m training.confidence`, as histogram
binning does (Zadrozny and Elkan 2001), with the kinds as bins.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.errors import ResourceError
from kg.facts import PLAIN, Event
from kg.resources import load_toml

SHARES = Path(__file__).with_name("confidence.toml")
ALONE = ", nobody takes part"
KINDS = {"NOUN": "noun", "PROPN": "noun", "VERB": "verb", "AUX": "verb"}
OTHER = "adjective"


def kind(event: Event, pos: str) -> str:
    """The kind of an event whose trigger has the part of speech `pos` (a UD tag)."""
    if event.cls == PLAIN:
        return "plain"
    return KINDS.get(pos, OTHER) + ("" if event.participants else ALONE)


def confidence(kind: str) -> float:
    """The share of events of a kind that were right."""
    return shares()[kind]


@cache
def shares(path: Path = SHARES) -> dict[str, float]:
    """Shares by kind, for every kind; raises ResourceError where one is missing."""
    found = load_toml(path)["right"]
    kinds = {"plain", *(k + end for k in {*KINDS.values(), OTHER} for end in ("", ALONE))}
    for name in sorted(kinds - found.keys()):
        raise ResourceError(f"{path}: {name!r} is missing; run python -m training.confidence")
    return {name: float(share) for name, share in found.items()}
