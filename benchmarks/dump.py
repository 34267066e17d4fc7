"""Items a second that `kg kb build` reads from a dump, and the memory it takes.

    python -m benchmarks.dump [--items N] [--processes N] [--real FOLDER] [--json FILE]

Makes a dump of 200,000 items (see `benchmarks.dumps`), builds a base from it with two
processes, and says how long all of Wikidata would take. `--real` builds from every dump in
a folder as well (`*.json.gz`, `.bz2`, `.zst`). `benchmarks/README.md` says how to read it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks import dumps

ITEMS, WIKIDATA, TARGET = 200_000, 120_000_000, 10_000
MEANINGFUL = 10_000  # entities below which a build is mostly its start
PAUSE = 0.1  # seconds between two looks at the memory
SUFFIXES = (".json.gz", ".json.bz2", ".json.zst", ".jsonl.gz")


class Cost(NamedTuple):
    """A build: entities, seconds on the clock and of computing, MB of all its processes."""

    entities: int
    wall: float
    cpu: float
    memory: float
    said: str

    @property
    def rate(self) -> float:
        return self.entities / self.wall


def build(dump: Path, folder: Path, processes: int) -> Cost:
    """Build a base from a dump in a process of its own."""
    command = [sys.executable, "-m", "kg", "kb", "build", str(dump)]
    command += ["-o", str(folder / "benchmark.kb"), "-n", str(processes)]
    before, start, most = _computed(), time.perf_counter(), 0.0
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        while running.poll() is None:
            most = max(most, sum(map(_memory, _family(running.pid))))
            time.sleep(PAUSE)
        said = running.stderr.read() if running.stderr else ""
    if running.returncode:
        sys.exit(said)
    wall, cpu = time.perf_counter() - start, _computed() - before
    found = re.findall(r"([\d,]+) entities in", said)
    return Cost(int(found[-1].replace(",", "")), wall, cpu, most, said.splitlines()[-1])


def _computed() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _family(pid: int) -> list[int]:
    """A process and all it started; Linux alone shows them."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(one for child in listed for one in _family(int(child)))]


def _memory(pid: int) -> float:
    """The MB a process holds, its share of what several hold."""
    try:
        found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
    except OSError:
        return 0.0
    return int(found.group(1)) / 1024 if found else 0.0


def _print(title: str, cost: Cost, size: int, processes: int) -> None:
    hours = WIKIDATA / cost.rate / 3600
    print(f"{title}: {cost.said}")
    print(f"  {cost.wall:.1f} s, {cost.cpu:.1f} s of computing, {size / 2**20:.0f} MB packed")
    print(f"  {cost.rate:,.0f} items a second (target {TARGET:,}); {cost.memory:.0f} MB at most")
    possible = cost.entities * processes / cost.cpu
    print(f"  {possible:,.0f} a second if nothing else ran and all processes always worked")
    if cost.entities >= MEANINGFUL:
        print(f"  120 million items: {hours:.1f} hours")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=ITEMS)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--real", type=Path, help="a folder with real dumps")
    parser.add_argument("--dump", type=Path, help="where to keep the synthetic dump")
    parser.add_argument("--json", type=Path, help="write the figures as JSON too")
    options = parser.parse_args(arguments)
    figures = {}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        synthetic = options.dump or folder / f"synthetic-{options.items}.json.gz"
        if not synthetic.exists():
            dumps.write(synthetic, options.items)
        given = [synthetic]
        if options.real:
            given += sorted(path for path in options.real.iterdir() if path.name.endswith(SUFFIXES))
        for dump in given:
            cost = build(dump, folder, options.processes)
            _print(dump.name, cost, dump.stat().st_size, options.processes)
            figures[dump.name] = {**cost._asdict(), "rate": cost.rate, "cores": os.cpu_count()}
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
