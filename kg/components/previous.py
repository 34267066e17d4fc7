"""Who speaks in the sentence before one, or is what it is about."""

from __future__ import annotations

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.components.antecedents import Constraints, sentence_before
from kg.components.referents import Referents
from kg.components.speakers import Speakers


class Previous:
    """Finds the places of those of one document who may go on speaking."""

    def __init__(self, referents: Referents, constraints: Constraints, speakers: Speakers) -> None:
        self.referents = referents
        self.notes = referents.notes
        self.constraints, self.speakers = constraints, speakers

    def speakers_before(self, token: Token) -> set[int]:
        """Who speaks in the sentence before that of a token, or is its subject."""
        before = sentence_before(token)
        if before is None:
            return set()
        quoted = self.speakers.speaker(before.root)
        if quoted is not None:
            return self.constraints.places([quoted])
        return self.constraints.speakers(before) or self._in_focus(before, token)

    def _in_focus(self, before: DocSpan, token: Token) -> set[int]:
        """Who, by name or as one of several, is the subject of the sentence before one in the
        same paragraph in which nobody stands before a pronoun, but in a quotation."""
        text = self.notes.article.text[before.start_char : token.idx]
        first = token.sent[0]
        if not (first.is_quote or self._is_first(token)) or "\n" in text.strip():
            return set()
        return set(filter(self._is_somebody, self.constraints.subjects(before.root)))

    def _is_first(self, token: Token) -> bool:
        """Whether nobody else and no verb stands before a pronoun in its sentence."""
        before = self.notes.doc[token.sent.start : token.i]
        return not any(
            t.pos_ in ("PRON", "VERB", "AUX") or "Person" in self.referents.types(t) for t in before
        )

    def _is_somebody(self, place: int) -> bool:
        """Whether a person with a name, or "one of the nurses", stands at a place."""
        token = self.notes.doc[place]
        entity = self.notes.entity_at(token)
        if entity is not None and entity.named:
            return entity.type == "Person"
        return self.referents.is_one_of(token)
