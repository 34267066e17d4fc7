"""Words before a noun that keep it from being so: "the alleged leader", "self-proclaimed"."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from kg import lexicon
from kg.components.factuality import ORDER, REALIS, Stance
from kg.components.relations.named import tables
from kg.facts import Factuality
from kg.language.grammar import Grammar
from kg.lexicon import Effect

HYPHENS = ("-", "–", "‑")


def hedged(
    stance: Factuality, view: Grammar, noun: Token, more: Iterable[Token] = ()
) -> Factuality:
    """The factuality of what a noun says of its bearer, where `stance` is that of its clause:
    adjectives of the noun, and `more` words before it, may leave it open."""
    if not stance.is_fact:
        return stance
    found = Stance()
    for token in sorted({*_before(view, noun), *more}):
        word = compound_word(token)
        if word in tables()["doubt"]["words"]:
            found.apply(Effect(certainty="possible", hedge=True), word)
            continue
        for form in (token.lower_, token.lemma_.lower()):
            cue = lexicon.factuality().predicate("adjective", form, "attributive")
            if cue is not None:
                doubt = "unknown" if cue.effect.negates else cue.effect.certainty
                found.apply(Effect(False, doubt, cue.effect.realis, cue.effect.hedge), token.text)
                break
    return Factuality("positive", ORDER[found.certainty], REALIS[found.realis], found.hedge)


def compound_word(token: Token) -> str:
    """The hyphenated word that a token ends, in lower case: "self-styled" at "styled"."""
    doc, start = token.doc, token.i
    if start < 2 or doc[start - 1].text not in HYPHENS:
        return "-" if token.lower_ in HYPHENS else token.lower_
    while start >= 2 and doc[start - 1].text in HYPHENS and not doc[start - 2].whitespace_:
        start -= 2
    parts = [t.lower_ for t in doc[start : token.i + 1]]
    return "".join("-" if part in HYPHENS else part for part in parts)


def whole_word(token: Token) -> str:
    """The hyphenated word that a token is part of, in lower case: "son-in-law" at "son"."""
    doc, end = token.doc, token.i
    while end + 2 < len(doc) and doc[end + 1].text in HYPHENS and not doc[end + 1].whitespace_:
        end += 2
    if doc[token.i].whitespace_ or end == token.i:
        return compound_word(token)
    parts = [compound_word(token), *(t.lower_ for t in doc[token.i + 1 : end + 1])]
    return "".join("-" if part in HYPHENS else part for part in parts)


def _before(view: Grammar, noun: Token) -> list[Token]:
    """The words of a noun's phrase before it, without its possessor's."""
    owned = {t.i for owner in view.children(noun, "nmod:poss") for t in view.subtree(owner)}
    phrase = view.noun_phrase(noun)
    start = phrase.start
    if start and "-" in compound_word(view.doc[start - 1]):
        start -= 1
    return [t for t in view.doc[start : noun.i] if t.i not in owned]
