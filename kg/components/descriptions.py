"""Which entities a definite description ("the company") can refer to."""

from __future__ import annotations

import re

from spacy.tokens import Token

from kg import lexicon
from kg.components.antecedents import Constraints
from kg.components.referents import Referents
from kg.components.sayings import Sayings
from kg.components.speakers import Speakers
from kg.facts import Entity
from kg.lexicon import CommonNoun

ROLE = "role"
OFFICES = frozenset({"official", "force"})  # kinds of titles that only their holder is called by
DESCRIBED = ("Person", "Group", "Organization", "Place")
ASIDES = ("acl", "acl:relcl")
NARROWING = ("amod", "compound", "nmod", "acl", "acl:relcl", "nummod", "nmod:poss", "nmod:desc")


class Descriptions:
    """What the nouns of one document can describe."""

    def __init__(self, referents: Referents, constraints: Constraints, speakers: Speakers) -> None:
        self.referents = referents
        self.constraints, self.speakers = constraints, speakers
        self.notes = referents.notes
        self.view = referents.view
        self.rules = lexicon.coreference()
        self.sayings = Sayings(referents, constraints)

    def is_definite(self, token: Token) -> bool:
        """Whether a noun is a definite description, and not yet a mention."""
        noun = self.referents.noun(token)
        if noun is None or noun.type not in DESCRIBED or self.notes.entity_at(token):
            return False
        determiners = self.view.children(token, "det")
        definite = any(d.lower_ in self.rules.definite for d in determiners)
        definite = definite or (not determiners and self._is_bare(token))
        return definite and self.view.apposed_to(token) is None and not self._is_restricted(token)

    def _is_bare(self, token: Token) -> bool:
        """Whether a noun is definite in the plural without an article: "Cops believe"."""
        return token.lemma_.lower() in self.rules.bare and self.referents.is_plural(token)

    def _is_restricted(self, token: Token) -> bool:
        """Whether more follows a noun to say who or what is meant, or numbers or owns it."""
        for part in self.view.children(token, *NARROWING):
            aside = self.view.relation(part) in ASIDES and self._is_after_comma(part)
            before = part.i < token.i and self.view.relation(part) in ("amod", "compound")
            if not aside and not before:
                return True
        return False

    def _is_after_comma(self, clause: Token) -> bool:
        start = self.view.subtree(clause)[0].i
        return "," in (clause.doc[start].text, clause.doc[max(0, start - 1)].text)

    def of_nobody(self, head: Token, token: Token) -> bool:
        """Whether a description can be of what another noun describes without a name."""
        noun, other = self.referents.noun(token), self.referents.noun(head)
        if noun is None or other is None or ROLE in noun.kinds:
            return other == noun
        return not set(noun.kinds).isdisjoint(other.kinds)

    def goes_on(self, head: Token, token: Token, chance: float, known: bool) -> bool:
        """Whether a description can be of what another noun described without a name: by the
        same noun, or by one of its kind if the language model is sure."""
        noun, other = self.referents.noun(token), self.referents.noun(head)
        plural = self.referents.is_plural(token)
        if noun is None or other is None or other.type not in DESCRIBED:
            return False
        if token.lemma_.lower() in self.rules.vague or self._points(token):
            return False
        if head.pos_ not in ("NOUN", "PROPN") or self._is_numbered_otherwise(head, token):
            return False
        if plural != self.referents.is_plural(head) or not self._narrows_alike(head, token):
            return False
        if head.lemma_.lower() == token.lemma_.lower():
            return chance >= self.rules.learnt.repeated
        kinds = not set(noun.kinds).isdisjoint(other.kinds)
        alike = noun.type == other.type and (kinds or noun.type != "Place")
        return known and alike and chance >= self.rules.learnt.described

    def _points(self, token: Token) -> bool:
        """Whether a noun points at what is not in the text: "these boys" in direct speech."""
        determiners = {d.lower_ for d in self.view.children(token, "det")}
        return determiners != {"the"} and self.speakers.is_quoted(token)

    def _narrows_alike(self, head: Token, token: Token) -> bool:
        """Whether a description adds no words to those of the one before."""
        said = {t.lemma_.lower() for t in self.view.noun_phrase(head, full=True)}
        return self._added(token) <= said

    def _is_numbered_otherwise(self, head: Token, token: Token) -> bool:
        """Whether a description has a number that the one before has not."""
        own, other = self.view.numbers(token), self.view.numbers(head)
        return bool(own) and {n.lower_ for n in own} != {n.lower_ for n in other}

    def names_kind(self, head: Token, token: Token) -> bool:
        """Whether the words of something that is no known name say that it is of the kind that
        a description names: "Tavira Police" for "the force". Of a name that the parse tears
        apart, the last word does, if it opens no sentence."""
        lemma = token.lemma_.lower()
        if lemma in self.rules.bare and not self._is_bare(token):
            return False
        if lemma not in self.rules.named or head.pos_ not in ("NOUN", "PROPN"):
            return False
        words = [t.text for t in self.view.noun_phrase(head, full=True) if t.pos_ != "DET"]
        opens = len(words) == 1 and head.i == head.sent.start
        proper = not opens and all(word[:1].isupper() for word in words[: max(1, len(words) - 1)])
        if not proper and lemma not in self.rules.bare:
            return False
        return not self._added(token) and self._ends_in_kind(" ".join(words), lemma)

    def _ends_in_kind(self, name: str, noun: str) -> bool:
        """Whether a name, or what stands before "of" in it, ends in words for what a noun is."""
        parts = (f" {name.lower()}", f" {name.lower().partition(' of ')[0]}")
        ends = tuple(f" {words}" for words in self.rules.named.get(noun, ()))
        return any(part.endswith(ends) for part in parts)

    def of(self, token: Token, name: Token, entity: Entity, chance: float) -> bool:
        """Whether something says that a named entity is what a noun describes: the text at
        one of its mentions, its name, or the knowledge base, which for nouns that say little
        is not enough where the language model finds no `chance` of it."""
        noun = self.referents.noun(token)
        lemma = token.lemma_.lower()
        if noun is None or not self._explains(entity, token):
            return False
        if self._is_in_name(entity, lemma):
            return True
        if entity.type not in self._types(token) or self._is_mere_source(entity, lemma):
            return False
        if ROLE in noun.kinds or entity.type == "Person":
            known = ROLE not in noun.kinds and self._is_known_as(entity, token)
            return entity.type == "Person" and (known or self._bears(name, token))
        if self._bears(name, token):
            return True
        told = self._description(entity) & self.rules.described.get(lemma, frozenset())
        kind = entity.item.kind if entity.item else None
        weak = kind in self.rules.weak.get(lemma, ()) and chance < self.rules.learnt.antecedent
        return bool(told) or (kind in self.rules.items.get(lemma, ()) and not weak)

    def is_likely(self, token: Token, entity: Entity, chance: float) -> bool:
        """Whether a description is of a person or body because the language model is sure of
        it, and nothing known of that one speaks against it."""
        noun, lemma = self.referents.noun(token), token.lemma_.lower()
        if noun is None or chance < self.rules.learnt.described or lemma in self.rules.relative:
            return False
        if entity.type not in ("Person", "Organization") or not self._explains(entity, token):
            return False
        types = {noun.type_of(self.referents.is_plural(token)), *(self._types(token) - {"Person"})}
        if entity.type not in types or not OFFICES.isdisjoint(noun.kinds):
            return False
        kind, kinds = entity.item.kind if entity.item else None, self.rules.items.get(lemma)
        if kind is not None and kinds is not None and kind not in kinds:
            return False
        return not self._differs(entity, noun) and not self._is_mere_source(entity, lemma)

    @staticmethod
    def _differs(entity: Entity, noun: CommonNoun) -> bool:
        """Whether the last word of a name, or of what is before "of", is of another kind."""
        parts = {entity.name, entity.name.partition(" of ")[0]}
        named = [lexicon.common_nouns().get(part.split()[-1].lower()) for part in parts]
        return any(n and n.kinds and set(n.kinds).isdisjoint(noun.kinds) for n in named)

    def asks_for_body(self, token: Token) -> bool:
        """Whether a description may be of the only organisation nearby that it fits."""
        return token.lemma_.lower() in self.rules.alone and not self.referents.is_plural(token)

    def fits_alone(self, token: Token, entity: Entity) -> bool:
        """Whether nothing known of an organisation keeps a description from being of it."""
        noun, lemma = self.referents.noun(token), token.lemma_.lower()
        if noun is None or entity.type != "Organization" or not self._explains(entity, token):
            return False
        kind, kinds = entity.item.kind if entity.item else None, self.sayings.of(entity).kinds
        if kind is not None and kind not in self.rules.alone[lemma]:
            return False
        if self._differs(entity, noun) or (kinds and kinds.isdisjoint(noun.kinds)):
            return False
        return not self._is_mere_source(entity, lemma)

    def is_rival(self, head: Token, token: Token) -> bool:
        """Whether a noun without a name is of the kind that a description names."""
        noun, other = self.referents.noun(token), self.referents.noun(head)
        if noun is None or other is None or other.type != "Organization":
            return False
        return not set(noun.kinds).isdisjoint(other.kinds) and not self.referents.is_plural(head)

    def may_be(self, token: Token, entity: Entity) -> bool:
        """Whether a generic noun may describe an entity of which nothing else is known."""
        noun = self.referents.noun(token)
        if noun is None or entity.item or entity.type not in self._types(token):
            return False
        kinds = self.sayings.of(entity).kinds
        agrees = not kinds or not kinds.isdisjoint(noun.kinds)
        lemma = token.lemma_.lower()
        generic = lemma in self.rules.generic and not self._added(token)
        source = self._is_mere_source(entity, lemma)
        return agrees and generic and not source and entity.type not in ("Place", "Person")

    def _types(self, token: Token) -> set[str]:
        """The types of entity that a noun describes, one by one where it is plural."""
        noun = self.referents.noun(token)
        if noun is None:
            return set()
        plural = noun.type == "Person" and self.referents.is_plural(token)
        return set(noun.describes) - ({"Person"} if plural else set())

    def _added(self, token: Token) -> set[str]:
        """The lemmas before a noun that may narrow it to another: not those that its entry in
        the lexicon has, nor such as "whole"."""
        noun = self.referents.noun(token)
        own = set(noun.lemma.split()) if noun else set()
        parts = self.view.children(token, "amod", "compound")
        parts = [part for part in parts if part.lower_ not in self.rules.mild_participles]
        added = {t.lemma_.lower() for part in parts for t in self.view.subtree(part) if t.is_alpha}
        return added - own - self.rules.mild

    def _explains(self, entity: Entity, token: Token) -> bool:
        """Whether what is known of an entity explains all that a description adds to its noun:
        "the German carmaker"."""
        added = self._added(token)
        if not added:
            return True
        known = set(self._description(entity)) | set().union(*self.sayings.of(entity).words)
        known |= {word.lower() for name in (entity.name, *entity.names) for word in name.split()}
        known |= self.rules.described.get(token.lemma_.lower(), frozenset())
        country = entity.item.country if entity.item else None
        for part in self.view.children(token, "amod", "compound"):
            other = self.notes.entity_at(part)
            if country and other and other.item and other.item.country == country:
                known.add(part.lemma_.lower())
        return added <= known

    def _is_mere_source(self, entity: Entity, noun: str) -> bool:
        """Whether an entity has only been told or cited, and a noun does not say why: "the
        company" is not the newspaper that reports on it."""
        kind = entity.item.kind if entity.item else None
        if entity.type != "Organization" or noun in self.rules.media["nouns"]:
            return False
        said = self.sayings.of(entity)
        if kind in self.rules.media["items"]:
            return said.only_speaks
        return kind is None and said.only_cited

    def _is_in_name(self, entity: Entity, noun: str) -> bool:
        """Whether a name says what it is: "the bank" for "X Bank", "Bank of X"."""
        if entity.type not in ("Organization", "Place"):
            return False
        names = (entity.name, *entity.names)
        if entity.type == "Organization" and any(self._ends_in_kind(n, noun) for n in names):
            return True
        return any(noun == name.lower().partition(" of ")[0].split()[-1] for name in names)

    def _bears(self, name: Token, title: Token) -> bool:
        """Whether somebody is given a title, at one of the mentions, as the words say it."""
        entity = self.notes.entity_at(name)
        words = {t.lemma_.lower() for t in self.view.noun_phrase(title) if t.pos_ != "DET"}
        return entity is not None and any(words <= parts for parts in self.sayings.of(entity).words)

    def _is_known_as(self, entity: Entity, noun: Token) -> bool:
        """Whether the knowledge base describes somebody with the words of a noun phrase."""
        words = {t.lemma_.lower() for t in self.view.noun_phrase(noun) if t.pos_ != "DET"}
        return words <= self._description(entity)

    def _description(self, entity: Entity) -> frozenset[str]:
        description = (entity.item.description if entity.item else None) or ""
        return frozenset(re.findall(r"\w+", description.lower()))
