"""Whether the mentions that re3d marks stand for the right entity.

Of Organisations, Persons and Locations: names (`spelling.is_name`), and the pronouns and
descriptions of which `re3d_coreference.toml` says what they stand for; re3d has no
coreference of its own. A mention is right where the entity at the head of its phrase bears
the name. What we give a name among the others is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.components.notes import Notes
from kg.errors import ResourceError
from kg.evaluate.coreference_clusters import Tally
from kg.evaluate.re3d import KINDS, reports
from kg.evaluate.spelling import is_name, trim
from kg.facts import Entity, Span
from kg.identity import people
from kg.resources import load_toml
from kg.wikidata.names import key

Meanings = Mapping[str, Mapping[str, Sequence[int]]]
PRONOUNS = frozenset(
    {
        *("i", "me", "my", "we", "us", "our", "you", "your", "he", "him", "his"),
        *("she", "her", "it", "its", "they", "them", "their"),
    }
)


@dataclass(frozen=True)
class Marked:
    """A phrase that re3d marks and the names of what it stands for, none if nobody's."""

    span: Span
    form: str
    names: tuple[str, ...] = ()


def meanings() -> Meanings:
    """What `re3d_coreference.toml` says, by report."""
    return load_toml(Path(__file__).with_name("re3d_coreference.toml"))


def read(folder: Path, known: Meanings) -> Iterator[tuple[str, list[Marked]]]:
    """Texts of the reports in `folder` with what is marked in them.

    `known` tells for each report where what begins that stands for a name ("A|B": for either).
    Raises ResourceError where nothing is marked there.
    """
    for name, text, entities in reports(folder):
        meant = {
            begin: tuple(names.split("|"))
            for names, begins in known.get(name, {}).items()
            for begin in begins
        }
        marked = [m for entity in entities if (m := _marked(text, entity, meant))]
        if missing := meant.keys() - {mention.span.begin for mention in marked}:
            raise ResourceError(f"{folder}: {name} has no mention at {sorted(missing)}")
        yield text, marked


def _marked(text: str, entity: dict[str, Any], meant: dict[int, tuple[str, ...]]) -> Marked | None:
    kind = KINDS.get(entity["type"])
    if kind is None:
        return None
    span = Span(entity["begin"], entity["end"])
    words = text[span.begin : span.end]
    if span.begin in meant:
        form = "pronouns" if words.casefold() in PRONOUNS else "descriptions"
        return Marked(span, form, meant[span.begin])
    begin, end = trim(text, span.begin, span.end, kind)
    if is_name(text[begin:end], kind):
        return Marked(Span(begin, end), "names", (text[begin:end],))
    return Marked(span, "pronouns" if words.casefold() in PRONOUNS else "descriptions")


def count(marked: list[Marked], notes: Notes, tally: Tally) -> list[dict[str, Any]]:
    """Count the mentions of a report; what is wrong, in order of the text."""
    errors = []
    for mention in marked:
        head = notes.head_of(mention.span)
        entity, known = notes.entity_at(head), notes.mention_at(head)
        if not mention.names and known is not None and known.kind == "name":
            continue  # a name that is more here: "northern X", "X, Y"
        entity = entity if entity and entity.named else None
        right = entity is not None and bears(entity, mention.names)
        if mention.names:
            tally.add(mention.form, "R", right)
        if entity and mention.form != "names":
            tally.add(mention.form, "P", right)
        if not right and (entity or mention.names):
            errors.append(
                {
                    "error": "wrong" if entity else "missed",
                    "form": mention.form,
                    "place": mention.span.begin,
                    "words": notes.doc.text[mention.span.begin : mention.span.end],
                    "name": "|".join(mention.names),
                    "found": entity.name if entity else "",
                }
            )
    return errors


def bears(entity: Entity, names: tuple[str, ...]) -> bool:
    """Whether an entity has one of the names, in the text or in the knowledge base; a person
    without titles and first names."""
    label = (entity.item.label,) if entity.item else ()
    form = _last if entity.type == "Person" else key
    own = {form(name) for name in (entity.name, *entity.names, *label)}
    return not own.isdisjoint(map(form, names))


def _last(name: str) -> str:
    return people.parts(name)[-1]
