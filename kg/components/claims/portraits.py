"""What a text says of those whom it names: "a nurse, X", "X, 41,", "coach X", "the mayor left.
X was …", so that other descriptions may be told to be of them, or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.components.antecedents import sentence_before
from kg.components.claims.tags import SUBJECTS
from kg.components.claims.voices import Voices
from kg.facts import Entity, Mention

CONTENT = ("NOUN", "PROPN", "ADJ")
AGE = re.compile(r"\b(\d{1,3})-year-old\b|, (\d{1,3})(?=[,.;])")
AFTER = 6  # characters: ", 103,"


@dataclass
class Portrait:
    """The lemmas of the `nouns` that somebody is called, and of all the words with them, and the
    ages they are said to have."""

    nouns: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    ages: set[str] = field(default_factory=set)


class Portraits:
    """What one document says of each of its people and bodies with a name."""

    def __init__(self, voices: Voices) -> None:
        self.voices = voices
        self.notes = voices.notes
        self.view = voices.view

    def of(self, entity: Entity) -> Portrait:
        """What the whole text says of somebody."""
        return self._all.get(entity.id, Portrait())

    def said(self, lemma: str) -> list[Entity]:
        """Those with a name whom a noun describes somewhere."""
        found = (key for key, portrait in self._all.items() if lemma in portrait.nouns)
        return [self.notes.entities[key] for key in found]

    @cached_property
    def _all(self) -> dict[str, Portrait]:
        found: dict[str, Portrait] = {}
        for mention in self.notes.mentions:
            entity = self.notes.entities[mention.entity]
            if not entity.named or entity.type == "Role" or mention.kind == "pronoun":
                continue
            portrait = found.setdefault(entity.id, Portrait())
            for phrase in self._phrases(mention):
                portrait.nouns.add(phrase[-1].lemma_.lower())
                for token in phrase:
                    portrait.words.add(token.lemma_.lower())
            if age := AGE.search(self._near(mention)):
                portrait.ages.add(age[1] or age[2])
        for entity, noun in self._introduced():
            if entity.id in found:
                found[entity.id].nouns.add(noun.lemma_.lower())
                found[entity.id].words.add(noun.lemma_.lower())
        return found

    def _near(self, mention: Mention) -> str:
        """A description, or a name with what stands right after it."""
        end = mention.span.end + (AFTER if mention.kind == "name" else 0)
        return self.voices.text[mention.span.begin : end]

    def _phrases(self, mention: Mention) -> Iterator[list[Token]]:
        """The descriptions of somebody where they are mentioned, each with its noun last."""
        span = self.notes.tokens(mention.span)
        head = self.notes.head(mention)
        if mention.kind == "nominal":
            yield self._ending_in(head)
            return
        title = [*self._title(span)][::-1]
        if title:
            yield title
        entity = self.notes.entities[mention.entity]
        for noun in [*self.view.appositions(head), *self._above(head), *self._predicates(head)]:
            types = self.voices.referents.types(noun)
            alike = not types or entity.type in types  # not "agency" of "agency chief X"
            if noun not in span and noun.pos_ == "NOUN" and alike:
                yield self._ending_in(noun)

    def _ending_in(self, noun: Token) -> list[Token]:
        phrase = self.view.noun_phrase(noun)
        return [*(t for t in phrase if t.pos_ in CONTENT and t < noun), noun]

    def _predicates(self, head: Token) -> list[Token]:
        """Y of "X is a Y"."""
        above = self.view.head(head)
        copular = above is not None and self.view.is_copular(above)
        return [above] if copular and above is not None else []

    def _above(self, head: Token) -> list[Token]:
        above = self.view.apposed_to(head)
        return [above] if above is not None else []

    def _title(self, name: DocSpan) -> Iterator[Token]:
        """The nouns right before a name: "retired teacher X"."""
        for token in reversed(self.voices.doc[name.sent.start : name.start]):
            entity = self.notes.entity_at(token)
            if token.pos_ not in CONTENT or (entity is not None and entity.type != "Role"):
                return
            yield token

    def _introduced(self) -> Iterator[tuple[Entity, Token]]:
        """Who is named for the first time, and by nothing else, as the subject of the sentence
        after one about somebody without a name: "The mayor was late. X had …"."""
        first: dict[str, Mention] = {}
        for mention in self.notes.mentions:
            if mention.kind == "name" and self.notes.entities[mention.entity].type == "Person":
                other = first.setdefault(mention.entity, mention)
                if mention.span < other.span:
                    first[mention.entity] = mention
        for key, mention in first.items():
            name = self.notes.tokens(mention.span)
            head = self.notes.head(mention)
            bare = len(name) > 1 and not list(self._phrases(mention))
            noun = self._subject_before(name.sent) if bare else None
            if noun is not None and self.view.relation(head) in SUBJECTS:
                yield self.notes.entities[key], noun

    def _subject_before(self, sentence: DocSpan) -> Token | None:
        """The person without a name who is the subject of the sentence before one in the same
        paragraph."""
        before = sentence_before(sentence[0])
        if before is None or "\n" in self.voices.text[before.end_char - 1 : sentence.start_char]:
            return None
        for noun in self.view.surface_subjects(before.root):
            entity = self.notes.entity_at(noun)
            personal = "Person" in self.voices.referents.types(noun)
            definite = any(t.lower_ in ("the", "a", "an") for t in self.view.children(noun, "det"))
            named = entity is not None and entity.named
            if personal and definite and not named and not self.voices.referents.is_plural(noun):
                return noun
        return None
