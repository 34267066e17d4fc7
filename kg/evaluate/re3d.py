"""Names in re3d's reports (Dstl: entities by the crowd, with character offsets).

re3d marks whole phrases: names ("the Red Cross"), descriptions ("Danish troops"), pronouns.
Entities of less than half the crowd's confidence are left out. A gold name is an
Organisation, Person or Location that is written as a name (`spelling.is_name`) without a
leading "the" and a person's titles, which found names lose too. Of names that overlap the
longest counts, of types for one name the surest. re3d does not mark the names inside a
description: what is found there, or inside another entity that is no gold name, is not
judged. A country that acts is an organisation in re3d, a place for us, so that types agree
less often than spans.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.evaluate.gold import Gold, Named, Place, squeezed
from kg.evaluate.spelling import is_name, trim

LEAST_CONFIDENCE = 0.5
KINDS = {"Organisation": "ORG", "Person": "PER", "Location": "LOC"}


def read_re3d(folder: Path) -> Iterator[Gold]:
    """The reports in a folder with `documents.json` and `entities.json` (JSON lines)."""
    for _, text, entities in reports(folder):
        yield gold(text, entities)


def reports(folder: Path) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """Each report's identifier, text and entities, of those that the crowd is sure of."""
    entities = defaultdict(list)
    for entity in _lines(folder / "entities.json"):
        if entity["confidence"] >= LEAST_CONFIDENCE:
            entities[entity["documentId"]].append(entity)
    for document in _lines(folder / "documents.json"):
        yield document["_id"], document["text"], entities[document["_id"]]


def gold(text: str, entities: list[dict[str, Any]]) -> Gold:
    """The names among `entities` (`begin`, `end`, `type`, `confidence`) of `text`."""
    names: list[Named] = []
    others: list[Place] = []
    for entity in sorted(entities, key=_precedence):
        kind = KINDS.get(entity["type"])
        begin, end = trim(text, entity["begin"], entity["end"], kind)
        if any(begin < stop and start < end for start, stop, _ in names):
            continue
        if kind and is_name(text[begin:end], kind):
            names.append((begin, end, kind))
        else:
            others.append((begin, end))
    at = squeezed(text)
    return Gold(
        text,
        names=sorted((at[begin], at[end], kind) for begin, end, kind in names),
        unjudged=[(at[begin], at[end]) for begin, end in others],
        trimmed=True,
    )


def _precedence(entity: dict[str, Any]) -> tuple[Any, ...]:
    """Longer entities first, of those of one length the surest."""
    begin, end = entity["begin"], entity["end"]
    return begin - end, -entity["confidence"], begin, entity["type"]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)
