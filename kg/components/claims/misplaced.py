"""The clause that a verb of saying reports, where the parser hung it elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from kg.components.antecedents import COMPLEMENTIZER
from kg.components.claims.tags import COLON, COMMA, FINITE, RELATIVE_PRONOUNS, SUBJECTS
from kg.components.claims.voices import Voices
from kg.components.claims.wording import Wording
from kg.lexicon import SpeechCue

NAMING = ("PROPN", "NOUN", "ADJ")


class Misplaced:
    """Finds the clauses of one document that hang on no verb that reports them."""

    def __init__(self, voices: Voices, wording: Wording) -> None:
        self.voices = voices
        self.view = voices.view
        self.wording = wording

    def of(self, verb: Token) -> tuple[Token, SpeechCue] | None:
        """The clause that "he told reporters" is set into or follows, where the parser hung it
        elsewhere."""
        cue = self.voices.cue(verb, "clause")
        if cue is None:
            return None
        clause = self._misplaced(verb, cue) or self._without_subject(verb) or self._below(verb)
        clause = clause or self.wording.openings.clause(verb, cue) or self._of_listener(verb, cue)
        if clause is not None:
            return clause, cue
        head = self.view.head(verb)
        beside = self.view.relation(verb) in ("parataxis", "conj") and head is not None
        if beside and head is not None and self.inverted(verb) is not None:
            return head, cue
        if self.view.relation(verb) != "parataxis" or head is None or head > verb:
            return None
        first = self.view.subtree(verb)[0]
        mark = first if first.is_punct else self.voices.doc[first.i - 1]
        named = self._is_after_name(verb)
        if not named and (not mark.is_punct or mark.text == COLON):
            return None
        free = cue.addressee == "object" or not self.view.children(verb, "obj")
        return (head, cue) if free and (named or self.view.children(verb, "nsubj")) else None

    def _is_after_name(self, verb: Token) -> bool:
        """Whether somebody's name after a comma is the subject that a verb lacks: "…, agency
        chief X told reporters"."""
        noun = self.voices.beside(verb)
        if noun is None or self.view.surface_subjects(verb) or not self.voices.is_personal(noun):
            return False
        before = reversed(self.voices.doc[verb.sent.start : verb.i])
        comma = next((token for token in before if token.pos_ not in NAMING), None)
        return comma is not None and comma.text == COMMA and noun.pos_ == "PROPN"

    def inverted(self, verb: Token) -> Token | None:
        """X of "…, cautions X", taken for the object of the verb."""
        objects = self.view.children(verb, "obj")
        own = self.view.children(verb, *SUBJECTS, "aux", "aux:pass", "cc")
        comma = verb.i > 0 and self.voices.doc[verb.i - 1].text == COMMA
        if not objects or own or not comma or verb.tag_ not in FINITE:
            return None
        beside = objects[0] == self.voices.noun_at(verb.nbor(1))
        return objects[0] if beside and self.voices.is_personal(objects[0]) else None

    def _misplaced(self, verb: Token, cue: SpeechCue) -> Token | None:
        """The clause that "that" opens right after a verb, or after where or to whom it is said
        ("wrote in a letter that …", "told the court that …")."""
        end = self.voices.cue_tokens(verb, cue)[-1].i + 1
        while self.voices.doc[end : end + 1].text and self.voices.doc[end].pos_ == "ADV":
            end += 1
        for mark in self.voices.doc[end : end + 1]:
            clause = self.view.head(mark)
            if mark.lower_ == COMPLEMENTIZER and self.view.relation(mark) == "mark" and clause:
                return clause
        told = self.view.children(verb, "obj", "iobj") if cue.addressee == "object" else []
        told += [t for p, t in self.view.obliques(verb) if p and p == cue.addressee]
        media = self.voices.media(verb)
        told += self.view.children(verb, "xcomp") if " " in cue.lemma else []
        clause = self.voices.content_clause(*media, *told, *self._citing(verb), *self._when(verb))
        return clause or next(filter(self._is_whole, self._below_nouns(media)), None)

    def _when(self, verb: Token) -> list[Token]:
        """The occasion of "said at the time that it …", "said after the vote that …"."""
        return [t for preposition, t in self.view.obliques(verb) if preposition and t > verb]

    def _below_nouns(self, nouns: Iterable[Token]) -> Iterator[Token]:
        return (clause for noun in nouns for clause in self.view.children(noun, "acl"))

    def _is_whole(self, clause: Token) -> bool:
        """Whether a clause after "in a statement" lacks no argument, as relative clauses do."""
        full = self.view.children(clause, "obj", "ccomp", "xcomp", "cop")
        return bool(full and self.view.children(clause, *SUBJECTS))

    def _below(self, verb: Token) -> Token | None:
        """The clause of "…, adding the fire was out", where the parser hung "adding" on it."""
        head = self.view.head(verb)
        if verb.tag_ != "VBG" or head is None or head < verb:
            return None
        subjects = self.view.children(head, *SUBJECTS)
        follows = bool(subjects) and verb < subjects[0]
        return head if follows and self.voices.governor(verb) is not None else None

    def _citing(self, verb: Token) -> list[Token]:
        """ "Citing" and "officials" of "is reporting, citing officials, that …"."""
        below, participles = self.view.children(verb, "advcl"), self.voices.lexicon.participles
        citing = [t for t in below if t.tag_ == "VBG" and t.lemma_.lower() in participles]
        return [*citing, *(noun for t in citing for noun in self.view.objects(t))]

    def _without_subject(self, verb: Token) -> Token | None:
        """The predicate of "which officials fear may fail", "which it says show …", hung
        elsewhere."""
        if not self._is_relative_to(verb):
            return None
        after = self.voices.doc[verb.i + 1 : verb.i + 2]
        for word in (t for t in after if t.pos_ == "AUX" or t.tag_ in FINITE):
            clause = word if self.view.is_predicate(word) else self.view.head(word)
            subjects = self.view.children(clause, *SUBJECTS) if clause else []
            if clause is not None and all(t.tag_ in RELATIVE_PRONOUNS for t in subjects):
                return clause if clause > verb else None
        return None

    def _is_relative_to(self, verb: Token) -> bool:
        """Whether a relative pronoun is the object of a verb, or stands before its subject."""
        if any(t.tag_ in RELATIVE_PRONOUNS for t in self.view.children(verb, "obj")):
            return True
        subjects = [t for t in self.view.children(verb, "nsubj") if t < verb]
        first = self.view.subtree(subjects[0])[0].i if subjects else 0
        return first > 0 and self.voices.doc[first - 1].tag_ == "WDT"

    def _of_listener(self, verb: Token, cue: SpeechCue) -> Token | None:
        """The clause of "told all who came that …", hung on what describes the listener."""
        told = self.view.children(verb, "obj", "iobj")
        for token in self.view.subtree(told[0]) if told else ():
            mark = token.lower_ == COMPLEMENTIZER and self.view.relation(token) == "mark"
            if mark and cue.lemma in self.voices.lexicon.listened:
                return self.view.head(token)
        return None
