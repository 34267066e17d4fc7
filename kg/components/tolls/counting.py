"""What a number of a text counts: the noun it stands before, or the noun after "of"."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg import lexicon
from kg.language.grammar import LEFT_OF_NOUN, Grammar
from kg.numerals import fraction_at
from kg.quantities import Quantity

COUNTING = ("nummod", "compound", "amod", "nmod:desc", "det", "advmod", "nmod")
ARGUMENTS = ("nsubj", "nsubj:pass", "obj", "conj", "root", "appos")
EXCEPTIONS = (["all", "but"], ["all", "except"])
QUOTES = ("``", "''")
DASHES = ("-", "–", "—")
LONGEST_FRACTION = 6
WHOLE = ("of", "the", "its", "their", "his", "her", "our", "these", "those", "'s", "’s")
FINITE = ("VBD", "VBZ", "VBP")
DETERMINED = ("det", "nmod:poss", "nummod")


class Counting:
    """Finds the numbers' heads and the counted nouns of one document."""

    def __init__(self, doc: Doc, view: Grammar) -> None:
        self.doc = doc
        self.view = view

    def share(self, quantity: Quantity) -> Quantity:
        """The quantity, or the part of it that the words before say: "a third of the 60"."""
        count = quantity.count
        begin = max(0, quantity.start - LONGEST_FRACTION)
        words = [t.lower_ for t in self.doc[begin : quantity.start]]
        may_be = count is not None and "of" in words and words[-1] in WHOLE
        for i in range(len(words) if may_be else 0):
            fraction = fraction_at(words, i)
            whole = words[fraction.end :] if fraction else []
            if fraction is None or whole[:1] != ["of"] or whole[-1] not in WHOLE:
                continue
            number = round(fraction.value * (count or 0))
            return Quantity(begin + i, quantity.end, number, approximate=True)
        return quantity

    def root(self, quantity: Quantity) -> Token:
        """The number itself; of several, the one that no other governs."""
        span = self.doc[quantity.start : quantity.end]
        numbers = [t for t in span if t.pos_ == "NUM"] or [t for t in span if t.pos_ == "NOUN"]
        inside = {token.i for token in numbers}
        heads = [t for t in numbers if (h := self.view.head(t)) is None or h.i not in inside]
        heads.sort(key=lambda token: self.view.relation(token) != "nummod")
        return heads[0] if heads else span[-1]

    def counted(self, root: Token, quantity: Quantity) -> Token | None:
        """The noun that a number counts, or None where the number stands alone."""
        head, relation = self.view.head(root), self.view.relation(root)
        after = head is not None and head.i >= quantity.end
        counts = relation in COUNTING and after and not self._is_parted(quantity.end, head)
        if head is not None and counts and self._can_be_counted(head):
            return head
        inside = self.doc[quantity.start : quantity.end]
        of = [noun for token in inside for word, noun in self.view.obliques(token) if word == "of"]
        adjectives = lexicon.tolls().adjectives  # "18 of the dead"
        nouns = [n for n in of if n.pos_ in ("NOUN", "PROPN") or n.lower_ in adjectives]
        nouns = [n for n in nouns if n.i >= quantity.end]
        if any(n.tag_ == "NN" and not self.view.children(n, *DETERMINED) for n in nouns):
            of_kind = lexicon.tolls().nouns
            nouns = [n for n in nouns if n.lemma_.lower() not in of_kind]
            if not nouns:
                return self._elided(root)
        excepted = self.is_excepted(quantity)
        if nouns or (relation in ARGUMENTS and not excepted):
            return nouns[0] if nouns else None
        return self._next_noun(quantity.end)

    def is_excepted(self, quantity: Quantity) -> bool:
        """Whether a number is left out: "all but four"."""
        start = quantity.start
        return [t.lower_ for t in self.doc[max(0, start - 2) : start]] in EXCEPTIONS

    def _elided(self, root: Token) -> Token | None:
        """Counts of "two counts of murder and three of fraud"."""
        head = self.view.head(root)
        return head if self.view.relation(root) == "conj" else None

    def _is_parted(self, start: int, noun: Token | None) -> bool:
        """Whether a dash stands between a number and a noun: "14 dead - hospital"."""
        between = self.doc[start : noun.i] if noun is not None else ()
        return any(t.text in DASHES and t.whitespace_ and t.nbor(-1).whitespace_ for t in between)

    @staticmethod
    def _can_be_counted(token: Token) -> bool:
        """Whether a number can count a word: a noun, "dead", "wounded", but no finite verb."""
        if token.tag_ in FINITE:
            return False
        return token.pos_ not in ("NUM", "ADV") and (token.pos_ != "VERB" or token.tag_ == "VBN")

    def _next_noun(self, start: int) -> Token | None:
        """The head of the noun phrase that begins at a token, whatever its number hangs on."""
        start += start < len(self.doc) and self.doc[start].tag_ in QUOTES
        token = self.doc[start] if start < len(self.doc) else None
        if token is not None and token.pos_ == "DET":
            return None  # "29 this morning"
        while token is not None and self.view.relation(token) in LEFT_OF_NOUN:
            token = self.view.head(token)
        if token is None or token.tag_ in FINITE or self._is_parted(start, token):
            return None
        return token if token.pos_ == "NOUN" and token.i >= start else None
