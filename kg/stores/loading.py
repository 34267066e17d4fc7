"""RDF files into an Oxigraph store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.errors import GraphError

_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
}


def load(paths: str | Path | Iterable[str | Path]) -> ox.Store:
    """A store in memory with the triples of one or more RDF files; GraphError if one is bad.

    Its default graph holds all triples, once, so that a query need not know whether the
    files had named graphs, which are kept besides.
    """
    store = ox.Store()
    for path in [paths] if isinstance(paths, str | Path) else paths:
        quads = list(parse(path))
        store.extend(quads)
        store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    return store


def parse(path: str | Path) -> Iterator[ox.Quad]:
    """The quads of an RDF file, whose suffix gives its format; GraphError names the line."""
    path = Path(path)
    rdf_format = _FORMATS.get(path.suffix.lower())
    if path.is_dir():
        raise GraphError(f"{path}: is a directory; name a file in it")
    if not path.exists():
        raise GraphError(f"{path}: no such file")
    if rdf_format is None:
        raise GraphError(f"{path}: unknown kind of file; use one of {' '.join(_FORMATS)}")
    try:
        yield from ox.parse(path=path, format=rdf_format, base_iri=path.resolve().as_uri())
    except SyntaxError as error:
        line = f", line {error.lineno}" if error.lineno else ""
        cause = _one_line(error.msg.split(": ", 1)[-1])
        raise GraphError(f"{path}{line}: not valid {rdf_format.name}: {cause}") from error
    except (OSError, ValueError) as error:
        raise GraphError(f"{path}: cannot be read: {_one_line(str(error))}") from error


def _one_line(text: str) -> str:
    shown = "".join(c if c.isprintable() else "�" for c in " ".join(text.split()))
    return shown if len(shown) <= 160 else shown[:159] + "…"
