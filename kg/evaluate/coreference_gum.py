"""What pronouns and descriptions stand for in GUM, of persons, places and organisations.

A mention is known by the place of its head word; of two that share it the shorter one
counts. It is a name where its head is a proper noun, a description where that is another
noun, a pronoun where it is a personal or possessive one. GUM's clusters count where a
mention in them is a name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from kg.components.notes import Notes
from kg.evaluate.coreference_clusters import Tally, clusters
from kg.evaluate.corpora import Document, Sentence
from kg.evaluate.gold import Place, places, squeezed
from kg.evaluate.gum import Mention

Form = Literal["name", "nominal", "pronoun", "other"]
KINDS = ("person", "place", "organization")
PRONOUNS = ("PRP", "PRP$")
FORMS: dict[str, Form] = {"PROPN": "name", "NOUN": "nominal"}
Errors = list[dict[str, Any]]
LINKS: dict[Form, str] = {"pronoun": "pronouns", "nominal": "descriptions"}


@dataclass(frozen=True)
class Marked:
    """A mention: where its head word begins, from where to where it reaches (in the gold only
    the head does), how it is written, what it stands for."""

    place: int
    span: Place
    form: Form
    stands_for: Hashable
    words: str = ""


def gold(document: Document) -> dict[int, Marked]:
    """The mentions of a document by every character of their head words."""
    found: dict[int, Marked] = {}
    for sentence, words in zip(document, places(document), strict=True):
        mentions = sentence.mentions or []
        for mention in sorted(mentions, key=lambda m: m.begin - m.end):
            text = " ".join(sentence.words[mention.begin : mention.end])
            begin, end = words[mention.head]
            marked = Marked(begin, (begin, end), _form(sentence, mention), mention.cluster, text)
            if mention.kind in KINDS:
                found.update(dict.fromkeys(range(begin, end), marked))
    return found


def _form(sentence: Sentence, mention: Mention) -> Form:
    assert sentence.xpos
    assert sentence.upos
    if sentence.xpos[mention.head] in PRONOUNS:
        return "pronoun"
    return FORMS.get(sentence.upos[mention.head], "other")


def found(notes: Notes, *, named: bool = True) -> list[Marked]:
    """The mentions of entities with a name that were found, but for offices before one, or of
    those without."""
    at = squeezed(notes.doc.text)
    marked = []
    for mention in notes.mentions:
        entity = notes.entities[mention.entity]
        if entity.named == named and entity.type != "Role":
            place, text = at[notes.head(mention).idx], notes.tokens(mention.span).text
            span = at[mention.span.begin], at[mention.span.end]
            marked.append(Marked(place, span, mention.kind, entity.id, text))
    return sorted(marked, key=lambda mention: mention.place)


def count(gold: dict[int, Marked], notes: Notes, tally: Tally) -> Errors:
    """Count the links and clusters of a document; what is wrong."""
    return [
        *count_named(gold, found(notes), tally),
        *count_unnamed(gold, found(notes, named=False), tally),
    ]


def count_unnamed(gold: dict[int, Marked], found: Iterable[Marked], tally: Tally) -> Errors:
    """Count the links of mentions without a name to the one before them; what is wrong."""
    last: dict[Hashable, Marked] = {}
    errors = []
    for mention in found:
        before, other = last.get(mention.stands_for), gold.get(mention.place)
        last[mention.stands_for] = mention
        if before is not None:
            first = gold.get(before.place)
            right = first is not None and other is not None and first.stands_for == other.stands_for
            tally.add("unnamed", "P", right)
            if not right:
                errors.append(_error("wrong", mention, before.words))
    return errors


def count_named(gold: dict[int, Marked], found: Sequence[Marked], tally: Tally) -> Errors:
    """Count the links to entities with a name and their clusters; what is wrong, by place."""
    every = {mention.place: mention for mention in gold.values()}
    named = {mention.stands_for for mention in every.values() if mention.form == "name"}
    known = [mention for mention in every.values() if mention.stands_for in named]
    meant = _meant(gold, found)
    errors, reached = [], set()
    for mention in found:
        other = gold.get(mention.place)
        right = other is not None and meant.get(mention.stands_for) == other.stands_for
        if other is not None and right:
            reached.add(other.place)
        if mention.form in LINKS:
            tally.add(LINKS[mention.form], "P", right)
            if not right:
                errors.append(_error("wrong", mention, _name(found, mention.stands_for)))
    for mention in known:
        if mention.form in LINKS:
            tally.add(LINKS[mention.form], "R", mention.place in reached)
            if mention.place not in reached:
                errors.append(_error("missed", mention, _name(known, mention.stands_for)))
    at = [(gold[m.place].place if m.place in gold else -1 - m.place, m.stands_for) for m in found]
    tally.add_clusters(clusters((m.place, m.stands_for) for m in known), clusters(at))
    return sorted(errors, key=lambda error: error["place"])


def _meant(gold: dict[int, Marked], found: Iterable[Marked]) -> dict[Hashable, Hashable]:
    """What each entity is in the gold: what most of its names stand for there."""
    counts: dict[Hashable, Counter[Hashable]] = {}
    for mention in found:
        if mention.form == "name":
            votes = counts.setdefault(mention.stands_for, Counter())
            others = (gold[i] for i in range(*mention.span) if i in gold)
            votes.update(other.stands_for for other in islice(others, 1))
    return {entity: votes.most_common(1)[0][0] for entity, votes in counts.items() if votes}


def _name(mentions: Iterable[Marked], entity: Hashable) -> str:
    names = (m.words for m in mentions if m.stands_for == entity and m.form == "name")
    return next(names, "")


def _error(what: str, mention: Marked, name: str) -> dict[str, Any]:
    return {
        "error": what,
        "form": mention.form,
        "place": mention.place,
        "words": mention.words,
        "name": name,
    }
