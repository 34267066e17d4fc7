"""From annotated reports to scores, tables for people, and the errors, worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from spacy.language import Language

from kg import lexicon
from kg.articles import read
from kg.evaluate import calibration
from kg.evaluate.events.public.texts import Rows
from kg.evaluate.relations.extractors import TITLES, Extractor
from kg.evaluate.relations.reports import Report
from kg.evaluate.relations.scoring import (
    ENDED,
    QUALIFIERS,
    RELATIONS,
    SOURCE,
    STANCE,
    WHOLE,
    Score,
    Scorer,
)
from kg.evaluate.relations.tally import MEASURES
from kg.evaluate.tables import table
from kg.facts import Document
from kg.pipeline import extract

JUDGED = (WHOLE, *STANCE, ENDED)
GIVEN = (QUALIFIERS, SOURCE)
SHOWN = 20  # confusions


@dataclass
class Measured:
    """What annotated reports say of the relations found."""

    score: Score = field(default_factory=Score)

    @property
    def scores(self) -> Rows:
        """By measure, in per cent: precision, recall and F1 of relations, in all, by property
        and by extractor, and of qualifiers and sources where the relation was found; accuracy
        of its stance, and the expected error of confidences."""
        rows: Rows = {RELATIONS: self.score.relations.row(RELATIONS)}
        rows |= {f"{RELATIONS}, {t}": self.score.extractors.row(t) for t in TITLES.values()}
        rows |= {name: dict(self.score.judged.row(name)) for name in GIVEN}
        for name in JUDGED:
            row = self.score.judged.row(name)
            rows[name] = {"acc": row["P"], "gold": row["gold"]}
        error = calibration.errors(self.score.sure, "relations").get("relations ECE", 100.0)
        rows["confidence"] = {"ECE": error, "calibrated": round(100 - error, 2)}
        return rows | {labelled(name): row for name, row in self.score.properties.rows().items()}

    def report(self) -> str:
        """The measures as tables for people."""
        scores = self.scores
        extractors = {title: scores[f"{RELATIONS}, {title}"] for title in TITLES.values()}
        classes = Counter(fault.kind for fault in self.score.faults)
        confused = self.score.confused.most_common(SHOWN)
        parts = {
            "Relations, by extractor": table(extractors, MEASURES),
            "By property": table(
                {labelled(name): row for name, row in self.score.properties.rows().items()},
                MEASURES,
            ),
            "Where found": table({n: scores[n] for n in (*GIVEN, *JUDGED)}, (*MEASURES[:3], "acc")),
            "Confidence": table(calibration.reliability(self.score.sure), ("n", "mean", "right")),
            "Expected calibration error": table({RELATIONS: scores["confidence"]}, ("ECE",)),
            "Confusions": table({name: {"n": n} for name, n in confused}, ("n",)),
            "Errors": table({kind: {"n": n} for kind, n in sorted(classes.items())}, ("n",)),
        }
        return "\n\n".join(f"{title}\n{rows}" for title, rows in parts.items() if rows)

    def worst(self) -> Iterator[dict[str, Any]]:
        """Every error, what was stated as a fact and is none first."""
        for fault in sorted(self.score.faults, key=lambda fault: fault.rank):
            yield fault.row()


def labelled(property_id: str) -> str:
    """A property for people: "P108 employer"."""
    known = lexicon.properties().get(property_id)
    return f"{property_id} {known.label}" if known else property_id


def run(nlp: Language, reports: Iterable[Report]) -> Iterator[tuple[Report, Document]]:
    """The reports with what `nlp` (from `kg.load`) finds in them."""
    for report in reports:
        article = read(report.path.with_suffix(".txt"), published=report.gold.published.isoformat())
        yield report, extract(article, nlp)


def measure(
    found: Iterable[tuple[Report, Document]],
    extractor: Extractor = "both",
    watch: Callable[[str], None] | None = None,
) -> Measured:
    """All measures over some reports, of what `extractor` found; `watch` is told the name of
    each."""
    measured = Measured()
    for report, document in found:
        if watch:
            watch(report.name)
        Scorer(report, document, measured.score).count(extractor)
    return measured
