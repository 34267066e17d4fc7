"""Sentences parsed by hand in two label schemes, and the components run over them.

A block of a file is a name, then one word a line: word, lemma, part of speech, tag,
head:label in Universal Dependencies, head:label in ClearNLP (left out where it is the same),
a name's tag (B-ORG) where it is in one, and _ where no space follows. Heads count from 1.
"""

from __future__ import annotations

import re
from pathlib import Path

import parsed_sentences
from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.components.notes import Notes
from kg.facts import Entity, Event, Mention

SCHEMES = ("universal", "clearnlp")
PUBLISHED = "2018-04-10"
STEPS = ("kg_mentions", "kg_linker", "kg_coreference", "kg_times", "kg_events")
_ARC = re.compile(r"\d+:[a-z]")


def blocks(name: str) -> dict[str, list[list[str]]]:
    """The sentences of the file `name` beside this module."""
    return parsed_sentences.sentences(Path(__file__).with_name(name))


def document(rows: list[list[str]], scheme: str = "universal") -> Doc:
    """The parsed document of a block, published on a Tuesday."""
    plain = []
    for row in rows:
        other = row[5:6] if len(row) > 5 and _ARC.match(row[5]) else []
        arc = other[0] if other and scheme == "clearnlp" else row[4]
        plain.append([*row[:4], arc, *row[5 + len(other) :]])
    return parsed_sentences.document(plain, PUBLISHED)


def moved(rows: list[list[str]], to: int, was: int = 0) -> list[list[str]]:
    """Rows whose first token was at place `was`, with heads as they are from place `to`."""
    found = []
    for row in rows:
        head, label = row[4].split(":", 1)
        head = head if head == "0" else str(int(head) - was + to)
        found.append([*row[:4], f"{head}:{label}", *(c for c in row[5:] if not _ARC.match(c))])
    return found


def word(doc: Doc, text: str) -> Token:
    """The first token that reads `text`."""
    return next(token for token in doc if token.text == text)


class Reading:
    """What the components from mentions to events make of a document."""

    def __init__(self, doc: Doc, nlp: Language) -> None:
        for name in STEPS:
            doc = nlp.get_pipe(name)(doc)
        self.notes = Notes(doc)
        self.text = doc.text

    def slice(self, mention: Mention) -> str:
        return self.text[mention.span.begin : mention.span.end]

    def referring(self) -> dict[str, str]:
        """Pronouns and descriptions by their words, with the name of the named one meant."""
        return {
            self.slice(mention): self.entity(mention.entity).name
            for mention in self.notes.mentions
            if mention.kind != "name"
            and (self.entity(mention.entity).named or mention.kind == "pronoun")
        }

    def entity(self, name: str) -> Entity:
        return self.notes.entities[name]

    def event(self, predicate: str) -> Event:
        return next(event for event in self.notes.events if event.predicate == predicate)

    def classes(self) -> list[str]:
        return [event.cls for event in self.notes.events]

    def roles(self, event: Event) -> dict[str, list[str]]:
        """Names of participants by role, and of places."""
        found: dict[str, list[str]] = {}
        for participant in event.participants:
            found.setdefault(participant.role, []).append(self.entity(participant.entity).name)
        if event.places:
            found["place"] = [self.entity(place).name for place in event.places]
        return found
