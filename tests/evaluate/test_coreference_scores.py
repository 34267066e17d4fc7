"""Links and clusters are counted as their authors define it; the command prints them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab
from treebank import FOLDERS, HARBOUR, TEXT, write_data, write_report

from kg.components.notes import Notes
from kg.errors import ResourceError
from kg.evaluate import coreference_gum, coreference_re3d
from kg.evaluate.coreference_clusters import Tally, clusters
from kg.evaluate.corpora import read_conllu
from kg.facts import Entity, MentionKind

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def notes(tmp_path: Path) -> Notes:
    """The treebank's text, with its trees and no mentions."""
    path = tmp_path / "harbour.conllu"
    path.write_text(HARBOUR, encoding="utf-8")
    ((_, document),) = read_conllu(path)
    words: list[str] = []
    heads: list[int] = []
    labels: list[str] = []
    spaces: list[bool] = []
    for sentence in document:
        if sentence.paragraph and words:
            words, heads = [*words, "\n\n"], [*heads, len(words)]
            labels, spaces = [*labels, "dep"], [*spaces[:-1], False, False]
        start = len(words)
        arcs = enumerate(sentence.heads or ())
        heads += [start + (head - 1 if head else index) for index, head in arcs]
        labels += ["ROOT" if label == "root" else label for label in sentence.labels or ()]
        words += sentence.words
        spaces += sentence.space_after
    return Notes(Doc(Vocab(), words=words, heads=heads, deps=labels, spaces=spaces))


def entity(
    notes: Notes, name: str, *mentions: tuple[int, int, MentionKind], named: bool = True
) -> Entity:
    """An entity with mentions at tokens."""
    found = notes.add_entity("Place", name, names=(name,), named=named)
    for begin, end, kind in mentions:
        notes.add_mention(Span(notes.doc, begin, end), found.id, "LOC", kind)
    return found


def scores(notes: Notes, tmp_path: Path) -> dict[str, float]:
    ((_, document),) = read_conllu(tmp_path / "harbour.conllu")
    tally = Tally()
    coreference_gum.count(coreference_gum.gold(document), notes, tally)
    return tally.scores()


def test_links_of_descriptions(notes: Notes, tmp_path: Path) -> None:
    entity(notes, "Odense", (16, 17, "name"), (6, 8, "nominal"))
    found = scores(notes, tmp_path)
    assert found["descriptions P"] == 100
    assert found["descriptions R"] == 50  # "the city of Odense" was not found
    assert "pronouns P" not in found


def test_wrong_links(notes: Notes, tmp_path: Path) -> None:
    entity(notes, "Ana Lund", (1, 3, "name"), (6, 8, "nominal"), (9, 10, "pronoun"))
    found = scores(notes, tmp_path)
    assert (found["descriptions P"], found["pronouns P"]) == (0, 0)
    assert found["descriptions R"] == 0


def test_links_without_names(notes: Notes, tmp_path: Path) -> None:
    entity(notes, "city", (6, 8, "nominal"), (13, 15, "nominal"), (9, 10, "pronoun"), named=False)
    ((_, document),) = read_conllu(tmp_path / "harbour.conllu")
    tally = Tally()
    errors = coreference_gum.count(coreference_gum.gold(document), notes, tally)
    assert tally.scores()["unnamed P"] == 0  # "It" stands between the two
    assert [error["words"] for error in errors if error["error"] == "wrong"] == ["It", "The city"]


def test_clusters_are_scored_as_in_the_literature() -> None:
    tally = Tally()
    tally.add_clusters(
        clusters([(n, "a") for n in range(4)]), clusters([(0, 1), (1, 1), (2, 2), (3, 2)])
    )
    assert tally.scores() == {"MUC F1": 80, "B3 F1": 66.67, "LEA F1": 50}


def test_a_cluster_of_one_mention_links_to_itself() -> None:
    tally = Tally()
    tally.add_clusters(clusters([(0, "a"), (1, "b")]), clusters([(0, "x"), (2, "y")]))
    assert tally.scores() == {"B3 F1": 50, "LEA F1": 50}


def test_a_found_mention_that_the_gold_lacks_counts_against() -> None:
    tally = Tally()
    tally.add_clusters(clusters([(0, "a"), (1, "a")]), clusters([(0, "x"), (1, "x"), (2, "x")]))
    assert tally.scores()["MUC F1"] == 66.67


def test_what_reports_mean(tmp_path: Path) -> None:
    write_report(tmp_path / "report")
    begin = TEXT.index("the city")
    ((text, marked),) = coreference_re3d.read(
        tmp_path / "report", {"harbour": {"Aarhus|Odense": [begin]}}
    )
    assert text == TEXT
    assert [(mention.form, mention.names) for mention in marked] == [
        ("descriptions", ("Aarhus", "Odense")),
        ("names", ("Odense",)),
    ]
    with pytest.raises(ResourceError, match="harbour has no mention at"):
        list(coreference_re3d.read(tmp_path / "report", {"harbour": {"Odense": [1]}}))


def test_reports_are_counted(tmp_path: Path, notes: Notes) -> None:
    write_report(tmp_path / "report")
    begin = TEXT.index("the city")
    known = {"harbour": {"Odense": [begin]}}
    ((_, marked),) = coreference_re3d.read(tmp_path / "report", known)
    entity(notes, "Odense", (16, 17, "name"))
    tally = Tally()
    (error,) = coreference_re3d.count(marked, notes, tally)
    assert (error["error"], error["words"], error["name"]) == ("missed", "the city", "Odense")
    assert tally.scores() == {"descriptions R": 0, "names R": 100}


@pytest.mark.parametrize(
    ("kind", "name", "wanted", "right"),
    [
        ("Person", "Gen. Ana Lund", "Ana B. Lund", True),
        ("Person", "Ana Lund", "Ana Birk", False),
        ("Organization", "Lund Mills", "Mills", False),
        ("Organization", "the LUND Mills", "Lund Mills", True),
    ],
)
def test_names_that_are_borne(kind: str, name: str, wanted: str, right: bool) -> None:
    found = Entity("e1", kind, name, (name,))  # type: ignore[arg-type]
    assert coreference_re3d.bears(found, (wanted,)) is right


@pytest.mark.pipeline
def test_the_command(tmp_path: Path, run_kg: Run) -> None:
    data, out, errors = write_data(tmp_path / "data"), tmp_path / "s.json", tmp_path / "e.jsonl"
    assert {folder.name for folder in (data / "re3d").iterdir()} == set(FOLDERS)
    (tmp_path / "data/treebanks/gum-splits.md").write_text(
        "## dev\n\n* GUM_news_harbour\n\n## test\n\n* GUM_speech_harbour\n", encoding="utf-8"
    )
    given = ("--data", data, "--json", out, "--errors", errors)
    code, table, progress = run_kg("evaluate", "coreference", *given, "--development")
    assert code == 0
    assert "kg: measuring GUM_news_harbour" in progress
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found.keys() == {"GUM dev", "GUM dev, news", "re3d dev"}
    assert "descriptions R" in table
    rows = [json.loads(line) for line in errors.read_text(encoding="utf-8").splitlines()]
    assert {row["text"] for row in rows} <= {"GUM_news_harbour", *(f"{f} 1" for f in FOLDERS)}
    code, _, progress = run_kg("evaluate", "coreference", *given)
    assert code == 1
    assert "below the floor" in progress
    assert "GUM test" in json.loads(out.read_text(encoding="utf-8"))


def test_what_is_no_data_folder(tmp_path: Path, run_kg: Run) -> None:
    code, _, errors = run_kg("evaluate", "coreference", "--data", tmp_path)
    assert code == 2
    assert "give the data folder" in errors
