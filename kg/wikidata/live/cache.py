"""What a server has answered, on disk: one SQLite file per server, safe for many processes."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from requests import Response
from requests_cache import NEVER_EXPIRE, CachedSession, SerializerPipeline, Stage
from requests_cache.backends.sqlite import SQLiteCache, SQLiteDict

from kg.errors import ResourceError
from kg.wikidata.live.settings import FOLDER, Settings

BUSY = 60_000  # milliseconds to wait for another process


class Cache:
    """Searches as the answers they got, items one by one, since requests name them in batches.

    Raises ResourceError where the folder cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        self.path = _file(settings)
        with self.usable():
            self._backend = SQLiteCache(self.path, wal=True, busy_timeout=BUSY)
            self._items = SQLiteDict(
                self.path, "items", wal=True, busy_timeout=BUSY, serializer=_packed()
            )

    @contextmanager
    def usable(self) -> Iterator[None]:
        """Errors of the file, or of what is in it, as ones of the cache."""
        try:
            yield
        except (sqlite3.Error, zlib.error) as error:
            cause = f"not usable as a cache ({error}); make room on its disk or remove it"
            raise ResourceError(f"{self.path}: {cause}") from error

    def session(self, keeps: Callable[[Response], bool]) -> CachedSession:
        """A session that answers what it has been asked before, where `keeps` allowed it."""
        return CachedSession(
            backend=self._backend, expire_after=NEVER_EXPIRE, filter_fn=keeps, cache_control=False
        )

    def entities(self, qids: Iterable[str], languages: str) -> dict[str, Any]:
        """Those of the items that are known, as they were kept."""
        found = ((qid, self._items.get(f"{languages} {qid}")) for qid in qids)
        with self.usable():
            return {qid: entity for qid, entity in found if entity is not None}

    def keep(self, entities: Mapping[str, Any], languages: str) -> None:
        """Remember items by the QIDs they were asked for."""
        with self.usable(), self._items.bulk_commit():
            for qid, entity in entities.items():
                self._items[f"{languages} {qid}"] = entity


def _packed() -> SerializerPipeline:
    to_bytes = Stage(dumps=lambda text: zlib.compress(text.encode()), loads=_unpacked)
    return SerializerPipeline([Stage(json), to_bytes], name="packed", is_binary=True)


def _unpacked(data: bytes) -> str:
    return zlib.decompress(data).decode()


def _file(settings: Settings) -> Path:
    address = urlsplit(settings.api)
    name = re.sub(r"[^\w.-]+", "_", f"{address.netloc}{address.path}").strip("_")
    path = settings.folder / f"{name}.sqlite"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        wrong = [p for p in (path.parent, path) if p.exists() and not os.access(p, os.W_OK)]
    except OSError as error:
        cause = f"cannot hold a cache ({error.strerror}); set {FOLDER} to another folder"
        raise ResourceError(f"{path.parent}: {cause}") from error
    if wrong:
        raise ResourceError(f"{wrong[0]}: cannot be written to; set {FOLDER} to another folder")
    return path
