"""Figures of a text and what they count: "at least 10" of "police officers"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg import lexicon, quantities
from kg.components.referents import Referents
from kg.components.tolls.counting import Counting
from kg.language.grammar import Grammar
from kg.quantities import Quantity

BESIDE = ("AUX", "ADV", "PART")
PART_WORDS = ("including", "among")
ARTICLES = ("a", "an")
DENIED = (("not", ()), ("not", ("one", "of")), ("none", ("of",)), ("neither", ("of",)))
BOTH = "both"
FURTHER = ("more", "others", "other")
SETTING = ("including", "among", "most", "some", "many", "all", "mostly")
LONGEST_PART = 12
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
        self._counting = Counting(doc, view)
        figures = [
            self._figure(self._counting.share(quantity)) for quantity in quantities.find(doc)
        ]
        self.all = [
            figure
            for figure in figures
            if not self._is_part_of_name(figure) and not self._is_none(figure)
        ]
        self._by_start = {figure.quantity.start: figure for figure in self.all}
        self._by_end = {figure.quantity.end: figure for figure in self.all}
        self._by_token: dict[int, Figure] = {}
        for figure in sorted(self.all, key=self._is_partitive):
            tokens = [figure.argument, figure.counted, figure.root]
            for token in tokens:
                if token is not None:
                    self._by_token.setdefault(token.i, figure)

    def counts(self) -> bool:
        """Whether the document counts anything, if only with "both"."""
        return bool(self.all) or any(token.lower_ == BOTH for token in self.doc)

    def at(self, token: Token) -> Figure | None:
        """The figure that a token of the clause stands for."""
        return self._by_token.get(token.i)

    def _is_partitive(self, figure: Figure) -> bool:
        """Whether a figure is of what another one counts: "one" of "one of five people"."""
        counted = figure.counted
        return counted is not None and self.view.head(figure.root) != counted

    def starting(self, i: int) -> Figure | None:
        """The figure whose first word is token `i`."""
        return self._by_start.get(i)

    def among(self, tokens: Iterable[Token]) -> list[Figure]:
        """The figures of arguments, and of their parts ("including three children"), one that
        an article gives ("a child") only beside others."""
        tokens = list(tokens)
        found: list[Figure] = []
        for token in tokens:
            parts = [noun for word, noun in self.view.obliques(token) if word in PART_WORDS]
            parts += [
                noun
                for noun in self.view.appositions(token)
                if any(word in PART_WORDS for word, _ in self.view.obliques(noun))
            ]
            own = self.at(token)
            figures = [own, *(self.at(part) or self.single(part) for part in parts)]
            figures += [self.part_beside(own)] if own else [self.pair(token)]
            found.extend(figure for figure in figures if figure and figure not in found)
        if found:
            found += [one for t in tokens if not self.at(t) and (one := self.single(t))]
        return found

    def part_beside(self, figure: Figure) -> Figure | None:
        """The figure of a part that follows at once, whatever the tree says: "seven,
        including two officers"."""
        i = max(figure.quantity.end, figure.counted.i + 1 if figure.counted is not None else 0)
        rest = [token for token in self.doc[i : i + 4] if not token.is_punct]
        if not rest or rest[0].lower_ not in PART_WORDS:
            return None
        rest = [token for token in rest[1:] if token.lower_ != "them"]
        return self._by_start.get(rest[0].i) if rest else None

    def is_exception(self, figure: Figure) -> bool:
        """Whether a figure is left out: "all but four"."""
        return self._counting.is_excepted(figure.quantity)

    def single(self, noun: Token) -> Figure | None:
        """One, where a noun with an article says so."""
        articles = [t for t in self.view.children(noun, "det") if t.lower_ in ARTICLES]
        if not articles or noun.tag_ != "NN":
            return None
        quantity = Quantity(articles[0].i, articles[0].i + 1, 1, 1, 1)
        return Figure(quantity, articles[0], noun, noun)

    def pair(self, noun: Token) -> Figure | None:
        """Two, where "both" says so: "both men died", "both drowned"."""
        alone = noun.lower_ == BOTH
        words = [noun] if alone else self.view.children(noun, "det", "det:predet", "amod")
        both = next((t for t in words if t.lower_ == BOTH and t.pos_ != "CCONJ"), None)
        if both is None or (not alone and noun.tag_ != "NNS"):
            return None
        quantity = Quantity(both.i, both.i + 1, 2, 2, 2)
        return Figure(quantity, both, None if alone else noun, noun)

    def after_part(self, i: int) -> Figure | None:
        """The figure of a part that ends before a token: "17 of them" of "17 of them with"."""
        for words in lexicon.tolls().sequels.part:
            place = i - len(words)
            figure = self._by_end.get(place)
            if figure is not None and [t.lower_ for t in self.doc[place:i]] == list(words):
                return figure
        return None

    def right_before(self, word: Token) -> Figure | None:
        """The number alone that a word follows at once: "30 wounded"."""
        figure = self._by_end.get(word.i)
        return figure if figure and (figure.is_bare or figure.counted == word) else None

    def just_after(self, predicate: Token) -> Figure | None:
        """The bare number right after a verb; any figure after a verb that a conjunction joins,
        whatever the tree says: "and wounded 21 others"."""
        figure = self._by_start.get(predicate.i + 1)
        joined = predicate.i > 0 and self.doc[predicate.i - 1].pos_ == "CCONJ"
        return figure if figure and (figure.is_bare or joined) else None

    def just_before(self, predicate: Token) -> Figure | None:
        """The bare number with only auxiliaries between it and a verb, whatever the tree says."""
        i = predicate.i - 1
        while i >= 0 and self.doc[i].pos_ in BESIDE:
            i -= 1
        i = self._before_parts(i)
        figure = self._by_token.get(i) if i >= 0 else None
        more = i > 0 and self.doc[i].lower_ in FURTHER
        figure = figure or (self._by_end.get(i) if more else None)
        ends = figure is not None and figure.quantity.end in (i + 1, i + 1 - more)
        elided = figure is not None and (figure.is_bare or more)
        return figure if elided and ends else None

    def _before_parts(self, i: int) -> int:
        """The place before a comma and what it sets off of those counted: "20, including …,"."""
        if i < 0 or self.doc[i].text != ",":
            return i
        for start in range(i - 1, max(i - LONGEST_PART, 0), -1):
            if self.doc[start].text == "," and self.doc[start + 1].lower_ in SETTING:
                return start - 1
        return i

    def _figure(self, quantity: Quantity) -> Figure:
        inside = range(quantity.start, quantity.end)
        root = self._counting.root(quantity)
        counted = self._counting.counted(root, quantity)
        argument = counted if counted is not None else root
        above = self.view.head(argument)
        while above is not None and above.i in inside:
            argument = above
            above = self.view.head(argument)
        return Figure(quantity, root, counted, argument)

    def _is_none(self, figure: Figure) -> bool:
        """Whether the number is denied: "not one", "none of the 80 passengers"."""
        start = figure.quantity.start
        before = [token.lower_ for token in self.doc[max(0, start - 4) : start]]
        if before[-1:] == ["no"] and figure.quantity.count == 1:
            return True
        if before[-1:] == ["not"] and (figure.quantity.count or 0) > 1:
            return False  # "killed 19, not 91"
        return any(
            words[0] == word and words[1 : 1 + len(after)] == list(after)
            for i in range(len(before))
            for words in [before[i:]]
            for word, after in DENIED
            if after or len(words) == 1
        )

    def _is_part_of_name(self, figure: Figure) -> bool:
        """Whether the number names the noun before it ("Flight 12") or is a rate ("12 per",
        "one in five")."""
        doc, start = self.doc, figure.quantity.start
        head = self.view.head(figure.root)
        names = figure.is_bare and head is not None and head.i == start - 1
        last = figure.quantity.end if figure.counted is None else figure.counted.i + 1
        rate = last < len(doc) and doc[last].lower_ == "per"
        after = doc[figure.quantity.end : figure.quantity.end + 2]
        rate = rate or (len(after) > 1 and after[0].lower_ == "in" and after[1].like_num)
        return rate or (names and head is not None and head.pos_ in ("NOUN", "PROPN"))


def phrase_of(figure: Figure, view: Grammar) -> DocSpan:
    """The words of a figure and what it counts."""
    start, end = figure.quantity.start, figure.quantity.end
    if figure.counted is not None:
        phrase = view.noun_phrase(figure.counted)
        leads = figure.root.i < figure.counted.i
        start = start if leads else min(start, phrase.start)
        end = max(end, figure.counted.i + 1)
    return figure.root.doc[start:end]


def is_part(figure: Figure) -> bool:
    """Whether "of them" or the like follows a figure."""
    end = figure.quantity.end
    words = [token.lower_ for token in figure.root.doc[end : end + 2]]
    return any(words[: len(part)] == list(part) for part in lexicon.tolls().sequels.part)


def counts_people(figure: Figure, referents: Referents, *, surely: bool) -> bool:
    """Whether a figure counts people; with `surely` not what the lexicon lacks.

    A number alone may count people unless it looks like a year.
    """
    noun = figure.counted
    if noun is None:
        count = figure.quantity.count
        digits = figure.root.text.isdigit()
        stands_alone = figure.root.pos_ in ("NUM", "NOUN") or not figure.root.text.isdigit()
        return stands_alone and not (digits and count in YEARS)
    mention = referents.notes.mention_at(noun)
    if mention and mention.kind == "name":
        return noun.tag_ == "NNPS" or "Group" in referents.types(noun)
    if noun.lower_ in lexicon.tolls().adjectives:
        return True
    known = referents.noun(noun)
    if known is None:
        return not surely and noun.pos_ == "NOUN"
    collective = known.type == "Organization" and known.group and noun.lower_ == known.lemma
    return known.type in ("Person", "Group") or collective
