"""Who speaks where something is said, and to whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Token

from kg import lexicon
from kg.components.claims.cues import AUDIENCE
from kg.components.claims.nouns import is_aged
from kg.components.claims.subjects import SPEAKERS, Subjects
from kg.components.claims.tags import SUBJECTS
from kg.facts import Certainty, ClaimKind, Span
from kg.lexicon import SpeechCue

SPEAKING = frozenset({"Person", "Group", "Organization", "Place", "Role"})
OWNING = frozenset({"Person", "Group", "Organization"})
SPECIAL = frozenset({"Number", "Money", "Time", "Clause", "Infinitive", "Reflexive"})
MUTE = frozenset({"Event", "Thing"})
TOWARDS = ("to", "with")
OTHERS = (
    *("another", "other", "others", "some", "many", "most", "few", "several", "both", "all"),
    *("everyone", "everybody", "someone", "somebody", "latter", "former", "those"),
)
SHARES = ("%", "percent")


@dataclass
class Report:
    """A claim in the making, its speaker and addressee still tokens.

    One that `inherits` has those of the claim before it; a `silent` one says whose word the
    facts in it are, and is no claim: "confirmed the capture of the market".
    """

    kind: ClaimKind
    cue: tuple[Token, ...]
    words: list[Span]
    span: Span
    confidence: float
    speaker: Token | None = None
    addressee: Token | None = None
    certainty: Certainty | None = None
    inherits: bool = False
    silent: bool = False

    def holds(self, span: Span) -> bool:
        """Whether `span` lies within the claimed words."""
        return is_within(span, self.words)


def is_within(span: Span, spans: Iterable[Span]) -> bool:
    """Whether one of `spans` holds `span`."""
    return any(s.begin <= span.begin and span.end <= s.end for s in spans)


@dataclass
class Voices(Subjects):
    """The cues, speakers and addressees of one document."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._told = {
            token.i
            for event in self.notes.events
            for span in event.spans
            for token in self.notes.tokens(span)
            if token.idx >= span.begin
        }
        self._titles = lexicon.titles()

    def speaker(self, verb: Token, cue: SpeechCue) -> Token | None:
        """The head token of the speaker: the subject, also one that the parser missed."""
        if AUDIENCE in cue.speakers:
            return None
        governor = self.governor(verb)
        if governor is not None:
            outer = self.cue(governor, "clause", "quote")
            return self.speaker(governor, outer) if outer else None
        found = [t for t in self.sources(verb) if self.may_speak(t, cue)]
        if verb.tag_ == "VBG" and any(verb < subject for subject in found):
            return None
        if not found and not self.view.surface_subjects(verb):
            return self.beside(verb)
        active = found and found[0] > verb and not self.view.is_passive(verb)
        if active and (named := self.name_before(verb)):
            return named
        if active and len(found) > 1:  # "said Acme director Jane Roe"
            people = [t for t in found if "Person" in self.referents.types(t)]
            return people[-1] if people else found[0]
        return found[0] if found else None

    def beside(self, verb: Token) -> Token | None:
        """The neighbour of a verb that can be its speaker."""
        noun = self.neighbour(verb)
        return noun if noun is not None and self.may_speak(noun) else None

    def governor(self, verb: Token) -> Token | None:
        """ "Said" for "adding" in "he said X died, adding that …", wherever "adding" hangs."""
        if self.view.children(verb, *SUBJECTS) or verb.i == 0:
            return None
        above = self.view.matrix(verb)
        if above is None or not (above[1] == "conjunct" or self._is_loose(verb)):
            return None
        outer = self.view.matrix(above[0])
        if outer is None or outer[1] != "complement" or self._says_itself(above[0], verb):
            return None
        return outer[0] if self.cue(outer[0], "clause", "quote") else None

    def _says_itself(self, above: Token, verb: Token) -> bool:
        """Whether a verb above another one says something, or may at least ("claims to be …")."""
        takes = self.view.children(above, "ccomp", "xcomp")
        return self.cue(above, "clause") is not None and (bool(takes) or verb.tag_ == "VBG")

    def _is_loose(self, verb: Token) -> bool:
        """Whether a participle is set off by a comma: "…, adding", not "…, screaming"."""
        cue = self.cue(verb, "clause")
        if cue is not None and self.lexicon.verb(cue.lemma, "clause") is None:
            return False
        loose = self.view.relation(verb) in ("advcl", "csubj")
        before = self.doc[verb.i - 1]
        before = self.doc[before.i - 1] if before.pos_ == "ADV" and before.i else before
        return loose and verb.tag_ == "VBG" and before.is_punct

    def may_speak(self, token: Token, cue: SpeechCue | None = None) -> bool:
        """Whether a noun can be a source; any noun can with a verb that takes quotations."""
        lemma = token.lemma_.lower()
        if lemma in self.lexicon.speakers or token.pos_ == "PRON" or self._titles.get(lemma):
            return True
        if is_aged(token) or self._is_named(token):
            return True
        if self.is_other(token):
            return True
        if token.pos_ == "NUM":  # "one of them", "two others"
            return token.is_alpha and not self.referents.is_time(token)
        if lemma in SHARES:  # "only 12% said"
            return True
        types = self.referents.types(token)
        if types.isdisjoint(SPEAKING) and self._is_mute(token, types):
            return False
        if cue is not None and self.lexicon.verb(cue.lemma, "quote"):
            return token.pos_ in SPEAKERS and types.isdisjoint(SPECIAL)
        return not types.isdisjoint(SPEAKING)

    def is_other(self, token: Token) -> bool:
        """Whether a subject that is no noun stands for somebody: "many of them", "the other",
        "those who stayed", "the youngest"."""
        if self.view.relation(token) not in SUBJECTS or self.view.negated(token):
            return False
        if token.lower_ == "those":
            return bool(self.view.children(token, "acl:relcl", "acl", "nmod"))
        return token.lower_ in OTHERS or (
            token.pos_ == "ADJ" and not is_aged(token) and bool(self.view.children(token, "det"))
        )

    def _is_named(self, token: Token) -> bool:
        """Whether the name of a person stands in apposition: "her opposite number, X"."""
        names = [self.notes.entity_at(t) for t in self.view.appositions(token)]
        return any(e is not None and e.named and e.type == "Person" for e in names)

    def _is_mute(self, token: Token, types: frozenset[str]) -> bool:
        """Whether a noun stands for an event or an abstract thing."""
        entity = self.notes.entity_at(token)
        if self.referents.is_proper(token) and not (entity and entity.named):
            return False
        return not types.isdisjoint(MUTE) or token.i in self._told

    def addressee(self, verb: Token, cue: SpeechCue, opening: Token | None = None) -> Token | None:
        """The head token of the one spoken to, where it is somebody and no medium; between
        verb and `opening` ("that") it needs no parse."""
        if cue.addressee == "object":
            found = self.view.indirect_objects(verb) or self.view.objects(verb)
            if not found and opening is not None and opening.i > verb.i + 1:
                noun = self.noun_at(self.doc[verb.i + 1])
                found = [noun] if noun is not None and noun < opening else []
        else:
            found = [t for p, t in self.view.obliques(verb) if p and p == cue.addressee]
        media = self.media(verb)
        found += [t for noun in media for p, t in self.view.obliques(noun) if p in TOWARDS]
        return next((t for t in found if t not in media and self._may_listen(t)), None)

    def is_in_headline(self, token: Token) -> bool:
        """Whether a token stands in the headline."""
        return any(span.begin <= token.idx < span.end for span in self.headlines)

    def media(self, verb: Token) -> list[Token]:
        """Where something is said or written: "in a letter", "in an interview"."""
        nouns = (noun for preposition, noun in self.view.obliques(verb) if preposition)
        return [noun for noun in nouns if noun.lemma_.lower() in self.lexicon.media]

    def _may_listen(self, token: Token) -> bool:
        types = self.referents.types(token)
        return token.lemma_.lower() not in self.lexicon.media and not types.isdisjoint(SPEAKING)

    def extent(
        self, words: Iterable[Span], cue: Iterable[Token], speaker: Token | None = None
    ) -> Span:
        """The stretch from the first to the last of words, cue and speaker."""
        spans = [*words, *(Span(token.idx, token.idx + len(token)) for token in cue)]
        if speaker is not None:
            phrase = self.view.noun_phrase(speaker, full=True)
            spans.append(Span(phrase.start_char, phrase.end_char))
        return Span(min(s.begin for s in spans), max(s.end for s in spans))
