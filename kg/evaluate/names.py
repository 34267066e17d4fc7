"""Names against gold ones: by exact place and type ("names"), and by place ("spans")."""

from __future__ import annotations

from spacy.tokens import Doc

from kg.evaluate.counts import Counts
from kg.evaluate.gold import Gold, Named, squeezed
from kg.evaluate.spelling import trim

LABELS = {"PERSON": "PER", "PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}


def count_names(doc: Doc, gold: Gold, counts: Counts) -> None:
    """Count the names of `gold` that `doc` has; labels beyond `LABELS` are not compared."""
    if gold.names is None:
        return
    expected = set(gold.names)
    expected_at = {name[:2] for name in expected}
    found = {
        name
        for name in _found(doc, gold.trimmed)
        if name[:2] in expected_at or _is_judged(name, gold)
    }
    found_at = {name[:2] for name in found}
    counts.add("names", len(found & expected), len(found), len(expected))
    counts.add("spans", len(found_at & expected_at), len(found_at), len(expected_at))


def _found(doc: Doc, trimmed: bool) -> list[Named]:
    at = squeezed(doc.text)
    found = []
    for ent in doc.ents:
        if label := LABELS.get(ent.label_):
            begin, end = ent.start_char, ent.end_char
            if trimmed:
                begin, end = trim(doc.text, begin, end, label)
            found.append((at[begin], at[end], label))
    return found


def _is_judged(name: Named, gold: Gold) -> bool:
    begin, end, _ = name
    return not (
        any(begin < stop and start < end for start, stop in gold.ignored)
        or any(start <= begin and end <= stop for start, stop in gold.unjudged)
    )
