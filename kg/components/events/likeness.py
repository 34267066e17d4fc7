"""Whether those who take part in two mentions may be the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from spacy.tokens import Token

from kg import lexicon
from kg.components.notes import Notes, grammar
from kg.components.referents import Referents
from kg.facts import Entity, Event

PLACE = "place"


class Likeness(IntEnum):
    """How like two entities are: `DIFFERENT` by name or number, `UNLIKE` by what they are
    called, `NEUTRAL` where they tell nothing of each other."""

    DIFFERENT = 0
    UNLIKE = 1
    NEUTRAL = 2
    SIMILAR = 3
    SAME = 4


@dataclass(frozen=True)
class Comparison:
    """Two mentions role by role: the roles of both in which one may be the other's, those in
    which one is, and whether one cannot be."""

    similar: frozenset[str]
    same: frozenset[str]
    conflict: bool


@dataclass(frozen=True, eq=False)
class _Described:
    """What the phrase of an unnamed entity says."""

    head: Token
    lemma: str
    numbers: frozenset[str]
    names: frozenset[str]
    modifiers: frozenset[str]


class Participants:
    """Compares the participants of the events of one document."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.view = grammar(notes.doc)
        self.referents = Referents(notes)
        self._known: dict[tuple[str, str], Likeness] = {}
        self._phrases: dict[str, _Described | None] = {}

    def compare(self, one: Event, other: Event, *, headline: bool = False) -> Comparison:
        """How the participants and places of two mentions agree; a headline may call them
        by other words than the body does."""
        least = Likeness.UNLIKE if headline else Likeness.NEUTRAL
        roles = by_role(one), by_role(other)
        similar, same, conflict = set(), set(), _swapped(*roles)
        for role in sorted(set(roles[0]) & set(roles[1])):
            few, many = sorted((roles[0][role], roles[1][role]), key=len)
            levels = [max(self.likeness(a, b) for b in many) for a in few]
            best, worst = max(levels), min(levels)
            if role == PLACE and best < Likeness.NEUTRAL:
                best = worst = self._of_places(few, many)
            conflict = conflict or worst < least
            if best >= Likeness.SIMILAR:
                similar.add(role)
            if best is Likeness.SAME:
                same.add(role)
        return Comparison(frozenset(similar), frozenset(same), conflict)

    def likeness(self, one: str, other: str) -> Likeness:
        """How like two entities are, by what they are called."""
        if one == other:
            return Likeness.SAME
        key = min(one, other), max(one, other)
        if key not in self._known:
            self._known[key] = self._likeness(*(self.notes.entities[e] for e in key))
        return self._known[key]

    def is_named(self, entity: str) -> bool:
        """Whether an entity has a name."""
        return self.notes.entities[entity].named

    def _likeness(self, one: Entity, other: Entity) -> Likeness:
        if one.named and other.named:
            return Likeness.DIFFERENT
        phrases = [self._described(entity) for entity in (one, other) if not entity.named]
        if None in phrases:
            return Likeness.NEUTRAL
        if one.named or other.named:
            return self._name_and_noun(one if one.named else other, phrases[0])
        return self._nouns(phrases[0], phrases[1])

    def _name_and_noun(self, named: Entity, phrase: _Described | None) -> Likeness:
        assert phrase is not None
        noun = self.referents.noun(phrase.head)
        if noun is None:
            return Likeness.NEUTRAL
        plural = self.referents.is_plural(phrase.head)
        if named.type in noun.describes or named.type == noun.type_of(plural):
            return Likeness.SIMILAR
        return Likeness.NEUTRAL if "Place" in (named.type, noun.type) else Likeness.UNLIKE

    def _nouns(self, one: _Described | None, other: _Described | None) -> Likeness:
        assert one is not None
        assert other is not None
        for said in ("numbers", "names"):
            mine, theirs = getattr(one, said), getattr(other, said)
            if mine and theirs and mine.isdisjoint(theirs):
                return Likeness.DIFFERENT
        figures = bool(one.numbers & other.numbers)
        if "NUM" in (one.head.pos_, other.head.pos_):
            return Likeness.SAME if figures else Likeness.NEUTRAL
        if one.lemma == other.lemma:
            plural = {self.referents.is_plural(p.head) for p in (one, other)}
            if len(plural) == 2:
                return Likeness.DIFFERENT
            apart = one.modifiers and other.modifiers and one.modifiers.isdisjoint(other.modifiers)
            definite = any(self._is_definite(p.head) for p in (one, other))
            return Likeness.SAME if (figures or definite) and not apart else Likeness.SIMILAR
        nouns = [self.referents.noun(p.head) for p in (one, other)]
        if nouns[0] is None or nouns[1] is None:
            return Likeness.NEUTRAL
        kinds = bool(set(nouns[0].kinds) & set(nouns[1].kinds))
        vague = nouns[0].types == nouns[1].types and not nouns[0].kinds
        return Likeness.SIMILAR if kinds or vague or figures else Likeness.UNLIKE

    def _of_places(self, some: Iterable[str], others: Iterable[str]) -> Likeness:
        """Places are other ones only where both are named and none lies in the other."""
        pairs = [(self.notes.entities[a], self.notes.entities[b]) for a in some for b in others]
        if all(a.named and b.named and not _lies_in(a, b) and not _lies_in(b, a) for a, b in pairs):
            return Likeness.DIFFERENT
        return Likeness.NEUTRAL

    def _described(self, entity: Entity) -> _Described | None:
        if entity.id not in self._phrases:
            mentions = self.notes.mentions_of(entity.id)
            head = self.notes.head(mentions[0]) if mentions else None
            self._phrases[entity.id] = self._phrase(head) if head is not None else None
        return self._phrases[entity.id]

    def _phrase(self, head: Token) -> _Described:
        view = self.view
        numbers = {t.lower_ for t in view.numbers(head)}
        if head.pos_ == "NUM":
            numbers.add(head.lower_)
        words = [*view.modifiers(head), *view.compounds(head)]
        named = [t for t in words if t.pos_ == "PROPN" or t.ent_type_ in ("NORP", "GPE", "LOC")]
        return _Described(
            head,
            head.lemma_.lower(),
            frozenset(numbers),
            frozenset(t.lower_ for t in named),
            frozenset(t.lemma_.lower() for t in words if t not in named),
        )

    def _is_definite(self, head: Token) -> bool:
        definite = lexicon.coreference().definite
        return any(t.lower_ in definite for t in self.view.children(head, "det"))


def by_role(event: Event) -> dict[str, set[str]]:
    """Who takes part, by role, places among them."""
    roles: dict[str, set[str]] = {PLACE: set(event.places)} if event.places else {}
    for participant in event.participants:
        roles.setdefault(participant.role, set()).add(participant.entity)
    return roles


def _swapped(one: dict[str, set[str]], other: dict[str, set[str]]) -> bool:
    """Whether who acts in one is acted upon in the other."""
    pairs = ((one, other), (other, one))
    return any(
        a.get("agent", set()) & b.get("target", set()) and not a.get("agent", set()) & b["agent"]
        for a, b in pairs
        if "agent" in b
    )


def _lies_in(inner: Entity, outer: Entity) -> bool:
    item, country = inner.item, outer.item
    return item is not None and country is not None and item.country == country.qid
