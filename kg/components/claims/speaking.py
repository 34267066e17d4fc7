"""Who speaks what a report says: whom its speaker stands for, in the light of the claims before."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kg import lexicon
from kg.components.claims.identities import Identities
from kg.components.claims.voices import Report, Voices
from kg.facts import Claim, Entity

FIRST_PERSON = ("i",)


class Speaking:
    """Finds the speakers of one document, claim by claim."""

    def __init__(self, voices: Voices, identities: Identities) -> None:
        self.voices = voices
        self.notes = voices.notes
        self.identities = identities
        self._relatives = lexicon.coreference().relative
        self._named: dict[str, str] = {}  # speakers by the nameless entities that they are
        self._nameless: dict[str, list[str]] = {}  # those who speak, by the nouns for them

    def of(
        self,
        report: Report,
        previous: Claim | None,
        outer: Sequence[tuple[Report, Claim]],
        last: Claim | None,
    ) -> str | None:
        """The speaker of a report, given the claim before it, those that hold it (`outer`) and the
        last one in its paragraph; None where nobody is known."""
        if report.inherits and previous and previous.speaker:
            return previous.speaker
        if report.speaker is None:
            return None
        if (
            outer
            and all(map(self.voices.is_of_thought, report.cue[:1]))
            and self._goes_on(report.speaker, outer[-1])
        ):
            return outer[-1][1].speaker
        quoted = [claim for r, claim in outer if r.kind == "directQuote" and claim.speaker]
        if quoted and report.speaker.lower_ in FIRST_PERSON:
            return quoted[-1].speaker
        before = self._before(report.speaker, previous, last)
        meant = self.notes.entity_at(report.speaker)
        if before is not None and self._is_still(report, meant, before, previous, last):
            if meant is not None and not meant.named:
                self._named.setdefault(meant.id, before.id)
            return before.id
        spoke = None if outer and report.speaker.pos_ != "PRON" else before
        entity = self.identities.entity(report.speaker, spoke)
        if entity is None:
            return None
        if meant is not None and not meant.named:
            self._named.setdefault(meant.id, entity.id)
        known = self._named.get(entity.id, entity.id)
        return self._again(report.speaker, known) if known == entity.id else known

    def _before(self, speaker: Token, previous: Claim | None, last: Claim | None) -> Entity | None:
        """Who spoke last, in the sentence before or, for a pronoun, in the paragraph."""
        if previous and previous.speaker:
            return self.notes.entities[previous.speaker]
        if last and last.speaker and speaker.pos_ == "PRON":
            return self.notes.entities[last.speaker]
        return None

    def _is_still(
        self,
        report: Report,
        meant: Entity | None,
        before: Entity,
        previous: Claim | None,
        last: Claim | None,
    ) -> bool:
        """Whether the one who spoke last goes on, whoever the speaker was taken for."""
        speaker = report.speaker
        if speaker is None or self.identities.described.goes_on(speaker, before):
            return speaker is not None
        if last and self._is_resumed(report, meant, before, last):
            return True
        return previous is not None and self._is_nearer(speaker, before, meant)

    def _again(self, token: Token, entity: str) -> str:
        """The only one who spoke before and was called by the same noun as somebody without a
        name: "a spokeswoman for X said … the spokeswoman said"."""
        spoke = self._nameless.setdefault(token.lemma_.lower(), [])
        if self.notes.entities[entity].named or entity in spoke:
            return entity
        if len(spoke) == 1 and self.identities.described.is_plain(token):
            self._named[entity] = spoke[0]
            return spoke[0]
        spoke.append(entity)
        return entity

    def _is_resumed(
        self, report: Report, meant: Entity | None, before: Entity, last: Claim
    ) -> bool:
        """Whether a pronoun stands for a description that, after somebody's words, is of whoever
        spoke them: "“…,” said X. The baker has two sons. “…,” she said"."""
        if report.speaker is None or report.speaker.pos_ != "PRON" or not meant or meant.named:
            return False
        noun = self.notes.head(self.notes.mentions_of(meant.id)[0])
        follows = last.span.end <= noun.idx
        fits = self.identities.may_be(report.speaker, before)
        return follows and fits and self.identities.described.goes_on(noun, before)

    def _is_nearer(self, pronoun: Token, before: Entity, meant: Entity | None) -> bool:
        """Whether a pronoun that was taken for somebody is of who spoke in the sentence before,
        and has been named since."""
        person = pronoun.pos_ == "PRON" and before.named and before.type == "Person"
        if not person or meant is None or meant == before or not meant.named:
            return False
        return self.identities.may_be(pronoun, before) and self._named_at(
            meant, pronoun
        ) < self._named_at(before, pronoun)

    def _named_at(self, entity: Entity, token: Token) -> int:
        """Where somebody was last named before a token."""
        mentions = self.notes.mentions_of(entity.id)
        places = [m.span.begin for m in mentions if m.kind == "name" and m.span.begin < token.idx]
        return max(places, default=-1)

    def _goes_on(self, token: Token, outer: tuple[Report, Claim]) -> bool:
        """Whether a pronoun that begins what somebody says is that speaker: "X said he feared";
        not in "his lawyer said he feared", nor in "X left, but a friend said he feared"."""
        report, claim = outer
        if report.kind != "indirectSpeech" or min(report.words).begin != token.idx:
            return False
        view = self.voices.view
        owners = view.children(report.speaker, "nmod:poss") if report.speaker is not None else []
        if any(owner.pos_ == "PRON" for owner in owners) or self._is_for(report.speaker, token):
            return False
        speaker = self.notes.entities[claim.speaker] if claim.speaker else None
        return speaker is not None and self.identities.may_be(token, speaker)

    def _is_for(self, speaker: Token | None, token: Token) -> bool:
        """Whether somebody without a name speaks as what they are to whom a pronoun is of."""
        relative = speaker is not None and speaker.lemma_.lower() in self._relatives
        meant = self.notes.entity_at(token)
        return relative and meant is not None and meant.named
