"""`kg lexicon check`: coverage, clashes and what reports have that the lexicon lacks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg import lexicon

Run = Callable[..., tuple[int, str, str]]


def test_coverage_is_printed(run_kg: Run) -> None:
    code, out, errors = run_kg("lexicon", "check")
    assert (code, errors) == (0, "")
    rows = {line.split()[0]: line.split()[1:] for line in out.splitlines() if line}
    assert len(rows["Capture"]) >= 3
    assert "predicates of 93 classes" in out
    assert "No clashes." in out
    (employer,) = [line for line in out.splitlines() if line.startswith("P108 employer")]
    assert int(employer.split()[-1]) >= 10
    assert "without a pattern: none" in out


def test_a_property_without_a_pattern_is_named(
    run_kg: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = lexicon.relations()
    others = tuple(p for p in whole.patterns if p.property != "P551")
    monkeypatch.setattr(lexicon, "relations", lambda: replace(whole, patterns=others))
    assert "without a pattern: P551" in run_kg("lexicon", "check")[1]


def test_a_class_without_a_predicate_is_found_wanting(
    run_kg: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = lexicon.events()
    nouns = {
        noun: frames
        for noun, frames in whole.nouns.items()
        if all(frame.cls != "Earthquake" for frame in frames)
    }
    verbs = {
        verb: frames
        for verb, frames in whole.verbs.items()
        if all(frame.cls != "Earthquake" for frame in frames)
    }
    monkeypatch.setattr(lexicon, "events", lambda: replace(whole, nouns=nouns, verbs=verbs))
    code, out, _ = run_kg("lexicon", "check")
    assert code == 1
    assert "Earthquake: no predicate; add an entry [[Earthquake]]" in out


@pytest.mark.pipeline
def test_reports_show_what_has_no_class(tmp_path: Path, run_kg: Run) -> None:
    report = tmp_path / "report.txt"
    report.write_text("Angela Merkel painted Barack Obama in Berlin.\n", "utf-8")
    code, out, _ = run_kg("lexicon", "check", report)
    assert code == 0
    assert "1 events, 0 with a class; the others:" in out
    assert out.rstrip().endswith("1 paint")
