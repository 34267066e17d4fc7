"""Who is meant by the part that they have in an event: "the buyer", "the defendant"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.components.claims.voices import Voices
from kg.facts import Entity
from kg.lexicon import EventPart

BODIES = ("Person", "Organization")


class Parts:
    """Finds the people and bodies of one document by their parts in its events."""

    def __init__(self, voices: Voices) -> None:
        self.notes = voices.notes
        self.view = voices.view
        self.referents = voices.referents
        self.lexicon = voices.lexicon

    def entity(self, noun: Token) -> Entity | None:
        """The only one with a name who has the part that "the buyer" has."""
        part = self._part(noun)
        if part is None or part.guarded:
            return None
        found = {e.id: e for role, e in self._participants(part) if role == part.role}
        return next(iter(found.values())) if len(found) == 1 else None

    def is_another(self, noun: Token, entity: Entity) -> bool:
        """Whether an entity has another part than a noun says."""
        part = self._part(noun)
        roles = [role for role, e in self._participants(part) if e == entity] if part else []
        return part is not None and bool(roles) and part.role not in roles

    def _part(self, noun: Token) -> EventPart | None:
        """What a description in the singular says of somebody's part."""
        single = self.referents.has_the(noun) and not self.referents.is_plural(noun)
        whose = self.view.possessor(noun) is not None or self.view.obliques(noun)
        words = (noun.lemma_.lower(), noun.lower_) if single and not whose else ()
        return next(filter(None, map(self.lexicon.parts.get, words)), None)

    def _participants(self, part: EventPart) -> Iterator[tuple[str, Entity]]:
        """Who has a name and takes part in such events, with the roles."""
        for event in self.notes.events:
            for participant in event.participants if event.cls in part.classes else ():
                entity = self.notes.entities.get(participant.entity)
                if entity is not None and entity.named and entity.type in BODIES:
                    yield participant.role, entity
