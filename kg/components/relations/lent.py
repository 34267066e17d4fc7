"""What stands around a noun or verb because another word lends it: "X has its seat in Y"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.components.frames import Reader
from kg.components.relations.bearers import NAME_PARTS, Bearers
from kg.components.relations.ends import Positions
from kg.components.relations.named import tables

SHARED = ("of", "at", "for", "possessor")  # what coordinated nouns have together
ROLE = "as"
OF_ROLE = ("for", "at", "with", "in")  # what a verb takes over from a role in it


class Surroundings:
    """Finds what stands around the nouns and verbs of one document."""

    def __init__(self, reader: Reader, bearers: Bearers) -> None:
        self.reader, self.bearers = reader, bearers
        self.notes, self.view = bearers.notes, bearers.view

    def of_verb(self, verb: Token) -> Positions:
        """What stands around a verb, around one that follows it ("lives and works in X"), or
        around the role in it ("works as a scout for X")."""
        positions = self.reader.verb_positions(verb)
        for other in self.view.children(verb, "conj"):
            bare = {t.text for t in verb.doc[verb.i + 1 : other.i]} <= {"and", "or"}
            if bare and other.pos_ == "VERB" and not self.view.objects(other):
                for position, tokens in self.reader.verb_positions(other).items():
                    positions.setdefault(position, tokens)
        for role in positions.get(ROLE, []):
            around = self.reader.noun_positions(role)
            for position in OF_ROLE:
                if position in around:
                    positions.setdefault(position, around[position])
        return positions

    def of_noun(self, noun: Token) -> tuple[Positions, Token | None]:
        """What stands around a noun, or around nouns and verbs that share it with it; the
        token whose clause says so, if a verb does."""
        positions = self.reader.noun_positions(noun)
        positions["modifier"] = [m for m in self._modifiers(noun) if self.bearers.named(m)]
        for other in self.bearers.beside(noun):
            for position, tokens in self.reader.noun_positions(other).items():
                if position in SHARED:
                    positions.setdefault(position, tokens)
        name = self.view.head(noun)
        if name is not None and self.view.relation(noun) in NAME_PARTS:  # "X's subsidiary Y"
            owner = self.view.possessor(name)
            positions.setdefault("possessor", [owner] if owner is not None else [])
            for word, token in self.view.obliques(name):  # "the economist X of Y"
                if word in SHARED:
                    positions.setdefault(word, [token])
        if self._is_of_first(noun):
            positions["possessor"] = [t for t in [self.view.head(noun)] if t is not None]
        return positions, self._lend(noun, positions)

    def _modifiers(self, noun: Token) -> list[Token]:
        """Adjectives of a noun, and names that stand as such: "the US singer"."""
        adjectival = tables()["adjectival"]["names"]
        names = [t for t in self.view.compounds(noun) if self._name(t) in adjectival]
        return [*self.view.modifiers(noun), *names]

    def _name(self, token: Token) -> str:
        mention = self.notes.mention_at(token)
        return self.notes.tokens(mention.span).text.lower() if mention is not None else ""

    def _is_of_first(self, noun: Token) -> bool:
        """Whether a pronoun before a noun means whom the noun is coordinated with: "X and his
        wife Y"."""
        first = self.view.head(noun) if self.view.relation(noun) == "conj" else None
        person = self.notes.entity_at(first) if first is not None else None
        own = any(owner.tag_ == "PRP$" for owner in self.view.children(noun, "nmod:poss"))
        return own and person is not None and person.type == "Person"

    def _lend(self, noun: Token, positions: Positions) -> Token | None:
        """Add what stands around a verb that lends it to the noun: "X has its seat in Y", "the
        seat is in Y", "X is survived by a brother"; the verb, if there is one."""
        first = self.view.head(noun) if self.view.relation(noun) == "conj" else noun
        verb = self.view.head(first) if first is not None else None
        if verb is None:
            return None
        lemma = verb.lemma_.lower()
        if lemma in tables()["surviving"]["lemmas"] and noun in self.view.subjects(verb):
            positions.setdefault("possessor", self.view.objects(verb))
            return None
        if lemma in tables()["having"]["lemmas"] and noun in self.view.objects(verb):
            lent = self.reader.verb_positions(verb)
            positions.setdefault("possessor", lent.pop("subject", []))
            for position, tokens in lent.items():
                if position != "object":
                    positions.setdefault(position, tokens)
            return verb
        preposition = self.view.preposition(verb)
        if preposition and noun in self.view.copular_subjects(verb):
            positions.setdefault(preposition.split()[0], [verb])
            return verb
        return None
