"""Indirect speech: "X said that …", "X denied killing …", "his claim that …"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Token

from kg import lexicon
from kg.components.claims.voices import Report, Voices
from kg.components.claims.wording import COMPLEMENTIZER, Wording
from kg.facts import Span
from kg.lexicon import Effect, SpeechCue

INDIRECT = 0.9
NOMINAL = 0.7
CONTENT = frozenset({"that", "whether", "if", "how"})
CONTENT_CLAUSES = ("acl", "acl:relcl", "ccomp")


class Reporting:
    """Finds the indirect speech of one document."""

    def __init__(self, voices: Voices, wording: Wording) -> None:
        self.voices = voices
        self.wording = wording
        self.view = voices.view
        self.quoted = wording.quoted
        self._light = lexicon.events().light
        self._factuality = lexicon.factuality()

    def reports(self, tokens: Iterable[Token]) -> Iterator[Report]:
        """Claims without marks of their own, by every cue among `tokens`."""
        for token in tokens:
            if token.pos_ == "NOUN":
                yield from self._of_noun(token)
            elif token.pos_ in ("VERB", "AUX") and not self.view.negated(token):
                yield from self._of_verb(token)

    def _of_verb(self, verb: Token) -> Iterator[Report]:
        clause = self._clause(verb)
        if clause is not None:
            head, cue = clause
            speaker = self.voices.speaker(verb, cue)
            if speaker is None or self._is_quoted(head, verb) or self._is_open(head):
                return
            words = self.wording.words(head, verb, speaker)
            if words:
                yield self._report(verb, cue, speaker, words, self.wording.complementizer(head))
            return
        for noun, cue in self._nominals(verb):
            speaker = self.voices.speaker(verb, cue)
            if speaker is not None:
                phrase = self.view.noun_phrase(noun, full=True)
                words = (Span(phrase.start_char, phrase.end_char),)
                report = self._report(verb, cue, speaker, words)
                report.nominal, report.confidence = noun, NOMINAL
                yield report

    def _report(
        self,
        verb: Token,
        cue: SpeechCue,
        speaker: Token,
        words: Sequence[Span],
        opening: Token | None = None,
    ) -> Report:
        voices = self.voices
        tokens = voices.cue_tokens(verb, cue)
        extent = voices.extent(words, tokens, speaker)
        addressee = voices.addressee(verb, cue, opening)
        return Report(
            "indirectSpeech", tokens, list(words), extent, INDIRECT,
            speaker, addressee, cue.certainty,
        )  # fmt: skip

    def _clause(self, verb: Token) -> tuple[Token, SpeechCue] | None:
        """The head of the clause that a verb reports, with the entry it does so by."""
        for relation in ("ccomp", "xcomp", "advcl", "acl"):
            for child in self.view.children(verb, relation):
                form = self._form(child)
                cue = self.voices.cue(verb, form) if form else None
                if cue:
                    return child, cue
        return self._loose(verb)

    def _loose(self, verb: Token) -> tuple[Token, SpeechCue] | None:
        """The clause that "he told reporters" is set into or follows, or that "that" opens
        right after the verb, where the parser hung it elsewhere."""
        cue = self.voices.cue(verb, "clause")
        if cue is None:
            return None
        for mark in self.voices.doc[verb.i + 1 : verb.i + 2]:
            clause = self.view.head(mark)
            if mark.lower_ == COMPLEMENTIZER and self.view.relation(mark) == "mark" and clause:
                return clause, cue
        head = self.view.head(verb)
        if self.view.relation(verb) != "parataxis" or head is None or head > verb:
            return None
        return (head, cue) if self.view.children(verb, "nsubj") else None

    def _form(self, clause: Token) -> str | None:
        """The complement that a clause is, as the lexicon names it: "infinitive", "gerund",
        "clause", or its preposition; None for one that is no complement."""
        marks, relation = self.view.markers(clause), self.view.relation(clause)
        if "to" in marks:
            return "infinitive" if relation in ("ccomp", "xcomp") or self._orders(clause) else None
        if clause.tag_ == "VBG" and len(marks) == 1 and marks[0] != COMPLEMENTIZER:
            return marks[0]
        finite = self.view.children(clause, "aux", "aux:pass", "cop")
        if relation in ("ccomp", "xcomp") and clause.tag_ == "VBG" and not finite:
            return "gerund"
        bound = {mark.lower_ for mark in self.view.children(clause, "mark")} - CONTENT
        return "clause" if relation == "ccomp" and not bound else None

    def _orders(self, clause: Token) -> bool:
        """Whether an adverbial infinitive is what a verb tells its object to do."""
        verb = self.view.head(clause)
        cue = self.voices.cue(verb, "infinitive") if verb is not None else None
        told = self.view.children(verb, "obj", "iobj") if verb is not None else []
        return cue is not None and cue.addressee == "object" and bool(told)

    def _is_open(self, clause: Token) -> bool:
        """Whether a clause leaves its truth open ("whether …", "if …")."""
        effects = self._factuality.markers
        return any(effects.get(mark, Effect()) != Effect() for mark in self.view.markers(clause))

    def _is_quoted(self, clause: Token, verb: Token) -> bool:
        """Whether the clause stands between marks that the verb stands outside of, and
        begins there: then it is a direct quotation."""
        first = min([clause.idx, *(t.idx for t in self.view.subtree(clause) if not t.is_punct)])
        around = self.quoted.at(clause.idx)
        return around is not None and around.holds(first) and not around.holds(verb.idx)

    def _nominals(self, verb: Token) -> Iterator[tuple[Token, SpeechCue]]:
        """Nouns for what is claimed, where the verb does not take it for granted."""
        places = [("object", noun) for noun in self.view.objects(verb)]
        for token in [verb, *self.view.objects(verb)]:
            places += self.view.obliques(token)
        for complement, noun in places:
            cue = self.voices.cue(verb, complement) if noun.i > verb.i else None
            if cue is None or self.voices.lexicon.verb(cue.lemma, "as"):
                continue
            known = self._factuality.predicate("verb", cue.lemma, complement)
            if known and (known.effect != Effect() or known.negated != Effect()):
                yield noun, cue

    def _of_noun(self, noun: Token) -> Iterator[Report]:
        """ "His claim that …", "a statement by the army that …"."""
        cue = self.voices.lexicon.noun(noun.lemma_.lower())
        if cue is None:
            return
        for clause in self.view.children(noun, *CONTENT_CLAUSES):
            marks = [t.lower_ for t in self.view.children(clause, "mark")]
            speaker = self._speaker_of_noun(noun, cue) if marks == [COMPLEMENTIZER] else None
            words = self.wording.words(clause, noun)
            if speaker is not None and words:
                extent = self.voices.extent(words, (noun,), speaker)
                yield Report(
                    "indirectSpeech", (noun,), list(words), extent, NOMINAL,
                    speaker, certainty=cue.certainty,
                )  # fmt: skip

    def _speaker_of_noun(self, noun: Token, cue: SpeechCue) -> Token | None:
        view = self.view
        possessor, verb = view.possessor(noun), view.head(noun)
        places: dict[str, list[Token]] = {
            "possessor": [possessor] if possessor is not None else [],
            "subject": [],
        }
        if verb is not None and self._light(verb.lemma_.lower(), view.particle(verb)):
            places["subject"] = view.subjects(verb) if noun in view.objects(verb) else []
        for preposition, token in view.obliques(noun):
            places.setdefault(preposition, []).append(token)
        found = [token for place in cue.speakers for token in places.get(place, [])]
        return next((token for token in found if self.voices.may_speak(token)), None)
