"""The words of a claim, as stretches of the text, from the clause that holds them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from kg.components.claims.quotations import Quotation, Quoted, trimmed
from kg.components.claims.voices import Voices
from kg.facts import Span

STOPS = (".", "!", "?", ";")
LONGEST_STOP = 2
LONGEST_OPENING = 3  # words that begin a remark of the writer
LEADS = ("-", "–", "—", ":")
CONCESSIVE = ("though", "although", "while", "whereas")
STAMP = re.compile(r"\d{1,2}[.:]\d\d(?: ?[ap]\.?m\.?)?:?\s+")


class Wording:
    """Reads off what is claimed in one document."""

    def __init__(self, voices: Voices, quotations: Sequence[Quotation]) -> None:
        self.voices = voices
        self.view = voices.view
        self.quoted = Quoted(quotations)
        self._blocks = [block.span for block in voices.notes.article.blocks]

    def words(self, clause: Token, verb: Token, speaker: Token | None = None) -> tuple[Span, ...]:
        """The claimed words of a clause: all below it but the cue, what hangs on the cue,
        later cues of the same speaker, the speaker, and "that"."""
        view = self.view
        inside = set(view.subtree(clause))
        dropped = set(view.subtree(verb)) if verb in inside else {verb}
        for token in inside:
            if token == speaker or self._leads_on(token, clause, verb):
                dropped.update(view.subtree(token))
        dropped.update(self.name(speaker))
        dropped.update(t for t in view.children(clause, "mark") if t.lower_ != "to")
        opening = self.voices.complementizer(clause)
        if opening is not None:
            dropped.update(token for token in inside if token <= opening)
            inside.update(self.voices.doc[opening.i + 1 : clause.i])
        inside.update(t for other in self._coordinated(clause, verb) for t in view.subtree(other))
        reach = self.reach(verb)
        kept = {t for t in inside - dropped if reach.begin <= t.idx < reach.end}
        kept -= self._strays(kept, clause, verb)
        kept -= self._remark(kept, clause, verb)
        before = self._before(verb, speaker, kept, reach)
        return self.stretches(kept | before, dropped - before)

    def _remark(self, tokens: set[Token], clause: Token, verb: Token) -> set[Token]:
        """What the writer adds at the end, after a comma: "said it would close, a day after …"."""
        if verb > clause:
            return set()
        doc, openings = self.voices.doc, self.voices.lexicon.comments
        for comma in sorted(t for t in tokens if t > clause and t.text == ","):
            words = [t.lower_ for t in doc[comma.i + 1 : comma.i + 1 + LONGEST_OPENING]]
            if any(" ".join(words[:n]) in openings for n in range(1, len(words) + 1)):
                tail = {t for t in tokens if t >= comma}
                if self._is_apart(tail, clause):
                    return tail
        return set()

    def _is_apart(self, tail: set[Token], clause: Token) -> bool:
        """Whether a tail is more than a phrase, and none of what is said goes on in it."""
        conjuncts = set(self.view.conjuncts(clause))
        return conjuncts.isdisjoint(tail) and len(tail) > LONGEST_OPENING

    def name(self, speaker: Token | None) -> list[Token]:
        """The tokens of a speaker's name, wherever they hang."""
        mention = self.voices.notes.mention_at(speaker) if speaker is not None else None
        named = mention is not None and mention.kind == "name"
        return list(self.voices.notes.tokens(mention.span)) if mention and named else []

    def _before(
        self, verb: Token, speaker: Token | None, kept: set[Token], reach: Span
    ) -> set[Token]:
        """All that "…, X said" follows, where it ends the sentence: back to a dash or colon."""
        doc = self.voices.doc
        if not kept or max(kept) > verb:
            return set()
        parts = {verb, *self.view.children(verb, "aux", "advmod")}
        if speaker is not None and speaker < verb:
            parts.update(t for t in self.view.subtree(speaker) if t > max(kept) or t == speaker)
        end = min(t.i for t in parts if t > min(kept))
        if not doc[end - 1].is_punct or max(kept).i >= end:
            return set()
        begin = min(kept).i
        first = max(min(kept).sent.start, bisect_left(self.voices.begins, reach.begin))
        while begin > first and doc[begin - 1].text not in LEADS:
            begin -= 1
        added = set(doc[begin:end]) - kept
        return set() if any(self.voices.cue(t, "clause", "quote") for t in added) else added

    def _strays(self, tokens: set[Token], clause: Token, verb: Token) -> set[Token]:
        """Tokens across the verb from their clause that no comma sets off from the verb."""
        doc = self.voices.doc
        across = {t for t in tokens if (t < verb) != (clause < verb)}
        if not across:
            return across
        edge = doc[min(across).i - 1] if clause < verb else doc[max(across).i + 1]
        inner = min(across) if clause < verb else max(across)
        return set() if edge.is_punct or inner.is_punct else across

    def _coordinated(self, clause: Token, verb: Token) -> list[Token]:
        """Clauses hung on the cue that belong to its clause, having subjects or auxiliaries of
        their own and no comma: "said A died and B had fled"."""
        found = []
        for other in self.view.children(verb, "conj", "ccomp"):
            joined = self.view.children(other, "cc")
            own = self.view.children(other, "nsubj", "nsubj:pass", "aux", "aux:pass")
            comma = bool(joined) and self.voices.doc[joined[0].i - 1].is_punct
            says = self.voices.cue(other, "clause", "quote")
            whole = own and joined and not comma and not says
            belongs = whole or self._is_state(other, clause) or _is_free(other)
            if belongs and verb < clause < other:
                found.append(other)
        return found

    def _is_state(self, other: Token, clause: Token) -> bool:
        """Whether a copular clause shares the subject of one without "that": "said the board
        had met and was confident"."""
        joined = self.view.children(other, "cc")
        shares = self.view.is_copular(other) and not self.view.children(other, "nsubj")
        bare = self.voices.complementizer(clause) is None
        return bool(joined) and not self.voices.doc[joined[0].i - 1].is_punct and shares and bare

    def reach(self, verb: Token) -> Span:
        """The stretch that holds what a cue may report: its quotation or sentence."""
        around, sentence = self.quoted.at(verb.idx), self._sentence(verb)
        if around is None:
            return sentence
        begin, end = max(around.span.begin, sentence.begin), min(around.span.end, sentence.end)
        return Span(begin, end)

    def paragraph(self, first: Token) -> tuple[Span, ...]:
        """All words of a paragraph from a token on."""
        span = Span(first.idx, self._block(first).end)
        return trimmed(self.voices.text, Quotation((span,), span)).words

    def _sentence(self, token: Token) -> Span:
        """The stretch around a token that no full stop outside quotations interrupts, in its
        paragraph, and after the time that begins an entry of a live report."""
        doc, around = self.voices.doc, self.quoted.at(token.idx)
        before = (t for t in reversed(doc[: token.i]) if self._is_stop(t, around))
        after = (t for t in doc[token.i + 1 :] if self._is_stop(t, around))
        first, last = next(before, None), next(after, None)
        begin = first.idx + len(first) if first is not None else 0
        block = self._block(token)
        first_word = stamp(self.voices.text, block)
        begin = max(begin, first_word if first_word <= token.idx else block.begin)
        end = block.end if last is None else last.idx + last.is_quote * len(last)
        return Span(begin, min(end, block.end))

    def _block(self, token: Token) -> Span:
        place = bisect_right(self._blocks, Span(token.idx, len(self.voices.text))) - 1
        found = self._blocks[place] if place >= 0 else None
        return found if found and token.idx < found.end else Span(0, len(self.voices.text))

    def _is_stop(self, token: Token, around: Quotation | None) -> bool:
        """Whether a token ends a paragraph, a sentence of the same quotation (`around`), or of
        none, or a quotation that is a sentence."""
        if token.is_space:
            return "\n" in token.text
        if token.text in STOPS:
            return self.quoted.at(token.idx) is around and (around is None or token.text != ";")
        if not token.is_quote or self.quoted.at(token.idx) is not None:
            return False
        after = self.voices.doc[token.i + 1 : token.i + 2]
        before = self.voices.text[: token.idx][-LONGEST_STOP:].rstrip("]")
        return before.endswith(STOPS) and after.text[:1].isupper()

    def _leads_on(self, token: Token, clause: Token, verb: Token) -> bool:
        """Whether a verb below the clause stands beside it instead: a second cue of its
        speaker, or another's answer to it ("…, but the army denied it")."""
        if token == clause or token.pos_ != "VERB":
            return self._is_comment(token)
        lexicon = self.voices.lexicon
        citing = token.lemma_.lower() in lexicon.participles and token.tag_ == "VBG"
        beside = self._answers(token, clause) or self._is_contrast(token, clause)
        return citing or beside or self._adds(token, verb)

    def _is_comment(self, noun: Token) -> bool:
        """Whether a noun is the writer's comment on what is said: "…, a version X disputes"."""
        lemma, known = noun.lemma_.lower(), self.voices.lexicon
        said = lemma in known.matters or known.noun(lemma) is not None
        comma = self.voices.doc[max(self.view.subtree(noun)[0].i - 1, 0)].is_punct
        first = self.view.subtree(noun)[0].is_punct
        below = self.view.children(noun, "acl", "acl:relcl")
        apposed = self.view.relation(noun) == "appos" and (comma or first)
        answers = (self.voices.cue(t, "clause", "object") for t in below)
        return said and apposed and any(answers)

    def _is_contrast(self, token: Token, clause: Token) -> bool:
        """Whether a verb sets somebody else's words against the clause: "…, though one admitted
        that …"."""
        return (
            self.view.head(token) == clause < token
            and any(mark in CONCESSIVE for mark in self.view.markers(token))
            and bool(self.view.children(token, "nsubj"))
            and self.view.complement(token) is not None
            and self.voices.cue(token, "clause") is not None
        )

    def _adds(self, token: Token, verb: Token) -> bool:
        """Whether a verb is a second cue of the speaker of `verb`: "adding that …"."""
        cue = self.voices.cue(token, "clause", "quote")
        joined = self.view.relation(token) == "conj"
        if cue is None or (joined and self.view.complement(token) is None):
            return False
        return self.voices.governor(token) == verb

    def _answers(self, token: Token, clause: Token) -> bool:
        joined = self.view.children(token, "cc")
        return (
            self.view.head(token) == clause
            and bool(joined and self.view.children(token, "nsubj"))
            and self.voices.doc[joined[0].i - 1].is_punct
            and self.voices.cue(token, "clause", "object") is not None
        )

    def stretches(self, tokens: Iterable[Token], apart: set[Token]) -> tuple[Span, ...]:
        """Tokens as stretches of the text, broken only where tokens of `apart` stand between,
        without punctuation at their ends."""
        runs: list[list[Token]] = []
        for token in sorted(t for t in tokens if not t.is_space):
            between = self.voices.doc[runs[-1][-1].i + 1 : token.i] if runs else ()
            if runs and apart.isdisjoint(between):
                runs[-1] += [*between, token]
            else:
                runs.append([token])
        trimmed = [run for run in map(_trim, runs) if run]
        return tuple(Span(run[0].idx, run[-1].idx + len(run[-1])) for run in trimmed)


def stamp(text: str, paragraph: Span) -> int:
    """The place after the time that begins an entry of a live report."""
    found = STAMP.match(text, paragraph.begin, paragraph.end)
    return found.end() if found else paragraph.begin


def _is_free(clause: Token) -> bool:
    """Whether a clause is of the kind of "whoever wins", which the parser hangs anywhere."""
    first = next((t for t in sorted(clause.subtree) if not t.is_punct), clause)
    return first.tag_ in ("WP", "WDT", "WRB") and first.lower_.endswith("ever")


def _trim(run: list[Token]) -> list[Token]:
    """A run without punctuation at its ends; quotation marks stay where they are paired."""
    run = list(run)
    while run and _is_loose(run[-1], run):
        run.pop()
    while run and _is_loose(run[0], run):
        run.pop(0)
    if len(run) > LONGEST_STOP and run[0].is_quote and run[-1].is_quote:
        return run if any(token.is_quote for token in run[1:-1]) else _trim(run[1:-1])
    return run


def _is_loose(edge: Token, run: list[Token]) -> bool:
    if edge.pos_ == "CCONJ" or edge.is_space:
        return True
    if edge.is_quote:
        return sum(token.is_quote for token in run) % 2 == 1
    return edge.is_punct and not edge.is_bracket and edge.text != "%"
