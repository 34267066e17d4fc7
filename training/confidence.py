"""Learn how sure events are, by kind.

    python -m training.confidence --gold GOLD [-o kg/components/events/confidence.toml]

GOLD holds annotated reports (`tests/gold/README.md`), which nothing may have been tuned on: on
reports that were, too much is right. Of each kind of event
(`kg.components.events.confidence.kind`) the share whose trigger and class were right is
counted, with PRIOR events of the share of all kinds added, so that a rare kind is not judged by
few. The same reports give the same file.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from kg import pipeline
from kg.components.events import confidence
from kg.errors import KgError
from kg.evaluate.events import measuring, reports
from kg.evaluate.events.occurrences import EventScorer
from kg.evaluate.events.tally import Tally

PRIOR = 4.0
HEADER = "# Counted by `python -m training.confidence`; do not edit.\n\n[right]\n"


def learn(gold: Path) -> dict[str, float]:
    """The shares of right events by kind, on the reports in a folder."""
    nlp = pipeline.load()
    right: Counter[str] = Counter()
    number: Counter[str] = Counter()
    for reading in measuring.run(nlp, reports.read(gold)):
        for event, is_right in EventScorer(reading, Tally(), []).judged:
            kind = confidence.kind(event, reading.tags[event.spans[0].begin])
            number[kind] += 1
            right[kind] += is_right
    share = right.total() / max(1, number.total())
    return {
        kind: round((right[kind] + PRIOR * share) / (number[kind] + PRIOR), 3)
        for kind in sorted(confidence.shares())
    }


def main() -> int:
    """Write the file; the exit code."""
    parser = argparse.ArgumentParser(description="Learn how sure events are, by kind.")
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("-o", "--out", type=Path, default=confidence.SHARES)
    given = parser.parse_args()
    try:
        found = learn(given.gold)
    except KgError as error:
        print(error, file=sys.stderr)
        return 2
    rows = "".join(f"{json.dumps(kind)} = {share}\n" for kind, share in found.items())
    given.out.write_text(HEADER + rows, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
