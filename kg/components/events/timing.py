"""When an event takes place: the time expression that hangs on it."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from kg.components.frames import Reading
from kg.components.notes import Notes, grammar
from kg.facts import Event, Time

CLAUSES = ("ccomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj", "conj")


class Timing:
    """The times of the events of one document."""

    def __init__(self, notes: Notes, readings: list[Reading]) -> None:
        self.notes = notes
        self.view = grammar(notes.doc)
        self._times = [_placed(notes, time) for time in notes.times]
        # Nouns that keep the times in their phrases to themselves.
        self.others = {r.trigger.i for r in readings if r.trigger == r.clause and r.frame}

    def of(self, reading: Reading) -> Time | None:
        """The nearest time expression that hangs on the event, not on another one."""
        own = self._times_below(reading.trigger) or self._times_below(reading.clause)
        if own:
            return own[0]
        node = reading.clause
        for _ in range(3):
            above = self.view.matrix(node)
            if above is None or above[1] not in ("open_complement", "conjunct", "adverbial"):
                return None
            if above[1] == "adverbial" and self.view.markers(node):
                return None
            node = above[0]
            own = self._times_below(node)
            if own:
                return own[0]
        return None

    def _times_below(self, token: Token) -> list[Time]:
        """Times among the dependents of a token, not inside another clause."""
        inside, queue = {token.i}, [token] if self._times else []
        while queue:
            for child in self.view.children(queue.pop()):
                if child.i not in self.others and not self._is_clause(child):
                    inside.add(child.i)
                    queue.append(child)
        found = []
        for last, content, time in self._times:
            if last in inside and not content.isdisjoint(inside):
                found.append(time)
        return sorted(
            found, key=lambda time: (time.begin is None, abs(time.span.begin - token.idx))
        )

    def _is_clause(self, token: Token) -> bool:
        verbal = token.pos_ in ("VERB", "AUX") or self.view.is_copular(token)
        return verbal and self.view.relation(token) in CLAUSES

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

    def _past(self, time: Time) -> bool:
        published = (self.notes.article.published or "")[:10]
        return bool(published and time.end and time.end[:10] < published)


def _placed(notes: Notes, time: Time) -> tuple[int, frozenset[int], Time]:
    """A time with the last of its tokens, and those that are no function words."""
    span = notes.tokens(time.span)
    return span.end - 1, frozenset(t.i for t in span if not t.is_stop), time
