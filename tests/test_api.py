"""The public face: small, lazy, documented, and working."""

from __future__ import annotations

from datetime import date
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "timbuktu.txt"


def test_version_is_the_distributions() -> None:
    assert kg.__version__ == version("newskg")


@pytest.mark.parametrize("name", kg.__all__)
def test_every_name_resolves_and_is_in_the_readme(name: str) -> None:
    assert getattr(kg, name) is not None
    assert name in dir(kg)
    assert f"kg.{name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_unknown_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = kg.nothing


def test_bundled_queries() -> None:
    assert len(kg.queries) >= 12
    assert kg.queries["timeline"].question


@pytest.mark.pipeline
def test_load_reads_given_words(nlp: Language) -> None:
    from spacy.tokens import Doc

    words = ["Rebels", "captured", "Timbuktu", "in", "Mali", "."]
    doc = nlp(Doc(nlp.vocab, words=words))
    assert [token.text for token in doc] == words
    assert [sent.root.text for sent in doc.sents] == ["captured"]
    assert "Mali" in {ent.text for ent in doc.ents}


@pytest.mark.pipeline
def test_build_gives_an_rdflib_graph(nlp: Language) -> None:
    from rdflib import Graph

    graph = kg.build([kg.read(EXAMPLE, published="2013-01-29")], nlp)
    assert isinstance(graph, Graph)
    ask = "ASK { ?event a kg:Recapture ; kg:target ?city . ?city rdfs:label 'Timbuktu'@en }"
    assert graph.query(ask).askAnswer


@pytest.mark.pipeline
def test_build_takes_one_article(nlp: Language) -> None:
    article = kg.read(EXAMPLE, published=date(2013, 1, 29))
    assert set(kg.build(article, nlp)) == set(kg.build([article, article], nlp))


@pytest.mark.pipeline
def test_components_are_advertised_to_spacy(nlp: Language) -> None:
    ours = {p.name: p for p in entry_points(group="spacy_factories") if p.name.startswith("kg_")}
    assert set(ours) == {nlp.get_pipe_meta(name).factory for name in nlp.pipe_names}
    for name, point in ours.items():
        point.load()
        assert nlp.has_factory(name)
