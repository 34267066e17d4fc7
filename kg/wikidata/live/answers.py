"""What the API answers: checked for the shape that its documentation gives, and read.

https://www.wikidata.org/w/api.php?action=help&modules=wbsearchentities%2Bwbgetentities
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import requests

from kg.wikidata.building.statements import mapping
from kg.wikidata.qids import is_qid

Entity = Mapping[str, Any]


class Hit(NamedTuple):
    """An item that a search found: `text` is the name by which, `how` "label" or "alias"."""

    qid: str
    text: str
    how: str


def read_json(response: requests.Response) -> Mapping[str, Any] | None:
    """What an answer says, None where it is no JSON object."""
    try:
        answer = response.json()
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def read_hits(answer: Mapping[str, Any]) -> list[Hit] | None:
    """The items that a search found, None where the answer is none to a search."""
    rows = answer.get("search")
    if not isinstance(rows, list):
        return None
    return [_hit(row) for row in map(mapping, rows) if is_qid(row.get("id"))]


def _hit(row: Mapping[str, Any]) -> Hit:
    match = mapping(row.get("match"))
    name = match.get("text") or row.get("label") or ""
    return Hit(row["id"], str(name), str(match.get("type", "label")))


def read_entities(answer: Mapping[str, Any]) -> dict[str, Entity] | None:
    """Items by the QID asked for, which a merged one names under `redirects`; None where the
    answer holds no items."""
    given = answer.get("entities")
    if not isinstance(given, dict) or not all(map(_is_entity, given.values())):
        return None
    return {mapping(one.get("redirects")).get("from", key): one for key, one in given.items()}


def _is_entity(given: object) -> bool:
    entity = mapping(given)
    known = is_qid(entity.get("id")) and isinstance(entity.get("lastrevid"), int)
    return known or "missing" in entity


def has_hits(response: requests.Response) -> bool:
    """Whether a response answers a search, so that it may be kept."""
    answer = read_json(response)
    return answer is not None and "error" not in answer and read_hits(answer) is not None


def error_of(answer: Mapping[str, Any]) -> tuple[str, str]:
    """The code of the error that an answer reports, and what it says of it."""
    error = mapping(answer["error"])
    return str(error.get("code", "unknown")), str(error.get("info", ""))
