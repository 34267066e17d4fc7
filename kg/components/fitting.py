"""Which candidates a pronoun or description fits, by type, number, gender and what is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Token

from kg import lexicon
from kg.components.antecedents import Chances, Markable
from kg.components.descriptions import Descriptions
from kg.components.genders import Genders
from kg.components.referents import Referents
from kg.facts import Entity


class Fitting:
    """Judges the candidates of one document: `markables` so far, in order of the text, with the
    numbers of the sentences (`sentence`) by token."""

    def __init__(
        self,
        referents: Referents,
        descriptions: Descriptions,
        genders: Genders,
        markables: Sequence[Markable],
        sentence: Mapping[int, int],
    ) -> None:
        self.referents = referents
        self.notes = referents.notes
        self.view = referents.view
        self.rules = lexicon.coreference()
        self.descriptions, self.genders = descriptions, genders
        self.markables, self.sentence = markables, sentence

    def known(self, head: Token) -> Entity | None:
        """The entity of a candidate: fighters act for the body that owns them."""
        return self.notes.entity_at(head) or self.referents.membership(head)

    def pronoun(self, head: Token, token: Token, likely: Chances) -> bool:
        """Whether a pronoun may stand for a candidate."""
        entry = self.rules.pronouns[token.lower_]
        entity = self.notes.entity_at(head)
        chance = likely.of(head, entity)
        if chance < self.rules.learnt.antecedent:
            return False
        if not self.genders.agree(head, token):
            return False
        sure = likely.known and chance >= self.rules.learnt.described
        if entry.parallel and not sure and self._function(head) != self._function(token):
            return False
        if entity and entity.named:
            return entity.type in entry.types
        before = self.rules.pronouns.get(head.lower_)
        if before:
            return before == entry
        noun = self.referents.noun(head)
        if noun is None:
            return False
        plural = self.referents.is_plural(head)
        fits = plural or noun.group if entry.plural else not plural
        return fits and noun.type_of(plural) in entry.types

    def _function(self, token: Token) -> str:
        """The grammatical function of a noun or pronoun, passive subjects being subjects."""
        return self.view.relation(token).removesuffix(":pass")

    def description(self, head: Token, token: Token, likely: Chances) -> bool:
        """Whether a description may be of a candidate."""
        entity = self.known(head)
        if not self.genders.agree(head, token):
            return False
        if entity is None or not entity.named:
            chance = likely.of(head, entity)
            if self.descriptions.goes_on(head, token, chance, likely.known):
                return True
            tells = self.descriptions.names_kind(head, token)
            return tells or self.descriptions.of_nobody(head, token)
        chance = likely.of(head, entity)
        if self.descriptions.of(token, head, entity, chance):
            return True
        if likely.known and self.descriptions.is_likely(token, entity, chance):
            return True
        away = self.sentence[token.i] - self.sentence[head.i]
        near = away <= self.rules.distance["unlinked"]
        generic = near and self.descriptions.may_be(token, entity)
        return generic and chance >= self.rules.learnt.antecedent and not self.is_repeated(token)

    def is_repeated(self, token: Token) -> bool:
        """Whether the same noun was said before of somebody who has no name."""
        first = self.sentence[token.i] - self.rules.distance["description"]
        for markable in reversed(self.markables):
            if markable.sentence < first:
                break
            if markable.head.lemma_ == token.lemma_:
                entity = self.notes.entity_at(markable.head)
                if entity is None or not entity.named:
                    return True
        return False
