"""Build the embedded knowledge base from the facts files.

    python -m training.build_kb --data DATA [-o kg/wikidata/embedded.kb] [--date YYYY-MM-DD]

DATA is the data folder (it holds `kb/kb-facts.jsonl.gz`). The same facts give the same
bytes on every run.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kg.errors import KgError
from kg.wikidata.building.additions import ADDITIONS
from kg.wikidata.building.build import build

TARGET = Path(__file__).resolve().parent.parent / "kg" / "wikidata" / "embedded.kb"
FILES = ("kb/kb-facts.jsonl.gz",)
DATE = "2023-01-31"  # of the facts on who holds which office; single additions are younger


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("-o", "--output", type=Path, default=TARGET, help="file to write")
    parser.add_argument("--name", default="newskg-embedded", help="name of the base")
    parser.add_argument("--date", default=DATE, help="state of the data (default: %(default)s)")
    parser.add_argument("--max-tier", type=int, default=3, help="lowest tier to take, 1 to 3")
    options = parser.parse_args(arguments)
    try:
        report = build(
            [options.data / file for file in FILES],
            options.output,
            name=options.name,
            date=options.date,
            max_tier=options.max_tier,
            additions=ADDITIONS,
        )
    except KgError as error:
        print(error, file=sys.stderr)
        return 2
    size = options.output.stat().st_size / 2**20
    print(
        f"{options.output}: {size:.1f} MiB, {report.items:,} items, {report.aliases:,} aliases, "
        f"{report.positions:,} positions held"
    )
    for missing in report.unresolved:
        print(f"no item for {missing}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
