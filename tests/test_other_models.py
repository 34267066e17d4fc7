"""Other English pipelines in the place of the shipped one, with other labels.

The reports of `other_models_sentences.txt` are annotated by hand as a model of Universal
Dependencies and as `en_core_web_*` would; both must give the facts that are written there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import kg
from kg import facts, pipeline
from kg.components.notes import KEY

Kg = Callable[..., tuple[int, str, str]]
SCHEMES = ("universal", "clearnlp")
PUBLISHED = "2018-04-10"


@dataclass
class Report:
    """A block of the file: its rows of columns, and the facts in it."""

    rows: list[list[str]] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(row[0].replace("\\n", "\n") for row in self.rows)

    @property
    def spaces(self) -> list[bool]:
        return [row[-1] != "_" for row in self.rows]


def _reports() -> dict[str, Report]:
    lines = Path(__file__).with_name("other_models_sentences.txt").read_text("utf-8").splitlines()
    blocks = "\n".join(line for line in lines if not line.startswith("#")).strip().split("\n\n")
    found = {}
    for name, *rest in (block.splitlines() for block in blocks):
        rows = [line.split() for line in rest if not line.startswith("= ")]
        found[name] = Report(rows, [line[2:] for line in rest if line.startswith("= ")])
    return found


REPORTS = _reports()
BY_WORDS = {report.words: report for report in REPORTS.values()}


@Language.factory("annotated_by_hand", default_config={"labels": "universal", "without": []})
def annotated_by_hand(
    nlp: Language,  # noqa: ARG001
    name: str,  # noqa: ARG001
    labels: str,
    without: list[str],
) -> Callable[[Doc], Doc]:
    """Annotates the reports of the file, any other text as one list of nouns; leaves out the
    columns `without`, as a model without the component for them does."""

    def annotate(doc: Doc) -> Doc:
        words = tuple(token.text for token in doc)
        report = BY_WORDS.get(words)
        spaces = [bool(token.whitespace_) for token in doc]
        columns = _columns(report, labels) if report else _nouns(words)
        columns = {column: values for column, values in columns.items() if column not in without}
        annotated = Doc(doc.vocab, words=list(words), spaces=spaces, **columns)
        annotated.user_data.update(doc.user_data)
        return annotated

    return annotate


def _nouns(words: tuple[str, ...]) -> dict[str, Any]:
    size = len(words)
    return {
        "lemmas": list(words),
        "pos": ["NOUN"] * size,
        "tags": ["NN"] * size,
        "heads": [0] * size,
        "deps": ["ROOT", *["dep"] * (size - 1)][:size],
        "ents": ["O"] * size,
    }


def _columns(report: Report, labels: str) -> dict[str, Any]:
    """The annotation of a report in one scheme, as `Doc` takes it."""
    other = labels == "clearnlp"
    parts, tags = [], []
    for row in report.rows:
        rest = [column for column in row[5:] if column != "_"]
        arc = rest.pop(0) if rest and rest[0][0].isdigit() else row[4]
        head, _, label = (arc if other else row[4]).partition(":")
        label, _, pos = label.partition(":") if other else (label, "", "")
        parts.append((int(head) - 1, label, pos or row[2]))
        own, _, ontonotes = (rest[0] if rest else "O").partition("/")
        tags.append(ontonotes or own if other else own)
    return {
        "lemmas": [row[1].replace("\\n", "\n") for row in report.rows],
        "pos": [pos for _, _, pos in parts],
        "tags": [row[3] for row in report.rows],
        "heads": [i if head < 0 else head for i, (head, _, _) in enumerate(parts)],
        "deps": ["ROOT" if label == "root" else label for _, label, _ in parts],
        "ents": tags,
    }


def saved(folder: Path, **config: Any) -> Path:
    """The folder of a pipeline that annotates by hand, written there."""
    nlp = spacy.blank("en")
    nlp.add_pipe("annotated_by_hand", config=config)
    nlp.to_disk(folder)
    return folder


@pytest.fixture(scope="module", params=SCHEMES)
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Language:
    """The whole extraction upon a model that speaks one of the schemes, opened by its folder."""
    return kg.load(model=saved(tmp_path_factory.mktemp(request.param), labels=request.param))


def extracted(report: Report, nlp: Language) -> facts.Document:
    doc = Doc(nlp.vocab, words=list(report.words), spaces=report.spaces)
    article = facts.Article(doc.text, published=PUBLISHED)
    doc.user_data[KEY] = {"article": facts.to_json(article)}
    return pipeline.document_of(nlp(doc))


class Plain:
    """The facts of a document, each as one line."""

    def __init__(self, document: facts.Document) -> None:
        self.document = document
        self.names = {entity.id: entity.name for entity in document.entities}
        self.text = document.article.text

    def lines(self) -> list[str]:
        return [*self._events(), *self._statements(), *self._tolls(), *self._claims()]

    def _events(self) -> Iterator[str]:
        for event in self.document.events:
            who = [f"{p.role}={self.names[p.entity]}" for p in event.participants]
            where = [f"place={self.names[place]}" for place in event.places]
            shown = [*who, *where, *self._time(event.time), *self._stance(event.factuality)]
            yield "; ".join([f"{event.cls} ({event.label})", *shown])

    def _statements(self) -> Iterator[str]:
        for statement in self.document.statements:
            target = statement.object
            ends = self.names[statement.subject], self.names.get(target, target)
            more = [
                f"{q.property}={self.names.get(q.value, q.value)}" for q in statement.qualifiers
            ]
            shown = [f"{ends[0]} {statement.property} {ends[1]}", *more]
            yield "; ".join([*shown, *self._stance(statement.factuality)])

    def _tolls(self) -> Iterator[str]:
        for toll in self.document.tolls:
            shown = [f"{toll.kind} {toll.count} [{toll.minimum}, {toll.maximum}]"]
            shown += [f"victims={self.names[toll.victims]}"] if toll.victims else []
            shown += [f"place={self.names[place]}" for place in toll.places]
            yield "; ".join([*shown, *self._time(toll.time), *self._stance(toll.factuality)])

    def _claims(self) -> Iterator[str]:
        for claim in self.document.claims:
            words = " … ".join(self.text[span.begin : span.end] for span in claim.words)
            speaker = self.names[claim.speaker] if claim.speaker else "somebody"
            yield f"{claim.kind}: {speaker} {claim.cue}: {words}"

    @staticmethod
    def _time(time: facts.Time | None) -> list[str]:
        return [f"{time.begin}/{time.end}"] if time else []

    def _stance(self, stance: facts.Factuality) -> list[str]:
        usual = facts.Factuality()
        shown = [
            getattr(stance, name)
            for name in ("polarity", "certainty", "realis")
            if getattr(stance, name) != getattr(usual, name)
        ]
        shown += [f'"{stance.hedge}"'] if stance.hedge else []
        return [*shown, *(f"says {self.names[source]}" for source in stance.sources)]


@pytest.mark.pipeline
@pytest.mark.parametrize("name", REPORTS)
def test_extraction_gives_the_same_facts(name: str, model: Language) -> None:
    report = REPORTS[name]
    assert report.facts
    assert Plain(extracted(report, model)).lines() == report.facts


def refusal(run_kg: Kg, folder: Path, model: str | Path) -> str:
    """What the command line says of a model it does not take."""
    report = folder / "report.txt"
    report.write_text("Rebels captured the town of Konna on Thursday, officials said.\n", "utf-8")
    code, out, err = run_kg("build", report, "--model", model, "-o", folder / "graph.ttl")
    assert (code, out) == (2, "")
    assert err.startswith(f"kg: {model}: ")
    assert err.count("\n") == 1
    assert "leave --model out" in err
    return err


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        (["heads", "deps"], "has no parser;"),
        (["tags"], "has no tagger;"),
        (["lemmas"], "has no lemmatizer;"),
        (["ents"], "has no named entities (ner);"),
        (["heads", "deps", "ents"], "has no parser, named entities (ner);"),
    ],
)
def test_a_model_that_lacks_a_component_is_refused(
    columns: list[str], says: str, tmp_path: Path, run_kg: Kg
) -> None:
    assert says in refusal(run_kg, tmp_path, saved(tmp_path / "lacking", without=columns))


def test_a_missing_model_is_refused(tmp_path: Path, run_kg: Kg) -> None:
    assert "no such language model; install it" in refusal(run_kg, tmp_path, "no_such_model")
    (tmp_path / "empty").mkdir()
    assert "no such language model" in refusal(run_kg, tmp_path, tmp_path / "empty")


def test_a_model_that_needs_another_package_is_refused(tmp_path: Path, run_kg: Kg) -> None:
    folder = saved(tmp_path / "other")
    config = (folder / "config.cfg").read_text("utf-8")
    config = config.replace('factory = "annotated_by_hand"', 'factory = "not_installed"')
    (folder / "config.cfg").write_text(config, "utf-8")
    said = refusal(run_kg, tmp_path, folder)
    assert "install what it needs" in said
    assert "not_installed" in said


def test_a_model_for_another_language_is_refused(tmp_path: Path) -> None:
    spacy.blank("de").to_disk(tmp_path / "german")
    with pytest.raises(kg.KgError, match="'de'"):
        kg.load(model=tmp_path / "german")


def test_a_pipeline_of_ones_own_without_trees_is_refused() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("kg_mentions")
    with pytest.raises(kg.KgError, match="parser"):
        nlp("Rebels captured Konna.")
