"""re3d's entities become names, and what is not judged."""

from __future__ import annotations

from pathlib import Path

from treebank import TEXT, write_report

from kg.evaluate.re3d import gold, read_re3d


def entity(text: str, value: str, kind: str, confidence: float = 1.0) -> dict[str, object]:
    begin = text.index(value)
    return {"begin": begin, "end": begin + len(value), "type": kind, "confidence": confidence}


def test_names_and_descriptions() -> None:
    text = "The Kiel Pilots saw General Ana Lund near the port of Kiel"
    entities = [
        entity(text, "The Kiel Pilots", "Organisation"),
        entity(text, "Kiel", "Location"),
        entity(text, "General Ana Lund", "Person"),
        entity(text, "the port of Kiel", "Location"),
        entity(text, "Pilots", "Quantity"),
    ]
    found = gold(text, entities)
    squeezed = "".join(text.split())
    assert [(squeezed[begin:end], kind) for begin, end, kind in found.names or []] == [
        ("KielPilots", "ORG"),
        ("AnaLund", "PER"),
    ]
    assert [squeezed[begin:end] for begin, end in found.unjudged] == ["portofKiel"]


def test_of_two_types_the_surest() -> None:
    text = "Kiel"
    entities = [entity(text, text, "Location", 0.6), entity(text, text, "Organisation", 0.9)]
    assert gold(text, entities).names == [(0, 4, "ORG")]


def test_unsure_entities_are_left_out(tmp_path: Path) -> None:
    write_report(tmp_path / "report")
    (report,) = read_re3d(tmp_path / "report")
    squeezed = "".join(TEXT.split())
    assert report.text == TEXT
    assert [squeezed[begin:end] for begin, end, _ in report.names or []] == ["Odense"]
    assert [squeezed[begin:end] for begin, end in report.unjudged] == ["city"]
