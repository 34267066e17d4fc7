"""Which knowledge base a user means."""

from __future__ import annotations

from pathlib import Path

from spacy.vocab import Vocab

from kg.wikidata.base_file import LIVE
from kg.wikidata.knowledge_base import WikidataKB


def open_base(
    path: str | Path | None = None, vocab: Vocab | None = None, language: str = "en"
) -> WikidataKB:
    """The knowledge base file `path` (default: the embedded one).

    `LIVE` is the embedded one together with Wikidata's live API, asked in `language`.
    """
    if path == LIVE:
        from kg.wikidata.live.base import LiveKB

        return LiveKB(vocab=vocab, language=language)
    return WikidataKB(path, vocab)
