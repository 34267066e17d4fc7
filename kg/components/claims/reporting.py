"""Indirect speech: "X said that …", "X denied killing …", "his claim that …"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Token

from kg import lexicon
from kg.components.antecedents import COMPLEMENTIZER
from kg.components.claims.asides import Asides
from kg.components.claims.misplaced import Misplaced
from kg.components.claims.reaches import STOPS
from kg.components.claims.saidnouns import NOMINAL, SaidNouns
from kg.components.claims.tags import COMMA, QUESTIONS, RELATIVE_PRONOUNS
from kg.components.claims.voices import Report, Voices
from kg.components.claims.wording import Wording
from kg.facts import Span
from kg.lexicon import Effect, SpeechCue

INDIRECT = 0.9
ONLY = "only"
OPEN = ("advcl", "xcomp")
CONDITIONS = ("if", "unless", "whether")
NOBODY = ("no", "nobody", "none", "neither", "you")
ACCUSING = ("of", "for", "about")
CONTENT = frozenset({"that", "whether", "if", "how"})


class Reporting:
    """Finds the indirect speech of one document."""

    def __init__(self, voices: Voices, wording: Wording) -> None:
        self.voices = voices
        self.wording = wording
        self.view = voices.view
        self.quoted = wording.quoted
        self._asides = Asides(voices, wording)
        self._nouns = SaidNouns(voices, wording)
        self._misplaced = Misplaced(voices, wording)
        self._factuality = lexicon.factuality()

    def reports(self, tokens: Iterable[Token]) -> Iterator[Report]:
        """Claims without marks of their own, by every cue among `tokens`."""
        for token in tokens:
            if token.pos_ == "NOUN":
                yield from self._nouns.reports(token)
            if self.voices.is_of_saying(token) and not self._is_denied(token):
                yield from self._of_verb(token)

    def _is_denied(self, verb: Token) -> bool:
        """Whether a verb is negated, not only what stands before it: "Not so, says X"."""
        before = self.voices.doc[verb.i - 1] if verb.i else verb
        return self.view.negated(verb) and before.text != COMMA

    def _of_verb(self, verb: Token) -> Iterator[Report]:
        entry = self.voices.cue(verb, "clause")
        aside = self._asides.of(verb, entry) if entry else None
        if entry and aside:
            yield self._report(verb, entry, aside.speaker, aside.words)
            return
        clause = self._clause(verb)
        if clause is not None:
            head, cue = clause
            speaker = self._misplaced.inverted(verb) or self.voices.speaker(verb, cue)
            audience = self.voices.audience(verb, cue)
            outside = self.wording.openings.subject(verb, cue, head)
            if self._is_open(head) or (not outside and self._is_quoted(head, verb)):
                return
            if (speaker or audience) is None or self._is_own_thought(verb, speaker):
                return
            if self._is_unsaid(verb, speaker):
                return
            words = self.wording.words(head, verb, speaker)
            if words:
                report = self._report(verb, cue, speaker, words, self.voices.complementizer(head))
                quoted = self.quoted.at(words[0].begin + 1) is not None
                report.silent = cue.complement in ACCUSING and not quoted
                yield report
            return
        for noun, cue in self._nominals(verb):
            speaker = self.voices.speaker(verb, cue)
            if speaker is not None:
                phrase = self.view.noun_phrase(noun, full=True)
                words = (Span(phrase.start_char, phrase.end_char),)
                report = self._report(verb, cue, speaker, words)
                report.silent, report.confidence = True, NOMINAL
                yield report

    def _report(
        self,
        verb: Token,
        cue: SpeechCue,
        speaker: Token | None,
        words: Sequence[Span],
        opening: Token | None = None,
    ) -> Report:
        voices = self.voices
        tokens = voices.cue_tokens(verb, cue)
        extent = voices.extent(words, tokens, speaker)
        addressee = voices.audience(verb, cue) or voices.addressee(verb, cue, opening)
        return Report(
            "indirectSpeech", tokens, list(words), extent, INDIRECT,
            speaker, addressee, cue.certainty,
        )  # fmt: skip

    def _is_unsaid(self, verb: Token, speaker: Token | None) -> bool:
        """Whether nobody is told to say it: "no group has said", "if they say", "do you think",
        "saying sorry is hard", "the duty to say that", "did not come to say that"."""
        asked = {mark.lower_ for mark in self.view.children(verb, "mark")} & set(CONDITIONS)
        gerund = self.view.relation(verb) == "csubj" and verb.tag_ == "VBG"
        above = self.view.head(verb) if "to" in self.view.markers(verb) else None
        if above is not None and (
            self.view.relation(verb) == "acl"
            or above.lemma_.lower() in self.voices.lexicon.refusals
            or (self.view.relation(verb) in OPEN and self.view.negated(above))
        ):
            return True
        if self._is_asked(verb):
            return True
        if asked or gerund or speaker is None:
            return bool(asked or gerund)
        first = self.view.subtree(speaker)[0].i
        if first and self.voices.doc[first - 1].lower_ == ONLY:
            return True
        before = self.view.children(speaker, "det", "cc:preconj")
        words = {speaker.lower_, *(t.lower_ for t in before)}
        return not words.isdisjoint(NOBODY)

    def _is_asked(self, verb: Token) -> bool:
        """Whether what somebody thinks is only asked for: "asked how long he thought it took"."""
        first = self.view.subtree(verb)[0]
        asked = first.tag_ in QUESTIONS and self.view.relation(verb) == "ccomp"
        return asked and first < verb and self.voices.is_of_thought(verb)

    def _is_own_thought(self, verb: Token, speaker: Token | None) -> bool:
        """Whether somebody quoted tells what they, or others whom they do not name, think: "“I
        hope I am wrong,” he said"."""
        own = (
            speaker is not None and speaker.pos_ == "PRON" and self.quoted.at(verb.idx) is not None
        )
        return own and self.voices.is_of_thought(verb)

    def _clause(self, verb: Token) -> tuple[Token, SpeechCue] | None:
        """The head of the clause that a verb reports, with the entry it does so by."""
        for relation in ("ccomp", "xcomp", "advcl", "acl"):
            clauses = self.view.children(verb, relation)
            for child in sorted(clauses, key=lambda clause: self._is_before(clause, verb)):
                form = self._form(child)
                cue = self.voices.cue(verb, form) if form else None
                if self.wording.openings.is_of_medium(child, verb):
                    continue
                if cue and child < verb and child.idx < self.wording.reach(verb).begin:
                    continue  # across a semicolon
                if cue and (form != "infinitive" or self._is_told(verb, cue)):
                    return child, cue
        return self._counted(verb) or self._misplaced.of(verb)

    def _is_before(self, clause: Token, verb: Token) -> bool:
        """Whether a clause stands before its verb, in no quotation: one after it fits better."""
        return clause < verb and self.quoted.at(clause.idx) is None

    def _counted(self, verb: Token) -> tuple[Token, SpeechCue] | None:
        """ "Two dead" of "police confirm two dead", which is a clause without its verb."""
        cue = self.voices.cue(verb, "object")
        for child in self.view.children(verb, "obj"):
            if cue and child.pos_ in ("ADJ", "VERB") and self.view.numbers(child):
                return child, cue
        return None

    def _form(self, clause: Token) -> str | None:
        """The complement that a clause is, as the lexicon names it: "infinitive", "gerund",
        "clause", or its preposition; None for one that is no complement."""
        marks, relation = self.view.markers(clause), self.view.relation(clause)
        outer = self.view.children(clause, "nsubj:outer")  # "it is for the court to judge"
        if "to" in marks and not outer:
            return "infinitive" if relation in ("ccomp", "xcomp") or self._orders(clause) else None
        if clause.tag_ == "VBG" and len(marks) == 1 and marks[0] != COMPLEMENTIZER:
            return marks[0]
        finite = self.view.children(clause, "aux", "aux:pass", "cop")
        if relation in ("ccomp", "xcomp") and clause.tag_ == "VBG" and not finite:
            return "gerund"
        bound = {mark.lower_ for mark in self.view.children(clause, "mark")} - CONTENT
        return "clause" if relation == "ccomp" and (outer or not bound) else None

    def _is_told(self, verb: Token, cue: SpeechCue) -> bool:
        """Whether somebody is told to do something; "asked to leave" is a wish of one's own,
        and "what I tell them to do" names a thing."""
        above = self.view.head(verb)
        if (
            self.view.relation(verb) == "acl:relcl"
            and above is not None
            and above.tag_ in RELATIVE_PRONOUNS
        ):
            return False
        told = self.view.indirect_objects(verb) or self.view.objects(verb)
        return cue.addressee != "object" or bool(told)

    def _orders(self, clause: Token) -> bool:
        """Whether an adverbial infinitive is what a verb tells its object to do."""
        verb = self.view.head(clause)
        cue = self.voices.cue(verb, "infinitive") if verb is not None else None
        told = self.view.children(verb, "obj", "iobj") if verb is not None else []
        return cue is not None and cue.addressee == "object" and bool(told)

    def _is_open(self, clause: Token) -> bool:
        """Whether a clause leaves its truth open ("whether …", "if …"), or only tells where it
        was said ("…, where …")."""
        effects = self._factuality.markers
        doubted = any(effects.get(mark, Effect()) != Effect() for mark in self.view.markers(clause))
        return doubted or self.voices.is_where(clause)

    def _is_quoted(self, clause: Token, verb: Token) -> bool:
        """Whether the clause stands between marks that the verb stands outside of, and
        begins there: then it is a direct quotation."""
        first = min([clause.idx, *(t.idx for t in self.view.subtree(clause) if not t.is_punct)])
        around = self.quoted.at(clause.idx)
        if around is None or around.holds(verb.idx):
            return False
        text = self.voices.text
        whole = text[around.words[0].begin].isupper() and text[around.words[-1].end - 1] in STOPS
        return around.holds(first) or whole

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
