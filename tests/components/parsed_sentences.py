"""Documents built from trees that were written by hand."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.tokens import Doc

from kg.components.notes import KEY
from kg.facts import Article, to_json

VOCAB = spacy.blank("en").vocab


def sentences(path: Path) -> dict[str, list[list[str]]]:
    """Blocks of a file by name, each a list of rows of columns."""
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    blocks = "\n".join(lines).strip().split("\n\n")
    return {
        name: [row.split() for row in rows]
        for name, *rows in (block.splitlines() for block in blocks)
    }


def document(rows: list[list[str]], published: str | None = None) -> Doc:
    """A document of one block: words, tags, tree and names."""
    arcs = [row[4].split(":", 1) for row in rows]
    tags = [next((column for column in row[5:] if column != "_"), "O") for row in rows]
    doc = Doc(
        VOCAB,
        words=[row[0] for row in rows],
        spaces=["_" not in row[5:] for row in rows],
        lemmas=[row[1] for row in rows],
        pos=[row[2] for row in rows],
        tags=[row[3] for row in rows],
        heads=[int(head) - 1 if head != "0" else i for i, (head, _) in enumerate(arcs)],
        deps=["ROOT" if label == "root" else label for _, label in arcs],
        ents=tags,
    )
    doc.user_data[KEY] = {"article": to_json(Article(doc.text, published=published))}
    return doc
