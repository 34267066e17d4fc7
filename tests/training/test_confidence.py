"""How sure events are is learned from annotated reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.components.events import confidence
from kg.errors import ResourceError
from kg.facts import Event, Participant, Span
from training.confidence import learn

TEXT = "Rebels seized Mosul on Sunday. Twelve people died.\n"
GOLD = """
published = "2013-01-29"
subject = "war"
style = "agency"
[[event]]
class = "Capture"
at = ["Rebels [seized] Mosul"]
"""


@pytest.mark.pipeline
def test_shares_of_right_events_by_kind(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "a.toml").write_text(GOLD, "utf-8")
    found = learn(tmp_path)
    assert found.keys() == confidence.shares().keys()
    # One of two events is right: so are the four that are added to each kind, half of them.
    assert found["verb"] == pytest.approx((1 + 2) / (2 + 4))
    assert found["noun"] == 0.5


@pytest.mark.parametrize(
    ("cls", "pos", "participants", "kind"),
    [
        ("Event", "VERB", True, "plain"),
        ("Attack", "NOUN", True, "noun"),
        ("Attack", "VERB", False, "verb, nobody takes part"),
        ("Death", "ADJ", True, "adjective"),
    ],
)
def test_kinds(cls: str, pos: str, participants: bool, kind: str) -> None:
    parts = (Participant("agent", "e1"),) if participants else ()
    event = Event("v1", cls, "x", "x", (Span(0, 1),), parts)
    assert confidence.kind(event, pos) == kind
    assert 0 < confidence.confidence(kind) <= 1


def test_a_missing_kind_is_named(tmp_path: Path) -> None:
    path = tmp_path / "confidence.toml"
    path.write_text("[right]\nverb = 0.9\n", "utf-8")
    with pytest.raises(ResourceError, match="is missing; run python -m training"):
        confidence.shares(path)
