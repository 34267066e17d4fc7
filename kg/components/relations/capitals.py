"""The capitals that the knowledge base knows, for "the Iraqi capital" without its name."""

from __future__ import annotations

from spacy.tokens import Token

from kg.components.relations.bearers import Bearer, Bearers
from kg.components.relations.ends import Positions
from kg.facts import Entity
from kg.wikidata.store import Store

DESCRIBED = 0.75
AROUND = ("of", "possessor", "modifier", "compound")


class Capitals:
    """Finds who "the capital" is among the entities of one document."""

    def __init__(self, bearers: Bearers, base: Store) -> None:
        self.bearers = bearers
        self.notes, self.view = bearers.notes, bearers.view
        self.base = base

    def of(self, noun: Token, positions: Positions) -> list[Bearer]:
        """The one entity of the document that the knowledge base has as the capital of what
        the noun is the capital of; the phrase becomes a mention of it."""
        determiners = {token.lower_ for token in self.view.children(noun, "det")}
        if self.bearers.referents.is_plural(noun) or "a" in determiners:
            return []
        places = [
            (token, place.item.qid)
            for position in AROUND
            for token in positions.get(position, [])
            if (place := self.bearers.named(token)) and place.item
        ]
        for token, qid in places:
            capitals = [e for e in self.notes.entities.values() if self._is_capital(e, qid)]
            if len(capitals) == 1:
                end = max(noun.i, token.i) + 1
                phrase = noun.doc[self.view.noun_phrase(noun).start : end]
                known = self.notes.mention_at(noun)
                if known is None or known.entity != capitals[0].id:
                    self.notes.add_mention(phrase, capitals[0].id, "", "nominal", DESCRIBED)
                return [Bearer(noun, capitals[0], "beside")]
        return []

    def _is_capital(self, entity: Entity, place: str) -> bool:
        above = self.base.capital_of(entity.item.qid) if entity.item else None
        return above is not None and above.qid == place
