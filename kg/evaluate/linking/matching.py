"""Which found mention answers which gold label, as ELEVANT has it.

A mention stands for a label where it has the same span, each also taken whole to the ends
of its words: "U.S" for "U.S." does not, "Ann" for "Ann's" does. Of a label with children
either the label counts or the children that were found in its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.evaluate.linking.benchmarks import NO_MAPPING, Label, Place, Text
from kg.facts import Document

MARKS = "'\"_"  # in words, as ELEVANT has it


@dataclass(frozen=True)
class Found:
    """A mention by name that the pipeline found: its item, if it has one, and what for.

    `confidence` is that of the mention, `decision` that of choosing this item, or none;
    `label` is its type as spaCy writes it.
    """

    span: Place
    item: str | None = None
    confidence: float = 1.0
    decision: float = 1.0
    label: str = ""
    name: str = ""


@dataclass(frozen=True)
class Outcome:
    """A gold label, a found mention, or both at one place of a text.

    `parts` are the outcomes of a label's descendants that count in its place.
    """

    text: Text
    gold: Label | None
    found: Found | None
    parts: tuple[Outcome, ...] = ()

    @property
    def span(self) -> Place:
        """Where it is: the label's span, or that of a mention without one."""
        if self.gold:
            return self.gold.span
        assert self.found
        return self.found.span

    @property
    def words(self) -> str:
        """What the text says there."""
        return self.text.text[slice(*self.span)]

    @property
    def item(self) -> str | None:
        """The item that was found."""
        return self.found.item if self.found else None

    @property
    def is_right(self) -> bool:
        """Whether the item found is the gold one; of a label with parts, whether theirs are."""
        if self.parts:
            return all(part.is_right for part in self.parts)
        return self.gold is not None and self.item == self.gold.item

    @property
    def is_judged(self) -> bool:
        """Whether the truth is known: where a label names an item or says that there is none,
        or a mention overlaps such a label. Of other names a benchmark says nothing."""
        if self.gold:
            return self.gold.item != NO_MAPPING
        begin, end = self.span
        return any(
            label.item != NO_MAPPING and begin < label.span[1] and label.span[0] < end
            for label in self.text.labels
        )


def found_in(document: Document) -> list[Found]:
    """The mentions by name of a processed document."""
    entities = {entity.id: entity for entity in document.entities}
    found = []
    for mention in document.mentions:
        entity = entities[mention.entity]
        if mention.kind == "name" and entity.named:
            item = entity.item
            found.append(
                Found(
                    span=(mention.span.begin, mention.span.end),
                    item=item.qid if item else None,
                    confidence=mention.confidence,
                    decision=entity.confidence,
                    label=mention.label,
                    name=item.label if item else entity.name,
                )
            )
    return found


def match(text: Text, found: Sequence[Found]) -> list[Outcome]:
    """One outcome for each label without a parent, and for each mention that answers no
    label and lies where the text is judged; in order of the text."""
    answers: dict[Place, Found] = {whole(each.span, text.text): each for each in found}
    answers.update((each.span, each) for each in found)
    labels = {label.id: label for label in text.labels}
    outcomes = [
        _rooted(text, label, labels, answers) for label in text.labels if label.parent is None
    ]
    taken = {label.span for label in text.labels}
    taken |= {whole(label.span, text.text) for label in text.labels}
    begin, end = text.span
    for each in found:
        inside = begin <= each.span[0] and each.span[1] <= end
        if inside and taken.isdisjoint({each.span, whole(each.span, text.text)}):
            outcomes.append(Outcome(text, None, each))
    return sorted(outcomes, key=lambda outcome: outcome.span)


def whole(span: Place, text: str) -> Place:
    """A span taken to the ends of its words, apostrophes and quotation marks in them; a
    mark that opens a longer quotation stays outside."""
    begin, end = span
    while begin and _in_word(text[begin - 1]):
        begin -= 1
    while end < len(text) and _in_word(text[end]):
        end += 1
    if text[begin] == '"' and '"' not in text[begin + 1 : end]:
        begin += 1
    return begin, end


def _in_word(char: str) -> bool:
    return char.isalnum() or char in MARKS


def _rooted(
    text: Text, root: Label, labels: Mapping[int, Label], answers: Mapping[Place, Found]
) -> Outcome:
    """The outcome of a label without a parent."""
    shown = _shown(text, root, labels, answers)
    if shown in ([], [root]):
        return Outcome(text, root, _answer(text, root, answers))
    parts = tuple(Outcome(text, label, _answer(text, label, answers)) for label in shown)
    return Outcome(text, root, None, parts)


def _shown(
    text: Text, label: Label, labels: Mapping[int, Label], answers: Mapping[Place, Found]
) -> list[Label]:
    """The labels that count at a label: itself where it was found right or none below was
    found, else those below, with the missed ones beside a found one."""
    found = _answer(text, label, answers)
    if found and found.item == label.item:
        return [label]
    children = [labels[child] for child in label.children]
    below = [_shown(text, child, labels, answers) for child in children]
    if any(below):
        pairs = zip(children, below, strict=True)
        missed = [c for c, shown in pairs if not shown and _answer(text, c, answers) is None]
        return sorted([*missed, *(c for shown in below for c in shown)], key=lambda c: c.id)
    if label.parent is None or found is None:
        return []
    over = whole(labels[label.parent].span, text.text)
    return [label] if over != whole(label.span, text.text) else []


def _answer(text: Text, label: Label, answers: Mapping[Place, Found]) -> Found | None:
    return answers.get(label.span) or answers.get(whole(label.span, text.text))
