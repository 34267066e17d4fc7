"""Items of a live server as records, with the classes above them that tell their kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from kg.wikidata.building import statements
from kg.wikidata.building.classes import Kinds
from kg.wikidata.building.entities import LANGUAGES, label_of, read_entity
from kg.wikidata.building.records import Record
from kg.wikidata.live.answers import Entity

AHEAD = 3  # levels of classes fetched together; what is above is asked for one by one
Get = Callable[[Iterable[str]], Mapping[str, Entity | None]]


class _Class(NamedTuple):
    """What is kept of a class: those above it, its English label."""

    parents: tuple[str, ...] = ()
    label: str | None = None


class Items:
    """Reads entities; `get` gets more of them by their QIDs, None for those missing."""

    def __init__(self, get: Get, languages: Sequence[str] = LANGUAGES) -> None:
        self._get = get
        self._languages = languages
        self._classes: dict[str, _Class] = {}

    def records(self, entities: Mapping[str, Entity | None]) -> dict[str, Record | None]:
        """The records of entities by the QID asked for, None for what is missing or unusable."""
        self._learn(entities.values())
        kinds = Kinds(self._parents, self._label)
        return {
            qid: read_entity(entity, kinds, self._languages) if entity else None
            for qid, entity in entities.items()
        }

    def beside(
        self, records: Iterable[Record | None], is_held: Callable[[str], object]
    ) -> dict[str, Record | None]:
        """The countries and offices that `records` name and nobody holds yet."""
        named = {qid for record in records if record for qid in _named_by(record)}
        return self.records(self._get(qid for qid in named if not is_held(qid)))

    def _learn(self, entities: Iterable[Entity | None]) -> None:
        """Get the classes of entities, and those above them, level by level."""
        classes = statements.properties()["item"]["classes"]
        given = Kinds()
        level = {qid for entity in entities for qid in _named(entity, classes)}
        for _ in range(AHEAD):
            unknown = [qid for qid in level if qid not in self._classes and not given([qid])]
            self._get_classes(unknown)
            level = {above for qid in unknown for above in self._parents(qid)}

    def _get_classes(self, qids: Iterable[str]) -> None:
        parents = statements.properties()["item"]["parents"]
        for qid, entity in self._get(qids).items():
            label = label_of(entity, LANGUAGES) if entity else None
            self._classes[qid] = _Class(_named(entity, parents), label)

    def _parents(self, qid: str) -> Sequence[str]:
        return self._class(qid).parents

    def _label(self, qid: str) -> str | None:
        return self._class(qid).label

    def _class(self, qid: str) -> _Class:
        if qid not in self._classes:
            self._get_classes([qid])
        return self._classes.get(qid, _Class())


def _named_by(record: Record) -> set[str]:
    held = {each.position for each in record.positions}
    return held | ({record.country} if record.country else set())


def _named(entity: Entity | None, properties: Sequence[str]) -> tuple[str, ...]:
    return statements.items(statements.mapping((entity or {}).get("claims")), properties)
