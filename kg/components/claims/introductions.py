"""What introduces a quotation: the verb of saying before or after it, and who speaks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from spacy.tokens import Token

from kg.components.claims.quotations import Quotation, Quoted
from kg.components.claims.tags import FINITE, SUBJECTS, VERBAL
from kg.components.claims.voices import Voices
from kg.lexicon import SpeechCue

ENDS = (".", "!", "?", "…", "...")
LEADS = (",", ":", "-", "–", "—", "that")
LINKS = (",", "—", "–", "-", "?", "!")
CLOSING = "”’\"'»“] "
NEAR = 3  # words, or arcs, between a cue and its quotation


@dataclass(frozen=True)
class Cue:
    """A verb of saying, its entry and its subject."""

    verb: Token
    entry: SpeechCue
    speaker: Token


class Introductions:
    """Finds what introduces the quotations of one document.

    Everything is read off the tokens before a quotation in its sentence (`lead`) and after it
    in its paragraph (`after`).
    """

    def __init__(self, voices: Voices, quoted: Quoted) -> None:
        self.voices = voices
        self.view = voices.view
        self._quoted = quoted

    def of(self, quotation: Quotation, lead: list[Token], after: list[Token]) -> Cue | None:
        """The cue of a quotation that is all that is said."""
        opens = not any(t.pos_ in VERBAL for t in lead) or lead[-1].text == ":"
        cue = self.after(quotation, after) if opens else None
        cue = cue or self._before(quotation, lead, after)
        return cue or self._open(quotation, lead, after)

    def after(self, quotation: Quotation, after: list[Token]) -> Cue | None:
        """The cue of "…," X said, or "…," said X."""
        if not after or not quotation.words:
            return None
        text = self.voices.text
        last = text[quotation.span.begin : quotation.span.end].rstrip(CLOSING)[-1:]
        linked = last in (*LINKS, "…") or after[0].text == ","
        inverted = after[0].is_lower and self.voices.cue(after[0], "quote") is not None
        follows = last not in ENDS and self._is_subject(quotation, after)
        if not linked and not inverted and not follows:
            return None
        cue = self.among(first_sentence(after), last=False)
        if cue is not None and cue.verb == after[0]:
            return cue
        return (self._inverted(after) if last in LINKS else None) or cue

    def _inverted(self, after: list[Token]) -> Cue | None:
        """Any verb right after a quotation, and the person after it that the parser took for
        its object: "…," remembers X."""
        verb = after[0]
        if verb.tag_ not in FINITE or self.view.surface_subjects(verb) or len(after) < NEAR - 1:
            return None
        speaker = self.voices.noun_at(after[1])
        if speaker is None or speaker.pos_ == "PRON":
            return None
        entry = self.voices.cue(verb, "quote")
        if (
            entry is not None
            and entry.addressee == "object"
            and self.voices.may_speak(speaker, entry)
        ):
            return Cue(verb, entry, speaker)
        return Cue(verb, any_entry(verb), speaker) if self.voices.is_personal(speaker) else None

    def _is_subject(self, quotation: Quotation, after: list[Token]) -> bool:
        """Whether a speaker and a verb of saying follow a whole sentence without a comma."""
        noun = self.voices.noun_at(after[0]) if self.is_clause(quotation) else None
        verb = self.view.head(noun) if noun is not None else None
        return verb in after and self.voices.cue(verb, "quote") is not None

    def _open(self, quotation: Quotation, lead: list[Token], after: list[Token]) -> Cue | None:
        """Whatever a person does around a quotation: "…," she beamed; he was blunt: "…"."""
        if not self.is_clause(quotation):
            return None
        text = self.voices.text[quotation.span.begin : quotation.span.end].rstrip(CLOSING)
        sentence = first_sentence(after)
        if not lead and sentence and text.endswith(LINKS):
            return self._open_in(sentence, begins=True)
        if lead and lead[-1].text in (":", ",") and text.endswith(ENDS):
            return self._open_in(lead)
        return None

    def _open_in(self, tokens: list[Token], *, begins: bool = False) -> Cue | None:
        """The main verb among `tokens` that has a person as subject; where it `begins`, with
        that subject or itself as the first of them."""
        verbs = [t for t in tokens if self.view.is_predicate(t)]
        for verb in sorted(verbs, key=self.voices.depth):
            entry = self.voices.open_cue(verb)
            if entry is None:
                continue
            speaker = self._speaker(verb, entry)
            if speaker is None or speaker not in tokens:
                continue
            if not begins or min(verb, self.view.noun_phrase(speaker)[0]) == tokens[0]:
                return Cue(verb, entry, speaker)
        return None

    def _before(self, quotation: Quotation, lead: list[Token], after: list[Token]) -> Cue | None:
        """The cue of X said: "…", where the quotation is all that is said."""
        cue = self.among(lead, last=True) or self._misread(quotation, lead)
        if cue is None or self._is_apposed(cue.verb, lead, after):
            return None
        leads = lead[-1].text in LEADS or lead[-1].i - cue.verb.i < NEAR
        text = self.voices.text[quotation.span.begin : quotation.span.end].rstrip(CLOSING)
        ended = text.endswith(ENDS) or not after or after[0].text in (*ENDS, ",", ";")
        whole = self._has_predicate(quotation) or lead[-1].text in (":", ",")
        return cue if leads and ended and whole else None

    def _is_apposed(self, verb: Token, lead: list[Token], after: list[Token]) -> bool:
        """Whether a quotation stands beside the subject of the clause said: "said his song,
        “…”, was a joke"."""
        subjects = (t for t in lead if t > verb and self.view.relation(t) in SUBJECTS)
        return any(self.view.head(t) in after for t in subjects)

    def _misread(self, quotation: Quotation, lead: list[Token]) -> Cue | None:
        """The cue of a sentence that the parser took apart otherwise: the only verb of saying
        before a quotation, with the noun that the sentence begins with."""
        if not lead or lead[-1].text not in LINKS or not self.is_sentence(quotation):
            return None
        noun = self.voices.noun_at(lead[0])
        verbs = [t for t in lead if self.voices.cue(t, "quote") and not self.view.negated(t)]
        if noun is None or len(verbs) != 1 or verbs[0] < noun:
            return None
        entry = self.voices.cue(verbs[0], "quote")
        spoken = entry is not None and self.voices.may_speak(noun, entry)
        return Cue(verbs[0], entry, noun) if entry and spoken else None

    def among(self, tokens: list[Token], *, last: bool) -> Cue | None:
        """The first or last verb of saying among `tokens`, one in a relative clause only
        where there is no other, none that says something else."""
        found: list[tuple[bool, int, Cue]] = []
        for token in tokens:
            cue = self.voices.cue(token, "quote") or self.voices.cue(token, "clause")
            if cue is None or self.view.negated(token) or self._is_occupied(token, cue, tokens):
                continue
            speaker = self._speaker(token, cue)
            if speaker is not None:
                relative = self.view.relation(token) in ("acl:relcl", "acl")
                place = -token.i if last else token.i
                found.append((relative, place, Cue(token, cue, speaker)))
        return min(found, key=lambda item: item[:2])[2] if found else None

    def _speaker(self, verb: Token, cue: SpeechCue) -> Token | None:
        """Whoever speaks outside the quotations."""
        found = self.voices.speaker(verb, cue)
        if found is not None and self._quoted.at(found.idx) is not None:
            found = self.voices.beside(verb)
        return found

    def _is_occupied(self, verb: Token, cue: SpeechCue, tokens: list[Token]) -> bool:
        """Whether something else is what a verb says or thinks."""
        takes = self.view.complement(verb)
        apart = takes is None or self.voices.is_aside(takes) or self.voices.is_where(takes)
        if takes in tokens and not apart:
            return True
        if verb.tag_ == "VB" and cue.addressee == "to" and tokens[-1].text == ",":
            return any(noun in tokens for noun in self.view.objects(verb))
        thought = not self.voices.lexicon.tells(cue.lemma)
        return thought and any(noun in tokens for noun in self.view.objects(verb))

    def above(self, quotation: Quotation) -> Cue | None:
        """The verb of "described it as “…”", "called them “…”"."""
        inside = self._inside(quotation)
        if not inside or _is_title(inside):
            return None
        top = next((t for t in inside if self.view.head(t) not in inside), inside[0])
        for above in [*self.view.ancestors(top)][:NEAR]:
            cue = self.voices.cue(above, "quote")
            if cue and not quotation.holds(above.idx):
                takes = self.view.complement(above)
                free = takes is None or takes in inside
                speaker = self._speaker(above, cue)
                if speaker is None or not free or above > inside[0]:
                    return None
                return Cue(above, cue, speaker)
        return None

    def is_sentence(self, quotation: Quotation) -> bool:
        """Whether a quotation is a sentence: with a verb, or from capital to full stop."""
        text, span = self.voices.text, quotation.span
        raw = text[span.begin : span.end].rstrip(CLOSING)
        ended = raw.endswith((*ENDS, ",")) or text[span.end : span.end + 1] in ENDS
        whole = raw.endswith(ENDS) and " " in raw and self._begins(quotation)
        return whole or (ended and self.is_clause(quotation))

    def is_clause(self, quotation: Quotation) -> bool:
        """Whether a quotation begins as a sentence does and has a verb."""
        return self._begins(quotation) and self._has_predicate(quotation)

    def _begins(self, quotation: Quotation) -> bool:
        text = self.voices.text
        return not text[quotation.words[0].begin].islower() if quotation.words else False

    def _has_predicate(self, quotation: Quotation) -> bool:
        return any(token.pos_ in VERBAL for token in self._inside(quotation))

    def _inside(self, quotation: Quotation) -> list[Token]:
        spans = quotation.words
        return [t for span in spans for t in self.voices.between(span.begin, span.end)]


def any_entry(word: Token) -> SpeechCue:
    """The entry of a word that is none of saying, where a quotation shows that it is."""
    return SpeechCue(word.lemma_.lower(), "quote")


def first_sentence(tokens: list[Token]) -> list[Token]:
    """The tokens before the first end of a sentence."""
    return [*takewhile(lambda token: token.text not in ENDS, tokens)]


def last_sentence(tokens: list[Token]) -> list[Token]:
    """The tokens after the last end of a sentence."""
    ends = [place for place, token in enumerate(tokens) if token.text in ENDS]
    return tokens[ends[-1] + 1 :] if ends else tokens


def _is_title(tokens: list[Token]) -> bool:
    """Whether words are capitalised as those of a book or film are."""
    content = [t for t in tokens if t.pos_ in ("NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM")]
    capital = all(token.text[:1].isupper() or token.like_num for token in content)
    return len(content) > 1 and capital and tokens[-1].text not in ENDS
