"""Figures that go on counting what the one before counts: its parts ("12 of them women"), what
it was ("up from 29"), what it is not ("19, not 91"), how it went on ("8 dead at noon, 21 by dusk").
"""

from __future__ import annotations

from spacy.tokens import Token

from kg import lexicon
from kg.components.referents import Referents
from kg.components.tolls.cue import Cue
from kg.components.tolls.figures import Figure, counts_people, is_part
from kg.facts import Polarity

DENIED: Polarity = "negative"
SERIES = (",", "and", ";", "then")
STOPS = (",", ";", ".", ":", "and", "but")
VERBAL = ("VERB", "AUX")
WHERE = ("in", "at", "near")
AMONG = (("among", "them"), ("among", "whom"), ("including",))
LONGEST_PLACE = 6  # words from a figure to its place


class Sequels:
    """Judges the figures of one document that no word of their own tells the kind of."""

    def __init__(self, referents: Referents) -> None:
        self.referents = referents
        self.doc = referents.notes.doc
        self.words = lexicon.tolls().sequels
        self._parts: set[int] = set()

    def of(self, figure: Figure, last: Cue) -> Cue | None:
        """A figure as a toll of the kind of the figure `last` right before it; None where
        nothing says so."""
        begins = last.figure.root.sent != figure.root.sent
        if not begins and self._is_among(figure, last.figure):
            self._parts.add(figure.quantity.start)
            return self._cue(figure, last)
        if is_part(figure):
            fits = self._is_smaller(figure, last.figure) and self._says_only_who(figure)
            return self._cue(figure, last) if fits else None
        if begins or not figure.is_bare:
            return None
        if self._follows(figure, self.words.denied):
            return self._cue(figure, last, DENIED)
        again = self._follows(figure, self.words.again) or self._is_degree(figure)
        return self._cue(figure, last) if again or self._goes_on(figure, last) else None

    @staticmethod
    def _cue(figure: Figure, last: Cue, polarity: Polarity | None = None) -> Cue:
        sign = polarity or last.polarity
        return Cue(
            figure, last.kind, last.part, last.trigger, last.clause, last.certainty, polarity=sign
        )

    def _at(self, i: int, words: tuple[str, ...]) -> bool:
        tokens = self.doc[max(i, 0) : i + len(words)]
        return len(tokens) == len(words) and all(
            word in (token.lower_, token.lemma_.lower())
            for word, token in zip(words, tokens, strict=True)
        )

    def _follows(self, figure: Figure, phrases: tuple[tuple[str, ...], ...]) -> bool:
        return any(self._at(figure.quantity.start - len(words), words) for words in phrases)

    def _is_among(self, figure: Figure, before: Figure) -> bool:
        """Whether people are part of those counted before, or of a series of such parts: "38 died
        that day, among them 14 women and nine children"."""
        start, noun = figure.quantity.start, figure.counted
        if noun is None or not counts_people(figure, self.referents, surely=True):
            return False
        if self._follows(figure, AMONG):
            return self._is_smaller(figure, before)
        joined = self.doc[start - 1].lower_ in SERIES
        near = before.counted is not None and before.counted.i == start - 2
        verb = self.doc[noun.i + 1 : noun.i + 2]
        free = not any(t.pos_ in VERBAL for t in verb)
        return before.quantity.start in self._parts and joined and near and free

    @staticmethod
    def _is_smaller(part: Figure, whole: Figure) -> bool:
        few, many = part.quantity, whole.quantity
        count = few.count or few.minimum or few.maximum or 0
        most = many.count or many.maximum
        return most is None or count < most

    def _rest(self, figure: Figure) -> list[Token]:
        """The words behind a figure up to the next stop."""
        rest: list[Token] = []
        for token in self.doc[figure.quantity.end : figure.root.sent.end]:
            if token.lower_ in STOPS:
                break
            rest.append(token)
        return rest

    def _says_only_who(self, figure: Figure) -> bool:
        """Whether the clause of a part has no verb but "be" before people: "five of them were
        women", "40 of them seriously"."""
        rest = self._rest(figure)
        verbs = [token for token in rest if token.pos_ in VERBAL]
        if not verbs:
            return True
        people = (self.referents.noun(token) for token in rest if token.pos_ == "NOUN")
        known = any(noun is not None and noun.type in ("Person", "Group") for noun in people)
        return known and len(verbs) == 1 and verbs[0].lemma_ == "be"

    def _is_degree(self, figure: Figure) -> bool:
        rest = self._rest(figure)
        return len(rest) == 1 and rest[0].lower_ in self.words.degrees

    def _goes_on(self, figure: Figure, last: Cue) -> bool:
        """Whether a series goes on with the next figure and its time: ", 21 by nightfall"."""
        before, rest = self.doc[figure.quantity.start - 1], self._rest(figure)
        if before.lower_ not in SERIES or not rest or any(t.pos_ in VERBAL for t in rest):
            return False
        if rest[0].pos_ == "ADP" and last.part == "total":
            return True
        if rest[0].lower_ in WHERE and len(rest) > 1 and rest[1].pos_ == "PROPN":
            return self._at_place(last)
        return any(self.referents.is_time(token) for token in rest) or self._has_time(rest)

    def _at_place(self, last: Cue) -> bool:
        """Whether the figure before has a place as well: "two in Homs, three in Hama"."""
        after = self.doc[last.figure.quantity.end : last.clause.sent.end]
        return any(t.lower_ in WHERE and t.nbor(1).pos_ == "PROPN" for t in after[:LONGEST_PLACE])

    def _has_time(self, rest: list[Token]) -> bool:
        begin, end = rest[0].idx, rest[-1].idx + len(rest[-1])
        spans = (time.span for time in self.referents.notes.times)
        return any(begin <= span.begin < end for span in spans)
