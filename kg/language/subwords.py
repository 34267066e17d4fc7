"""Words to subword ids and case classes, the encoder's input."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from tokenizers import Tokenizer

LONGEST = 8
LONGEST_WORD = 200  # characters; the rest could not change the first pieces
CASE_OF_NO_LETTERS = 4


@lru_cache(maxsize=10_000)
def case_of(word: str) -> int:
    """0 lower, 1 Title, 2 UPPER, 3 mIxed, 4 no letters (order as in training)."""
    letters = [char for char in word if char.isalpha()]
    if not letters:
        return CASE_OF_NO_LETTERS
    if all(not char.isupper() for char in letters):
        return 0
    if all(char.isupper() for char in letters) and len(letters) > 1:
        return 2
    return 1 if word[0].isupper() and not any(c.isupper() for c in letters[1:]) else 3


class Subwords:
    """A WordPiece vocabulary read from a `tokenizer.json`.

    Words are encoded alone, at most `LONGEST` pieces each, so that offsets never
    depend on the neighbours and a word of any length costs little.
    """

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.size: int = self._tokenizer.get_vocab_size()
        ids = self._tokenizer.get_vocab()
        self.begin, self.end = ids["[CLS]"], ids["[SEP]"]
        self.unknown, self.padding = ids["[UNK]"], ids["[PAD]"]
        self._cached = lru_cache(maxsize=100_000)(self._encode)

    def encode(self, word: str) -> tuple[int, ...]:
        """The pieces of `word`, at least one."""
        return self._cached(word[:LONGEST_WORD])

    def _encode(self, word: str) -> tuple[int, ...]:
        ids = self._tokenizer.encode(word, add_special_tokens=False).ids
        return tuple(ids[:LONGEST]) or (self.unknown,)
