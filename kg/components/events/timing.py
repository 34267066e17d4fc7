"""When an event takes place: the time expression that hangs on it, and on no other one.

A time belongs to the nearest verb or event noun above it in the tree; one of speech keeps its
own ("said on Monday that they fled"). Without a time of its own an event has that of what
happens with it: the verb it is coordinated with or a part of, its clause with "when", the
raid that people were killed in. `[events]` in `times.toml` has the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.components.frames import Reading
from kg.components.notes import Notes, grammar
from kg.components.times.patterns import words
from kg.facts import Event, Time

CLAUSES = ("ccomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj", "conj")
CLIMBS = 3
NOUNS = ("NOUN", "PROPN")


class Timing:
    """The times of the events of one document."""

    def __init__(self, notes: Notes, readings: list[Reading]) -> None:
        self.notes = notes
        self.view = grammar(notes.doc)
        self.table, self.context = words()["events"], words()["context"]
        self._times = [_placed(notes, time) for time in notes.times]
        self._times = [p for p in self._times if notes.in_article(notes.doc[p[0]])]
        # Nouns that keep the times in their phrases to themselves.
        self.others = {r.trigger.i for r in readings if r.trigger == r.clause and r.frame}
        self._classes = {r.trigger.i: r.frame.cls for r in readings if r.frame}
        self._lasts = {last for last, _, _ in self._times}
        hosts = self._reattached()
        self._hosted: dict[int, list[Time]] = {}  # by the event that they hang on instead
        self._inside: dict[int, list[Time]] = {}  # the others, by each token that they are inside
        for last, content, time in self._times:
            if last in hosts:
                self._hosted.setdefault(hosts[last], []).append(time)
                continue
            around = set().union(*(self._around(i) for i in content))
            for i in self._around(last) & around:
                self._inside.setdefault(i, []).append(time)

    def of(self, reading: Reading) -> Time | None:
        """The nearest time expression that hangs on the event, not on another one."""
        if not self._times:
            return None
        own = self._own(reading.trigger) or self._own(reading.clause)
        if own:
            return own
        above = self.view.matrix(reading.clause)
        if reading.trigger.pos_ in NOUNS or (above is not None and above[1] == "argument"):
            return self._of_noun(reading)
        return self._of_verb(reading)

    def _own(self, token: Token) -> Time | None:
        """The nearest time among the dependents of a token, not inside another clause."""
        found = [*self._inside.get(token.i, ()), *self._hosted.get(token.i, ())]
        return min(
            (time for time in found if not self._only_compares(token, time)),
            key=lambda t: (t.begin is None, abs(t.span.begin - token.idx), t.span),
            default=None,
        )

    def _around(self, i: int) -> set[int]:
        """A token and those above it, up to where another clause or event noun begins."""
        token, found = self.notes.doc[i], {i}
        while token.i not in self.others and not self._is_apart(token):
            head = self.view.head(token)
            if head is None or self.view.relation(token) == "space":
                break
            found.add(head.i)
            token = head
        return found

    def _is_apart(self, token: Token) -> bool:
        """Whether a token opens another clause, or a phrase that is only compared with."""
        relation, head = self.view.relation(token), self.view.head(token)
        verbal = token.pos_ in ("VERB", "AUX") or self.view.is_copular(token)
        intended = relation == "xcomp" and head is not None and self._intends(head)
        return (verbal and relation in CLAUSES) or intended or self._is_ordered(token)

    def _intends(self, verb: Token) -> bool:
        """Whether what a verb governs comes later than it: "agreed to meet on Friday"."""
        lemma = verb.lemma_.lower()
        return lemma in self.context["commitments"] or lemma in self.context["future_governors"]

    def _is_ordered(self, noun: Token) -> bool:
        """Whether a noun has a word of order: "for the first time since 2009"."""
        modifiers = self.view.modifiers(noun)
        return any(m.tag_ == "JJS" or m.lower_ in self.table["orders"] for m in modifiers)

    def _only_compares(self, token: Token, time: Time) -> bool:
        since = time.begin is not None and time.end is None
        return since and token.pos_ in NOUNS and self._is_ordered(token)

    # Events without a time of their own

    def _of_verb(self, reading: Reading) -> Time | None:
        node = reading.clause
        shared = self._of_parts(reading)
        for _ in range(CLIMBS):
            above = self.view.matrix(node)
            if shared is not None or above is None or not self._shares(node, *above):
                return shared
            node = above[0]
            shared = self._own(node)
        return shared

    def _shares(self, node: Token, above: Token, kind: str) -> bool:
        """Whether what a clause says happens when the one above it does."""
        if kind == "adverbial":
            markers = set(self.view.markers(node))
            return markers <= set(self.table["simultaneous_markers"])
        if kind == "open_complement":
            return not self._intends(above)
        if kind == "relative":  # "in March, when they met"
            return above.i in self._lasts and "when" in self.view.markers(node)
        return kind == "conjunct" and self._is_same_tense(node, above)

    def _is_same_tense(self, one: Token, other: Token) -> bool:
        tenses = []
        for verb in (one, other):
            perfect = "have" in self.view.auxiliaries(verb)
            tenses.append((self._is_to_come(verb), perfect))
        return tenses[0] == tenses[1]

    def _of_parts(self, reading: Reading) -> Time | None:
        """The time of the event in which, or the clause during which, a verb happens."""
        verb, markers = reading.clause, set(self.table["simultaneous_markers"])
        for clause in self.view.children(verb, "advcl"):
            said = set(self.view.markers(clause))
            if said and said <= markers and (time := self._own(clause)):
                return time
        cls = self._classes.get(reading.trigger.i, "Event")
        if cls in self.table["effects"]:
            nouns = self.view.surface_subjects(verb)
            if time := self._first(noun for noun in nouns if noun.i in self.others):
                return time
        if cls in self.table["apart"]:
            return None
        prepositions = self.table["simultaneous_prepositions"]
        return self._first(
            noun
            for preposition, noun in self.view.obliques(verb)
            if preposition in prepositions and noun.i in self.others
        )

    def _of_noun(self, reading: Reading) -> Time | None:
        """The time of the clause that says when the event of a noun takes place, or of the
        verb that it is a circumstance of."""
        noun = reading.trigger
        for clause in self.view.children(noun, "acl", "acl:relcl"):
            held = clause.lemma_.lower() in self.table["holding"] or self.view.happens(clause)
            if held and (time := self._own(clause)):
                return time
        above = self.view.matrix(noun)
        if above is None or above[1] != "argument":
            return None
        verb, cls = above[0], self._classes.get(above[0].i, "Event")
        if noun in self.view.surface_subjects(verb):
            return self._own(verb) if cls in self.table["effects"] else None
        preposition = self.view.preposition(noun)
        known = verb.i in self._classes and cls not in self.table["apart"]
        if known and preposition in self.table["simultaneous_prepositions"]:
            return self._own(verb)
        return None

    def _first(self, tokens: Iterator[Token]) -> Time | None:
        return next((time for token in tokens if (time := self._own(token))), None)

    # Where the tree has a time too high or too low

    def _reattached(self) -> dict[int, int]:
        """Of some times, by their last words, the event that they hang on instead."""
        hosts: dict[int, int] = {}
        taken: dict[int, int] = {}  # by head, where its first time ends
        for last, _, time in self._times:
            span = self.notes.tokens(time.span)
            head = self.view.head(span.root)
            if head is None or not span.start:
                continue
            host = self._host(time, span, head) or self._second(span, head, taken.get(head.i))
            taken.setdefault(head.i, span.end)
            if host is not None:
                hosts[last] = host.i
        return hosts

    def _host(self, time: Time, span: DocSpan, head: Token) -> Token | None:
        """The clause that a time is the last part of, where the tree has it elsewhere: beside
        what is said and not the saying ("they fled, police said on Sunday"), between a noun's
        clause and the verb ("those trapped there since Sunday were rescued"), beside a perfect
        that takes no past day ("has met people who fled on Friday"), or beside the first of
        two verbs in other tenses ("has sent doses and will treat them on Monday")."""
        view = self.view
        saying = [t for t in view.ancestors(head) if head.i < t.i < span.start]
        if saying:
            return max(saying)
        before = self.notes.doc[span.start - 1]
        if before.is_punct:
            return None
        later = max(t for t in [head, *view.conjuncts(head)] if t == head or t.i < span.start)
        if later != head and not self._is_same_tense(head, later):
            return later if self._is_to_come(later) == self._comes(time) else None
        above = [before, *view.ancestors(before)]
        clause = next((t for t in above if t == head or self._is_apart(t)), head)
        perfect = "have" in view.auxiliaries(head) and time.end is not None
        if clause == head or head not in above or not (head.i > span.start or perfect):
            return None
        return clause

    def _second(self, span: DocSpan, head: Token, first: int | None) -> Token | None:
        """The event noun between two times of one verb, which the second is of: "sentenced on
        Monday for a murder in 2016"."""
        if first is None or head.i > first:
            return None
        between = [token for token in self.notes.doc[first : span.start] if token.i in self.others]
        return between[-1] if between else None

    def _is_to_come(self, verb: Token) -> bool:
        return not set(self.view.auxiliaries(verb)).isdisjoint(self.context["future_modals"])

    def settle(self, found: list[tuple[Reading, Event]]) -> list[Event]:
        """The events, a past time moved off one that is only planned or feared: in "to fight
        rebels who took the town on Sunday" it is the last event before it that has it."""
        events = [event for _, event in found]
        for number, (reading, event) in enumerate(found):
            if (
                event.time is None
                or event.factuality.realis == "actual"
                or not self._past(event.time)
            ):
                continue
            below = {token.i for token in self.view.subtree(reading.clause)}
            others = [
                place
                for place, (other, one) in enumerate(found)
                if other.trigger.i in below
                and reading.trigger.i < other.trigger.i
                and one.spans[0].begin < event.time.span.begin
                and one.time is None
                and one.factuality.realis == "actual"
            ]
            if others:
                last = max(others, key=lambda place: found[place][0].trigger.i)
                events[last] = replace(events[last], time=event.time)
                events[number] = replace(events[number], time=None)
        return events

    def _comes(self, time: Time) -> bool:
        published = (self.notes.article.published or "")[:10]
        return bool(published and time.begin and time.begin[:10] > published)

    def _past(self, time: Time) -> bool:
        published = (self.notes.article.published or "")[:10]
        return bool(published and time.end and time.end[:10] < published)


def _placed(notes: Notes, time: Time) -> tuple[int, frozenset[int], Time]:
    """A time with the last of its tokens, and those that are no function words."""
    span = notes.tokens(time.span)
    said = frozenset(t.i for t in span if not t.is_stop)
    return span.end - 1, said or frozenset({span.end - 1}), time  # "in May" is all stop words
