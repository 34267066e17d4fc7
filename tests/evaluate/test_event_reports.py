"""Annotated reports: what is read, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ResourceError
from kg.evaluate.events.reports import read
from kg.facts import Span

TEXT = "Rebels seize Gao\nRebels seized Gao on Sunday, police said.\n"
GOLD = """
published = "2013-01-29"
subject = "war"
style = "agency"
[entity.rebels]
at = ["[Rebels] seized"]
[entity.gao]
names = ["Gao"]
[[event]]
class = "Capture|Attack"
at = ["Rebels [seize] Gao", "Rebels [seized] Gao"]
agent = ["rebels"]
target = ["gao|rebels"]
time = ["2013-01-27", ""]
"""
ROOT = Path(__file__).resolve().parents[1] / "gold"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    (tmp_path / "one.toml").write_text(GOLD, "utf-8")
    return tmp_path


def test_places_are_found_by_their_snippets(folder: Path) -> None:
    (report,) = read(folder)
    event = report.gold.event[0]
    assert [report.span(snippet) for snippet in event.at] == [Span(7, 12), Span(24, 30)]
    assert event.time == ("2013-01-27", "")
    assert (event.polarity, event.certainty, event.realis) == ("positive", "certain", "actual")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Rebels [seize] Gao", "[Gao]", "'Gao' occurs 2 times"),
        ("Rebels [seize] Gao", "Rebels seize Gao", "one pair of brackets"),
        ("Capture|Attack", "Robbery", "'Robbery' is no class of ontology/kg.ttl"),
        ('agent = ["rebels"]', 'agent = ["police"]', "'police' is no entity"),
        ('agent = ["rebels"]', 'agent = ["rebels|"]', "event.0.agent.0"),
        ('agent = ["rebels"]', 'actor = ["rebels"]', "event.0.actor"),
        ('"2013-01-27"', '"27 January"', "event.0.time"),
        ('published = "2013-01-29"', "", "published"),
    ],
)
def test_what_does_not_fit_is_refused(folder: Path, old: str, new: str, message: str) -> None:
    (folder / "one.toml").write_text(GOLD.replace(old, new), "utf-8")
    with pytest.raises(ResourceError, match=r"one\.toml") as caught:
        list(read(folder))
    assert message in str(caught.value)


def test_a_missing_text_is_named(folder: Path) -> None:
    (folder / "one.txt").unlink()
    with pytest.raises(ResourceError, match="text cannot be read"):
        list(read(folder))


def test_a_folder_without_reports_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="no annotated report"):
        list(read(tmp_path))


@pytest.mark.parametrize("folder", ["dev", "test", "claims"])
def test_the_gold_reports_can_be_read(folder: str) -> None:
    reports = list(read(ROOT / folder))
    assert len(reports) >= 12
    assert all(report.gold.event or "event" in report.gold.without for report in reports)


def test_the_gold_reports_have_ten_subjects_and_five_styles() -> None:
    reports = [report for half in ("dev", "test") for report in read(ROOT / half)]
    assert len({report.gold.subject for report in reports}) == 10
    assert len({report.gold.style for report in reports}) == 5
