"""Relations that the grammar states outright, by the patterns of the lexicon.

Patterns are those of `relations.toml` and `roles.toml` in the lexicon: nouns said of a name,
verbs between names, marks between names, titles. What a noun is said of in apposition is
thereby a mention of it, so that later components know who "the mayor" is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg import lexicon
from kg.components.factuality import Factualities
from kg.components.frames import Reader
from kg.components.referents import Referents
from kg.components.relations.bearers import CONFIDENCE, NAME_PARTS, Bearer, Bearers
from kg.components.relations.capitals import Capitals
from kg.components.relations.dates import Dates
from kg.components.relations.drafts import STATED, Draft
from kg.components.relations.ends import End, Ends, Positions
from kg.components.relations.groups import Groups
from kg.components.relations.hedges import hedged, whole_word
from kg.components.relations.lives import Lives
from kg.components.relations.marks import marks
from kg.components.relations.named import tables
from kg.components.relations.positions import Positions as Offices
from kg.facts import Factuality
from kg.lexicon import Relation
from kg.wikidata.store import Store

VERB, MARK, NOUN = 0.8, 0.8, 0.75
BEARER, CAPITAL = "bearer", "P36"
SHARED = ("of", "at", "for", "possessor")  # what coordinated nouns have together


class Patterns:
    """Drafts the statements of one document."""

    def __init__(self, referents: Referents, base: Store) -> None:
        self.referents = referents
        self.notes = referents.notes
        self.view = referents.view
        self.reader = Reader(referents)
        self.bearers = Bearers(referents)
        self.factualities = Factualities(self.view)
        self.dates = Dates(self.notes, self.view)
        self.ends = Ends(self.bearers, self.dates, base)
        self.capitals = Capitals(self.bearers, base)
        self.groups = Groups(self.bearers, base)
        self.offices = Offices(referents, self.bearers, base, self.dates)
        self.patterns = lexicon.relations()

    def drafts(self) -> Iterator[Draft]:
        """Every statement, as often as the text makes it."""
        tokens = self.notes.article_tokens()
        nouns = [token for token in tokens if token.pos_ in ("NOUN", "PROPN")]
        self._describe(nouns)
        yield from self.offices.drafts()
        yield from Lives(self.notes).drafts()
        for noun in nouns:
            yield from self.groups.drafts(noun)
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
        positions = self._around(noun)
        clause = self._lend(noun, positions)
        found = self.bearers.of(noun)
        if not found and any(pattern.property == CAPITAL for pattern in patterns):
            found = self.capitals.of(noun, positions)
        if not found and (become := self.bearers.becoming(noun)):
            clause, found = become
        positions[BEARER] = [bearer.token for bearer in found]
        sure, by = (CONFIDENCE[found[0].how], f"noun-{found[0].how}") if found else (NOUN, "noun")
        stance = hedged(self._stance(noun, found, clause), self.view, noun)
        former = self.is_former(noun)
        for pattern in patterns:
            for draft in self._drafts(pattern, positions, noun, stance, sure, by):
                lasting = draft.property in tables()["lasting"]["properties"]
                yield replace(draft, ended=draft.ended or (former and not lasting))

    def _around(self, noun: Token) -> Positions:
        """What stands around a noun, and around nouns that share it with it."""
        positions = self.reader.noun_positions(noun)
        positions["modifier"] = [m for m in self.view.modifiers(noun) if self.bearers.named(m)]
        for other in self.bearers.beside(noun):
            for position, tokens in self.reader.noun_positions(other).items():
                if position in SHARED:
                    positions.setdefault(position, tokens)
        name = self.view.head(noun)
        if name is not None and self.view.relation(noun) in NAME_PARTS:  # "X's subsidiary Y"
            owner = self.view.possessor(name)
            positions.setdefault("possessor", [owner] if owner is not None else [])
        if self._is_of_first(noun):
            positions["possessor"] = [t for t in [self.view.head(noun)] if t is not None]
        return positions

    def _stance(self, noun: Token, found: list[Bearer], clause: Token | None) -> Factuality:
        """How what a noun says is presented: by the clause that says it, if any does."""
        if found and found[0].how != "copula":
            return STATED
        said = clause if clause is not None else noun if found else None
        return self.factualities.of(said) if said is not None else STATED

    def _of_noun(self, noun: Token) -> tuple[Relation, ...]:
        """The patterns of a noun; of a longer word with hyphens ("son-in-law", "step-son") its
        own alone."""
        parts = [*self.view.modifiers(noun), *self.view.compounds(noun)]
        modifiers = [part.lemma_.lower() for part in parts]
        lemma, word = noun.lemma_.lower(), whole_word(noun)
        before = word.removesuffix(noun.lower_).rstrip("-")
        if word == noun.lower_ or self.offices.titles.known.modifiers.get(before):
            return self.patterns.noun(lemma, modifiers)
        own = self.patterns.noun(word) or self.patterns.noun(f"{before}-{lemma}")
        longer = not word.endswith(noun.lower_) or before in tables()["kin"]["prefixes"]
        return own if longer else (*own, *self.patterns.noun(lemma, modifiers))

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

    def _is_of_first(self, noun: Token) -> bool:
        """Whether a pronoun before a noun means whom the noun is coordinated with: "X and his
        wife Y"."""
        first = self.view.head(noun) if self.view.relation(noun) == "conj" else None
        person = self.notes.entity_at(first) if first is not None else None
        own = any(owner.tag_ == "PRP$" for owner in self.view.children(noun, "nmod:poss"))
        return own and person is not None and person.type == "Person"

    def _lend(self, noun: Token, positions: Positions) -> Token | None:
        """Add what stands around a verb that lends it to the noun: "X has its seat in Y", "the
        seat is in Y"; the token whose clause says so, if any."""
        verb = self.view.head(noun)
        if verb is None:
            return None
        if verb.lemma_.lower() in tables()["having"]["lemmas"] and noun in self.view.objects(verb):
            lent = self.reader.verb_positions(verb)
            positions.setdefault("possessor", lent.pop("subject", []))
            for position, tokens in lent.items():
                if position != "object":
                    positions.setdefault(position, tokens)
            return verb
        preposition = self.view.preposition(verb)
        if preposition and noun in self.view.copular_subjects(verb):
            positions.setdefault(preposition.split()[0], [verb])
            return verb
        return None

    def is_former(self, noun: Token) -> bool:
        """Whether a word before a noun says that it was so once: "his former wife"."""
        title = self.offices.titles.by_head.get(noun.i)
        if title is not None:
            return title.time == "former"
        return self.offices.titles.time_of(noun) == "former"

    # Verbs

    def _verb(self, verb: Token) -> Iterator[Draft]:
        patterns = self._of_verb(verb)
        if not patterns:
            return
        positions = self._around_verb(verb)
        factuality = self.factualities.of(verb)
        for pattern in patterns:
            around = self._taken(pattern, positions) if pattern.takes else positions
            if around is None:
                continue
            if "Role" in pattern.object:
                yield from self._appointment(pattern, around, verb, factuality)
            else:
                yield from self._drafts(pattern, around, verb, factuality, VERB, "verb")

    def _around_verb(self, verb: Token) -> Positions:
        """What stands around a verb, or around one that follows it: "lives and works in X"."""
        positions = self.reader.verb_positions(verb)
        for other in self.view.children(verb, "conj"):
            bare = {t.text for t in verb.doc[verb.i + 1 : other.i]} <= {"and", "or"}
            if bare and other.pos_ == "VERB" and not self.view.objects(other):
                for position, tokens in self.reader.verb_positions(other).items():
                    positions.setdefault(position, tokens)
        return positions

    def _of_verb(self, verb: Token) -> tuple[Relation, ...]:
        """The patterns of a verb with the particle or adverb after it, else of the verb alone."""
        lemma, particle = verb.lemma_.lower(), self.view.particle(verb)
        words = [particle, *(t.lower_ for t in self.view.adverbs(verb) if t.i == verb.i + 1)]
        found = [self.patterns.verb(lemma, word) for word in words if word]
        return next(filter(None, found), ()) or self.patterns.verb(lemma)

    def _taken(self, pattern: Relation, positions: Positions) -> Positions | None:
        """The positions around a verb and the noun that it takes as its object ("received a
        degree from X"); None where it takes no such noun."""
        for noun in positions.get("object", []):
            if noun.lemma_.lower() in pattern.takes:
                around = dict(self.reader.noun_positions(noun)) | positions
                around["object"] = positions.get("indirect_object", [])
                return around
        return None

    def _appointment(
        self, pattern: Relation, positions: Positions, verb: Token, factuality: Factuality
    ) -> Iterator[Draft]:
        """The title that somebody is given or gives up: "was elected mayor of X"."""
        holders = [token for at in pattern.subject_at for token in positions.get(at, [])]
        given = [token for at in pattern.object_at for token in positions.get(at, [])]
        titles = [t for token in given if (t := self.offices.titles.by_head.get(token.i))]
        over = [token for at in pattern.scope_at for token in positions.get(at, [])]
        qualifiers = self.dates.qualifiers(verb, pattern.time)
        once = self.offices.titles.time_beside(verb) == "former"
        for holder in holders:
            person = self.bearers.named(holder)
            if person and person.type == "Person":
                for title in titles:
                    bearer = Bearer(holder, person, "copula")
                    for draft in self.offices.of(title, bearer, factuality, pattern.time, over):
                        more = tuple(dict.fromkeys((*draft.qualifiers, *qualifiers)))
                        ended = draft.ended or pattern.ended or once or self.dates.is_over(more)
                        yield replace(draft, qualifiers=more, ended=ended)

    # Marks

    def _marks(self) -> Iterator[Draft]:
        for mark, first, second in marks(self.notes):
            for pattern in self.patterns.mark(mark):
                positions = {"first": [first], "second": [second]}
                yield from self._drafts(pattern, positions, first, STATED, MARK, "mark")

    def _drafts(
        self,
        pattern: Relation,
        positions: Positions,
        trigger: Token,
        factuality: Factuality,
        confidence: float,
        by: str,
    ) -> Iterator[Draft]:
        """The statements of a pattern whose ends stand in these positions."""
        for subject, target in self.ends.pairs(pattern, positions, trigger):
            assert subject.entity is not None
            qualifiers = self.dates.qualifiers(trigger, pattern.time)
            if target.value is not None or by == "mark":
                qualifiers = ()
            draft = Draft(
                subject.entity.id,
                pattern.property,
                target.entity.id if target.entity else "",
                [subject.token, trigger, target.token],
                factuality,
                confidence,
                by,
                qualifiers,
                pattern.ended or self.dates.is_over(qualifiers),
                target.value,
            )
            yield draft
            if pattern.property in tables()["wider"]["properties"]:
                yield from self._wider(draft, target)

    def _wider(self, draft: Draft, target: End) -> Iterator[Draft]:
        """The statement for the places around its object, which says no more than it does."""
        for place in self.ends.around(target):
            if place.entity is not None:
                tokens = [*draft.tokens[:-1], place.token]
                yield replace(draft, object=place.entity.id, tokens=tokens, told=False)
