"""`kg_relations`: relations that the grammar states outright, as Wikidata statements.

Patterns are those of `relations.toml` and `roles.toml` in the lexicon: nouns said of a name,
verbs between names, marks between names, titles. What a noun is said of in apposition is
thereby a mention of it, so that later components know who "the mayor" is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg import lexicon
from kg.components.factuality import Factualities
from kg.components.frames import Reader
from kg.components.notes import Notes
from kg.components.referents import Referents
from kg.components.relations.bearers import CONFIDENCE, Bearer, Bearers, tables
from kg.components.relations.drafts import Draft, statements
from kg.components.relations.hedges import hedged
from kg.components.relations.positions import Positions
from kg.facts import Entity, Factuality, Item, Mention
from kg.lexicon import Relation
from kg.wikidata.store import Store

VERB, MARK, DESCRIBED = 0.8, 0.8, 0.75
BEARER = "bearer"


@Language.factory(
    "kg_relations",
    default_config={"kb": None},
    requires=["token.dep", "token.lemma", "doc.user_data", "doc.spans"],
    assigns=["doc.user_data", "doc.spans"],
)
def make_relations(nlp: Language, name: str, kb: str | None) -> RelationExtractor:  # noqa: ARG001
    """Relations with the knowledge base file `kb`, or that of `kg_linker`, or the embedded one."""
    if kb is None and nlp.has_pipe("kg_linker"):
        return RelationExtractor(nlp.get_pipe("kg_linker").kb)  # type: ignore[attr-defined]
    return RelationExtractor(Store(kb))


class RelationExtractor:
    """Writes the statements of documents."""

    def __init__(self, base: Store) -> None:
        self.base = base

    def __call__(self, doc: Doc) -> Doc:
        notes = Notes(doc)
        found = statements(Extraction(notes, self.base).drafts(), notes)
        notes.statements = [replace(s, id=f"s{number}") for number, s in enumerate(found, 1)]
        notes.save()
        return doc


class Extraction:
    """The statements of one document."""

    def __init__(self, notes: Notes, base: Store) -> None:
        self.notes = notes
        self.text = notes.article.text
        self.base = base
        self.referents = Referents(notes)
        self.view = self.referents.view
        self.reader = Reader(self.referents)
        self.bearers = Bearers(self.referents)
        self.factualities = Factualities(self.view)
        self.positions = Positions(self.referents, self.bearers, base)
        self.patterns = lexicon.relations()

    def drafts(self) -> Iterator[Draft]:
        """Every statement, as often as the text makes it."""
        tokens = self.notes.article_tokens()
        nouns = [token for token in tokens if token.pos_ in ("NOUN", "PROPN")]
        self._describe(nouns)
        yield from self.positions.drafts()
        for noun in nouns:
            yield from self._noun(noun)
        for token in tokens:
            if token.pos_ in ("VERB", "AUX"):
                yield from self._verb(token)
        yield from self._marks()

    def _describe(self, nouns: list[Token]) -> None:
        """Make appositions and given names mentions of whom they are said of."""
        for noun in nouns:
            if self.notes.entity_at(noun) is not None or self.referents.is_plural(noun):
                continue
            known = self.referents.noun(noun)
            title = self.positions.titles.by_head.get(noun.i)
            kind = known.type if known and not title else "Person"
            for bearer in self.bearers.of(noun)[:1]:
                if bearer.how in ("apposition", "naming", "beside") and bearer.entity.type == kind:
                    phrase = self.view.noun_phrase(noun)
                    end = max(phrase.end, title.end if title else 0)
                    phrase = noun.doc[phrase.start : end]
                    sure = CONFIDENCE[bearer.how]
                    self.notes.add_mention(phrase, bearer.entity.id, "", "nominal", sure)

    # Nouns

    def _noun(self, noun: Token) -> Iterator[Draft]:
        mention = self.notes.mention_at(noun)
        if mention is not None and mention.kind == "name":
            return
        parts = [*self.view.modifiers(noun), *self.view.compounds(noun)]
        patterns = self.patterns.noun(noun.lemma_.lower(), [part.lemma_.lower() for part in parts])
        patterns = tuple(p for p in patterns if self._is_meant(p, noun))
        if not patterns:
            return
        positions = self.reader.noun_positions(noun)
        modifiers = [part for part in self.view.modifiers(noun) if self.bearers.named(part)]
        positions["modifier"] = modifiers
        found = self.bearers.of(noun) or self._capital(noun, positions)
        bearer = found[0] if found else None
        positions[BEARER] = [b.token for b in found]
        sure = CONFIDENCE[bearer.how] if bearer else DESCRIBED
        factuality = Factuality()
        if bearer and bearer.how == "copula":
            factuality = self.factualities.of(noun)
        factuality = hedged(factuality, self.view, noun)
        for pattern in patterns:
            by = f"noun-{bearer.how}" if bearer else "noun"
            yield from self._drafts(pattern, positions, noun, factuality, sure, by)

    def _is_meant(self, pattern: Relation, noun: Token) -> bool:
        """Whether a pattern fits a noun: any noun by its type, a title by all its words."""
        title = self.positions.titles.by_head.get(noun.i)
        if title is not None and title.title.kind in pattern.excepts:
            return False
        if pattern.words:
            longer = title is not None and " " in title.title.lemma
            return not longer or (title is not None and title.title.lemma in pattern.words)
        known = self.referents.noun(noun)
        person = known.type if known else "Person" if title else None
        return person in pattern.subject and not self.referents.is_plural(noun)

    def _capital(self, noun: Token, positions: dict[str, list[Token]]) -> list[Bearer]:
        """The one entity of the document that the knowledge base has as the capital of what
        the noun is the capital of; the phrase becomes a mention of it."""
        properties = {p.property for p in self.patterns.by_word.get(("noun", noun.lemma_), ())}
        determiners = {token.lower_ for token in self.view.children(noun, "det")}
        if "P36" not in properties or self.referents.is_plural(noun) or "a" in determiners:
            return []
        places = [
            (token, place.item.qid)
            for position in ("of", "possessor", "modifier", "compound")
            for token in positions.get(position, [])
            if (place := self.bearers.named(token)) and place.item
        ]
        for token, qid in places:
            capitals = [e for e in self.notes.entities.values() if self._is_capital(e, qid)]
            if len(capitals) == 1:
                end = max(noun.i, token.i) + 1
                phrase = noun.doc[self.view.noun_phrase(noun).start : end]
                known = self.notes.mention_at(noun)
                if known is None or known.entity != capitals[0].id:
                    self.notes.add_mention(phrase, capitals[0].id, "", "nominal", DESCRIBED)
                return [Bearer(noun, capitals[0], "beside")]
        return []

    def _is_capital(self, entity: Entity, place: str) -> bool:
        item = entity.item
        above: Item | None = self.base.capital_of(item.qid) if item else None
        return above is not None and above.qid == place

    # Verbs

    def _verb(self, verb: Token) -> Iterator[Draft]:
        lemma = verb.lemma_.lower()
        particle = self.view.particle(verb)
        patterns = (self.patterns.verb(lemma, particle) if particle else ()) or (
            self.patterns.verb(lemma)
        )
        if not patterns:
            return
        positions = self.reader.verb_positions(verb)
        factuality = self.factualities.of(verb)
        for pattern in patterns:
            if "Role" in pattern.object:
                yield from self._appointment(pattern, positions, factuality)
            else:
                yield from self._drafts(pattern, positions, verb, factuality, VERB, "verb")

    def _appointment(
        self, pattern: Relation, positions: dict[str, list[Token]], factuality: Factuality
    ) -> Iterator[Draft]:
        """The title that somebody is given: "was elected mayor of X"."""
        holders = [token for at in pattern.subject_at for token in positions.get(at, [])]
        given = [token for at in pattern.object_at for token in positions.get(at, [])]
        titles = [t for token in given if (t := self.positions.titles.by_head.get(token.i))]
        for holder in holders:
            person = self.bearers.named(holder)
            if person and person.type == "Person":
                for title in titles[:1]:
                    bearer = Bearer(holder, person, "copula")
                    yield from self.positions.of(title, bearer, factuality)

    # Marks

    def _marks(self) -> Iterator[Draft]:
        """Names with a mark between them: "X, Y", "X in Y", "Y-based X"."""
        names = sorted(
            (m for m in self.notes.mentions if m.kind == "name"), key=lambda mention: mention.span
        )
        for (one, other), after in zip(pairwise(names), [*names[2:], None], strict=False):
            mark = self._between(one, other)
            first, second = self.notes.tokens(one.span).root, self.notes.tokens(other.span).root
            if first.sent != second.sent or (mark == "," and self._goes_on(other, after)):
                continue
            for pattern in self.patterns.mark(mark):
                positions = {"first": [first], "second": [second]}
                yield from self._drafts(pattern, positions, first, Factuality(), MARK, "mark")

    def _between(self, one: Mention, other: Mention) -> str:
        """The text between two names; "" for a bracket that does not close after them."""
        mark = " ".join(self.text[one.span.end : other.span.begin].split())
        return "" if mark == "(" and not self.text.startswith(")", other.span.end) else mark

    def _goes_on(self, last: Mention, after: Mention | None) -> bool:
        """Whether names go on as a list: "X, Y and Z"."""
        if after is None or self.notes.entities[after.entity].type != "Place":
            return False
        return self._between(last, after) in (",", "and", ", and", "or")

    # Ends

    def _drafts(
        self,
        pattern: Relation,
        positions: dict[str, list[Token]],
        trigger: Token,
        factuality: Factuality,
        confidence: float,
        by: str,
    ) -> Iterator[Draft]:
        """The statements of a pattern whose ends stand in these positions."""
        subjects = self._ends(pattern.subject_at, pattern.subject, positions)
        targets = self._ends(pattern.object_at, pattern.object, positions)
        for subject, entity in subjects:
            for target, other in targets:
                if self._agrees(pattern.property, entity, other):
                    tokens = [subject, trigger, target]
                    yield Draft(
                        entity.id, pattern.property, other.id, tokens, factuality, confidence, by
                    )

    def _ends(
        self, at: tuple[str, ...], types: frozenset[str], positions: dict[str, list[Token]]
    ) -> list[tuple[Token, Entity]]:
        """The named entities of fitting types in the first position that has any."""
        for position in at:
            named = [(token, self.bearers.named(token)) for token in positions.get(position, [])]
            fitting = [
                (t, e) for t, e in named if e and not types.isdisjoint(self.bearers.types(e))
            ]
            if fitting:
                return fitting
        return []

    def _agrees(self, stated: str, subject: Entity, target: Entity) -> bool:
        """Whether the knowledge base lets both places lie in one country."""
        if stated not in tables()["same_country"]["properties"]:
            return True
        countries = {e.item.country for e in (subject, target) if e.item and e.item.country}
        return len(countries) < 2
