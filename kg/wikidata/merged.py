"""Several knowledge bases asked as one, such as the embedded one and a live one."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, TypeVar

from kg.facts import Item
from kg.wikidata.answers import Candidate, Gender, Life, Position, Way
from kg.wikidata.base_file import REMEMBERED
from kg.wikidata.qids import number_of
from kg.wikidata.store import Store

T = TypeVar("T")


class Merged(Store):
    """Stores in order: an item is what the first that holds it says, a name may denote the
    candidates of all, with their priors weighed against each other.

    Later ways of looking a name up (loosened, misspelt) are tried where the ways before
    found nothing in any of them.
    """

    def __init__(self, stores: Sequence[Store]) -> None:
        self.stores = tuple(stores)
        self.path = self.stores[0].path
        self.growing = any(store.growing for store in self.stores)
        self._exact = lru_cache(maxsize=REMEMBERED)(self._find_exact)
        self._candidates = lru_cache(maxsize=REMEMBERED)(self._find)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.stores,)

    def forget(self) -> None:
        for store in self.stores:
            store.forget()
        self._exact.cache_clear()
        self._candidates.cache_clear()

    def prepare(self, wanted: Iterable[tuple[str, str | None]]) -> None:
        every = list(wanted)
        for store in self.stores:
            store.prepare(every)

    def look_up(self, name: str, way: Way) -> list[Candidate]:
        return [found for store in self.stores for found in store.look_up(name, way)]

    def _holder(self, qid: str) -> Store:
        """The first store that holds an item, the first of all where none does."""
        return next((s for s in self.stores if s.kind(qid) is not None), self.stores[0])

    def _first(self, ask: Callable[[Store], T | None]) -> T | None:
        return next((found for store in self.stores if (found := ask(store)) is not None), None)

    @property
    def name(self) -> str:
        return " + ".join(store.name for store in self.stores)

    @property
    def date(self) -> str:
        return max(store.date for store in self.stores)

    @property
    def version(self) -> str:
        return self.stores[0].version

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(sorted({source for store in self.stores for source in store.sources}))

    def __len__(self) -> int:
        """The number of items, those in several stores counted in each."""
        return sum(len(store) for store in self.stores)

    def item(self, qid: str) -> Item | None:
        return self._first(lambda store: store.item(qid))

    def kind(self, qid: str) -> str | None:
        return self._first(lambda store: store.kind(qid))

    def life(self, qid: str) -> Life:
        return self._holder(qid).life(qid)

    def gender(self, qid: str) -> Gender | None:
        return self._first(lambda store: store.gender(qid))

    def revision(self, qid: str) -> int | None:
        return self._holder(qid).revision(qid)

    def revisions(self) -> dict[str, int | None]:
        held = [store.revisions() for store in self.stores]
        return {qid: revision for one in reversed(held) for qid, revision in one.items()}

    def source(self, qid: str) -> str | None:
        return self._first(lambda store: store.source(qid))

    def office(self, name: str) -> Candidate | None:
        return self._first(lambda store: store.office(name))

    def position_of(self, role: str, place: str) -> Item | None:
        return self._first(lambda store: store.position_of(role, place))

    def positions(self, qid: str, on: datetime.date | None = None) -> list[Position]:
        return self._holder(qid).positions(qid, on)

    def holders(self, position: str, on: datetime.date) -> list[str]:
        found = {qid for store in self.stores for qid in store.holders(position, on)}
        return sorted(found, key=lambda qid: number_of(qid) or 0)

    def namesakes(self, name: str) -> int:
        return max(store.namesakes(name) for store in self.stores)

    def bearers(self, word: str) -> int:
        return max(store.bearers(word) for store in self.stores)

    def capital(self, qid: str) -> str | None:
        return self._holder(qid).capital(qid)

    def capital_cities(self, qid: str) -> list[str]:
        return list(dict.fromkeys(chain(*(s.capital_cities(qid) for s in self.stores))))

    def demonym(self, name: str) -> Item | None:
        return self._first(lambda store: store.demonym(name))

    def places_in_country(self, qid: str) -> list[str]:
        return list(dict.fromkeys(chain(*(s.places_in_country(qid) for s in self.stores))))
