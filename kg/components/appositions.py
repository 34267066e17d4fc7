"""Descriptions that grammar ties to a name: "X, a town", "carmaker X", "the X group",
"the city of X", "militias known as X"."""

from __future__ import annotations

from spacy.tokens import Token

from kg import lexicon
from kg.components.referents import Referents
from kg.facts import Entity

COMPANY = "company"
NAMES = ("name", "pseudonym", "alias", "nickname")


class Appositions:
    """Finds the named entities of one document that nouns are in apposition to."""

    def __init__(self, referents: Referents) -> None:
        self.referents = referents
        self.notes = referents.notes
        self.view = referents.view
        self.rules = lexicon.coreference()

    def entity(self, token: Token) -> Entity | None:
        """What a noun describes, by a name in apposition or one that it is given."""
        entity = self._before(token)
        if entity is not None or self._is_of_another(token):
            return entity
        named = [*self.view.appositions(token), *self._given_names(token)]
        above = self.view.apposed_to(token)
        for other in [*named, *([above] if above is not None else [])]:
            entity = self.notes.entity_at(other)
            if entity and entity.named and self._agrees(token, other, entity):
                return entity
        return self._aside(token) or self._second(token)

    def _second(self, token: Token) -> Entity | None:
        """The body named after a noun with no article, where the parser gave a verb both as
        subjects: "water watchdog the Selby Board says"."""
        verb = self.view.head(token)
        subjects = self.view.children(verb, "nsubj", "nsubj:pass") if verb is not None else []
        if self.view.children(token, "det", "nmod:poss", "case") or token not in subjects:
            return None
        after = (t for t in subjects if self.view.noun_phrase(t).start == token.i + 1)
        name = next(after, None)
        entity = self.notes.entity_at(name) if name is not None else None
        if name is None or entity is None or not entity.named or entity.type != "Organization":
            return None
        return entity if self._agrees(token, name, entity) else None

    def person(self, token: Token) -> Entity | None:
        """X of "X, a teacher from Selby," and "a woman who asked to be called X", a person,
        whatever the language model took the name for."""
        noun, above = self.referents.noun(token), self.view.apposed_to(token)
        alone = any(t.lower_ in ("a", "an") for t in self.view.children(token, "det"))
        personal = noun is not None and noun.type == "Person"
        if noun is None or not (personal and alone) or "Organization" in noun.describes:
            return None
        given = [name for clause in self._clauses(token) for name in self._named_in(clause)]
        for name in [*given, *([above] if above is not None else [])]:
            mention = self.notes.mention_at(name)
            if mention is None or mention.kind != "name" or self.referents.is_plural(token):
                continue
            entity, place = self.notes.entities[mention.entity], self.notes.tokens(mention.span)
            apart = token.doc[place.end : place.end + 1].text == "," and len(place) > 1
            unknown = entity.item is None and entity.type != "Person"
            if unknown and (name in given or apart):
                self.notes.rename(entity.id, type="Person")
                return self.notes.entities[entity.id]
        return None

    def body(self, token: Token) -> Entity | None:
        """X of "the operator of the dam, X," and "X, a maker of pumps,", a company that nobody
        knows, if the language model took the name for a place."""
        noun = self.referents.noun(token)
        if noun is None or COMPANY not in noun.kinds or self.referents.is_plural(token):
            return None
        above = self.view.apposed_to(token)
        for name in [*self.view.appositions(token), *([above] if above is not None else [])]:
            entity = self.notes.entity_at(name)
            first = self.view.subtree(max(name, token))[0].i
            comma = "," in (token.doc[first].text, token.doc[first - 1].text)
            unknown = entity is not None and entity.named and entity.item is None
            if entity is not None and unknown and comma and entity.type == "Place":
                self.notes.rename(entity.id, type="Organization")
                return self.notes.entities[entity.id]
        return None

    def who(self, token: Token) -> None:
        """Make X of "X Roe, who …," a person, if "Roe" alone is one elsewhere."""
        name = self.notes.mention_at(token.doc[token.i - 2]) if token.i > 1 else None
        if token.lower_ != "who" or token.i == 0 or token.nbor(-1).text != "," or name is None:
            return
        entity, words = self.notes.entities[name.entity], self.notes.tokens(name.span)
        people = {e.name for e in self.notes.entities.values() if e.type == "Person"}
        known = entity.item is not None or entity.type in ("Person", "Role")
        if name.kind == "name" and len(words) > 1 and not known and words[-1].text in people:
            self.notes.rename(entity.id, type="Person")

    def _aside(self, token: Token) -> Entity | None:
        """The name right before a comma and a description, where the language model is sure
        that they are one and the parser was not: "X, the country's capital,"."""
        found = self.notes.references.get(str(token.i))
        start = self.view.noun_phrase(token).start if found and found["antecedents"] else 0
        if found is None or start < 2 or token.doc[start - 1].text != ",":
            return None
        name = self.notes.mention_at(token.doc[start - 2])
        if name is None or name.kind != "name":
            return None
        span, entity = self.notes.tokens(name.span), self.notes.entities[name.entity]
        sure = sum(p for place, p in found["antecedents"] if span.start <= place < span.end)
        agrees = sure >= self.rules.learnt.aside and self._agrees(token, span[-1], entity)
        return entity if agrees else None

    def _is_of_another(self, token: Token) -> bool:
        """Whether somebody else is the point: "the wife of the minister, X"."""
        head = self.view.head(token)
        if head is None or self.view.relation(token) not in ("nmod", "nmod:poss"):
            return False
        noun, other = self.referents.noun(token), self.referents.noun(head)
        return bool(noun and other and noun.type == other.type == "Person")

    def _before(self, token: Token) -> Entity | None:
        """The name right before a definite noun of its kind: "the X group"."""
        determiners = self.view.children(token, "det")
        if self.referents.is_plural(token) or any(
            d.lower_ not in self.rules.definite for d in determiners
        ):
            return None
        for name in self.view.compounds(token):
            entity = self.notes.entity_at(name)
            kinds = self.rules.bearing.get((token.lemma_.lower(), entity.type)) if entity else None
            if entity is None or kinds is None or not entity.named or name.i > token.i:
                continue
            if entity.item is None or entity.item.kind in kinds:
                return entity
        return None

    def _given_names(self, token: Token) -> list[Token]:
        """Names that a noun is given: "carmaker X", "the city of X", and in clauses."""
        found = [part for part in self.view.compounds(token) if part.i > token.i]
        if token.lemma_.lower() in self.rules.naming_of and not self.referents.is_plural(token):
            found += [name for p, name in self.view.obliques(token) if p == "of"]
        return found + [name for clause in self._clauses(token) for name in self._named_in(clause)]

    def _clauses(self, token: Token) -> list[Token]:
        """The verbs of the clauses about a noun, and those below: "who asked to be called X"."""
        clauses = self.view.children(token, "acl", "acl:relcl")
        return clauses + [verb for c in clauses for verb in self.view.children(c, "xcomp")]

    def _named_in(self, clause: Token) -> list[Token]:
        """The names that a clause gives."""
        position = self.rules.naming.get(clause.lemma_.lower())
        if position == "name":
            return self._told_names(clause)
        if position == "complement":
            return self.view.children(clause, "xcomp", "obj", "obl")
        return [noun for p, noun in self.view.obliques(clause) if position and p == position]

    def _told_names(self, clause: Token) -> list[Token]:
        """X of "who uses the name X", "who gave her name as X"."""
        places = [*self.view.children(clause, "obj"), *(t for _, t in self.view.obliques(clause))]
        names = [t for t in places if t.lemma_.lower() in NAMES]
        found = [noun for p, noun in self.view.obliques(clause) if p == "as" and names]
        for name in names:
            found += [noun for p, noun in self.view.obliques(name) if p in ("as", "of")]
            found += [t for t in name.doc[name.i + 1 : name.i + 2] if t.pos_ == "PROPN"]
        return found

    def _agrees(self, token: Token, name: Token, entity: Entity) -> bool:
        """Whether a noun can describe an entity, and no others with it ("ministers X and Y");
        an unknown one if the name follows at once."""
        plural = self.referents.is_plural(token)
        if plural and (entity.type in ("Person", "Place") or self.view.children(name, "conj")):
            return False
        noun = self.referents.noun(token)
        if noun is None:
            mention = self.notes.mention_at(name)
            return mention is not None and self.notes.tokens(mention.span).start == token.i + 1
        return entity.type in {noun.type_of(plural), noun.type, *noun.describes}
