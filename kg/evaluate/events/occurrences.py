"""Scores of events: triggers, classes, roles, places, times, stance, and their coreference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from kg.evaluate.events import matching
from kg.evaluate.events.matching import Alignment, Place, Reading, days, same_class
from kg.evaluate.events.reports import ROLES, GoldEvent
from kg.evaluate.events.tally import Fault, Scorer, Tally
from kg.facts import PLAIN, Event, Span, Time

TRIGGERS, SPANS, PLAINS = "triggers and class", "triggers, any class", "plain events"
ROLE_ROW, END_TO_END = "roles", "roles, end to end"
PLACE, EVENT_TIME, COREFERENCE, ATTRIBUTION = "place", "event time", "event coreference", "source"
STANCE = ("polarity", "certainty", "realis")
FACTUALITY = "factuality"
FACT = ("positive", "certain", "actual")


class EventScorer(Scorer):
    """Scores the events of one report."""

    def __init__(self, reading: Reading, tally: Tally, faults: list[Fault]) -> None:
        super().__init__(reading, tally, faults)
        self.alignment = Alignment(reading)

    def score(self) -> None:
        """All measures of events."""
        self._asked()
        self._found()
        self.tally.sure += [(event.confidence, right) for event, right in self.judged]
        for number, event in enumerate(self.gold.event):
            if not event.optional:
                self._event(event, self.alignment.by_event.get(number, []))
        self._unasked_roles()
        self._coreference()

    def _asked(self) -> None:
        """Annotated mentions: which are found, and with their class."""
        matched = {id(gold): found for gold, found in self.alignment.pairs}
        for place in self.alignment.gold:
            if self._event_of(place).optional:
                continue
            found, wanted = matched.get(id(place)), "|".join(place.classes)
            right = found is not None and same_class(place, found)
            self.tally.add(_row(place), right, 0, 1)
            self.tally.add(SPANS, found is not None, 0, 1)
            if found is None:
                self.fault(f"missing {_noun(place)}", place.span, wanted)
            elif not right:
                event = self.document.events[found.number]
                self.fault("class", place.span, wanted, event.cls, event.confidence)

    def _found(self) -> None:
        """Mentions found: which are judged, and which are spurious."""
        pairs = {id(found): gold for gold, found in self.alignment.pairs}
        for place in self.alignment.found:
            gold = pairs.get(id(place))
            if gold is not None and self._event_of(gold).optional:
                continue
            right = gold is not None and same_class(gold, place)
            self.tally.add(_row(gold if gold and right else place), 0, 1, 0)
            self.tally.add(SPANS, 0, 1, 0)
            if gold is None:
                event = self.document.events[place.number]
                kind = f"spurious {_noun(place)}"
                self.fault(kind, place.span, "", event.cls, event.confidence)

    def _event_of(self, place: Place) -> GoldEvent:
        return self.gold.event[place.number]

    @property
    def judged(self) -> Iterator[tuple[Event, bool]]:
        """Each event found that is not for an optional one, and whether a mention of it has
        the annotated class."""
        pairs = [(self._event_of(gold), gold, found) for gold, found in self.alignment.pairs]
        optional = {found.number for event, _, found in pairs if event.optional}
        right = {found.number for _, gold, found in pairs if same_class(gold, found)}
        for number, event in enumerate(self.document.events):
            if number not in optional:
                yield event, number in right

    def _event(self, gold: GoldEvent, numbers: list[int]) -> None:
        span = self.report.span(gold.at[0])
        events = self.document.events
        met = [n for n in numbers if events[n].cls in gold.cls.split("|")]
        self._roles(gold, span, met)
        if not met:
            return
        first = events[met[0]]
        self._stance(gold, span, first)
        sources = self._fill(gold.source, list(first.factuality.sources))
        self.tally.add(ATTRIBUTION, sources[0], sources[1], len(gold.source))
        times = [events[n].time for n in met if events[n].time]
        self._event_time(gold, span, next(iter(times), None))

    def _stance(self, gold: GoldEvent, span: Span, found: Event) -> None:
        wanted, given = matching.stance(gold), matching.stance(found.factuality)
        for part, one, other in zip(STANCE, wanted, given, strict=True):
            self.tally.add(part, one == other, 1, 1)
        self.tally.add(FACTUALITY, wanted == given, 1, 1)
        if wanted != given:
            kind = "stated as fact" if given == FACT else FACTUALITY
            self.fault(kind, span, " ".join(wanted), " ".join(given), found.confidence)

    def _roles(self, gold: GoldEvent, span: Span, numbers: list[int]) -> None:
        united = matching.united(self.document.events, numbers)
        for role in (*ROLES, PLACE):
            wanted, given = getattr(gold, role), united.get(role, [])
            right, extra = self._fill(wanted, given)
            rows = [PLACE] if role == PLACE else [role, ROLE_ROW]
            for row in rows if numbers else ():
                self.tally.add(row, right, extra, len(wanted))
            if role != PLACE:
                self.tally.add(END_TO_END, right, extra, len(wanted))
            if numbers and (right < len(wanted) or right < extra):
                self.fault(f"role {role}", span, wanted, [self.people.name(e) for e in given])

    def _fill(self, wanted: Iterable[str], given: list[str]) -> tuple[int, int]:
        """How many of the keys are filled, and by how many entities that are no second
        name for one of those."""
        right, extra = 0, list(given)
        for keys in wanted:
            met = [entity for entity in given if self.people.means(entity, keys)]
            right += bool(met)
            extra = [entity for entity in extra if entity not in met]
        return right, right + len(extra)

    def _unasked_roles(self) -> None:
        """Roles of events that are no annotated ones or have the wrong class."""
        asked = {n for numbers in self.alignment.by_event.values() for n in numbers}
        for gold, found in self.alignment.pairs:
            if not same_class(gold, found) and not self._event_of(gold).optional:
                asked.discard(found.number)
        for number, event in enumerate(self.document.events):
            if number not in asked:
                self.tally.add(END_TO_END, 0, len(event.participants), 0)

    def _event_time(self, gold: GoldEvent, span: Span, found: Time | None) -> None:
        wanted, given = gold.time, days(found)
        right = wanted is not None and wanted == given
        self.tally.add(EVENT_TIME, right, given is not None, wanted is not None)
        if wanted != given:
            self.fault("event time", span, wanted or "", given or "")

    def _coreference(self) -> None:
        """Pairs of mentions that are said to be of one event, among those that are annotated."""
        found = {id(gold): place.number for gold, place in self.alignment.pairs}
        places = [p for p in self.alignment.gold if not self._event_of(p).optional]
        for one, other in combinations(places, 2):
            wanted = one.number == other.number
            numbers = (found.get(id(one)), found.get(id(other)))
            given = numbers[0] is not None and numbers[0] == numbers[1]
            self.tally.add(COREFERENCE, wanted and given, given, wanted)
            if wanted != given:
                kind = "missing event link" if wanted else "event link"
                cls = "|".join(one.classes)
                text = self.report.text
                self.fault(kind, one.span, cls, text[other.span.begin : other.span.end])


def _row(place: Place) -> str:
    """The measure that a mention counts for."""
    return PLAINS if place.classes[0] == PLAIN else TRIGGERS


def _noun(place: Place) -> str:
    return "plain event" if place.classes[0] == PLAIN else "event"
