"""`kg_events`: what happens, with who takes part, where, when, and how sure it is."""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg import lexicon
from kg.components.events.confidence import confidence, kind
from kg.components.events.echoes import Echoes
from kg.components.events.labels import Labels
from kg.components.events.merging import merge
from kg.components.events.placing import Placing
from kg.components.events.timing import Timing
from kg.components.factuality import Factualities
from kg.components.frames import Reader, Reading
from kg.components.notes import Notes
from kg.components.referents import Referents
from kg.facts import PLAIN, Event, Participant, Span

SPEECH = "Statement"
NOUNS = ("NOUN", "PROPN")
TOPIC = "topic"


@Language.component(
    "kg_events",
    requires=["token.dep", "token.lemma", "doc.spans", "doc.user_data"],
    assigns=["doc.user_data", "doc.spans"],
)
def events(doc: Doc) -> Doc:
    """Write the events of `doc`, several mentions of one event as one."""
    notes = Notes(doc)
    extractor = Extractor(notes)
    found = extractor.extract()
    taken = {reading.trigger.i for reading in extractor.readings}
    echoes = Echoes(notes, extractor.timing, extractor.factualities, taken).all()
    for number, event in enumerate(merge(found, notes, echoes), 1):
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
        tokens = notes.article_tokens()
        self.readings = Reader(self.referents).readings(tokens)
        self.placing = Placing(self.referents, self.readings)
        self.happenings = {
            r.trigger.i for r in self.readings if r.frame and r.trigger.pos_ in NOUNS
        }
        self.labels, self.timing = Labels(notes.doc), Timing(notes, self.readings)

    def extract(self) -> list[Event]:
        """The events of the report, one for each trigger, in order of the text."""
        made = ((reading, self._event(reading)) for reading in self.readings)
        found = [(reading, event) for reading, event in made if event]
        return sorted(self.timing.settle(found), key=lambda event: event.spans[0])

    def _event(self, reading: Reading) -> Event | None:
        participants, places = self._participants(reading)
        if not self._is_event(reading, participants):
            return None
        trigger = reading.trigger
        event = Event(
            id="",
            cls=self._class(reading),
            predicate=trigger.lemma_.lower(),
            label=self.labels.of(reading),
            spans=(Span(trigger.idx, trigger.idx + len(trigger)),),
            participants=tuple(participants),
            places=tuple(places or self.placing.of(reading)),
            time=self.timing.of(reading),
            factuality=self.factualities.of(trigger, reading.clause),
        )
        return replace(event, confidence=confidence(kind(event, trigger.pos_)))

    def _is_event(self, reading: Reading, participants: list[Participant]) -> bool:
        """Whether a reading tells of something: what no frame is known for, with somebody
        named; what is said, with somebody who says it."""
        if reading.frame is None:
            return self._is_worth(participants)
        return reading.frame.cls != SPEECH or self._is_said(reading, participants)

    @staticmethod
    def _is_said(reading: Reading, participants: list[Participant]) -> bool:
        """Whether somebody speaks, known or not: "nobody said"."""
        return bool(participants) or (
            reading.trigger.pos_ == "VERB" and bool(reading.positions.get("subject"))
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
                if token.i in self.happenings or (role == TOPIC and token.pos_ == "NUM"):
                    continue  # neither another event nor a bare figure takes part
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
        membership = lexicon.coreference().membership
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
            return PLAIN
        refinements = [
            (fine, known)
            for broad, fine, known in lexicon.coreference().refinements
            if reading.frame.cls in broad
        ]
        if not refinements:
            return reading.frame.cls
        nouns = [
            self.referents.noun(said)
            for tokens in reading.positions.values()
            for token in tokens
            for said in (token, self._predicated(token))
        ]
        lemmas = {noun.lemma for noun in nouns if noun}
        finer = (fine for fine, known in refinements if not known.isdisjoint(lemmas))
        return next(finer, reading.frame.cls)

    def _predicated(self, token: Token) -> Token:
        """What a participant is said to be, or to be among; itself where nothing is said."""
        head = self.view.head(token)
        if head is not None and token in self.view.copular_subjects(head):
            return head
        return token

    def _role(self, reading: Reading, position: str, token: Token) -> str | None:
        types = self.referents.types(token)
        frame = reading.frame or lexicon.events().plain
        role = frame.role(position, types)
        carried = role == "agent" and not frame.defaults.carriers.isdisjoint(types)
        return "instrument" if carried and self._is_bare_means(token) else role

    def _is_bare_means(self, token: Token) -> bool:
        """Whether a noun without an article stands after "by": "by helicopter"."""
        return self.view.preposition(token) == "by" and not self.view.children(
            token, "det", "nummod", "amod", "nmod:poss"
        )

    def _known(self, token: Token) -> bool:
        return self.notes.entity_at(token) is not None or token.pos_ in ("NOUN", "PROPN")
