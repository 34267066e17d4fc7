"""Invented benchmark texts, and mentions found in them, for the tests of linking's measures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from kg.evaluate.linking import Found, Label, Text
from kg.evaluate.linking.coverage import Coverage
from kg.facts import EntityType, Item
from kg.wikidata.store import Candidate, Store

ANA, KIEL, BANK, LINE = "Q990000001", "Q990000002", "Q990000003", "Q990000004"


def place(text: str, words: str) -> tuple[int, int]:
    begin = text.index(words)
    return begin, begin + len(words)


def annotated(text: str, *labels: tuple[str, str] | Label) -> Text:
    """A text with labels, `(words, item)` where there is no more to say of one."""
    made = [
        label
        if isinstance(label, Label)
        else Label(number, place(text, label[0]), label[1], name=label[0])
        for number, label in enumerate(labels)
    ]
    return Text(text, (0, len(text)), tuple(made))


def found(text: str, *mentions: tuple[str, str | None]) -> list[Found]:
    return [Found(place(text, words), item) for words, item in mentions]


def line(text: str, *labels: Mapping[str, Any], **more: Any) -> str:
    """A line of a benchmark file; labels get an id, and a span from their `words`."""
    rows = []
    for number, label in enumerate(labels):
        given = {key: value for key, value in label.items() if key != "words"}
        span = list(place(text, label["words"])) if "words" in label else []
        rows.append({"id": number, "span": span, "entity_id": ANA, **given})
    return json.dumps({"id": 0, "title": "t", "text": text, "labels": rows, **more})


class Base:
    """A knowledge base of `(name, type)` by item; each is a candidate for its own name and for
    those of `aliases`, the first item the likeliest."""

    def __init__(
        self,
        items: Mapping[str, tuple[str, EntityType]],
        aliases: Mapping[str, Sequence[str]] | None = None,
        demonyms: Sequence[str] = (),
    ) -> None:
        self.items = {qid: Item(qid, name, kind) for qid, (name, kind) in items.items()}
        self.aliases = aliases or {}
        self.demonyms = demonyms

    def item(self, qid: str) -> Item | None:
        return self.items.get(qid)

    def demonym(self, name: str) -> Item | None:
        return next(iter(self.items.values())) if name in self.demonyms else None

    def candidates(self, name: str) -> list[Candidate]:
        own = [item.qid for item in self.items.values() if item.label == name]
        return [
            Candidate(qid, 1.0, 1.0, self.items[qid].type, "", 1.0)
            for qid in [*self.aliases.get(name, ()), *own]
        ]


def covered(base: Base) -> Coverage:
    return Coverage(cast(Store, base))
