"""Invented Wikidata entities in the JSON of the dumps, for tests."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

# Classes of `classes.toml`.
HUMAN, CITY, STATE, OFFICE, ARTICLE = "Q5", "Q515", "Q3624078", "Q294414", "Q13442814"


def snak(property_: str, value: Any, kind: str = "value") -> dict[str, Any]:
    found = {"snaktype": kind, "property": property_}
    return {**found, "datavalue": {"value": value}} if kind == "value" else found


def statement(
    property_: str, value: Any, rank: str = "normal", **qualifiers: Any
) -> dict[str, Any]:
    kind = value if value in ("somevalue", "novalue") else "value"
    said = {name: [snak(name, one)] for name, one in qualifiers.items()}
    return {"mainsnak": snak(property_, value, kind), "rank": rank, "qualifiers": said}


def ref(qid: str) -> dict[str, Any]:
    return {"entity-type": "item", "numeric-id": int(qid[1:]), "id": qid}


def time(written: str, precision: int = 11, calendar: str = "Q1985727") -> dict[str, Any]:
    model = f"http://www.wikidata.org/entity/{calendar}"
    return {"time": written, "precision": precision, "calendarmodel": model}


def entity(
    number: int,
    label: str | None,
    *classes: str,
    wikis: int = 30,
    aliases: Iterable[str] = (),
    description: str | None = None,
    **claims: list[dict[str, Any]],
) -> dict[str, Any]:
    """An item with statements given by property: `P17=[statement("P17", …)]`."""
    instance_of = [statement("P31", ref(qid)) for qid in classes]
    said = {"en": {"language": "en", "value": description}} if description else {}
    return {
        "type": "item",
        "id": f"Q{number}",
        "labels": {"en": {"language": "en", "value": label}} if label else {},
        "descriptions": said,
        "aliases": {"en": [{"language": "en", "value": name} for name in aliases]},
        "claims": {**({"P31": instance_of} if classes else {}), **claims},
        "sitelinks": {
            wiki: {"site": wiki, "title": label, "badges": []}
            for wiki in ["enwiki", *(f"x{i}wiki" for i in range(wikis - 1))][:wikis]
        },
        "lastrevid": number % 1000,
        "modified": "2026-01-05T10:20:30Z",
    }


def dump(entities: Iterable[dict[str, Any]], *broken: str) -> bytes:
    """A dump in the array form, perhaps with broken lines at its end."""
    lines = [*(json.dumps(one, separators=(",", ":")) for one in entities), *broken]
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()
