"""KnowledgeNet (Mesquita et al. 2019): passages annotated for some of 15 properties each, with
the places and items of subjects and objects.

The file has one line for each fact, and one without `subj` for each property that a passage was
searched for in vain.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from kg.errors import ResourceError
from kg.evaluate import checked
from kg.evaluate.events.matching import overlap
from kg.evaluate.relations.running import Output, Pair
from kg.facts import Article, Block, Document, Span

FILE = "relations/knowledgenet-folds-1-3.jsonl"
GAP = "\n\n"


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Relation(_Table):
    """A property of KnowledgeNet as those of ours."""

    name: str
    properties: tuple[str, ...]
    inverse: tuple[str, ...] = ()
    literal: bool = False


class Published(_Table):
    """F1 in per cent that others reached."""

    name: str
    link: float
    text: float


class _Mapping(_Table):
    relation: tuple[Relation, ...]
    published: tuple[Published, ...]

    @cached_property
    def literals(self) -> frozenset[str]:
        """The properties whose objects are dates."""
        return frozenset(relation.name for relation in self.relation if relation.literal)


@cache
def mapping() -> _Mapping:
    """The tables of `knowledgenet.toml`; raises ResourceError."""
    return checked.load(_Mapping, Path(__file__).with_name("knowledgenet.toml"))


@dataclass(frozen=True)
class Fact:
    """A property between two places of a text, with their items where they have any."""

    stated: str
    subject: Span
    object: Span
    items: tuple[str | None, str | None] = (None, None)

    @property
    def link(self) -> tuple[str, str, str] | None:
        """Items and property, None where an end has no item or is a date."""
        subject, target = self.items
        if not subject or not target or self.stated in mapping().literals:
            return None
        return subject, self.stated, target


@dataclass(frozen=True)
class Passage:
    """A stretch of a text, the properties it was annotated for, and its facts."""

    span: Span
    properties: frozenset[str]
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Text:
    """The annotated passages of a document, one paragraph each."""

    fold: int
    article: Article
    passages: tuple[Passage, ...]


def read(data: Path) -> list[Text]:
    """The documents in order of fold and number. Raises ResourceError."""
    path = data / FILE
    if not path.is_file():
        raise ResourceError(f"{data}: has no {FILE}; give the data folder")
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    documents: dict[tuple[int, str], dict[int, list[Any]]] = defaultdict(dict)
    for row in rows:
        passages = documents[row["fold"], row["doc"]]
        passages.setdefault(row["passage_start"], []).append(row)
    return [_text(fold, passages) for (fold, _), passages in sorted(documents.items())]


def _text(fold: int, passages: Mapping[int, list[Any]]) -> Text:
    begin, texts, spans, found = 0, [], [], []
    for _, rows in sorted(passages.items()):
        words = rows[0]["passage"]
        span = Span(begin, begin + len(words))
        facts = tuple(_fact(row, begin) for row in rows if "subj" in row)
        found.append(Passage(span, frozenset(row["property"] for row in rows), facts))
        texts.append(words)
        spans.append(span)
        begin = span.end + len(GAP)
    blocks = tuple(Block(span, "paragraph") for span in spans)
    return Text(fold, Article(GAP.join(texts), blocks=blocks), tuple(found))


def _fact(row: Mapping[str, Any], begin: int) -> Fact:
    places = [Span(begin + row[f"{e}_start"], begin + row[f"{e}_end"]) for e in ("subj", "obj")]
    items = (_item(row["subj_uri"]), _item(row["obj_uri"]))
    return Fact(row["property"], places[0], places[1], items)


def _item(uri: str | None) -> str | None:
    return uri.rstrip("/").rpartition("/")[2] if uri else None


def predicted(output: Output, pairs: Iterable[Pair]) -> list[Fact]:
    """What pairs of mentions found in a text say in KnowledgeNet's properties, each once;
    without descriptions ("his wife"), which are not annotated there."""
    items = _Items(output.document)
    described = {m.span for m in output.document.mentions if m.kind == "nominal"}
    facts: dict[Fact, None] = {}
    for pair in pairs:
        if not described.isdisjoint((pair.subject, pair.object)):
            continue
        subject, target = items.at(pair.subject), items.at(pair.object)
        for relation in mapping().relation:
            if pair.property in relation.properties:
                fact = Fact(relation.name, pair.subject, pair.object, (subject, target))
                facts[fact] = None
            if pair.property in relation.inverse:
                fact = Fact(relation.name, pair.object, pair.subject, (target, subject))
                facts[fact] = None
    return list(facts)


class _Items:
    """The items of the mentions of a document."""

    def __init__(self, document: Document) -> None:
        entities = {entity.id: entity for entity in document.entities}
        self._items = [
            (mention.span, item.qid if (item := entities[mention.entity].item) else None)
            for mention in document.mentions
            if entities[mention.entity].type != "Role"
        ]
        self._at = dict(self._items)

    def at(self, span: Span) -> str | None:
        """The item of the mention at a place, else of the one that overlaps it most."""
        if span in self._at:
            return self._at[span]
        shared = [(overlap(span, place), item) for place, item in self._items]
        best = max(shared, default=(0, None), key=lambda found: found[0])
        return best[1] if best[0] else None


def within(facts: Iterable[Fact], passage: Passage) -> Iterator[Fact]:
    """The facts both of whose ends stand in a passage."""
    begin, end = passage.span.begin, passage.span.end
    for fact in facts:
        if all(begin <= place.begin and place.end <= end for place in (fact.subject, fact.object)):
            yield fact
