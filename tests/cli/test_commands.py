"""The commands from end to end, on the bundled example."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from kg import stores

Kg = Callable[..., tuple[int, str, str]]
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
EXAMPLE = EXAMPLES / "timbuktu.txt"
GIVEN = ("--published", "2013-01-29")

TURTLE = """
@prefix kg: <https://w3id.org/newskg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://example.org/e> rdfs:label "Ärger in Gao"@en .
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's graph, built once."""
    out = tmp_path_factory.mktemp("graph") / "g.ttl"
    command = [sys.executable, "-m", "kg", "build", str(EXAMPLE), *GIVEN, "-o", str(out)]
    subprocess.run(command, check=True)
    return out


def test_queries_lists_all(run_kg: Kg) -> None:
    code, out, _ = run_kg("queries")
    assert code == 0
    assert len(stores.queries) >= 12
    for name, query in stores.queries.items():
        assert any(
            line.startswith(f"{name} ") and query.question in line for line in out.splitlines()
        )
        assert query.question
        for parameter in query.parameters:
            assert f"--param {parameter.name}=<{parameter.type}>" in out


@pytest.mark.parametrize("output", ["table", "csv", "json"])
def test_own_query(tmp_path: Path, run_kg: Kg, output: str) -> None:
    (tmp_path / "g.ttl").write_text(TURTLE, encoding="utf-8")
    asked = tmp_path / "q.rq"
    asked.write_text(
        'SELECT ?it ?label WHERE { VALUES ?label { "nothing"@en } ?it rdfs:label ?label }',
        encoding="utf-8",
    )
    code, out, _ = run_kg(
        "query", asked, "--data", tmp_path / "g.ttl",
        "--param", 'label="Ärger in Gao"@en', "--format", output,
    )  # fmt: skip
    assert code == 0
    if output == "csv":
        rows = list(csv.DictReader(io.StringIO(out)))
        assert rows == [{"it": "https://example.org/e", "label": "Ärger in Gao"}]
    elif output == "json":
        (row,) = json.loads(out)["results"]["bindings"]
        assert row["label"] == {"type": "literal", "value": "Ärger in Gao", "xml:lang": "en"}
    else:
        assert "Ärger in Gao" in out


def test_query_starts_at_once(tmp_path: Path) -> None:
    (tmp_path / "g.ttl").write_text(TURTLE, encoding="utf-8")
    code = (
        "import sys; from kg.cli import main\n"
        f"try: main(['query', 'timeline', '--data', {str(tmp_path / 'g.ttl')!r}])\n"
        "except SystemExit as end: assert not end.code\n"
        "print([name for name in ('spacy', 'rdflib', 'onnxruntime') if name in sys.modules])"
    )
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert time.perf_counter() - start < 3  # 0.3 s when idle; the bound allows for a busy machine


def test_validate_tells_what_is_wrong(tmp_path: Path, run_kg: Kg) -> None:
    good, bad = tmp_path / "good.ttl", tmp_path / "bad.ttl"
    good.write_text("", encoding="utf-8")
    bad.write_text(TURTLE + "<https://example.org/e> a kg:Nonsense .", encoding="utf-8")
    assert run_kg("validate", good) == (0, f"{good}: conforms\n", "")
    code, out, _ = run_kg("validate", good, bad)
    assert code == 1
    assert f"{bad}: " in out
    assert "Nonsense" in out


@pytest.mark.pipeline
def test_build_conforms(graph: Path, run_kg: Kg) -> None:
    assert run_kg("validate", graph) == (0, f"{graph}: conforms\n", "")


@pytest.mark.pipeline
@pytest.mark.parametrize("suffix", ["ttl", "nt", "trig", "nq", "jsonld"])
def test_formats_hold_the_same(graph: Path, tmp_path: Path, run_kg: Kg, suffix: str) -> None:
    out = tmp_path / f"g.{suffix}"
    code, _, err = run_kg("build", EXAMPLE, *GIVEN, "-o", out)
    assert code == 0
    assert "1 article: " in err
    read: Graph | Dataset = Dataset() if suffix in ("trig", "nq") else Graph()
    read.parse(out, format={"nq": "nquads", "jsonld": "json-ld"}.get(suffix, suffix))
    plain = Graph()
    for triple in read.quads() if isinstance(read, Dataset) else read:
        plain.add(triple[:3])  # type: ignore[arg-type]
    assert isomorphic(plain, Graph().parse(graph))
    by_oxigraph = {(quad.subject, quad.predicate, quad.object) for quad in ox.parse(path=out)}
    assert len(by_oxigraph) == len(plain)


@pytest.mark.pipeline
def test_same_bytes_always(tmp_path: Path) -> None:
    inputs = [EXAMPLE, EXAMPLES / "timbuktu.html"]
    outputs = []
    for seed, processes in (("1", "1"), ("2", "2")):
        command = [sys.executable, "-m", "kg", "build", *inputs, *GIVEN, "-n", processes, "-o", "-"]
        done = subprocess.run(
            command, check=True, capture_output=True, env={"PYTHONHASHSEED": seed}, cwd=tmp_path
        )
        outputs.append(done.stdout)
    assert outputs[0] == outputs[1]
    assert outputs[0]


@pytest.mark.pipeline
def test_an_article_given_twice_is_counted_once(tmp_path: Path, run_kg: Kg) -> None:
    once, twice = tmp_path / "once.ttl", tmp_path / "twice.ttl"
    alone = run_kg("build", EXAMPLE, *GIVEN, "-o", once)[2]
    code, _, err = run_kg("build", EXAMPLE, EXAMPLE, *GIVEN, "-o", twice)
    assert code == 0
    assert err == "1 given more than once, read once\n" + alone.replace(str(once), str(twice))
    assert once.read_bytes() == twice.read_bytes()


@pytest.mark.parametrize("group", [(), ("evaluate",)])
def test_help_without_a_command(run_kg: Kg, group: tuple[str, ...]) -> None:
    code, out, err = run_kg(*group)
    assert (code, out) == (2, "")
    assert err.startswith(" ".join(("Usage: kg", *group)) + " [OPTIONS] COMMAND")
    assert err == run_kg(*group, "--help")[1]


@pytest.mark.pipeline
def test_stamp_and_base(tmp_path: Path, run_kg: Kg) -> None:
    out = tmp_path / "g.nt"
    run_kg("build", EXAMPLE, *GIVEN, "--stamp", "--base", "https://example.org/kg/", "-o", out)
    text = out.read_text(encoding="utf-8")
    assert "endedAtTime" in text
    assert "https://w3id.org/newskg/data/" not in text


@pytest.mark.pipeline
def test_show(tmp_path: Path, run_kg: Kg) -> None:
    code, out, _ = run_kg("show", EXAMPLE, *GIVEN)
    assert code == 0
    assert "Timbuktu" in out
    assert run_kg("show", EXAMPLE, *GIVEN, "-o", tmp_path / "p.html")[0] == 0
    page = (tmp_path / "p.html").read_text(encoding="utf-8")
    assert "https://www.wikidata.org/wiki/Q9427" in page
