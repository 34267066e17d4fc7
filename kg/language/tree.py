"""A dependency tree that can be reshaped, and what is known of English grammar."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Token

from kg.resources import load_toml

NOMINAL = ("NOUN", "PROPN", "PRON", "NUM")


@cache
def knowledge() -> dict[str, Any]:
    """The tables of `grammar.toml`, lists as frozen sets."""
    tables = load_toml(Path(__file__).with_name("grammar.toml"))
    return {
        name: {k: frozenset(v) if isinstance(v, list) else v for k, v in table.items()}
        for name, table in tables.items()
    }


def words(name: str) -> frozenset[str]:
    """The word list `name` of `grammar.toml`."""
    found: frozenset[str] = knowledge()["words"][name]
    return found


class Tree:
    """Heads and relations by token index; a root is its own head."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.heads = [_head(token).i for token in doc]
        self.relations = [token.dep_ or "dep" for token in doc]
        self._below: list[set[int]] = [set() for _ in doc]
        for i, head in enumerate(self.heads):
            self._below[head].add(i)
        for token in doc:
            if token.is_space:
                self.relations[token.i] = "space"
            elif self.heads[token.i] == token.i:
                self.relations[token.i] = "root"

    def children(self, i: int, *relations: str) -> list[int]:
        """Dependents of `i` in order of the text, of the given relations if any."""
        return [
            k
            for k in sorted(self._below[i])
            if k != i and (not relations or self.relations[k] in relations)
        ]

    def attach(self, i: int, head: int, relation: str) -> None:
        """Hang `i` on `head`, unless that would make a cycle."""
        k = head
        while k != i and self.heads[k] != k:
            k = self.heads[k]
        if k != i:
            self._move(i, head, relation)

    def swap(self, i: int, child: int, relation: str) -> None:
        """Put `child` in the place of its head `i`, which becomes its `relation`."""
        head = self.heads[i]
        self._move(child, child if head == i else head, self.relations[i])
        self._move(i, child, relation)

    def make_root(self, i: int) -> None:
        """Cut `i` from its head."""
        self._move(i, i, "root")

    def _move(self, i: int, head: int, relation: str) -> None:
        self._below[self.heads[i]].discard(i)
        self._below[head].add(i)
        self.heads[i], self.relations[i] = head, relation


def is_participle(token: Token, tag: str) -> bool:
    """Whether a token is a participle, `tag` being VBN (past) or VBG (present)."""
    if token.tag_:
        return token.tag_ == tag
    morph = token.morph.to_dict()
    past = morph.get("Tense") == "Past"
    return morph.get("VerbForm") in ("Part", "Ger") and past == (tag == "VBN")


def is_be(token: Token) -> bool:
    return token.lemma_ == "be" or (not token.lemma_ and token.lower_ in words("be"))


def _head(token: Token) -> Token:
    head = token.head
    while head.is_space and head.head.i != head.i:
        head = head.head
    return token if head.is_space else head
