"""The one view of the grammar that extraction reads.

`Grammar(doc)` answers who does what to whom over any parsed `Doc`, in Universal Dependencies
or ClearNLP labels (`kg.language.schemes` makes one shape of both). Arguments are logical: the
subject of a passive is an object, its by-phrase a subject. Tokens come in order of the text;
an argument is the head token of its phrase, and a coordination gives all its heads. An open
gap (relative clause, participle, infinitive) is filled with the token it stands for.
"""

from __future__ import annotations

from typing import Literal

from spacy.tokens import Span, Token

from kg.language.arguments import Arguments

Kind = Literal[
    "complement",
    "open_complement",
    "adverbial",
    "relative",
    "noun_complement",
    "conjunct",
    "parataxis",
    "argument",
]

LEFT_OF_NOUN = (
    "det",
    "det:predet",
    "amod",
    "nummod",
    "compound",
    "nmod:poss",
    "flat",
    "nmod:unmarked",
    "advmod",
    "fixed",
)
KINDS: dict[str, Kind] = {
    "ccomp": "complement",
    "xcomp": "open_complement",
    "advcl": "adverbial",
    "acl:relcl": "relative",
    "conj": "conjunct",
    "parataxis": "parataxis",
    "csubj": "argument",
}


class Grammar(Arguments):
    """The grammar of one parsed document."""

    def compounds(self, noun: Token) -> list[Token]:
        """Nouns before a noun that are part of it: titles, first names, modifiers."""
        return self.children(noun, "compound", "flat")

    def appositions(self, noun: Token) -> list[Token]:
        """Appositions to the noun ("X, a town")."""
        return self._expand(self.children(noun, "appos"))

    def apposed_to(self, noun: Token) -> Token | None:
        """The noun that this one is an apposition to."""
        return self.head(noun) if self.relation(noun) == "appos" else None

    def modifiers(self, noun: Token) -> list[Token]:
        """Adjectives and participles before a noun."""
        return self._expand(self.children(noun, "amod"))

    def numbers(self, noun: Token) -> list[Token]:
        """Head tokens of the numerals of a noun."""
        return self.children(noun, "nummod")

    def noun_phrase(self, noun: Token, *, full: bool = False) -> Span:
        """The phrase of a noun: its left modifiers and name parts, without relative clauses
        and appositions; `full` adds the prepositional phrases after it."""
        inside = {noun.i}
        for child in self.children(noun, *LEFT_OF_NOUN):
            if child.i < noun.i or self.relation(child) in ("compound", "flat"):
                inside.update(t.i for t in self.subtree(child))
            elif self.relation(child) == "nummod":
                number = [t.i for t in self.subtree(child)]
                inside.update(number if number[0] == noun.i + 1 else ())
        for child in self.children(noun, "nmod") if full else []:
            if child.i > noun.i:
                inside.update(c.i for c in self.children(child, "case"))
                for conjunct in self.conjuncts(child):
                    phrase = self.noun_phrase(conjunct, full=True)
                    inside.update(range(phrase.start, phrase.end))
        return self.doc[min(inside) : max(inside) + 1]

    def copular_subjects(self, predicate: Token) -> list[Token]:
        """X of "X is Y", given Y; none where Y is no copular predicate."""
        if self.is_copular(predicate):
            return self.surface_subjects(predicate)
        first = self.head(predicate) if self.relation(predicate) == "conj" else None
        return self.copular_subjects(first) if first and first.pos_ == predicate.pos_ else []

    def matrix(self, token: Token) -> tuple[Token, Kind] | None:
        """What governs a clause or an argument, and how; None at a root.

        Repeat it to climb. A clause on a noun is `relative` where the noun fills a gap in
        it, else `noun_complement` ("plans to …", "fears that …").
        """
        head = self.head(token)
        if head is None:
            return None
        relation = self.relation(token)
        if relation == "acl" or (relation == "ccomp" and head.pos_ in ("NOUN", "PROPN")):
            participle = self._is_participle(token) and not self.markers(token)
            return head, "relative" if participle and relation == "acl" else "noun_complement"
        return head, KINDS.get(relation, "argument")

    def clause_span(self, token: Token) -> Span:
        """All below a token, without punctuation or conjunctions at its edges."""
        inside = [t for t in self.subtree(token) if not t.is_space]
        while len(inside) > 1 and (inside[-1].is_punct or inside[-1].pos_ == "CCONJ"):
            inside.pop()
        while len(inside) > 1 and (inside[0].is_punct or inside[0].pos_ == "CCONJ"):
            inside.pop(0)
        return self.doc[inside[0].i : inside[-1].i + 1] if inside else self.doc[token.i : token.i]
