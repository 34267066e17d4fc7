"""`kg_tolls`: how many were killed, injured, missing, displaced, captured or arrested.

A figure becomes a toll where a cue of `tolls.toml` says what became of the counted: a verb,
an adjective, a noun or a total ("the death toll rose to 50"). Totals stay tolls of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg import lexicon
from kg.components.factuality import ORDER, Factualities
from kg.components.notes import Notes
from kg.components.referents import Referents
from kg.components.tolls.cue import Cue
from kg.components.tolls.cues import Cues
from kg.components.tolls.figures import Figure, Figures, counts_people, phrase_of
from kg.components.tolls.sequels import Sequels
from kg.components.tolls.totals import Totals
from kg.components.tolls.victims import Victims
from kg.facts import Certainty, Event, Factuality, Span, Time, Toll, TollKind

CONFIDENCE = {"verb": 0.9, "adjective": 0.85, "noun": 0.75, "total": 0.85}
PRIORITY = ("total", "verb", "adjective", "noun")
PLACES = ("in", "at", "near", "around", "outside", "across", "on")
NEGATIVE = ("no", "not")
DEFINITE = ("the", "that", "this")
HIGHEST = 4
NEAREST = 2  # sentences from a figure back to the one that it corrects


@Language.component(
    "kg_tolls",
    requires=["token.dep", "token.lemma", "doc.user_data", "doc.spans"],
    assigns=["doc.user_data", "doc.spans"],
)
def tolls(doc: Doc) -> Doc:
    """Write the casualty figures of `doc`."""
    notes = Notes(doc)
    for number, toll in enumerate(Extractor(notes).extract(), 1):
        notes.tolls.append(replace(toll, id=f"t{number}"))
    notes.save()
    return doc


class Extractor:
    """Makes tolls of the figures of one document."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.referents = Referents(notes)
        self.view = self.referents.view
        self.words = lexicon.tolls()
        self.figures = Figures(notes.doc, self.view)
        self.factualities = Factualities(self.view)
        self.victims = Victims(self.referents)
        self.events = {
            token.i: event
            for event in reversed(notes.events)
            for span in event.spans
            for token in notes.tokens(span)
        }

    def extract(self) -> list[Toll]:
        """The tolls in order of the text, each figure once for each kind."""
        found: dict[int, list[Cue]] = {}
        cues = Cues(self.referents, self.figures, self.factualities)
        totals = Totals(self.referents, self.figures, cues)
        for cue in (*cues.all(), *totals.all()):
            if cue.events or counts_people(cue.figure, self.referents, surely=cue.is_loose):
                found.setdefault(cue.figure.quantity.start, []).append(cue)
        for figure, noun, change in totals.corrections():
            kind = self._told_before(figure, found)
            if kind is not None:
                cue = totals.cue(figure, kind, noun, change)
                found.setdefault(figure.quantity.start, []).append(cue)
        self._add_told_again(found)
        chosen = {start: list(self._chosen(found[start])) for start in found}
        self._add_sequels(chosen)
        return [self._toll(cue) for start in sorted(chosen) for cue in chosen[start]]

    def _add_told_again(self, found: dict[int, list[Cue]]) -> None:
        """Add the figures of nouns whose kind only a figure before tells: "15 victims"."""
        for figure in self.figures.all if found else ():
            noun = figure.counted if figure.quantity.count != 1 else None
            if noun is not None and noun.lemma_.lower() in self.words.sequels.nouns:
                kind = self._told_before(figure, found)
                if kind is not None:
                    found[figure.quantity.start] = [Cue(figure, kind, "noun", noun, noun)]

    def _add_sequels(self, chosen: dict[int, list[Cue]]) -> None:
        """Add the figures that go on counting what the toll right before them counts."""
        sequels = Sequels(self.referents)
        for before, figure in pairwise(self.figures.all if chosen else ()):
            last = chosen.get(before.quantity.start)
            if last and figure.quantity.start not in chosen:
                sequel = sequels.of(figure, last[0])
                if sequel is not None:
                    chosen[figure.quantity.start] = [sequel]

    def _told_before(self, figure: Figure, found: dict[int, list[Cue]]) -> TollKind | None:
        """What the last figure before counts, if that stands in this sentence or one of the
        two before it."""
        start = figure.quantity.start
        if start in found:
            return None
        last = max((place for place in found if place < start), default=None)
        if last is None:
            return None
        breaks = sum(bool(t.is_sent_start) for t in figure.root.doc[last + 1 : start + 1])
        return found[last][0].kind if breaks <= NEAREST else None

    def _chosen(self, cues: list[Cue]) -> Iterator[Cue]:
        """The cues of the strongest part of speech, one of a kind; a verb right before the
        figure alone.

        "Killed or wounded" says neither for sure: it is possibly the first.
        """
        main = [cue for cue in cues if self.view.relation(cue.trigger) != "acl:relcl"]
        cues = main or cues  # "four patients who fled are missing"
        best = min(PRIORITY.index(cue.part) for cue in cues)
        beside = [cue for cue in cues if cue.trigger.i == cue.figure.quantity.start - 1]
        if beside and PRIORITY.index(beside[0].part) == best:
            yield beside[0]
            return
        after = [cue for cue in cues if cue.trigger.i == cue.figure.quantity.end]
        if after and cues[0].figure.is_bare:  # "31 were killed and 80 wounded"
            cues = [cue for cue in cues if cue.trigger.i >= cue.figure.quantity.end]
            best = min(PRIORITY.index(cue.part) for cue in cues)
        kinds = {cue.kind: cue for cue in reversed(cues) if PRIORITY.index(cue.part) == best}
        first, *others = sorted(kinds.values(), key=lambda cue: cue.trigger.i)
        choice = any(
            word.lower_ == "or" for cue in others for word in self.view.children(cue.trigger, "cc")
        )
        if choice:
            yield replace(first, certainty="possible")
        else:
            yield first
            yield from others

    def _toll(self, cue: Cue) -> Toll:
        figure, quantity = cue.figure, cue.figure.quantity
        phrase = phrase_of(figure, self.view)
        if cue.part == "total":
            start = self.view.noun_phrase(cue.trigger).start
            phrase = phrase.doc[min(start, phrase.start) : phrase.end]
        event = self._event(cue)
        victims = self.victims.of(cue)
        return Toll(
            id="",
            kind=cue.kind,
            spans=(Span(phrase.start_char, phrase.end_char),),
            count=quantity.count,
            minimum=quantity.minimum,
            maximum=quantity.maximum,
            approximate=quantity.approximate,
            victims=victims.id if victims else None,
            event=event.id if event else None,
            places=(event.places if event else ()) or self._places(cue.clause),
            time=(event.time if event else None) or self._time(cue.clause),
            factuality=self._factuality(cue),
            confidence=CONFIDENCE[cue.part],
        )

    def _factuality(self, cue: Cue) -> Factuality:
        """The trigger's; "no fewer than 12" denies nothing."""
        if cue.part == "total" and cue.clause == cue.trigger and self._is_definite(cue.trigger):
            return Factuality(certainty=cue.certainty or "certain")  # "the toll of 50 could rise"
        carried = cue.clause if cue.part in ("noun", "total") else None
        found = self.factualities.of(cue.trigger, carried)
        quantity = cue.figure.quantity
        words = {token.lower_ for token in self.notes.doc[quantity.start : quantity.end]}
        bounded = not words.isdisjoint(NEGATIVE)
        return replace(
            found,
            polarity=cue.polarity or ("positive" if bounded else found.polarity),
            certainty=_weaker(found.certainty, cue.certainty),
        )

    def _is_definite(self, noun: Token) -> bool:
        return any(t.lower_ in DEFINITE for t in self.view.children(noun, "det"))

    def _event(self, cue: Cue) -> Event | None:
        """The event of the trigger, or of what did it ("the blast left ten dead")."""
        subjects = self.view.surface_subjects(cue.clause) if cue.part != "total" else []
        for token in (cue.trigger, *subjects):
            if token.i in self.events:
                return self.events[token.i]
        node = cue.clause
        for _ in range(HIGHEST):
            above = self.view.matrix(node)
            if above is None or above[1] not in ("argument", "open_complement", "relative"):
                return None
            node = above[0]
            if node.i in self.events and node.pos_ in ("NOUN", "PROPN"):
                return self.events[node.i]
        return None

    def _places(self, clause: Token) -> tuple[str, ...]:
        found = []
        for preposition, token in self.view.obliques(clause):
            entity = self.notes.entity_at(token) if preposition in PLACES else None
            if entity and entity.named and entity.type == "Place":
                found.append(entity.id)
        return tuple(dict.fromkeys(found))

    def _time(self, clause: Token) -> Time | None:
        for _, token in self.view.obliques(clause):
            for time in self.notes.times:
                if time.span.begin <= token.idx < time.span.end:
                    return time
        return None


def _weaker(one: Certainty, other: Certainty | None) -> Certainty:
    return ORDER[max(ORDER.index(one), ORDER.index(other or "certain"))]
