"""Unlinked entities of different documents that are one.

Only a little is kept of each document as it passes: the names of its entities and the
other entities beside them. The links do not depend on the order of the documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.facts import Document, EntityType
from kg.identity import JOINED, Bearer, Join, Reason, is_local, joins
from kg.identity.spelling import settings, words
from kg.prefixes import DATA
from kg.rdf import iris
from kg.rdf.identity import Identity

SHOWN = 5  # entities in common that a link names
ORDER: tuple[Reason, ...] = ("sameName", "spelling", "acronym", "shortName")


@dataclass
class _Seen:
    """An entity in all its documents: what it was called, and the numbers of the documents
    and of the entities beside it there."""

    type: EntityType
    names: set[str] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    beside: set[int] = field(default_factory=set)


class Identities:
    """Learns of documents as they pass, then says which of their entities are one."""

    def __init__(self, base: str = DATA) -> None:
        self.base = base
        self._seen: dict[str, _Seen] = {}
        self._linked: dict[str, _Seen] = {}
        self._numbers: dict[str, int] = {}
        self._documents = 0

    def watch(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Pass `documents` on and remember the names in them."""
        for document in documents:
            self.add(document)
            yield document

    def add(self, document: Document) -> None:
        """Remember the names in a document."""
        self._documents += 1
        doc = iris.document(document.article, self.base)
        here: dict[str, _Seen] = {}
        context: set[int] = set()
        for entity in document.entities:
            if not entity.named or entity.type not in JOINED:
                continue
            name = str(iris.entity(entity, self.base, doc))
            label = (entity.item.label,) if entity.item else ()
            kept = self._linked if entity.item else self._seen
            here[name] = seen = kept.setdefault(name, _Seen(entity.type))
            seen.names.update((entity.name, *entity.names, *label))
            local = is_local(entity.type, entity.name) and entity.item is None
            kind = entity.item.kind if entity.item else None
            if not local and kind not in words("corpus", "everywhere"):
                context.add(self._numbers.setdefault(name, len(self._numbers)))
        for name, seen in here.items():
            if name in self._seen:
                seen.documents.add(self._documents)
                seen.beside |= context - {self._numbers.get(name, -1)}

    def found(self) -> list[Identity]:
        """The links between all entities seen, sorted: as few as join each cluster, none of
        which has two of one document."""
        names = list(self._numbers)
        bearers = [
            *(Bearer(i, s.type, tuple(sorted(s.names))) for i, s in self._seen.items()),
            *(Bearer(i, s.type, tuple(sorted(s.names)), False) for i, s in self._linked.items()),
        ]
        leader: dict[str, str] = {}
        documents = {name: set(seen.documents) for name, seen in self._seen.items()}
        links = []
        for join in sorted(joins(bearers), key=lambda j: (ORDER.index(j.reason), j)):
            shared = self._shared(join)
            if shared is None or (ends := _ends(leader, join)) is None:
                continue
            first, second = ends
            if not documents[first].isdisjoint(documents[second]):
                continue
            leader[second] = first
            documents[first] |= documents.pop(second)
            evidence = sorted(names[number] for number in shared)[:SHOWN]
            links.append(self._identity(join, tuple(evidence)))
        return sorted(links)

    def _shared(self, join: Join) -> set[int] | None:
        """What the documents of both also name; None where it is too little for the join."""
        one, other = self._seen[join.one], self._seen[join.other]
        shared = one.beside & other.beside
        lone = join.reason == "sameName" and is_local(one.type, self._fullest(join.one))
        needed = settings()["corpus"]["shared"]["lone" if lone else join.reason]
        return shared if len(shared) >= needed else None

    def _identity(self, join: Join, shared: tuple[str, ...]) -> Identity:
        called = self._fullest(join.one), self._fullest(join.other)
        return Identity(join.one, join.other, join.reason, called, shared)

    def _fullest(self, name: str) -> str:
        return min(self._seen[name].names, key=lambda n: (-len(n.split()), -len(n), n))


def _ends(leader: dict[str, str], join: Join) -> tuple[str, str] | None:
    """The leaders of the clusters of a join's two, or None where they are in one already."""

    def lead(node: str) -> str:
        while node in leader:
            node = leader[node]
        return node

    one, other = sorted((lead(join.one), lead(join.other)))
    return None if one == other else (one, other)
