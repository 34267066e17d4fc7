"""Scores of claims: speaker, exact words, kind and addressee."""

from __future__ import annotations

from collections.abc import Iterable

from kg.evaluate.events.matching import Pairing, shared
from kg.evaluate.events.reports import GoldClaim
from kg.evaluate.events.tally import Scorer
from kg.facts import Claim

CLAIMS = "claims"
LEAST_WORDS_SHARED = 0.8  # of the words of a claim, for its span to be right
TIE = 1e-6  # what kind and duty count for beside the words: only where those are the same


class ClaimScorer(Scorer):
    """Scores the claims of one report."""

    def score(self) -> None:
        """All measures of claims."""
        spans = self.report.words
        pairing = Pairing(self.gold.claim, self.document.claims, self._likeness)
        for gold, found in pairing.asked:
            if found is None:
                self.tally.add(CLAIMS, 0, 0, 1)
                self.fault("missing claim", spans(gold.words[0]), gold.speaker)
            else:
                self._claim(gold, found)
        self.tally.add(CLAIMS, 0, len(pairing.judged), 0)
        for claim in pairing.spurious:
            self.fault("spurious claim", claim.words[0], "", claim.cue, claim.confidence)

    def _likeness(self, gold: GoldClaim, found: Claim) -> float:
        """The words shared; of the same words the right kind first, then what is required."""
        alike = 2 * _is_kind(gold, found) + (not gold.optional)
        return shared(map(self.report.words, gold.words), found.words) * (1 + TIE * alike)

    def _claim(self, gold: GoldClaim, found: Claim) -> None:
        span = self.report.words(gold.words[0])
        spoken = self.people.means(found.speaker, gold.speaker)
        exact = self._is_span(gold.words, found)
        self.tally.add(CLAIMS, spoken and exact, 0, 1)
        self.tally.add("claim speaker", spoken, 1, 1)
        self.tally.add("claim span", exact, 1, 1)
        self.tally.add("claim kind", _is_kind(gold, found), 1, 1)
        told = bool(gold.addressee) and self.people.means(found.addressee, gold.addressee)
        self.tally.add("claim addressee", told, bool(found.addressee), bool(gold.addressee))
        if not spoken:
            self.fault("claim speaker", span, gold.speaker, self.people.name(found.speaker))
        if not exact:
            self.fault("claim span", span, gold.words, [self.words(s) for s in found.words])

    def _is_span(self, words: Iterable[str], found: Claim) -> bool:
        return shared(map(self.report.words, words), found.words) >= LEAST_WORDS_SHARED


def _is_kind(gold: GoldClaim, found: Claim) -> bool:
    return found.kind in gold.kind.split("|")
