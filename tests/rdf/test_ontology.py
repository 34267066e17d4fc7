"""Every term of ours is defined, and whatever is used is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.namespace import DCTERMS

from kg import resources
from kg.errors import GraphError
from kg.prefixes import ONTOLOGY, PREFIXES
from kg.rdf.vocabulary import (
    GAF,
    ITSRDF,
    KG,
    NIF,
    SEM,
    WIKIBASE,
    defined_terms,
    event_class,
    event_classes,
)

ROOT = Path(resources.__file__).resolve().parent
PLOVER = {
    "AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "COOPERATE", "DEMAND",
    "DISAPPROVE", "FIGHT", "INVESTIGATE", "MOBILIZE", "PROTEST", "REJECT", "RETREAT",
    "SANCTION", "SUPPORT", "THREATEN",
}  # fmt: skip


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(resources.ontology() / "kg.ttl")


def ours(ontology: Graph) -> list[URIRef]:
    found = {s for s in ontology.subjects() if isinstance(s, URIRef) and s.startswith(ONTOLOGY)}
    return sorted(found)


def test_every_term_has_a_label_a_definition_and_a_source(ontology: Graph) -> None:
    terms = ours(ontology)
    assert len(terms) > 150
    for term in terms:
        for wanted in (RDFS.label, SKOS.definition):
            values = list(ontology.objects(term, wanted))
            assert len(values) == 1, (term, wanted)
            assert values[0].language == "en"  # type: ignore[attr-defined]
        assert str(ontology.value(term, SKOS.definition)).endswith(".")
        assert (term, DCTERMS.source, None) in ontology, term
        assert (term, RDF.type, None) in ontology, term


def test_no_label_names_two_classes_or_two_properties(ontology: Graph) -> None:
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        labels = [str(ontology.value(t, RDFS.label)) for t in ontology.subjects(RDF.type, kind)]
        assert len(labels) == len(set(labels))


def test_whatever_the_ontology_speaks_of_is_defined(ontology: Graph) -> None:
    used = {t for triple in ontology for t in triple if t.startswith(ONTOLOGY)}  # type: ignore[attr-defined]
    assert {str(term) for term in used} == defined_terms()


def test_event_classes_form_one_hierarchy(ontology: Graph) -> None:
    classes = event_classes()
    assert len(classes) > 100
    for name in classes - {"Event", "Statement"}:
        above = ontology.transitive_objects(URIRef(ONTOLOGY + name), RDFS.subClassOf)
        assert KG.Event in set(above), name
    assert (KG.Event, RDFS.subClassOf, SEM.Event) in ontology


def test_a_relation_is_no_event(ontology: Graph) -> None:
    """kg:Statement names both, so it must not make every relation an event."""
    above = set(ontology.transitive_objects(KG.Statement, RDFS.subClassOf))
    assert KG.Event not in above
    assert "Statement" in event_classes()


def test_roles_are_participants(ontology: Graph) -> None:
    roles = set(ontology.transitive_subjects(RDFS.subPropertyOf, KG.participant))
    assert {str(role).removeprefix(ONTOLOGY) for role in roles} == {
        "participant", "agent", "target", "recipient", "instrument", "origin", "destination",
        "topic",
    }  # fmt: skip
    assert (KG.participant, RDFS.subPropertyOf, SEM.hasActor) in ontology


def test_plover_codes_exist(ontology: Graph) -> None:
    codes = {str(code) for code in ontology.objects(None, URIRef(ONTOLOGY + "plover"))}
    assert codes <= PLOVER
    assert len(codes) >= 12


def test_a_match_is_exact_or_close_and_of_one_class(ontology: Graph) -> None:
    exact = list(ontology.objects(None, SKOS.exactMatch))
    assert len(exact) == len(set(exact))
    for term in set(ontology.subjects(SKOS.exactMatch)):
        assert (term, SKOS.closeMatch, None) not in ontology


def test_unknown_event_class() -> None:
    assert event_class("Capture") == URIRef(ONTOLOGY + "Capture")
    for name in ("Captur", "agent", "Claim", ""):
        with pytest.raises(GraphError, match=r"is not in ontology/kg\.ttl; define it there"):
            event_class(name)


def test_a_misspelt_term_fails() -> None:
    for namespace in (KG, SEM, NIF, ITSRDF, GAF, WIKIBASE):
        with pytest.raises(AttributeError):
            _ = namespace.hasPlacee


def test_the_vocabulary_in_code_is_defined() -> None:
    terms = {name for name in KG.__annotations__ if not name.startswith("_")}
    assert {ONTOLOGY + name for name in terms} <= defined_terms()


def used_in_files() -> Iterator[tuple[str, str]]:
    """Terms of ours in the shapes, the queries and the code."""
    files = [
        resources.ontology() / "shapes.ttl",
        *sorted(resources.queries().glob("*.rq")),
        *sorted((ROOT / "rdf").glob("*.py")),
        *sorted((ROOT / "stores").glob("*.py")),
    ]
    for path in files:
        for name in re.findall(r"\bkg:(\w+)", path.read_text("utf-8")):
            yield path.name, name


def test_terms_used_in_shapes_queries_and_code_are_defined() -> None:
    found = list(used_in_files())
    assert len(found) > 100
    assert [use for use in found if ONTOLOGY + use[1] not in defined_terms()] == []


def test_both_engines_read_the_bundled_turtle() -> None:
    for path in sorted(resources.ontology().glob("*.ttl")):
        quads = list(ox.parse(path=path))
        assert len(rdflib.Graph().parse(path)) == len({q.triple for q in quads})


def test_prefixes_are_those_of_the_bundled_files() -> None:
    for path in [*resources.ontology().glob("*.ttl"), *resources.queries().glob("*.rq")]:
        declared = re.findall(r"(?i)^@?prefix (\w+): <([^>]+)>", path.read_text("utf-8"), re.M)
        assert declared
        for prefix, iri in declared:
            assert PREFIXES.get(prefix, iri) == iri, (path.name, prefix)
