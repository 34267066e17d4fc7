"""What the writer adds to what somebody says: "said it would close, a day after it had …"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.components.claims.tags import PRESENT
from kg.components.claims.voices import Voices

LONGEST_OPENING = 3  # words that begin a remark of the writer
LONGEST_DISPUTE = 8  # words from "a charge" to "denies"
OPEN = ("which", "something")
DETAILING = ("give", "provide", "offer", "name", "specify", "cite", "identify")
AHEAD = ("will", "wo", "’ll", "'ll")
ASKING = ("ask", "press", "question")
SOURCE = "according to"
MEANWHILE = "as"
UNITS = ("minute", "hour", "day", "week", "month", "year", "decade")


class Remarks:
    """Finds the remarks that end the words of one document's claims."""

    def __init__(self, voices: Voices) -> None:
        self.voices = voices
        self.view = voices.view

    def at_end(self, tokens: set[Token], clause: Token, verb: Token) -> set[Token]:
        """What the writer adds at the end, after a comma: "said it would close, a day after …"."""
        if verb > clause:
            return set()
        doc, openings = self.voices.doc, self.voices.lexicon.comments
        asked = [t for t in tokens if t > clause and self._is_asking(t)]
        asked += [t for t in tokens if t > clause and self._is_occasion(t, clause, verb)]
        asked += self.meanwhile({t for t in tokens if t > clause})
        if asked:
            return {t for t in tokens if t >= min(asked)}
        for comma in sorted(t for t in tokens if t > clause and t.text == ","):
            words = [t.lower_ for t in doc[comma.i + 1 : comma.i + 1 + LONGEST_OPENING]]
            begins = {" ".join(words[:n]) for n in range(1, len(words) + 1)}
            disputed = self._is_disputed(comma, tokens) or self._is_sourced(comma)
            if disputed:
                return {t for t in tokens if t >= comma}
            if self._is_earlier(comma) or not begins.isdisjoint(openings):
                tail = {t for t in tokens if t >= comma}
                if self._is_apart(tail, clause):
                    return tail
        return set()

    def _is_asking(self, token: Token) -> bool:
        """Whether a word begins the occasion of saying it: "when asked about it"."""
        after = self.voices.doc[token.i + 1 : token.i + 2]
        return token.lower_ == "when" and any(t.lemma_ in ASKING and t.tag_ == "VBN" for t in after)

    def _is_occasion(self, token: Token, clause: Token, verb: Token) -> bool:
        """Whether a word begins how or when it was said: "without giving details", and "insists
        he will stay after his side lost", in a tense that what is said has not."""
        head = self.view.head(token)
        if head is None or self.view.relation(token) != "mark":
            return False
        if token.lower_ == "without":
            telling = self.voices.lexicon.tells(head.lemma_.lower()) or head.lemma_ in DETAILING
            own = self.view.head(head) in (verb, clause)
            return telling and own and head.tag_ == "VBG"
        ahead = any(t.lower_ in AHEAD for t in self.view.children(clause, "aux"))
        return token.lower_ == "after" and ahead and verb.tag_ in PRESENT and head.tag_ == "VBD"

    def meanwhile(self, tokens: set[Token]) -> set[Token]:
        """What ends the words of a headline and goes on meanwhile: "says he will stay as
        ministers resign"."""
        begins = [token for token in tokens if self._is_meanwhile(token, tokens)]
        return {token for token in tokens if token >= min(begins)} if begins else set()

    def _is_meanwhile(self, token: Token, tokens: set[Token]) -> bool:
        """Whether "as" begins another clause, and no comparison."""
        if token.lower_ != MEANWHILE or not self.voices.is_in_headline(token):
            return False
        before, after = self.voices.doc[token.i - 1], self.voices.doc[token.i + 1 : token.sent.end]
        compared = before.pos_ in ("ADJ", "ADV") or any(
            t.lower_ in (MEANWHILE, "such", "same") for t in tokens if t < token
        )
        goes_on = (self.view.is_predicate(t) and t.tag_ in PRESENT for t in after)
        return not compared and any(goes_on)

    def _is_disputed(self, comma: Token, tokens: set[Token]) -> bool:
        """Whether who disputes it ends the words: ", a charge it denies", ", which X denies"."""
        opening, *rest = list(self.voices.doc[comma.i + 1 : max(tokens).i + 1]) or [comma]
        lexicon = self.voices.lexicon
        nouns = (t.lemma_.lower() for t in (opening, *rest[:1]))
        said = any(map(lexicon.is_content, nouns))
        if said and len(rest) < LONGEST_DISPUTE:
            return any(self.voices.cue(t, "clause", "object") for t in rest)
        if opening.lower_ not in OPEN or len(rest) >= LONGEST_DISPUTE:
            return False
        lemmas = [t.lemma_.lower() for t in rest if t.pos_ == "VERB"][-1:]
        denied = (
            lexicon.verb(lemma, "gerund") and lexicon.verb(lemma, "object") for lemma in lemmas
        )
        return any(denied)

    def _is_sourced(self, comma: Token) -> bool:
        """Whether somebody else is named who says that it was said: ", according to X"."""
        after = [t.lower_ for t in self.voices.doc[comma.i + 1 : comma.i + 3]]
        return " ".join(after) == SOURCE

    def _is_earlier(self, comma: Token) -> bool:
        """Whether the time of what was before begins at a comma: ", five days after …"."""
        words = self.voices.doc[comma.i + 1 : comma.i + 1 + LONGEST_OPENING + 1]
        places = [n for n, t in enumerate(words) if t.lower_ in ("after", "before")]
        return bool(places) and places[0] > 1 and words[places[0] - 1].lemma_ in UNITS

    def _is_apart(self, tail: set[Token], clause: Token) -> bool:
        """Whether a tail is more than a phrase, and none of what is said goes on in it."""
        conjuncts = set(self.view.conjuncts(clause))
        return conjuncts.isdisjoint(tail) and len(tail) > LONGEST_OPENING
