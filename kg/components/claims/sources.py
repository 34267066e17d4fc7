"""Sources without a verb of saying: "according to X", "citing X", "Police: two killed"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.components.claims.quotations import trimmed
from kg.components.claims.voices import Report, Voices
from kg.components.claims.wording import Wording
from kg.facts import Span

ACCORDING = 0.9
HEADLINE = 0.7
LONGEST_SPEAKER = 6


class Sources:
    """Finds the sources of one document that are named beside what they say."""

    def __init__(self, voices: Voices, wording: Wording) -> None:
        self.voices = voices
        self.wording = wording
        self.view = voices.view
        self.quoted = wording.quoted
        self._phrases: dict[str, list[tuple[str, ...]]] = {}
        for words in sorted(voices.lexicon.sources, key=lambda words: (-len(words.split()), words)):
            first, *rest = words.split()
            self._phrases.setdefault(first, []).append((first, *rest))

    def reports(self, tokens: Sequence[Token]) -> Iterator[Report]:
        """Claims of the sources among `tokens`, and of the headlines."""
        end = 0
        for token in tokens:
            phrase = self._phrase(token) if token.i >= end else None
            if phrase is not None:
                end = phrase.end
                yield from self._according(phrase)
            elif token.lemma_.lower() in self.voices.lexicon.participles:
                yield from self._citing(token)
        for block in self.voices.notes.article.blocks:
            if block.kind == "headline":
                yield from self._headline(self.voices.notes.tokens(block.span))

    def _phrase(self, token: Token) -> DocSpan | None:
        doc = self.voices.doc
        for words in self._phrases.get(token.lower_, ()):
            found = doc[token.i : token.i + len(words)]
            if tuple(t.lower_ for t in found) == words:
                return found
        return None

    def _according(self, phrase: DocSpan) -> Iterator[Report]:
        doc = self.voices.doc
        noun = self.voices.noun_at(doc[phrase.end]) if phrase.end < len(doc) else None
        if noun is None or not self.voices.may_speak(noun):
            return
        top = noun
        while (above := self.view.head(top)) is not None and phrase.start <= above.i < phrase.end:
            top = above
        source = {t for t in self.view.subtree(noun) if t.i > phrase[-1].i} | set(phrase)
        governor = self._governor(top, source)
        if governor is None:
            return
        words = self._quoted(governor, phrase) or self._clause(governor, source)
        if words:
            extent = self.voices.extent(words, phrase, noun)
            yield Report("accordingTo", tuple(phrase), list(words), extent, ACCORDING, noun)

    def _governor(self, top: Token, source: set[Token]) -> Token | None:
        """The predicate that a source speaks for: the one it hangs on, or that of the whole
        sentence where commas set it off at an end."""
        above = [t for t in self.view.ancestors(top) if t not in source]
        if not above:
            return None
        nearest = next((t for t in above if self.view.is_predicate(t)), above[-1])
        if self._is_at_edge(source, top):
            for token in [nearest, *self.view.ancestors(nearest)]:
                matrix = self.view.matrix(token)
                if matrix is None or (
                    matrix[1] == "complement" and self.voices.cue(matrix[0], "clause")
                ):
                    return token
        return nearest

    def _is_at_edge(self, source: set[Token], top: Token) -> bool:
        sentence = [t for t in top.sent if not t.is_space and not t.is_quote]
        rest = [t for t in sentence if t not in source]
        ordered = sorted(source)
        before = [t for t in rest if t < ordered[0]]
        after = [t for t in rest if t > ordered[-1] and not t.is_punct]
        return not before or (not after and before[-1].is_punct)

    def _quoted(self, governor: Token, phrase: DocSpan) -> tuple[Span, ...]:
        """The words of a quotation that the source stands behind."""
        around = self.quoted.at(governor.idx)
        if around is None or around.holds(phrase.start_char):
            return ()
        return trimmed(self.voices.text, around).words

    def _clause(self, governor: Token, source: set[Token]) -> tuple[Span, ...]:
        inside = set(self.view.subtree(governor)) - source
        around = self.quoted.at(min(source).idx)
        marks = set(self.view.children(governor, "mark")) if self.view.head(governor) else set()
        kept = [t for t in inside - marks if around is None or around.holds(t.idx)]
        return self.wording.stretches(kept, source)

    def _citing(self, verb: Token) -> Iterator[Report]:
        """ "…, citing two officials": they said what the clause before says."""
        named = [t for t in self.view.objects(verb) if t > verb and self.voices.may_speak(t)]
        matrix = self.view.matrix(verb)
        if verb.tag_ != "VBG" or not named or matrix is None or matrix[1] != "adverbial":
            return
        clause, outer = matrix[0], self.view.matrix(matrix[0])
        if outer and outer[1] == "complement" and self.voices.cue(outer[0], "clause"):
            words = self.wording.words(clause, outer[0])
        elif self.voices.cue(clause, "clause") and (inner := self.view.complement(clause)):
            words = self.wording.words(inner, clause)
        else:
            words = self._clause(clause, set(self.view.subtree(verb)))
        if words:
            extent = self.voices.extent(words, (verb,), named[0])
            yield Report("accordingTo", (verb,), list(words), extent, ACCORDING, named[0])

    def _headline(self, headline: DocSpan) -> Iterator[Report]:
        """ "Police: two killed", "Two killed - police"."""
        tokens = [token for token in headline if not token.is_space]
        for place, mark in enumerate(tokens):
            side = self.voices.lexicon.headlines.get(mark.text)
            before, after = tokens[:place], tokens[place + 1 :]
            speaking, words = (before, after) if side == "before" else (after, before)
            glued = place > 0 and not (tokens[place - 1].whitespace_ or side == "before")
            if side is None or glued or not 0 < len(speaking) <= LONGEST_SPEAKER:
                continue
            speaker = self._headline_speaker(speaking)
            if speaker is None or not any(t.pos_ in ("VERB", "AUX") for t in words):
                continue
            spans = self._headline_words(words)
            extent = self.voices.extent(spans, (mark, *speaking))
            quoted = any(q.words == spans for q in self.quoted.all)
            yield Report(
                "directQuote" if quoted else "accordingTo",
                (mark,), list(spans), extent, HEADLINE, speaker,
            )  # fmt: skip
            return

    def _headline_words(self, tokens: list[Token]) -> tuple[Span, ...]:
        found = Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))
        for quotation in self.quoted.all:
            if quotation.span == found:
                return quotation.words
        return (found,)

    def _headline_speaker(self, tokens: Iterable[Token]) -> Token | None:
        """The last noun of what is only a person or body, not a subject or place."""
        tokens = list(tokens)
        last = tokens[-1]
        if last.pos_ not in ("NOUN", "PROPN") or any(t.pos_ in ("VERB", "AUX") for t in tokens):
            return None
        speaks = last.lemma_.lower() in self.voices.lexicon.speakers
        types = self.voices.referents.types(last)
        return last if speaks or types & {"Person", "Group", "Organization"} else None
