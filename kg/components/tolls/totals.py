"""Totals and their figures: "the death toll rose from 12 to 15", "put the figure at 6,000"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg import lexicon
from kg.components.referents import Referents
from kg.components.tolls.cues import Cue
from kg.components.tolls.figures import Figure, Figures
from kg.facts import TollKind

FROM = "from"
NAMING = ("of", "for")


class Totals:
    """Finds the totals of one document, and figures that only correct one told before."""

    def __init__(self, referents: Referents, figures: Figures) -> None:
        self.referents = referents
        self.view = referents.view
        self.figures = figures
        self.words = lexicon.tolls()
        heads = [name.split()[0] for name in self.words.totals]
        last = [name.split()[-1] for name in self.words.totals]
        self._heads = frozenset((*heads, *last))

    def all(self) -> Iterator[Cue]:
        """Each figure of each total whose words say what is counted."""
        for noun in self._nouns():
            if self._heads.isdisjoint((noun.lemma_.lower(), noun.lower_)):
                continue
            names = self._names(noun)
            total = next((t for name in names if (t := self.words.totals.get(name))), None)
            if total is not None:
                for figure, change in self._figures(noun, total.positions):
                    yield Cue(figure, total.kind, "total", noun, change, total.certainty)

    def corrections(self) -> Iterator[tuple[Figure, Token, Token]]:
        """Figures of "the figure" or "the number", which corrects one told before, with that
        noun and what links them."""
        for noun in self._nouns():
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

    def _nouns(self) -> Iterator[Token]:
        for token in self.referents.notes.article_tokens() if self.figures.all else ():
            if token.pos_ == "NOUN" or (token.pos_ == "ADJ" and self.view.children(token, "det")):
                yield token

    def _says_what(self, noun: Token) -> bool:
        """Whether a noun says what it is the number of."""
        after = [other for word, other in self.view.obliques(noun) if word in NAMING]
        return any(other.pos_ != "NUM" for other in after)

    def _figures(self, noun: Token, positions: tuple[str, ...]) -> Iterator[tuple[Figure, Token]]:
        """The figure behind one of `positions`, and the one that it was before."""
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
                    yield figure, change
                    return
            elif before.lower_ == FROM and figure.is_bare:
                was = figure

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
        if noun.pos_ == "ADJ":
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
        definite = any(t.lower_ == "the" for t in self.view.children(noun, "det"))
        return [*names, lemma, *([f"the {noun.lower_}"] if definite else [])]
