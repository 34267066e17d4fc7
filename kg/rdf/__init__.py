"""Facts as RDF: `facts.Document` in, an rdflib `Dataset`, files and checks out."""

from __future__ import annotations

from kg.rdf.identity import Identity, add_identities
from kg.rdf.mapping import add_document, to_dataset
from kg.rdf.provenance import add_run
from kg.rdf.validation import validate, validate_file
from kg.rdf.writers import FORMATS, merged, to_bytes

__all__ = [
    "FORMATS",
    "Identity",
    "add_document",
    "add_identities",
    "add_run",
    "merged",
    "to_bytes",
    "to_dataset",
    "validate",
    "validate_file",
]
