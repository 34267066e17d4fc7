"""Statements before their evidence is gathered and repeats are made one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg import lexicon
from kg.components.notes import Notes
from kg.facts import Corroboration, Factuality, Qualifier, Span, Statement

STATED = Factuality()
NOBODY = "?"  # begins what stands for a pronoun of which nobody knows whom it means


@dataclass(frozen=True, eq=False)
class Draft:
    """A statement with the tokens that say so, first one of its subject's, last one of its
    object's. Ends are entities' identifiers, or `?` and the index of a pronoun of which nobody
    knows whom it means. A date as object is `value` (ISO 8601, no finer than the text says),
    and `object` is ""; what is not `told` says in other words what another draft says."""

    subject: str
    property: str
    object: str
    tokens: list[Token]
    factuality: Factuality = STATED
    confidence: float = 1.0
    extractor: str = "pattern"
    qualifiers: tuple[Qualifier, ...] = ()
    ended: bool = False
    value: str | None = None
    known: Corroboration | None = None
    told: bool = True

    def is_known(self) -> bool:
        """Whether it is a statement between known ends."""
        known = NOBODY not in (self.subject[:1], self.object[:1])
        return known and self.told and self.subject != self.object


def statements(drafts: Iterable[Draft], notes: Notes) -> list[Statement]:
    """One statement for each subject, property, object and stance, in order of the text."""
    found: dict[tuple[object, ...], Statement] = {}
    for draft in _both_ways(drafts):
        if not draft.is_known():
            continue
        target = draft.object if draft.value is None else draft.value
        stance = (draft.factuality.polarity, draft.factuality.realis)
        identity = (draft.subject, draft.property, target, *stance, draft.ended)
        new = Statement(
            id="",
            subject=draft.subject,
            property=draft.property,
            object=target,
            is_entity=draft.value is None,
            spans=(_evidence(draft.tokens, notes),),
            qualifiers=draft.qualifiers,
            factuality=draft.factuality,
            confidence=draft.confidence,
            ended=draft.ended,
            extractor=draft.extractor,
            known=draft.known,
        )
        same = found.get(identity)
        found[identity] = _joined(same, new) if same else new
    return sorted(found.values(), key=lambda s: (s.spans, s.property, s.subject, s.object))


def _both_ways(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Drafts, each with the one that it makes of its object by the property's inverse."""
    for draft in drafts:
        yield draft
        entry = lexicon.properties().get(draft.property)
        if entry is not None and entry.inverse and draft.value is None:
            yield replace(
                draft,
                subject=draft.object,
                property=entry.inverse,
                object=draft.subject,
                tokens=draft.tokens[::-1],
            )


def _joined(one: Statement, other: Statement) -> Statement:
    """Two mentions of a statement as one: the surer of both, with all places in the text."""
    best = other if other.confidence > one.confidence else one
    return Statement(
        id="",
        subject=best.subject,
        property=best.property,
        object=best.object,
        is_entity=best.is_entity,
        spans=tuple(sorted({*one.spans, *other.spans})),
        qualifiers=tuple(dict.fromkeys((*one.qualifiers, *other.qualifiers))),
        factuality=best.factuality,
        confidence=best.confidence,
        ended=best.ended,
        extractor=best.extractor,
        known=best.known,
    )


def _evidence(tokens: list[Token], notes: Notes) -> Span:
    """From the first to the last word of the mentions that tokens stand for."""
    begins: list[int] = []
    ends: list[int] = []
    for time in notes.times:
        if any(time.span.begin <= token.idx < time.span.end for token in tokens[-1:]):
            begins, ends = [time.span.begin], [time.span.end]
    for token in tokens:
        mention = notes.mention_at(token)
        begins += [token.idx, *([mention.span.begin] if mention else [])]
        ends += [token.idx + len(token), *([mention.span.end] if mention else [])]
    return Span(min(begins), max(ends))
