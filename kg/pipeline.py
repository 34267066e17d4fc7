"""The whole extraction: a spaCy pipeline, and from its `Doc` to plain facts.

This is the one module that knows both. `load` takes the shipped language model or any
spaCy English pipeline and adds the components of `kg.components` to it.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.components.linking import Linker
from kg.components.notes import KEY, Notes
from kg.errors import ResourceError
from kg.facts import Article, Document, Entity, Run, to_json
from kg.language import components as _language  # noqa: F401 (registers kg_language)
from kg.language.components import SHIPPED
from kg.wikidata.ranking import Ranked

COMPONENTS = (
    "kg_gazetteer",
    "kg_mentions",
    "kg_linker",
    "kg_variants",
    "kg_offices",
    "kg_coreference",
    "kg_times",
    "kg_relations",
    "kg_events",
    "kg_tolls",
    "kg_quantities",
    "kg_claims",
)
BATCH = 8  # articles that a worker of `nlp.pipe` gets at a time; spaCy's 1,000 would idle most
PROBE = "Mary Smith visited Paris."
NEEDED = {
    "DEP": "parser",
    "TAG": "tagger",
    "POS": "parts of speech (a morphologizer or an attribute ruler)",
    "LEMMA": "lemmatizer",
    "ENT_IOB": "named entities (ner)",
}
LINKER = "kg_linker"
GAZETTEER = "kg_gazetteer"
ASKING = (GAZETTEER, LINKER, "kg_offices")  # those that ask the knowledge base


def load(
    model: str | Path | None = None,
    kb: str | Path | None = None,
    linker: str | None = None,
) -> Language:
    """A spaCy pipeline that extracts everything `kg` knows of.

    `model` is the name or folder of an English pipeline with tagger, parser and names
    (default: the shipped one); `kb` a knowledge base file (default: the embedded one), or
    "wikidata" for the embedded one together with Wikidata's live API; `linker` the factory
    of a component that sets `kb_id_` of names, which are kept.
    Raises ResourceError where one of them is missing or not usable.
    """
    for name in COMPONENTS:
        import_module(f"kg.components.{_module(name)}")
    nlp = language_pipeline(model)
    nlp.batch_size = BATCH
    if model:
        _check(nlp, str(model))
    for name in COMPONENTS:
        config: dict[str, Any] = {"kb": str(kb) if kb else None} if name in ASKING else {}
        nlp.add_pipe(name, config=config)
    if linker:
        _add_linker(nlp, linker)
    return nlp


def _add_linker(nlp: Language, factory: str) -> None:
    """Let a linker of others go before ours: once names are whole, before they are gathered."""
    if not nlp.has_factory(factory):
        raise ResourceError(
            f"{factory}: spaCy knows no component of that name; install the package that has it"
        )
    nlp.add_pipe(factory, after=GAZETTEER)


def _module(component: str) -> str:
    return {LINKER: "linking"}.get(component, component.removeprefix("kg_"))


def language_pipeline(model: str | Path | None = None) -> Language:
    """The language model alone: the shipped one, or an installed English one by name.

    Raises ResourceError where there is none of that name.
    """
    source = str(model) if model else str(SHIPPED)
    try:
        nlp = spacy.load(source)
    except (OSError, ImportError, ValueError) as error:
        missing = isinstance(error, OSError)
        wrong = "no such language model" if missing else "cannot be opened as a language model"
        cause = (str(error).strip() or type(error).__name__).splitlines()[0].partition(". ")[0]
        raise ResourceError(
            f"{source}: {wrong}; install {'it' if missing else 'what it needs'} "
            f"or leave --model out for the shipped one ({cause})"
        ) from error
    if nlp.lang != "en":
        raise ResourceError(f"{source}: is a model for {nlp.lang!r}; kg reads English")
    return nlp


def _check(nlp: Language, source: str) -> None:
    """Raise ResourceError where `nlp` leaves unset what extraction reads."""
    doc = nlp(PROBE)
    lacking = [what for column, what in NEEDED.items() if not doc.has_annotation(column)]
    if lacking:
        raise ResourceError(
            f"{source}: has no {', '.join(lacking)}; choose a pipeline that has them, "
            "such as en_core_web_lg, or leave --model out for the shipped one"
        )


def extract(article: Article, nlp: Language) -> Document:
    """Everything that `nlp` (from `load`) finds in `article`.

    Raises ResourceError where the pipeline's model lacks a parser, tagger or lemmas.
    """
    return document_of(nlp(make_doc(article, nlp)))


def make_doc(article: Article, nlp: Language) -> Doc:
    """The words of `article`, before anything is found in them."""
    doc = nlp.make_doc(article.text)
    doc.user_data[KEY] = {"article": to_json(article)}
    return doc


def before_linking(article: Article, nlp: Language) -> Doc:
    """`article` as `kg_linker` gets it, its names found and not linked."""
    doc = make_doc(article, nlp)
    for name, component in nlp.pipeline:
        if name == LINKER:
            break
        doc = component(doc)
    return doc


def choices(article: Article, nlp: Language) -> list[tuple[Entity, list[Ranked]]]:
    """The named entities of `article` with all their candidates, the likeliest first."""
    notes = Notes(before_linking(article, nlp))
    linker = linker_of(nlp)
    ranked = linker.choices(linker.candidates(notes))
    return [(notes.entities[entity], found) for entity, found in ranked.items()]


def linker_of(nlp: Language) -> Linker:
    """The component of `nlp` (from `load`) that links."""
    linker: Linker = nlp.get_pipe(LINKER)  # type: ignore[assignment]
    return linker


def document_of(doc: Doc) -> Document:
    """The facts that a processed `doc` carries."""
    notes = Notes(doc)
    return Document(
        article=notes.article,
        entities=tuple(notes.entities.values()),
        mentions=tuple(sorted(notes.mentions, key=lambda mention: mention.span)),
        statements=tuple(notes.statements),
        events=tuple(notes.events),
        claims=tuple(notes.claims),
        tolls=tuple(notes.tolls),
        quantities=tuple(notes.quantities),
    )


def run_info(nlp: Language, stamp: str | None = None) -> Run:
    """What a graph made with `nlp` is made by, for its provenance."""
    from importlib.metadata import version

    meta = nlp.meta
    base = linker_of(nlp).kb
    before = nlp.pipe_names[nlp.pipe_names.index(GAZETTEER) + 1]
    return Run(
        software=f"newskg {version('newskg')}",
        model=f"{meta['lang']}_{meta['name']} {meta['version']}",
        knowledge_base=base.name,
        knowledge_base_date=base.date,
        sources=base.owners,
        linker=before if before not in COMPONENTS else None,
        stamp=stamp,
    )
