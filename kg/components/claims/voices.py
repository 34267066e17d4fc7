"""Who speaks where something is said, and to whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from kg import lexicon
from kg.components.notes import Notes
from kg.components.referents import Referents
from kg.facts import Certainty, ClaimKind, Entity, EntityType, Span
from kg.language.grammar import LEFT_OF_NOUN
from kg.lexicon import SpeechCue

SPEAKING = frozenset({"Person", "Group", "Organization", "Place", "Role"})
OWNING = frozenset({"Person", "Group", "Organization"})
SINGULAR, PLURAL = ("he", "she", "who", "i"), ("they", "we", "you")
POSSESSIVE = {"his": "he", "her": "she", "their": "they"}
SPECIAL = frozenset({"Number", "Money", "Time", "Clause", "Infinitive", "Reflexive"})
MUTE = frozenset({"Event", "Thing"})
SPEAKERS = ("NOUN", "PROPN", "ADJ")
NOMINAL = ("NOUN", "PROPN", "PRON", "NUM")
UNRESOLVED = 0.5


@dataclass
class Report:
    """A claim in the making, its speaker and addressee still tokens.

    One that `inherits` has those of the claim before it; one with a `nominal` is a claim
    only if that noun is an event.
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
    nominal: Token | None = None

    def holds(self, span: Span) -> bool:
        """Whether `span` lies within the claimed words."""
        return any(w.begin <= span.begin and span.end <= w.end for w in self.words)


@cache
def _verbs() -> frozenset[str]:
    """The verbs that an entry of the lexicon begins with."""
    return frozenset(words.split()[0] for words, _ in lexicon.claims().verbs)


@dataclass
class Voices:
    """The cues, speakers and addressees of one document."""

    notes: Notes

    def __post_init__(self) -> None:
        self.doc = self.notes.doc
        self.text = self.doc.text
        self.begins = [token.idx for token in self.doc]
        self._told = {
            token.i
            for event in self.notes.events
            for span in event.spans
            for token in self.notes.tokens(span)
            if token.idx >= span.begin
        }
        self.referents = Referents(self.notes)
        self.view = self.referents.view
        self.lexicon = lexicon.claims()

    def cue(self, verb: Token, *complements: str) -> SpeechCue | None:
        """The entry of a verb of saying that takes one of `complements`."""
        lemma = verb.lemma_.lower()
        if lemma not in _verbs() or verb.pos_ not in ("VERB", "AUX"):
            return None
        if not self.view.is_predicate(verb):
            return None
        added = [self.view.particle(verb), *(p for p, _ in self.view.obliques(verb))]
        for words in [*(f"{lemma} {word}" for word in added if word), lemma]:
            for complement in complements:
                cue = self.lexicon.verb(words, complement)
                if cue:
                    return cue
        return None

    def cue_tokens(self, verb: Token, cue: SpeechCue) -> tuple[Token, ...]:
        """The verb, and the particle or preposition that its entry names."""
        parts = cue.lemma.split()[1:]
        near = [t for t in self.view.subtree(verb) if t.i > verb.i and t.lower_ in parts]
        return (verb, *near[: len(parts)])

    def speaker(self, verb: Token, cue: SpeechCue) -> Token | None:
        """The head token of the speaker: the subject, also one that the parser missed."""
        governor = self.governor(verb)
        if governor is not None:
            outer = self.cue(governor, "clause", "quote")
            return self.speaker(governor, outer) if outer else None
        found = [t for t in self._sources(verb) if self.may_speak(t, cue)]
        if verb.tag_ == "VBG" and any(verb < subject for subject in found):
            return None
        if not found and not self.view.surface_subjects(verb):
            return self.beside(verb)
        return found[0] if found else None

    def beside(self, verb: Token) -> Token | None:
        """X right before or after a verb, where the parser hung it on the words said."""
        before = verb.i - 1
        while before >= 0 and self.doc[before].pos_ == "ADV":
            before -= 1
        subjects = ("nsubj", "nsubj:pass")
        if before >= 0 and self.view.relation(self.doc[before]) in subjects:
            noun: Token | None = self.doc[before]
        else:
            noun = self.noun_at(self.doc[verb.i + 1]) if verb.i + 1 < len(self.doc) else None
            head = self.view.head(noun) if noun is not None else None
            if noun is not None and self.view.relation(noun) in subjects and head and head > noun:
                return None
        return noun if noun is not None and self.may_speak(noun) else None

    def _sources(self, verb: Token) -> list[Token]:
        """Subjects, and X of "quoted X as saying"."""
        above = self.view.head(verb)
        if above is not None and above.lemma_.lower() in self.lexicon.participles:
            return self.view.objects(above)
        return self.view.subjects(verb)

    def governor(self, verb: Token) -> Token | None:
        """ "Said" for "adding" in "he said X died, adding that …", wherever "adding" hangs."""
        if self.view.children(verb, "nsubj", "nsubj:pass") or verb.i == 0:
            return None
        above = self.view.matrix(verb)
        if above is None or above[1] not in ("adverbial", "conjunct"):
            return None
        if above[1] == "adverbial" and not (verb.tag_ == "VBG" and self.doc[verb.i - 1].is_punct):
            return None
        outer = self.view.matrix(above[0])
        if outer is None or outer[1] != "complement" or self.cue(above[0], "clause"):
            return None
        return outer[0] if self.cue(outer[0], "clause", "quote") else None

    def noun_at(self, token: Token) -> Token | None:
        """The head of the noun phrase that begins at a token."""
        head = self.view.head(token)
        left = (*LEFT_OF_NOUN, "case")
        while head is not None and head.i > token.i and self.view.relation(token) in left:
            token, head = head, self.view.head(head)
        mention = self.notes.mention_at(token)
        if mention and mention.kind == "name":
            token = self._top(list(self.notes.tokens(mention.span)))
        return token if token.pos_ in NOMINAL else None

    def _top(self, tokens: list[Token]) -> Token:
        """The token of a name that the others hang on."""
        return next((t for t in tokens if self.view.head(t) not in tokens), tokens[-1])

    def may_speak(self, token: Token, cue: SpeechCue | None = None) -> bool:
        """Whether a noun can be a source; any noun can with a verb that takes quotations."""
        if token.lemma_.lower() in self.lexicon.speakers or token.pos_ == "PRON":
            return True
        types = self.referents.types(token)
        if types.isdisjoint(SPEAKING) and self._is_mute(token, types):
            return False
        if cue is not None and self.lexicon.verb(cue.lemma, "quote"):
            return token.pos_ in SPEAKERS and types.isdisjoint(SPECIAL)
        return not types.isdisjoint(SPEAKING)

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
        return next(
            (
                token
                for token in found
                if token.lemma_.lower() not in self.lexicon.media
                and not self.referents.types(token).isdisjoint(SPEAKING)
            ),
            None,
        )

    def entity(self, token: Token, before: Entity | None = None) -> Entity | None:
        """The entity of a speaker; `before` is who spoke last, for pronouns."""
        known = self.notes.entity_at(token)
        if known and known.named and known.type != "Role":
            return known
        if token.pos_ == "PRON":
            return known or self._of_pronoun(token, before)
        entity = self._beside(token) or self._author(token)
        if entity:
            return entity
        entity = self.referents.entity(token)
        return self._described(token, entity) if entity and not entity.named else entity

    def _of_pronoun(self, token: Token, before: Entity | None) -> Entity | None:
        word = POSSESSIVE.get(token.lower_, token.lower_)
        one, many = word in SINGULAR, word in PLURAL
        fits = before is not None and word != "we" and (before.type == "Person") == one
        if not fits and (token.lower_ in POSSESSIVE or not (one or many)):
            return None
        entity = before if fits else None
        if entity is None:
            kind: EntityType = "Person" if one else "Group"
            entity = self.notes.add_entity(kind, token.text, names=(token.text,), named=False)
        span = self.doc[token.i : token.i + 1]
        self.notes.add_mention(span, entity.id, "", "pronoun", UNRESOLVED)
        return entity

    def _beside(self, token: Token) -> Entity | None:
        """Keller, for "a doctor, Anna Keller," and "the head of police, Anna Keller"."""
        apposed = self.view.apposed_to(token)
        near = [*self.view.appositions(token), *self.view.compounds(token)]
        near += [apposed] if apposed is not None else []
        for _, noun in self.view.obliques(token):
            near += self.view.appositions(noun)
        entities = [self.notes.entity_at(other) for other in near]
        return next((e for e in entities if e and e.named and e.type == "Person"), None)

    def _author(self, token: Token) -> Entity | None:
        """Whose report or statement it is that says something."""
        if token.lemma_.lower() not in self.lexicon.speakers:
            return None
        if not self.referents.types(token).isdisjoint(OWNING):
            return None
        owner = self.view.possessor(token)
        places = [t for p, t in self.view.obliques(token) if p in ("by", "from", "of")]
        for other in [*([owner] if owner is not None else []), *places]:
            entity = self.notes.entity_at(other)
            if entity and entity.type in OWNING:
                return entity
        return None

    def _described(self, token: Token, entity: Entity) -> Entity:
        """Give a nameless speaker the full description: "spokesman for the army"."""
        phrase = self.referents.description(token)
        name = " ".join(phrase.text.split())
        if name.startswith(entity.name) or name.endswith(entity.name):
            self.notes.rename(entity.id, name=name, names=(phrase.text,))
        return self.notes.entities[entity.id]

    def extent(
        self, words: Iterable[Span], cue: Iterable[Token], speaker: Token | None = None
    ) -> Span:
        """The stretch from the first to the last of words, cue and speaker."""
        spans = [*words, *(Span(token.idx, token.idx + len(token)) for token in cue)]
        if speaker is not None:
            phrase = self.view.noun_phrase(speaker, full=True)
            spans.append(Span(phrase.start_char, phrase.end_char))
        return Span(min(s.begin for s in spans), max(s.end for s in spans))
