"""What is known about a document, as plain frozen data.

Extraction writes these, the RDF layer reads them, and neither knows the other.
Spans are half-open offsets in Unicode code points of `Article.text`. References
between facts are identifiers that are unique within one document: entities `e1`,
mentions `m1`, events `v1`, statements `s1`, claims `c1`, tolls `t1`, quantities `q1`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

EntityType = Literal[
    "Person", "Organization", "Place", "Event", "Product", "Group", "Role", "Thing"
]
MentionKind = Literal["name", "nominal", "pronoun"]
BlockKind = Literal["headline", "summary", "dateline", "paragraph", "byline", "furniture"]
Polarity = Literal["positive", "negative"]
Certainty = Literal["certain", "probable", "possible", "unknown"]
Realis = Literal["actual", "future", "hypothetical"]
Corroboration = Literal["agrees", "contradicts"]
ClaimKind = Literal["directQuote", "indirectSpeech", "accordingTo"]
TollKind = Literal["killed", "injured", "missing", "displaced", "captured", "arrested"]
QuantityKind = Literal[
    "money", "share", "length", "area", "volume", "mass", "speed", "temperature", "energy",
    "power", "voltage", "pressure", "frequency", "sound", "radiation", "data", "magnitude",
]  # fmt: skip

PLAIN = "Event"  # the class of an event that has none of its own


@dataclass(frozen=True, order=True)
class Span:
    """Half-open offsets `[begin, end)` in code points of the article's text."""

    begin: int
    end: int


@dataclass(frozen=True)
class Block:
    """A stretch of the text of one kind; blocks are sorted and do not overlap."""

    span: Span
    kind: BlockKind


@dataclass(frozen=True)
class Article:
    """A text as it was read, with what is known of its publication.

    `published` is an ISO 8601 date or date-time; `path` is where it was read from.
    """

    text: str
    url: str | None = None
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    language: str = "en"
    path: str | None = None
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Item:
    """What the knowledge base says of a Wikidata item (never counted as extracted).

    `types` holds the QIDs of its classes (P31), `kind` the base's finer type ("city");
    coordinates are WGS 84 degrees.
    """

    qid: str
    label: str
    type: EntityType
    description: str | None = None
    aliases: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    kind: str | None = None


@dataclass(frozen=True)
class Mention:
    """A span that refers to an entity; `label` is spaCy's (`PERSON`, `GPE`, …)."""

    id: str
    span: Span
    entity: str
    label: str
    kind: MentionKind = "name"
    confidence: float = 1.0


@dataclass(frozen=True)
class Entity:
    """Somebody or something the document speaks of.

    Linked when `item` is set; unlinked when named but without an item; when not
    `named` ("five soldiers"), a node of this document alone.
    """

    id: str
    type: EntityType
    name: str
    names: tuple[str, ...] = ()
    item: Item | None = None
    named: bool = True
    confidence: float = 1.0


@dataclass(frozen=True)
class Factuality:
    """How the text presents something (FactBank; Saurí and Pustejovsky 2009).

    `sources` are the entities it is attributed to, outermost first; `hedge` holds
    the words that weaken it.
    """

    polarity: Polarity = "positive"
    certainty: Certainty = "certain"
    realis: Realis = "actual"
    hedge: str | None = None
    sources: tuple[str, ...] = ()

    @property
    def is_fact(self) -> bool:
        """Stated by the text itself as true, sure and real: what a truthy triple requires."""
        plain = (self.polarity, self.certainty, self.realis) == ("positive", "certain", "actual")
        return plain and not self.sources


@dataclass(frozen=True)
class Time:
    """A time expression resolved against the publication date.

    `begin` and `end` are the earliest and latest ISO 8601 dates (both inclusive) or,
    for times of day, date-times; either is None where the text leaves it open.
    """

    text: str
    span: Span
    begin: str | None = None
    end: str | None = None


@dataclass(frozen=True)
class Participant:
    """An entity in a role: `agent`, `target`, `recipient`, `instrument`, `origin`,
    `destination`, `topic`, or `participant` where no finer role is known."""

    role: str
    entity: str


@dataclass(frozen=True)
class Event:
    """Something that happens, with `cls` a local name in `ontology/kg.ttl`.

    `spans` are the places that denote it (first the one it was made from), `label`
    words of the source that name it, `predicate` the lemma of its trigger.
    """

    id: str
    cls: str
    predicate: str
    label: str
    spans: tuple[Span, ...]
    participants: tuple[Participant, ...] = ()
    places: tuple[str, ...] = ()
    time: Time | None = None
    factuality: Factuality = Factuality()
    confidence: float = 1.0


@dataclass(frozen=True)
class Qualifier:
    """A qualifier of a statement; `value` is as in `Statement.object`."""

    property: str
    value: str
    is_entity: bool = True


@dataclass(frozen=True)
class Statement:
    """A Wikidata statement: `property` is a P-id, `object` an entity's id, or an ISO
    date or plain text where `is_entity` is false. `ended` marks what was so but is no
    more ("former"); `extractor` says what found it, `known` what the knowledge base says of it."""

    id: str
    subject: str
    property: str
    object: str
    spans: tuple[Span, ...]
    is_entity: bool = True
    qualifiers: tuple[Qualifier, ...] = ()
    factuality: Factuality = Factuality()
    confidence: float = 1.0
    ended: bool = False
    extractor: str = "pattern"
    known: Corroboration | None = None


@dataclass(frozen=True)
class Claim:
    """Words and who said them. `words` are the claimed words, `span` all of it
    (cue and speaker too); `asserts` names the events, statements, tolls and quantities inside."""

    id: str
    kind: ClaimKind
    cue: str
    words: tuple[Span, ...]
    span: Span
    speaker: str | None = None
    addressee: str | None = None
    asserts: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True)
class Toll:
    """A casualty figure. `count` where the text gives one number; `minimum` alone for
    "at least", `maximum` alone for "up to"; both equal `count` where it is exact."""

    id: str
    kind: TollKind
    spans: tuple[Span, ...]
    count: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    approximate: bool = False
    victims: str | None = None
    event: str | None = None
    places: tuple[str, ...] = ()
    time: Time | None = None
    factuality: Factuality = Factuality()
    confidence: float = 1.0


@dataclass(frozen=True)
class Quantity:
    """A number with a unit. `value` where the text gives one number, `minimum` alone for "at
    least", `maximum` alone for "up to", both for a range. `code` is of ISO 4217 where it is
    money, else of UN/CEFACT; `of` the entity or event that it measures."""

    id: str
    kind: QuantityKind
    unit: str
    spans: tuple[Span, ...]
    code: str | None = None
    value: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    approximate: bool = False
    of: str | None = None
    factuality: Factuality = Factuality()
    confidence: float = 1.0


@dataclass(frozen=True)
class Document:
    """Everything extracted from one article, each tuple in order of the text."""

    article: Article
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    tolls: tuple[Toll, ...] = ()
    quantities: tuple[Quantity, ...] = ()


@dataclass(frozen=True)
class Run:
    """What made a graph: versions and names, and no clock unless `stamp` is set.

    `sources` are those of the knowledge base, `linker` a component that linked before ours.
    """

    software: str
    model: str
    knowledge_base: str
    knowledge_base_date: str | None = None
    sources: tuple[str, ...] = ()
    linker: str | None = None
    stamp: str | None = None


T = TypeVar("T")


def to_json(value: Any) -> Any:
    """A fact as JSON-shaped data: dicts, lists, strings, numbers; defaults left out."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple | list):
        return [to_json(item) for item in value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    return {
        name: to_json(item)
        for name, default in _defaults(type(value))
        if (item := getattr(value, name)) != default
    }


@cache
def _defaults(cls: type) -> tuple[tuple[str, Any], ...]:
    """The fields of a dataclass with their defaults."""
    return tuple((f.name, f.default) for f in fields(cls))


def from_json(cls: type[T], data: Any) -> T:
    """The fact of class `cls` that `to_json` wrote as `data`."""
    hints = _hints(cls)  # type: ignore[arg-type]
    return cls(**{name: _decode(hints[name], item) for name, item in data.items()})


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _decode(hint: Any, data: Any) -> Any:
    if data is None:
        return None
    if is_dataclass(hint):
        return from_json(hint, data)  # type: ignore[arg-type]
    args = [arg for arg in get_args(hint) if arg not in (type(None), Ellipsis)]
    if get_origin(hint) is tuple:
        return tuple(_decode(args[0], item) for item in data)
    if get_origin(hint) is not Literal and len(args) == 1:
        return _decode(args[0], data)
    return data
