"""The knowledge base's items for titles, as particular as the text allows."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

from kg.components.relations.bearers import Bearers
from kg.components.relations.titles import TitleMention
from kg.facts import Entity, Item
from kg.wikidata.names import key, office_key
from kg.wikidata.store import Store

SCOPES = ("of", "for", "at", "in", "to")
ROLE_KINDS = ("position", "occupation")
DOMINANT_SHARE, DOMINANT_LEAST, DOMINANT_CONFIDENCE = 0.6, 4, 0.6
LIKELY = 0.6


@dataclass(frozen=True)
class Office:
    """A position found for a title, with how sure that is."""

    item: Item | None
    confidence: float = 1.0

    def says_where(self, scope: Entity | None) -> bool:
        """Whether it is the office of one country or place, not a kind of office."""
        if self.item is None:
            return False
        named = scope is not None and scope.item and key(scope.item.label) in key(self.item.label)
        return bool(named) or self.item.country is not None


class Offices:
    """Finds the offices of one document."""

    def __init__(self, bearers: Bearers, base: Store) -> None:
        self.bearers = bearers
        self.notes, self.view = bearers.notes, bearers.view
        self.base = base
        self.published = self.notes.published
        self._dominant = self._dominant_country()

    def holds(self, found: TitleMention, holder: Entity) -> bool:
        """Whether the knowledge base knows that somebody holds or held the office."""
        return self._held(self._names(found), holder, None, None) is not None

    def says_over_what(self, found: TitleMention) -> bool:
        """Whether the title comes with what it is held over, known or not ("its president")."""
        after = [t for word, t in self.view.obliques(found.head) if word in SCOPES]
        owner = self.view.children(found.head, "nmod:poss")
        return bool(owner) or any(token.i >= found.end for token in after)

    def _names(self, found: TitleMention) -> list[str]:
        """What the office may be called: "ambassador to X", then "ambassador"."""
        prefix = found.name.removesuffix(found.title.lemma)
        names = [found.name, *(prefix + label for label in found.title.labels)]
        to = [self.bearers.named(t) for word, t in self.view.obliques(found.head) if word == "to"]
        sent = [f"{name} to {place.name}" for name in names for place in to if place]
        return list(dict.fromkeys([*sent, *names]))

    def of(self, found: TitleMention, holder: Entity, scope: Entity | None) -> Office:
        """The knowledge base's item for a title, as particular as the text allows."""
        names = self._names(found)
        if found.title.kind in ("office", "post"):
            day = None if found.time else self.published
            held = self._held(names, holder, scope, day)
            if held is not None:
                return Office(held)
        if found.title.kind == "office":
            particular = None
            if scope is not None:
                item = self._of_place(names, scope.item)
                particular = Office(item) if item else None
            elif not self.says_over_what(found):
                particular = self._likely(names, holder)
            return particular or self._general(names)
        return self._general(names)

    def _held(
        self,
        names: list[str],
        holder: Entity,
        scope: Entity | None,
        day: datetime.date | None,
    ) -> Item | None:
        """What the knowledge base knows the holder to be, that day or ever."""
        if holder.item is None:
            return None
        wanted = {office_key(name) for name in names}
        same: dict[str, Item] = {}
        longer: list[Item] = []
        for position in reversed(self.base.positions(holder.item.qid, on=day)):
            item = self.base.item(position.item)
            if item is None or (scope and scope.item and not self._of_scope(item, scope.item)):
                continue
            country = self.base.item(item.country) if item.country else None
            over = [place for place in (country, scope.item if scope else None) if place]
            places = [key(name) for place in over for name in (place.label, *place.aliases)]
            labels = {office_key(label, places) for label in (item.label, *item.aliases)}
            if labels & wanted:
                same.setdefault(item.qid, item)
            elif day and any(
                label.startswith(f"{name} of ") for label in labels for name in wanted
            ):
                longer.append(item)
        if len(same) > 1:  # the queen of several countries
            own = self._dominant.qid if self._dominant else None
            return next((item for item in same.values() if own and item.country == own), None)
        found = list(same.values()) or longer
        return found[0] if len(found) == 1 else None

    @staticmethod
    def _of_scope(office: Item, scope: Item) -> bool:
        named = key(scope.label) in key(office.label)
        return named or (scope.kind == "country" and office.country == scope.qid)

    def _likely(self, names: list[str], holder: Entity) -> Office | None:
        """The office of the holder's country, or of the country the article is mostly about;
        none where the knowledge base knows only other positions of the holder's."""
        if holder.item is None:
            item = self._of_place(names, self._dominant)
            return Office(item, DOMINANT_CONFIDENCE) if item else None
        if self.base.positions(holder.item.qid) and not self._held(names, holder, None, None):
            return None
        own = self.base.item(holder.item.country) if holder.item.country else None
        item = self._of_place(names, own)
        return Office(item, LIKELY) if item else None

    def _of_place(self, names: list[str], place: Item | None) -> Item | None:
        if place is None:
            return None
        for name in names:
            item = self.base.position_of(name, place.qid)
            if item is not None:
                return item
            wanted = key(f"{name} of {place.label}")
            for candidate in self.base.candidates(f"{name} of {place.label}"):
                found = self.base.item(candidate.qid) if candidate.type == "Role" else None
                if found and wanted in map(key, (found.label, *found.aliases)):
                    return found
        return None

    def _general(self, names: list[str]) -> Office:
        """The position or occupation as such, of no country."""
        for name in names:
            wanted = key(name)
            general = []
            for candidate in self.base.candidates(name):
                item = self.base.item(candidate.qid)
                if item and candidate.kind in ROLE_KINDS and item.country is None:
                    general.append((candidate, item))
            named = [item for _, item in general if key(item.label) == wanted]
            called = [i for c, i in general if c.prior >= LIKELY and wanted in map(key, i.aliases)]
            if named or called:
                return Office([*named, *called][0])
        return Office(None)

    def _dominant_country(self) -> Item | None:
        """The country of most of the places that the article names."""
        countries = [
            entity.item.country
            for mention in self.notes.mentions
            if mention.kind == "name" and (entity := self.notes.entities[mention.entity]).item
            and entity.type == "Place" and entity.item and entity.item.country
        ]  # fmt: skip
        if len(countries) < DOMINANT_LEAST:
            return None
        qid, count = min(Counter(countries).items(), key=lambda pair: (-pair[1], pair[0]))
        return self.base.item(qid) if count / len(countries) >= DOMINANT_SHARE else None
