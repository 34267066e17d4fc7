"""`kg_variants`: names without an item that are spellings or short forms of one another,
made one entity: "Karim al-Haroud", "Kareem al-Harud"; "Karsa Water Authority", "the Authority".

It stands after the linker, so that it changes no decision on an item; entities with an item
only compete for the short names.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from kg.components.namesakes import gender
from kg.components.notes import Notes
from kg.facts import Entity, EntityType
from kg.identity import JOINED, Bearer, joins, leaders, people

MISTAKEN = ("Organization", "Product")


@Language.component(
    "kg_variants",
    requires=["doc.user_data", "doc.spans"],
    assigns=["doc.user_data", "doc.spans"],
)
def variants(doc: Doc) -> Doc:
    """Join the unlinked entities of `doc` that are one."""
    notes = Notes(doc)
    named = [e for e in notes.entities.values() if e.named and e.type in JOINED]
    alone = _of_two_genders(notes, named)
    found = leaders(joins(_bearer(e, t, alone) for e, t in zip(named, _types(named), strict=True)))
    if found:
        _merge(notes, found)
        notes.save()
    return doc


def _types(named: list[Entity]) -> list[EntityType]:
    """The types of entities; a lone surname of somebody in the document is a person's, even
    if the language model takes it for a company's, unless a longer name of one has it too."""
    full = [
        (entity.type == "Person", name)
        for entity in named
        for name in map(people.parts, entity.names or (entity.name,))
        if len(name) > 1
    ]
    surnames = {name[-1] for person, name in full if person}
    surnames -= {word for person, name in full if not person for word in name}
    return ["Person" if _is_surname(entity, surnames) else entity.type for entity in named]


def _is_surname(entity: Entity, surnames: set[str]) -> bool:
    """Whether an unlinked entity has none but names that are surnames."""
    if entity.item is not None or entity.type not in MISTAKEN:
        return False
    return all(
        len(name) == 1 and name[0] in surnames
        for name in map(people.parts, entity.names or (entity.name,))
    )


def _of_two_genders(notes: Notes, named: list[Entity]) -> set[str]:
    """People of one surname whose titles have both genders ("Mr X", "Mrs X")."""
    borne: dict[str, dict[str, set[str]]] = {}
    for entity in named:
        spans = [notes.tokens(m.span) for m in notes.mentions_of(entity.id) if m.kind == "name"]
        for found in filter(None, map(gender, spans)) if entity.type == "Person" else ():
            surname = people.parts(entity.name)[-1]
            borne.setdefault(surname, {}).setdefault(found, set()).add(entity.id)
    return {i for found in borne.values() if len(found) > 1 for own in found.values() for i in own}


def _bearer(entity: Entity, kind: EntityType, alone: set[str]) -> Bearer:
    """An entity with all its names, its item's label too; those `alone` are joined with none."""
    label = (entity.item.label,) if entity.item else ()
    names = tuple(dict.fromkeys((entity.name, *entity.names, *label)))
    return Bearer(entity.id, kind, names, open=entity.item is None and entity.id not in alone)


def _merge(notes: Notes, leader: dict[str, str]) -> None:
    """Make each cluster one entity, in the place of its first, and number all anew."""
    clusters: dict[str, list[Entity]] = {}
    for entity in notes.entities.values():
        clusters.setdefault(leader.get(entity.id, entity.id), []).append(entity)
    counts = Counter(
        (mention.entity, notes.article.text[mention.span.begin : mention.span.end])
        for mention in notes.mentions
    )
    renamed: dict[str, str] = {}
    merged: dict[str, Entity] = {}
    for number, cluster in enumerate(clusters.values(), 1):
        identifier = f"e{number}"
        renamed |= {entity.id: identifier for entity in cluster}
        merged[identifier] = replace(_one(cluster, counts), id=identifier)
    notes.entities = merged
    notes.set_mentions([replace(m, entity=renamed[m.entity]) for m in notes.mentions])


def _one(cluster: list[Entity], counts: Counter[tuple[str, str]]) -> Entity:
    """The entity of a cluster that is named most fully, with the names of all."""
    if len(cluster) == 1:
        return cluster[0]
    best = max(cluster, key=lambda e: (len(e.name.split()), counts[e.id, e.name], -int(e.id[1:])))
    names = dict.fromkeys(name for e in cluster for name in (e.names or (e.name,)))
    return replace(best, names=tuple(names), confidence=min(e.confidence for e in cluster))
