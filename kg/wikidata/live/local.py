"""Items of the live server in a local base: some brought into it, those that changed renewed.

Every batch is committed before the next is asked for, so that an interrupted run loses
nothing; a long renewal goes on where it stopped.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kg.errors import ResourceError
from kg.wikidata.building import build
from kg.wikidata.building.entities import LANGUAGES, spoken_in
from kg.wikidata.building.records import Record
from kg.wikidata.live.answers import Entity
from kg.wikidata.live.client import Client, batches
from kg.wikidata.live.items import Items
from kg.wikidata.qids import is_qid, number_of
from kg.wikidata.store import EMBEDDED, Store

What = Literal["added", "renewed", "held", "removed", "missing", "unusable"]
SAID: dict[What, str] = {
    "added": "added",
    "renewed": "renewed",
    "held": "which is here",
    "removed": "deleted there, removed here",
    "missing": "no such item, deleted or never there",
    "unusable": "left out: no usable label, or of a kind that reports do not name",
}


@dataclass(frozen=True)
class Change:
    """What became of an item.

    `label` is its name where it is known, `merged_into` the item that it has become.
    """

    qid: str
    what: What
    label: str = ""
    merged_into: str = ""

    @property
    def failed(self) -> bool:
        """Whether the item could not be had."""
        return self.what in ("missing", "unusable")

    def __str__(self) -> str:
        named = f"{self.qid} ({self.label})" if self.label else self.qid
        merged = f"merged into {self.merged_into}, " if self.merged_into else ""
        return f"{named}: {merged}{SAID[self.what]}"


def add(base: Path, qids: Iterable[str], client: Client) -> Iterator[Change]:
    """Bring items into the base file, with the countries and offices they name that it lacks.

    Where there is no such file it becomes a copy of the embedded base. An item that was merged
    is followed. Raises ResourceError where a QID is none or the file is no base.
    """
    items = _items(client)
    for batch in batches(_checked(qids)):
        found = _fresh(client, batch)
        brought = items.records(found)
        if any(brought.values()) and not base.exists():
            _begin(base)
        is_held = Store(base if base.exists() else None, growing=True).kind
        known = {qid for qid, record in brought.items() if record and is_held(record.qid)}
        _put(base, {**items.beside(brought.values(), is_held), **brought})
        for qid in batch:
            yield _change(qid, found[qid], brought[qid], "renewed" if qid in known else "added")


def refresh(
    base: Path, client: Client, qids: Iterable[str] = (), *, every: bool = False
) -> Iterator[tuple[int, int, list[Change]]]:
    """Renew items of the base file whose revision is no longer the server's.

    Without `qids` those that came from a server, with `every` all that the base holds.
    Deleted ones are removed, merged ones followed. Gives after each batch how many items
    are done, how many there are, and what changed; first, what an interrupted run had done.
    Raises ResourceError where the file is no base or lacks an item.
    """
    if not base.is_file():
        raise ResourceError(f"{base}: no knowledge base there; make it with `kg kb add`")
    held = Store(base, growing=True).revisions()
    wanted = _checked(qids)
    absent = [qid for qid in wanted if qid not in held]
    if absent:
        raise ResourceError(f"{base}: lacks {', '.join(absent)}; bring them with `kg kb add`")
    chosen = wanted or [qid for qid, revision in held.items() if every or revision is not None]
    mark = None if wanted else _Mark(base, "all" if every else "live")
    last = mark.read() if mark else 0
    done = sum(int(qid[1:]) <= last for qid in chosen)
    yield done, len(chosen), []
    items = _items(client)
    for batch in batches(chosen[done:]):
        changes = _renewed(base, batch, held, client, items)
        done += len(batch)
        if mark:
            mark.write(batch[-1])
        yield done, len(chosen), changes
    if mark:
        mark.remove()


def _renewed(
    base: Path, batch: Sequence[str], held: dict[str, int | None], client: Client, items: Items
) -> list[Change]:
    """Renew a batch, also in `held`; the changes in the order of the batch."""
    now = client.revisions(batch)
    targets = {qid: found[0] for qid, found in now.items() if found}
    stale = {qid for qid, found in now.items() if found and held.get(found[0]) != found[1]}
    found = _fresh(client, stale)
    brought = items.records(found)
    _put(base, brought)
    held.update({record.qid: record.revision for record in brought.values() if record})
    moved = [qid for qid, target in targets.items() if target != qid and target in held]
    gone = [qid for qid in batch if qid not in targets]
    labels = {qid: item.label for qid in gone if (item := Store(base, growing=True).item(qid))}
    if moved or gone:
        build.remove(base, [*moved, *gone])
    changes = []
    for qid in batch:
        if qid in gone:
            changes.append(Change(qid, "removed", labels.get(qid, "")))
        elif qid in stale:
            changes.append(_change(qid, found[qid], brought[qid], "renewed"))
        elif qid in moved:
            changes.append(Change(qid, "held", merged_into=targets[qid]))
    return changes


def _begin(base: Path) -> None:
    """Make the base a copy of the embedded one, whole or not at all."""
    with build.workshop(base) as folder:
        shutil.copyfile(EMBEDDED, folder / "copy")
        (folder / "copy").replace(base)


class _Mark:
    """How far the renewal of a base file has come, in a file beside it."""

    def __init__(self, base: Path, scope: str) -> None:
        self._path = base.with_name(f"{base.name}.refreshing")
        self._scope = scope

    def read(self) -> int:
        """The number of the last item that was done, 0 where none was."""
        found = self._path.read_text(encoding="utf-8") if self._path.exists() else ""
        scope, _, last = found.partition(" ")
        return number_of(last.removesuffix("\n")) or 0 if scope == self._scope else 0

    def write(self, qid: str) -> None:
        self._path.write_text(f"{self._scope} {qid}\n", encoding="utf-8")

    def remove(self) -> None:
        self._path.unlink(missing_ok=True)


def _items(client: Client) -> Items:
    return Items(lambda qids: client.entities(qids, spoken_in(LANGUAGES)))


def _fresh(client: Client, qids: Iterable[str]) -> dict[str, Entity | None]:
    return client.entities(qids, spoken_in(LANGUAGES), fresh=True)


def _put(base: Path, brought: Mapping[str, Record | None]) -> None:
    usable = {record.qid: record for record in brought.values() if record}
    if usable:
        build.add(base, sorted(usable.values(), key=lambda record: record.number))


def _change(qid: str, entity: Entity | None, record: Record | None, what: What) -> Change:
    if entity is None:
        return Change(qid, "missing")
    into = "" if entity["id"] == qid else str(entity["id"])
    if record is None:
        return Change(qid, "unusable", merged_into=into)
    return Change(qid, what, record.label, into)


def _checked(qids: Iterable[str]) -> list[str]:
    given = list(dict.fromkeys(qids))
    wrong = [qid for qid in given if not is_qid(qid)]
    if wrong:
        raise ResourceError(f"{', '.join(wrong)}: no item of Wikidata; give QIDs such as Q796")
    return given
