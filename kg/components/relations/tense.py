"""Whether a clause says that something is so no more: by its tense, or "no longer"."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from kg.facts import Factuality
from kg.language.grammar import Grammar

AUXILIARY = ("aux", "aux:pass", "cop")
REPORTED = ("ccomp", "csubj")
PERFECT, USED = "have", "use"  # "used to live"


def is_past(view: Grammar, predicate: Token, *, begun: bool = False) -> bool:
    """Whether a state is put in the past: "was mayor", "worked for", "had lived in". Not where
    it was going on ("was working"), where the tense is only that of the report ("said he was
    the mayor"), or where "had" only tells how long it had lasted: since it had `begun`."""
    head = view.head(predicate)
    if head is not None and view.relation(predicate) == "xcomp" and head.lemma_ == USED:
        return head.tag_ == "VBD" and not view.objects(head)
    words = sorted([*view.children(predicate, *AUXILIARY), predicate])
    perfect = words[0] != predicate and words[0].lemma_ == PERFECT
    if perfect and words[0].tag_ in ("VBD", "VBG"):  # "had worked", "having been"
        return not begun
    if words[0].tag_ != "VBD" or predicate.tag_ == "VBG":
        return False
    return not _is_shifted(view, predicate)


def _is_shifted(view: Grammar, predicate: Token) -> bool:
    """Whether a clause around a predicate is told in the past tense of who reports it."""
    clause: Token | None = predicate
    while clause is not None:
        head = view.head(clause)
        quoted = any(mark.tag_ == "``" for mark in view.children(clause, "punct"))
        if head is not None and view.relation(clause) in REPORTED and not quoted:
            return any(word.tag_ == "VBD" for word in (head, *view.children(head, *AUXILIARY)))
        clause = None if quoted else head
    return False


def clause_of(view: Grammar, noun: Token) -> Token:
    """The predicate of the clause that says a noun of somebody: the noun in "X is the mayor",
    the name in "the mayor is X", the first of coordinated nouns."""
    head = view.head(noun)
    if head is None or view.is_copular(noun):
        return noun
    shared = view.relation(noun) == "conj" and head.pos_ == noun.pos_
    says = view.relation(noun).startswith("nsubj") and view.is_copular(head)
    return clause_of(view, head) if shared else head if says else noun


def has_ceased(view: Grammar, predicate: Token) -> bool:
    """Whether a predicate is said to hold no more: "no longer works", "is no longer mayor"."""
    later = [t for t in view.children(predicate, "advmod") if t.lower_ == "longer" and t.i]
    return any(token.nbor(-1).lower_ == "no" for token in later)


def told(view: Grammar, predicate: Token, stance: Factuality) -> Factuality:
    """The stance of a predicate's clause, where what holds "no longer" did hold."""
    return replace(stance, polarity="positive") if has_ceased(view, predicate) else stance
