"""From annotated reports to scores, a table of confidence, and the errors, worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from spacy.language import Language

from kg.articles import read
from kg.components.notes import Notes
from kg.evaluate import calibration
from kg.evaluate.events import claims, figures, occurrences
from kg.evaluate.events.claims import ClaimScorer
from kg.evaluate.events.figures import FigureScorer
from kg.evaluate.events.matching import Reading
from kg.evaluate.events.occurrences import EventScorer
from kg.evaluate.events.reports import ROLES, Report
from kg.evaluate.events.tally import Fault, Scorer, Tally
from kg.evaluate.tables import table
from kg.pipeline import document_of, make_doc

FOUND = (
    *(occurrences.TRIGGERS, occurrences.SPANS, occurrences.PLAINS, occurrences.COREFERENCE),
    *(occurrences.ROLE_ROW, occurrences.END_TO_END, *ROLES),
    *(occurrences.PLACE, occurrences.EVENT_TIME, occurrences.ATTRIBUTION),
    *(claims.CLAIMS, "claim addressee", figures.TOLLS, figures.QUANTITIES, figures.TIMES),
)
JUDGED = (
    *(occurrences.FACTUALITY, *occurrences.STANCE),
    *("claim speaker", "claim span", "claim kind"),
    *("toll kind", "toll number and bound", "toll victims"),
)
CONFIDENCE = "event"


@dataclass
class Measured:
    """What annotated reports say of the program."""

    tally: Tally = field(default_factory=Tally)
    faults: list[Fault] = field(default_factory=list)

    @property
    def scores(self) -> dict[str, dict[str, float]]:
        """By measure, in per cent: precision, recall and F1 of what is looked for, accuracy of
        what is judged where that was found, and the expected error of confidences."""
        rows = {name: self.tally.row(name) for name in FOUND}
        for name in JUDGED:
            row = self.tally.row(name)
            rows[name] = {"acc": row["P"], "gold": row["gold"]}
        errors = calibration.errors(self.tally.sure, CONFIDENCE)
        error = errors.get(f"{CONFIDENCE} ECE", 100.0)
        rows["confidence"] = {"ECE": error, "calibrated": round(100 - error, 2)}
        return rows

    def report(self) -> str:
        """The measures as tables for people."""
        scores = self.scores
        classes = Counter(fault.kind for fault in self.faults)
        counted = {kind: {"n": number} for kind, number in sorted(classes.items())}
        parts = {
            "Found": table({name: scores[name] for name in FOUND}, ("P", "R", "F1", "gold")),
            "Judged where found": table({name: scores[name] for name in JUDGED}, ("acc", "gold")),
            "Confidence of events": table(
                calibration.reliability(self.tally.sure), ("n", "mean", "right")
            ),
            "Expected calibration error": table({"events": scores["confidence"]}, ("ECE",)),
            "Errors": table(counted, ("n",)),
        }
        return "\n\n".join(f"{title}\n{rows}" for title, rows in parts.items())

    def worst(self) -> Iterator[dict[str, Any]]:
        """Every error, what was stated as a fact and is none first."""
        for fault in sorted(self.faults, key=lambda fault: fault.rank):
            yield fault.row()


def run(nlp: Language, reports: Iterable[Report]) -> Iterator[Reading]:
    """The reports with what `nlp` (from `kg.load`) finds in them."""
    for report in reports:
        article = read(report.path.with_suffix(".txt"), published=report.gold.published.isoformat())
        doc = nlp(make_doc(article, nlp))
        tags = {token.idx: token.pos_ for token in doc}
        yield Reading(report, document_of(doc), tuple(Notes(doc).times), tags)


def measure(readings: Iterable[Reading], watch: Callable[[str], None] | None = None) -> Measured:
    """All measures over some reports; `watch` is told the name of each."""
    measured = Measured()
    for reading in readings:
        if watch:
            watch(reading.report.name)
        scorers: list[type[Scorer]] = [ClaimScorer, FigureScorer]
        if "event" not in reading.report.gold.without:
            scorers.insert(0, EventScorer)
        for scorer in scorers:
            scorer(reading, measured.tally, measured.faults).score()
    return measured
