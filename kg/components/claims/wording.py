"""The words of a claim, as stretches of the text, from the clause that holds them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import takewhile

from spacy.tokens import Token

from kg.components.antecedents import COMPLEMENTIZER
from kg.components.claims.coordination import Coordination
from kg.components.claims.openings import Openings
from kg.components.claims.quotations import Quotation
from kg.components.claims.reaches import LONGEST_STOP, STOPS, Reaches
from kg.components.claims.remarks import Remarks
from kg.components.claims.tags import RELATIVE_PRONOUNS, WITH_EXPLETIVE
from kg.components.claims.turns import Turns
from kg.components.claims.voices import Voices
from kg.facts import Span

PAIRED = ("both", "either", "neither")
LISTING, JOINTS = ";", ("and", "but")
PAUSES = (":", ",", ";", "–", "—")
BREAKS = ("-", "–", "—", ":")


class Wording(Reaches):
    """Reads off what is claimed in one document."""

    def __init__(self, voices: Voices, quotations: Sequence[Quotation]) -> None:
        super().__init__(voices, quotations)
        self.view = voices.view
        self.openings = Openings(voices)
        self.remarks = Remarks(voices)
        self._turns = Turns(voices)
        self._coordination = Coordination(voices)

    def words(self, clause: Token, verb: Token, speaker: Token | None = None) -> tuple[Span, ...]:
        """The claimed words of a clause: all below it but the cue, what hangs on the cue,
        later cues of the same speaker, the speaker, and "that"."""
        view = self.view
        inside = set(view.subtree(clause))
        dropped = set(view.subtree(verb)) if verb in inside else {verb}
        for token in inside:
            if token == speaker or self._turns.leads_on(token, clause, verb):
                dropped.update(view.subtree(token))
        dropped.update(self.name(speaker))
        marks = [] if view.children(clause, "nsubj:outer") else view.children(clause, "mark")
        own = view.children(clause, *WITH_EXPLETIVE)
        marks = [t for t in marks if not own or t < own[-1]]  # "that it is, if at all, old"
        dropped.update(t for t in marks if t.lower_ != "to")
        opening = self.voices.complementizer(clause)
        if opening is not None:
            dropped.update(token for token in inside if token <= opening)
            inside.update(self.voices.doc[opening.i + 1 : clause.i])
        inside.update(
            t for other in self._coordination.of(clause, verb) for t in view.subtree(other)
        )
        inside.update(
            t for time in self._coordination.lasting(clause, verb) for t in view.subtree(time)
        )
        reach = self.reach(verb)
        if clause < verb:
            reach = Span(self.after_colon(reach.begin, clause.idx), reach.end)
        kept = {t for t in inside - dropped if reach.begin <= t.idx < reach.end}
        if opening is None and verb < clause:
            kept = self._opened(kept, clause, verb)
        elif kept and verb < clause:
            kept |= self._listed(kept)
        kept = self._led_to(kept, clause)
        kept -= self._strays(kept, clause, verb)
        kept -= self.remarks.at_end(kept, clause, verb)
        kept -= self._relative(kept, verb)
        before = self._before(verb, speaker, kept, reach)
        return self.stretches(kept | before, dropped - before)

    def _led_to(self, tokens: set[Token], clause: Token) -> set[Token]:
        """The words of a clause up to the colon by which they lead to a quotation, if they do."""
        after = self.voices.doc[clause.i + 1 : clause.sent.end - 1]
        marks = [t for t in after if t.text in PAUSES]
        colon = next((t for t in marks if t.text == ":" and t.nbor(1).is_quote), None)
        if colon is None:
            return tokens
        near = self.voices.doc[clause.i : colon.i] if colon == marks[0] else ()
        return {t for t in tokens if t < colon} | set(near)

    def _opened(self, kept: set[Token], clause: Token, verb: Token) -> set[Token]:
        """The words of a clause without "that" from where they begin after its cue."""
        cue = self.voices.cue(verb, "clause")
        infinitive = "to" in self.view.markers(clause) and not self.view.children(clause, "aux")
        if cue is None or not kept or infinitive:
            return kept
        kept = kept | self.openings.subject(verb, cue, clause)
        first = self.openings.first(verb, cue)
        begins = verb.i < min(kept).i < first and first < clause.i + 1
        return {t for t in kept if t.i >= first} if begins else kept

    def _listed(self, kept: set[Token]) -> set[Token]:
        """More clauses with "that" after semicolons: "that A fell; that B rose; and that …"."""
        doc, found = self.voices.doc, set[Token]()
        place = max(kept).i + 1
        while doc[place : place + 1].text == LISTING:
            joint = place + 1 + (doc[place + 1 : place + 2].text in JOINTS)
            if doc[joint : joint + 1].text != COMPLEMENTIZER:
                break
            ends = (n for n in range(joint, len(doc)) if doc[n].text in STOPS or doc[n].is_space)
            end = next(ends, len(doc))
            found.update(doc[place:end])
            place = end
        return found

    def _relative(self, kept: set[Token], verb: Token) -> set[Token]:
        """The pronoun that stands alone before its cue: "men whom, she said, they knew"."""
        first = min(kept, default=verb)
        alone = first < verb and self.voices.doc[first.i + 1] not in kept
        return {first} if alone and first.tag_ in RELATIVE_PRONOUNS else set()

    def name(self, speaker: Token | None) -> list[Token]:
        """The tokens of a speaker's name and of the title before it, wherever they hang."""
        mention = self.voices.notes.mention_at(speaker) if speaker is not None else None
        if mention is None or mention.kind != "name":
            return []
        name, doc = self.voices.notes.tokens(mention.span), self.voices.doc
        before = reversed(doc[name.sent.start : name.start])
        title = [*takewhile(lambda t: t.pos_ in ("NOUN", "ADJ"), before)]
        comma = doc[name.start - len(title) - 1 : name.start - len(title)].text == ","
        return [*name, *(title if comma else ())]

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
        while begin > first and doc[begin - 1].text not in BREAKS:
            begin -= 1
        added = set(doc[begin:end]) - kept
        return set() if any(self.voices.cue(t, "clause", "quote") for t in added) else added

    def _strays(self, tokens: set[Token], clause: Token, verb: Token) -> set[Token]:
        """Tokens across the verb from their clause that no comma sets off from the verb."""
        doc = self.voices.doc
        across = {t for t in tokens if (t < verb) != (clause < verb)}
        if not across:
            return across
        if verb < clause and not any(t.is_punct for t in doc[verb.i + 1 : verb.i + 2]):
            return across
        edge = doc[min(across).i - 1] if clause < verb else doc[max(across).i + 1]
        inner = min(across) if clause < verb else max(across)
        return set() if edge.is_punct or inner.is_punct else across

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
    while run and _is_loose(run[0], run) and run[0].lower_ not in PAIRED:
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
