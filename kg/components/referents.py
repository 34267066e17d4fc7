"""Who or what a head token stands for: its types, and the entity it refers to.

Types are those of the event lexicon: entity types, kinds of common nouns ("force"),
Number, Money, Time, Clause, Infinitive, Reflexive, and "country".
"""

from __future__ import annotations

from functools import cache, lru_cache

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg import lexicon
from kg.components.notes import Notes, grammar
from kg.facts import Entity, EntityType
from kg.language.grammar import Grammar
from kg.lexicon import CommonNoun

REFLEXIVE = ("himself", "herself", "itself", "themselves")
SKIPPED = ("DET", "PUNCT", "SPACE", "PRON")
ARGUMENTS = ("nsubj", "nsubj:pass", "nsubjpass", "obj", "dobj", "iobj", "obl", "pobj")
NAMED = frozenset({"Person", "Organization", "Place"})  # what a name unknown to all may name
LINKING = ("case", "cc", "mark")
FINITE = ("VBD", "VBZ", "VBP", "MD")
MEMBERS = ("force", "militant")
NAMED_AFTER = ("Event", "Product")
DESCRIBED = 0.8
LONGEST_NAME = 8


@lru_cache(maxsize=1)
def _nouns(view: Grammar) -> dict[int, CommonNoun | None]:  # noqa: ARG001
    """The common nouns of a document that were looked up, by token, for all components."""
    return {}


@cache
def _is_plural(features: str) -> bool:
    """Whether features ("Case=Nom|Number=Plur") say so."""
    numbers = [f.partition("=")[2] for f in features.split("|") if f.startswith("Number=")]
    return any("Plur" in number.split(",") for number in numbers)


class Referents:
    """What the head tokens of one document refer to."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.view: Grammar = grammar(notes.doc)
        self._nouns = _nouns(self.view)
        self._times = {
            token.i
            for time in notes.times
            for token in notes.tokens(time.span)
            if token.idx >= time.span.begin
        }
        items = [entity.item for entity in notes.entities.values() if entity.item]
        self._countries = {item.country for item in items} | {
            item.qid for item in items if item.country == item.qid
        }

    def noun(self, token: Token) -> CommonNoun | None:
        """The lexicon's entry for a common noun, with its modifiers where these matter."""
        if token.i not in self._nouns:
            self._nouns[token.i] = self._noun(token)
        return self._nouns[token.i]

    def has_the(self, noun: Token) -> bool:
        """Whether "the" stands before a noun: "the mayor", "the old mayor"."""
        return any(t.lower_ == "the" for t in self.view.children(noun, "det"))

    def is_one_of(self, token: Token) -> bool:
        """Whether a token is "one" of "one of the nurses"."""
        one = token.lower_ == "one" and token.pos_ in ("NUM", "PRON", "NOUN")
        return one and any(preposition == "of" for preposition, _ in self.view.obliques(token))

    def _noun(self, token: Token) -> CommonNoun | None:
        if self.is_one_of(token):
            several = (noun for p, noun in self.view.obliques(token) if p == "of")
            return next(map(self.noun, several), None)
        parts = [*self.view.modifiers(token), *self.view.compounds(token)]
        modifiers = [part.lemma_.lower() for part in sorted(parts)]
        lemma, nouns = token.lemma_.lower(), lexicon.common_nouns()
        return (
            nouns.get(lemma, modifiers)
            or nouns.get(lemma.removesuffix("s"), modifiers)
            or self._kind_named(token, modifiers)
            or self._learnt(token)
        )

    @staticmethod
    def _kind_named(token: Token, modifiers: list[str]) -> CommonNoun | None:
        """What a name that begins with a word for it names: "Hurricane Irma", "Flight 370"."""
        if token.pos_ not in ("PROPN", "NUM") or not modifiers:
            return None
        noun = lexicon.common_nouns().get(modifiers[0])
        return noun if noun and noun.type in NAMED_AFTER else None

    def _learnt(self, token: Token) -> CommonNoun | None:
        """What the language model takes a noun for that the lexicon lacks."""
        found = self.notes.references.get(str(token.i))
        learnt = lexicon.coreference().learnt
        if token.pos_ != "NOUN" or not found or found["probability"] < learnt.kind:
            return None
        entity_type = learnt.types.get(found["kind"])
        return CommonNoun(token.lemma_.lower(), entity_type) if entity_type else None

    def types(self, token: Token) -> frozenset[str]:
        """Types and kinds of what `token` stands for; empty where nothing is known."""
        if token.lower_ in REFLEXIVE:
            return frozenset({"Reflexive"})
        if self.is_time(token):
            return frozenset({"Time"})
        entity = self.notes.entity_at(token)
        if entity and entity.named:
            country = entity.item is not None and entity.item.qid in self._countries
            return frozenset({entity.type, *(["country"] if country else [])})
        meant = lexicon.events().pronouns.get(token.lower_)
        if token.pos_ == "PRON" or (meant and self._is_alone(token)):
            return meant or frozenset()
        if token.pos_ in ("VERB", "AUX"):
            infinitive = "to" in self.view.markers(token)
            return frozenset({"Clause", *(["Infinitive"] if infinitive else [])})
        if token.pos_ in ("NUM", "SYM"):
            money = any(t.is_currency for t in self.view.noun_phrase(token))
            return frozenset({"Money" if money else "Number"})
        noun = self.noun(token)
        if noun is None:
            return NAMED if token.pos_ == "PROPN" else frozenset()
        return noun.types | {noun.type_of(self.is_plural(token))}

    def _is_alone(self, token: Token) -> bool:
        """Whether a word that may be a pronoun counts no noun: "one of them", "many fled"."""
        return token.pos_ in ("NUM", "ADJ", "DET", "NOUN") and token.dep_ in ARGUMENTS

    def is_time(self, token: Token) -> bool:
        """Whether a token stands in a time expression."""
        return token.i in self._times

    @staticmethod
    def is_proper(token: Token) -> bool:
        """Whether a noun belongs to a name, marked or not: by its part of speech, or written
        with a capital after another such word ("the Civil Defence")."""
        if token.pos_ == "PROPN" or token.is_sent_start or token.i == 0:
            return token.pos_ == "PROPN"
        before = token.nbor(-1)
        return token.text[:1].isupper() and before.text[:1].isupper() and before.pos_ != "DET"

    @staticmethod
    def is_plural(token: Token) -> bool:
        """Whether a noun is plural, by its tag or morphology."""
        return token.tag_ in ("NNS", "NNPS") or _is_plural(str(token.morph))

    def entity(self, token: Token) -> Entity | None:
        """The entity `token` refers to, made on the spot for what is only described.

        None for times, clauses, and pronouns that refer to nothing known.
        """
        known = self.notes.entity_at(token)
        if known:
            return known
        if token.pos_ not in ("NOUN", "PROPN", "NUM") or self.is_time(token):
            return None
        phrase = self.description(token)
        if len(phrase) > LONGEST_NAME:
            phrase = self.description(token, full=False)
        entity = self.membership(token)
        if entity is None:
            return self.described(token, phrase)
        self.notes.add_mention(phrase, entity.id, "", "nominal", DESCRIBED)
        return entity

    def described(self, token: Token, phrase: DocSpan) -> Entity:
        """A new entity without a name, of what a noun stands for, with `phrase` as mention."""
        noun = self.noun(token)
        kind: EntityType = noun.type_of(self.is_plural(token)) if noun else "Thing"
        name = " ".join(phrase.text.split())
        entity = self.notes.add_entity(kind, name, names=(phrase.text,), named=False)
        self.notes.add_mention(phrase, entity.id, "", "nominal", DESCRIBED)
        return entity

    def description(self, token: Token, *, full: bool = True) -> DocSpan:
        """The phrase that describes what a noun stands for: no articles, prepositions or
        times before it, and no clauses."""
        phrase = self.view.noun_phrase(token, full=full)
        start, end = phrase.start, phrase.end
        for verb in (t for t in phrase if t.tag_ in FINITE and t != token):
            start, end = (verb.i + 1, end) if verb < token else (start, min(end, verb.i))
        while start < token.i and self._is_loose(phrase.doc[start], token):
            start += 1
        while end - 1 > token.i and phrase.doc[end - 1].pos_ in ("PUNCT", "CCONJ", "ADP"):
            end -= 1
        return phrase.doc[start:end]

    def _is_loose(self, token: Token, noun: Token) -> bool:
        """Whether a token that begins the phrase of a noun is no part of its description."""
        if token.pos_ in SKIPPED or token.tag_ == "POS" or self.is_time(token):
            return True
        head = self.view.head(token)
        over = head is not None and (head == noun or self.is_time(head))
        return over and self.view.relation(token) in LINKING

    def membership(self, token: Token) -> Entity | None:
        """The organisation that acts through its people: "Isis fighters", "NATO troops"."""
        noun = self.noun(token)
        if noun is None or set(MEMBERS).isdisjoint(noun.kinds) or not self.is_plural(token):
            return None
        possessor = self.view.possessor(token)
        owners = [*self.view.compounds(token), *([possessor] if possessor is not None else [])]
        for part in owners:
            owner = self.notes.entity_at(part)
            if owner and owner.named and owner.type == "Organization":
                return owner
        return None
