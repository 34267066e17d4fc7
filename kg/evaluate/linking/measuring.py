"""From benchmark files to scores by file, and of all together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.language import Language

from kg.evaluate import calibration as confidences
from kg.evaluate.linking import calibration
from kg.evaluate.linking.benchmarks import Text
from kg.evaluate.linking.coverage import Coverage, ceiling
from kg.evaluate.linking.faults import CAUSES, counted, faults
from kg.evaluate.linking.matching import Outcome, match
from kg.evaluate.linking.running import run
from kg.evaluate.linking.scoring import scores
from kg.evaluate.tables import table

ALL = "all"
TABLES = {
    "Spans found, linked or not (span); those linked (ER); and linked rightly (EL)": [
        f"{name} {score}" for name in ("span", "ER", "EL") for score in ("P", "R", "F1")
    ],
    "Items chosen at labels, and linking of what the knowledge base has": [
        *("acc", "inKB acc", "inKB all", "NIL acc", "label P", "inKB R", "inKB F1"),
    ],
    "What the knowledge base allows": ["in base", "reach", "base F1", "reach F1"],
    "Calibration: expected error and Brier score": [
        f"{kind} {error}"
        for kind in (calibration.LINKED, calibration.UNLINKED, calibration.MENTION)
        for error in ("ECE", "Brier")
    ],
}


@dataclass
class Measured:
    """Scores by benchmark; by kind of decision and bin, and by class of error, of all."""

    scores: dict[str, dict[str, float]]
    reliability: dict[str, dict[str, dict[str, float]]]
    errors: dict[str, dict[str, float]]

    def report(self) -> str:
        """The measures as tables for people."""
        parts = [(title, table(self.scores, names)) for title, names in TABLES.items()]
        for kind, bins in self.reliability.items():
            parts.append((f"Confidence, {kind}", table(bins, ("n", "mean", "right"))))
        parts.append(("Errors of linking", table(self.errors, ("n", *CAUSES))))
        return "\n\n".join(f"{title}\n{rows}" for title, rows in parts if rows)


def outcomes(
    nlp: Language,
    benchmarks: Mapping[str, Sequence[Text]],
    *,
    given: bool = False,
    processes: int = 1,
    watch: Callable[[str], None] | None = None,
) -> dict[str, list[Outcome]]:
    """The outcomes of each benchmark with a pipeline from `running.load`; `watch` is told
    the name of each before it is measured."""
    found = {}
    for name, texts in benchmarks.items():
        if watch:
            watch(name)
        runs = run(nlp, texts, given=given, processes=processes)
        found[name] = [o for text, each in zip(texts, runs, strict=True) for o in match(text, each)]
    return found


def measure(
    found: Mapping[str, Sequence[Outcome]],
    benchmarks: Mapping[str, Sequence[Text]],
    coverage: Coverage,
) -> Measured:
    """All measures; where there are several benchmarks, also of all together (micro)."""
    every = [outcome for each in found.values() for outcome in each]
    groups = {name: (found[name], benchmarks[name]) for name in benchmarks}
    if len(groups) > 1:
        groups[ALL] = every, [text for texts in benchmarks.values() for text in texts]
    made = calibration.decisions(every, coverage.holds)
    return Measured(
        {name: _row(each, texts, coverage) for name, (each, texts) in groups.items()},
        {kind: confidences.reliability(each) for kind, each in made.items()},
        counted(faults(every, coverage)),
    )


def _row(found: Sequence[Outcome], texts: Sequence[Text], coverage: Coverage) -> dict[str, float]:
    row = {**scores(found, coverage.holds), **ceiling(coverage, texts)}
    for kind, made in calibration.decisions(found, coverage.holds).items():
        row.update(confidences.errors(made, kind))
    return row


def worst(found: Mapping[str, Sequence[Outcome]], coverage: Coverage) -> list[dict[str, Any]]:
    """Every error of every benchmark, the surest ones first."""
    pairs = [(name, each) for name, made in found.items() for each in faults(made, coverage)]
    return [fault.row(name) for name, fault in sorted(pairs, key=lambda pair: pair[1].rank)]
