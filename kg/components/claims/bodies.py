"""Which body says what its own clause is about: X of "X will cut jobs, the company said"."""

from __future__ import annotations

from spacy.tokens import Token

from kg import lexicon
from kg.components.claims.portraits import Portraits
from kg.components.claims.voices import Voices
from kg.facts import Entity

BODY, PLACE = "Organization", "Place"
NARROWING = ("amod", "compound", "nmod", "nmod:poss", "nummod", "acl", "acl:relcl", "appos")


class Bodies:
    """Finds the bodies of one document that are the subjects of what "the company" says."""

    def __init__(self, voices: Voices, portraits: Portraits) -> None:
        self.voices = voices
        self.notes = voices.notes
        self.view = voices.view
        self.referents = voices.referents
        self.portraits = portraits
        self.rules = lexicon.coreference()

    def entity(self, noun: Token) -> Entity | None:
        """The body that acts in the clause before a definite noun which says it."""
        body = BODY in self.referents.types(noun) or noun.lemma_.lower() in self.rules.items
        plain = self.referents.has_the(noun) and not self.view.children(noun, *NARROWING)
        if not (plain and body) or self.referents.is_plural(noun):
            return None
        subject = self._subject(noun)
        entity = self.notes.entity_at(subject) if subject is not None else None
        if entity is None or not entity.named or not self._may_be(noun, entity):
            return None
        if entity.type == PLACE:
            self.notes.rename(entity.id, type=BODY)
        return self.notes.entities[entity.id]

    def _subject(self, noun: Token) -> Token | None:
        """The subject of what is said before a noun, or the name that it ends in, however the
        parser hung it."""
        verb = self.view.head(noun)
        clause = self.view.complement(verb) if verb is not None else None
        if clause is None or clause > noun or self.view.relation(noun) != "nsubj":
            return None
        if name := self.voices.name_before(clause):
            return name
        found = [t for t in self.view.surface_subjects(clause) if t < clause]
        found += [t for t in map(self.view.possessor, found) if t is not None]
        named = (t for t in found if (e := self.notes.entity_at(t)) is not None and e.named)
        return next(named, None)

    def _may_be(self, noun: Token, entity: Entity) -> bool:
        """Whether nothing known of a name speaks against a noun."""
        lemma, meant = noun.lemma_.lower(), self.referents.noun(noun)
        if meant is None or entity.type not in (BODY, PLACE):
            return False
        if entity.item is not None:
            return entity.type == BODY and entity.item.kind in self.rules.items.get(lemma, ())
        if entity.type == PLACE and lemma not in self.rules.generic:
            return False
        nouns = self.portraits.of(entity).nouns - {lemma}
        nouns |= {part.split()[-1].lower() for part in (entity.name, entity.name.split(" of ")[0])}
        told = [known for word in nouns if (known := lexicon.common_nouns().get(word))]
        told = [n for n in told if n.type == BODY or entity.type == PLACE]  # of "Selby Town"
        return all(not n.kinds or not set(n.kinds).isdisjoint(meant.kinds) for n in told)
