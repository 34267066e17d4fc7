"""Pairs of mentions with what people say of them: KnowledgeNet and Re-DocRED, read by our own
language model, so that what is learnt from is what will be seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from kg.components.notes import Notes
from kg.components.referents import Referents
from kg.components.relations.candidates import Candidate, Candidates
from kg.components.relations.classifier import allowed, fitting, pairs_of
from kg.components.relations.drafts import Draft
from kg.components.relations.evidence import canonical
from kg.components.relations.pairs import Pair
from kg.components.relations.patterns import Patterns
from kg.evaluate.events.matching import overlap
from kg.evaluate.relations import inventory
from kg.evaluate.relations.public import docred, knowledgenet, redocred
from kg.evaluate.relations.running import RELATIONS
from kg.facts import Span
from kg.pipeline import linker_of, make_doc

FOLDS = (1, 2, 3)
OUTSIDE = {"P150": "P131"}  # inverses that the inventory lacks

Bits = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Labelled:
    """A pair with what is known of it, `[properties]` each: `holds`, `known` where that was
    annotated, and `one_of`, properties of which at least one holds."""

    pair: Pair
    holds: Bits
    known: Bits
    one_of: Bits


@dataclass(frozen=True, eq=False)
class Read:
    """A text as the program reads it: labelled pairs, and what the patterns state. `fold` is
    KnowledgeNet's; other texts are dealt out to as many. `exhaustive`: what is not annotated of
    a property that was searched for does not hold."""

    fold: int
    exhaustive: bool
    pairs: list[Labelled]
    drafts: list[Draft]


class Reading:
    """Reads annotated texts into labelled pairs for the classifier of some properties."""

    def __init__(self, nlp: Language, properties: tuple[str, ...]) -> None:
        self.nlp = nlp
        self.properties = properties
        self.fits = fitting(properties)
        self.index = {name: number for number, name in enumerate(properties)}
        self.base = linker_of(nlp).kb

    def all(self, data: Path) -> Iterator[Read]:
        """Every text that may be trained on, in the order of the files."""
        after = self.nlp.pipe_names[self.nlp.pipe_names.index(RELATIONS) :]
        with self.nlp.select_pipes(disable=after):
            for text in knowledgenet.read(data):
                pairs, drafts, _ = self._pairs(text.article)
                yield Read(text.fold, True, list(self._knowledgenet(text, pairs)), drafts)
            documents = docred.read(data, redocred.FILE)[: redocred.HELD_OUT]
            for document, fold in zip(documents, cycle(FOLDS), strict=False):
                pairs, drafts, notes = self._pairs(document.article)
                yield Read(fold, False, list(self._docred(document, pairs, notes)), drafts)

    def _pairs(self, article: object) -> tuple[list[Pair], list[Draft], Notes]:
        doc = self.nlp(make_doc(article, self.nlp))  # type: ignore[arg-type]
        patterns = Patterns(Referents(Notes(doc)), self.base)
        drafts = list(patterns.drafts())
        found = Candidates(patterns.referents)
        return list(pairs_of(found, self.fits)), drafts, patterns.notes

    def _labelled(self, pair: Pair, holds: Bits, known: Bits, one_of: Bits) -> Iterator[Labelled]:
        """The pair, if something is known of a property that fits its types."""
        fits = allowed([pair], self.fits)[0]
        if (known & fits).any() or (one_of & fits).any():
            yield Labelled(pair, holds & fits, known & fits, one_of & fits)

    def _none(self) -> Bits:
        return np.zeros(len(self.properties), dtype=bool)

    # KnowledgeNet

    def _knowledgenet(self, text: knowledgenet.Text, pairs: Iterable[Pair]) -> Iterator[Labelled]:
        for pair in pairs:
            subject, target = pair.subject.span, pair.object.span
            passage = next((p for p in text.passages if overlap(p.span, subject)), None)
            if passage is None:
                continue
            holds, known, one_of = self._none(), self._none(), self._none()
            for relation in knowledgenet.mapping().relation:
                if relation.name in passage.properties:
                    facts = [fact for fact in passage.facts if fact.stated == relation.name]
                    self._mark(relation, facts, (subject, target), holds, known, one_of)
            yield from self._labelled(pair, holds, known, one_of)

    def _mark(
        self,
        relation: knowledgenet.Relation,
        facts: Sequence[knowledgenet.Fact],
        ends: tuple[Span, Span],
        holds: Bits,
        known: Bits,
        one_of: Bits,
    ) -> None:
        """Mark what a property of KnowledgeNet says of ours, in both directions."""
        turned = (ends[1], ends[0])
        for way, names in ((ends, relation.properties), (turned, relation.inverse)):
            ours = [self.index[name] for name in names if name in self.index]
            if not ours:
                continue
            right = any(overlap(f.subject, way[0]) and overlap(f.object, way[1]) for f in facts)
            if right and len(ours) > 1:
                one_of[ours] = True
            else:
                known[ours] = True
                holds[ours] = right

    # Re-DocRED

    def _docred(
        self, document: docred.Text, pairs: Iterable[Pair], notes: Notes
    ) -> Iterator[Labelled]:
        """Labels of pairs in a sentence that is said to state them; whatever holds of two
        clusters by another sentence is left open, and so is who an unknown pronoun means."""
        stated = self._stated(document)
        clusters = _Clusters(document, notes)
        for pair in pairs:
            one, other = clusters.of(pair.subject), clusters.of(pair.object)
            unnamed = any(c.form not in ("name", "time") for c in (pair.subject, pair.object))
            if unnamed and (one is None or other is None):
                continue
            holds, known = self._none(), ~self._none()
            sentence = clusters.sentence(pair.subject)
            for index, sentences in stated.get((one, other), {}).items():
                holds[index] = sentence in sentences
                known[index] = holds[index]
            yield from self._labelled(pair, holds, known, self._none())

    def _stated(
        self, document: docred.Text
    ) -> Mapping[tuple[int | None, int | None], dict[int, frozenset[int]]]:
        """For two clusters the properties that hold, with the sentences that say so."""
        found: dict[tuple[int | None, int | None], dict[int, frozenset[int]]] = {}
        for (head, name, tail), sentences in document.facts.items():
            if name in OUTSIDE:
                ways = [(tail, OUTSIDE[name], head)]
            else:
                stated, turned = canonical(name, self.properties)
                ways = [(tail, stated, head) if turned else (head, stated, tail)]
            if inventory.is_symmetric(name):
                ways.append((tail, name, head))
            for one, stated, other in ways:
                if stated in self.index:
                    properties = found.setdefault((one, other), {})
                    index = self.index[stated]
                    properties[index] = properties.get(index, frozenset()) | sentences
        return found


class _Clusters:
    """Which clusters of a document of DocRED's kind the candidates found are."""

    def __init__(self, document: docred.Text, notes: Notes) -> None:
        self._spans = [
            (span, number)
            for number, cluster in enumerate(document.clusters)
            for span in cluster.spans
        ]
        self._bounds = document.sentences
        self._entities: dict[str, int] = {}
        for mention in notes.mentions:
            number = self._at(mention.span)
            if number is not None and mention.kind == "name":
                self._entities.setdefault(mention.entity, number)

    def _at(self, span: Span) -> int | None:
        return next((number for place, number in self._spans if overlap(place, span)), None)

    def of(self, candidate: Candidate) -> int | None:
        """The number of a candidate's cluster."""
        if candidate.form in ("name", "time"):
            return self._at(candidate.span)
        return self._entities.get(candidate.entity.id) if candidate.entity else None

    def sentence(self, candidate: Candidate) -> int | None:
        """The number of the sentence that a candidate stands in."""
        where = candidate.span
        return next((n for n, span in enumerate(self._bounds) if overlap(span, where)), None)
