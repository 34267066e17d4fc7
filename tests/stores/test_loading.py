from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import GraphError
from kg.stores import load

TRIPLE = "<http://e/s> <http://e/p> <http://e/o> "


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ttl", "@prefix e: <http://e/> . e:s e:p e:o ."),
        ("a.nt", TRIPLE + "."),
        ("a.NQ", TRIPLE + "<http://e/g> ."),
        ("a.trig", "@prefix e: <http://e/> . e:g { e:s e:p e:o . }"),
        ("a.jsonld", '{"@id": "http://e/s", "http://e/p": {"@id": "http://e/o"}}'),
    ],
)
def test_formats_by_suffix(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert bool(load(path).query("ASK { <http://e/s> <http://e/p> <http://e/o> }"))


def test_several_files_and_graphs(tmp_path: Path) -> None:
    quads, turtle = tmp_path / "a.nq", tmp_path / "b.ttl"
    quads.write_text(f"{TRIPLE}<http://e/g> .\n{TRIPLE}<http://e/h> .\n")
    turtle.write_text("<http://e/s> <http://e/p> 2 .")
    store = load([quads, str(turtle)])
    assert len(list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))) == 2
    assert len(list(store.query("SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"))) == 2


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.ttl", b"@prefix e: <http://e/> .\ne:a e:p .\n", "a.ttl, line 2: not valid Turtle: "),
        ("a.nt", b"<http://e/a> <http://e/b> .\n", "a.nt, line 1: not valid N-Triples: "),
        ("a.jsonld", b'{"@id": [}', "a.jsonld, line 1: not valid JSON-LD: "),
        ("a.ttl", b"\x00\xff\xfe\x1b[31m", "a.ttl, line 1: not valid Turtle: "),
        ("a.docx", b"", "a.docx: unknown kind of file; use one of .ttl"),
    ],
)
def test_bad_files(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(GraphError) as caught:
        load(path)
    text = str(caught.value)
    assert message in text
    assert text.isprintable()


def test_missing_file_and_directory(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"none\.ttl: no such file"):
        load(tmp_path / "none.ttl")
    with pytest.raises(GraphError, match="is a directory; name a file in it"):
        load(tmp_path)


def test_a_remote_context_is_not_fetched(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text('{"@context": "https://schema.org/", "name": "x"}')
    with pytest.raises(GraphError, match="not valid JSON-LD"):
        load(path)
