"""Which words of a document are cues: verbs and adjectives that what is said hangs on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from kg import lexicon
from kg.components.antecedents import COMPLEMENTIZER
from kg.components.claims.tags import VERBAL
from kg.components.notes import Notes
from kg.components.referents import Referents
from kg.lexicon import SpeechCue

PERSONAL = frozenset({"Person", "Group", "Organization", "Role"})
TOGETHER = ("they", "we")
PROGRESSIVE = "ing"
NONFINITE = ("VB", "VBG")
AUDIENCE = "audience"
CONTENT_CLAUSES = ("ccomp", "acl", "acl:relcl")


@cache
def _verbs() -> frozenset[str]:
    """The verbs that an entry of the lexicon begins with."""
    return frozenset(words.split()[0] for words, _ in lexicon.claims().verbs)


@dataclass
class Cues:
    """The cues of one document."""

    notes: Notes

    def __post_init__(self) -> None:
        self.doc = self.notes.doc
        self.referents = Referents(self.notes)
        self.view = self.referents.view
        self.lexicon = lexicon.claims()

    def cue(self, verb: Token, *complements: str) -> SpeechCue | None:
        """The entry of a verb of saying that takes one of `complements`."""
        lemma = self._lemma(verb)
        if not lemma or not self.view.is_predicate(verb):
            return None
        found = self._listed(verb, lemma, complements) if lemma in _verbs() else None
        unlisted = found is None and "clause" in complements
        return self._unlisted(verb, lemma) if unlisted else found

    def _listed(self, verb: Token, lemma: str, complements: Iterable[str]) -> SpeechCue | None:
        above = [verb, *self.view.objects(verb)]
        added = [self.view.particle(verb), *(p for t in above for p, _ in self.view.obliques(t))]
        added += [token.lower_ for token in self._following(verb)]
        clauses = self.view.children(verb, "advcl", "xcomp")
        clauses += [c for t in self.view.objects(verb) for c in self.view.children(t, "acl")]
        added += [mark for clause in clauses for mark in self.view.markers(clause)]
        for words in [*(f"{lemma} {word}" for word in added if word), lemma]:
            for complement in complements:
                cue = self.lexicon.verb(words, complement)
                if cue and (AUDIENCE not in cue.speakers or self.audience(verb, cue)):
                    return cue
        return None

    def _following(self, verb: Token) -> list[Token]:
        """The word right after a verb, and the one after "it": "put it", "made it clear"."""
        after = list(self.doc[verb.i + 1 : verb.i + 3])
        return after if after and after[0].lower_ == "it" else after[:1]

    def _unlisted(self, verb: Token, lemma: str) -> SpeechCue | None:
        """Any verb of somebody with a "that"-clause, but one of those that say nothing."""
        if lemma in self.lexicon.unspoken or verb.pos_ != "VERB" or self.view.is_passive(verb):
            return None
        if any(map(self._is_said, self.view.objects(verb))):
            return None  # "dismissed a report that …"
        told = [noun for preposition, noun in self.view.obliques(verb) if preposition == "to"]
        told = [noun for noun in told if not self._is_said(noun)]
        if self.content_clause(verb, *told) is None:
            return None
        personal = any(self.is_personal(subject) for subject in self.view.subjects(verb))
        return SpeechCue(lemma, "clause", addressee="to") if personal else None

    def _is_said(self, noun: Token) -> bool:
        """Whether a noun says something itself: "pointed to a report that …"."""
        return self.lexicon.noun(noun.lemma_.lower()) is not None

    def content_clause(self, *tokens: Token) -> Token | None:
        """The first clause with "that" that hangs on one of `tokens`: a verb, or a noun after it
        that the parser hung it on."""
        for token in tokens:
            for clause in self.view.children(token, *CONTENT_CLAUSES):
                if self.complementizer(clause) is not None:
                    return clause
        return None

    def complementizer(self, clause: Token) -> Token | None:
        """The "that" of a clause, also one taken for a pronoun in it."""
        for mark in self.view.children(clause, "mark"):
            if mark.lower_ == COMPLEMENTIZER:
                return mark
        if self.view.relation(clause) != "ccomp" or not self.view.children(clause, "nsubj"):
            return None
        first = self.view.subtree(clause)[0]
        pronoun = first.tag_ == "WDT" and self.view.relation(first) in ("obj", "det")
        return first if pronoun and first.lower_ == COMPLEMENTIZER else None

    def is_of_saying(self, verb: Token) -> bool:
        """Whether a verb may be a cue: one that an entry begins with, or any with a clause."""
        lemma = self._lemma(verb)
        return lemma in _verbs() or self._unlisted(verb, lemma) is not None

    def _lemma(self, verb: Token) -> str:
        """The lemma of a verb, also of one taken for a noun ("is warning that …"), or ""."""
        if verb.pos_ in VERBAL or (verb.pos_ == "ADJ" and self.view.is_copular(verb)):
            return verb.lemma_.lower()
        stem = verb.lower_.removesuffix(PROGRESSIVE)
        if verb.lower_ == stem or not (self.view.is_copular(verb) and self.view.complement(verb)):
            return ""
        return next((form for form in (stem, f"{stem}e") if form in _verbs()), "")

    def is_of_thought(self, verb: Token) -> bool:
        """Whether a cue is of what nobody else could tell ("feared"), as no quotation shows."""
        return not self.lexicon.tells(verb.lemma_.lower())

    def open_cue(self, verb: Token) -> SpeechCue | None:
        """Any predicate of a person, as what leads to or follows a quotation: "he beamed"."""
        if not self.view.is_predicate(verb) or verb.tag_ in NONFINITE:
            return None
        subjects = self.view.surface_subjects(verb)
        if not any(self.is_personal(subject) for subject in subjects):
            return None
        return SpeechCue(verb.lemma_.lower(), "quote", addressee="object")

    def is_personal(self, noun: Token) -> bool:
        """Whether a noun is of somebody, or of what speaks for somebody."""
        personal = not self.referents.types(noun).isdisjoint(PERSONAL)
        return personal or noun.lower_ in (*TOGETHER, *self.lexicon.speakers)

    def cue_tokens(self, verb: Token, cue: SpeechCue) -> tuple[Token, ...]:
        """The verb, and the particle or preposition that its entry names."""
        parts = cue.lemma.split()[1:]
        near = [t for t in self.view.subtree(verb) if t.i > verb.i and t.lower_ in parts]
        return (verb, *near[: len(parts)])

    def audience(self, verb: Token, cue: SpeechCue) -> Token | None:
        """Who hears what nobody is named for: "the court heard that …", "jurors were told …"."""
        told = cue.addressee == "object" and self.view.is_passive(verb)
        if not told and AUDIENCE not in cue.speakers:
            return None
        subjects = self.view.surface_subjects(verb)
        return next((t for t in subjects if t.lemma_.lower() in self.lexicon.audiences), None)
