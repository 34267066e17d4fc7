"""Indirect speech that a noun introduces: "his claim that …", "a report in X that …"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg import lexicon
from kg.components.antecedents import COMPLEMENTIZER
from kg.components.claims.cues import CONTENT_CLAUSES, PROGRESSIVE
from kg.components.claims.voices import Report, Voices
from kg.components.claims.wording import Wording
from kg.lexicon import SpeechCue

NOMINAL = 0.7


class SaidNouns:
    """Finds what the nouns of saying of one document introduce."""

    def __init__(self, voices: Voices, wording: Wording) -> None:
        self.voices = voices
        self.view = voices.view
        self.wording = wording
        self._light = lexicon.events().light

    def reports(self, noun: Token) -> Iterator[Report]:
        """ "His claim that …", "a statement by the army that …"."""
        cue = self.voices.lexicon.noun(noun.lemma_.lower())
        if cue is None:
            return
        for clause in [*self.view.children(noun, *CONTENT_CLAUSES), *self._is_that(noun)]:
            if self._is_relative(clause):
                continue
            marks = [t.lower_ for t in self.view.children(clause, "mark")]
            speaker = self._speaker_of_noun(noun, cue) if COMPLEMENTIZER in marks[:1] else None
            words = self.wording.words(clause, noun)
            if speaker is not None and words:
                extent = self.voices.extent(words, (noun,), speaker)
                yield Report(
                    "indirectSpeech", (noun,), list(words), extent, NOMINAL,
                    speaker, certainty=cue.certainty,
                )  # fmt: skip

    def _is_that(self, noun: Token) -> list[Token]:
        """The clause of "his claim was that …"."""
        above = self.view.head(noun)
        if above is None or self.view.relation(noun) not in ("nsubj:outer", "nsubj"):
            return []
        mark = self.voices.complementizer(above)
        return [above] if mark is not None and noun < mark else []

    def _is_relative(self, clause: Token) -> bool:
        """Whether a clause lacks the object that its verb takes: "a claim that X rejects"."""
        takes = self.view.children(clause, "obj", "ccomp", "xcomp")
        return not takes and self.voices.cue(clause, "object") is not None

    def _speaker_of_noun(self, noun: Token, cue: SpeechCue) -> Token | None:
        view = self.view
        possessor, verb = view.possessor(noun), view.head(noun)
        places: dict[str, list[Token]] = {
            "possessor": [possessor] if possessor is not None else [],
            "subject": [],
        }
        if verb is not None and self._light(verb.lemma_.lower(), view.particle(verb)):
            places["subject"] = view.subjects(verb) if noun in view.objects(verb) else []
        if verb is not None and (noun in view.objects(verb) or verb.lemma_ == "come"):
            places["judge"] = self._judges(verb)
        if verb is not None and self._is_participle(noun):
            places["subject"] = view.subjects(verb)
        for preposition, token in view.obliques(noun):
            if preposition == "in" and not self._publishes(token):
                continue  # "a statement in Paris that …"
            places.setdefault(preposition, []).append(token)
        found = [token for place in (*cue.speakers, "judge") for token in places.get(place, [])]
        return next((token for token in found if self.voices.may_speak(token)), None)

    def _publishes(self, noun: Token) -> bool:
        """Whether a noun is of what a report may be in: "the paper", the name of one."""
        known = self.voices.notes.entity_at(noun)
        named = known is not None and known.type == "Organization"
        return named or noun.lemma_.lower() in self.voices.lexicon.speakers

    def _is_participle(self, noun: Token) -> bool:
        """Whether a noun is a verb taken for one: "wrote to them warning that …"."""
        own = self.view.children(noun, "det", "nmod:poss", "case", "amod", "nummod", "compound")
        return noun.lower_.endswith(PROGRESSIVE) and not own and noun.i != noun.sent.start

    def _judges(self, verb: Token) -> list[Token]:
        """Those who confirm or deny what is said: "rumours that … were dismissed by X"; X of
        "the warning that … came from X"."""
        if self.voices.cue(verb, "object") is not None:
            return self.view.subjects(verb)
        return [t for preposition, t in self.view.obliques(verb) if preposition == "from"]
