"""Which items bear the names that `demonyms.toml` and `corrections.toml` hand out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import NamedTuple

from kg.wikidata import names
from kg.wikidata.building.demonyms import Demonym, read_demonyms
from kg.wikidata.building.records import Record, corrections

GROUP = "ethnic_group"


class _Bearer(NamedTuple):
    weight: float
    turned: int  # the negative number of the item: the lower one is the better known
    kind: str
    labelled: bool


def targets() -> frozenset[str]:
    """The labels whose items bear a demonym or a corrected name."""
    demonyms = {demonym.target for demonym in read_demonyms()}
    return frozenset(demonyms | set(corrections().names.values()))


class Bearers:
    """Gathered from all records (`see`), decided once (`settle`), then put to use (`dressed`).

    Memory holds the countries and the few items whose labels are asked for.
    """

    def __init__(self) -> None:
        self.countries: dict[str, str] = {}
        self.demonyms: dict[int, list[Demonym]] = defaultdict(list)
        self.places = {names.key(demonym.word) for demonym in read_demonyms()}
        self.unresolved: list[str] = []
        self._called: dict[int, list[str]] = defaultdict(list)
        self._groups: set[int] = set()
        self._targets = targets()
        self._seen: dict[str, list[_Bearer]] = defaultdict(list)
        self._weights: dict[str, float] = {}

    def see(self, record: Record) -> None:
        """Take note of a record."""
        if record.kind == "country":
            key = names.key(record.label)
            known = (name for name in record.aliases if not names.is_code(name))
            self.places |= {key, *(names.key(name) for name in known)} - {""}
            if record.weight > self._weights.get(key, -1.0):
                self.countries[key] = record.qid
                self._weights[key] = record.weight
        for label in self._targets.intersection((record.label, *record.aliases)):
            bearer = _Bearer(record.weight, -record.number, record.kind, label == record.label)
            self._seen[label].append(bearer)

    def settle(self, holders: Mapping[str, int] | None = None) -> None:
        """Decide who bears what; `holders` are items that bear words already."""
        held = holders or {}
        for name, label in sorted(corrections().names.items()):
            bearer = held.get(name) or self._bearer(f"{name} → {label}", label)
            if bearer is not None:
                self._called[bearer].append(name)
        for demonym in read_demonyms():
            row = f"{demonym.word} → {demonym.target}"
            bearer = held.get(demonym.word) or self._bearer(row, demonym.target, demonym.kinds)
            if bearer is not None:
                self.demonyms[bearer].append(demonym)
                if GROUP in demonym.kinds:
                    self._groups.add(bearer)

    def _bearer(self, row: str, label: str, kinds: Collection[str] | None = None) -> int | None:
        """The best-known item of these kinds with a label, or with an alias if none has."""
        fitting = [b for b in self._seen.get(label, ()) if kinds is None or b.kind in kinds]
        labelled = [bearer for bearer in fitting if bearer.labelled]
        if not fitting:
            self.unresolved.append(row)
            return None
        return -max(labelled or fitting).turned

    def dressed(self, record: Record) -> Record:
        """A record with the names it bears; a people taken for a concept becomes a group."""
        called = self._called.get(record.number)
        if called:
            record = replace(record, called=(*record.called, *called))
        if record.number in self._groups and record.kind in ("concept", "unknown"):
            record = replace(record, kind="group")
        return record
