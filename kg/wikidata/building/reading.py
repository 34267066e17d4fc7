"""Lines of a dump as entries: what a worker process does with a block of them.

A line is parsed as a `Glance` first, which checks that it is JSON and keeps next to
nothing of it; only what may go into the base, some items in a hundred, is parsed again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple, TypedDict

import msgspec

from kg.wikidata.building import statements as said
from kg.wikidata.building.entities import LANGUAGES, Entry, label_of, read_entry, spoken_in
from kg.wikidata.building.selection import MIN_SITELINKS, selection
from kg.wikidata.qids import is_qid


class Options(NamedTuple):
    """What decides which lines are kept."""

    languages: tuple[str, ...] = LANGUAGES
    min_sitelinks: int = MIN_SITELINKS


class Class(NamedTuple):
    """A class of Wikidata: its number, its superclasses (apart by spaces), its English label."""

    number: int
    parents: str
    label: str | None


class Broken(NamedTuple):
    """A line that is no entity, by its number in the block (the first is 0)."""

    line: int
    reason: str


class Kept(NamedTuple):
    """An item that may go into the base, its entry packed."""

    number: int
    entry: bytes


@dataclass
class Block:
    """What a block of lines holds; `latest` is the last change of an entity (ISO 8601)."""

    lines: int = 0
    entities: int = 0
    latest: str = ""
    kept: list[Kept] = field(default_factory=list)
    classes: list[Class] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)


class Glance(msgspec.Struct):
    """The parts of an entity by which most are passed over."""

    id: str
    type: str = "item"
    modified: str = ""
    sitelinks: dict[str, msgspec.Raw] | list[msgspec.Raw] = {}
    claims: dict[str, msgspec.Raw] | list[msgspec.Raw] = {}


def pack(entry: Entry) -> bytes:
    """An entry as MessagePack."""
    return msgspec.msgpack.encode(entry)


@cache
def _unpacker() -> msgspec.msgpack.Decoder[Entry]:
    return msgspec.msgpack.Decoder(Entry)


def unpack(packed: bytes) -> Entry:
    """An entry from `pack`."""
    return _unpacker().decode(packed)


class Reader:
    """Reads blocks of lines; one for each process."""

    def __init__(self, options: Options) -> None:
        self._languages = options.languages
        self._least = selection().least(options.min_sitelinks)
        self._telling = frozenset(selection().telling)
        (self._subclass,) = said.properties()["item"]["parents"]
        self._glance = msgspec.json.Decoder(Glance)
        self._whole = msgspec.json.Decoder(_shape(options.languages))

    def read(self, data: bytes) -> Block:
        """What the lines of a block hold; what is wrong in them does not raise."""
        lines = data.removesuffix(b"\n").split(b"\n")
        block = Block(lines=len(lines))
        for number, line in enumerate(lines):
            bare = line.strip().removesuffix(b",")
            if bare in (b"[", b"]", b""):
                continue
            try:
                self._take(bare, block)
            except (ValueError, TypeError, RecursionError) as error:
                block.broken.append(Broken(number, " ".join(str(error).split())[:200]))
        return block

    def _take(self, line: bytes, block: Block) -> None:
        try:
            seen = self._glance.decode(line)
        except msgspec.ValidationError:
            seen = _other_shape(line)
        block.entities += 1
        block.latest = max(block.latest, seen.modified)
        is_class = self._subclass in seen.claims
        promising = len(seen.sitelinks) >= self._least or not self._telling.isdisjoint(seen.claims)
        if seen.type != "item" or not is_qid(seen.id) or not (is_class or promising):
            return
        entity = self._entity(line)
        if is_class:
            parents = said.items(said.mapping(entity.get("claims")), [self._subclass])
            label = label_of(entity, LANGUAGES)
            block.classes.append(Class(int(seen.id[1:]), " ".join(parents), label))
        entry = read_entry(entity, self._languages) if promising else None
        if entry is None:
            return
        if entry.wikipedias >= self._least or not self._telling.isdisjoint(seen.claims):
            block.kept.append(Kept(entry.record.number, pack(entry)))

    def _entity(self, line: bytes) -> dict[str, Any]:
        try:
            entity: dict[str, Any] = self._whole.decode(line)
        except msgspec.ValidationError:
            entity = json.loads(line)
        return entity


def _other_shape(line: bytes) -> Glance:
    """A line that is JSON, but not as Wikidata writes it; redirects and deleted items too."""
    entity = json.loads(line)
    if not isinstance(entity, dict) or not {"id", "redirect"} & set(entity):
        raise ValueError("no entity: JSON without an id")
    parts = {name: said.mapping(entity.get(name)) for name in ("sitelinks", "claims")}
    return Glance(
        id=str(entity.get("id")),
        type=str(entity.get("type", "item")),
        modified=str(entity.get("modified", "")),
        **{name: dict.fromkeys(part, msgspec.Raw()) for name, part in parts.items()},
    )


def _shape(languages: Sequence[str]) -> Any:
    """The type of an entity with only the parts that `read_entry` asks for.

    Of other parts the decoder checks that they are JSON, and makes nothing.
    """
    make: Any = TypedDict
    by_name: Any = dict
    spoken = {*spoken_in(languages), *spoken_in(LANGUAGES)}
    wanted = (*said.used(), *selection().telling)
    terms = make("Terms", dict.fromkeys(sorted(spoken), Any), total=False) | list[Any]
    claims = make("Claims", dict.fromkeys(sorted(wanted), Any), total=False) | list[Any]
    link = make("Link", {"title": Any}, total=False)
    parts = {
        **dict.fromkeys(("id", "type", "lastrevid", "missing", "redirect"), Any),
        **dict.fromkeys(("labels", "descriptions", "aliases"), terms),
        "claims": claims,
        "sitelinks": by_name[str, link] | list[Any],
    }
    return make("Entity", parts, total=False)
