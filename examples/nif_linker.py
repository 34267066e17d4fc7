"""A linker behind a server that speaks NIF 2.0 (OpenTapioca, and others that GERBIL tests).

Import this module, then `kg.load(linker="nif_linker")`. NIF_SERVICE names the server.
"""

from __future__ import annotations

import os

import requests
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from spacy.language import Language
from spacy.tokens import Doc, Span

NIF = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
ITSRDF = Namespace("http://www.w3.org/2005/11/its/rdf#")
TURTLE = {"Content-Type": "application/x-turtle", "Accept": "application/x-turtle"}
SECONDS = 30


@Language.component("nif_linker", assigns=["doc.ents", "token.ent_kb_id"])
def nif_linker(doc: Doc) -> Doc:
    """Give the names of `doc` the items that the server has for the same words."""
    found = answer(os.environ["NIF_SERVICE"], doc.text)
    doc.set_ents(
        [
            Span(doc, e.start, e.end, e.label_, kb_id=found.get((e.start_char, e.end_char), ""))
            for e in doc.ents
        ]
    )
    return doc


def answer(service: str, text: str) -> dict[tuple[int, int], str]:
    """The QIDs that a NIF service finds in `text`, by character offsets."""
    context = URIRef(f"http://example.org/text#char=0,{len(text)}")
    asked = Graph()
    asked.add((context, RDF.type, NIF.Context))
    asked.add((context, NIF.isString, Literal(text)))
    asked.add((context, NIF.beginIndex, Literal(0)))
    asked.add((context, NIF.endIndex, Literal(len(text))))
    body = asked.serialize(format="turtle").encode()
    response = requests.post(service, data=body, headers=TURTLE, timeout=SECONDS)
    response.raise_for_status()
    said = Graph().parse(data=response.text, format="turtle")
    found = {}
    for phrase, item in sorted(said.subject_objects(ITSRDF.taIdentRef)):
        begin, end = said.value(phrase, NIF.beginIndex), said.value(phrase, NIF.endIndex)
        found[int(str(begin)), int(str(end))] = str(item).rpartition("/")[2]
    return found
