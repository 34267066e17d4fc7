"""Documents whose names and coreference are given: only relations are left to find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kg.components.notes import KEY, LETTERS, Notes
from kg.evaluate.relations import running
from kg.evaluate.relations.public.docred import Text, mapping
from kg.evaluate.relations.running import Output
from kg.facts import Entity, Span

GIVEN = "given_clusters"  # in the notes of a document: [begin, end, type, cluster] of its names
NAMES, CLUSTERS = "kg_given_cluster_names", "kg_given_clusters"
MENTIONS = "kg_mentions"


def run(nlp: Language, texts: Iterable[Text]) -> Iterator[Output]:
    """What `nlp` finds in documents whose names it is given."""
    every = list(texts)
    nlp.add_pipe(NAMES, before=MENTIONS)
    nlp.add_pipe(CLUSTERS, after=MENTIONS)
    try:
        yield from running.run(nlp, (text.article for text in every), notes=map(_notes, every))
    finally:
        nlp.remove_pipe(NAMES)
        nlp.remove_pipe(CLUSTERS)


def _notes(text: Text) -> dict[str, Any]:
    given = [
        [span.begin, span.end, cluster.type, number]
        for number, cluster in enumerate(text.clusters)
        for span in cluster.spans
        if cluster.type not in mapping().literals
    ]
    return {GIVEN: given}


@Language.component(NAMES, assigns=["doc.ents"])
def given_names(doc: Doc) -> Doc:
    """Makes the noted spans the names, the longer of two that overlap."""
    names, taken = [], set[int]()
    for begin, end, kind, _ in sorted(_given(doc), key=lambda name: name[0] - name[1]):
        span = doc.char_span(begin, end, alignment_mode="expand")
        if span is None or not taken.isdisjoint(range(span.start, span.end)):
            continue
        taken.update(range(span.start, span.end))
        names.append(DocSpan(doc, span.start, span.end, label=_label(doc, span, kind)))
    doc.set_ents(names)
    return doc


def _given(doc: Doc) -> list[tuple[int, int, str, int]]:
    found: list[tuple[int, int, str, int]] = doc.user_data[KEY][GIVEN]
    return found


def _label(doc: Doc, span: DocSpan, kind: str) -> str:
    """The type that the model sees at the place, if it may decide; else the one for the kind."""
    own = {ent.label_ for ent in doc.ents if ent.start < span.end and span.start < ent.end}
    return next(iter(sorted(own & mapping().open.get(kind, frozenset()))), mapping().names[kind])


@Language.component(CLUSTERS, requires=["doc.user_data"], assigns=["doc.user_data"])
def given_clusters(doc: Doc) -> Doc:
    """Makes each cluster one entity, with all its names and nobody else's."""
    notes = Notes(doc)
    clusters = {(begin, end): cluster for begin, end, _, cluster in _given(doc)}
    entities: dict[int | str, Entity] = {}
    mentions = []
    for mention in notes.mentions:
        old = notes.entities[mention.entity]
        cluster = _cluster(mention.span, clusters)
        key = old.id if cluster is None else cluster
        if key not in entities:
            forms = [doc.text[b:e] for (b, e), number in clusters.items() if number == cluster]
            names = tuple(dict.fromkeys(forms)) or old.names
            name = max(names, key=lambda form: len(form.split()), default=old.name)
            number = f"{LETTERS['entities']}{len(entities) + 1}"
            entities[key] = replace(old, id=number, name=name, names=names)
        mentions.append(replace(mention, entity=entities[key].id))
    notes.entities = {entity.id: entity for entity in entities.values()}
    notes.set_mentions(mentions)
    notes.save()
    return doc


def _cluster(span: Span, clusters: dict[tuple[int, int], int]) -> int | None:
    """The cluster of the name that a mention overlaps first."""
    over = [c for (b, e), c in sorted(clusters.items()) if span.begin < e and b < span.end]
    return clusters.get((span.begin, span.end), next(iter(over), None))
