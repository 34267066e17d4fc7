"""Figures of a text and what they count: "at least 10" of "police officers"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg import lexicon, quantities
from kg.components.referents import Referents
from kg.language.grammar import LEFT_OF_NOUN, Grammar
from kg.quantities import Quantity

COUNTING = ("nummod", "compound", "amod", "nmod:desc", "det", "advmod", "nmod")
ARGUMENTS = ("nsubj", "nsubj:pass", "obj", "conj", "root", "appos")
BESIDE = ("AUX", "ADV", "PART")
PART_WORDS = ("including", "among")
YEARS = range(1800, 2100)


@dataclass(frozen=True, eq=False)
class Figure:
    """A quantity in its clause: `root` its head token, `counted` the noun it counts (None
    for a number alone), `argument` the token by which both hang on the clause."""

    quantity: Quantity
    root: Token
    counted: Token | None
    argument: Token

    @property
    def is_bare(self) -> bool:
        """A number that stands for what it counts: "8,000 had fled"."""
        return self.counted is None


class Figures:
    """The figures of one document, by the tokens that stand for them."""

    def __init__(self, doc: Doc, view: Grammar) -> None:
        self.doc = doc
        self.view = view
        figures = [self._figure(quantity) for quantity in quantities.find(doc)]
        self.all = [figure for figure in figures if not self._is_part_of_name(figure)]
        self._by_start = {figure.quantity.start: figure for figure in self.all}
        self._by_token: dict[int, Figure] = {}
        for figure in self.all:
            tokens = [figure.argument, figure.counted, figure.root]
            for token in tokens:
                if token is not None:
                    self._by_token.setdefault(token.i, figure)

    def at(self, token: Token) -> Figure | None:
        """The figure that a token of the clause stands for."""
        return self._by_token.get(token.i)

    def among(self, tokens: Iterable[Token]) -> list[Figure]:
        """The figures of arguments, and of their parts ("including three children")."""
        found: list[Figure] = []
        for token in tokens:
            own = self.at(token)
            parts = [noun for word, noun in self.view.obliques(token) if word in PART_WORDS]
            figures = [own, *(self.at(part) for part in parts)]
            found.extend(figure for figure in figures if figure)
        return found

    def just_after(self, predicate: Token) -> Figure | None:
        """The bare number right after a verb."""
        figure = self._by_start.get(predicate.i + 1)
        return figure if figure and figure.is_bare else None

    def just_before(self, predicate: Token) -> Figure | None:
        """The bare number with only auxiliaries between it and a verb, whatever the tree says."""
        i = predicate.i - 1
        while i >= 0 and self.doc[i].pos_ in BESIDE:
            i -= 1
        figure = self._by_token.get(i) if i >= 0 else None
        return figure if figure and figure.is_bare and figure.quantity.end == i + 1 else None

    def _figure(self, quantity: Quantity) -> Figure:
        inside = range(quantity.start, quantity.end)
        root = self._root(quantity)
        counted = self._counted(root, quantity)
        argument = counted if counted is not None else root
        above = self.view.head(argument)
        while above is not None and above.i in inside:
            argument = above
            above = self.view.head(argument)
        return Figure(quantity, root, counted, argument)

    def _is_part_of_name(self, figure: Figure) -> bool:
        """Whether the number names the noun before it ("Flight 12") or is a rate ("12 per")."""
        doc, start = self.doc, figure.quantity.start
        head = self.view.head(figure.root)
        names = figure.is_bare and head is not None and head.i == start - 1
        last = figure.quantity.end if figure.counted is None else figure.counted.i + 1
        rate = last < len(doc) and doc[last].lower_ == "per"
        return rate or (names and head is not None and head.pos_ in ("NOUN", "PROPN"))

    def _root(self, quantity: Quantity) -> Token:
        """The number itself; of several, the one that no other governs."""
        span = self.doc[quantity.start : quantity.end]
        numbers = [t for t in span if t.pos_ == "NUM"] or [t for t in span if t.pos_ == "NOUN"]
        inside = {token.i for token in numbers}
        for token in numbers:
            head = self.view.head(token)
            if head is None or head.i not in inside:
                return token
        return span[-1]

    def _counted(self, root: Token, quantity: Quantity) -> Token | None:
        head, relation = self.view.head(root), self.view.relation(root)
        after = head is not None and head.i >= quantity.end
        if head is not None and after and relation in COUNTING and self._can_be_counted(head):
            return head
        inside = self.doc[quantity.start : quantity.end]
        of = [noun for token in inside for word, noun in self.view.obliques(token) if word == "of"]
        nouns = [n for n in of if n.pos_ in ("NOUN", "PROPN") and n.i >= quantity.end]
        if nouns or relation in ARGUMENTS:
            return nouns[0] if nouns else None
        return self._next_noun(quantity.end)

    @staticmethod
    def _can_be_counted(token: Token) -> bool:
        """Whether a number can count a word: a noun, "dead", "wounded", but no finite verb."""
        return token.pos_ != "NUM" and (token.pos_ != "VERB" or token.tag_ == "VBN")

    def _next_noun(self, start: int) -> Token | None:
        """The head of the noun phrase that begins at a token, whatever its number hangs on."""
        token = self.doc[start] if start < len(self.doc) else None
        while token is not None and self.view.relation(token) in LEFT_OF_NOUN:
            token = self.view.head(token)
        return token if token is not None and token.pos_ == "NOUN" and token.i >= start else None


def phrase_of(figure: Figure, view: Grammar) -> DocSpan:
    """The words of a figure and what it counts."""
    start, end = figure.quantity.start, figure.quantity.end
    if figure.counted is not None:
        phrase = view.noun_phrase(figure.counted)
        leads = figure.root.i < figure.counted.i
        start = start if leads else min(start, phrase.start)
        end = max(end, figure.counted.i + 1)
    return figure.root.doc[start:end]


def counts_people(figure: Figure, referents: Referents, *, surely: bool) -> bool:
    """Whether a figure counts people; with `surely` not what the lexicon lacks.

    A number alone may count people unless it looks like a year.
    """
    noun = figure.counted
    if noun is None:
        count = figure.quantity.count
        digits = figure.root.text.isdigit()
        return figure.root.pos_ in ("NUM", "NOUN") and not (digits and count in YEARS)
    mention = referents.notes.mention_at(noun)
    if mention and mention.kind == "name":
        return mention.label == "NORP"
    if noun.lower_ in lexicon.tolls().adjectives:
        return True
    known = referents.noun(noun)
    if known is None:
        return not surely and noun.pos_ == "NOUN"
    collective = known.type == "Organization" and known.group and noun.lower_ == known.lemma
    return known.type in ("Person", "Group") or collective
