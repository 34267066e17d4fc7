"""Whether the clause around some words speaks of the future or of the past."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kg.components.notes import grammar
from kg.components.times.patterns import words


def tense(doc: Doc, span: Span) -> tuple[bool, bool]:
    """Whether the clause around `span` speaks of the future, and whether of the past."""
    if not doc.has_annotation("DEP"):
        return _has_future_auxiliary(doc, span), False
    view = grammar(doc)
    predicate = next(
        (t for t in [span.root, *view.ancestors(span.root)] if view.is_predicate(t)), None
    )
    if predicate is None:
        return False, False
    return _is_future(doc, predicate), _is_past(doc, predicate)


def _has_future_auxiliary(doc: Doc, span: Span) -> bool:
    near = doc[max(0, span.start - 15) : span.start]
    ends = [i for i, token in enumerate(near) if token.text in (".", ";", "!", "?")]
    clause = near[ends[-1] + 1 :] if ends else near
    return any(token.lower_ in words()["context"]["future_auxiliaries"] for token in clause)


def _is_future(doc: Doc, predicate: Token) -> bool:
    view = grammar(doc)
    auxiliaries = view.auxiliaries(predicate)
    if set(auxiliaries) & {"will", "shall"}:
        return True
    finite = predicate.tag_ in words()["context"]["present_tags"]
    if finite and not auxiliaries and not view.is_copular(predicate):
        return True
    governors = [predicate]
    matrix = view.matrix(predicate)
    if matrix is not None and matrix[1] in ("open_complement", "noun_complement"):
        governors.append(matrix[0])
    return any(_looks_ahead(doc, governor) for governor in governors)


def _is_past(doc: Doc, predicate: Token) -> bool:
    view = grammar(doc)
    helpers = [t.lower_ for t in view.children(predicate, "aux", "aux:pass", "cop")]
    past = set(words()["context"]["past_auxiliaries"])
    return predicate.tag_ == "VBD" or bool(past & set(helpers))


def _looks_ahead(doc: Doc, governor: Token) -> bool:
    if _is_past(doc, governor):
        return False
    going = governor.lower_ == "going" and grammar(doc).open_complement(governor) is not None
    return going or governor.lemma_.lower() in words()["context"]["future_governors"]
