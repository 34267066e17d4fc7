"""A compressed file or standard input as blocks of whole lines.

The compression (gzip, bzip2, Zstandard, none) shows in the first bytes, whatever the
file is called. The blocks depend on the uncompressed bytes alone.
"""

from __future__ import annotations

import bz2
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from kg.errors import ResourceError

STANDARD_INPUT = "-"
CHUNK = 256 * 1024  # compressed bytes read at a time
BLOCK = 1024 * 1024  # uncompressed bytes in a block, to the end of the line
LONGEST = 64 * 1024 * 1024  # bytes in a line; the largest item of Wikidata has about 5 MB


class CutShortError(ResourceError):
    """A compressed file that ends before its end."""


class _Member(Protocol):
    """One compressed stream, of which a file may hold several one after another."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


def _gzip() -> _Member:
    return zlib.decompressobj(wbits=31)


def _zstandard() -> _Member:
    import zstandard

    return zstandard.ZstdDecompressor().decompressobj()


_MAGIC: tuple[tuple[bytes, Callable[[], _Member]], ...] = (
    (b"\x1f\x8b", _gzip),
    (b"BZh", bz2.BZ2Decompressor),
    (b"\x28\xb5\x2f\xfd", _zstandard),
)


class Source:
    """An open file; `consumed` counts the compressed bytes read."""

    def __init__(self, name: str, raw: BinaryIO) -> None:
        self.name = name
        self.consumed = 0
        self._raw = raw

    def blocks(self, size: int) -> Iterator[bytes]:
        """Blocks of whole lines of at least `size` bytes, but the last.

        Raises `CutShortError` where the compressed data end too soon, after the last whole
        block; `ResourceError` where they are damaged or a line is too long.
        """
        pending: list[bytes] = []
        held = 0
        for piece in self._pieces():
            start = 0
            while held + len(piece) - start >= size:
                cut = piece.find(b"\n", max(start + size - held - 1, start)) + 1
                if not cut:
                    break
                yield b"".join((*pending, piece[start:cut]))
                pending, held, start = [], 0, cut
            pending.append(piece[start:])
            held += len(pending[-1])
            if held > size + LONGEST:
                raise ResourceError(
                    f"{self.name}: a line of more than {LONGEST >> 20} MiB; "
                    "a dump holds one entity a line"
                )
        if held:
            yield b"".join(pending)

    def _pieces(self) -> Iterator[bytes]:
        data = self._read()
        new = next((make for magic, make in _MAGIC if data.startswith(magic)), None)
        if new is None:
            while data:
                yield data
                data = self._read()
            return
        try:
            yield from self._inflate(data, new)
        except (OSError, zlib.error, _damage()) as error:
            raise ResourceError(
                f"{self.name}: damaged after {self.consumed:,} bytes ({error}); fetch it again"
            ) from error

    def _inflate(self, data: bytes, new: Callable[[], _Member]) -> Iterator[bytes]:
        member = new()
        while data:
            yield member.decompress(data)
            data = b""
            if member.eof:
                data = member.unused_data.lstrip(b"\0") or self._read()
                if data:
                    member = new()
                continue
            data = self._read()
        if not member.eof:
            raise CutShortError(f"{self.name}: cut short after {self.consumed:,} bytes")

    def _read(self) -> bytes:
        data = self._raw.read(CHUNK)
        self.consumed += len(data)
        return data


def _damage() -> type[Exception]:
    import zstandard

    error: type[Exception] = zstandard.ZstdError
    return error


@contextmanager
def opened(path: str) -> Iterator[Source]:
    """A file, or standard input where `path` is "-"."""
    if path == STANDARD_INPUT:
        if sys.stdin is None:
            raise ResourceError("standard input: is closed; give a file, or send one there")
        yield Source("standard input", sys.stdin.buffer)
        return
    with _open(path) as raw:
        yield Source(path, raw)


def _open(path: str) -> BinaryIO:
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise ResourceError(f"{path}: cannot be read ({error.strerror or error})") from error
