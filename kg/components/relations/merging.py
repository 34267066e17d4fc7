"""What patterns and the classifier find, made one: what is stated, and how sure it is.

A pattern says what grammar states outright, the classifier how probable a property is of two
mentions. The confidence is a logistic regression on both (Platt 1999), fitted to texts that the
classifier had not seen. What a pattern says is stated however sure it is, what the classifier alone
finds from its property's least confidence on.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from spacy.tokens import Token

from kg import lexicon
from kg.components.notes import Notes
from kg.components.relations.candidates import DATE, Candidate
from kg.components.relations.classifier import Calibration, Settings
from kg.components.relations.drafts import STATED, Draft
from kg.components.relations.evidence import Evidence
from kg.components.relations.hedges import hedged
from kg.components.relations.known import Known
from kg.components.relations.named import tables
from kg.components.relations.pairs import Pair
from kg.components.relations.patterns import Patterns
from kg.facts import Factuality, to_json
from kg.language.grammar import Grammar

CLASSIFIER = "classifier"
PRECISION = 4  # decimals of a confidence
FARTHEST = 7.0  # logits beyond which probabilities are not told apart


def logit(probability: float) -> float:
    """The logarithm of the odds, within `FARTHEST`."""
    if not 0 < probability < 1:
        return math.copysign(FARTHEST, probability - 0.5)
    return max(-FARTHEST, min(FARTHEST, math.log(probability / (1 - probability))))


def confidence(
    stated: str,
    learnt: float | None,
    pattern: float | None,
    weights: Calibration,
    more: float = 0.0,
) -> float:
    """How sure a property is to which the classifier gives a probability `learnt` and a pattern
    a confidence; `more` logits. The classifier may raise a pattern's confidence, not lower it:
    what it has seen too rarely it finds improbable."""
    if pattern is None:
        constant, slope = weights.learnt
        score = constant + slope * logit(learnt or 0.0) + weights.offsets.get(stated, 0.0)
    else:
        score = logit(pattern)
        if learnt is not None:
            constant, slope, of_pattern = weights.pattern
            score = max(score, constant + slope * logit(learnt) + of_pattern * score)
    return round(1 / (1 + math.exp(-score - more)), PRECISION)


class Merger:
    """Makes drafts of the evidence of one document."""

    def __init__(
        self, patterns: Patterns, pairs: Sequence[Pair], settings: Settings, known: Known
    ) -> None:
        self.notes: Notes = patterns.notes
        self.view: Grammar = patterns.view
        self.patterns = patterns
        self.pairs = pairs
        self.settings = settings
        self.known = known
        self.factualities = patterns.factualities

    def merge(self, evidence: Evidence) -> tuple[list[Draft], list[dict[str, Any]]]:
        """What is stated: drafts, those of patterns or else one of the classifier, if it is sure
        enough and their ends are known and of fitting types; and between which mentions it is
        affirmed."""
        known = self.known.says(evidence.subject, evidence.property, evidence.object)
        more = tables()["known"][known] if known else 0.0
        weights = self.settings.calibration
        sure = confidence(evidence.property, evidence.learnt, evidence.stated, weights, more)
        if not evidence.drafts and sure < self.settings.least[evidence.property]:
            return [], []
        by = [CLASSIFIER] if self._is_learnt(evidence) else []
        drafts = [
            replace(draft, confidence=sure, extractor="+".join([draft.extractor, *by]))
            for draft in evidence.drafts
        ] or [self._learnt(evidence, sure)]
        affirmed = any(draft.factuality.polarity == "positive" for draft in drafts)
        names = [name for draft in drafts for name in draft.extractor.split("+")]
        noted = self._noted(evidence, sure, names) if affirmed else []
        fitting = evidence.drafts or self._fits(evidence)
        return [replace(draft, known=known) for draft in drafts] if fitting else [], noted

    def _noted(self, evidence: Evidence, sure: float, names: list[str]) -> list[dict[str, Any]]:
        """The pairs of all mentions of both ends in the sentence."""
        return [
            {
                "subject": to_json(self.pairs[index].subject.span),
                "property": evidence.property,
                "object": to_json(self.pairs[index].object.span),
                "confidence": sure,
                "extractor": "+".join(dict.fromkeys(names)),
            }
            for index in evidence.pairs
        ]

    def _is_learnt(self, evidence: Evidence) -> bool:
        """Whether the classifier alone would state it."""
        if evidence.learnt is None:
            return False
        alone = confidence(evidence.property, evidence.learnt, None, self.settings.calibration)
        return alone >= self.settings.least[evidence.property]

    def _learnt(self, evidence: Evidence, sure: float) -> Draft:
        """The draft of the classifier, for the closest mentions of both ends."""
        pairs = [self.pairs[index] for index in evidence.pairs]
        pair = min(pairs, key=lambda p: (len(p.route), len(p.words)))
        between = [i for i in pair.route if not _is_part(i, pair.subject, pair.object)]
        tokens = [self.notes.doc[i] for i in between]
        nouns = [token for token in tokens if token.pos_ in ("NOUN", "PROPN")]
        lasting = evidence.property in tables()["lasting"]["properties"]
        return Draft(
            evidence.subject,
            evidence.property,
            "" if pair.object.time else evidence.object,
            [pair.subject.head, *tokens, pair.object.head],
            self._stance(pair, nouns),
            sure,
            CLASSIFIER,
            ended=not lasting and any(map(self.patterns.is_former, nouns)),
            value=evidence.object if pair.object.time else None,
        )

    def _stance(self, pair: Pair, nouns: Iterable[Token]) -> Factuality:
        """That of the clause whose predicate joins both ends, weakened by words before nouns."""
        top = self.notes.doc[pair.route[0]]
        predicate = top.pos_ in ("VERB", "AUX") or self.view.is_copular(top)
        stance = self.factualities.of(top) if predicate else STATED
        for noun in nouns:
            stance = hedged(stance, self.view, noun)
        return stance

    def _fits(self, evidence: Evidence) -> bool:
        """Whether both ends are named and of the types that the inventory gives the property."""
        entry = lexicon.properties().by_id[evidence.property]
        subject = self.notes.entities.get(evidence.subject)
        if subject is None or not subject.named:
            return False
        types = self.patterns.bearers.types
        if self.pairs[evidence.pairs[0]].object.time:
            return entry.accepts(types(subject), (DATE,))
        target = self.notes.entities.get(evidence.object)
        named = target is not None and target.named
        return named and target is not None and entry.accepts(types(subject), types(target))


def _is_part(word: int, *candidates: Candidate) -> bool:
    return any(candidate.begin <= word < candidate.end for candidate in candidates)
