"""What the knowledge base says of a relation that a text states: the same, or otherwise.

It never adds a relation. One that it contradicts is kept and marked, since news is where facts
change; only its confidence is lower.
"""

from __future__ import annotations

from collections.abc import Callable

from kg.components.relations.drafts import Draft
from kg.facts import Corroboration, Entity, Item
from kg.wikidata.store import Store

Answer = bool | None


class Known:
    """Looks relations up, between the entities of one document by their identifiers."""

    def __init__(self, base: Store, entities: dict[str, Entity]) -> None:
        self.base = base
        self.entities = entities
        self._ask: dict[str, Callable[[Item, str], Answer]] = {
            "P17": self._country,
            "P27": self._citizenship,
            "P36": self._capital,
            "P1376": lambda city, place: self._capital_of(city.qid, place),
            "P39": self._position,
            "P569": lambda item, day: _same_day(self.base.life(item.qid).begin, day),
            "P570": lambda item, day: _same_day(self.base.life(item.qid).end, day),
            "P571": lambda item, day: _same_day(self.base.life(item.qid).begin, day),
        }

    def says(self, subject: str, stated: str, target: str) -> Corroboration | None:
        """Whether the base agrees with a statement or contradicts it; None where it is silent.
        `target` is an entity's identifier or a date."""
        ask = self._ask.get(stated)
        entity, other = self.entities.get(subject), self.entities.get(target)
        value = target if other is None else other.item.qid if other.item else None
        if ask is None or value is None or entity is None or entity.item is None:
            return None
        answer = ask(entity.item, value)
        return None if answer is None else "agrees" if answer else "contradicts"

    def of(self, draft: Draft) -> Corroboration | None:
        """What the base says of a draft."""
        return self.says(draft.subject, draft.property, draft.value or draft.object)

    @staticmethod
    def _country(item: Item, country: str) -> Answer:
        return item.country == country if item.country else None

    @staticmethod
    def _citizenship(person: Item, country: str) -> Answer:
        return person.country == country or None  # one may have several

    def _capital(self, place: Item, city: str) -> Answer:
        return self._capital_of(city, place.qid)

    def _capital_of(self, city: str, place: str) -> Answer:
        """One city may be the capital of a country and of a part of it, but not two of one."""
        if self.base.capital(city) == place:
            return True
        return False if self.base.capital_cities(place) else None

    def _position(self, person: Item, office: str) -> Answer:
        return any(held.item == office for held in self.base.positions(person.qid)) or None


def _same_day(known: str | None, stated: str) -> Answer:
    """Whether two dates are one as far as the coarser of them goes."""
    if not known:
        return None
    return known.startswith(stated) or stated.startswith(known)
