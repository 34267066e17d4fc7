"""Event frames: a sense of a predicate, and which role each grammatical position fills."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Light = Literal["subject", "object"]

# Where a type decides whether a frame is meant, and not only whether the position is filled.
DECISIVE = frozenset({"subject", "object", "indirect_object", "complement", "of"})


@dataclass(frozen=True, eq=False)
class Defaults:
    """What holds for positions that a frame leaves open: role and types, in order."""

    positions: Mapping[str, tuple[tuple[str, frozenset[str]], ...]]
    instruments: frozenset[str]
    carriers: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Frame:
    """One sense of a predicate; positions are those of `defaults.toml`, `source` its entry."""

    cls: str
    roles: Mapping[str, str]
    types: Mapping[str, frozenset[str]]
    requires: tuple[str, ...]
    forbids: tuple[str, ...]
    source: str
    defaults: Defaults

    def fits(self, filled: Mapping[str, Collection[str]]) -> bool:
        """Whether the frame can be meant where these positions are filled.

        `filled` maps a position to the types of what stands there (an entity type, kinds
        of the common noun, "Number", "Clause" ...), empty where nothing is known of it.
        """
        if any(position not in filled for position in self.requires):
            return False
        if any(position in filled for position in self.forbids):
            return False
        for position, allowed in self.types.items():
            if position not in filled:
                continue
            required = position in self.requires
            if not required and position not in DECISIVE:
                continue
            types = filled[position]
            if allowed.isdisjoint(types) and (types or required):
                return False
        return True

    def role(self, position: str, types: Collection[str] = ()) -> str | None:
        """The role of what fills a position, None where it takes no part as far as is known."""
        role = self.roles.get(position)
        allowed = self.types.get(position)
        if role and (not types or allowed is None or not allowed.isdisjoint(types)):
            weapon = role == "agent" and not self.defaults.instruments.isdisjoint(types)
            return "instrument" if weapon else role
        for fallback, needed in self.defaults.positions.get(position, ()):
            if not needed.isdisjoint(types):
                return fallback
        return None

    @property
    def specificity(self) -> tuple[int, int]:
        """How much a frame demands: of two that fit, the more demanding is meant."""
        typed = sum(p in DECISIVE or p in self.requires for p in self.types)
        return len(self.requires) + len(self.forbids), typed


@dataclass(frozen=True, eq=False)
class Phrase:
    """A verb with a fixed noun: "take control of", "go on strike", "take back control of".

    `before` are the words between verb and noun (a particle, a preposition), `preposition`
    the one after it, whose object fills position "object"; where there is none the verb's
    own object does.
    """

    verb: str
    before: tuple[str, ...]
    noun: str
    preposition: str | None
    frame: Frame

    def __str__(self) -> str:
        after = (self.preposition,) if self.preposition else ()
        return " ".join((self.verb, *self.before, self.noun, *after))


@dataclass(frozen=True, eq=False)
class PlaceRules:
    """Which prepositions say where, which lead to a larger event, and which classes take no
    place from what stands around them."""

    prepositions: frozenset[str]
    within: tuple[str, ...]
    never: frozenset[str]


@dataclass(frozen=True, eq=False)
class EventLexicon:
    """All event frames, the most demanding first; keys are lemmas, "lemma particle" or
    "modifier lemma"."""

    verbs: Mapping[str, tuple[Frame, ...]]
    nouns: Mapping[str, tuple[Frame, ...]]
    adjectives: Mapping[str, tuple[Frame, ...]]
    phrases_by_verb: Mapping[str, tuple[Phrase, ...]]
    light_verbs: Mapping[str, Light]
    places: PlaceRules
    plain: Frame
    pronouns: Mapping[str, frozenset[str]]
    positions: frozenset[str]
    types: frozenset[str]

    def verb(self, lemma: str, particle: str | None = None) -> tuple[Frame, ...]:
        """The frames of a verb, or of a verb with a particle or another word of its own
        ("take over", "shoot dead", "take hostage")."""
        return self.verbs.get(f"{lemma} {particle}" if particle else lemma, ())

    def noun(self, lemma: str, modifiers: Collection[str] = ()) -> tuple[Frame, ...]:
        """The frames of a noun: those of a known modifier and noun ("air" + "strike") before
        those of the noun alone. `modifiers` are lemmas, the last the nearest."""
        words = list(modifiers)
        found: list[Frame] = []
        for start in range(len(words)):
            found.extend(self.nouns.get(" ".join([*words[start:], lemma]), ()))
        for word in reversed(words[:-1]):
            found.extend(self.nouns.get(f"{word} {lemma}", ()))
        return (*found, *self.nouns.get(lemma, ()))

    def adjective(self, lemma: str) -> tuple[Frame, ...]:
        """The frames of a predicative adjective ("is dead")."""
        return self.adjectives.get(lemma, ())

    def phrases(self, verb: str) -> tuple[Phrase, ...]:
        """The phrases that begin with a verb, the longest first."""
        return self.phrases_by_verb.get(verb, ())

    def light(self, lemma: str, particle: str | None = None) -> Light | None:
        """Which position of its object noun a light verb's subject fills ("carry out")."""
        return self.light_verbs.get(f"{lemma} {particle}" if particle else lemma)

    def predicates(self) -> tuple[tuple[str, str, str], ...]:
        """Every (class, part of speech, predicate), sorted."""
        rows = {
            (frame.cls, part, predicate)
            for part, table in self._tables()
            for predicate, frames in table.items()
            for frame in frames
        }
        return tuple(sorted(rows))

    def clashes(self) -> tuple[tuple[str, str, str, str], ...]:
        """Frames never meant, since one before demands no more of the same predicate:
        (part of speech, predicate, source of the first, source of the hidden), sorted."""
        found = []
        for part, table in self._tables():
            for predicate, frames in table.items():
                for index, later in enumerate(frames):
                    first = next((f for f in frames[:index] if _hides(f, later)), None)
                    if first:
                        found.append((part, predicate, first.source, later.source))
        return tuple(sorted(found))

    def _tables(self) -> Iterable[tuple[str, Mapping[str, tuple[Frame, ...]]]]:
        phrases: dict[str, tuple[Frame, ...]] = {}
        for group in self.phrases_by_verb.values():
            for phrase in group:
                phrases[str(phrase)] = (*phrases.get(str(phrase), ()), phrase.frame)
        return (
            ("verb", self.verbs),
            ("noun", self.nouns),
            ("adjective", self.adjectives),
            ("phrase", phrases),
        )


def choose(frames: Iterable[Frame], filled: Mapping[str, Collection[str]]) -> Frame | None:
    """The first frame that fits, None where none does (`filled` as in `Frame.fits`)."""
    return next((frame for frame in frames if frame.fits(filled)), None)


def _hides(first: Frame, later: Frame) -> bool:
    if not set(first.requires) <= set(later.requires) or not set(first.forbids) <= set(
        later.forbids
    ):
        return False
    decisive = {p: t for p, t in first.types.items() if p in DECISIVE or p in first.requires}
    return all(p in later.types and later.types[p] <= t for p, t in decisive.items())
