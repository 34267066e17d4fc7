"""A text divided into blocks: headline, summary, datelines, paragraphs, bylines, furniture.

Blocks never change the text; they are spans of it, without the white space around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from kg.articles import datelines, furniture
from kg.facts import Block, BlockKind, Span

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_TERMINAL = re.compile(r"[.!?…:;][\"”’')\]]*$")
_GLUED = re.compile(
    r"(?<=[a-z]{2})[.!?][\"”’]?(?=[“\"‘]?(?!(?:Com|Net|Org|Tv|Io|Ai)\b)[A-Z][\w’'-]*[ ,])"
)
_LEAST_WORDS = 3  # on both sides of a glued joint: keeps names such as "Node.Js" whole
_WIDEST_WRAP = 120  # longer lines are paragraphs, not hard-wrapped lines
_RAGGED = 8  # columns by which a hard-wrapped line may fall short of the widest
_MOST_WORDS = {"headline": 30, "summary": 50}


def divide(text: str, title: str | None = None, publisher: str | None = None) -> tuple[Block, ...]:
    """The blocks of `text`, sorted, without overlap."""
    segments = [part for span in _paragraphs(text) for part in _unglue(text, span)]
    heads, bodies = _part_datelines(text, segments)
    sentences = furniture.find(text, bodies, publisher)
    blocks: list[Block] = []
    for number, (head, body) in enumerate(zip(heads, bodies, strict=True)):
        if head:
            blocks.append(Block(head, "dateline"))
        if furniture.is_byline(text[body.begin : body.end]):
            blocks.append(Block(body, "byline"))
        else:
            blocks += _runs([sentence for sentence in sentences if sentence.segment == number])
    return tuple(_name_head(text, blocks, title))


def headline(text: str, blocks: Iterable[Block]) -> str | None:
    """The words of the headline, if the text has one."""
    for block in blocks:
        if block.kind == "headline":
            return " ".join(text[block.span.begin : block.span.end].split())
    return None


def _part_datelines(text: str, segments: Iterable[Span]) -> tuple[list[Span | None], list[Span]]:
    """The dateline of each segment, if it has one, and what follows it, perhaps nothing."""
    heads: list[Span | None] = []
    bodies: list[Span] = []
    opening = True
    for segment in segments:
        words = text[segment.begin : segment.end]
        cut = segment.begin + datelines.find(words, opening)
        heads.append(_trim(text, segment.begin, cut) if cut > segment.begin else None)
        bodies.append(Span(cut, segment.end))
        opening = opening and not _ends(text, segment)
    return heads, bodies


def _runs(sentences: Sequence[furniture.Sentence]) -> list[Block]:
    """Neighbouring sentences of one segment that are alike, as one block."""
    blocks: list[Block] = []
    for sentence in sentences:
        kind: BlockKind = "furniture" if sentence.furniture else "paragraph"
        if blocks and blocks[-1].kind == kind:
            blocks[-1] = Block(Span(blocks[-1].span.begin, sentence.span.end), kind)
        else:
            blocks.append(Block(sentence.span, kind))
    return blocks


def _name_head(text: str, blocks: list[Block], title: str | None) -> list[Block]:
    """`blocks` with the headline and the summary called so.

    The headline is the first line if it equals the title, or without a title if it is short
    and has no final stop; the summary is the line after it, or else the first, if short and
    unstopped. A text of one line has neither.
    """
    first = next((n for n, b in enumerate(blocks) if b.kind == "dateline"), len(blocks))
    places = [place for place, block in enumerate(blocks) if block.kind == "paragraph"]
    if len(places) < 2:
        return blocks
    lines = [text[blocks[place].span.begin : blocks[place].span.end] for place in places[:2]]
    titled = bool(title) and _same(lines[0], title or "")
    kinds: tuple[BlockKind, ...] = ("headline", "summary") if titled or not title else ("summary",)
    named = list(blocks)
    for place, line, kind in zip(places, lines, kinds, strict=False):
        if place > first:
            break
        if not ((titled and kind == "headline") or _is_heading(line, _MOST_WORDS[kind])):
            break
        named[place] = Block(blocks[place].span, kind)
    return named


def _is_heading(line: str, most_words: int) -> bool:
    return len(line.split()) <= most_words and not _TERMINAL.search(line.rstrip(" ?!"))


def _same(left: str, right: str) -> bool:
    return re.findall(r"\w+", left.casefold()) == re.findall(r"\w+", right.casefold())


def _unglue(text: str, span: Span) -> list[Span]:
    """Parts of a paragraph whose sentences stand together without a space."""
    cuts = [span.begin]
    for match in _GLUED.finditer(text, span.begin, span.end):
        sides = text[cuts[-1] : match.end()], text[match.end() : span.end]
        if all(len(side.split()) >= _LEAST_WORDS for side in sides):
            cuts.append(match.end())
    return [_trim(text, begin, end) for begin, end in pairwise([*cuts, span.end])]


def _paragraphs(text: str) -> list[Span]:
    """One span per paragraph: a line, or the hard-wrapped lines between blank ones."""
    lines = [
        _trim(text, match.start(), match.end())
        for match in _LINE.finditer(text)
        if match.group().strip()
    ]
    width = max((line.end - line.begin for line in lines), default=0)
    if not _is_wrapped(text, lines, width):
        return lines
    paragraphs = lines[:1]
    for before, line in pairwise(lines):
        if _goes_on(text, before, line, width):
            paragraphs[-1] = Span(paragraphs[-1].begin, line.end)
        else:
            paragraphs.append(line)
    return paragraphs


def _is_wrapped(text: str, lines: Sequence[Span], width: int) -> bool:
    """Whether lines break inside sentences, none of them wider than hard wrapping is."""
    breaks = [(a, b) for a, b in pairwise(lines) if _adjacent(text, a, b)]
    inside = [b for a, b in breaks if text[b.begin].islower() and not _ends(text, a)]
    return width <= _WIDEST_WRAP and 3 * len(inside) > len(breaks)


def _goes_on(text: str, before: Span, line: Span, width: int) -> bool:
    """Whether a hard-wrapped paragraph goes on from one line to the next."""
    if not _adjacent(text, before, line):
        return False
    if text[line.begin].islower() and not _ends(text, before):
        return True
    first_word = text[line.begin : line.end].split(maxsplit=1)[0]
    return before.end - before.begin + 1 + len(first_word) > width - _RAGGED


def _adjacent(text: str, before: Span, line: Span) -> bool:
    """Whether nothing but one line break lies between, and no indent."""
    return text[before.end : line.begin].lstrip(" \t") in ("\n", "\r\n", "\r")


def _ends(text: str, line: Span) -> bool:
    return bool(_TERMINAL.search(text[line.begin : line.end]))


def _trim(text: str, begin: int, end: int) -> Span:
    piece = text[begin:end]
    return Span(begin + len(piece) - len(piece.lstrip()), begin + len(piece.rstrip()))
