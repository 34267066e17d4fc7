"""PLOVER's gold records: one event of a sentence each, with its type, source and target.

The file (github.com/openeventdata/PLOVER, version 0.5b1) is JSON; `textInfo` marks the words of
the event in the sentence. A sentence may tell of more events than its record does, so that the
precision of types in the sentence is a lower bound; types are also compared at the marked words.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language

from kg.errors import ResourceError
from kg.evaluate.events.public import mapping
from kg.evaluate.events.public.ontology import plover, plover_codes
from kg.evaluate.events.public.texts import Rows, percent, read, touches
from kg.evaluate.events.tally import Tally
from kg.facts import PLAIN, Document, Entity, Event, Span

FILE = "events/plover-gold-records.txt"
MARKED = re.compile(r"\(EVT: ?([^()]*)\)")
SENTENCE, WORDS = "type, anywhere in the sentence", "type, at the words of the event"
SOURCE, TARGET, PLACE = "source", "target", "place"
OUTCOMES = ("right", "other type", "class without a type", "plain event", "no event")
LACKS = ("no source", "no target", "no place", "no class has it")


@dataclass(frozen=True)
class Record:
    """An event: the sentence, its PLOVER type, where its words are, and the names of actors."""

    text: str
    code: str
    words: tuple[Span, ...]
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    place: str | None = None


def records(path: Path) -> list[Record]:
    """The records of a file but for the one that documents it; ResourceError where it is none."""
    try:
        rows = json.loads(path.read_text("utf-8"))
        return [_record(row) for row in rows if "text" in row]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ResourceError(f"{path}: no file of PLOVER records: {error!r}") from error


def _record(row: dict[str, Any]) -> Record:
    info = row["textInfo"]
    markup = info if isinstance(info, str) else info["markup"]
    spans, end = [], 0
    for words in MARKED.findall(markup):
        found = re.compile(rf"\b{re.escape(words)}\b").search(row["text"], end)
        if found:
            end = found.end()
            spans.append(Span(found.start(), end))
    place = row.get("eventLoc") or {}
    return Record(
        text=row["text"],
        code=row["event"],
        words=tuple(spans),
        sources=_names(row.get("source")),
        targets=_names(row.get("target")),
        place=place.get("name"),
    )


def _names(actors: object) -> tuple[str, ...]:
    """Names in a list of actors; the field is empty, null or a stray word where there is none."""
    listed = actors if isinstance(actors, list) else []
    return tuple(actor["actorText"] for actor in listed if actor.get("actorText"))


def measure(nlp: Language, data: Path) -> Rows:
    """Scores of types and actors, how types came out, and what the records leave open."""
    every = records(data / FILE)
    texts = list(dict.fromkeys(record.text for record in every))
    found = dict(zip(texts, read(nlp, ((text, None) for text in texts)), strict=True))
    tally, outcomes = Tally(), Counter[str]()
    _sentences(every, found, tally)
    for record in every:
        reading = Reading(record, found[record.text])
        reading.count(tally)
        outcomes[reading.outcome] += 1
    names = (SENTENCE, WORDS, SOURCE, TARGET, PLACE, *sorted({r.code for r in every}))
    rows: Rows = {f"PLOVER: {name}": {**tally.row(name)} for name in names}
    shares = {name: percent(outcomes[name], len(every)) for name in OUTCOMES}
    rows["PLOVER: all"] = {"records": len(every), **shares, **_lacking(every)}
    return rows


def _lacking(every: list[Record]) -> dict[str, int]:
    """How many records leave something open, or have a type that no class of ours has."""
    codes = plover_codes()
    lacks = {
        "no source": [not record.sources for record in every],
        "no target": [not record.targets for record in every],
        "no place": [not record.place for record in every],
        "no class has it": [record.code not in codes for record in every],
    }
    return {name: sum(lacks[name]) for name in LACKS}


def _sentences(every: list[Record], found: dict[str, Document], tally: Tally) -> None:
    """Count the types of each sentence, all records of it together."""
    gold = defaultdict[str, set[str]](set)
    for record in every:
        gold[record.text].add(record.code)
    for text, codes in gold.items():
        seen = _codes(found[text].events)
        tally.add(SENTENCE, len(seen & codes), len(seen), len(codes))


def _codes(events: Iterable[Event]) -> set[str]:
    return {code for event in events if (code := plover(event.cls))}


class Reading:
    """A record beside what was found in its sentence."""

    def __init__(self, record: Record, document: Document) -> None:
        self.record = record
        self.document = document
        self.at_words = [v for v in document.events if touches(v.spans, record.words)]
        same = [event for event in self.at_words if plover(event.cls) == record.code]
        self.events = same or self.at_words
        self.entities = {entity.id: entity for entity in document.entities}

    @property
    def outcome(self) -> str:
        """What became of the type: the best of the events at the record's words."""
        if not self.at_words:
            return "no event"
        codes = _codes(self.at_words)
        if codes:
            return "right" if self.record.code in codes else "other type"
        plain = all(event.cls == PLAIN for event in self.at_words)
        return "plain event" if plain else "class without a type"

    def count(self, tally: Tally) -> None:
        """Count types and actors."""
        record, roles = self.record, mapping.load().plover
        codes = _codes(self.at_words)
        tally.add(WORDS, record.code in codes, len(codes), 1)
        tally.add(record.code, 0, 0, 1)
        for code in codes:
            tally.add(code, code == record.code, 1, 0)
        self._actors(SOURCE, record.sources, self._in_roles(roles.source), tally)
        self._actors(TARGET, record.targets, self._in_roles(roles.target), tally)
        if record.place:
            places = {place for event in self.events for place in event.places}
            self._actors(PLACE, (record.place,), places, tally)

    def _in_roles(self, roles: tuple[str, ...]) -> set[str]:
        return {p.entity for event in self.events for p in event.participants if p.role in roles}

    def _actors(self, name: str, gold: tuple[str, ...], found: set[str], tally: Tally) -> None:
        """Count actors; without any in the record, those found are not judged."""
        if not gold:
            return
        names = [entity_names(self.entities[entity], self.document) for entity in found]
        meant = sum(any(is_alike(one, own) for own in names) for one in gold)
        known = sum(any(is_alike(one, own) for one in gold) for own in names)
        tally.add(name, min(meant, known), len(found), len(gold))


def entity_names(entity: Entity, document: Document) -> list[str]:
    """What an entity is called: in the document, and in the knowledge base."""
    said = [m.span for m in document.mentions if m.entity == entity.id and m.kind != "pronoun"]
    known = (entity.item.label, *entity.item.aliases) if entity.item else ()
    texts = (document.article.text[span.begin : span.end] for span in said)
    return [entity.name, *entity.names, *texts, *known]


def is_alike(actor: str, names: Iterable[str]) -> bool:
    """Whether a name shares at least half of the words of the shorter one with the actor's."""
    wanted = _words(actor)
    for own in map(_words, names):
        shared = len(wanted & own)
        if shared and 2 * shared >= min(len(wanted), len(own)):
            return True
    return False


def _words(name: str) -> set[str]:
    found = re.findall(r"\w+", name.replace(".", "").casefold())
    return set(found) - mapping.load().plover.ignored
