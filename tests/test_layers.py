"""The arrows between modules point down, and nothing heavy is loaded before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "kg"

# From the bottom up: a package imports only itself and what stands in a lower row.
LAYERS = (
    {"errors", "facts", "prefixes"},
    {"resources"},
    {"lexicon", "numerals"},
    {"articles", "language", "quantities", "wikidata", "stores"},
    {"identity"},
    {"components", "rdf"},
    {"pipeline"},
    {"corpus", "evaluate", "view"},
    {"cli"},
    {"__main__"},
)
LEVELS = {name: level for level, names in enumerate(LAYERS) for name in names}
EXTRACTION = {
    *{"articles", "numerals", "quantities", "language", "wikidata", "lexicon", "identity"},
    *{"components", "pipeline"},
}
FORBIDDEN = {
    **{name: {"rdflib", "pyoxigraph", "pyshacl"} for name in EXTRACTION},
    "facts": {"rdflib", "pyoxigraph", "pyshacl", "spacy"},
    "identity": {"rdflib", "pyoxigraph", "pyshacl", "spacy", "thinc"},
    "rdf": {"spacy", "thinc"},
    "stores": {"spacy", "thinc", "rdflib", "pyshacl"},
}


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}
INNER = sorted(set(MODULES) - {"kg"})  # `kg` itself is the lazy face of all of them


def imports(module: str) -> Iterator[str]:
    """Full names of all that a module imports, wherever in it the import stands."""
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = package.split(".")[: len(package.split(".")) - node.level + 1]
            stem = (
                ".".join([*up, node.module] if node.module else up) if node.level else node.module
            )
            for alias in node.names:
                inner = f"{stem}.{alias.name}"
                yield inner if inner in MODULES else str(stem)


def part(module: str) -> str:
    return module.split(".")[1] if "." in module else module


def test_every_package_has_a_layer() -> None:
    assert {part(module) for module in INNER} <= set(LEVELS)


@pytest.mark.parametrize("module", INNER)
def test_arrows_point_down(module: str) -> None:
    upward = [
        target
        for target in imports(module)
        if target.startswith("kg.")
        and part(target) != part(module)
        and LEVELS[part(target)] >= LEVELS[part(module)]
    ]
    assert not upward


@pytest.mark.parametrize("module", INNER)
def test_worlds_stay_apart(module: str) -> None:
    outside = {target.split(".")[0] for target in imports(module)}
    assert not outside & FORBIDDEN.get(part(module), set())


def test_no_cycles() -> None:
    graph = {name: {target for target in imports(name) if target in MODULES} for name in INNER}
    for name in graph:
        graph[name] -= {"kg", name}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"modules import each other: {' <- '.join(error.args[1])}")


@pytest.mark.parametrize("names", ["kg", "kg.facts", "kg.stores", "kg.cli", "kg.articles"])
def test_import_is_light(names: str) -> None:
    heavy = ("spacy", "rdflib", "torch", "onnxruntime", "trafilatura", "pyshacl")
    code = f"import sys, {names}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
