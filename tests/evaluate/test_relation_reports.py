"""Reports annotated for relations: what is read, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ResourceError
from kg.evaluate.relations.reports import read
from kg.facts import Span

TEXT = "Acme names chief\nJane Roe, a former mayor of Odense, works for Acme, Ola Berg said.\n"
GOLD = """
published = "2021-03-09"
subject = "business"
style = "agency"
[entity.roe]
names = ["Jane Roe"]
[entity.acme]
names = ["Acme"]
[entity.odense]
names = ["Odense"]
[[relation]]
subject = "roe"
property = "P39"
role = "mayor|head of the town"
P1001 = "odense"
P582 = "2014"
at = ["a former [mayor] of"]
ended = true
[[relation]]
subject = "roe"
property = "P108|P463"
object = "acme|odense"
at = ["[works] for"]
certainty = "probable"
"""
ROOT = Path(__file__).resolve().parents[1] / "gold" / "relations"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    (tmp_path / "one.toml").write_text(GOLD, "utf-8")
    return tmp_path


def test_relations_are_read(folder: Path) -> None:
    (report,) = read(folder)
    position, work = report.gold.relation
    assert position.qualifiers == {"P582": "2014", "P1001": "odense"}
    assert (position.value, position.ended, position.certainty) == (
        "mayor|head of the town",
        True,
        "certain",
    )
    assert (work.value, work.certainty) == ("acme|odense", "probable")
    assert report.span(work.at[0]) == Span(53, 58)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('at = ["[works] for"]', 'at = ["[Acme]"]', "'Acme' occurs 2 times"),
        ('object = "acme|odense"', 'object = "berg"', "'berg' is no entity"),
        ('object = "acme|odense"', 'object = "acme"\ndate = "2001"', "one of object, date and"),
        ('object = "acme|odense"', "", "one of object, date and role"),
        ('object = "acme|odense"', 'date = "2001-13"', "relation.1.date"),
        ('"P108|P463"', '"P108|P31"', "'P31' is no property of properties.toml"),
        ('"P108|P463"', '"P580"', "'P580' is no property of properties.toml"),
        ('P582 = "2014"', 'P582 = "in 2014"', "relation.0.P582"),
        ('P1001 = "odense"', 'P1001 = "Odense"', "'Odense' is no entity"),
        ('P1001 = "odense"', 'P108 = "odense"', "relation.0.P108"),
        ('names = ["Jane Roe"]', 'names = ["Joan Roe"]', "the name 'Joan Roe' does not occur"),
        ('certainty = "probable"', 'certainty = "sure"', "relation.1.certainty"),
    ],
)
def test_what_does_not_fit_is_refused(folder: Path, old: str, new: str, message: str) -> None:
    assert old in GOLD
    (folder / "one.toml").write_text(GOLD.replace(old, new), "utf-8")
    with pytest.raises(ResourceError, match=r"one\.toml") as caught:
        list(read(folder))
    assert message in str(caught.value)


def test_the_gold_relations_can_be_read() -> None:
    folders = sorted(path for path in ROOT.iterdir() if path.is_dir())
    assert [folder.name for folder in folders] == ["dev", "test"]
    for folder in folders:
        reports = list(read(folder))
        assert all(report.gold.relation for report in reports)
