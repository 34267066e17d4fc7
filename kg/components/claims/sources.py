"""Sources without a verb of saying: "according to X", "citing X"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.components.claims.citing import Citing
from kg.components.claims.judgements import ACCORDING, Judgements
from kg.components.claims.quotations import trimmed
from kg.components.claims.reaches import STOPS
from kg.components.claims.tags import QUESTIONS, VERBAL, WITH_EXPLETIVE
from kg.components.claims.voices import Report, Voices
from kg.components.claims.wording import Wording
from kg.facts import Span

LEADS = (",", ":")
LONGEST_SOURCE = 20  # words
DESCRIBING = ("appos", "acl:relcl", "acl", "conj")
OPEN = (*QUESTIONS, "IN", "CC")


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
        self._citing = Citing(voices, wording)
        self._judgements = Judgements(voices, wording)

    def reports(self, tokens: Sequence[Token]) -> Iterator[Report]:
        """Claims of the sources among `tokens`."""
        end = 0
        for token in tokens:
            named = self.voices.notes.mention_at(token) is not None  # Per Holt
            phrase = self._phrase(token) if token.i >= end and not named else None
            if phrase is not None:
                end = phrase.end
                yield from self._according(phrase)
            elif token.lemma_.lower() in self.voices.lexicon.participles:
                yield from self._citing.reports(token)
            else:
                yield from self._judgements.reports(token)

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
        if noun is None or not (self._is_apart(phrase, noun) or self.voices.may_speak(noun)):
            return
        if len(phrase) == 1 and self._is_rate(noun):
            return
        top = noun
        while (above := self.view.head(top)) is not None and phrase.start <= above.i < phrase.end:
            top = above
        source = {t for t in self.view.subtree(noun) if t.i > phrase[-1].i} | set(phrase)
        end = phrase.end
        if name := self._name_after(noun):
            end = name.end
            source |= set(name)
            noun = name.root
        words = self._following(phrase) or self._opened(phrase, end) or self._preceding(phrase, top)
        governor = self._governor(top, source)
        if governor is None and not words:
            return
        if governor is not None and not words:
            words = self._quoted(governor, phrase) or self._citing.clause(governor, source)
        if words:
            extent = self.voices.extent(words, phrase, noun)
            yield Report("accordingTo", tuple(phrase), list(words), extent, ACCORDING, noun)

    def _is_apart(self, phrase: DocSpan, noun: Token) -> bool:
        """Whether a noun is a source whatever it stands for: a name, or a thing known to the
        reader that opens the sentence ("according to the diary she kept, …")."""
        opens = all(map(_is_light, self.voices.doc[phrase.root.sent.start : phrase.start]))
        definite = bool(self.view.children(noun, "det", "nmod:poss"))
        return noun.pos_ == "PROPN" or (opens and definite and len(phrase) > 1)

    def _name_after(self, noun: Token) -> DocSpan | None:
        """X of "the mayor, X, …", where the parser hung the name on what is said."""
        doc = self.voices.doc
        place = self.view.noun_phrase(noun).end
        mention = self.voices.notes.mention_at(doc[place + 1]) if place + 1 < len(doc) else None
        if noun.pos_ != "NOUN" or doc[place].text != "," or mention is None:
            return None
        name, entity = self.voices.notes.tokens(mention.span), self.voices.notes.entities
        person = mention.kind == "name" and entity[mention.entity].type == "Person"
        closed = name.end < len(doc) and doc[name.end].text == ","
        loose = name.start == place + 1 and self.view.apposed_to(name.root) is None
        singular = not self.voices.referents.is_plural(noun)
        personal = singular and "Person" in self.voices.referents.types(noun)
        return name if person and closed and loose and personal else None

    def _opened(self, phrase: DocSpan, end: int) -> tuple[Span, ...]:
        """All that follows a source that begins its sentence, wherever it hangs."""
        doc, sent = self.voices.doc, phrase.root.sent
        before = doc[sent.start : phrase.start]
        if self.quoted.at(phrase.start_char) or any(not _is_light(t) for t in before):
            return ()
        comma = self._end(doc[phrase.start : end])
        rest = doc[comma + 1 : sent.end] if comma is not None else ()
        if not any(map(self.view.is_predicate, rest)):
            return ()
        return self.wording.stretches(rest, set())

    def _end(self, phrase: DocSpan) -> int | None:
        """The comma that ends a source, after what describes it: "according to X, the mayor, …"."""
        doc, sent = self.voices.doc, phrase.root.sent
        commas = [t.i for t in doc[phrase.end : sent.end] if t.text == ","]
        if not commas or any(map(self.view.is_predicate, doc[phrase.end : commas[0]])):
            return None
        for comma, following in pairwise(commas):
            if not self._describes(doc[comma + 1 : following], doc[following + 1 : sent.end]):
                return comma
        return commas[-1]

    def _describes(self, part: DocSpan, rest: DocSpan) -> bool:
        """Whether a part between commas is of the source, and what is said comes after it."""
        relation, head = self.view.relation(part.root), self.view.head(part.root)
        if head is None or head in part:
            return False
        if relation in DESCRIBING and head.i < part.start:
            return any(self.view.relation(t) in WITH_EXPLETIVE for t in rest)
        subjects = self.view.children(head, *WITH_EXPLETIVE) if relation in WITH_EXPLETIVE else []
        return any(self.view.subtree(t)[0].i == rest.start for t in subjects)

    def _preceding(self, phrase: DocSpan, top: Token) -> tuple[Span, ...]:
        """The clause that a source after a comma ends, where it was hung on what follows it:
        "…, according to residents, three of whom fled"."""
        doc, governor = self.voices.doc, self.view.head(top)
        mark = max(phrase.start - 1, 0)
        if doc[mark - doc[mark].is_quote].text != "," or governor is None:
            return ()
        begin = self.wording.reach(phrase[0]).begin
        before = self.voices.between(begin, phrase.start_char)
        clauses = [t for t in before if self.view.is_predicate(t)]
        if governor < phrase[-1] or not clauses or before[-2].tag_ in OPEN:
            return ()
        clause = min(clauses, key=self.voices.depth)
        apart = governor not in self.view.ancestors(clause)
        return self.wording.stretches(before, set()) if apart else ()

    def _is_rate(self, noun: Token) -> bool:
        """Whether a noun after "per" is a measure: "per head", "per 100,000 people"."""
        definite = self.view.children(noun, "det", "nmod:poss")
        return noun.pos_ != "PROPN" and not (definite and not self.view.numbers(noun))

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

    def _following(self, phrase: DocSpan) -> tuple[Span, ...]:
        """The words of the quotation that a source leads to: "according to X, “…”"."""
        after = [q for q in self.quoted.all if q.span.begin >= phrase.end_char][:1]
        between = self.voices.between(phrase.end_char, after[0].span.begin) if after else []
        if not between or between[-1].text not in LEADS or len(between) > LONGEST_SOURCE:
            return ()
        if any(t.pos_ in VERBAL or t.text in STOPS for t in between):
            return ()
        return trimmed(self.voices.text, after[0]).words

    def _quoted(self, governor: Token, phrase: DocSpan) -> tuple[Span, ...]:
        """The words of a quotation that the source stands behind."""
        around = self.quoted.at(governor.idx)
        if around is None or around.holds(phrase.start_char):
            return ()
        if self.voices.text[around.words[0].begin].islower():  # "… X, the bag “burst”"
            return ()
        return trimmed(self.voices.text, around).words


def _is_light(token: Token) -> bool:
    """Whether a word before a source takes nothing from what is said: "But according to …"."""
    return token.is_punct or token.is_space or token.pos_ == "CCONJ"
