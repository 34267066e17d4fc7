"""Mentions of events as their sentences tell them: which are definite, in the lead, governed."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from kg import lexicon
from kg.components.factuality import Factualities
from kg.components.notes import Notes, grammar
from kg.facts import Event, Realis, Span

Form = Literal["definite", "indefinite", "verb"]
GOVERNORS = 3
LOOSE = ("appos", "parataxis")


@dataclass(frozen=True, eq=False)
class Telling:
    """One mention of an event; `classes` are those that a general noun ("the incident", "the
    deal") may stand for, `echo` where it has no class of its own; `sentence` counts from the
    begin of the body, headlines having none; `clausal` where a clause says what it is about."""

    event: Event
    trigger: Token
    form: Form
    sentence: int | None
    distinct: bool
    plural: bool
    clausal: bool
    classes: frozenset[str]
    echo: bool

    @property
    def is_noun(self) -> bool:
        """Whether a noun tells it."""
        return self.form != "verb"


class Tellings:
    """Reads the mentions of one document."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.view = grammar(notes.doc)
        self.rules = lexicon.event_coreference()
        self.factualities = Factualities(self.view)
        heads = [b.span for b in notes.article.blocks if b.kind in ("headline", "summary")]
        self._heads = heads
        body = [sent for sent in notes.doc.sents if not self._in_head(sent[0])]
        self._starts = [sent.start for sent in body]

    def of(self, event: Event, *, echo: bool = False) -> Telling:
        """A mention as it is told."""
        trigger = self.notes.tokens(event.spans[0]).root
        noun = trigger.pos_ in ("NOUN", "PROPN")
        before = self._words_before(trigger) if noun else set()
        known = not before.isdisjoint(self.rules.definite) or (
            noun and self.view.possessor(trigger) is not None
        )
        in_head = self._in_head(trigger)
        clause = self.view.complement(trigger) or self.view.open_complement(trigger)
        return Telling(
            event=event,
            trigger=trigger,
            form="verb" if not noun else "definite" if known else "indefinite",
            sentence=None if in_head else bisect_right(self._starts, trigger.i) - 1,
            distinct=not before.isdisjoint(self.rules.distinct),
            plural=noun and trigger.tag_ in ("NNS", "NNPS"),
            clausal=clause is not None,
            classes=self.rules.generic.get(event.predicate, frozenset()) if noun else frozenset(),
            echo=echo,
        )

    def realis(self, telling: Telling) -> set[Realis]:
        """The realis of a noun's mention, and of the clause that says something of it."""
        found = {telling.event.factuality.realis}
        for above in self.view.ancestors(telling.trigger)[:GOVERNORS]:
            if self.view.is_predicate(above):
                return found | {self.factualities.of(above).realis}
        return found

    def is_within(self, inner: Telling, outer: Telling) -> bool:
        """Whether a noun says the event of its verb, or of the clause that it is an apposition
        to, once more: "married in a ceremony", "accused him of theft, a charge he denies"."""
        noun, verb = inner.trigger, outer.trigger
        if not inner.is_noun or outer.is_noun or verb not in self.view.ancestors(noun):
            return False
        head = self.view.head(noun)
        if head == verb and self.view.preposition(noun) in self.rules.within:
            return True
        loose = noun if self.view.relation(noun) in LOOSE or head is None else head
        return self.view.relation(loose) in LOOSE and noun.i <= loose.i

    def _words_before(self, noun: Token) -> set[str]:
        children = [child for child in self.view.children(noun) if child.i < noun.i]
        return {word for child in children for word in (child.lower_, child.lemma_.lower())}

    def _in_head(self, token: Token) -> bool:
        return any(_holds(span, token) for span in self._heads)


def _holds(span: Span, token: Token) -> bool:
    return span.begin <= token.idx < span.end
