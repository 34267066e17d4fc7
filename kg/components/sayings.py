"""What the mentions of an entity have said of it so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from kg import lexicon
from kg.components.antecedents import Constraints
from kg.components.referents import Referents
from kg.facts import Entity, Mention


@dataclass
class Said:
    """What the first `count` mentions of an entity say of it: the lemmas around each, the
    kinds of the nouns that describe it, and whether they do but cite it, or let it speak."""

    count: int = 0
    words: set[frozenset[str]] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    only_cited: bool = True
    only_speaks: bool = True


class Sayings:
    """What one document says of its entities, read on as mentions are added."""

    def __init__(self, referents: Referents, constraints: Constraints) -> None:
        self.referents = referents
        self.notes = referents.notes
        self.view = referents.view
        self.constraints = constraints
        self._known: dict[str, Said] = {}
        self._titles = lexicon.titles()

    def of(self, entity: Entity) -> Said:
        """What the mentions of an entity have said of it so far."""
        said = self._known.setdefault(entity.id, Said())
        mentions = self.notes.mentions_of(entity.id)
        for mention in mentions[said.count :]:
            head = self.notes.head(mention)
            near = [*self.view.compounds(head), *self.view.appositions(head)]
            near += self._titles_of(mention)
            lemmas = {t.lemma_.lower() for n in near for t in self.view.noun_phrase(n)}
            if mention.kind == "nominal":
                lemmas |= {t.lemma_.lower() for t in self.notes.tokens(mention.span)}
                noun = self.referents.noun(head)
                said.kinds.update(noun.kinds if noun else ())
            said.words.add(frozenset(lemmas))
            cited = self.constraints.is_cited(head)
            said.only_cited = said.only_cited and cited
            said.only_speaks = said.only_speaks and (cited or self.constraints.speaks(head))
        said.count = len(mentions)
        return said

    def _titles_of(self, mention: Mention) -> list[Token]:
        """The title right before a name, wherever the parser hung it."""
        place = self.notes.tokens(mention.span).start - 1
        before = self.view.doc[place : place + 1] if mention.kind == "name" and place >= 0 else ()
        return [t for t in before if self._titles.get(t.lemma_.lower())]
