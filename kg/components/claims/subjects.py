"""The subjects of verbs of saying, also where the parser gave them to another verb."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Token

from kg.components.antecedents import Constraints
from kg.components.claims.cues import PERSONAL
from kg.components.claims.nouns import Nouns
from kg.components.claims.tags import PRESENT, SUBJECTS

SPEAKERS = ("NOUN", "PROPN", "ADJ")


@dataclass
class Subjects(Nouns):
    """The subjects of the verbs of one document."""

    def sources(self, verb: Token) -> list[Token]:
        """Subjects, and X of "quoted X as saying"."""
        above = self.view.head(verb)
        if above is not None and above.lemma_.lower() in self.lexicon.participles:
            return self.view.objects(above)
        if above is not None and self.view.relation(verb) == "amod" and self._is_inverted(verb):
            return [above]
        if above is not None and self._is_parted(verb):
            return self.sources(above)
        empty = [t for t in self.view.children(verb, "expl") if t < verb and t.tag_ == "PRP"]
        if empty and not self.view.subjects(verb) and not self.view.is_passive(verb):
            return empty  # "it found that …"
        shared = self._shared_subject(verb) or self._in_tense(verb) or self._nearest(verb)
        found = [shared] if shared is not None else self.view.subjects(verb)
        if not found and not self.view.children(verb, "aux:pass") and self._is_main(verb):
            found = self.view.surface_subjects(verb)  # taken for a participle
        return self._people_before(verb, found) or [self._after_dateline(t) for t in found]

    def _after_dateline(self, subject: Token) -> Token:
        """X of "SELBY, England, 6 May - X said", where the parser took the place for the
        subject."""
        place = subject.i
        while place in self.datelines:
            place += 1
        noun = self.noun_at(self.doc[place + 1]) if place > subject.i else None
        return noun if noun is not None else subject

    @cached_property
    def datelines(self) -> set[int]:
        """The places of the words that say where and when a report was written."""
        return Constraints(self.referents).datelines()

    def _is_parted(self, verb: Token) -> bool:
        """Whether a comma parts a participle from a name taken for its subject, which is who was
        told something: "Roe told Radio Selby, adding …"."""
        subjects = self.view.children(verb, "nsubj")
        before = self.doc[verb.i - 1 : verb.i]
        loose = verb.tag_ == "VBG" and self.view.relation(verb) == "advcl" and before.text == ","
        return loose and bool(subjects) and self.view.subtree(subjects[0])[-1].i == verb.i - 2

    def _in_tense(self, verb: Token) -> Token | None:
        """X of "X says that they ran, and praises …", where the parser joined the second verb to
        what is said, which is in another tense."""
        joined = self.view.head(verb) if self.view.relation(verb) == "conj" else None
        if joined is None or self.view.children(verb, *SUBJECTS, "aux", "aux:pass"):
            return None
        before = [t for t in self.doc[verb.sent.start : joined.i] if t.tag_ == verb.tag_]
        says = [t for t in before if self.cue(t, "clause") and self.view.subjects(t)]
        if verb.tag_ not in PRESENT or joined.tag_ in (*PRESENT, "VBG") or not says:
            return None
        above = [t for t in says if joined in self.view.subtree(t)]
        return self.view.subjects(above[0])[0] if len(above) == 1 else None

    def _is_main(self, verb: Token) -> bool:
        """Whether a verb with a clause is that of its sentence."""
        return self.view.head(verb) is None and self.view.complement(verb) is not None

    def _nearest(self, verb: Token) -> Token | None:
        """X of "the club, as X put it", where the parser gave the verb two subjects."""
        head = self.view.head(verb) if self.view.relation(verb) == "conj" else None
        joined = self._joined(verb) if head is not None else None
        if joined is not None:
            return joined
        own = self.view.children(verb, *SUBJECTS, "aux:pass")
        if head is not None and head.pos_ == "VERB" and not own:
            return self._nearest(head)
        before = [t for t in self.view.children(verb, "nsubj") if t < verb and not t.like_num]
        return before[-1] if len(before) > 1 else None

    def _joined(self, verb: Token) -> Token | None:
        """X of "rescuers had left and X feared", joined to the first subject."""
        before = self.doc[verb.i - 1] if verb.i else verb
        joined = self.view.relation(before) == "conj" and before.pos_ in ("NOUN", "PROPN")
        if not joined or self.view.children(verb, *SUBJECTS, "cc"):
            return None
        return before if self.view.children(before, "cc") else None

    def _people_before(self, verb: Token, subjects: list[Token]) -> list[Token]:
        """For "who" that was hung on a thing, the person named last before it."""
        who = [t for t in self.view.children(verb, "nsubj") if t.lower_ == "who"]
        types = [self.referents.types(subject) for subject in subjects]
        if not who or any(not PERSONAL.isdisjoint(each) for each in types):
            return []
        before = reversed(self.doc[who[0].sent.start : who[0].i])
        return [t for t in before if t.pos_ in SPEAKERS and self.is_personal(t)][:1]

    def _is_inverted(self, verb: Token) -> bool:
        """Whether a verb right after a quotation was taken for a participle: "…," blasted X."""
        return verb.i > 0 and self.doc[verb.i - 1].is_quote

    def _shared_subject(self, verb: Token) -> Token | None:
        """X of "X said she had left", where the parser gave both subjects to the second verb."""
        clause = self.view.complement(verb)
        if clause is None or self.view.children(verb, *SUBJECTS):
            return None
        subjects = self.view.children(clause, *SUBJECTS)
        if len(subjects) < 2 or not subjects[0] < verb < subjects[1]:
            return None
        return subjects[0]
