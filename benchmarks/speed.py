"""Words a second: the tokeniser, the network alone, each component, the whole, two processes.

    python -m benchmarks.speed [--texts FILE…] [--rounds N] [--single] [--json FILE]

Every figure is the median of the rounds, but `kg.corpus` and `kg build` run once.
`benchmarks/README.md` says how to read them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from spacy.language import Language

from benchmarks import texts
from kg import pipeline
from kg.corpus import extract_all
from kg.facts import Article

LANGUAGE = "kg_language"
EVENTS = ("kg_times", "kg_events", "kg_tolls", "kg_quantities", "kg_claims")
TARGET, SCALING, MEMORY = 4000, 1.8, 700  # words a second, times on two processes, MB
KILOBYTE = 1 if sys.platform == "darwin" else 1024  # the unit of ru_maxrss, in bytes


class Cost(NamedTuple):
    """Seconds on the clock, and of this process's computing."""

    wall: float
    cpu: float


def now() -> Cost:
    """The clocks."""
    return Cost(time.perf_counter(), time.process_time())


def since(start: Cost) -> Cost:
    """What has passed."""
    end = now()
    return Cost(end.wall - start.wall, end.cpu - start.cpu)


def middle(costs: list[Cost]) -> Cost:
    """The median of each clock."""
    return Cost(median(c.wall for c in costs), median(c.cpu for c in costs))


def repeated(rounds: int, work: Callable[[], Any]) -> Cost:
    """What `work` costs."""
    costs = []
    for _ in range(rounds):
        start = now()
        work()
        costs.append(since(start))
    return middle(costs)


def stages(nlp: Language, articles: list[str], rounds: int) -> dict[str, Cost]:
    """What the tokeniser and each component cost, article by article as in `nlp.pipe`."""
    found: dict[str, list[Cost]] = {}
    for _ in range(rounds):
        spent: dict[str, Cost] = {}
        for text in articles:
            start = now()
            doc = nlp.make_doc(text)
            spent["tokeniser"] = _sum(spent.get("tokeniser"), since(start))
            for name, component in nlp.pipeline:
                start = now()
                component(doc)
                spent[name] = _sum(spent.get(name), since(start))
        for name, cost in spent.items():
            found.setdefault(name, []).append(cost)
    return {name: middle(costs) for name, costs in found.items()}


def _sum(one: Cost | None, other: Cost) -> Cost:
    return Cost(one.wall + other.wall, one.cpu + other.cpu) if one else other


class Recorder:
    """An onnxruntime session that keeps what it is given."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.calls: list[tuple[Any, ...]] = []

    def run(self, *call: Any) -> Any:
        """Keep and compute."""
        self.calls.append(call)
        return self.session.run(*call)


def network(nlp: Language, articles: list[str], rounds: int) -> Cost:
    """What the runs of the network cost, given the inputs that `kg_language` makes."""
    component: Any = nlp.get_pipe("kg_language")
    session = component.encoder.session
    component.encoder.session = recorder = Recorder(session)
    try:
        for text in articles:
            component(nlp.make_doc(text))
    finally:
        component.encoder.session = session
    return repeated(rounds, lambda: [session.run(*call) for call in recorder.calls])


def piped(nlp: Language, articles: list[str], processes: int) -> int:
    """The number of words of the articles, counted behind `nlp.pipe`."""
    docs = nlp.pipe(articles, n_process=processes)
    return sum(not token.is_space for doc in docs for token in doc)


def extracted(nlp: Language, articles: list[str], processes: int) -> float:
    """The seconds that `kg.corpus` takes for the articles, without the start of its workers:
    by how much three times as many take longer, halved."""
    given = [Article(text) for text in articles]
    few = repeated(1, lambda: list(extract_all(given, nlp, processes=processes)))
    many = repeated(1, lambda: list(extract_all(given * 3, nlp, processes=processes)))
    return (many.wall - few.wall) / 2


class Build(NamedTuple):
    """One run of `kg build`: seconds, and the most memory that one of its processes took (MB)."""

    wall: float
    memory: float


def built(articles: list[str], processes: int) -> Build:
    """The articles through `kg build`, start and graph included."""
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(articles):
            (Path(folder) / f"{number:03}.txt").write_text(f"{text}\n\n{number}.", "utf-8")
        inputs = sorted(map(str, Path(folder).glob("*.txt")))
        out = ["-o", str(Path(folder) / "graph.nt"), "-n", str(processes)]
        start = now()
        subprocess.run(
            [sys.executable, "-m", "kg", "build", *inputs, *out], check=True, capture_output=True
        )
        return Build(since(start).wall, _peak(resource.RUSAGE_CHILDREN))


def _peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss * KILOBYTE / 1e6


def _machine() -> str:
    torch = "with PyTorch loaded" if "torch" in sys.modules else "without PyTorch"
    kind = platform.processor() or platform.machine()
    return f"{kind}, {os.cpu_count()} cores, Python {platform.python_version()}, {torch}"


def measure(articles: list[str], rounds: int, *, single: bool) -> dict[str, Any]:
    """All figures: seconds by stage, words, megabytes; without those of two processes if
    `single`."""
    nlp = pipeline.load()
    words = piped(nlp, articles, 1)
    spaced = sum(len(text.split()) for text in articles)
    costs = {"whole": repeated(rounds, lambda: piped(nlp, articles, 1))}
    memory = {"one process": _peak(resource.RUSAGE_SELF)}
    costs |= stages(nlp, articles, rounds)
    costs["network alone"] = network(nlp, articles, rounds)
    scaling: dict[str, float] = {}
    if not single:
        two = repeated(rounds, lambda: piped(nlp, articles, 2))
        scaling["nlp.pipe"] = costs["whole"].wall / two.wall
        memory["nlp.pipe, a worker of two"] = _peak(resource.RUSAGE_CHILDREN)
        pools = [extracted(nlp, articles, processes) for processes in (1, 2)]
        scaling["kg.corpus, start left out"] = pools[0] / pools[1]
        builds = [built(articles, processes) for processes in (1, 2)]
        scaling["kg build, start and graph included"] = builds[0].wall / builds[1].wall
        memory["kg build"] = max(build.memory for build in builds)
    return {
        "articles": len(articles), "words": words, "words between spaces": spaced,
        "rounds": rounds, "machine": _machine(),
        "seconds": {name: cost._asdict() for name, cost in costs.items()},
        "times faster on two": scaling, "peak memory in MB": memory,
    }  # fmt: skip


def table(found: dict[str, Any]) -> str:
    """The figures for a reader."""
    words, seconds = found["words"], found["seconds"]
    whole, alone = seconds["whole"]["cpu"], seconds["network alone"]["cpu"]
    rows = [
        f"{found['articles']} articles, {words:,} words (tokens that are no space; "
        f"{found['words between spaces']:,} between spaces), median of {found['rounds']} rounds",
        found["machine"],
        "",
        f"{'':16}{'words/s':>10}{'words/s CPU':>13}{'CPU ms/1,000':>14}"
        f"{'× network':>11}{'of the whole':>14}",
    ]
    order = ["tokeniser", "network alone", *(n for n in seconds if n.startswith("kg_")), "whole"]
    for name in order:
        wall, cpu = seconds[name]["wall"], seconds[name]["cpu"]
        rows.append(
            f"{name:16}{words / wall:10,.0f}{words / cpu:13,.0f}{cpu / words * 1e6:14.1f}"
            f"{cpu / alone:11.2f}{cpu / whole:14.1%}"
        )
    spent = {n: cost["cpu"] for n, cost in seconds.items() if n.startswith("kg_")}
    parts = {
        "events, claims, tolls, quantities, times": sum(spent[n] for n in EVENTS),
        "with coreference": sum(spent[n] for n in (*EVENTS, "kg_coreference")),
        "all but the language model": sum(c for n, c in spent.items() if n != LANGUAGE),
    }
    every = sum(spent.values()) + seconds["tokeniser"]["cpu"]
    rows.append("")
    rows += [f"{name}: {cost / every:.1%} of all components" for name, cost in parts.items()]
    rows += ["", f"whole: target {TARGET:,} words/s"]
    for name, times in found["times faster on two"].items():
        rows.append(f"two processes, {name}: {times:.2f} times as fast (target {SCALING})")
    for name, megabytes in found["peak memory in MB"].items():
        rows.append(f"peak memory, {name}: {megabytes:.0f} MB (target under {MEMORY})")
    return "\n".join(rows)


def main() -> None:
    """Measure, print, and write JSON where asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--texts", nargs="+", type=Path, help="articles to read instead")
    parser.add_argument("--rounds", type=int, default=5, help="default: 5")
    parser.add_argument("--single", action="store_true", help="leave out two processes")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    given = parser.parse_args()
    articles = texts.read(given.texts) if given.texts else texts.bundled()
    found = measure(articles, given.rounds, single=given.single)
    print(table(found))
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
