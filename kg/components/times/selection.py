"""Which matches of the patterns are times, and not names, verbs, numbers or durations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from kg.components.notes import grammar
from kg.components.times.expressions import Expression
from kg.components.times.patterns import Match, words

MODIFIER = ("compound", "nummod", "amod", "nmod:poss", "nmod:desc", "nmod:unmarked", "det")
NAMES = ("PERSON", "PER", "ORG", "PRODUCT", "WORK_OF_ART", "FAC", "LAW")
SINGLE = ("month", "weekday", "year", "holiday")


def selected(doc: Doc, matches: Iterable[Match]) -> Iterator[Match]:
    """Those of the matches that are times in their sentence."""
    for match in matches:
        span = doc.char_span(match.begin, match.end)
        if span is None:
            continue
        if match.groups.get("neighbour", "").lower() == "that" and not _determines(span[0]):
            if len(span) < 2 or match.rule not in ("weekday", "month"):
                continue  # "said that year by year"
            groups = {name: text for name, text in match.groups.items() if name != "neighbour"}
            match = replace(match, begin=span[1].idx, groups=groups)
            span = span[1:]
        if _counts(span, match):
            yield match


def modifies_noun(doc: Doc) -> Callable[[Expression], bool]:
    """Tells whether the preposition before an expression belongs to a noun after it ("after
    Friday prayers")."""

    def modifies(expression: Expression) -> bool:
        span = doc.char_span(*expression.inner)
        return span is not None and _modified(span) is not None

    return modifies


def _modified(span: Span) -> Token | None:
    """The noun after a stretch of the text that a word of it modifies."""
    if not span.doc.has_annotation("DEP"):
        return None
    view = grammar(span.doc)
    for token in span:
        head = view.head(token)
        if head is not None and head.i >= span.end and view.relation(token) in MODIFIER:
            return head
    return None


def _determines(token: Token) -> bool:
    """Whether "that" is a determiner, not a conjunction or a pronoun."""
    if not token.doc.has_annotation("DEP"):
        return True
    return grammar(token.doc).relation(token) == "det"


def _counts(span: Span, match: Match) -> bool:
    doc, context = span.doc, words()["context"]
    before = doc[span.start - 1].lower_ if span.start else ""
    if match.rule in SINGLE and _is_name(span):
        return False
    if before in context["set_after"] and match.rule in (*SINGLE, "day", "season"):
        return False
    if match.rule == "weekday":
        return before not in context["weekday_never_after"] and not _in_longer_name(span)
    if match.rule == "holiday":
        return _is_holiday(span, match, before)
    if match.rule == "offset":
        return _stands_alone(span, match)
    if match.rule == "year" and "part" not in match.groups and len(span) == 1:
        return _is_year(doc, span, before)
    if match.rule == "month" and len(span) == 1:
        if span[0].pos_ in ("VERB", "AUX"):
            return False
        ambiguous = span.text.title() in context["ambiguous_months"]
        return not ambiguous or before in context["month_after"]
    return True


def _is_name(span: Span) -> bool:
    """Whether named entity recognition takes it, with words beside it or a single word, for
    somebody's or something's name."""
    label = span[0].ent_type_
    return bool(label in NAMES and span[-1].ent_type_ == label)


def _in_longer_name(span: Span) -> bool:
    """Whether a capitalised noun follows that it is part of: "Sunday Times"."""
    noun = _modified(span)
    return noun is not None and noun.i == span.end and noun.text[0].isupper()


def _is_holiday(span: Span, match: Match, before: str) -> bool:
    if _in_longer_name(span) or (_modified(span) and not _is_possessive(span)):
        named = span.text.split()[-1] in words()["context"]["holiday_days"]
        return named and not _in_longer_name(span)
    known = {"which", "year"} & set(match.groups) or _is_possessive(span)
    return bool(known) or before in words()["context"]["holiday_after"]


def _is_possessive(span: Span) -> bool:
    return span.end < len(span.doc) and span.doc[span.end].tag_ == "POS"


def _stands_alone(span: Span, match: Match) -> bool:
    """Whether "a week before" has no noun or clause after it that it is before."""
    if match.groups["side"].lower() not in ("before", "after"):
        return True
    doc, last = span.doc, span[-1]
    if doc.has_annotation("DEP"):
        return grammar(doc).relation(last) not in ("case", "mark")
    return span.end == len(doc) or doc[span.end].is_punct


def _is_year(doc: Doc, span: Span, before: str) -> bool:
    context = words()["context"]
    after = doc[span.end] if span.end < len(doc) else None
    if after is not None and after.lower_ in context["year_never_before"]:
        return False
    plural = after is not None and _is_plural(after)
    if plural and before in context["year_counts_after"]:
        return False
    if before in context["year_modifies_after"] and doc.has_annotation("DEP"):
        return _modified(span) is not None
    return before in context["year_after"] or bool(span.start == 0 and after is None)


def _is_plural(token: Token) -> bool:
    if token.tag_:
        return token.tag_ in ("NNS", "NNPS")
    return token.is_lower and token.text.endswith("s") and len(token) > 3
