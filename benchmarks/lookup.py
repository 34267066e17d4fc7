"""Look-ups in a knowledge base: microseconds for a name, and the memory they take.

    python -m benchmarks.lookup [--items N] [--base FILE] [--names N] [--json FILE]

Builds a base of invented items, by default with a million names, and asks it for names it
has not been asked for before: as they are spelt, misspelt, and names it does not hold.
`--base` keeps the base in that file, and takes the one that is there. `benchmarks/README.md`
says how to read the figures.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from kg.wikidata.building.build import write
from kg.wikidata.building.records import Record
from kg.wikidata.store import Store

ITEMS, NAMES = 400_000, 20_000
LEAST = 20  # names, so that a tenth of them can be told by their quantiles
KILOBYTE = 1 if sys.platform == "darwin" else 1024  # the unit of ru_maxrss, in bytes
CONSONANTS = [*"bdfgklmnprstvz", "kh", "sh", "gh", "ch", "tr", "st"]
VOWELS = [*"aeiou", "ai", "ou"]
SHAPES = (("person", 2), ("city", 1), ("organisation", 3), ("person", 2), ("city", 2))
FIRST = 990_000_000  # the number of the first invented item


def record(number: int) -> Record:
    """An invented item, the same for the same number."""
    chance = random.Random(number)
    kind, words = SHAPES[number % len(SHAPES)]
    names = [" ".join(_word(chance) for _ in range(words)) for _ in range(chance.choice((2, 3)))]
    return Record(
        qid=f"Q{FIRST + number}", label=names[0], kind=kind, weight=chance.random() * 12,
        source="invented", aliases=tuple(names[1:]), description=f"{kind} in {_word(chance)}",
    )  # fmt: skip


def _word(chance: random.Random) -> str:
    syllables = (chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(3))
    return ("".join(syllables) + chance.choice(["", "n", "r", "d"])).capitalize()


def records(count: int) -> Iterator[Record]:
    """That many invented items."""
    return map(record, range(count))


def misspelt(name: str, chance: random.Random) -> str:
    """A name with two letters of its longest word in the other order, one doubled, or one less."""
    word = max(name.split(), key=len)
    place = chance.randrange(2, len(word) - 1)
    left, right = word[:place], word[place:]
    slips = (left + right[1:2] + right[:1] + right[2:], left + right[:1] + right, left + right[1:])
    return name.replace(word, chance.choice(slips))


def asked(names: Iterable[str], ask: Callable[[str], list[Any]]) -> dict[str, float]:
    """Microseconds for each name, and the share of names for which anything was found."""
    spent, found = [], 0
    for name in names:
        start = time.perf_counter_ns()
        answer = ask(name)
        spent.append((time.perf_counter_ns() - start) / 1000)
        found += bool(answer)
    return {
        "median": median(spent),
        "of ten the ninth": quantiles(spent, n=10)[-1],
        "found": found / len(spent),
    }


def peak() -> float:
    """The most memory this process has taken, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTE / 1e6


def build(items: int, path: Path) -> None:
    """Build the base in this process, and print what that took."""
    start, before = time.perf_counter(), peak()
    report = write(lambda: records(items), path, name="invented", date="2026-01-01")
    seconds = time.perf_counter() - start
    print(
        f"built {report.items:,} items with {report.aliases:,} names in {seconds:.0f} s, "
        f"{path.stat().st_size / 1e6:.0f} MB; memory {before:.0f} MB before, "
        f"{peak():.0f} MB at peak",
        flush=True,
    )


def measure(path: Path, count: int) -> dict[str, Any]:
    """The figures of look-ups in a base that `build` made."""
    before = peak()
    store = Store(path)
    items = len(store)
    opened = peak()
    chance = random.Random(1)
    known = [record(number).label for number in chance.sample(range(items), min(count, items))]
    wrong = [misspelt(name, chance) for name in known[: count // 10]]
    strange = [" ".join(_word(chance) for _ in range(2)) for _ in range(count // 10)]
    figures = {
        "as it is spelt": asked(known, store.candidates),
        "misspelt": asked(wrong, lambda name: store.look_up(name, "misspelt")),
        "unknown, all ways": asked(strange, store.candidates),
    }
    return {
        "items": items, "file in MB": path.stat().st_size / 1e6, "microseconds": figures,
        "memory in MB": {"before": before, "base open": opened, "names asked": peak()},
    }  # fmt: skip


def table(found: dict[str, Any]) -> str:
    """The figures for a reader."""
    rows = [f"{'':20}{'median µs':>12}{'9th of 10':>12}{'found':>9}"]
    for name, row in found["microseconds"].items():
        rows.append(
            f"{name:20}{row['median']:12.1f}{row['of ten the ninth']:12.1f}{row['found']:9.1%}"
        )
    memory = ", ".join(f"{name} {size:.0f}" for name, size in found["memory in MB"].items())
    rows.append(f"memory in MB: {memory}; the file has {found['file in MB']:.0f}")
    return "\n".join(rows)


def main() -> None:
    """Build in a process of its own, measure, print, and write JSON where asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lookup", description=__doc__)
    parser.add_argument("--items", type=int, default=ITEMS, help=f"default: {ITEMS}")
    asks = f"to ask for, at least {LEAST}; default: {NAMES}"
    parser.add_argument("--names", type=int, default=NAMES, help=asks)
    parser.add_argument("--base", type=Path, help="file to keep the base in")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    given = parser.parse_args()
    if min(given.items, given.names) < LEAST:
        parser.error(f"--items and --names take {LEAST} at least")
    with tempfile.TemporaryDirectory() as folder:
        path = given.base or Path(folder) / "invented.kb"
        if not path.exists():
            builder = get_context("spawn").Process(target=build, args=(given.items, path))
            builder.start()
            builder.join()
            if builder.exitcode:
                sys.exit(builder.exitcode)
        found = measure(path, given.names)
    print(table(found))
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
