"""Sources without a verb of saying: "according to X", "citing X"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.components.claims.openings import SUBJECTS
from kg.components.claims.quotations import trimmed
from kg.components.claims.voices import Report, Voices
from kg.components.claims.wording import STOPS, Wording
from kg.facts import Span

ACCORDING = 0.9
LEADS = (",", ":")
COLONS = (":", ";", "–", "—")
OWN = ("my", "our", "your")
TURNS = ("but", "yet", "while", "whereas", "although", "though")
LONGEST_SOURCE = 20
DESCRIBING = ("appos", "acl:relcl", "acl", "conj")
OPEN = ("WDT", "WP", "WP$", "WRB", "IN", "CC")


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
        phrases = (words.split() for words in voices.lexicon.sources)
        self._judgements = {w[2] for w in phrases if w[:2] == ["in", "the"] and w[3:] == ["of"]}

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
                yield from self._citing(token)
            elif token.lower_ in self._judgements:
                yield from self._judged(token)

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
        if noun is None or not (noun.pos_ == "PROPN" or self.voices.may_speak(noun)):
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
            words = self._quoted(governor, phrase) or self._clause(governor, source)
        if words:
            extent = self.voices.extent(words, phrase, noun)
            yield Report("accordingTo", tuple(phrase), list(words), extent, ACCORDING, noun)

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
            return any(self.view.relation(t) in SUBJECTS for t in rest)
        subjects = self.view.children(head, *SUBJECTS) if relation in SUBJECTS else []
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
        clause = min(clauses, key=lambda t: (len(self.view.ancestors(t)), t.i))
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
        if any(t.pos_ in ("VERB", "AUX") or t.text in STOPS for t in between):
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

    def _clause(self, governor: Token, source: set[Token]) -> tuple[Span, ...]:
        inside = set(self.view.subtree(governor)) - source
        around = self.quoted.at(min(source).idx)
        marks = set(self.view.children(governor, "mark")) if self.view.head(governor) else set()
        outside = around is None or not around.holds(governor.idx)
        begin, first = self.wording.reach(min(source) if outside else governor).begin, min(source).i
        if first and self.voices.doc[first - 1].text in COLONS and first < governor.i:
            begin = min(source).idx
        kept = [t for t in inside - marks if around is None or around.holds(t.idx)]
        kept = sorted(t for t in kept if t.idx >= begin)
        after = [t for t in kept if t > max(source)]
        if governor < min(source) and len(after) > 1 and after[1].lower_ in TURNS:
            kept = [t for t in kept if t not in after]  # "…, according to X, but Y …"
        when = list(takewhile(self._is_when, after))  # "according to X on Friday"
        dropped = after if all(t.is_punct for t in after[len(when) :]) else when
        kept = [t for t in kept if t not in dropped]
        return self.wording.stretches(kept, source)

    def _is_when(self, token: Token) -> bool:
        referents = self.voices.referents
        head = self.view.head(token)
        return referents.is_time(token) or (head is not None and referents.is_time(head))

    def _judged(self, noun: Token) -> Iterator[Report]:
        """ "In X's view, …" and "…, in X's view", as "in the view of X"."""
        doc, reach = self.voices.doc, self.wording.reach(noun)
        owner, phrase = self.view.possessor(noun), self.view.subtree(noun)
        begin, end = phrase[0].i, noun.i + 1
        if owner is None or phrase[0].lower_ != "in" or owner.lower_ in OWN:
            return
        if not self.voices.may_speak(owner) or self.quoted.at(noun.idx) is not None:
            return
        words = self._opened(doc[begin:end], end) if doc[end : end + 1].text == "," else ()
        ends = doc[end].idx >= reach.end or doc[end].is_punct
        if not words and ends and begin and doc[begin - 1].text == ",":
            words = self.wording.stretches(self.voices.between(reach.begin, doc[begin].idx), set())
        if words:
            cue = tuple(doc[begin:end])
            extent = self.voices.extent(words, cue, owner)
            yield Report("accordingTo", cue, list(words), extent, ACCORDING, owner)

    def _reported(self, clause: Token, citing: Token) -> Token | None:
        """The clause that a verb reports, also one hung on "citing" after it."""
        nouns = self.view.objects(citing)
        return self.view.complement(clause) or self.voices.content_clause(citing, *nouns)

    def _finite(self, clause: Token) -> Token:
        """The clause that holds an infinitive: "was in talks" of "was in talks to sell"."""
        above = self.view.head(clause)
        while above is not None and "to" in self.view.markers(clause):
            if not self.view.is_predicate(above) or self.voices.cue(above, "clause"):
                break
            clause, above = above, self.view.head(above)
        return clause

    def _teller(self, citing: Token) -> Token | None:
        """ "Said" of "the paper, citing officials, said that …"."""
        noun = self.view.head(citing)
        verb = self.view.head(noun) if noun is not None else None
        if noun is None or verb is None or noun not in self.view.children(verb, *SUBJECTS):
            return None
        return verb if self.voices.cue(verb, "clause") and citing < verb else None

    def _citing(self, verb: Token) -> Iterator[Report]:
        """ "…, citing two officials": they said what the clause before says."""
        named = [t for t in self.view.objects(verb) if t > verb and self.voices.may_speak(t)]
        matrix = self.view.matrix(verb)
        teller = self._teller(verb)
        above = matrix[0] if matrix is not None and matrix[1] == "adverbial" else teller
        if verb.tag_ != "VBG" or not named or above is None:
            return
        clause = self._finite(above)
        outer = self.view.matrix(clause)
        if outer and outer[1] == "complement" and self.voices.cue(outer[0], "clause"):
            words = self.wording.words(clause, outer[0])
        elif self.voices.cue(clause, "clause") and (inner := self._reported(clause, verb)):
            words = self.wording.words(inner, clause)
        else:
            words = self._clause(clause, set(self.view.subtree(verb)))
        if words:
            extent = self.voices.extent(words, (verb,), named[0])
            yield Report("accordingTo", (verb,), list(words), extent, ACCORDING, named[0])


def _is_light(token: Token) -> bool:
    """Whether a word before a source takes nothing from what is said: "But according to …"."""
    return token.is_punct or token.is_space or token.pos_ == "CCONJ"
