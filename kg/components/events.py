"""`kg_events`: what happens, with who takes part, where, when, and how sure it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.components.coreference import rules
from kg.components.factuality import Factualities
from kg.components.frames import Reader, Reading
from kg.components.notes import Notes
from kg.components.referents import Referents
from kg.facts import Event, Factuality, Participant, Span, Time

GENERIC = "Event"
SPEECH = "Statement"
GENERIC_ROLES = {"subject": "agent", "object": "target", "indirect_object": "recipient"}
CONFIDENCE = {"verb": 0.85, "noun": 0.75, "generic": 0.6}
LONGEST_LABEL = 14
WIDEST_GAP = 3


@Language.factory(
    "kg_events",
    requires=["token.dep", "token.lemma", "doc.spans", "doc.user_data"],
    assigns=["doc.user_data", "doc.spans"],
)
def make_events(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001
    """The component `kg_events`."""
    return events


def events(doc: Doc) -> Doc:
    """Write the events of `doc`, several mentions of one event as one."""
    notes = Notes(doc)
    extractor = Extractor(notes)
    found = extractor.extract()
    for number, event in enumerate(merge(found, notes), 1):
        notes.events.append(replace(event, id=f"v{number}"))
    notes.save()
    doc.spans["events"] = [_span(doc, event) for event in notes.events]
    return doc


def _span(doc: Doc, event: Event) -> DocSpan:
    where = event.spans[0]
    found = doc.char_span(where.begin, where.end, label=event.cls, span_id=event.id)
    assert found is not None
    return found


class Extractor:
    """Makes events of the readings of one document."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.referents = Referents(notes)
        self.view = self.referents.view
        self.factualities = Factualities(self.view)

    def extract(self) -> list[Event]:
        """The events of the report, one for each trigger, in order of the text."""
        tokens = [token for token in self.notes.doc if self.notes.in_article(token)]
        readings = Reader(self.referents).readings(tokens)
        found = [self._event(reading) for reading in readings]
        return sorted((event for event in found if event), key=lambda event: event.spans[0])

    def _event(self, reading: Reading) -> Event | None:
        participants, places = self._participants(reading)
        if reading.frame is None and not self._is_worth(participants):
            return None
        if reading.frame and reading.frame.cls == SPEECH and not participants:
            return None
        if reading.frame is None:
            kind = "generic"
        else:
            kind = "noun" if reading.trigger.pos_ in ("NOUN", "PROPN") else "verb"
        trigger = reading.trigger
        return Event(
            id="",
            cls=self._class(reading),
            predicate=trigger.lemma_.lower(),
            label=self._label(reading),
            spans=(Span(trigger.idx, trigger.idx + len(trigger)),),
            participants=tuple(participants),
            places=tuple(places),
            time=self._time(reading),
            factuality=self.factualities.of(trigger, reading.clause),
            confidence=CONFIDENCE[kind],
        )

    def _is_worth(self, participants: list[Participant]) -> bool:
        """Whether somebody named takes part, and not only in what they are called."""
        entities = [p.entity for p in participants]
        named = any(self.notes.entities[entity].named for entity in entities)
        return named and not (len(entities) > 1 and len(set(entities)) == 1)

    def _participants(self, reading: Reading) -> tuple[list[Participant], list[str]]:
        """Participants and places, each entity once in a role, in order of roles."""
        participants: list[Participant] = []
        places: list[str] = []
        for position, tokens in reading.positions.items():
            for token in [] if position == "complement" else self._with_members(tokens):
                role = self._role(reading, position, token)
                if role is None or (reading.frame is None and not self._known(token)):
                    continue
                entity = self.referents.entity(token)
                if entity is None:
                    continue
                if role == "place":
                    places.append(entity.id)
                else:
                    participants.append(Participant(role, entity.id))
        return list(dict.fromkeys(participants)), list(dict.fromkeys(places))

    def _with_members(self, tokens: list[Token]) -> list[Token]:
        """`tokens`, and who is said to be among them: "X was one of the bombers"."""
        found = list(tokens)
        membership = rules().membership
        for token in tokens:
            head = self.view.head(token)
            if self.view.preposition(token) in membership["prepositions"]:
                found += self.view.copular_subjects(token)
            elif head is not None and head.lemma_.lower() in membership["heads"]:
                found += self.view.copular_subjects(head)
        return found

    def _class(self, reading: Reading) -> str:
        """The class of the frame, or a finer one that its participants make it."""
        if reading.frame is None:
            return GENERIC
        lemmas = {
            noun.lemma
            for tokens in reading.positions.values()
            for noun in map(self.referents.noun, tokens)
            if noun
        }
        for broad, fine, nouns in rules().refinements:
            if reading.frame.cls in broad and not nouns.isdisjoint(lemmas):
                return fine
        return reading.frame.cls

    def _role(self, reading: Reading, position: str, token: Token) -> str | None:
        types = self.referents.types(token)
        if reading.frame is not None:
            return reading.frame.role(position, types)
        if "Place" in types and position not in GENERIC_ROLES and position != "complement":
            return "place"
        return GENERIC_ROLES.get(position)

    def _known(self, token: Token) -> bool:
        return self.notes.entity_at(token) is not None or token.pos_ in ("NOUN", "PROPN")

    def _label(self, reading: Reading) -> str:
        """Words of the source: the trigger with its nearest arguments, in their order."""
        view = self.view
        inside = {reading.trigger.i, reading.clause.i}
        arguments: list[Token] = []
        if reading.trigger.pos_ in ("NOUN", "PROPN"):
            phrase = view.noun_phrase(reading.trigger, full=True)
            inside.update(range(phrase.start, phrase.end))
            if reading.clause != reading.trigger:
                arguments = view.surface_subjects(reading.clause)[:2]
        else:
            roles = reading.frame.roles if reading.frame else {}
            for position, tokens in reading.positions.items():
                named = position in GENERIC_ROLES or position in roles
                if named and position != "complement":
                    arguments += tokens[:2]
            arguments += reading.nouns
        if reading.clause.pos_ in ("VERB", "AUX", "ADJ"):
            children = view.children(reading.clause, "aux", "aux:pass", "cop", "compound:prt")
            inside.update(child.i for child in children)
            negations = view.children(reading.clause, "advmod")
            inside.update(t.i for t in negations if t.morph.get("Polarity", []) == ["Neg"])
        for token in arguments:
            phrase = view.noun_phrase(token)
            inside.update(range(phrase.start, phrase.end))
        return self._words(inside, reading.trigger)

    def _words(self, inside: set[int], trigger: Token) -> str:
        """The tokens as running text with the few words between them, at most LONGEST_LABEL
        of them around the trigger."""
        doc = self.notes.doc
        gaps = [doc[i + 1 : k] for i, k in pairwise(sorted(inside)) if k - i <= WIDEST_GAP + 1]
        plain = [gap for gap in gaps if all(t.pos_ not in ("VERB", "AUX", "SPACE") for t in gap)]
        words = sorted({*(doc[i] for i in inside), *(token for gap in plain for token in gap)})
        words = [word for word in words if not word.is_space]
        place = words.index(trigger)
        begin = max(0, min(place - LONGEST_LABEL // 2, len(words) - LONGEST_LABEL))
        chosen = words[begin : begin + LONGEST_LABEL]
        pieces = []
        for word, after in zip(chosen, [*chosen[1:], None], strict=True):
            glued = after is not None and after.i == word.i + 1 and not word.whitespace_
            pieces.append(word.text + ("" if glued else " "))
        return "".join(pieces).strip()

    def _time(self, reading: Reading) -> Time | None:
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
        stop = {t.i for t in self.view.subtree(token) if t is not token and self._is_clause(t)}
        inside, queue = {token.i}, [token]
        while queue:
            for child in self.view.children(queue.pop()):
                if child.i not in stop:
                    inside.add(child.i)
                    queue.append(child)
        found = []
        for time in self.notes.times:
            span = self.notes.tokens(time.span)
            if any(t.i in inside and not t.is_stop for t in span) and span[-1].i in inside:
                found.append(time)
        return sorted(
            found, key=lambda time: (time.begin is None, abs(time.span.begin - token.idx))
        )

    def _is_clause(self, token: Token) -> bool:
        return self.view.relation(token) in (
            "ccomp",
            "advcl",
            "acl",
            "acl:relcl",
            "parataxis",
            "csubj",
            "conj",
        ) and (token.pos_ in ("VERB", "AUX") or self.view.is_copular(token))


def merge(found: list[Event], notes: Notes) -> list[Event]:
    """`found` with mentions of one event made one: same class, polarity and realis, no
    role filled by two different named entities, no two different times, and either a
    shared named participant or place, or the later one a definite noun."""
    merged: list[Event] = []
    for event in found:
        place = next(
            (i for i in reversed(range(len(merged))) if _same(merged[i], event, notes)), None
        )
        if place is None:
            merged.append(event)
        else:
            merged[place] = _union(merged[place], event)
    return merged


def _same(one: Event, other: Event, notes: Notes) -> bool:
    if one.cls != other.cls or one.cls == GENERIC:
        return False
    if _stance(one.factuality) != _stance(other.factuality):
        return False
    if one.time and other.time and not _compatible(one.time, other.time):
        return False
    roles = [_by_role(event) for event in (one, other)]
    shared = False
    for role in sorted(set(roles[0]) & set(roles[1])):
        if roles[0][role].isdisjoint(roles[1][role]):
            return False
        shared = shared or any(notes.entities[e].named for e in roles[0][role] & roles[1][role])
    if not shared:
        return False
    return one.predicate == other.predicate or set(roles[0]) >= {"target"} <= set(roles[1])


def _stance(factuality: Factuality) -> tuple[str, str]:
    return factuality.polarity, factuality.realis


def _compatible(one: Time, other: Time) -> bool:
    same = (one.begin, one.end) == (other.begin, other.end)
    return same or _within(one, other) or _within(other, one)


def _within(inner: Time, outer: Time) -> bool:
    """Whether one stretch of time lies in another, both being known."""
    ends = (inner.begin, inner.end, outer.begin, outer.end)
    if None in ends:
        return False
    days = [str(end)[:10] for end in ends]
    return days[2] <= days[0] and days[1] <= days[3]


def _by_role(event: Event) -> dict[str, set[str]]:
    roles: dict[str, set[str]] = {"place": set(event.places)} if event.places else {}
    for participant in event.participants:
        roles.setdefault(participant.role, set()).add(participant.entity)
    return roles


def _union(one: Event, other: Event) -> Event:
    """Two mentions as one event: all spans and roles, the surer stance, the finer time."""
    times = [time for time in (one.time, other.time) if time]
    finest = min(
        times, key=lambda t: (t.begin is None, t.end is None, t.begin != t.end), default=None
    )
    order = ("certain", "probable", "possible", "unknown")
    surest = min((one.factuality, other.factuality), key=lambda f: order.index(f.certainty))
    return replace(
        one,
        spans=tuple(sorted({*one.spans, *other.spans})),
        participants=tuple(dict.fromkeys((*one.participants, *other.participants))),
        places=tuple(dict.fromkeys((*one.places, *other.places))),
        time=finest,
        factuality=surest,
        confidence=max(one.confidence, other.confidence),
    )
