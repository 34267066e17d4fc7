"""Names that stand beside a description of somebody: "a doctor, X", "Acme director X"."""

from __future__ import annotations

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg import lexicon
from kg.components.claims.tags import VERBAL
from kg.components.claims.voices import OWNING, Voices
from kg.facts import Entity

LONGEST_FORM = 4  # letters of "SAS" after the name of a company


class Names:
    """Finds who is named beside the nouns of one document."""

    def __init__(self, voices: Voices) -> None:
        self.notes = voices.notes
        self.doc = voices.doc
        self.view = voices.view
        self.referents = voices.referents
        self.rules = lexicon.coreference()

    def beside(self, token: Token) -> Entity | None:
        """Keller, for "a doctor, Anna Keller," "the head of police, Anna Keller", and "doctor
        Anna Keller", however they hang; KNT, for "state broadcaster KNT"."""
        apposed = self.view.apposed_to(token)
        phrase = self.view.noun_phrase(token)
        own = self.view.children(token, "det")  # "the Selby coach" is not Selby
        parts = [
            t
            for t in self.view.compounds(token)
            if t.i < phrase.end and self._is_near(t, token) and (t > token or not own)
        ]
        also = [t for t in self.view.children(token, "conj") if self._is_also(t)]
        near = [*self.view.appositions(token), *parts]
        near += [name for t in also for name in self.view.appositions(t)]
        near += [apposed] if apposed is not None else []
        for preposition, noun in self.view.obliques(token):
            if preposition != "for" or not self.referents.is_plural(noun):
                near += self.view.appositions(noun)
        near += [part for t in self.view.appositions(token) for part in self.view.compounds(t)]
        given = [*self._called(token), *self._between_commas(token)]
        near += given
        after = list(self.doc[token.i + 1 : token.i + 2]) if token.pos_ == "NOUN" else []
        people = [*near, *after] if "Person" in self.referents.types(token) else near
        entities = [self.notes.entity_at(other) for other in people]
        named = [e for e in entities if e and e.named and e.type == "Person"]
        apart = [t for t in self.view.appositions(token) if self._is_near(t, token)]
        names = [self.notes.entity_at(t) for t in (*apart, *given)]
        named += [e for e in names if e and e.named and e.type == "Organization"]
        bodies = [self.notes.entity_at(other) for other in after if other.pos_ == "PROPN"]
        named += [e for e in bodies if e and e.named and e.type in OWNING]
        return next(iter(named), None)

    def _between_commas(self, token: Token) -> list[Token]:
        """X of "X AS, the pump group, said" and of "the local paper, the X, said", whatever the
        parser made of it."""
        phrase = self.view.noun_phrase(token)
        if self.referents.is_plural(token) or phrase[0].lower_ not in ("the", "a", "an"):
            return []
        first, doc = phrase.start, self.doc
        if doc[phrase.end : phrase.end + 2].text.lower() == ", the":
            mention = self.notes.mention_at(doc[min(phrase.end + 2, len(doc) - 1)])
            ends = self.notes.tokens(mention.span).end if mention is not None else 0
            return [doc[ends - 1]] if doc[ends : ends + 1].text == "," else []
        if first < 3 or doc[first - 1].text != "," or doc[phrase.end : phrase.end + 1].text != ",":
            return []
        last = doc[first - 2]
        form = last.text.isupper() and len(last) <= LONGEST_FORM
        return [doc[first - 3]] if form else []

    def _is_also(self, noun: Token) -> bool:
        """Whether a noun after "and" says what else the same person is: "the founder and
        chief executive, X"."""
        own = self.view.children(noun, "det", "nmod:poss", "nummod")
        return not own and not self.referents.is_plural(noun) and noun.pos_ == "NOUN"

    def _called(self, token: Token) -> list[Token]:
        """X of "the mission, known as X," and "a man identified only as X"."""
        naming = self.rules.naming
        clauses = self.view.children(token, "acl", "acl:relcl")
        known = [c for c in clauses if naming.get(c.lemma_.lower()) == "as"]
        return [noun for c in known for p, noun in self.view.obliques(c) if p == "as"]

    def member(self, token: Token, known: Entity) -> Entity | None:
        """X of "a Democrat, X," and "Acme director X", where the name of a body was taken for
        what X is beside."""
        names = self.view.appositions(token) if known.type != "Person" else []
        people = [self.notes.entity_at(t) for t in names]
        return next((e for e in people if e and e.named and e.type == "Person"), None)

    def unlinked(self, token: Token) -> DocSpan | None:
        """ "Actor Sir John Roe" where the name is no mention."""
        names = [t for t in self.view.appositions(token) if self._is_near(t, token)]
        loose = [t for t in names if t.pos_ == "PROPN" and self.notes.entity_at(t) is None]
        if not loose or loose[0] < token:
            return None
        return self.doc[token.i : self.view.noun_phrase(loose[0]).end]

    def _is_near(self, part: Token, noun: Token) -> bool:
        """Whether no verb stands between a noun and a part of its name."""
        first, last = sorted((part.i, noun.i))
        return all(t.pos_ not in VERBAL for t in self.doc[first:last])
