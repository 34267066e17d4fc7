"""Relations that the grammar states outright, by the patterns of the lexicon.

Patterns are those of `relations.toml` and `roles.toml` in the lexicon: nouns said of a name,
verbs between names, marks between names, titles. What a noun is said of in apposition is
thereby a mention of it, so that later components know who "the mayor" is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial

from spacy.tokens import Token

from kg import lexicon
from kg.components.factuality import Factualities
from kg.components.frames import Reader
from kg.components.referents import Referents
from kg.components.relations.bearers import CONFIDENCE, Bearer, Bearers
from kg.components.relations.capitals import Capitals
from kg.components.relations.dates import START, Dates
from kg.components.relations.departures import Departures
from kg.components.relations.drafts import STATED, Draft
from kg.components.relations.ends import Ends
from kg.components.relations.groups import Groups
from kg.components.relations.hedges import hedged, whole_word
from kg.components.relations.lent import Surroundings
from kg.components.relations.lives import Lives
from kg.components.relations.marks import marks
from kg.components.relations.named import tables
from kg.components.relations.nationals import Nationals
from kg.components.relations.positions import Positions as Offices
from kg.components.relations.stating import MARK, Stating
from kg.components.relations.tense import clause_of, has_ceased, is_past, told
from kg.components.relations.verbs import Verbs
from kg.facts import Factuality
from kg.lexicon import Relation
from kg.wikidata.store import Store

SURE, NOUN = 0.8, 0.75  # confidence of marks, and of nouns without bearers
BEARER, CAPITAL, AFFILIATION = "bearer", "P36", "P1416"
FINER = ("P54", "P102", "P108", "P169", "P241", "P463", "P488", "P1037")  # than an affiliation


@cache
def _nouns() -> frozenset[str]:
    """The nouns that have patterns, without their modifiers."""
    found = lexicon.relations().by_word
    return frozenset(word.split(" ")[-1] for kind, word in found if kind == "noun")


class Patterns:
    """Drafts the statements of one document."""

    def __init__(self, referents: Referents, base: Store) -> None:
        self.referents = referents
        self.notes = referents.notes
        self.view = referents.view
        self.bearers = Bearers(referents)
        reader = Reader(referents)
        self.surroundings = Surroundings(reader, self.bearers)
        self.factualities = Factualities(self.view)
        self.dates = Dates(self.notes, self.view)
        self.stating = Stating(self.view, self.dates, Ends(self.bearers, self.dates, base))
        self.capitals = Capitals(self.bearers, base)
        self.groups = Groups(self.bearers, base)
        self.offices = Offices(referents, self.bearers, base, self.dates)
        self.verbs = Verbs(self.surroundings, self.stating, self.offices)
        self.nationals = Nationals(self.bearers, base)
        self.departures = Departures(self.bearers, reader, self.dates)
        self.patterns = lexicon.relations()

    def drafts(self) -> Iterator[Draft]:
        """Every statement, as often as the text makes it, no affiliation beside a finer one."""
        tokens = self.notes.article_tokens()
        nouns = [token for token in tokens if token.pos_ in ("NOUN", "PROPN")]
        self._describe(nouns)
        drafts = list(self.departures.applied(self._all(nouns, tokens), tokens))
        finer = {frozenset((d.subject, d.object)) for d in drafts if d.property in FINER}
        for draft in drafts:
            ends = frozenset((draft.subject, draft.object))
            if draft.property != AFFILIATION or ends not in finer:
                yield draft

    def _all(self, nouns: list[Token], tokens: list[Token]) -> Iterator[Draft]:
        """What words say by themselves; groups first, for titles are held over parties."""
        yield from [draft for noun in nouns for draft in self.groups.drafts(noun)]
        yield from self.offices.drafts()
        yield from Lives(self.notes).drafts()
        yield from self.nationals.drafts()
        for noun in nouns:
            yield from self._noun(noun)
        for token in tokens:
            if token.pos_ in ("VERB", "AUX"):
                yield from self.verbs.drafts(token)
        yield from self._marks()

    def _describe(self, nouns: list[Token]) -> None:
        """Make appositions and given names mentions of whom they are said of."""
        for noun in nouns:
            if self.notes.entity_at(noun) is not None or self.referents.is_plural(noun):
                continue
            known = self.referents.noun(noun)
            title = self.offices.titles.by_head.get(noun.i)
            kind = known.type if known and not title else "Person"
            for bearer in self.bearers.of(noun)[:1]:
                if bearer.entity.id not in self.notes.entities:
                    continue
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
        patterns = [p for p in self._of_noun(noun) if self._is_meant(p, noun)]
        if not patterns:
            return
        positions, clause = self.surroundings.of_noun(noun)
        found = self.bearers.of(noun)
        if not found and any(pattern.property == CAPITAL for pattern in patterns):
            found = self.capitals.of(noun, positions)
        if not found and (become := self.bearers.becoming(noun)):
            clause, found = become
        positions[BEARER] = [bearer.token for bearer in found]
        sure, by = (CONFIDENCE[found[0].how], f"noun-{found[0].how}") if found else (NOUN, "noun")
        said = partial(self._said, noun, found, clause)
        for pattern in patterns:
            for draft in self.stating.drafts(pattern, positions, noun, said, sure, by):
                over = draft.ended or self._is_over(draft, noun, found, clause)
                yield replace(draft, ended=over) if over else draft

    def _said(self, noun: Token, found: list[Bearer], clause: Token | None) -> Factuality:
        """How sure the text is of what a noun says."""
        return hedged(self._stance(noun, found, clause), self.view, noun)

    def _is_over(
        self, draft: Draft, noun: Token, found: list[Bearer], clause: Token | None
    ) -> bool:
        """Whether what a noun states was so once."""
        if draft.property in tables()["lasting"]["properties"]:
            return False
        affirmed = draft.factuality.polarity == "positive"
        return affirmed and (self.is_former(noun) or self._is_past(noun, found, clause))

    def _stance(self, noun: Token, found: list[Bearer], clause: Token | None) -> Factuality:
        """How what a noun says is presented: by the clause that says it, if any does."""
        if found and found[0].how != "copula":
            return STATED
        said = clause if clause is not None else noun if found else None
        return told(self.view, said, self.factualities.of(said)) if said is not None else STATED

    def _is_past(self, noun: Token, found: list[Bearer], clause: Token | None) -> bool:
        """Whether a clause says what the noun was, not what it is or became."""
        if clause is None and not (found and found[0].how == "copula"):
            return False
        said = clause_of(self.view, noun) if clause is None else clause
        begins = said.lemma_.lower() in tables()["starting"]["lemmas"]
        begun = any(q.property == START for q in self.dates.qualifiers(said))
        past = is_past(self.view, said, begun=begun) and not begins
        return past or has_ceased(self.view, said)

    def _of_noun(self, noun: Token) -> tuple[Relation, ...]:
        """The patterns of a noun; of a longer word with hyphens ("son-in-law", "step-son") its
        own alone."""
        lemma, word = noun.lemma_.lower(), whole_word(noun)
        before = word.removesuffix(noun.lower_).rstrip("-")
        if word == noun.lower_ or self.offices.titles.known.modifiers.get(before):
            return self._modified(noun, lemma)
        own = self.patterns.noun(word) or self.patterns.noun(f"{before}-{lemma}")
        longer = not word.endswith(noun.lower_) or before in tables()["kin"]["prefixes"]
        return own if longer else (*own, *self._modified(noun, lemma))

    def _modified(self, noun: Token, lemma: str) -> tuple[Relation, ...]:
        """The patterns of a noun with the words that modify it, and those for any noun."""
        if lemma not in _nouns():
            return self.patterns.noun("")
        parts = [*self.view.modifiers(noun), *self.view.compounds(noun)]
        return self.patterns.noun(lemma, [part.lemma_.lower() for part in parts])

    def _is_meant(self, pattern: Relation, noun: Token) -> bool:
        """Whether a pattern fits a noun: any noun by its type, a title by all its words."""
        title = self.offices.titles.by_head.get(noun.i)
        if title is not None and title.title.kind in pattern.excepts:
            return False
        if pattern.only and (title is None or title.title.kind not in pattern.only):
            return False
        if pattern.words:
            longer = title is not None and " " in title.title.lemma
            return not longer or (title is not None and title.title.lemma in pattern.words)
        known = self.referents.noun(noun)
        person = known.type if known else "Person" if title else None
        return person in pattern.subject and not self.referents.is_plural(noun)

    def is_former(self, noun: Token) -> bool:
        """Whether a word before a noun says that it was so once: "his former wife"."""
        title = self.offices.titles.by_head.get(noun.i)
        if title is not None:
            return title.time == "former"
        return self.offices.titles.time_of(noun) == "former"

    # Marks

    def _marks(self) -> Iterator[Draft]:
        for pattern, first, second in marks(self.notes, self.patterns.mark):
            positions = {"first": [first], "second": [second]}
            yield from self.stating.drafts(pattern, positions, first, Factuality, SURE, MARK)
