"""`kg evaluate linking` from files to tables, scores, errors and floors."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from linking_texts import ANA, KIEL, LINE, annotated, line, place
from spacy.tokens import Span as DocSpan

from kg.components.notes import KEY, Notes
from kg.evaluate import floors
from kg.evaluate.linking import Found, Label
from kg.evaluate.linking.running import GIVEN, TYPES, at_labels, given_names, given_types

Run = Callable[..., tuple[int, str, str]]
TEXT = "Germany and Norway met in Oslo, said Zorblat Quuxley."


def benchmark(folder: Path, name: str, item: str = "<NIL>") -> Path:
    path = folder / f"{name}.benchmark.jsonl"
    labels = [{"words": "Oslo", "entity_id": item}, {"words": "Quuxley", "entity_id": "<NIL>"}]
    path.write_text(line(TEXT, *labels) + "\n", encoding="utf-8")
    return path


@pytest.mark.pipeline
@pytest.mark.parametrize("more", [(), ("--given-spans",), ("--given-spans", "-n", "2")])
def test_files_to_scores(tmp_path: Path, run_kg: Run, more: tuple[str, ...]) -> None:
    one, other = benchmark(tmp_path, "one"), benchmark(tmp_path, "other", "Q990000009")
    out, errors = tmp_path / "scores.json", tmp_path / "errors.jsonl"
    code, tables, progress = run_kg(
        *("evaluate", "linking", "--benchmark", one, other, "--json", out, "--errors", errors),
        *more,
    )
    assert code == 0
    assert "kg: measuring one\nkg: measuring other\n" in progress
    assert all(title in tables for title in ("Spans found", "Calibration", "Errors of linking"))
    found = json.loads(out.read_text(encoding="utf-8"))
    assert list(found["scores"]) == ["one", "other", "all"]
    assert found["scores"]["all"]["in base"] == 0
    assert found["scores"]["other"]["EL P"] == 0
    assert set(found) == {"scores", "reliability", "errors"}
    rows = [json.loads(row) for row in errors.read_text(encoding="utf-8").splitlines()]
    assert sum(found["errors"][kind]["n"] for kind in found["errors"]) == len(rows)
    wrong = {(row["benchmark"], row["words"]): row["class"] for row in rows}
    assert wrong["one", "Oslo"] == "extra: no known item"
    assert wrong["other", "Oslo"].startswith("wrong: ")
    given = "--given-spans" in more
    assert found["scores"]["all"]["span R"] == (100 if given else 50)
    assert (("one", "Germany") in wrong) != given


@pytest.mark.pipeline
def test_floors_of_measured_rows_alone(tmp_path: Path, run_kg: Run) -> None:
    path = benchmark(tmp_path, "reuters-128")
    code, _, errors = run_kg("evaluate", "linking", "--benchmark", path)
    assert code == 1
    assert "kg: reuters-128: EL P is 0.0, below the floor" in errors
    assert "rss-500" not in errors


def test_rows_not_asked_for_are_no_fault() -> None:
    assert floors.check("linking", {}, partly=True) == []
    assert floors.check("linking", {})


def test_bad_benchmark(tmp_path: Path, run_kg: Run) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text("{}\n", encoding="utf-8")
    code, _, errors = run_kg("evaluate", "linking", "--benchmark", path)
    assert code == 2
    assert errors.startswith(f"kg: {path}:1: not a text in ELEVANT's benchmark format")
    assert errors.count("\n") == 1


def test_given_spans_get_the_type_that_the_model_saw() -> None:
    doc = spacy.blank("en").make_doc("Ana Lund of the Hanse Line in Kiel")
    doc.set_ents([DocSpan(doc, 1, 2, label="PERSON"), DocSpan(doc, 4, 7, label="ORG")])
    spans = [place(doc.text, words) for words in ("Ana Lund", "Hanse", "Hanse Line", "Kiel")]
    doc.user_data[KEY] = {GIVEN: [list(span) for span in spans]}
    given_names(doc)
    assert [(ent.text, ent.label_) for ent in doc.ents] == [
        ("Ana Lund", "PERSON"),
        ("Hanse Line", "ORG"),
        ("Kiel", "PRODUCT"),
    ]
    notes = Notes(doc)
    thing = notes.add_entity("Product", "Kiel")
    for ent in doc.ents:
        notes.add_mention(doc[ent.start : ent.end], thing.id, ent.label_, "name")
    notes.save()
    assert doc.user_data[KEY][TYPES][0] == [16, 26, "ORG"]
    assert [mention.label for mention in Notes(given_types(doc)).mentions] == ["PERSON", "ORG", ""]


def test_mentions_at_labels() -> None:
    text = annotated("General Ana Lund of Kiel", ("General Ana Lund", ANA), ("Kiel", KIEL))
    lund, general = (Found(place(text.text, words), LINE) for words in ("Ana Lund", "General"))
    assert at_labels([lund, general], text) == [Found((0, 16), LINE)]
    refers = annotated("she left", Label(0, (0, 3), ANA, coref=True))
    assert at_labels([Found((0, 3), ANA)], refers) == []
