"""Whom a casualty figure counts."""

from __future__ import annotations

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg import lexicon
from kg.components.referents import DESCRIBED, SKIPPED, Referents
from kg.components.tolls.cue import Cue
from kg.components.tolls.figures import Figure, is_part
from kg.facts import Entity, EntityType

FURTHER = ("additional", "another", "further", "more", "new", "other", "'s", "’s")


class Victims:
    """Makes the entities counted by the figures of one document, in order of the text."""

    def __init__(self, referents: Referents) -> None:
        self.referents = referents
        self.notes = referents.notes
        self.view = referents.view
        self._last: tuple[Entity, Figure] | None = None

    def of(self, cue: Cue) -> Entity | None:
        """Who is counted; of a bare number, the same sort of people as just before it in a
        coordination; None where the text does not say."""
        figure, noun = cue.figure, cue.figure.counted
        if noun is None:
            known = self.notes.entity_at(figure.root)
            said = self._said(figure)
            if said is not None:
                return self._entity(figure, said, self._phrase(figure, said))
            found = self._of_total(figure, cue.trigger) or self._like_last(figure) or known
            return found or self._unnamed(cue)
        says_who = self._names_people(noun)
        said = self._said(figure) if not says_who else None
        if said is not None:
            return self._entity(figure, said, self._phrase(figure, said))
        if not says_who and (cue.events or noun.lower_ in lexicon.tolls().adjectives):
            return None if cue.events else self._unnamed(cue)
        phrase = self._apposition(noun) or self._phrase(figure, noun)
        return self._entity(figure, noun, phrase)

    def _said(self, figure: Figure) -> Token | None:
        """Who a part is said to be: "five of the dead were children", "two of them girls"."""
        holder = figure.argument if figure.counted is None else figure.root
        said = self.view.head(holder)
        is_subject = said is not None and holder in self.view.copular_subjects(said)
        i = figure.quantity.end + 2
        beside = holder.doc[i] if i < len(holder.doc) and is_part(figure) else None
        for noun in (said if is_subject else None, beside):
            if noun is not None and self._names_people(noun) and not self.view.numbers(noun):
                return noun
        return None

    def _of_total(self, figure: Figure, trigger: Token) -> Entity | None:
        """Those of "the number of displaced people"."""
        of = [noun for word, noun in self.view.obliques(trigger) if word == "of"]
        people = [noun for noun in of if trigger.pos_ == "NOUN" and self._names_people(noun)]
        if not people:
            return None
        phrase = self._phrase(figure, people[0])
        return self._new("Group", " ".join(phrase.text.split()), phrase)

    def _unnamed(self, cue: Cue) -> Entity | None:
        """Those whom a number alone counts, "14" of "14 dead"; None of a total, which has no
        words for them."""
        figure = cue.figure
        if cue.part == "total" or figure.quantity.count == 1:
            return None
        where = figure.root.doc[figure.quantity.start : figure.quantity.end]
        return self._new("Group", where.text, where)

    def _entity(self, figure: Figure, noun: Token, phrase: DocSpan) -> Entity:
        known = self.notes.entity_at(noun)
        name = " ".join(phrase.text.split())
        if known is not None and not known.named:
            self.notes.rename(known.id, name=name, type=self._type(noun))
            entity = self.notes.entities[known.id]
        else:
            entity = self._new(self._type(noun), name, phrase)
        self._last = (entity, figure)
        return entity

    def _new(self, type_: EntityType, name: str, where: DocSpan) -> Entity:
        entity = self.notes.add_entity(type_, name, names=(name,), named=False)
        self.notes.add_mention(where, entity.id, "", "nominal", DESCRIBED)
        return entity

    def _like_last(self, figure: Figure) -> Entity | None:
        if self._last is None:
            return None
        entity, other = self._last
        joined = figure.root.doc[max(0, figure.quantity.start - 1)].lower_ in ("and", ",", "while")
        if not joined or other.root.sent != figure.root.sent:
            return None
        where = figure.root.doc[figure.quantity.start : figure.quantity.end]
        return self._new(entity.type, entity.name, where)

    def _names_people(self, noun: Token) -> bool:
        """Whether a cue says who they are: refugees, but not "the dead" and not deaths."""
        return self._is_people(noun) and noun.lower_ not in lexicon.tolls().adjectives

    def _is_people(self, noun: Token) -> bool:
        known = self.referents.noun(noun)
        return known is not None and known.type in ("Person", "Group")

    def _type(self, noun: Token) -> EntityType:
        known = self.referents.noun(noun)
        if known is not None and known.type == "Person" and not self.referents.is_plural(noun):
            return "Person"
        return "Group"

    def _phrase(self, figure: Figure, noun: Token) -> DocSpan:
        """The noun phrase without the figure and articles."""
        phrase = self.view.noun_phrase(noun)
        start = max(phrase.start, figure.quantity.end) if figure.root.i < noun.i else phrase.start
        phrase = noun.doc[start : noun.i + 1]
        while len(phrase) > 1 and (phrase[0].pos_ in SKIPPED or phrase[0].lower_ in FURTHER):
            phrase = phrase[1:]
        return phrase

    def _apposition(self, noun: Token) -> DocSpan | None:
        """A closer description after the noun: "people, both farmers and soldiers"."""
        later = self.view.appositions(noun) + [
            part
            for first in self.view.children(noun, "conj")
            if self.view.children(first, "cc:preconj")
            for part in self.view.conjuncts(first)
        ]
        people = [t for t in later if self._is_people(t) and not self.view.numbers(t)]
        if not people or len(people) != len(later):
            return None
        phrases = [self.view.noun_phrase(token) for token in people]
        first = phrases[0]
        while len(first) > 1 and first[0].pos_ in (*SKIPPED, "CCONJ"):
            first = first[1:]
        return noun.doc[first.start : phrases[-1].end]
