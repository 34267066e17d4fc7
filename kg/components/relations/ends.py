"""What may stand at the ends of a pattern: names of fitting types, dates, descriptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.components.relations.bearers import Bearers
from kg.components.relations.dates import Dates
from kg.components.relations.named import tables
from kg.components.relations.overlooked import Overlooked
from kg.facts import Entity
from kg.lexicon import Relation
from kg.wikidata.store import Store

DATE = "Date"
Positions = dict[str, list[Token]]


@dataclass(frozen=True, eq=False)
class End:
    """An end of a statement at its token: an entity, or the date `value`."""

    token: Token
    entity: Entity | None
    value: str | None = None


class Ends:
    """Finds the ends of patterns in one document."""

    def __init__(self, bearers: Bearers, dates: Dates, base: Store) -> None:
        self.bearers = bearers
        self.referents = bearers.referents
        self.view = bearers.view
        self.dates = dates
        self.overlooked = Overlooked(self.referents, base)

    def pairs(
        self, pattern: Relation, positions: Positions, trigger: Token
    ) -> Iterator[tuple[End, End]]:
        """Subject and object of every statement that a pattern makes of what stands in the
        positions around its word; none where what it requires or forbids is not so."""
        if not all(positions.get(at) for at in pattern.requires):
            return
        if any(positions.get(at) for at in pattern.forbids):
            return
        subjects = self._named(pattern.subject_at, pattern.subject, positions) or (
            self._described(pattern.subject_at, pattern.subject, positions)
        )
        targets = self._objects(pattern, positions, trigger)
        if pattern.property in tables()["single"]["properties"]:
            targets = [t for t in targets if t.entity not in [s.entity for s in subjects[:1]]][:1]
        for subject in subjects:
            for target in targets:
                if self._agrees(pattern.property, subject.entity, target.entity):
                    yield subject, target

    def around(self, place: End) -> Iterator[End]:
        """The places that a place is said to lie in, by commas: "Lyon, France"."""
        notes = self.bearers.notes
        mention = notes.mention_at(place.token)
        while mention is not None:
            after = notes.tokens(mention.span).end
            doc = place.token.doc
            if after + 1 >= len(doc) or doc[after].text != ",":
                return
            mention = notes.mention_at(doc[after + 1])
            entity = notes.entities[mention.entity] if mention else None
            if mention is None or entity is None or entity.type != "Place":
                return
            yield End(doc[after + 1], entity)

    def _objects(self, pattern: Relation, positions: Positions, trigger: Token) -> list[End]:
        if DATE in pattern.object:
            return [End(token, None, day) for token, day in self.dates.at(trigger)][:1]
        found = self._named(pattern.object_at, pattern.object, positions, pattern.unlike)
        if not found and pattern.within:
            inner = {at: self._within(positions.get(at, []), pattern) for at in pattern.object_at}
            found = self._named(pattern.object_at, pattern.object, inner, pattern.unlike)
        return found or self._described(
            pattern.object_at, pattern.object, positions, nameless=pattern.described
        )

    def _within(self, tokens: list[Token], pattern: Relation) -> list[Token]:
        """What stands around the common nouns among some tokens: the city of "died at her home
        in Lyon"."""
        nouns = [token for token in tokens if token.pos_ == "NOUN"]
        around = [pair for noun in nouns for pair in self.view.obliques(noun)]
        return [token for word, token in around if word in pattern.within]

    def _named(
        self,
        at: tuple[str, ...],
        types: frozenset[str],
        positions: Positions,
        unlike: frozenset[str] = frozenset(),
    ) -> list[End]:
        """The named entities of fitting types in the first position that has any."""
        for position in at:
            tokens = [t for token in positions.get(position, []) for t in self._each(token)]
            named = [(token, self.bearers.named(token)) for token in tokens]
            fitting = [
                End(token, entity)
                for token, entity in named
                if entity and self._fits(entity, types, unlike)
            ]
            if fitting:
                return fitting
        return []

    def _each(self, token: Token) -> list[Token]:
        """A token, or the names that a plural goes with: "the brothers X and Y"."""
        if token.pos_ != "NOUN" or not self.referents.is_plural(token):
            return [token]
        names = [t for first in self.bearers.next_to(token) for t in self.view.conjuncts(first)]
        return names or [token]

    def _fits(self, entity: Entity, types: frozenset[str], unlike: frozenset[str]) -> bool:
        own = self.bearers.types(entity)
        return not types.isdisjoint(own) and unlike.isdisjoint(own)

    def _described(
        self,
        at: tuple[str, ...],
        types: frozenset[str],
        positions: Positions,
        *,
        nameless: bool = False,
    ) -> list[End]:
        """What a name that no one found stands for ("the Nobel Peace Prize"), or, where that
        suffices, a common noun ("died of cancer")."""
        for position in at:
            for token in positions.get(position, []):
                entity = self.overlooked.at(token, types)
                fits = not types.isdisjoint(self.referents.types(token))
                if entity is None and nameless and fits:
                    entity = self.referents.entity(token)
                if entity is not None:
                    return [End(token, entity)]
        return []

    @staticmethod
    def _agrees(stated: str, subject: Entity | None, target: Entity | None) -> bool:
        """Whether the knowledge base lets both places lie in one country."""
        if stated not in tables()["same_country"]["properties"]:
            return True
        items = [entity.item for entity in (subject, target) if entity and entity.item]
        return len({item.country for item in items if item.country}) < 2
