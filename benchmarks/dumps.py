"""A synthetic dump of Wikidata in the real format: the same bytes for the same size.

What stands in it and how big items are follows the real samples of an edit stream and of
well-known items: two items of five are scholarly articles with long lists of authors, a
few in a thousand are known in dozens of languages. Items are made from some patterns of
each sort, in which numbers, names and dates differ from item to item.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from kg.resources import load_toml
from kg.wikidata.building import records

FIRST = 990_000_000  # the number of the first item; no real one is so high
PATTERNS = 24
LANGUAGES = re.findall(
    r"\S+",
    "en de fr es it nl pl pt ru sv ar bg ca cs da el et eu fa fi he hi hr hu hy id ja ka kk ko lt "
    "lv mk ms nb nn ro sk sl sq sr ta te th tr uk ur uz vi zh ceb war arz ast az be bn bs cy eo "
    "ga gl gu io is jv kn ky la lb ml mn mr my ne oc or pa sco si simple sw tg tl tt yo zh-yue",
)
SYLLABLES = re.findall("..?.?", "bacordenfalgilharjokaslimmernorpelquarossatturulvinwesyar")


class Sort(NamedTuple):
    """A sort of items: its share in a thousand, its class and its sizes.

    `labels`, `descriptions`, `articles` and `statements` are means; the class is given by
    its label in `classes.toml`.
    """

    share: int
    class_: str
    labels: int
    descriptions: int
    articles: int
    statements: int
    office: str | None = None


SORTS = (
    Sort(400, "scholarly article", 2, 28, 0, 13),
    Sort(150, "protein", 1, 1, 0, 6),
    Sort(80, "taxon", 28, 12, 3, 9),
    Sort(110, "human", 6, 6, 1, 8),
    Sort(14, "human", 8, 6, 3, 16, office="minister"),
    Sort(60, "Wikimedia template", 3, 40, 2, 1),
    Sort(60, "mountain", 4, 8, 2, 5),
    Sort(50, "village", 14, 10, 4, 12),
    Sort(20, "organization", 4, 4, 1, 10),
    Sort(12, "business enterprise", 5, 4, 2, 12),
    Sort(38, "film", 9, 8, 3, 18),
    Sort(2, "position", 4, 4, 1, 6),
    Sort(4, "city", 100, 30, 60, 90),
)


def write(target: Path, items: int) -> None:
    """Write a dump of so many items, packed with gzip."""
    with target.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, 0) as packed:
        for line in lines(items):
            packed.write(line)


def lines(items: int) -> Iterator[bytes]:
    """The lines of a dump, brackets included."""
    chance = random.Random(items)
    classes = _classes()
    patterns = [[_pattern(chance, sort, classes) for _ in range(PATTERNS)] for sort in SORTS]
    shares = [sort.share for sort in SORTS]
    yield b"[\n"
    for number in range(items):
        ((sort,),) = [chance.choices(range(len(SORTS)), shares)]
        line = chance.choice(patterns[sort])
        filled = {
            b"@ITEM@": b"Q%d" % (FIRST + number),
            b"@NAME@": " ".join(_word(chance) for _ in range(2)).encode(),
            b"@OTHER@": b"%d" % (FIRST + chance.randrange(items)),
            b"@YEAR@": b"%d" % chance.randrange(1850, 2005),
            b"@HASH@": b"%016x" % chance.getrandbits(64),
            b"@REVISION@": b"%d" % (2_000_000_000 + number),
        }
        for mark, value in filled.items():
            line = line.replace(mark, value)
        yield line + (b",\n" if number < items - 1 else b"\n")
    yield b"]\n"


def _classes() -> dict[str, str]:
    tables = load_toml(records.HERE / "classes.toml")
    return {
        label: qid for kind in tables if kind != "labels" for qid, label in tables[kind].items()
    }


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 3))).title()


def _around(chance: random.Random, mean: int) -> int:
    return min(round(chance.expovariate(1 / mean)) if mean else 0, 3 * mean)


def _pattern(chance: random.Random, sort: Sort, classes: dict[str, str]) -> bytes:
    """An item of a sort as JSON, with marks for what differs from item to item."""
    claims: dict[str, list[Any]] = {"P31": [_statement(chance, "P31", _item(classes[sort.class_]))]}
    for _ in range(max(1, _around(chance, sort.statements))):
        make = chance.choices((_other, _text, _author, _time), (5, 6, 5, 1))[0]
        property_ = f"P{chance.randrange(2000, 9000)}"
        claims.setdefault(property_, []).append(_statement(chance, property_, make(chance)))
    given = {"P17": _other, "P625": _place} if sort.class_ in ("city", "village") else {}
    given |= {"P569": _time, "P27": _other} if sort.class_ == "human" else {}
    for property_, make in given.items():
        claims[property_] = [_statement(chance, property_, make(chance))]
    if sort.office:
        held = _statement(chance, "P39", _item(classes[sort.office]))
        held["qualifiers"] = {
            name: [_snak(name, _time(chance), chance)] for name in ("P580", "P582")
        }
        claims["P39"] = [held]
    wikis = LANGUAGES[: _around(chance, sort.articles)]
    entity = {
        "type": "item",
        "id": "@ITEM@",
        "labels": _terms(LANGUAGES[: max(1, _around(chance, sort.labels))], lambda: "@NAME@"),
        "descriptions": _terms(
            LANGUAGES[: _around(chance, sort.descriptions)],
            lambda: f"{sort.class_} {_word(chance)}",
        ),
        "aliases": {"en": [{"language": "en", "value": f"@NAME@ {_word(chance)}"}]},
        "claims": claims,
        "sitelinks": {
            f"{wiki}wiki": {"site": f"{wiki}wiki", "title": "@NAME@", "badges": []}
            for wiki in wikis
        },
        "pageid": 1000,
        "ns": 0,
        "title": "@ITEM@",
        "lastrevid": "@REVISION@",
        "modified": "2026-01-05T10:20:30Z",
    }
    text = json.dumps(entity, separators=(",", ":"))
    return text.replace('"@REVISION@"', "@REVISION@").replace('"@OTHER@"', "@OTHER@").encode()


def _terms(languages: list[str], make: Callable[[], str]) -> dict[str, dict[str, str]]:
    return {one: {"language": one, "value": make()} for one in languages}


def _hash(chance: random.Random) -> str:
    return f"{chance.getrandbits(96):024x}@HASH@"


def _snak(property_: str, value: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    return {
        "snaktype": "value",
        "property": property_,
        "hash": _hash(chance),
        "datavalue": {name: value[name] for name in ("value", "type")},
        "datatype": value["datatype"],
    }


def _statement(chance: random.Random, property_: str, value: dict[str, Any]) -> dict[str, Any]:
    sources = {name: [_snak(name, make(chance), chance)] for name, make in _SOURCES.items()}
    return {
        "mainsnak": {**_snak(property_, value, chance)},
        "type": "statement",
        "id": f"@ITEM@${_hash(chance)}",
        "rank": "normal",
        "references": [{"hash": _hash(chance), "snaks": sources, "snaks-order": [*sources]}],
    }


def _item(qid: str) -> dict[str, Any]:
    number: Any = int(qid[1:])
    return _entity({"entity-type": "item", "numeric-id": number, "id": qid})


def _entity(value: dict[str, Any]) -> dict[str, Any]:
    return {"value": value, "type": "wikibase-entityid", "datatype": "wikibase-item"}


def _other(_: random.Random) -> dict[str, Any]:
    return _entity({"entity-type": "item", "numeric-id": "@OTHER@", "id": "Q@OTHER@"})


def _text(chance: random.Random) -> dict[str, Any]:
    return {"value": f"{_word(chance)}@HASH@", "type": "string", "datatype": "external-id"}


def _author(chance: random.Random) -> dict[str, Any]:
    return {"value": f"{_word(chance)} {_word(chance)}", "type": "string", "datatype": "string"}


def _time(_: random.Random) -> dict[str, Any]:
    value = {
        "time": "+@YEAR@-03-14T00:00:00Z",
        **dict.fromkeys(("timezone", "before", "after"), 0),
        "precision": 11,
        "calendarmodel": "http://www.wikidata.org/entity/Q1985727",
    }
    return {"value": value, "type": "time", "datatype": "time"}


def _place(chance: random.Random) -> dict[str, Any]:
    value = {
        "latitude": round(chance.uniform(-60, 70), 4),
        "longitude": round(chance.uniform(-180, 180), 4),
        "altitude": None,
        "precision": 0.0001,
        "globe": "http://www.wikidata.org/entity/Q2",
    }
    return {"value": value, "type": "globecoordinate", "datatype": "globe-coordinate"}


_SOURCES: dict[str, Callable[[random.Random], dict[str, Any]]] = {"P248": _other, "P813": _time}
