"""Documents put together by hand, and small files in the formats of the public data sets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kg.evaluate.events.matching import overlap
from kg.facts import (
    Article,
    Document,
    Entity,
    Factuality,
    Item,
    Mention,
    MentionKind,
    Qualifier,
    Span,
    Statement,
)


def place(text: str, words: str, number: int = 0) -> Span:
    """Where words stand in a text, for the first or a later time."""
    begin = text.index(words)
    for _ in range(number):
        begin = text.index(words, begin + 1)
    return Span(begin, begin + len(words))


class Made:
    """A document in the making: entities by name, statements between them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.entities: list[Entity] = []
        self.mentions: list[Mention] = []
        self.statements: list[Statement] = []

    def entity(self, name: str, *said: str, type_: Any = "Person", qid: str = "") -> str:
        """An entity, mentioned by `said` and where its name stands in no name made before."""
        key = f"e{len(self.entities) + 1}"
        item = Item(qid, name, type_) if qid else None
        self.entities.append(Entity(key, type_, name, (name,), item))
        for number in range(self.text.count(name)):
            span = place(self.text, name, number)
            if not any(overlap(span, mention.span) for mention in self.mentions):
                self.mention(key, span, "name")
        for words in said:
            self.mention(key, place(self.text, words), "nominal")
        return key

    def mention(self, entity: str, span: Span, kind: MentionKind) -> None:
        self.mentions.append(Mention(f"m{len(self.mentions) + 1}", span, entity, "", kind))

    def state(
        self,
        subject: str,
        stated: str,
        target: str,
        at: str,
        *qualifiers: Qualifier,
        by: str = "verb",
        **more: Any,
    ) -> None:
        """A statement with the words `at` as its evidence."""
        stance = {name: more.pop(name) for name in ("polarity", "realis") if name in more}
        self.statements.append(
            Statement(
                f"s{len(self.statements) + 1}",
                subject,
                stated,
                target,
                (place(self.text, at),),
                is_entity=target.startswith("e"),
                qualifiers=qualifiers,
                factuality=Factuality(**stance),
                extractor=by,
                **more,
            )
        )

    @property
    def document(self) -> Document:
        return Document(
            Article(self.text), tuple(self.entities), tuple(self.mentions), tuple(self.statements)
        )


PASSAGE = "Ida Holm was born in Aarhus."
OTHER = "She works for the Lund Institute of Aarhus."


def fact(passage: str, begin: int, stated: str, *ends: tuple[str, str | None]) -> dict[str, Any]:
    """A line of KnowledgeNet: words and item of subject and object; none for a negative."""
    row: dict[str, Any] = {
        "fold": 1,
        "doc": "7",
        "passage_start": begin,
        "passage_end": begin + len(passage),
        "property": stated,
        "passage": passage,
    }
    for end, (words, qid) in zip(("subj", "obj"), ends, strict=False):
        span = place(passage, words)
        uri = f"http://www.wikidata.org/entity/{qid}" if qid else None
        row |= {end: words, f"{end}_uri": uri}
        row |= {f"{end}_start": span.begin, f"{end}_end": span.end}
    return row


def write_data(folder: Path, holm: str = "Q1", aarhus: str = "Q2") -> Path:
    """A data folder with one document of each set."""
    (folder / "relations").mkdir(parents=True)
    rows = [
        fact(OTHER, 40, "EMPLOYEE_OR_MEMBER_OF", ("She", holm), ("Lund Institute", None)),
        fact(OTHER, 40, "PLACE_OF_BIRTH"),
        fact(PASSAGE, 0, "PLACE_OF_BIRTH", ("Ida Holm", holm), ("Aarhus", aarhus)),
        {**fact(PASSAGE, 0, "SPOUSE"), "fold": 2},
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "relations/knowledgenet-folds-1-3.jsonl").write_text(lines, "utf-8")
    redocred = [{**DOCUMENT, "title": f"{number}"} for number in range(351)]
    (folder / "relations/re-docred-dev.json").write_text(json.dumps(redocred), "utf-8")
    linked = json.loads(json.dumps(DOCUMENT))
    for cluster, code in zip(linked["vertexSet"], (holm, aarhus, "NIL", "Q4"), strict=True):
        for mention in cluster:
            mention["wikidata_qcode"] = code
    (folder / "relations/docred-ie-qcode-dev-even.json").write_text(json.dumps([linked]), "utf-8")
    return folder


DOCUMENT: dict[str, Any] = {
    "title": "0",
    "sents": [
        ["Ida", "Holm", "(", "born", "in", "1954", ")", "is", "a", "\"", "well", "-", "known",
         "\"", "writer", "from", "Aarhus", ",", "Denmark", "."],
        ["Holm", "does", "n't", "travel", "."],
    ],
    "vertexSet": [
        [
            {"name": "Ida Holm", "pos": [0, 2], "sent_id": 0, "type": "PER"},
            {"name": "Holm", "pos": [0, 1], "sent_id": 1, "type": "PER"},
        ],
        [{"name": "Aarhus", "pos": [16, 17], "sent_id": 0, "type": "LOC"}],
        [{"name": "Denmark", "pos": [18, 19], "sent_id": 0, "type": "LOC"}],
        [{"name": "1954", "pos": [5, 6], "sent_id": 0, "type": "TIME"}],
    ],
    "labels": [
        {"r": "P19", "h": 0, "t": 1, "evidence": [0]},
        {"r": "P569", "h": 0, "t": 3, "evidence": [0]},
        {"r": "P17", "h": 1, "t": 2, "evidence": []},
        {"r": "P27", "h": 0, "t": 2, "evidence": [0, 1]},
        {"r": "P150", "h": 2, "t": 1, "evidence": [0]},
    ],
}  # fmt: skip
