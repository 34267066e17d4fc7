"""Who holds which position, by titles before names, in apposition and as predicates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from kg.components.factuality import Factualities
from kg.components.referents import Referents
from kg.components.relations.bearers import CONFIDENCE, Bearer, Bearers
from kg.components.relations.dates import START, Dates
from kg.components.relations.drafts import Draft
from kg.components.relations.hedges import hedged
from kg.components.relations.named import tables
from kg.components.relations.offices import SCOPES, Office, Offices
from kg.components.relations.scopes import Scope, Scopes
from kg.components.relations.tense import clause_of, has_ceased, is_past, told
from kg.components.relations.titles import TitleFinder, TitleMention
from kg.facts import Entity, Factuality, Qualifier
from kg.lexicon import Headship
from kg.wikidata.store import Store

POSITION, BRANCH, EMPLOYER, PARTY = "P39", "P241", "P108", "P102"
JURISDICTION, OF, POINT = "P1001", "P642", "P585"
FORCES = ("force", "police")
LED = ("party", "team", "force", "militant", "country")  # whose people are not employed by them
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
        self.scopes = Scopes(bearers, self.offices)

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
        scopes = self.scopes.of(found, over or self._after_name(bearer))
        scope = scopes[0] if scopes else None
        known = bearer.entity.id in self.notes.entities
        office = self.offices.of(found, bearer.entity, scope[1] if scope else None)
        times = self._times(found, bearer, point)
        held = title.kind in ("office", "post") or self._headship(found, scope) is not None
        stance = self._hedged(factuality or self._factuality(found, bearer), found)
        by_verb = factuality is not None or stance.polarity == "negative"
        stated = Draft(
            bearer.entity.id,
            POSITION if held else title.property,
            self._role(found, office).id if known else "",
            [bearer.token, *([scope[0]] if scope else []), *found.words, found.head],
            stance,
            CONFIDENCE[bearer.how],
            f"title-{bearer.how}",
            times,
            self._is_over(found, bearer, times, by_verb=by_verb),
        )
        leads = self._leads(found, scope, bearer)
        where = tuple(q for s in scopes for q in self._qualifiers(s, office)) if held else ()
        sure = round(stated.confidence * office.confidence, 4)
        if known:
            yield replace(stated, confidence=sure, qualifiers=(*where, *times))
        if scope is not None and leads:
            yield from self._made(found, stated, scope)
        elif scope is not None and title.inverse and self._employs(scope[1]):
            tokens = [bearer.token, *found.words, scope[0]]
            yield replace(stated, property=EMPLOYER, object=scope[1].id, tokens=tokens)

    def _after_name(self, bearer: Bearer) -> list[Token]:
        """What a name after a title says that it is held over: "Senator X of Florida"."""
        mention = self.notes.mention_at(bearer.token)
        if bearer.how != "before" or mention is None:
            return []
        return [t for word, t in self.view.obliques(self.notes.head(mention)) if word == "of"]

    def _times(
        self, found: TitleMention, bearer: Bearer, point: str | None
    ) -> tuple[Qualifier, ...]:
        """When the text says that the title is held: start and end, or a time between."""
        if bearer.how not in ("copula", "apposition"):
            return ()
        after = self.view.noun_phrase(found.head, full=True).end
        return self.dates.qualifiers(found.head, point if bearer.how == "copula" else None, after)

    def _is_over(
        self, found: TitleMention, bearer: Bearer, times: tuple[Qualifier, ...], *, by_verb: bool
    ) -> bool:
        """Whether the title is held no more: by a word before it, a time, or the tense of the
        clause, unless a verb or denial says so."""
        if (found.time == "former" and found.title.kind != "rank") or self.dates.is_over(times):
            return True
        if bearer.how != "copula" or by_verb:
            return False
        begun = any(time.property == START for time in times)
        clause = clause_of(self.view, found.head)
        return is_past(self.view, clause, begun=begun) or has_ceased(self.view, clause)

    def _employs(self, over: Entity) -> bool:
        """Whether who leads a part of something, or is a leader's deputy, works for it."""
        return over.type == "Organization" and self.bearers.types(over).isdisjoint(LED)

    def _made(self, found: TitleMention, stated: Draft, scope: Scope) -> Iterator[Draft]:
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
        head = self._headship(found, scope)
        if head is not None:
            yield replace(
                stated,
                subject=over.id,
                property=head.property,
                object=stated.subject,
                tokens=[token, *found.words, holder],
            )

    def _headship(self, found: TitleMention, scope: Scope | None) -> Headship | None:
        """What a title makes its holder of what it is held over, beside the title's own."""
        head = self.titles.known.heads.get(found.name)
        over = self.bearers.types(scope[1]) if scope is not None else frozenset()
        return head if head is not None and not head.over.isdisjoint(over) else None

    def _leads(self, found: TitleMention, scope: Scope | None, bearer: Bearer) -> bool:
        """Whether the title is the post itself: not a deputy's, and, where it is the lead of
        something, not of a part of it ("X's director of operations", "X security chief")."""
        first = found.name.split()[0]
        if self.titles.known.modifiers.get(first) == "none":
            return False
        inverse = found.title.inverse or found.title.kind == "occupation"
        if scope is None or not inverse:
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
        if bearer.how != "copula":
            return Factuality()
        return told(self.view, found.head, self.factualities.of(found.head))

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

    def _qualifiers(self, scope: Scope, office: Office) -> tuple[Qualifier, ...]:
        """Over what an office is held, unless its item says so."""
        over = scope[1]
        if over.id not in self.notes.entities or office.says_where(over):
            return ()
        return (Qualifier(JURISDICTION if over.type == "Place" else OF, over.id),)

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
