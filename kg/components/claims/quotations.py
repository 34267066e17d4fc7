"""Quotations of a text, by their marks alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.facts import Span

UNFINISHED = re.compile(r"(\.\.|\b[A-Z]\.[A-Z])\.$")
Marks = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Quotation:
    """Words between marks: one span a paragraph; `span` has the marks too."""

    words: tuple[Span, ...]
    span: Span

    def holds(self, place: int) -> bool:
        """Whether an offset lies between the marks."""
        return any(words.begin <= place < words.end for words in self.words)


class Quoted:
    """Quotations in order of the text, by the offsets that lie between their marks."""

    def __init__(self, quotations: Iterable[Quotation]) -> None:
        self.all = list(quotations)
        self._held = sorted(
            (words.begin, number)
            for number, quotation in enumerate(self.all)
            for words in quotation.words
        )

    def at(self, place: int) -> Quotation | None:
        """The quotation that an offset lies in."""
        before = bisect_right(self._held, (place, len(self.all))) - 1
        found = self.all[self._held[before][1]] if before >= 0 else None
        return found if found is not None and found.holds(place) else None


@dataclass
class _Open:
    mark: str
    begin: int
    inside: int


def find(text: str, paragraphs: Iterable[Span], marks: Marks) -> list[Quotation]:
    """Outermost quotations in `paragraphs`, in order of the text.

    `marks` maps an opening mark to its closing ones. A quotation left open goes on where
    the next paragraph opens with the same mark; else its mark counts for nothing.
    """
    found: list[Quotation] = []
    unfinished: str | None = None
    paragraphs = list(paragraphs)
    for number, paragraph in enumerate(paragraphs):
        after = paragraphs[number + 1 :][:1]
        quotations, unclosed = _scan(text, paragraph, after[0] if after else None, marks)
        if unfinished and quotations:
            found[-1] = Quotation(
                (*found[-1].words, *quotations[0].words),
                Span(found[-1].span.begin, quotations[0].span.end),
            )
            del quotations[0]
        found += quotations
        unfinished = unclosed
    return found


def _scan(
    text: str, paragraph: Span, following: Span | None, marks: Marks
) -> tuple[list[Quotation], str | None]:
    """Quotations of one paragraph, and the mark that it leaves open for the next."""
    found: list[Quotation] = []
    begin = paragraph.begin
    while True:
        opened, closed = _pairs(text, Span(begin, paragraph.end), marks)
        if opened is None:
            return found + closed, None
        found += [quotation for quotation in closed if quotation.span.begin < opened.begin]
        if following is not None and text.startswith(opened.mark, following.begin):
            words = Span(opened.inside, paragraph.end)
            return [*found, Quotation((words,), Span(opened.begin, paragraph.end))], opened.mark
        begin = opened.inside


def _pairs(text: str, stretch: Span, marks: Marks) -> tuple[_Open | None, list[Quotation]]:
    """Outermost pairs of marks, and the outermost mark that is never closed."""
    known = {*marks, *(closing for group in marks.values() for closing in group)}
    pattern = re.compile("|".join(sorted(map(re.escape, known), key=len, reverse=True)))
    found: list[Quotation] = []
    stack: list[_Open] = []
    for match in pattern.finditer(text, stretch.begin, stretch.end):
        mark = match.group()
        before = text[match.start() - 1 : match.start()] if match.start() > stretch.begin else ""
        after = text[match.end() : match.end() + 1] if match.end() < stretch.end else ""
        inner = text[stretch.begin : match.start()].rstrip()[-1:]
        spaced = before.isspace() and inner not in known  # no mark: "'No.' " ends both
        depth = None if spaced else _closes(mark, after, stack, marks)
        if depth is not None and not _is_apostrophe(text, match, stretch, before):
            opened = stack[depth]
            del stack[depth:]
            if not stack and match.start() > opened.inside:
                words = Span(opened.inside, match.start())
                found.append(Quotation((words,), Span(opened.begin, match.end())))
        elif mark in marks and _opens(mark, before, after, marks):
            stack.append(_Open(mark, match.start(), match.end()))
    return (stack[0] if stack else None), found


def _opens(mark: str, before: str, after: str, marks: Marks) -> bool:
    if not after or after.isspace() or before.isalnum():
        return False
    same = mark in marks[mark]
    return not (same and (after.isdigit() and mark == "'")) and not (
        same and before and before in ".,!?;)]%"
    )


def _closes(mark: str, after: str, stack: list[_Open], marks: Marks) -> int | None:
    """The depth of the open mark that this one closes."""
    if after.isalnum():
        return None
    for depth in reversed(range(len(stack))):
        if mark in marks[stack[depth].mark]:
            return depth
    return None


def _is_apostrophe(text: str, match: re.Match[str], stretch: Span, before: str) -> bool:
    """Whether it is a plural's possessive ("the troops' homes") before the real end."""
    if match.group() not in ("'", "’") or before != "s":
        return False
    rest = text[match.end() : stretch.end]
    closing = re.search(rf"[\w.,!?]{match.group()}(?!\w)", rest)
    another = re.search(r"(?<!\w)['‘]\w", rest)
    noun = re.match(r"\s[a-z]", rest)
    return bool(noun and closing and (another is None or closing.start() < another.start()))


def trimmed(text: str, quotation: Quotation) -> Quotation:
    """The quotation without space, comma or full stop at the ends of its words."""
    words = []
    for span in quotation.words:
        content = text[span.begin : span.end].rstrip(", \n\t")
        if not UNFINISHED.search(content):
            content = content.removesuffix(".")
        begin = span.begin + len(content) - len(content.lstrip())
        words.append(Span(begin, span.begin + len(content)))
    return replace(quotation, words=tuple(span for span in words if span.end > span.begin))
