"""Documents of DocRED's kind (Yao et al. 2019): Wikipedia's first paragraphs with clusters of
mentions and Wikidata's properties between them.

Re-DocRED (Tan et al. 2022) is the revision that has the relations that were missing; DocRED-IE
(Genest et al. 2023) has items of clusters too.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from kg.errors import ResourceError
from kg.evaluate import checked
from kg.evaluate.relations import inventory
from kg.facts import Article, Block, Span, Statement

CLOSING = frozenset(",.;:!?)]}%")  # tokens that follow the one before without a space
OPENING = frozenset("([{$£€#")  # tokens that the next one follows so
ENDINGS = ("'", "’")  # what the tokens "'s" and "'re" begin with
DASHES = frozenset("-–/")
QUOTE = '"'
NO_ITEM = "Q"  # what the codes of items begin with; others say that there is none

Triple = tuple[int, str, int]  # numbers of clusters around a property


class _Mapping(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    ignored: frozenset[str]
    literals: frozenset[str]
    names: dict[str, str]
    open: dict[str, frozenset[str]]


@cache
def mapping() -> _Mapping:
    """The tables of `docred.toml`; raises ResourceError."""
    return checked.load(_Mapping, Path(__file__).with_name("docred.toml"))


@dataclass(frozen=True)
class Cluster:
    """One entity: its type, the places and sentences of its mentions, and its item."""

    type: str
    spans: tuple[Span, ...]
    sentences: frozenset[int]
    item: str | None = None


@dataclass(frozen=True)
class Text:
    """A document with the places of its sentences; `facts` are triples with the numbers of
    sentences that are said to state them, where that is annotated."""

    article: Article
    sentences: tuple[Span, ...]
    clusters: tuple[Cluster, ...]
    facts: Mapping[Triple, frozenset[int]]

    @property
    def places(self) -> dict[str, list[Span]]:
        """The places of each cluster, by its number."""
        return {str(number): [*each.spans] for number, each in enumerate(self.clusters)}


def read(data: Path, file: str) -> list[Text]:
    """The documents of a file of the data folder. Raises ResourceError."""
    path = data / file
    if not path.is_file():
        raise ResourceError(f"{data}: has no {file}; give the data folder")
    return [_text(row) for row in json.loads(path.read_text("utf-8"))]


def _text(row: Mapping[str, Any]) -> Text:
    text, places = detokenised(row["sents"])
    clusters = tuple(_cluster(mentions, places) for mentions in row["vertexSet"])
    facts = {(x["h"], x["r"], x["t"]): frozenset(x["evidence"]) for x in row.get("labels", ())}
    blocks = (Block(Span(0, len(text)), "paragraph"),)
    sentences = tuple(Span(tokens[0].begin, tokens[-1].end) for tokens in places)
    return Text(Article(text, blocks=blocks), sentences, clusters, facts)


def _cluster(mentions: Sequence[Mapping[str, Any]], places: list[list[Span]]) -> Cluster:
    spans = {
        Span(places[m["sent_id"]][m["pos"][0]].begin, places[m["sent_id"]][m["pos"][1] - 1].end)
        for m in mentions
    }
    codes = Counter(str(m.get("wikidata_qcode")) for m in mentions)
    items = [code for code, _ in codes.most_common() if code.startswith(NO_ITEM)]
    sentences = frozenset(m["sent_id"] for m in mentions)
    return Cluster(mentions[0]["type"], tuple(sorted(spans)), sentences, next(iter(items), None))


def detokenised(sentences: Iterable[Sequence[str]]) -> tuple[str, list[list[Span]]]:
    """The text of sentences given as tokens, and where each token stands in it."""
    text, places = "", list[list[Span]]()
    for tokens in sentences:
        places.append([])
        quoted, glued = False, False
        for number, token in enumerate(tokens):
            closes = quoted and token == QUOTE
            space = bool(text) and not (glued or closes or (number and _follows(token)))
            begin = len(text) + space
            text += " " * space + token
            places[-1].append(Span(begin, len(text)))
            opens = token == QUOTE and not quoted
            quoted = quoted != (token == QUOTE)
            glued = opens or token in OPENING or token in DASHES
    return text, places


def _follows(token: str) -> bool:
    contracted = token.startswith(ENDINGS) and token[1:].isalpha()
    return token in CLOSING or token in DASHES or token == "n't" or contracted


def compared(texts: Iterable[Text]) -> frozenset[str]:
    """The properties of the inventory that these documents are annotated for."""
    annotated = {stated for text in texts for _, stated, _ in text.facts}
    return frozenset(annotated.intersection(inventory.stated()) - mapping().ignored)


def said(statements: Iterable[Statement]) -> list[Statement]:
    """The statements that affirm something."""
    return [s for s in statements if s.factuality.polarity == "positive"]
