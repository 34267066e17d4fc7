"""The knowledge base with spaCy's interface, so that spaCy's own linker can use it too."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy
from spacy.kb import Candidate as SpacyCandidate
from spacy.kb import KnowledgeBase
from spacy.tokens import Span
from spacy.vocab import Vocab

from kg.errors import ResourceError
from kg.wikidata.merged import Merged
from kg.wikidata.names import key
from kg.wikidata.store import Store

VECTOR_LENGTH = 64


class WikidataKB(Store, KnowledgeBase):  # type: ignore[misc]  # spaCy has no types here
    """Wikidata items in one SQLite file, which is asked and never loaded into memory.

    A vector of an item counts the words of its label and description, hashed into 64
    places (feature hashing; Weinberger et al. 2009) and normed to length 1.
    """

    def __init__(
        self, path: str | Path | None = None, vocab: Vocab | None = None, *, growing: bool = False
    ) -> None:
        KnowledgeBase.__init__(self, vocab or Vocab(), VECTOR_LENGTH)
        Store.__init__(self, path, growing=growing)

    def get_candidates(self, mention: Span) -> Iterable[SpacyCandidate]:
        """spaCy's candidates for a span, the likeliest first."""
        strings = self.vocab.strings
        return [
            SpacyCandidate(
                self,
                strings.add(candidate.qid),
                candidate.weight,
                self.get_vector(candidate.qid),
                strings.add(mention.text),
                candidate.prior,
            )
            for candidate in self.candidates(mention.text, mention.label_ or None)
        ]

    def get_candidates_batch(self, mentions: Iterable[Span]) -> Iterable[Iterable[SpacyCandidate]]:
        """spaCy's candidates for each span."""
        return [self.get_candidates(mention) for mention in mentions]

    def get_vector(self, entity: str) -> Iterable[float]:
        """The vector of an item, zeros where the base does not hold it."""
        vector = numpy.zeros(VECTOR_LENGTH, dtype="float32")
        item = self.item(entity)
        if item is None:
            return vector.tolist()
        for word in key(f"{item.label} {item.description or ''}").split():
            code = zlib.crc32(word.encode("utf-8"))
            vector[code % VECTOR_LENGTH] += 1.0 if code & 0x80000000 else -1.0
        norm = float(numpy.linalg.norm(vector))
        return (vector / norm if norm else vector).tolist()

    def is_empty(self) -> bool:
        """Whether the base holds no item."""
        return len(self) == 0

    def to_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002
        """Copy the file to a path; spaCy's `exclude` has nothing to leave out."""
        try:
            shutil.copyfile(self.path, path)
        except OSError as error:
            raise ResourceError(f"{path}: cannot write the knowledge base: {error}") from error

    def from_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> WikidataKB:  # noqa: ARG002
        """Ask the file at a path from now on."""
        Store.__init__(self, path, growing=self.growing)
        return self


class MergedKB(Merged, WikidataKB):
    """Several stores with spaCy's interface; what is saved to disk is the first one's file."""

    def __init__(self, stores: Sequence[Store], vocab: Vocab | None = None) -> None:
        KnowledgeBase.__init__(self, vocab or Vocab(), VECTOR_LENGTH)
        Merged.__init__(self, stores)

    def from_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> MergedKB:  # noqa: ARG002
        """Ask the file at a path in place of the first store from now on."""
        Merged.__init__(self, (Store(path, growing=self.stores[0].growing), *self.stores[1:]))
        return self
