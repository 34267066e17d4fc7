"""Items of a live server as records, with the classes above them that tell their kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from kg.wikidata.building import statements
from kg.wikidata.building.classes import Kinds
from kg.wikidata.building.entities import LANGUAGES, read_entity
from kg.wikidata.building.records import Record
from kg.wikidata.live.client import Entity

AHEAD = 3  # levels of classes fetched together; what is above is asked for one by one
Get = Callable[[Iterable[str]], Mapping[str, Entity | None]]


class Items:
    """Reads entities; `get` gets more of them by their QIDs, None for those missing."""

    def __init__(self, get: Get, languages: Sequence[str] = LANGUAGES) -> None:
        self._get = get
        self._languages = languages
        self._classes: dict[str, Entity | None] = {}

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
            self._classes.update(self._get(unknown))
            level = {above for qid in unknown for above in self._parents(qid)}

    def _parents(self, qid: str) -> Sequence[str]:
        return _named(self._class(qid), statements.properties()["item"]["parents"])

    def _label(self, qid: str) -> str | None:
        labels = statements.mapping((self._class(qid) or {}).get("labels"))
        found = (statements.mapping(labels.get(spoken)).get("value") for spoken in LANGUAGES)
        return next((text for text in found if isinstance(text, str)), None)

    def _class(self, qid: str) -> Entity | None:
        if qid not in self._classes:
            self._classes.update(self._get([qid]))
        return self._classes.get(qid)


def _named_by(record: Record) -> set[str]:
    held = {each.position for each in record.positions}
    return held | ({record.country} if record.country else set())


def _named(entity: Entity | None, properties: Sequence[str]) -> tuple[str, ...]:
    return statements.items(statements.mapping((entity or {}).get("claims")), properties)
