"""Totals and their figures: "the death toll rose from 12 to 15", "put the figure at 6,000"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise

from spacy.tokens import Token

from kg import lexicon
from kg.components.referents import Referents
from kg.components.tolls.cue import Cue
from kg.components.tolls.cues import Cues
from kg.components.tolls.figures import Figure, Figures
from kg.facts import TollKind
from kg.lexicon import TollCue, Total

FROM = "from"
NAMING = ("of", "for")
COUNTED = ("above", "at", "by", "of", "past", "to")
BEYOND = ("past", "above", "beyond")
NUMBERING = "number"
BROUGHT = 2  # words "bringing to" before a figure
LONGEST_NAME = 8  # words from "the dead" to "number 12"


@cache
def _edges() -> frozenset[str]:
    """The first and the last words of the names of totals."""
    names = [name.split() for name in lexicon.tolls().totals]
    return frozenset(word for name in names for word in (name[0], name[-1]))


class Totals:
    """Finds the totals of one document, and figures that only correct one told before."""

    def __init__(self, referents: Referents, figures: Figures, cues: Cues) -> None:
        self.referents = referents
        self.view = referents.view
        self.figures = figures
        self.cues = cues
        self.words = lexicon.tolls()
        self._nouns = list(self._naming()) if figures.all else []

    def all(self) -> Iterator[Cue]:
        """Each figure of each total whose words say what is counted."""
        for noun in self._nouns:
            yield from self._numbering(noun)
            counter = noun.lemma_.lower() in self.words.counters
            if not counter and _edges().isdisjoint((noun.lemma_.lower(), noun.lower_)):
                continue
            names = self._names(noun)
            total = next((t for name in names if (t := self.words.totals.get(name))), None)
            total = total or (self._counter(noun) if counter else None)
            if total is not None:
                for figure, change in self._figures(noun, total.positions):
                    yield Cue(figure, total.kind, "total", noun, change, total.certainty)

    def _counter(self, noun: Token) -> Total | None:
        """The total of whatever cue a noun counts: "the number of people driven out"."""
        for inner in (other for word, other in self.view.obliques(noun) if word in NAMING):
            cue = self.words.nouns.get(inner.lemma_.lower()) or self.words.adjectives.get(
                inner.lower_
            )
            for verb in self.view.children(inner, "acl", "acl:relcl", "amod"):
                cue = next((c for c in self.cues.meanings(verb) if self._says(c, verb)), cue)
            if cue is not None:
                return Total(cue.kind, COUNTED, cue.certainty)
        return None

    def _says(self, cue: TollCue, verb: Token) -> bool:
        passive = verb.tag_ == "VBN" and "have" not in self.view.auxiliaries(verb)
        return not cue.denied and cue.counted == ("object" if passive else "subject")

    def _numbering(self, word: Token) -> Iterator[Cue]:
        """ "The dead of the war number 60", however the verb is parsed."""
        figure = self.figures.starting(word.i + 1) if word.lower_ == NUMBERING else None
        if figure is None:
            return
        before = word.doc[max(word.sent.start, word.i - LONGEST_NAME) : word.i]
        for the, name in pairwise(before):
            total = self.words.totals.get(f"the {name.lower_}") if the.lower_ == "the" else None
            if total is not None:
                yield Cue(figure, total.kind, "total", name, name, total.certainty)

    def corrections(self) -> Iterator[tuple[Figure, Token, Token]]:
        """Figures of "the figure" or "the number", which corrects one told before, with that
        noun and what links them."""
        for noun in (*self._nouns, *self._pronouns()):
            positions = self.words.corrections.get(noun.lemma_.lower())
            if positions is None or self._says_what(noun):
                continue
            for figure, change in self._figures(noun, positions):
                if figure.is_bare:
                    yield figure, noun, change

    @staticmethod
    def cue(figure: Figure, kind: TollKind, noun: Token, change: Token) -> Cue:
        """A correction as the total of a kind."""
        return Cue(figure, kind, "total", noun, change)

    def _naming(self) -> Iterator[Token]:
        """The words that may name a total."""
        for token in self.referents.notes.article_tokens():
            part, word = token.pos_, token.lower_
            named = part in ("ADJ", "VERB") and word in self.words.adjectives
            known = named or (part == "ADJ" and word in self.words.corrections)
            if part == "NOUN" or word == NUMBERING or (known and self._put(token)):
                yield token

    def _put(self, word: Token) -> bool:
        """Whether an adjective stands for people: "put the dead at six", "puts dead at six"."""
        head = self.view.head(word)
        changed = head is not None and head.lemma_.lower() in self.words.change
        beside = changed and head is not None and head.i == word.i - 1
        return bool(self.view.children(word, "det")) or (
            beside and self.figures.starting(word.i + 2) is not None
        )

    def _pronouns(self) -> Iterator[Token]:
        """Pronouns that a verb of change has as its object: "before raising it to 45"."""
        for figure in self.figures.all:
            i = figure.quantity.start - 2
            word = figure.root.doc[i] if i > 0 and figure.is_bare else None
            if word is not None and word.pos_ in ("PRON", "DET"):
                verb = figure.root.doc[i - 1]
                if verb.lemma_.lower() in self.words.change and verb.pos_ == "VERB":
                    yield word

    def _says_what(self, noun: Token) -> bool:
        """Whether a noun says what it is the number of."""
        after = [other for word, other in self.view.obliques(noun) if word in NAMING]
        return any(other.pos_ != "NUM" for other in after)

    def _figures(self, noun: Token, positions: tuple[str, ...]) -> Iterator[tuple[Figure, Token]]:
        """The figure behind one of `positions`, and the one that it was before."""
        if (brought := self._brought(noun)) is not None:
            yield brought
            return
        was: Figure | None = None
        for figure in self.figures.all:
            start = figure.quantity.start
            if start <= noun.i or figure.root.sent != noun.sent:
                continue
            before = figure.root.doc[start - 1]
            changes = before.lemma_.lower() in self.words.change or before.pos_ == "AUX"
            if before.lower_ in positions or changes:
                change = self._change(noun, figure.root)
                if change is not None:
                    if was is not None:
                        yield was, change
                    beyond = before.lower_ in BEYOND or change.lemma_.lower() in self.words.past
                    yield (_least(figure) if beyond else figure), change
                    return
            elif before.lower_ == FROM and figure.is_bare:
                was = figure

    def _brought(self, noun: Token) -> tuple[Figure, Token] | None:
        """The figure before a total, and the verb: "bringing to 16 the number of …"."""
        start = self.view.noun_phrase(noun).start
        figure = next((f for f in self.figures.all if f.quantity.end == start), None)
        if figure is None or figure.quantity.start < BROUGHT:
            return None
        verb, to = noun.doc[figure.quantity.start - BROUGHT : figure.quantity.start]
        return (figure, verb) if to.lower_ == "to" and self._changes(verb) else None

    def _changes(self, verb: Token) -> bool:
        return verb.lemma_.lower() in self.words.change and verb.pos_ == "VERB"

    def _change(self, noun: Token, number: Token) -> Token | None:
        """What links a total to its figure: a verb of change that governs it, or "of"."""
        doc = noun.doc
        own = doc[number.i - 1].lower_ == "of"
        if own and self.view.head(number) == noun:
            return noun
        for above in self.view.ancestors(noun)[:2]:
            if above.lemma_.lower() in self.words.change or self.view.is_copular(above):
                return above
        between = doc[noun.i + 1 : number.i]
        verbs = [t for t in between if t.lemma_.lower() in self.words.change and t.pos_ == "VERB"]
        if verbs:
            return verbs[0]
        return noun if own and not any(t.pos_ == "VERB" for t in between) else None

    def _names(self, noun: Token) -> list[str]:
        """How `tolls.toml` may name a total: with its compounds, with what it is of; an
        adjective ("the dead") by its form."""
        if noun.pos_ in ("ADJ", "VERB"):
            return [f"the {noun.lower_}"]
        lemma = noun.lemma_.lower()
        compounds = [t.lemma_.lower() for t in self.view.compounds(noun)]
        names = [f"{word} {lemma}" for word in compounds]
        for word, inner in self.view.obliques(noun):
            if word == "of":
                names.append(f"{lemma} of {inner.lemma_.lower()}")
                names.append(f"{lemma} of {inner.lower_}")
                below = self.view.modifiers(inner) + self.view.children(inner, "acl", "acl:relcl")
                names.extend(f"{lemma} of {part.lower_}" for part in below)
                names.extend(f"{lemma} {part.lower_}" for part in below)
        names.extend(f"{lemma} {t.lower_}" for t in self.view.children(noun, "acl", "amod"))
        definite = self.referents.has_the(noun)
        return [*names, lemma, *([f"the {noun.lower_}"] if definite else [])]


def _least(figure: Figure) -> Figure:
    """A figure that was passed: a least one."""
    least = figure.quantity.count
    if least is None:
        return figure
    return replace(
        figure, quantity=replace(figure.quantity, count=None, minimum=least, maximum=None)
    )
