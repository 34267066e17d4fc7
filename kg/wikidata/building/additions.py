"""Items that the facts lack, from `additions.toml`: one `[[item]]` each.

`qid`, `label`, `kind` and `source` are needed; any other field of `Record` may be given.
`positions` are tables with `position`, `start` and `end`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from kg.errors import ResourceError
from kg.resources import load_toml
from kg.wikidata.building.records import HERE, Held, Record, corrections, types

ADDITIONS = HERE / "additions.toml"
WEIGHT = 3.0  # of an item that is new and bears no weight
_FIELDS = frozenset(field.name for field in fields(Record))


def added(known: Mapping[str, Record], path: Path) -> dict[str, Record]:
    """`known` with the additions: what they say of a known item takes the place of its facts,
    aliases are joined. Raises `ResourceError` that names the file and the item."""
    everything = dict(known)
    for row in load_toml(path).get("item", ()):
        try:
            record = _merged(everything.get(row["qid"]), row)
        except (KeyError, TypeError, ValueError) as error:
            raise ResourceError(
                f"{path}: {row.get('qid', 'an item without qid')}: {error!r}; correct the item"
            ) from error
        everything[record.qid] = record
    return everything


def _merged(old: Record | None, row: dict[str, Any]) -> Record:
    given = {name: _plain(name, value) for name, value in row.items()}
    unknown = sorted(set(given) - _FIELDS)
    if unknown:
        raise ValueError(f"no such field: {', '.join(unknown)}")
    if row["kind"] not in types()["kinds"]:
        raise ValueError(f"unknown kind {row['kind']!r}")
    if old is None:
        unnamed = corrections().unnamed.get(row["qid"], frozenset())
        return Record(**{"weight": WEIGHT, "unnamed": unnamed, **given, "source": row["source"]})
    given["aliases"] = tuple(dict.fromkeys([*given.get("aliases", ()), *old.aliases]))
    return replace(old, **given)


def _plain(name: str, value: Any) -> Any:
    if name == "positions":
        return tuple(Held(h["position"], h.get("start"), h.get("end")) for h in value)
    return tuple(value) if isinstance(value, list) else value
