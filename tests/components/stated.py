"""What the patterns alone state in a text, on what the shipped pipeline reads before them."""

from __future__ import annotations

from spacy.language import Language

from kg.components.notes import Notes
from kg.components.referents import Referents
from kg.components.relations.drafts import statements
from kg.components.relations.patterns import Patterns
from kg.facts import Article, Statement
from kg.pipeline import make_doc

RELATIONS = "kg_relations"


class Stated:
    """The statements of a text published on 2015-05-18, with names for identifiers."""

    def __init__(self, text: str, nlp: Language) -> None:
        doc = make_doc(Article(text, published="2015-05-18"), nlp)
        for name in nlp.pipe_names[: nlp.pipe_names.index(RELATIONS)]:
            doc = nlp.get_pipe(name)(doc)
        notes = Notes(doc)
        base = nlp.get_pipe(RELATIONS).base  # type: ignore[attr-defined]
        self.found = statements(Patterns(Referents(notes), base).drafts(), notes)
        self.entities = notes.entities

    def name(self, value: str) -> str:
        entity = self.entities.get(value)
        return (entity.item.label if entity.item else entity.name) if entity else value

    def pairs(self, stated: str) -> list[str]:
        return sorted(
            f"{'' if s.factuality.is_fact else '! '}{self.name(s.subject)} > {self.name(s.object)}"
            for s in self.found
            if s.property == stated
        )

    def one(self, stated: str) -> Statement:
        (found,) = [s for s in self.found if s.property == stated]
        return found

    def times(self, stated: str) -> dict[str, str]:
        return {q.property: q.value for q in self.one(stated).qualifiers if not q.is_entity}
