"""`kg_coreference`: pronouns and descriptions find whom or what they stand for.

Rules in the manner of a deterministic sieve (Lee et al. 2013), weighted by what the language
model has learnt of antecedents: appositions and naming phrases ("militias known as X")
first; then, from the beginning of the text, pronouns and definite descriptions take the best
mention before them: of a fitting type, likely, near, a subject before others. That mention
may itself be only a description, so that "a man", "the man" and "he" are one entity without
a name. Last, "I" in direct speech is its speaker.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg import lexicon
from kg.components.antecedents import Chances, Constraints, Markable, chances
from kg.components.appositions import Appositions
from kg.components.descriptions import ROLE, Descriptions
from kg.components.fitting import Fitting
from kg.components.genders import Genders
from kg.components.notes import Notes
from kg.components.previous import Previous
from kg.components.referents import Referents
from kg.components.sole import sole
from kg.components.speakers import Speakers
from kg.components.surnames import Surnames
from kg.facts import Entity, MentionKind

CONFIDENCE = 0.7
NOMINAL = ("NOUN", "PROPN")
SUBJECTS = ("nsubj", "nsubj:pass")


class Order(NamedTuple):
    """What makes a candidate better than others, the weightiest first."""

    suits: bool
    local: bool
    no_place: bool
    weight: float
    near: int
    subject: bool
    place: int


@dataclass(frozen=True)
class Anaphor:
    """A token that refers back, and what is known of it for all candidates: those that are
    likely as near by (`local`) or out of the question, whether it acts, who speaks it, who spoke
    before."""

    token: Token
    kind: MentionKind
    sentence: int
    chances: Chances
    local: set[int]
    excluded: set[int]
    acts: bool
    speaker: Entity | None
    spoke: set[int]


@Language.component(
    "kg_coreference",
    requires=["doc.user_data", "doc.spans", "token.dep", "token.pos"],
    assigns=["doc.user_data", "doc.spans"],
)
def coreference(doc: Doc) -> Doc:
    """Write the pronominal and descriptive mentions of `doc`."""
    notes = Notes(doc)
    resolver = Resolver(notes)
    tokens = notes.article_tokens()
    for token in tokens:
        resolver.identify(token)
    for token in tokens:
        resolver.resolve(token)
    for token in tokens:
        resolver.resolve_speaker(token)
    notes.save()
    return doc


class Resolver:
    """Resolves one document from its beginning, each mention seeing those before it."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.referents = Referents(notes)
        self.view = self.referents.view
        self.rules = lexicon.coreference()
        self.sentence = {
            token.i: number for number, sent in enumerate(notes.doc.sents) for token in sent
        }
        self.appositions = Appositions(self.referents)
        self.surnames = Surnames(self.referents)
        self.constraints = Constraints(self.referents)
        self.speakers = Speakers(notes)
        self.datelines = self.constraints.datelines()
        self.descriptions = Descriptions(self.referents, self.constraints, self.speakers)
        self.markables: list[Markable] = []
        self.genders = Genders(self.referents)
        self.previous = Previous(self.referents, self.constraints, self.speakers)
        self.fitting = Fitting(
            self.referents, self.descriptions, self.genders, self.markables, self.sentence
        )

    def identify(self, token: Token) -> None:
        """Make a description the mention of a name it is in apposition to, or is given."""
        self.appositions.who(token)
        if token.pos_ not in NOMINAL or self.notes.entity_at(token):
            return
        entity = self.appositions.entity(token) or self.appositions.person(token)
        entity = entity or self.appositions.body(token)
        if entity is not None:
            self._add(token, entity, "nominal")
        elif (entity := self.surnames.entity(token)) is not None:
            self._add(token, entity, "name")

    def resolve(self, token: Token) -> None:
        """Add a mention at `token` if it refers back, then let later ones refer to it."""
        if token.lower_ in self.rules.pronouns and token.pos_ in ("PRON", "DET"):
            if not self.constraints.is_empty(token):
                self._refer(token, "pronoun")
        elif token.pos_ in NOMINAL and self.descriptions.is_definite(token):
            self._refer(token, "nominal")
        if self._is_markable(token):
            subject = self.view.relation(token) in SUBJECTS
            self.markables.append(Markable(token, self.sentence[token.i], subject))

    def resolve_speaker(self, token: Token) -> None:
        """Make "I" in direct speech a mention of whoever speaks."""
        if token.pos_ == "PRON" and token.lower_ in self.rules.first_person:
            entity = self.speakers.of(token)
            if entity is not None and entity.type == "Person" and not self.notes.entity_at(token):
                self._add(token, entity, "pronoun")

    def _is_markable(self, token: Token) -> bool:
        mention = self.notes.mention_at(token)
        if mention is not None:
            return self.notes.tokens(mention.span)[-1] == token or mention.kind != "name"
        counted = token.pos_ == "NOUN" or self.referents.is_one_of(token)
        return counted and self.referents.noun(token) is not None

    def _refer(self, token: Token, kind: MentionKind) -> None:
        anaphor = self._anaphor(token, kind)
        head = self._best(anaphor)
        if head is None:
            head = self._ahead(token) if kind == "pronoun" else self._sole(anaphor)
        entity = self.referents.entity(head) if head is not None else None
        if entity:
            self._add(token, entity, kind)

    def _anaphor(self, token: Token, kind: MentionKind) -> Anaphor:
        likely, unlikely = self.constraints.local_subjects(token)
        spoke: set[int] = set()
        if kind == "pronoun" and self.constraints.goes_on_speaking(token):
            spoke = self.previous.speakers_before(token)
        return Anaphor(
            token,
            kind,
            self.sentence[token.i],
            chances(self.notes, self.view, token),
            likely | spoke,
            unlikely | self.datelines,
            kind == "pronoun" and self.constraints.acts(token),
            self.speakers.of(token),
            spoke,
        )

    def _best(self, anaphor: Anaphor) -> Token | None:
        """The head of the best candidate before an anaphor."""
        reach = self._reach(anaphor)
        best: tuple[Order, Markable] | None = None
        for markable in reversed(self.markables):
            if anaphor.sentence - markable.sentence > reach:
                break
            if self._is_possible(markable.head, anaphor):
                order = self._order(markable, anaphor)
                if best is None or order > best[0]:
                    best = order, markable
        if best is None or not (best[0].local or self._is_likely(best[1], anaphor)):
            return None
        return best[1].head if self._is_meant(best[1].head, anaphor) else None

    def _is_possible(self, head: Token, anaphor: Anaphor) -> bool:
        """Whether an anaphor may refer to a candidate."""
        if head.i in anaphor.excluded or self._is_another(head, anaphor):
            return False
        fits = self.fitting.pronoun if anaphor.kind == "pronoun" else self.fitting.description
        likely = Chances() if head.i in anaphor.spoke else anaphor.chances
        if not fits(head, anaphor.token, likely):
            return False
        types = self.referents.types(head) if anaphor.acts else frozenset()
        return "Place" not in types or "country" in types

    def _order(self, markable: Markable, anaphor: Anaphor) -> Order:
        head, away = markable.head, anaphor.sentence - markable.sentence
        chance = anaphor.chances.of(head, self.fitting.known(head))
        return Order(
            suits=self.constraints.suits(head, anaphor.token),
            local=head.i in anaphor.local,
            no_place=not (anaphor.acts and "Place" in self.referents.types(head)),
            weight=chance * self._salience(markable, away),
            near=-away,
            subject=markable.subject,
            place=head.i,
        )

    def _is_meant(self, head: Token, anaphor: Anaphor) -> bool:
        """Whether the best candidate is one: what has no name may only be in the way."""
        entity = self.fitting.known(head)
        if anaphor.kind == "pronoun" or (entity is not None and entity.named):
            return True
        chance, token = anaphor.chances.of(head, entity), anaphor.token
        on = self.descriptions.goes_on(head, token, chance, anaphor.chances.known)
        return on or self.descriptions.names_kind(head, token)

    def _is_likely(self, markable: Markable, anaphor: Anaphor) -> bool:
        """Whether the best candidate is likely enough: one without a name must be more so, but
        for the subject of the sentence before, of which a subject goes on to speak."""
        entity = self.fitting.known(markable.head)
        chance = anaphor.chances.of(markable.head, entity)
        named = entity is not None and entity.named
        before = markable.subject and markable.sentence == anaphor.sentence - 1
        if named or (before and self.view.relation(anaphor.token) in SUBJECTS):
            return True
        if anaphor.kind == "nominal" and self.descriptions.names_kind(markable.head, anaphor.token):
            return True
        return chance * self._salience(markable, 0) >= self.rules.learnt.unnamed

    def _is_another(self, head: Token, anaphor: Anaphor) -> bool:
        """Whether grammar keeps an anaphor from a candidate, or that is who speaks of it."""
        token, speaker = anaphor.token, anaphor.speaker
        if self.constraints.same_clause(head, token) or self.constraints.is_told(head, token):
            return True
        entity = self.notes.entity_at(head) if speaker else None
        return entity is not None and speaker is not None and speaker.id == entity.id

    def _sole(self, anaphor: Anaphor) -> Token | None:
        """The only organisation near a description that it fits."""
        first = anaphor.sentence - self.rules.distance["alone"]
        near = takewhile(lambda markable: markable.sentence >= first, reversed(self.markables))
        head = sole(anaphor.token, near, self.descriptions)
        if head is None or head.i in anaphor.excluded or self._is_another(head, anaphor):
            return None
        return None if self.fitting.is_repeated(anaphor.token) else head

    def _ahead(self, token: Token) -> Token | None:
        """The name that a pronoun points forward to: "in his speech, X said"."""
        subject = self.constraints.following_subject(token)
        entity = self.notes.entity_at(subject) if subject is not None else None
        if subject is None or entity is None or not entity.named:
            return None
        return subject if self.fitting.pronoun(subject, token, Chances()) else None

    def _salience(self, markable: Markable, away: int) -> float:
        """A factor on the language model's probability, which hardly minds the distance."""
        learnt = self.rules.learnt
        return learnt.fading**away * (learnt.subject if markable.subject else 1.0)

    def _reach(self, anaphor: Anaphor) -> int:
        """How many sentences back the name may stand."""
        if anaphor.kind == "pronoun":
            return self.rules.distance["pronoun"]
        noun = self.referents.noun(anaphor.token)
        return self.rules.distance["title" if noun and ROLE in noun.kinds else "description"]

    def _add(self, token: Token, entity: Entity, kind: MentionKind) -> None:
        span = self.view.noun_phrase(token)
        confidence = round(CONFIDENCE * entity.confidence, 4)
        self.notes.add_mention(span, entity.id, "", kind, confidence)
        self.genders.learn(token, entity.id)
