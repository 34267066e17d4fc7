"""The statements that a pattern makes of what stands around its word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg.components.relations.dates import START, Dates
from kg.components.relations.drafts import STATED, Draft
from kg.components.relations.ends import End, Ends, Positions
from kg.components.relations.named import tables
from kg.components.relations.tense import has_ceased, is_past
from kg.facts import Factuality, Qualifier
from kg.language.grammar import Grammar
from kg.lexicon import Relation

MARK = "mark"


class Stating:
    """Drafts them in one document."""

    def __init__(self, view: Grammar, dates: Dates, ends: Ends) -> None:
        self.view, self.dates, self.ends = view, dates, ends

    def drafts(
        self,
        pattern: Relation,
        positions: Positions,
        trigger: Token,
        said: Callable[[], Factuality],
        confidence: float,
        by: str,
    ) -> Iterator[Draft]:
        """The statements of a pattern whose ends stand in these positions; `said` tells how its
        word presents them, and is asked only where there are such ends."""
        ends = list(self.ends.pairs(pattern, positions, trigger))
        factuality = said() if ends else STATED
        for subject, target in ends:
            assert subject.entity is not None
            qualifiers = self.dates.qualifiers(trigger, pattern.time)
            ended = self.is_over(pattern, trigger, factuality, qualifiers)
            if target.value is not None or by == MARK:
                qualifiers = ()
            draft = Draft(
                subject.entity.id,
                pattern.property,
                target.entity.id if target.entity else "",
                [subject.token, trigger, target.token],
                factuality,
                confidence,
                by,
                qualifiers,
                ended,
                target.value,
            )
            yield draft
            if pattern.property in tables()["wider"]["properties"]:
                yield from self._wider(draft, target)

    def is_over(
        self,
        pattern: Relation,
        trigger: Token,
        stance: Factuality,
        qualifiers: tuple[Qualifier, ...],
    ) -> bool:
        """Whether a pattern's words or times say that what they state is so no more."""
        begun = any(q.property == START for q in qualifiers)
        past = is_past(self.view, trigger, begun=begun) or has_ceased(self.view, trigger)
        state = pattern.state and stance.polarity == "positive"
        return pattern.ended or (state and past) or self.dates.is_over(qualifiers)

    def _wider(self, draft: Draft, target: End) -> Iterator[Draft]:
        """The statement for the places around its object, which says no more than it does."""
        for place in self.ends.around(target):
            if place.entity is not None:
                tokens = [*draft.tokens[:-1], place.token]
                yield replace(draft, object=place.entity.id, tokens=tokens, told=False)
