"""Asking a Wikibase's API (https://www.wikidata.org/w/api.php?action=help) as its owners wish.

One request at a time over one connection, with `maxlag`; what the server wants waited for is
waited for. Searches and items are kept on disk for good, errors never. Once the server has
failed, however often asked, nothing more is sent; what is on disk is still answered.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import requests
from requests.adapters import HTTPAdapter

from kg.wikidata.building import statements
from kg.wikidata.live.answers import (
    Entity,
    Hit,
    error_of,
    has_hits,
    read_entities,
    read_hits,
    read_json,
)
from kg.wikidata.live.cache import Cache
from kg.wikidata.live.failing import RefusedError, Retries, UnreachableError, cause_of
from kg.wikidata.live.settings import Settings, user_agent

T = TypeVar("T")
Read = Callable[[Mapping[str, Any]], T | None]
BATCH = 50  # items that one request may name
HITS = 10
MAXLAG = 5  # seconds that the server's copies may lag behind before it wants no questions
LONGEST = 100  # characters of a name worth searching
WAITED_FOR = ("maxlag", "ratelimited", "readonly")
_ANSWER = "info|sitelinks|aliases|labels|descriptions|claims"


class Client:
    """One server's API. `sleep` waits between tries.

    Raises UnreachableError where the server gives no usable answer, RefusedError where it
    refuses a request; ResourceError where the cache cannot be used.
    """

    def __init__(self, settings: Settings, sleep: Callable[[float], None] = time.sleep) -> None:
        self.settings = settings
        self._sleep = sleep
        self._cache = Cache(settings)
        self._retries = Retries.of(settings)
        self._lost: UnreachableError | None = None
        self._session = self._cache.session(has_hits)
        self._session.headers.update({"User-Agent": user_agent(), "Accept-Encoding": "gzip"})
        adapter = HTTPAdapter(pool_connections=1, pool_maxsize=1, max_retries=self._retries)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def search(self, name: str, language: str = "en") -> list[Hit]:
        """The items called so, the best first, in a language or else in English."""
        text = statements.text(name)
        if text is None or len(text) > LONGEST:
            return []
        for spoken in dict.fromkeys((language, "en")):
            hits = self._ask(
                read_hits,
                action="wbsearchentities",
                search=text,
                language=spoken,
                uselang=spoken,
                type="item",
                limit=str(HITS),
            )
            if hits:
                return hits
        return []

    def entities(
        self, qids: Iterable[str], languages: Sequence[str], *, fresh: bool = False
    ) -> dict[str, Entity | None]:
        """Items by the QID asked for, None where there is none (any more), named in `languages`.

        One that was merged into another comes as that other, with its `id`. `fresh` ones are
        asked for even where the cache holds them.
        """
        wanted = sorted(set(qids), key=lambda qid: (len(qid), qid))
        spoken = "|".join(languages)
        found = {} if fresh else self._cache.entities(wanted, spoken)
        for batch in batches([qid for qid in wanted if qid not in found]):
            answered = self._get(batch, props=_ANSWER, languages=spoken)
            self._cache.keep(answered, spoken)
            found.update(answered)
        return {qid: None if "missing" in found[qid] else found[qid] for qid in wanted}

    def revisions(self, qids: Iterable[str]) -> dict[str, tuple[str, int] | None]:
        """The present QID and revision of items by the QID asked for; None where deleted."""
        found: dict[str, tuple[str, int] | None] = {}
        for batch in batches(list(qids)):
            for qid, entity in self._get(batch, props="info").items():
                gone = "missing" in entity
                found[qid] = None if gone else (entity["id"], int(entity["lastrevid"]))
        return found

    def known(self, qids: Iterable[str], languages: Sequence[str]) -> dict[str, Entity | None]:
        """Those of the items that can be had without asking."""
        found = self._cache.entities(qids, "|".join(languages))
        return {qid: None if "missing" in entity else entity for qid, entity in found.items()}

    def _get(self, batch: Sequence[str], **options: str) -> dict[str, Entity]:
        if self._lost is not None:
            raise self._lost
        with self._session.cache_disabled():
            found = self._ask(
                read_entities,
                action="wbgetentities",
                ids="|".join(batch),
                redirects="yes",
                **options,
            )
        return {qid: found.get(qid, {"id": qid, "missing": ""}) for qid in batch}

    def _ask(self, read: Read[T], **parameters: str) -> T:
        asked = {**parameters, "format": "json", "maxlag": str(MAXLAG)}
        try:
            return self._patiently(read, asked)
        except UnreachableError as error:
            self._lost = error
            raise

    def _patiently(self, read: Read[T], asked: Mapping[str, str]) -> T:
        """The result of one request; waits and asks again as long as that may help."""
        broken, waited = 0, 0.0
        while True:
            try:
                return self._answer(read, asked)
            except _LaterError as later:
                broken += later.seconds is None
                wait = later.seconds or self.settings.backoff * 2 ** (broken - 1)
                waited += wait
                if broken >= self.settings.tries or waited > self.settings.patience:
                    raise UnreachableError(f"{self.settings.api}: {later.cause}") from later
            self._sleep(wait)

    def _answer(self, read: Read[T], asked: Mapping[str, str]) -> T:
        response = self._send(asked)
        answer = read_json(response)
        if answer is None:
            kind = response.headers.get("Content-Type", "something").partition(";")[0]
            said = "broken JSON" if "json" in kind else f"{kind} instead of JSON"
            raise _LaterError(f"it answers with {said}")
        if "error" not in answer:
            found = read(answer)
            if found is None:
                raise _LaterError("it does not answer as a Wikibase")
            return found
        code, info = error_of(answer)
        said = f"{code} ({info})" if info else code
        if code in WAITED_FOR:
            asked_for = self._retries.parse_retry_after(response.headers.get("Retry-After", "0"))
            raise _LaterError(f"it keeps saying {said}", max(float(MAXLAG), asked_for))
        raise RefusedError(f"{self.settings.api}: it refuses: {said}", code)

    def _send(self, asked: Mapping[str, str]) -> requests.Response:
        try:
            with self._cache.usable():
                response = self._session.get(
                    self.settings.api,
                    params=asked,
                    timeout=self.settings.timeout,
                    only_if_cached=self._lost is not None,
                )
            if self._lost is not None and not response.ok:
                raise self._lost
            response.raise_for_status()
        except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError):
            raise _LaterError("its answer breaks off") from None
        except (requests.RequestException, ValueError) as error:
            cause = cause_of(error, self.settings)
            raise UnreachableError(f"{self.settings.api}: {cause}") from error
        return response


class _LaterError(Exception):
    """A request failed and may succeed in some seconds; without a number, after a back-off."""

    def __init__(self, cause: str, seconds: float | None = None) -> None:
        super().__init__(cause)
        self.cause, self.seconds = cause, seconds


def batches(qids: Sequence[str]) -> Iterator[Sequence[str]]:
    """`qids` in the portions that one request may hold."""
    for start in range(0, len(qids), BATCH):
        yield qids[start : start + BATCH]
