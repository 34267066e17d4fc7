"""Whom the sentences before a place in the text are about."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.components.claims.quotations import Quoted
from kg.components.claims.tags import SUBJECTS
from kg.components.claims.voices import Voices
from kg.facts import Entity

REACH = 3  # sentences of the paragraph, or of the one before where it is the first
Fits = Callable[[Entity], bool]


class Focus:
    """The people and bodies that one document is about, place by place."""

    def __init__(self, voices: Voices, quoted: Quoted) -> None:
        self.voices = voices
        self.notes = voices.notes
        self.view = voices.view
        self._quoted = quoted
        self._sentences = [s for s in voices.doc.sents if any(t.is_alpha for t in s)]
        self._begins = [sentence.start for sentence in self._sentences]
        self._body = max((span.end for span in voices.headlines), default=0)

    def before(self, token: Token, fits: Fits) -> Entity | None:
        """The last one who fits and is the subject of a sentence near before, or the only one
        with a name mentioned there; None where somebody else without a name is the subject."""
        for sentence in self._near(token):
            outside = [t for t in sentence if self._quoted.at(t.idx) is None]
            subjects = [t for t in outside if self._is_main_subject(t, sentence)]
            for subject in subjects:
                entity, asked = self.notes.entity_at(subject), subject == sentence.root
                if asked and entity is None:
                    entity = self.voices.referents.entity(subject)
                if entity is not None and (entity.named or asked) and fits(entity):
                    return entity
            others = {"Person", "Group"} & self._types(subjects)
            found = {e.id: e for e in map(self.notes.entity_at, outside) if e and e.named}
            people = [entity for entity in found.values() if fits(entity)]
            if people or others:
                return people[0] if len(people) == 1 and not others else None
        return None

    def body(self, token: Token) -> Iterator[Token]:
        """The tokens before one that are not in a headline."""
        return (t for t in self.voices.doc[: token.i] if t.idx >= self._body)

    def above(self, token: Token, fits: Fits) -> Entity | None:
        """The one with a name, and fitting, who is the main subject of the sentence of a token
        before it, or of whom that is: "Shares in X fell after the firm cut its forecast"."""
        before = self.voices.doc[token.sent.start : token.i]
        subjects = [t for t in before if self._is_main_subject(t, token.sent)]
        subjects += [n for t in subjects for p, n in self.view.obliques(t) if p in ("in", "of")]
        named = [e for e in map(self.notes.entity_at, subjects) if e and e.named and fits(e)]
        return named[-1] if named else None

    def is_quoted(self, token: Token) -> bool:
        """Whether a token stands in quotation marks."""
        return self._quoted.at(token.idx) is not None

    def _types(self, tokens: list[Token]) -> set[str]:
        """The types of nouns that stand for nobody named."""
        loose = [t for t in tokens if t.pos_ == "NOUN"]
        return {kind for token in loose for kind in self.voices.referents.types(token)}

    def _is_main_subject(self, token: Token, sentence: DocSpan) -> bool:
        """Whether a token is the subject of the main verb of its sentence, or all that this
        one asks about: "And the owner?"."""
        if token == sentence.root:
            asks = sentence.text.rstrip().endswith("?") and token.pos_ == "NOUN"
            return asks and "Person" in self.voices.referents.types(token)
        return self.view.relation(token) in SUBJECTS and self.view.head(token) == sentence.root

    def _near(self, token: Token) -> Iterator[DocSpan]:
        """Sentences of the paragraph before that of a token, nearest first; of the paragraph
        before if there is none."""
        place = bisect_left(self._begins, token.sent.start)
        text, crossed = self.voices.text, False
        for count, sentence in enumerate(reversed(self._sentences[max(0, place - REACH) : place])):
            if sentence.start_char < self._body:
                return
            if "\n" in text[sentence.end_char - 1 : self._sentences[place - count].start_char + 1]:
                if count or crossed:
                    return
                crossed = True
            yield sentence
