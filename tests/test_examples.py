"""The example linker, against a server that answers in NIF."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest
from rdflib import Graph

import kg

pytestmark = pytest.mark.pipeline

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
TEXT = "Tarn Holloway left Ramadi."
ANSWER = """
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix itsrdf: <http://www.w3.org/2005/11/its/rdf#> .
<http://example.org/text#char=0,13> nif:beginIndex 0 ; nif:endIndex 13 ;
    itsrdf:taIdentRef <http://www.wikidata.org/entity/Q990000077> .
"""


class Service(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(200)
        self.send_header("Content-Type", "application/x-turtle")
        self.end_headers()
        self.wfile.write(ANSWER.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Service) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/api/nif"
        server.shutdown()


def test_nif_linker_sends_the_text_and_takes_the_items(
    service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = importlib.util.spec_from_file_location("nif_linker", EXAMPLES / "nif_linker.py")
    assert spec
    assert spec.loader
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    monkeypatch.setenv("NIF_SERVICE", service)
    doc = kg.load(linker="nif_linker")(TEXT)
    assert {ent.text: ent.kb_id_ for ent in doc.ents} == {
        "Tarn Holloway": "Q990000077",
        "Ramadi": "Q192961",
    }
    (body,) = Service.asked
    assert any(str(text) == TEXT for text in Graph().parse(data=body, format="turtle").objects())
