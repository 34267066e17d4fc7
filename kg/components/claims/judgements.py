"""Sources that own a judgement: "in X's view, …", "the war, by her reckoning, …"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.components.claims.tags import COMMA
from kg.components.claims.voices import Report, Voices
from kg.components.claims.wording import Wording
from kg.facts import Span

ACCORDING = 0.9
OWN = ("my", "our", "your")
LONGEST = 3  # words of a source: "in the view of"


class Judgements:
    """Finds the claims of one document that are somebody's view or reckoning."""

    def __init__(self, voices: Voices, wording: Wording) -> None:
        self.voices = voices
        self.view = voices.view
        self.wording = wording
        phrases = (words.split() for words in voices.lexicon.sources)
        self._nouns = {
            (w[0], w[2]) for w in phrases if len(w) > LONGEST and (w[1], w[3]) == ("the", "of")
        }

    def reports(self, noun: Token) -> Iterator[Report]:
        """The claim of "in X's view", as of "in the view of X", between or beside commas."""
        owner = self.view.possessor(noun)
        phrase = [t for t in self.view.subtree(noun) if not t.is_punct]
        if owner is None or (phrase[0].lower_, noun.lower_) not in self._nouns:
            return
        own = owner.lower_ in OWN or not self.voices.may_speak(owner)
        if own or self.wording.quoted.at(noun.idx) is not None:
            return
        cue = tuple(self.voices.doc[phrase[0].i : noun.i + 1])
        words = self._words(cue)
        if words:
            extent = self.voices.extent(words, cue, owner)
            yield Report("accordingTo", cue, list(words), extent, ACCORDING, owner)

    def _words(self, cue: tuple[Token, ...]) -> tuple[Span, ...]:
        """What a judgement is of: the rest of its sentence, back to a colon."""
        reach = self.wording.reach(cue[0])
        begin, end = cue[0].idx, cue[-1].idx + len(cue[-1])
        before = self.voices.between(self.wording.after_colon(reach.begin, begin), begin)
        after = self.voices.between(end, reach.end)
        closed = not after or after[0].is_punct
        opened = not before or (before[-1].text == COMMA and len(before) > 1)
        if not (closed and opened) or not (before or (after and after[0].text == COMMA)):
            return ()
        rest = after if any(map(self.view.is_predicate, after)) else []
        said = {*before, *rest}
        return self.wording.stretches(said, set(cue)) if self._is_clause(said) else ()

    def _is_clause(self, words: set[Token]) -> bool:
        return any(map(self.view.is_predicate, words))
