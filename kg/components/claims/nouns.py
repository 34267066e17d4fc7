"""Noun phrases by where they begin and end in a document, whatever the parser made of them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Token

from kg.components.claims.cues import Cues
from kg.components.claims.tags import RELATIVE, SUBJECTS
from kg.components.notes import tokens_of
from kg.facts import Span
from kg.language.grammar import LEFT_OF_NOUN

POSSESSIVE = ("'s", "’s", "'", "’")
AGED = "old"
NOMINAL = ("NOUN", "PROPN", "PRON", "NUM")


@dataclass
class Nouns(Cues):
    """The noun phrases of one document."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.text = self.notes.article.text
        self.begins = [token.idx for token in tokens_of(self.doc)]

    @cached_property
    def headlines(self) -> list[Span]:
        """The stretches of the text that are headlines."""
        blocks = self.notes.article.blocks
        return [block.span for block in blocks if block.kind == "headline"]

    def ending_at(self, place: int) -> Token | None:
        """The head of the noun phrase that ends with the token at a place."""
        if place < 0 or self.doc[place].pos_ not in NOMINAL:
            return None
        return self.noun_at(self.doc[place])

    def between(self, begin: int, end: int) -> list[Token]:
        """The tokens that begin in a stretch of the text, without white space."""
        low, high = bisect_left(self.begins, begin), bisect_left(self.begins, end)
        return [token for token in self.doc[low:high] if not token.is_space]

    def depth(self, token: Token) -> tuple[int, int]:
        """How many tokens govern one, and its place; the main verb of some has the least."""
        return len(self.view.ancestors(token)), token.i

    def first_word(self, clause: Token) -> Token:
        """The first token of a clause that is no punctuation."""
        return next((t for t in self.view.subtree(clause) if not t.is_punct), clause)

    def noun_at(self, token: Token) -> Token | None:
        """The head of the noun phrase that begins at a token."""
        head = self.view.head(token)
        left = (*LEFT_OF_NOUN, "case")
        while head is not None and head.i > token.i and self.view.relation(token) in left:
            token, head = head, self.view.head(head)
        token = self._counted(token)
        mention = self.notes.mention_at(token)
        if mention and mention.kind == "name":
            name = self.notes.tokens(mention.span)
            holder = self._of_name(name.end) if self._is_body(mention.entity) else None
            token = holder or self._top(list(name))
        return token if token.pos_ in NOMINAL or is_aged(token) else None

    def _counted(self, token: Token) -> Token:
        """X of "one senior X", which the parser took apart."""
        last = token
        while last.lower_ == "one" or (last.pos_ == "ADJ" and last != token):
            if last.i + 1 >= len(self.doc):
                return token
            last = self.doc[last.i + 1]
        beside = self.view.head(last) == self.view.head(token)
        return last if last.pos_ in ("NOUN", "PROPN") and beside else token

    def _is_body(self, entity: str) -> bool:
        return self.notes.entities[entity].type in ("Organization", "Place")

    def _of_name(self, end: int) -> Token | None:
        """Whom the name of a body that ends at a place only describes: "the UN's envoy",
        "Acme director Jane Roe"."""
        possessive = self.doc[end : end + 1].text in POSSESSIVE
        after = self.doc[end + possessive : end + possessive + 1]
        if not after or after[0].pos_ not in ("NOUN", "PROPN", "ADJ"):
            return None
        noun = self.noun_at(after[0])
        personal = noun is not None and "Person" in self.referents.types(noun)
        return noun if personal else None

    def _top(self, tokens: list[Token]) -> Token:
        """The token of a name that the others hang on."""
        return next((t for t in tokens if self.view.head(t) not in tokens), tokens[-1])

    def neighbour(self, verb: Token) -> Token | None:
        """X right before or after a verb, where the parser hung it on the words said."""
        before = self._before_group(verb)
        last = self.doc[before] if before >= 0 else None
        if last is not None and (self.view.relation(last) in SUBJECTS or is_aged(last)):
            return last
        if found := self._described(verb, before) or self._named(before) or self._crossing(verb):
            return found
        noun = self.noun_at(self.doc[verb.i + 1]) if verb.i + 1 < len(self.doc) else None
        head = self.view.head(noun) if noun is not None else None
        taken = noun is not None and self.view.relation(noun) in SUBJECTS
        return None if taken and head is not None and noun is not None and head > noun else noun

    def name_before(self, verb: Token) -> Token | None:
        """The person or body whose name ends right before a verb and its auxiliaries."""
        return self._named(self._before_group(verb))

    def _before_group(self, verb: Token) -> int:
        """The place before a verb, its auxiliaries and adverbs."""
        before = verb.i - 1
        while before >= 0 and self.doc[before].pos_ in ("ADV", "AUX"):
            before -= 1
        return before

    def _described(self, verb: Token, comma: int) -> Token | None:
        """X of "“…,” X, a student who fled, told …", hung on what is said."""
        if comma <= verb.sent.start or self.doc[comma].text != ",":
            return None
        for token in reversed(self.doc[verb.sent.start : comma]):
            above = self.view.head(token)
            subject = self.view.relation(token) in SUBJECTS
            if above is None or not subject or token.tag_ in RELATIVE:
                continue
            ends = self.view.subtree(token)[-1].i >= comma - 1 and self.view.appositions(token)
            if ends or (self.is_aside(above) and token < above):
                return token
        return None

    def is_aside(self, clause: Token | None) -> bool:
        """Whether a clause is a participle set off by a comma: "X, asked if he knew, said"."""
        loose = clause is not None and clause.tag_ in ("VBN", "VBD") and clause.i > 0
        if clause is None or not loose or self.view.children(clause, "aux", "aux:pass"):
            return False
        return self.doc[clause.i - 1].text == ","

    def is_where(self, clause: Token) -> bool:
        """Whether a clause only tells where or when after a comma: "said at the gate, where …"."""
        first = self.first_word(clause)
        return first.tag_ == "WRB" and first.i > 0 and self.doc[first.i - 1].text == ","

    def _named(self, place: int) -> Token | None:
        """The person or body whose name ends right before a verb."""
        mention = self.notes.mention_at(self.doc[place]) if place >= 0 else None
        if mention is None or mention.kind != "name":
            return None
        name = list(self.notes.tokens(mention.span))
        return self._top(name) if name[-1].i == place and self.is_personal(name[-1]) else None

    def _crossing(self, verb: Token) -> Token | None:
        """A subject before a verb that the parser gave to another verb, after it or in the
        quotation before it: "“They ran,” one of them said"."""
        for token in reversed(self.doc[verb.sent.start : verb.i]):
            head = self.view.head(token)
            if self.view.relation(token) != "nsubj" or head is None:
                continue
            if head > verb or any(t.is_quote for t in self.doc[head.i : token.i]):
                return token
        return None


def is_aged(token: Token) -> bool:
    """Whether a word ends "61-year-old", which stands for a person."""
    aged = token.lower_.endswith(AGED)
    return aged and (token.lower_ != AGED or (token.i > 0 and token.nbor(-1).text == "-"))
