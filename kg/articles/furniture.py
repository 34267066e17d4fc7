"""Page furniture in plain text: appeals, buttons, notices, credits.

Sentences are scored with the cues of `furniture.toml`, whose head explains them; then
doubtful ones between two pieces of furniture follow their neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from kg.errors import ResourceError
from kg.facts import Span
from kg.resources import load_toml

LEXICON = Path(__file__).with_name("furniture.toml")

_QUOTATION = re.compile(
    r'“[^”]*(?:”|$)|"[^"]*(?:"|$)|‘(?:[^’]|’(?=\w))*’(?!\w)|(?<!\w)\'(?=\w)(?:[^\']|\'(?=\w))*\'(?!\w)'
)
_SENTENCE_END = re.compile(r"[.!?…]+[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])")
_WIDEST_GAP = 3  # sentences between two pieces of furniture that may follow them
_SHORT_LINE = 100  # code points; such a line may consist of button labels


@dataclass(frozen=True)
class Cue:
    """Patterns that speak for furniture with the same weight."""

    weight: int
    patterns: tuple[re.Pattern[str], ...]
    whole: bool = False


@dataclass(frozen=True)
class Lexicon:
    """What `furniture.toml` holds."""

    threshold: int
    cues: tuple[Cue, ...]
    voice: Cue
    news: Cue
    byline: tuple[re.Pattern[str], ...]
    publisher: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence (or a line without one) and what speaks for it being furniture."""

    span: Span
    segment: int
    words: str
    score: int
    voice: bool
    news: bool
    furniture: bool


@cache
def lexicon(path: Path = LEXICON) -> Lexicon:
    """The cues of `path`; raises ResourceError that names the file and the entry at fault."""
    data = load_toml(path)
    try:
        return Lexicon(
            threshold=int(data["threshold"]),
            cues=tuple(_cue(entry, f"cue {n}", path) for n, entry in enumerate(data["cue"], 1)),
            voice=_cue(data["voice"], "voice", path),
            news=_cue(data["news"], "news", path),
            byline=_patterns(data["byline"], "byline", path),
            publisher=_patterns(data["publisher"], "publisher", path),
        )
    except KeyError as error:
        raise ResourceError(f"{path}: {error} is missing; add it") from error


def _cue(entry: dict[str, Any], where: str, path: Path) -> Cue:
    unknown = sorted(set(entry) - {"about", "weight", "whole", "patterns"})
    if unknown or not isinstance(entry.get("weight"), int):
        raise ResourceError(f"{path}: {where}: needs a whole-number weight, not {unknown}")
    return Cue(entry["weight"], _patterns(entry, where, path), bool(entry.get("whole", False)))


def _patterns(entry: dict[str, Any], where: str, path: Path) -> tuple[re.Pattern[str], ...]:
    compiled = []
    for pattern in entry["patterns"]:
        try:
            compiled.append(re.compile(pattern, re.IGNORECASE))
        except re.error as error:
            raise ResourceError(f"{path}: {where}: {pattern!r}: {error}") from error
    return tuple(compiled)


def is_byline(line: str) -> bool:
    """Whether a line only says who wrote or sent the report, or when it was published."""
    return any(pattern.fullmatch(line.strip()) for pattern in lexicon().byline)


def find(text: str, segments: Sequence[Span], publisher: str | None = None) -> list[Sentence]:
    """The sentences of `segments` (in order), each marked as furniture or not."""
    sentences = []
    for number, segment in enumerate(segments):
        masked = mask_quotations(text[segment.begin : segment.end])
        sentences += _score(masked, segment.begin, number)
    return _smooth(sentences, _publisher_names(sentences, publisher))


def mask_quotations(text: str) -> str:
    """`text` with what stands in quotation marks, and all white space, blanked out."""
    masked = _QUOTATION.sub(lambda match: "\x00" * len(match.group()), text)
    return re.sub(r"\s", " ", masked)


def _score(masked: str, offset: int, segment: int) -> list[Sentence]:
    cues = lexicon()
    spans = _sentence_spans(masked)
    sentences = []
    for begin, end in spans:
        words = masked[begin:end]
        bare = words.strip(" \x00.!?…:»›→>-–—•*|")
        whole = len(spans) == 1 or len(masked) <= _SHORT_LINE
        voice, news = _weight(cues.voice, words, bare), _weight(cues.news, words, bare)
        weights = [_weight(cue, words, bare) for cue in cues.cues if whole or not cue.whole]
        score = news + sum(w for w in weights if voice or w >= cues.threshold) + voice
        sentences.append(
            Sentence(
                span=Span(offset + begin, offset + end),
                segment=segment,
                words=words,
                score=score,
                voice=bool(voice),
                news=bool(news) or "\x00" in words,
                furniture=score >= cues.threshold,
            )
        )
    return sentences


def _weight(cue: Cue, words: str, bare: str) -> int:
    if cue.whole:
        return cue.weight * any(pattern.fullmatch(bare) for pattern in cue.patterns)
    return cue.weight * any(pattern.search(words) for pattern in cue.patterns)


def _sentence_spans(text: str) -> list[tuple[int, int]]:
    cuts = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    spans = []
    for begin, end in pairwise(cuts):
        end = begin + len(text[begin:end].rstrip())
        if end > begin:
            spans.append((begin, end))
    return spans


def _publisher_names(sentences: Sequence[Sentence], publisher: str | None) -> frozenset[str]:
    names = {publisher} if publisher else set()
    for sentence in sentences:
        if not sentence.news:
            for pattern in lexicon().publisher:
                names.update(match.group(1) for match in pattern.finditer(sentence.words))
    bare = {re.sub(r"^the ", "", name, flags=re.IGNORECASE) for name in names}
    return frozenset(name for name in bare if len(name) > 1)


def _smooth(sentences: list[Sentence], names: frozenset[str]) -> list[Sentence]:
    """Doubtful sentences between two pieces of furniture become furniture."""
    smoothed = _spread(sentences)
    marked = [place for place, sentence in enumerate(smoothed) if sentence.furniture]
    for before, after in pairwise(marked):
        gap = range(before + 1, after)
        if len(gap) <= _WIDEST_GAP and all(
            _follows(sentences[place], sentences, names) for place in gap
        ):
            for place in gap:
                smoothed[place] = replace(sentences[place], furniture=True)
    return smoothed


def _spread(sentences: Sequence[Sentence]) -> list[Sentence]:
    """A sentence just below the threshold joins furniture beside it on its line."""
    limit = lexicon().threshold - 1
    return [
        replace(sentence, furniture=True)
        if sentence.score >= limit
        and not sentence.news
        and any(
            mate.furniture and mate.segment == sentence.segment
            for mate in (*sentences[max(place - 1, 0) : place], *sentences[place + 1 : place + 2])
        )
        else sentence
        for place, sentence in enumerate(sentences)
    ]


def _follows(sentence: Sentence, sentences: Sequence[Sentence], names: frozenset[str]) -> bool:
    """Whether a sentence between pieces of furniture is of one kind with them."""
    if sentence.news:
        return False
    if sentence.voice or sentence.score > 0:
        return True
    if any(re.search(rf"\b{re.escape(name)}\b", sentence.words) for name in names):
        return True
    mates = [mate for mate in sentences if mate.segment == sentence.segment]
    return len(mates) > 1 and not any(mate.news for mate in mates) and _all_voiced(mates, sentence)


def _all_voiced(mates: Sequence[Sentence], but: Sentence) -> bool:
    return all(mate.voice and mate.furniture for mate in mates if mate is not but)
