"""Who dies or gives up a position in a text, and what is therefore said of them that is over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Token

from kg.components.factuality import Factualities
from kg.components.frames import Positions, Reader
from kg.components.relations.bearers import Bearers
from kg.components.relations.dates import END, Dates
from kg.components.relations.drafts import Draft
from kg.components.relations.named import tables
from kg.facts import Qualifier

VERBAL = ("VERB", "AUX")
TITLED = ("title-before", "title-apposition", "title-beside")


@cache
def _dying() -> frozenset[str]:
    """The verbs and nouns of those who die."""
    return frozenset(word for words in tables()["dying"].values() for word in words)


@cache
def _leaving() -> frozenset[str]:
    """The verbs of those who give up a position, without their particles."""
    return frozenset(verb.split()[0] for verbs in tables()["leaving"].values() for verb in verbs)


@dataclass(frozen=True, eq=False)
class Departure:
    """Somebody gives up a position at a verb that does not say which."""

    person: str
    verb: Token
    times: tuple[Qualifier, ...]


class Departures:
    """Reads the ends of lives and of terms in one document."""

    def __init__(self, bearers: Bearers, reader: Reader, dates: Dates) -> None:
        self.bearers, self.reader, self.dates = bearers, reader, dates
        self.view = bearers.view
        self.factualities = Factualities(bearers.view)

    def applied(self, drafts: Iterable[Draft], tokens: Iterable[Token]) -> Iterator[Draft]:
        """The drafts, those over that the dead held or that somebody has given up."""
        drafts, words = list(drafts), [t for t in tokens if t.pos_ in (*VERBAL, "NOUN")]
        dead = set(self._dead(word for word in words if word.lemma_.lower() in _dying()))
        verbs = (word for word in words if word.pos_ in VERBAL)
        left = self._left(drafts, [verb for verb in verbs if verb.lemma_.lower() in _leaving()])
        for draft in drafts:
            given_up = left.get(id(draft))
            if given_up is not None:
                qualifiers = dict.fromkeys((*draft.qualifiers, *given_up.times))
                yield replace(draft, ended=True, qualifiers=tuple(qualifiers))
            elif draft.property in tables()["mortal"]["properties"] and draft.factuality.is_fact:
                over = not dead.isdisjoint((draft.subject, draft.object))
                yield replace(draft, ended=draft.ended or over)
            else:
                yield draft

    def _dead(self, words: Iterable[Token]) -> Iterator[str]:
        """Everybody who dies or is killed, and who leaves a widow or a funeral."""
        for word in words:
            for person in self._persons(word):
                entity = self.bearers.named(person)
                if entity is not None and entity.type == "Person":
                    yield entity.id

    def _persons(self, word: Token) -> list[Token]:
        """Whom a noun or verb says to be dead."""
        table, lemma = tables()["dying"], word.lemma_.lower()
        if word.pos_ == "NOUN" and lemma in table["nouns"]:
            owner = self.view.possessor(word)
            of = [t for preposition, t in self.view.obliques(word) if preposition == "of"]
            return of or ([owner] if owner is not None else [])
        position = next((p for p in ("subject", "object") if lemma in table[p]), None)
        if word.pos_ not in VERBAL or position is None or not self.factualities.of(word).is_fact:
            return []
        return self.reader.verb_positions(word).get(position, [])

    def _left(self, drafts: list[Draft], verbs: list[Token]) -> dict[int, Departure]:
        """The statements that somebody's giving up a position is about, by identity: those of
        titles in the same sentence, or of the last title before it."""
        found: dict[int, Departure] = {}
        departures = [departure for verb in verbs for departure in self._departures(verb)]
        for departure in departures:
            held = [d for d in drafts if self._is_held(d, departure)]
            sentence = departure.verb.sent
            same = [d for d in held if sentence.start <= d.tokens[-1].i < sentence.end]
            before = [d for d in held if d.tokens[-1].i < sentence.start]
            last = max((d.tokens[-1].sent.start for d in before), default=-1)
            near = same or [d for d in before if d.tokens[-1].sent.start == last]
            found.update({id(draft): departure for draft in near})
        return found

    @staticmethod
    def _is_held(draft: Draft, departure: Departure) -> bool:
        titled = draft.extractor in TITLED and draft.property in tables()["terms"]["properties"]
        mine = departure.person in (draft.subject, draft.object)
        return titled and mine and not draft.ended and draft.factuality.is_fact

    def _departures(self, verb: Token) -> Iterator[Departure]:
        """Those at a verb that says so without the role."""
        table, particle = tables()["leaving"], self.view.particle(verb)
        lemma = f"{verb.lemma_.lower()} {particle}" if particle else verb.lemma_.lower()
        position = next((p for p in ("subject", "object") if lemma in table[p]), None)
        if position is None or verb.tag_ == "VBG":
            return
        around = self.reader.verb_positions(verb)
        if not self._is_bare(around, position) or not self.factualities.of(verb).is_fact:
            return
        for token in around.get(position, []):
            entity = self.bearers.named(token)
            if entity is not None and entity.type == "Person":
                yield Departure(entity.id, verb, self.dates.qualifiers(verb, END))

    @staticmethod
    def _is_bare(around: Positions, position: str) -> bool:
        """Whether a verb does not say itself what is given up."""
        given = [*around.get("as", []), *around.get("from", [])]
        return not given and not (position == "subject" and around.get("object"))
