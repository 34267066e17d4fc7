"""Who holds which position, by titles before names, in apposition and as predicates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from kg.components.factuality import Factualities
from kg.components.referents import Referents
from kg.components.relations.bearers import CONFIDENCE, Bearer, Bearers
from kg.components.relations.dates import Dates
from kg.components.relations.drafts import Draft
from kg.components.relations.hedges import hedged
from kg.components.relations.named import tables
from kg.components.relations.offices import SCOPES, Office, Offices
from kg.components.relations.titles import TitleFinder, TitleMention
from kg.facts import Entity, Factuality, Qualifier
from kg.wikidata.store import Store

POSITION, BRANCH, EMPLOYER, PARTY = "P39", "P241", "P108", "P102"
JURISDICTION, OF, POINT = "P1001", "P642", "P585"
FORCES = ("force", "police")
FUTURE = Factuality(realis="future")


class Positions:
    """Drafts the statements that the titles of one document make."""

    def __init__(self, referents: Referents, bearers: Bearers, base: Store, dates: Dates) -> None:
        self.referents = referents
        self.notes = referents.notes
        self.view = referents.view
        self.bearers = bearers
        self.dates = dates
        self.titles = TitleFinder(referents)
        self.factualities = Factualities(self.view)
        self.offices = Offices(bearers, base)

    def drafts(self) -> Iterator[Draft]:
        """The statements of every title that a person bears."""
        for found in self.titles.all:
            if found.title.kind == "address":
                continue
            for bearer in self._bearers(found):
                if bearer.entity.type == "Person" and not self._holds_inner(found, bearer):
                    yield from self.of(found, bearer)

    def of(
        self,
        found: TitleMention,
        bearer: Bearer,
        factuality: Factuality | None = None,
        point: str | None = POINT,
        over: Sequence[Token] = (),
    ) -> Iterator[Draft]:
        """What a title says of its bearer: the position, and what that makes of him or her in
        the place or organisation that it is held over. `point` is the qualifier of a time
        without bounds at the title, `over` what else it may be held over."""
        title = found.title
        if title.property is None:  # "became a mother"
            return
        scope = self._scope(found) or self._first_scope(over)
        known = bearer.entity.id in self.notes.entities
        office = self.offices.of(found, bearer.entity, scope[1] if scope else None)
        times = self._times(found, bearer, point)
        held = title.kind in ("office", "post")
        stated = Draft(
            bearer.entity.id,
            POSITION if held else title.property,
            self._role(found, office).id if known else "",
            [bearer.token, *([scope[0]] if scope else []), *found.words, found.head],
            self._hedged(factuality or self._factuality(found, bearer), found),
            CONFIDENCE[bearer.how],
            f"title-{bearer.how}",
            times,
            (found.time == "former" and title.kind != "rank") or self.dates.is_over(times),
        )
        leads = self._leads(found, scope, bearer)
        named = scope is not None and scope[1].id in self.notes.entities
        scoped = held and named and (leads or not title.inverse)
        where = self._qualifiers(scope, office) if scoped else ()
        sure = round(stated.confidence * office.confidence, 4)
        if known:
            yield replace(stated, confidence=sure, qualifiers=(*where, *times))
        if scope is not None and leads:
            yield from self._made(found, stated, scope)

    def _times(
        self, found: TitleMention, bearer: Bearer, point: str | None
    ) -> tuple[Qualifier, ...]:
        """When the text says that the title is held: start and end, or a time between."""
        if bearer.how not in ("copula", "apposition"):
            return ()
        after = self.view.noun_phrase(found.head, full=True).end
        return self.dates.qualifiers(found.head, point if bearer.how == "copula" else None, after)

    def _made(
        self, found: TitleMention, stated: Draft, scope: tuple[Token, Entity]
    ) -> Iterator[Draft]:
        """What else a title says of its holder and of what it is held over."""
        title, (token, over) = found.title, scope
        holder = stated.tokens[0]
        types = self.bearers.types(over)
        other = title.property == EMPLOYER and not types.isdisjoint(("party", "team"))
        if title.kind == "post" and title.property and over.type in title.scope and not other:
            ends = stated.subject, over.id
            subject, target = reversed(ends) if title.inverse else ends
            tokens = [holder, *found.words, token]
            tokens = tokens[::-1] if title.inverse else tokens
            yield replace(
                stated, subject=subject, property=title.property, object=target, tokens=tokens
            )
        if title.kind != "rank" and "party" in types:
            yield replace(
                stated, property=PARTY, object=over.id, tokens=[holder, *found.words, token]
            )
        if title.kind == "rank" and not types.isdisjoint(FORCES):
            tokens = [holder, *found.words, token]
            yield replace(stated, property=BRANCH, object=over.id, tokens=tokens)
        head = self.titles.known.heads.get(found.name)
        if head is not None and not types.isdisjoint(head.over):
            yield replace(
                stated,
                subject=over.id,
                property=head.property,
                object=stated.subject,
                tokens=[token, *found.words, holder],
            )

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
            self.offices.holds(inner, bearer.entity) for inner in titles if inner
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
                root = self.notes.tokens(mention.span).root
                if self.referents.is_plural(found.head):  # "Presidents X and Y"
                    return self.bearers.of(found.head)
                return [Bearer(root, entity, "before")]
        return self.bearers.of(found.head)

    def _scope(self, found: TitleMention) -> tuple[Token, Entity] | None:
        """Over what it is held: a name before it, else what "of", "for" or "at" governs, of the
        title itself or of one that it is coordinated with."""
        own = self._scope_at(found.head, found.left, found.end)
        if own is not None or self.offices.says_over_what(found):
            return own
        others = [self._scope_at(other, (), other.i) for other in self.bearers.beside(found.head)]
        return next((scope for scope in others if scope is not None), None)

    def _scope_at(
        self, head: Token, left: tuple[Token, ...], end: int
    ) -> tuple[Token, Entity] | None:
        possessor = self.view.possessor(head)
        after = [t for word, t in self.view.obliques(head) if word in SCOPES and t.i >= end]
        own = [possessor] if possessor is not None else []
        return (
            self._first_scope(own)
            or self._first_scope(left, named=True)
            or (self._first_scope(after))
        )

    def _first_scope(
        self, tokens: Sequence[Token], *, named: bool = False
    ) -> tuple[Token, Entity] | None:
        """The first place or organisation; with `named` only those of names."""
        for token in tokens:
            entity = self.bearers.named(token)
            if entity is None and not named:
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

    @staticmethod
    def _qualifiers(scope: tuple[Token, Entity] | None, office: Office) -> tuple[Qualifier, ...]:
        """Over what an office is held, unless its item says so."""
        if scope is None or office.says_where(scope[1]):
            return ()
        return (Qualifier(JURISDICTION if scope[1].type == "Place" else OF, scope[1].id),)

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
