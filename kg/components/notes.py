"""What the components know of a document so far, kept JSON-shaped on its `Doc`.

`doc.user_data["kg"]` survives pickling, `DocBin` and worker processes; `Notes` gives
it as facts, with the look-ups that every component needs.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.facts import (
    Article,
    Claim,
    Entity,
    EntityType,
    Event,
    Mention,
    MentionKind,
    Quantity,
    Span,
    Statement,
    Time,
    Toll,
    from_json,
    to_json,
)
from kg.language.grammar import Grammar

KEY = "kg"
LISTS: dict[str, type] = {
    "entities": Entity,
    "mentions": Mention,
    "times": Time,
    "statements": Statement,
    "events": Event,
    "claims": Claim,
    "tolls": Toll,
    "quantities": Quantity,
}
LETTERS = {
    "entities": "e",
    "mentions": "m",
    "statements": "s",
    "events": "v",
    "claims": "c",
    "tolls": "t",
    "quantities": "q",
}
SKIPPED_BLOCKS = ("furniture", "byline", "dateline")

T = TypeVar("T")


@lru_cache(maxsize=1)
def grammar(doc: Doc) -> Grammar:
    """The grammar of `doc`, made once for all components."""
    return Grammar(doc)


@lru_cache(maxsize=1)
def tokens_of(doc: Doc) -> list[Token]:
    """The tokens of `doc`, gathered once for all components."""
    return list(doc)


class Codec:
    """Facts as JSON and back, each converted once: facts are frozen, and their JSON is
    replaced, never changed. Both are known by identity and kept, so none is reused."""

    def __init__(self) -> None:
        self._others: dict[int, tuple[Any, Any]] = {}

    def fact(self, cls: type[T], data: Any) -> T:
        """The fact that is written as `data`."""
        if id(data) not in self._others:
            self._pair(from_json(cls, data), data)
        fact: T = self._others[id(data)][1]
        return fact

    def data(self, fact: Any) -> Any:
        """What `fact` is written as."""
        if id(fact) not in self._others:
            self._pair(fact, to_json(fact))
        return self._others[id(fact)][1]

    def _pair(self, fact: Any, data: Any) -> None:
        self._others[id(fact)] = fact, data
        self._others[id(data)] = data, fact


@lru_cache(maxsize=1)
def codec(doc: Doc) -> Codec:  # noqa: ARG001
    """The facts of `doc` that a component has read or written, for the components after it."""
    return Codec()


@lru_cache(maxsize=1)
def spans(doc: Doc) -> dict[tuple[int, int], DocSpan]:  # noqa: ARG001
    """The tokens of the stretches of `doc` that were looked up, for all components."""
    return {}


class Notes:
    """The facts about one document; `save` writes them back to the `Doc`.

    Lists are in the order in which facts were added, `entities` by identifier.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._codec, self._spans = codec(doc), spans(doc)
        self._data: dict[str, Any] = doc.user_data.setdefault(KEY, {})
        article = self._data.get("article")
        self.article = self._codec.fact(Article, article) if article else Article(doc.text)
        self.entities: dict[str, Entity] = {e.id: e for e in self._read("entities", Entity)}
        self.mentions: list[Mention] = self._read("mentions", Mention)
        self.times: list[Time] = self._read("times", Time)
        self.statements: list[Statement] = self._read("statements", Statement)
        self.events: list[Event] = self._read("events", Event)
        self.claims: list[Claim] = self._read("claims", Claim)
        self.tolls: list[Toll] = self._read("tolls", Toll)
        self.quantities: list[Quantity] = self._read("quantities", Quantity)
        self._by_token: dict[int, Mention] = {}
        self._by_entity: dict[str, list[Mention]] = {}
        self._gathered = 0
        self._article_tokens: list[Token] | None = None
        skipped = [b.span for b in self.article.blocks if b.kind in SKIPPED_BLOCKS]
        self._skipped = [span.begin for span in skipped], [span.end for span in skipped]

    def _read(self, name: str, cls: type[T]) -> list[T]:
        return [self._codec.fact(cls, item) for item in self._data.get(name, [])]

    @property
    def references(self) -> dict[str, dict[str, Any]]:
        """What the language model takes for mentions, by head token: see `kg_language`."""
        found: dict[str, dict[str, Any]] = self._data.get("references", {})
        return found

    @property
    def published(self) -> date | None:
        """The day of publication, None where it is not known."""
        published = self.article.published
        return date.fromisoformat(published[:10]) if published else None

    def set_mentions(self, mentions: list[Mention]) -> None:
        """Put `mentions` in the place of all."""
        self.mentions = mentions
        self._by_token, self._by_entity, self._gathered = {}, {}, 0

    def save(self) -> None:
        """Write all facts to the `Doc`, and the mentions as `doc.spans["mentions"]`."""
        for name in LISTS:
            facts = getattr(self, name)
            values = facts.values() if isinstance(facts, dict) else facts
            self._data[name] = [self._codec.data(fact) for fact in values]
        spans = []
        for mention in self.mentions:
            span = self.tokens(mention.span)
            item = self.entities[mention.entity].item
            spans.append(
                DocSpan(
                    self.doc,
                    span.start,
                    span.end,
                    label=mention.label,
                    kb_id=item.qid if item else "",
                    span_id=mention.entity,
                )
            )
        self.doc.spans["mentions"] = spans

    def begin(self) -> None:
        """Forget all facts but times, and the view of the tree: the `Doc` may have been through
        a pipeline before."""
        grammar.cache_clear()
        self.entities, self.statements, self.events = {}, [], []
        self.claims, self.tolls, self.quantities = [], [], []
        self.set_mentions([])

    def new_id(self, kind: str) -> str:
        """The next free identifier of a kind of facts ("events")."""
        return f"{LETTERS[kind]}{len(getattr(self, kind)) + 1}"

    def add_entity(self, kind: EntityType, name: str, **more: Any) -> Entity:
        """A new entity."""
        entity = Entity(self.new_id("entities"), kind, name, **more)
        self.entities[entity.id] = entity
        return entity

    def add_mention(
        self, span: DocSpan, entity: str, label: str, kind: MentionKind, confidence: float = 1.0
    ) -> Mention:
        """A new mention of an entity at `span`."""
        where = Span(span.start_char, span.end_char)
        mention = Mention(self.new_id("mentions"), where, entity, label, kind, confidence)
        self.mentions.append(mention)
        if self._by_token:
            self._index(mention)
        return mention

    def mentions_of(self, entity: str) -> list[Mention]:
        """The mentions of an entity, in the order in which they were added."""
        for mention in self.mentions[self._gathered :]:
            self._by_entity.setdefault(mention.entity, []).append(mention)
        self._gathered = len(self.mentions)
        return self._by_entity.get(entity, [])

    def rename(self, entity: str, **changes: Any) -> None:
        """Replace fields of an entity."""
        self.entities[entity] = replace(self.entities[entity], **changes)

    def tokens(self, span: Span) -> DocSpan:
        """The tokens of a stretch of the text."""
        place = span.begin, span.end
        if place not in self._spans:
            found = self.doc.char_span(*place, alignment_mode="expand")
            assert found is not None
            self._spans[place] = found
        return self._spans[place]

    def mention_at(self, token: Token) -> Mention | None:
        """The mention that a head token stands for: a name the token is part of, or the
        smallest phrase it heads."""
        if not self._by_token:
            for mention in self.mentions:
                self._index(mention)
        return self._by_token.get(token.i)

    def entity_at(self, token: Token) -> Entity | None:
        """The entity that a head token refers to."""
        mention = self.mention_at(token)
        return self.entities[mention.entity] if mention else None

    def _index(self, mention: Mention) -> None:
        """Let the tokens that a mention is found by know it, unless a better one has them."""
        span = self.tokens(mention.span)
        for token in span if mention.kind == "name" else [self.head(mention)]:
            other = self._by_token.get(token.i)
            if other is None or self._rank(mention) >= self._rank(other):
                self._by_token[token.i] = mention

    def _rank(self, mention: Mention) -> tuple[bool, bool, int]:
        """Names go before descriptions, both before the office in "Mayor X", short before long."""
        office = self.entities[mention.entity].type == "Role"
        return not office, mention.kind == "name", mention.span.begin - mention.span.end

    def head(self, mention: Mention) -> Token:
        """The head token of a mention, as the view of the grammar has it."""
        return self.head_of(mention.span)

    def head_of(self, span: Span) -> Token:
        """The first token of a stretch of the text that hangs on none in it."""
        tokens, view = self.tokens(span), grammar(self.doc)
        for token in tokens:
            head = view.head(token)
            if head is None or not tokens.start <= head.i < tokens.end:
                return token
        return tokens[-1]

    def article_tokens(self) -> list[Token]:
        """The tokens that belong to the report."""
        if self._article_tokens is None:
            tokens = tokens_of(self.doc)
            if self._skipped[0]:
                tokens = [token for token in tokens if self.in_article(token)]
            self._article_tokens = tokens
        return self._article_tokens

    def in_article(self, token: Token) -> bool:
        """Whether a token belongs to the report, not to page furniture or a byline."""
        begins, ends = self._skipped
        place = bisect_right(begins, token.idx) - 1
        return place < 0 or token.idx >= ends[place]
