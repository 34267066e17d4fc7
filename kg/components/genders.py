"""The gender that titles, given names, nouns and pronouns tell of people."""

from __future__ import annotations

from spacy.tokens import Token

from kg import lexicon
from kg.components.namesakes import gender
from kg.components.notes import Notes
from kg.components.referents import Referents
from kg.wikidata.names import without_titles


class Genders:
    """The genders of the people of one document, as far as they are known yet."""

    def __init__(self, referents: Referents) -> None:
        self.referents = referents
        self.rules = lexicon.coreference()
        self._known = _named(referents.notes)

    def of(self, token: Token) -> str | None:
        """The gender that a pronoun or a noun ("actress") gives whom it stands for."""
        pronoun = self.rules.pronouns.get(token.lower_)
        if pronoun:
            return pronoun.gender
        noun = self.referents.noun(token) if token.pos_ == "NOUN" else None
        return noun.gender if noun else None

    def agree(self, head: Token, token: Token) -> bool:
        """Whether a token can, by its gender, refer to a candidate."""
        entity = self.referents.notes.entity_at(head)
        known = self.of(head) or (self._known.get(entity.id) if entity else None)
        own = self.of(token)
        return not known or not own or known == own

    def fits(self, token: Token, entity: str) -> bool:
        """Whether a token can, by its gender, refer to an entity."""
        known, own = self._known.get(entity), self.of(token)
        return not known or not own or known == own

    def learn(self, token: Token, entity: str) -> None:
        """Remember what a mention tells of its entity."""
        known = self.of(token)
        if known:
            self._known.setdefault(entity, known)


def _named(notes: Notes) -> dict[str, str]:
    """The genders that titles ("Mrs X"), else given names tell of, by entity."""
    found: dict[str, str] = {}
    for mention in notes.mentions:
        if mention.kind == "name" and mention.label == "PERSON":
            known = gender(notes.tokens(mention.span))
            if known:
                found.setdefault(mention.entity, known)
    given = lexicon.coreference().given_names
    for entity in notes.entities.values():
        words = without_titles(entity.name).split() if entity.type == "Person" else ()
        if len(words) > 1 and words[0] in given:
            found.setdefault(entity.id, given[words[0]])
        noun = lexicon.common_nouns().get(words[0].lower()) if len(words) == 1 else None
        if noun is not None and noun.gender:  # "Gran, 83, robbed"
            found.setdefault(entity.id, noun.gender)
    return found
