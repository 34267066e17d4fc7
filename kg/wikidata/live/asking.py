"""Asking a live server as long as it answers, and saying once what stays unasked and why."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping, Sequence

from kg.wikidata.live.answers import Entity, Hit
from kg.wikidata.live.client import Client
from kg.wikidata.live.failing import LiveError, RefusedError
from kg.wikidata.live.settings import Settings

KEPT = 20_000  # searches in memory; those that are dropped are read from the cache again
SHOWN = 8  # names that a message lists
log = logging.getLogger(__name__)


class Asking:
    """One server, asked in a language; what it cannot tell counts as not known to it.

    The first failure of each kind is logged as a warning. Raises ResourceError where the
    cache cannot be used.
    """

    def __init__(self, settings: Settings, language: str, spoken: Sequence[str]) -> None:
        self.settings = settings
        self._language = language
        self._spoken = spoken
        self._hits: dict[str, tuple[Hit, ...]] = {}
        self._opened = os.getpid(), Client(settings)
        self._said: set[str] = set()

    @property
    def _client(self) -> Client:
        if self._opened[0] != os.getpid():
            self._opened = os.getpid(), Client(self.settings)
        return self._opened[1]

    def search(self, name: str) -> tuple[Hit, ...]:
        """The items called so, the best first."""
        return self.search_all([name])[name]

    def search_all(self, asked: Sequence[str]) -> dict[str, tuple[Hit, ...]]:
        """The items called by each name."""
        if len(self._hits) > KEPT:
            self.forget()
        failed: dict[str, tuple[LiveError, list[str]]] = {}
        for name in asked:
            if name not in self._hits:
                try:
                    self._hits[name] = tuple(self._client.search(name, self._language))
                except LiveError as error:
                    self._hits[name] = ()
                    failed.setdefault(_kind(error), (error, []))[1].append(name)
        for cause, unasked in failed.values():
            self._say(cause, unasked)
        return {name: self._hits[name] for name in asked}

    def get(self, qids: Iterable[str]) -> Mapping[str, Entity | None]:
        """Items by the QID asked for, None where they are missing; all that can be had."""
        wanted = list(qids)
        try:
            return self._client.entities(wanted, self._spoken)
        except LiveError as error:
            known = self._client.known(wanted, self._spoken)
            self._say(error, [qid for qid in wanted if qid not in known])
            return known

    def forget(self) -> None:
        """Drop the answers that are in memory; the cache keeps them."""
        self._hits.clear()

    def _say(self, error: LiveError, names: Sequence[str]) -> None:
        if _kind(error) in self._said:
            return
        self._said.add(_kind(error))
        listed = ", ".join(f"“{name}”" for name in names[:SHOWN])
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        later = "" if isinstance(error, RefusedError) else ", nor will anything else be"
        what = f"{listed}{more} could not be looked up there{later}"
        log.warning("%s; %s: only the local knowledge base links such names", error, what)


def _kind(error: LiveError) -> str:
    return error.code if isinstance(error, RefusedError) else type(error).__name__
