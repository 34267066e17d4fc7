"""Runs the pipeline on benchmark texts, up to its linker: from bare text, or with the gold
spans given as names so that disambiguation is measured apart from recognition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kg import pipeline
from kg.components.notes import KEY, Notes
from kg.evaluate.linking.benchmarks import Label, Place, Text
from kg.evaluate.linking.matching import Found, found_in
from kg.facts import Article
from kg.wikidata.store import Store

GIVEN = "given"  # in the notes of a document: the spans that are its names
TYPES = "types"  # there too: [begin, end, type], where the model saw a name of that type
UNTYPED = "PRODUCT"  # what mentions without a type of their own are gathered as


def load(model: str | None = None, kb: str | None = None, *, given: bool = False) -> Language:
    """The pipeline up to its linker; `given` makes the noted spans its names."""
    nlp = pipeline.load(model, kb)
    for name in nlp.pipe_names[nlp.pipe_names.index(pipeline.LINKER) + 1 :]:
        nlp.remove_pipe(name)
    if given:
        nlp.add_pipe("kg_given_names", before="kg_mentions")
        nlp.add_pipe("kg_given_types", after="kg_mentions")
    return nlp


def base_of(nlp: Language) -> Store:
    """The knowledge base that a pipeline links to."""
    return pipeline.linker_of(nlp).kb


def run(
    nlp: Language, texts: Sequence[Text], *, given: bool = False, processes: int = 1
) -> Iterator[list[Found]]:
    """The mentions that the pipeline (from `load`) finds in each text."""
    docs = (_document(nlp, text, given) for text in texts)
    found = nlp.pipe(docs, n_process=processes)
    for doc, text in zip(found, texts, strict=True):
        mentions = found_in(pipeline.document_of(doc))
        yield at_labels(mentions, text) if given else mentions


def _document(nlp: Language, text: Text, given: bool) -> Doc:
    doc = pipeline.make_doc(Article(text.text), nlp)
    if given:
        doc.user_data[KEY][GIVEN] = [list(label.span) for label in judged(text)]
    return doc


def judged(text: Text) -> list[Label]:
    """The labels without a parent that are names, each place once."""
    found = [label for label in text.labels if label.parent is None and not label.coref]
    return list({label.span: label for label in found}.values())


@Language.component("kg_given_names", assigns=["doc.ents", "doc.user_data"])
def given_names(doc: Doc) -> Doc:
    """Makes the noted spans the names, each of the type of the name that it overlaps most."""
    names, types, taken = [], [], set[int]()
    for begin, end in sorted(doc.user_data[KEY][GIVEN], key=lambda span: span[0] - span[1]):
        span = doc.char_span(begin, end, alignment_mode="expand")
        if span is None or not taken.isdisjoint(range(span.start, span.end)):
            continue
        taken.update(range(span.start, span.end))
        own = _own_type(doc, span)
        types.append([begin, end, own])
        names.append(DocSpan(doc, span.start, span.end, label=own or UNTYPED))
    doc.user_data[KEY][TYPES] = types
    doc.set_ents(names)
    return doc


def _own_type(doc: Doc, span: DocSpan) -> str:
    """The type of the name found where `span` is; empty where none is."""
    shared = {
        ent: min(ent.end, span.end) - max(ent.start, span.start)
        for ent in doc.ents
        if ent.start < span.end and span.start < ent.end
    }
    return max(shared, key=lambda ent: shared[ent]).label_ if shared else ""


@Language.component("kg_given_types", requires=["doc.user_data"], assigns=["doc.user_data"])
def given_types(doc: Doc) -> Doc:
    """Takes the type from the mentions where the model saw no name."""
    notes = Notes(doc)
    for number, mention in enumerate(notes.mentions):
        if mention.label == UNTYPED:
            at = mention.span.begin
            types = (own for begin, end, own in doc.user_data[KEY][TYPES] if begin <= at < end)
            notes.mentions[number] = replace(mention, label=next(types, ""))
    notes.save()
    return doc


def at_labels(found: Sequence[Found], text: Text) -> list[Found]:
    """The mentions at the labels' spans: what was made of each, whatever its own limits."""
    placed = []
    for label in judged(text):
        shared = {mention: _shared(mention.span, label.span) for mention in found}
        best = max(shared, key=lambda mention: shared[mention], default=None)
        if best is not None and shared[best] > 0:
            placed.append(replace(best, span=label.span))
    return placed


def _shared(one: Place, other: Place) -> int:
    return min(one[1], other[1]) - max(one[0], other[0])
