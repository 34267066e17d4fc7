"""Names in apposition to nouns, where the tree may have them elsewhere."""

from __future__ import annotations

from spacy.tokens import Token

from kg.components.relations.named import Named


class Appositions(Named):
    """Finds them in one document."""

    def apposed(self, noun: Token) -> list[Token]:
        """What the tree has in apposition to a noun, unless commas or clauses say otherwise."""
        above = self.view.apposed_to(noun)
        below = [t for t in self._apposed_after(noun) if self._may_be(noun, t)]
        if above is None:
            return below
        nearer = self._name_before(noun, above)
        return [*below, *([nearer] if nearer is not None else self._born(noun, above))]

    def _apposed_after(self, noun: Token) -> list[Token]:
        """The appositions to a noun, of those to coordinated nouns the ones right after it: "her
        husband, X, and a son, Y"."""
        head = self.view.head(noun)
        first = head if head is not None and self.view.relation(noun) == "conj" else noun
        joined = self.view.children(first, "conj")
        if not joined:
            return self.view.appositions(noun)
        group = [first, *joined]
        later = [other for other in group if other.i > noun.i and other.pos_ == noun.pos_]
        names = [t for other in dict.fromkeys([noun, first]) for t in self.view.appositions(other)]
        if not later:
            return [t for t in names if t.i > noun.i]
        return [t for t in names if noun.i < t.i < later[0].i]

    def _name_before(self, noun: Token, above: Token) -> Token | None:
        """The name of a place right before a noun for one ("X, north of Y, the capital"), or
        of a person who is coordinated with the one `above` ("X and Y, her brother")."""
        known, start = self.referents.noun(noun), self.view.noun_phrase(noun).start
        if known is None or start < 2 or self.doc[start - 1].text != ",":
            return None
        before = self.doc[start - 2]
        entity = self.notes.entity_at(before)
        if entity is None or not entity.named or entity.type != known.type:
            return None
        mention = self.notes.mention_at(before)
        name = self.notes.head(mention) if mention is not None else before
        return before if known.type == "Place" or name in self.view.conjuncts(above) else None

    def _born(self, noun: Token, above: Token) -> list[Token]:
        """What the tree has a noun in apposition to, or, where that is a place and the noun a
        person, the subject of its clause: "X was born in Y, the son of Z"."""
        known, entity = self.referents.noun(noun), self.notes.entity_at(above)
        clause = self.view.head(above)
        if entity is None or entity.type != "Place" or known is None or known.type != "Person":
            return [above]
        born = clause is not None and clause.lemma_.lower() == "bear"
        return self.view.surface_subjects(clause) if clause is not None and born else [above]

    def _may_be(self, noun: Token, name: Token) -> bool:
        """Whether a name after a noun can be its bearer: not the subject of the next clause
        ("they met the mayor, X said"), nor what a longer phrase around the noun is about
        ("the lawyer of the mayor, X")."""
        mention = self.notes.mention_at(name)
        if mention is None or mention.kind != "name" or name.i < noun.i:
            return True
        span = self.notes.tokens(mention.span)
        if span.start == 0 or self.doc[span.start - 1].text != ",":
            return True
        speaks = self._is_speaker(noun, self.notes.head(mention), span.end)
        return not speaks and not self._is_within(noun)

    def _is_speaker(self, noun: Token, name: Token, end: int) -> bool:
        """Whether a name that stops before `end` is the subject of a clause that the noun is
        no subject of."""
        view = self.view
        subject = view.relation(noun).startswith("nsubj")
        if view.relation(name).startswith("nsubj"):
            return not subject or view.head(name) != view.head(noun)
        follows = end < len(self.doc) and self.doc[end].pos_ in ("VERB", "AUX")
        return follows and not subject

    def _is_within(self, noun: Token) -> bool:
        """Whether a noun only says whose the person of a longer phrase is, or the other way
        round in "the president of Brazil's lawyer"."""
        above = self.view.head(noun)
        if self.view.relation(noun).startswith("nmod") and above is not None:
            return self._is_person(above)
        inner = [t for word, t in self.view.obliques(noun) if word == "of"]
        known = self.referents.noun(noun)
        owned = [t for t in inner if self.view.possessor(t) is not None and self._is_person(t)]
        return bool(owned) and known is not None and "role" in known.kinds

    def _is_person(self, token: Token) -> bool:
        """Whether a token is a common noun for one person."""
        if token.pos_ not in ("NOUN", "PROPN") or self.is_name(token):
            return False
        known = self.referents.noun(token)
        return known is not None and known.type_of(self.referents.is_plural(token)) == "Person"

    def continued(self, noun: Token) -> list[Token]:
        """The person whom an apposition goes on about: X of "X, a lawyer and the father of Y",
        where the tree coordinates the noun with the name itself."""
        name = self.view.head(noun) if self.view.relation(noun) == "conj" else None
        if name is None or noun.pos_ != "NOUN" or not self.is_name(name):
            return []
        if self.doc[self.view.noun_phrase(noun).start - 2].text == ",":
            return []
        before = [t for t in self.view.children(name, "appos", "conj") if t.i < noun.i]
        commas = [t for t in self.doc[name.i : before[0].i] if t.text == ","] if before else []
        single = all(t.tag_ in ("NN", "NNP", "JJ") for t in before[:1])
        entity = self.notes.entity_at(name)
        person = entity is not None and entity.type == "Person"
        return [name] if commas and single and person and self._describes(before[0]) else []

    def _describes(self, token: Token) -> bool:
        """Whether a noun comes with an article, as names do not."""
        return bool(self.view.children(token, "det"))
