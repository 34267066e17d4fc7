"""Citizenship that a noun for the people of a country states: "X, an Australian"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.components.factuality import Factualities
from kg.components.relations.bearers import CONFIDENCE, Bearers
from kg.components.relations.drafts import STATED, Draft
from kg.wikidata.store import Store

CITIZENSHIP = "P27"
ARTICLES = ("a", "an")


class Nationals:
    """Drafts the citizenships of one document that such nouns state."""

    def __init__(self, bearers: Bearers, base: Store) -> None:
        self.bearers, self.base = bearers, base
        self.notes, self.view = bearers.notes, bearers.view
        self.factualities = Factualities(bearers.view)

    def drafts(self) -> Iterator[Draft]:
        """What every noun for the people of a country says of whom it is said of."""
        for mention in self.notes.mentions:
            country = self.notes.entities[mention.entity]
            word = self.notes.head(mention)
            if mention.kind != "name" or country.type != "Place" or not self._is_one(word):
                continue
            for bearer in self.bearers.of(word):
                if bearer.entity.type != "Person" or bearer.entity.id not in self.notes.entities:
                    continue
                stance = self.factualities.of(word) if bearer.how == "copula" else STATED
                yield Draft(
                    bearer.entity.id, CITIZENSHIP, country.id, [bearer.token, word], stance,
                    CONFIDENCE[bearer.how], f"noun-{bearer.how}",
                )  # fmt: skip

    def _is_one(self, word: Token) -> bool:
        """Whether a word means somebody of a country: "an Australian"."""
        articles = [t.lower_ for t in self.view.children(word, "det")]
        return any(a in ARTICLES for a in articles) and self.base.demonym(word.text) is not None
