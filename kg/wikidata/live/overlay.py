"""What a live server says of names and items, as a base that is laid over a local one.

Every answer depends on the question alone (and on what the server says), never on what was
asked before, so that neither the order of documents nor the number of processes matters.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from kg.facts import Item
from kg.wikidata import names
from kg.wikidata.answers import Candidate, Gender, Life, Position, Way
from kg.wikidata.building import records, rows
from kg.wikidata.building.entities import LANGUAGES, spoken_in
from kg.wikidata.building.records import Record, entity_type
from kg.wikidata.live.answers import Hit
from kg.wikidata.live.asking import Asking
from kg.wikidata.live.items import Items
from kg.wikidata.live.settings import Settings
from kg.wikidata.qids import is_qid, number_of
from kg.wikidata.store import EXACT, LOOSE_IN_TEXT, Store
from kg.wikidata.store import fit as fit_of

RANK = 0.9  # what each place further down among the hits of a search takes from a name's strength
KEPT = 20_000  # records in memory; those that are dropped are read from the cache again
SEARCHED: frozenset[Way] = frozenset({"exact", "loose", "person"})
_FRAME = re.compile(r"^[Tt]he\s+|['’]s$")


class Overlay(Store):
    """The items of a live server that the store `local` lacks, and its names for the others.

    Offices, demonyms and how common a name is are left to the local store: they take whole
    countries or peoples to tell.
    """

    growing = False

    def __init__(self, local: Store, settings: Settings, language: str = "en") -> None:
        self.path = local.path
        self.local = local
        self.settings = settings
        self.language = language
        spoken = tuple(dict.fromkeys((language, *LANGUAGES)))
        self._asking = Asking(settings, language, spoken_in(spoken))
        self._items = Items(self._asking.get, spoken)
        self._records: dict[str, Record | None] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(type(self), language=self.language), (self.local, self.settings)

    def prepare(self, wanted: Iterable[tuple[str, str | None]]) -> None:
        """Get all that will be asked about names with their types, in as few requests as can be."""
        if len(self._records) > KEPT:
            self._records.clear()
        found = self._asking.search_all(sorted({searched(name) for name, _ in wanted}))
        self._fetch(hit.qid for hits in found.values() for hit in hits)

    def forget(self) -> None:
        """Drop the answers that are in memory; the cache keeps them."""
        self._records.clear()
        self._asking.forget()

    def look_up(self, name: str, way: Way) -> list[Candidate]:
        """The items that a name may denote when looked up in one way, without their priors."""
        if way not in SEARCHED:
            return []
        hits = self._asking.search(searched(name))
        self._fetch(hit.qid for hit in hits)
        found = []
        for rank, hit in enumerate(hits):
            candidate = self._candidate(hit, name, way)
            if candidate is not None:
                value = candidate.value + rank * math.log(RANK)
                found.append(candidate._replace(value=value))
        return found

    def _candidate(self, hit: Hit, name: str, way: Way) -> Candidate | None:
        """The item of a hit, None where it does not bear the name when looked up in this way."""
        folded = names.Loose(names.key(name))
        if way != "exact":
            folded = names.loose(name, person=way == "person")
        record = self._record(hit.qid) or self._renamed(hit)
        if record is None or (folded.kinds and record.kind not in folded.kinds):
            return None
        borne = rows.aliases(record, records.spoken_names(record, {}), ())
        alias = next((row for row in borne if row.key == folded.key), None)
        fit = fit_of(alias.form, name) if alias else 0.0
        if alias is None or fit <= 0.0:
            return None
        return Candidate(
            qid=record.qid,
            prior=0.0,
            match=fit * (EXACT if way == "exact" else LOOSE_IN_TEXT),
            type=entity_type(record.kind),
            kind=record.kind,
            weight=record.weight,
            country=record.country,
            demonym=alias.form in "DP",
            value=alias.value / 100 + math.log(fit),
            form=alias.form,
        )

    def _renamed(self, hit: Hit) -> Record | None:
        """An item of the local store as one that is called as the search found it."""
        item = self.local.item(hit.qid)
        if item is None or item.kind is None:
            return None
        named = self.local.exact(item.label)
        weight = next((found.weight for found in named if found.qid == hit.qid), 0.0)
        called = (hit.text,) if hit.text != item.label else ()
        return Record(hit.qid, item.label, item.kind, weight, "", called, country=item.country)

    def _record(self, qid: str) -> Record | None:
        self._fetch([qid])
        return self._records.get(qid)

    def _fetch(self, qids: Iterable[str]) -> None:
        """Get the records of items that the local store lacks, and of what they name."""
        wanted = [qid for qid in dict.fromkeys(qids) if not self._is_held(qid)]
        if wanted:
            found = self._items.records(self._asking.get(wanted))
            beside = self._items.beside(found.values(), self._is_held)
            self._records.update({**dict.fromkeys(wanted), **beside, **found})

    def _is_held(self, qid: str) -> bool:
        known = qid in self._records or self.local.kind(qid) is not None
        return known or not is_qid(qid)

    @property
    def name(self) -> str:
        return self.settings.api

    @property
    def date(self) -> str:
        return ""

    @property
    def version(self) -> str:
        return self.local.version

    @property
    def sources(self) -> tuple[str, ...]:
        return (urlsplit(self.settings.api).netloc,)

    def __len__(self) -> int:
        """The number of items that were asked for."""
        return sum(record is not None for record in self._records.values())

    def item(self, qid: str) -> Item | None:
        record = self._record(qid)
        if record is None:
            return None
        spoken = records.spoken_names(record, {})
        return Item(
            qid=record.qid,
            label=records.without_comment(record.label),
            type=entity_type(record.kind),
            description=record.description,
            aliases=tuple(name for name in spoken if name != record.label),
            types=record.classes,
            country=record.country,
            latitude=record.latitude,
            longitude=record.longitude,
            kind=record.kind,
        )

    def kind(self, qid: str) -> str | None:
        record = self._record(qid)
        return record.kind if record else None

    def life(self, qid: str) -> Life:
        record = self._record(qid)
        return Life(record.begin, record.end) if record else Life(None, None)

    def gender(self, qid: str) -> Gender | None:
        record = self._record(qid)
        return record.gender if record else None

    def revision(self, qid: str) -> int | None:
        record = self._record(qid)
        return record.revision if record else None

    def revisions(self) -> dict[str, int | None]:
        return {qid: record.revision for qid, record in self._records.items() if record}

    def source(self, qid: str) -> str | None:
        record = self._record(qid)
        return record.origin if record else None

    def positions(self, qid: str, on: datetime.date | None = None) -> list[Position]:
        record = self._record(qid)
        held = [Position(h.position, h.start, h.end) for h in record.positions] if record else []
        held.sort(key=lambda p: (p.start or "", p.end or "9999", number_of(p.item) or 0))
        return [each for each in held if on is None or each.covers(on)]

    def capital(self, qid: str) -> str | None:
        record = self._record(qid)
        return record.capital_of if record else None

    def office(self, name: str) -> Candidate | None:  # noqa: ARG002
        return None

    def position_of(self, role: str, place: str) -> Item | None:  # noqa: ARG002
        return None

    def namesakes(self, name: str) -> int:  # noqa: ARG002
        return 0

    def holders(self, position: str, on: datetime.date) -> list[str]:  # noqa: ARG002
        return []

    def bearers(self, word: str) -> int:  # noqa: ARG002
        return 0

    def demonym(self, name: str) -> Item | None:  # noqa: ARG002
        return None

    def places_in_country(self, qid: str) -> list[str]:  # noqa: ARG002
        return []


def searched(name: str) -> str:
    """A name as it is searched: without "the" and "'s"."""
    return _FRAME.sub("", " ".join(name.split())) or name
