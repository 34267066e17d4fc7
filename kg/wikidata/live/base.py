"""A local base and a live server as one knowledge base (`--kb wikidata`)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from spacy.vocab import Vocab

from kg.wikidata.knowledge_base import MergedKB
from kg.wikidata.live.overlay import Overlay
from kg.wikidata.live.settings import Settings
from kg.wikidata.live.settings import settings as usual
from kg.wikidata.merged import Merged
from kg.wikidata.store import Store


class LiveKB(MergedKB):
    """The local base `path` (default: the embedded one) with what a live server adds.

    What the local base holds, it is asked about; the server adds items and names. A server
    that cannot be asked is no error: a warning is logged, and the local base answers alone.
    """

    def __init__(
        self,
        path: str | Path | None = None,
        vocab: Vocab | None = None,
        *,
        settings: Settings | None = None,
        language: str = "en",
    ) -> None:
        local = Store(path)
        self.overlay = Overlay(local, settings or usual(), language)
        super().__init__((local, self.overlay), vocab)

    def __reduce__(self) -> tuple[Any, ...]:
        overlay = self.overlay
        laid = partial(type(self), settings=overlay.settings, language=overlay.language)
        return laid, (self.path,)

    def from_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> LiveKB:  # noqa: ARG002
        """Lay the server over the file at a path from now on."""
        local = Store(path)
        self.overlay = Overlay(local, self.overlay.settings, self.overlay.language)
        Merged.__init__(self, (local, self.overlay))
        return self
