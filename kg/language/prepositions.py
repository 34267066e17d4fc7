"""Prepositions of two words, and what a prepositional phrase is to what it hangs on."""

from __future__ import annotations

from kg.language.tree import NOMINAL, Tree, knowledge, words

ADVERBIAL = ("acl", "advcl", "advmod", "amod", "case", "obl:unmarked", "xcomp")
OWN = ("aux", "aux:pass", "cop", "nsubj", "nsubj:pass", "obj")


def below(result: Tree, governor: int, *, clause: bool = False) -> str:
    """The label of a prepositional phrase, or of a clause after a preposition, on `governor`."""
    nominal = result.doc[governor].pos_ in NOMINAL
    if clause:
        return "acl" if nominal else "advcl"
    adjective = result.doc[governor].pos_ in ("ADJ", "DET")
    in_its_place = adjective and result.relations[governor] in words("nominal_relations")
    return "nmod" if nominal or in_its_place else "obl"


def join_preposition(result: Tree, i: int) -> None:
    """Make one preposition of "because of", "such as" and "ahead of", whose word `i` is the
    second: its first word becomes the `case` of the noun, the second `fixed` to the first."""
    first = i - 1
    if first < 0:
        return
    pair = f"{result.doc[first].lower_} {result.doc[i].lower_}"
    if pair not in knowledge()["prepositions"]["fixed"]:
        return
    noun = result.heads[i]
    if noun == first or result.relations[first] not in ADVERBIAL or result.children(first, *OWN):
        return
    if result.heads[noun] == first:
        governor = result.heads[first]
        if governor == first:
            return
        result.attach(noun, governor, below(result, governor))
    elif result.heads[first] not in (noun, result.heads[noun]):
        return
    result.attach(first, noun, "case")
    result.attach(i, first, "fixed")
