"""Which annotated entities the entities found are, by the places where they are mentioned."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from kg.evaluate.events.matching import overlap, shared
from kg.evaluate.relations.reports import Report
from kg.facts import Document, Entity, Mention, Span

LIKENESS = 1 / 3  # of the characters of a name found and an annotated one, for one to be the other

Places = Mapping[str, Iterable[Span]]  # by key of an annotated entity


class Cast:
    """The entities of a document, and the annotated ones that their mentions stand for.

    A name stands for the annotated name it overlaps, if a third of the characters of both are
    common to them; any other mention for the one among `others` that it covers.
    """

    def __init__(self, document: Document, names: Places, others: Places | None = None) -> None:
        self.entities = {entity.id: entity for entity in document.entities}
        self.text = document.article.text
        self._mentions: dict[str, list[Mention]] = {}
        for mention in document.mentions:
            self._mentions.setdefault(mention.entity, []).append(mention)
        self._names = [(span, key) for key, spans in names.items() for span in spans]
        self._others = [(s, key) for key, spans in (others or {}).items() for s in spans]
        self._keys: dict[str, tuple[str, ...]] = {}

    def keys(self, entity: str) -> tuple[str, ...]:
        """The keys that an entity's mentions stand for, the most frequent first; where some
        are names, theirs alone."""
        if entity not in self._keys:
            mentions = self._mentions.get(entity, ())
            names = Counter(self._named(m) for m in mentions if m.kind == "name")
            others = Counter(self._meant(m) for m in mentions if m.kind != "name")
            found = names if any(names) else others
            self._keys[entity] = tuple(key for key, _ in found.most_common() if key)
        return self._keys[entity]

    def key(self, entity: str) -> str | None:
        """The key that most mentions of an entity stand for, None where none does."""
        return next(iter(self.keys(entity)), None)

    def name(self, entity: str) -> str:
        """What an entity is called."""
        found = self.entities.get(entity)
        return found.name if found else entity

    def _named(self, mention: Mention) -> str:
        likeness = [
            (shared([mention.span], [span]), key)
            for span, key in self._names
            if overlap(mention.span, span)
        ]
        best = max(likeness, default=(0.0, ""), key=lambda found: found[0])
        return best[1] if best[0] >= LIKENESS else ""

    def _meant(self, mention: Mention) -> str:
        covered = [
            (shared([mention.span], [span]), key)
            for span, key in self._others
            if mention.span.begin <= span.begin and span.end <= mention.span.end
        ]
        return max(covered, default=(0.0, ""), key=lambda found: found[0])[1]

    @cached_property
    def items(self) -> dict[str, frozenset[str]]:
        """The items that are linked for each key."""
        found: dict[str, set[str]] = {}
        for entity in self.entities.values():
            key = self.key(entity.id)
            if key and entity.item:
                found.setdefault(key, set()).add(entity.item.qid)
        return {key: frozenset(qids) for key, qids in found.items()}

    def bears(self, entity: str, role: str) -> bool:
        """Whether an entity is called by one of the words for a role ("head|director"), alone or
        with "of" and more behind them."""
        found = self.entities.get(entity)
        names = [name.lower() for name in self._called(found)] if found else []
        wanted = [words.lower() for words in role.split("|")]
        return any(name == one or name.startswith(f"{one} of ") for name in names for one in wanted)

    def _called(self, entity: Entity) -> Iterator[str]:
        yield entity.name
        yield from entity.names
        if entity.item:
            yield entity.item.label
            yield from entity.item.aliases
        for mention in self._mentions.get(entity.id, ()):
            yield " ".join(self.text[mention.span.begin : mention.span.end].split())


def cast(report: Report, document: Document) -> Cast:
    """The entities found in an annotated report."""
    others = {
        key: [report.span(snippet) for snippet in entity.at]
        for key, entity in report.gold.entity.items()
    }
    return Cast(document, names_of(report), others)


def names_of(report: Report) -> dict[str, list[Span]]:
    """Where the annotated names stand; of names of several entities that overlap the longest."""
    standing = sorted(
        (
            (Span(*found.span()), key)
            for key, entity in report.gold.entity.items()
            for name in entity.names
            for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", report.text)
        ),
        key=lambda place: place[0].begin - place[0].end,
    )
    places: dict[str, list[Span]] = {key: [] for key in report.gold.entity}
    for number, (span, key) in enumerate(standing):
        longer = (s for s, other in standing[:number] if other != key and s != span)
        if not any(overlap(span, other) for other in longer):
            places[key].append(span)
    return places
