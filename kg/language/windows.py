"""Which words the network reads together.

A *window* is what one run of the network sees. Windows meet where a sentence starts
beyond doubt; where none does within reach they overlap, and `kg.language.stretches`
joins them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.language.encoder import MOST_PIECES, Encoder, Window

WINDOW_WORDS = 90  # a window ends at the last seam before this many words, if there is one
MOST_WORDS = 2 * WINDOW_WORDS
OVERLAP_WORDS = MOST_WORDS // 3
OVERLAP_PIECES = MOST_PIECES // 3
AHEAD = 64  # windows held at once
AFTER_STOP, LIKELY = 0.1, 0.6  # calibrated on the development sets
CLOSERS = frozenset(".!?…。؟")
TRAILING = frozenset("\"'”’)]»")
EITHER_WAY = frozenset("\"'")  # such a quote opens as often as it closes
STOP, PERIOD, QUOTE, CLOSED, LOWER, ENDS, ENDS_QUOTED = (1 << bit for bit in range(7))

Flags = NDArray[np.bool_]
Span = tuple[int, int]


class Part(NamedTuple):
    """Words `[begin, end)` of a document as one window reads them."""

    begin: int
    end: int
    scores: Window


@dataclass
class Borders:
    """Where windows and sentences may start, `[W]` each.

    `seams`: windows may meet before the word; `hard`: they must; `forced`: the sentences
    do; `least`: so they do where the network's probability is above this.
    """

    forced: Flags
    seams: Flags
    hard: Flags
    least: NDArray[np.float64]


def borders(words: list[str], forced: Flags, given: bool) -> Borders:
    """What punctuation tells. `forced` `[W]` marks words that must start a sentence;
    with `given` these are all the starts there are.

    Less is asked of a start after a full stop that stands alone, which no abbreviation
    has. The network alone does not see that a headline ends.
    """
    traits = np.fromiter(map(_traits, words), np.uint8, len(words))
    stop, period, quote, closed, lower, ends, ends_quoted = (
        traits & bit != 0 for bit in (STOP, PERIOD, QUOTE, CLOSED, LOWER, ENDS, ENDS_QUOTED)
    )
    hard = forced & ~_before(ends, ends_quoted)
    if given:
        return Borders(forced, forced, hard, np.where(forced, -np.inf, np.inf))
    least = np.where(_before(stop, quote) & ~lower, AFTER_STOP, LIKELY)
    least[forced] = -np.inf
    seams = (_before(stop) | _before(period, closed)) & ~lower & ~quote
    return Borders(forced, forced | seams, hard, least)


@lru_cache(maxsize=10_000)
def _traits(word: str) -> int:
    return (
        STOP * (word in CLOSERS)
        | PERIOD * (word == ".")
        | QUOTE * (word in TRAILING)
        | CLOSED * (word in TRAILING - EITHER_WAY)
        | LOWER * word[:1].islower()
        | ENDS * (word[-1:] in CLOSERS)
        | ENDS_QUOTED * (word[-1:] in TRAILING)
    )


def _before(stops: Flags, quotes: Flags | None = None) -> Flags:
    """Whether a stop stands before each word, or before a quote before it, `[W]`."""
    found = np.zeros(len(stops), dtype=bool)
    found[1:] = stops[:-1]
    if quotes is not None:
        found[2:] |= quotes[1:-1] & stops[:-2]
    return found


def plan(pieces: NDArray[np.int64], where: Borders) -> list[Span]:
    """Windows `[begin, end)` over words of so many `pieces` `[W]`, in order.

    They meet at seams, or else overlap. No word is in more than two, since a window
    takes at least twice its overlap.
    """
    sizes = np.concatenate([[0], np.cumsum(pieces)])
    seams = np.flatnonzero(where.seams)
    count = len(pieces)
    spans: list[Span] = []
    begin = seen = 0
    while seen < count:
        fitting = int(np.searchsorted(sizes, sizes[begin] + MOST_PIECES, "right")) - 1
        limit = min(fitting, begin + MOST_WORDS, count)
        first, last = np.searchsorted(seams, [seen, limit], "right")
        seam = _seam(seams[first:last].tolist(), begin, limit == count, where)
        seen = seam or limit
        spans.append((begin, seen))
        begin = seen
        if not seam and seen < count:
            most = int(np.searchsorted(sizes, sizes[seen] - OVERLAP_PIECES, "left"))
            begin = max(most, seen - OVERLAP_WORDS)
    return spans


def _seam(seams: list[int], begin: int, final: bool, where: Borders) -> int:
    """The seam at which a window from `begin` best ends; 0 if none, or at the text's end."""
    best = 0
    for seam in seams:
        if where.hard[seam]:
            return seam
        if best and seam - begin > WINDOW_WORDS:
            return best
        best = seam
        if where.forced[seam] and seam - begin > WINDOW_WORDS // 2:
            return best
    return 0 if final else best


def read(encoder: Encoder, words: list[str], spans: list[Span]) -> Iterator[Part]:
    """Every window of `words` with its scores, in order, `AHEAD` of them at a time."""
    for at in range(0, len(spans), AHEAD):
        ahead = spans[at : at + AHEAD]
        found = encoder.run([words[begin:end] for begin, end in ahead])
        for (begin, end), scores in zip(ahead, found, strict=True):
            yield Part(begin, end, scores)
