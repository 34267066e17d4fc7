"""Who holds which position, by titles before names, in apposition and as predicates."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.components.factuality import Factualities
from kg.components.referents import Referents
from kg.components.relations.bearers import CONFIDENCE, Bearer, Bearers, tables
from kg.components.relations.drafts import Draft
from kg.components.relations.hedges import hedged
from kg.components.relations.titles import TitleFinder, TitleMention
from kg.facts import Entity, Factuality, Item, Qualifier
from kg.wikidata.names import key, office_key
from kg.wikidata.store import Store

POSITION, JURISDICTION, OF = "P39", "P1001", "P642"
SCOPES = ("of", "for", "at", "in", "to")
ROLE_KINDS = ("position", "occupation")
DOMINANT_SHARE, DOMINANT_LEAST, DOMINANT_CONFIDENCE = 0.6, 4, 0.6
LIKELY = 0.6
FUTURE = Factuality(realis="future")


@dataclass(frozen=True)
class Office:
    """A position found for a title, with how sure that is."""

    item: Item | None
    confidence: float = 1.0


class Positions:
    """Drafts the statements that the titles of one document make."""

    def __init__(self, referents: Referents, bearers: Bearers, base: Store) -> None:
        self.referents = referents
        self.notes = referents.notes
        self.view = referents.view
        self.bearers = bearers
        self.base = base
        self.titles = TitleFinder(referents)
        self.factualities = Factualities(self.view)
        self.published = self.notes.published
        self._dominant = self._dominant_country()

    def drafts(self) -> Iterator[Draft]:
        """The statements of every title that a person bears."""
        for found in self.titles.all:
            if found.title.kind == "address":
                continue
            for bearer in self._bearers(found):
                if bearer.entity.type == "Person" and not self._holds_inner(found, bearer):
                    yield from self.of(found, bearer)

    def of(
        self, found: TitleMention, bearer: Bearer, factuality: Factuality | None = None
    ) -> Iterator[Draft]:
        """What a title says of its bearer: the position, and the organisation it leads."""
        title = found.title
        stance = self._hedged(factuality or self._factuality(found, bearer), found)
        scope = self._scope(found)
        sure = CONFIDENCE[bearer.how]
        tokens = [bearer.token, *found.words, *([scope[0]] if scope else [])]
        former = found.time == "former" and title.kind != "rank"
        by = f"title-{bearer.how}"
        office = self._office(found, bearer.entity, scope[1] if scope else None)
        role = self._role(found, office)
        held = title.kind in ("office", "post")
        leads = self._leads(found, scope, bearer)
        scoped = held and not self._says_where(office) and (leads or not title.inverse)
        qualifiers = self._qualifiers(scope) if scoped else ()
        stated = POSITION if held else title.property
        if stated is None:  # "became a mother"
            return
        sure_of_both = round(sure * office.confidence, 4)
        first = Draft(bearer.entity.id, stated, role.id, tokens, stance, sure_of_both, by)
        yield replace(first, qualifiers=qualifiers, ended=former)
        if (
            title.kind == "post"
            and leads
            and scope
            and scope[1].type in title.scope
            and title.property
        ):
            ends = (bearer.entity.id, scope[1].id)
            subject, target = reversed(ends) if title.inverse else ends
            yield Draft(subject, title.property, target, tokens, stance, sure, by, ended=former)

    def _leads(
        self, found: TitleMention, scope: tuple[Token, Entity] | None, bearer: Bearer
    ) -> bool:
        """Whether the title is the post itself: not a deputy's, and, where it is the lead of
        something, not of a part of it ("X's director of operations", "X security chief")."""
        first = found.name.split()[0]
        if self.titles.known.modifiers.get(first) == "none":
            return False
        if scope is None or not found.title.inverse:
            return True
        around = [t for word, t in self.view.obliques(found.head) if word in SCOPES]
        parts = [
            token
            for token in around
            if token.i >= found.end and token != scope[0]
            and self.notes.entity_at(token) != bearer.entity
        ]  # fmt: skip
        if scope[0].i > found.start:
            return not parts
        words = [t for t in found.left if t.i > scope[0].i and self.notes.mention_at(t) is None]
        adjectives = tables()["part"]["adjectives"]
        return not parts and not any(
            t.pos_ in ("NOUN", "PROPN") or t.lemma_.lower() in adjectives for t in words
        )

    def _factuality(self, found: TitleMention, bearer: Bearer) -> Factuality:
        copula = bearer.how == "copula"
        return self.factualities.of(found.head) if copula else Factuality()

    def _hedged(self, stance: Factuality, found: TitleMention) -> Factuality:
        if found.time == "future" and stance.is_fact:
            return FUTURE
        words = self.notes.doc[found.first : found.start]
        return hedged(stance, self.view, found.head, [*found.left, *words])

    def _holds_inner(self, found: TitleMention, bearer: Bearer) -> bool:
        """Whether the bearer is known to be whom the title's phrase speaks of: the president
        in "a spokesman for the president, X"."""
        phrase = self.view.noun_phrase(found.head, full=True)
        titles = [self.titles.by_head.get(i) for i in range(found.end, phrase.end)]
        return bearer.how in ("apposition", "beside") and any(
            self._held(self._names(inner), bearer.entity, None, None) for inner in titles if inner
        )

    # Bearers and scope

    def _bearers(self, found: TitleMention) -> list[Bearer]:
        after = found.end
        while after in self.titles.by_start:  # "General Sir X"
            after = self.titles.by_start[after].end
        doc = self.notes.doc
        if after < len(doc) and doc[after].text in ("-", "–") and found.time == "future":
            after += 2
        last = self.view.noun_phrase(found.head, full=True).end
        inside = doc[found.end : last]
        simple = not any(t.pos_ in ("VERB", "AUX") or t.i in self.titles.by_head for t in inside)
        for place in (after, last) if simple else (after,):
            mention = self.notes.mention_at(doc[place]) if place < len(doc) else None
            entity = self.notes.entities[mention.entity] if mention else None
            if mention and entity and mention.kind == "name" and entity.type == "Person":
                return [Bearer(self.notes.tokens(mention.span).root, entity, "before")]
        return self.bearers.of(found.head)

    def _scope(self, found: TitleMention) -> tuple[Token, Entity] | None:
        """Over what it is held: a name before it, else what "of", "for" or "at" governs."""
        possessor = self.view.possessor(found.head)
        around = self.view.obliques(found.head)
        after = [t for word, t in around if word in SCOPES and t.i >= found.end]
        for token in [*([possessor] if possessor is not None else []), *found.left, *after]:
            entity = self.bearers.named(token)
            if entity is None and token not in found.left:
                entity = self._described(token)
            if entity and entity.type in ("Place", "Organization"):
                return token, entity
        return None

    def _described(self, token: Token) -> Entity | None:
        """An organisation that the text describes by a name: "the Kano traders' union"."""
        noun = self.referents.noun(token) if token.pos_ in ("NOUN", "PROPN") else None
        if noun is None or noun.type != "Organization":
            return None
        named = any(self.bearers.named(t) for t in self.view.noun_phrase(token) if t.i != token.i)
        return self.referents.entity(token) if named else None

    def _says_over_what(self, found: TitleMention) -> bool:
        """Whether the title comes with what it is held over, known or not ("its president")."""
        after = [t for word, t in self.view.obliques(found.head) if word in SCOPES]
        owner = self.view.children(found.head, "nmod:poss")
        return bool(owner) or any(token.i >= found.end for token in after)

    def _qualifiers(self, scope: tuple[Token, Entity] | None) -> tuple[Qualifier, ...]:
        if scope is None:
            return ()
        return (Qualifier(JURISDICTION if scope[1].type == "Place" else OF, scope[1].id),)

    @staticmethod
    def _says_where(office: Office) -> bool:
        """Whether an item is the office of one country or place, not a kind of office."""
        return office.item is not None and office.item.country is not None

    # Items

    def _names(self, found: TitleMention) -> list[str]:
        """What the office may be called: "ambassador to X", then "ambassador"."""
        prefix = found.name.removesuffix(found.title.lemma)
        names = [found.name, *(prefix + label for label in found.title.labels)]
        to = [self.bearers.named(t) for word, t in self.view.obliques(found.head) if word == "to"]
        sent = [f"{name} to {place.name}" for name in names for place in to if place]
        return list(dict.fromkeys([*sent, *names]))

    def _office(self, found: TitleMention, holder: Entity, scope: Entity | None) -> Office:
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
            elif not self._says_over_what(found):
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
                return item
            if day and any(label.startswith(f"{name} of ") for label in labels for name in wanted):
                longer.append(item)
        return longer[0] if len(longer) == 1 else None

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

    def _role(self, found: TitleMention, office: Office) -> Entity:
        """The entity of a role, one in a document, with the title's words as a mention."""
        for entity in self.notes.entities.values():
            same = entity.item == office.item and (office.item or entity.name == found.name)
            if entity.type == "Role" and same:
                break
        else:
            name = " ".join(found.span.text.split()) if office.item else found.name
            entity = self.notes.add_entity(
                "Role", name, names=(found.span.text,), item=office.item,
                named=office.item is not None, confidence=office.confidence,
            )  # fmt: skip
        where = (found.span.start_char, found.span.end_char)
        mentions = self.notes.mentions
        if not any(m.entity == entity.id and (m.span.begin, m.span.end) == where for m in mentions):
            self.notes.add_mention(found.span, entity.id, "", "nominal", office.confidence)
        return entity
