"""The words of a claim, as stretches of the text, from the clause that holds them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from kg.components.claims.quotations import Quotation, Quoted
from kg.components.claims.voices import Voices
from kg.facts import Span

STOPS = (".", "!", "?", ";")
LEADS = ("-", "–", "—", ":")
COMPLEMENTIZER = "that"


class Wording:
    """Reads off what is claimed in one document."""

    def __init__(self, voices: Voices, quotations: Sequence[Quotation]) -> None:
        self.voices = voices
        self.view = voices.view
        self.quoted = Quoted(quotations)

    def words(self, clause: Token, verb: Token, speaker: Token | None = None) -> tuple[Span, ...]:
        """The claimed words of a clause: all below it but the cue, what hangs on the cue,
        later cues of the same speaker, the speaker, and "that"."""
        view = self.view
        inside = set(view.subtree(clause))
        dropped = set(view.subtree(verb)) if verb in inside else {verb}
        for token in inside:
            if token == speaker or self._leads_on(token, clause, verb):
                dropped.update(view.subtree(token))
        dropped.update(t for t in view.children(clause, "mark") if t.lower_ != "to")
        opening = self.complementizer(clause)
        if opening is not None:
            dropped.update(token for token in inside if token < opening)
            inside.update(self.voices.doc[opening.i + 1 : clause.i])
        inside.update(t for other in self._coordinated(clause, verb) for t in view.subtree(other))
        around = self.quoted.at(verb.idx)
        reach = around.span if around else self._sentence(verb)
        kept = {t for t in inside - dropped if reach.begin <= t.idx < reach.end}
        kept -= self._strays(kept, clause, verb)
        before = self._before(verb, speaker, kept, reach)
        return self.stretches(kept | before, dropped - before)

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
            if own and joined and not comma and not says and verb < clause < other:
                found.append(other)
        return found

    def _sentence(self, token: Token) -> Span:
        """The stretch around a token that no full stop outside quotations interrupts."""
        doc = self.voices.doc
        before = (t for t in reversed(doc[: token.i]) if self._is_stop(t))
        after = (t for t in doc[token.i + 1 :] if self._is_stop(t))
        first, last = next(before, None), next(after, None)
        return Span(first.idx + 1 if first else 0, last.idx if last else len(self.voices.text))

    def _is_stop(self, token: Token) -> bool:
        return token.text in STOPS and self.quoted.at(token.idx) is None

    def complementizer(self, clause: Token) -> Token | None:
        """The "that" of a clause."""
        marks = self.view.children(clause, "mark")
        return next((mark for mark in marks if mark.lower_ == COMPLEMENTIZER), None)

    def _leads_on(self, token: Token, clause: Token, verb: Token) -> bool:
        """Whether a verb below the clause stands beside it instead: a second cue of its
        speaker, or another's answer to it ("…, but the army denied it")."""
        if token == clause or token.pos_ != "VERB":
            return False
        lexicon = self.voices.lexicon
        citing = token.lemma_.lower() in lexicon.participles and token.tag_ == "VBG"
        return citing or self._answers(token, clause) or self.voices.governor(token) == verb

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


def _trim(run: list[Token]) -> list[Token]:
    """A run without punctuation at its ends; quotation marks stay where they are paired."""
    run = list(run)
    while run and _is_loose(run[-1], run):
        run.pop()
    while run and _is_loose(run[0], run):
        run.pop(0)
    return run


def _is_loose(edge: Token, run: list[Token]) -> bool:
    if edge.pos_ == "CCONJ" or edge.is_space:
        return True
    if edge.is_quote:
        return sum(token.is_quote for token in run) % 2 == 1
    return edge.is_punct and not edge.is_bracket and edge.text != "%"
