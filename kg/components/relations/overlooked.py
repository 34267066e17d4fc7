"""Names that are no mentions yet, where a relation says what they must be names of."""

from __future__ import annotations

from typing import cast, get_args

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.components.referents import Referents
from kg.components.relations.dates import YEAR
from kg.components.relations.named import tables
from kg.facts import Entity, EntityType, Item
from kg.wikidata.store import Store

OPENING, CLOSING = ("``", "“", "‘"), ("''", "”", "’")
WORK = "Product"
LIKELY, SURE = 0.6, 0.8
ENTITY_TYPES = frozenset(get_args(EntityType))
LONGEST = 10  # words of a title in quotation marks


class Overlooked:
    """Finds such names in one document, and makes them mentions of entities."""

    def __init__(self, referents: Referents, base: Store) -> None:
        self.referents = referents
        self.notes = referents.notes
        self.base = base

    def at(self, token: Token, types: frozenset[str]) -> Entity | None:
        """The entity that a head token names: a title in quotation marks where `types` are
        works, or else several words with capitals whose noun or item is of these types."""
        if token.pos_ not in ("PROPN", "NOUN"):
            return None
        quoted = self._quoted(token) if types == {WORK} else None
        if quoted is not None:
            return self._add(quoted, WORK, self._item(quoted, types))
        if token.pos_ != "PROPN" or self.notes.mention_at(token) is not None:
            return None
        name = self._name(token)
        particular = types.isdisjoint(ENTITY_TYPES)
        if (len(name) == 1 and not particular) or any(map(self.referents.is_time, name[1:])):
            return None
        noun = self.referents.noun(token)
        fits = noun is not None and not types.isdisjoint(noun.types)
        item = self._item(name, None if fits else types)
        if item is not None:
            return self._add(name, item.type, item)
        return self._add(name, noun.type, None) if fits and noun else None

    def _name(self, token: Token) -> DocSpan:
        """The words of a name, with a year before it ("the 2012 Summer Olympics")."""
        phrase = self.referents.description(token)
        year = phrase.start and YEAR.fullmatch(token.doc[phrase.start - 1].text)
        return token.doc[phrase.start - 1 : phrase.end] if year else phrase

    def _quoted(self, token: Token) -> DocSpan | None:
        """The words in quotation marks around a token, if they begin with a capital."""
        doc, sentence = token.doc, token.sent
        begins = [i for i in range(sentence.start, token.i) if doc[i].tag_ in OPENING[:1]]
        ends = [i for i in range(token.i + 1, sentence.end) if doc[i].tag_ in CLOSING[:1]]
        if not begins or not ends or ends[0] - begins[-1] > LONGEST:
            return None
        found = doc[begins[-1] + 1 : ends[0]]
        if any(t.tag_ in CLOSING[:1] for t in found) or not found[0].text[:1].isupper():
            return None
        return found[:-1] if found[-1].text == "," else found

    def _item(self, name: DocSpan, types: frozenset[str] | None) -> Item | None:
        """The item most likely called so, if it is of `types`, where these are given."""
        for candidate in self.base.exact(name.text):
            likely = candidate.prior >= LIKELY
            kinds = tables()["items"].get(candidate.kind, ())
            if likely and (types is None or {candidate.type, candidate.kind, *kinds} & types):
                return self.base.item(candidate.qid)
        return None

    def _add(self, name: DocSpan, kind: str, item: Item | None) -> Entity:
        text = " ".join(name.text.split())
        for entity in self.notes.entities.values():
            if entity.named and text in entity.names and entity.type == kind:
                break
        else:
            entity = self.notes.add_entity(cast(EntityType, kind), text, names=(text,), item=item)
        self.notes.add_mention(name, entity.id, "", "name", SURE)
        return entity
