"""Statements before their evidence is gathered and repeats are made one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Token

from kg.components.notes import Notes
from kg.facts import Factuality, Qualifier, Span, Statement

STATED = Factuality()


@dataclass(frozen=True, eq=False)
class Draft:
    """A statement with the tokens that say so; ends are entities' identifiers."""

    subject: str
    property: str
    object: str
    tokens: list[Token]
    factuality: Factuality = STATED
    confidence: float = 1.0
    extractor: str = "pattern"
    qualifiers: tuple[Qualifier, ...] = ()
    ended: bool = False


def statements(drafts: Iterable[Draft], notes: Notes) -> list[Statement]:
    """One statement for each subject, property, object and stance, in order of the text."""
    found: dict[tuple[object, ...], Statement] = {}
    for draft in drafts:
        if draft.subject == draft.object:
            continue
        stance = (draft.factuality.polarity, draft.factuality.realis)
        identity = (draft.subject, draft.property, draft.object, *stance, draft.ended)
        new = Statement(
            id="",
            subject=draft.subject,
            property=draft.property,
            object=draft.object,
            spans=(_evidence(draft.tokens, notes),),
            qualifiers=draft.qualifiers,
            factuality=draft.factuality,
            confidence=draft.confidence,
            ended=draft.ended,
            extractor=draft.extractor,
        )
        same = found.get(identity)
        found[identity] = _joined(same, new) if same else new
    return sorted(found.values(), key=lambda s: (s.spans, s.property, s.subject, s.object))


def _joined(one: Statement, other: Statement) -> Statement:
    """Two mentions of a statement as one: the surer of both, with all places in the text."""
    best = other if other.confidence > one.confidence else one
    return Statement(
        id="",
        subject=best.subject,
        property=best.property,
        object=best.object,
        spans=tuple(sorted({*one.spans, *other.spans})),
        qualifiers=tuple(dict.fromkeys((*one.qualifiers, *other.qualifiers))),
        factuality=best.factuality,
        confidence=best.confidence,
        ended=best.ended,
        extractor=best.extractor,
    )


def _evidence(tokens: list[Token], notes: Notes) -> Span:
    """From the first to the last word of the mentions that tokens stand for."""
    begins, ends = [], []
    for token in tokens:
        mention = notes.mention_at(token)
        begins += [token.idx, *([mention.span.begin] if mention else [])]
        ends += [token.idx + len(token), *([mention.span.end] if mention else [])]
    return Span(min(begins), max(ends))
