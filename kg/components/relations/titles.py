"""Titles in the text: which words they are, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg import lexicon
from kg.components.referents import Referents
from kg.components.relations.hedges import HYPHENS, compound_word
from kg.components.relations.named import tables
from kg.lexicon import Title

LEFT = ("ADJ", "NOUN", "PROPN", "PART", "ADV", "VERB", "NUM", "PUNCT", "SYM", "X")
LONGEST_LEFT = 6
WORD = re.compile(r"\w+")


@dataclass(frozen=True, eq=False)
class TitleMention:
    """A title at tokens `[start, end)`, `head` its head token.

    `name` are its words with those that make another title of it ("deputy …"), `time` says
    whether it is held now, and `first` is where the words that say so begin; `left` are the
    other tokens of its phrase before it.
    """

    title: Title
    first: int
    start: int
    end: int
    head: Token
    name: str
    time: str | None
    left: tuple[Token, ...]

    @property
    def words(self) -> list[Token]:
        """Its tokens, with those that say when it is held."""
        return list(self.head.doc[self.first : self.end])

    @property
    def span(self) -> DocSpan:
        """Its words in the text."""
        return self.head.doc[self.start : self.end]


class TitleFinder:
    """The titles of one document, by their head tokens and by where they begin and end."""

    def __init__(self, referents: Referents) -> None:
        self.referents = referents
        self.view = referents.view
        self.known = lexicon.titles()
        self.all = list(self._find(referents.notes.doc))
        self.by_head = {found.head.i: found for found in self.all}
        self.by_start = {found.start: found for found in self.all}

    def time_of(self, noun: Token) -> str | None:
        """When somebody is what a noun says, by a word before it ("his former wife")."""
        words = self.view.noun_phrase(noun)
        found = [self._modifier(token) for token in words if token.i < noun.i]
        times = [time for time in found if time and time != "none"]
        return times[0] if times else self.time_beside(noun)

    def time_beside(self, token: Token) -> str | None:
        """The time that an adverb puts a noun or verb in: "formerly the mayor"."""
        found = [self.known.modifiers.get(t.lower_) for t in self.view.children(token, "advmod")]
        return "former" if "former" in found else None

    def _find(self, doc: Doc) -> Iterator[TitleMention]:
        i, last_end = 0, 0
        while i < len(doc):
            found = self._longest_at(doc, i)
            if found is None or not self.referents.notes.in_article(doc[i]):
                i += 1
                continue
            title, end = found
            modifies = self.known.modifiers.get(title.lemma) == "none" and end < len(doc)
            if modifies and self._longest_at(doc, end):
                i = end  # "Deputy Chief Minister"
                continue
            mention = self._mention(doc, title, i, end, last_end)
            if mention is not None:
                yield mention
                last_end = end
            i = end

    def _longest_at(self, doc: Doc, start: int) -> tuple[Title, int] | None:
        """The longest title that begins at a token; hyphens are tokens of their own."""
        token = doc[start]
        longest = _longest(token.lower_, token.lemma_)
        for end in range(min(len(doc), start + 2 * longest), start, -1):
            if doc[end - 1].pos_ not in ("NOUN", "PROPN", "ADJ"):
                continue
            words = self._singular(doc[start:end])
            title = self.known.get(words) or self.known.get(words.replace("-", " "))
            if title is None:
                continue
            if self._is_unbroken(doc[start:end]) and not self._in_name(doc, start, end):
                return title, end
        return None

    def _singular(self, span: DocSpan) -> str:
        """The words of a span, of a plural before a name those of one: "Senators X and Y"."""
        words, after = words_of(span), span.end
        mention = None
        if after < len(span.doc) and self.referents.is_plural(span[-1]):
            mention = self.referents.notes.mention_at(span.doc[after])
        if mention is None or mention.kind != "name" or mention.label != "PERSON":
            return words
        return words.removesuffix(span[-1].lower_) + span[-1].lemma_.lower()

    @staticmethod
    def _is_unbroken(span: DocSpan) -> bool:
        """Whether no sentence or line ends within the words."""
        inner = [token for token in span if token.is_punct or token.is_space]
        return all(token.text in HYPHENS for token in inner)

    def _in_name(self, doc: Doc, start: int, end: int) -> bool:
        """Whether the words are part of a name: "General Electric", "Labour Party leader";
        what begins a person's name may well be a title."""
        notes = self.referents.notes
        for token in doc[start:end]:
            mention = notes.mention_at(token)
            if mention is None or mention.kind != "name":
                continue
            name = notes.tokens(mention.span)
            person = notes.entities[mention.entity].type == "Person"
            leads = person and start <= name.start < end < name.end and doc[end].pos_ == "PROPN"
            inside = not person and name.start >= start and name.end <= end
            if not (leads or inside):
                return True
        return False

    def _mention(
        self, doc: Doc, title: Title, start: int, end: int, last_end: int
    ) -> TitleMention | None:
        head = self._head(doc[start:end])
        several = self.referents.is_plural(head) and words_of(doc[start:end]) == self._singular(
            doc[start:end]
        )
        nominal = head.pos_ in ("NOUN", "PROPN") or self._is_before_person(doc, end)
        if several or not nominal:
            return None
        name, first, time = (
            title.lemma,
            start,
            self._time_after(doc, end) or self.time_beside(head),
        )
        earliest = start
        left: list[Token] = []
        bound = max(last_end, start - LONGEST_LEFT, doc[start].sent.start)
        for i in range(start - 1, bound - 1, -1):
            token = doc[i]
            modifier = self._modifier(token)
            other = self._is_other(token, head)
            if other or (modifier is None and not self._is_inside(token, head)):
                break
            named = i >= first - 2 and not left
            if named and (modifier == "none" or self._is_portfolio(token, title)):
                name, first = f"{token.lower_} {name}", i
            elif modifier is not None and modifier != "none":
                time, earliest = time or modifier, i
            elif token.text not in HYPHENS:
                left.append(token)
        return TitleMention(title, min(earliest, first), first, end, head, name, time, tuple(left))

    def _is_before_person(self, doc: Doc, end: int) -> bool:
        """Whether a person's name follows, before which adjectives alone may be a title."""
        mention = self.referents.notes.mention_at(doc[end]) if end < len(doc) else None
        return mention is not None and mention.kind == "name" and mention.label == "PERSON"

    def _is_other(self, token: Token, head: Token) -> bool:
        """Whether a noun before a title is another one's: "presidential candidate Senator X"."""
        noun = self.referents.noun(token) if token.pos_ == "NOUN" else None
        return head.is_title and token.is_lower and noun is not None and noun.type == "Person"

    def _is_portfolio(self, token: Token, title: Title) -> bool:
        """Whether a noun before a title says what it is for: "Emergencies Minister"."""
        noun = token.pos_ in ("NOUN", "PROPN") and self.referents.notes.mention_at(token) is None
        return noun and title.lemma in tables()["portfolio"]["lemmas"]

    def _is_inside(self, token: Token, head: Token) -> bool:
        """Whether a word before a title may stand in its phrase."""
        if token.pos_ not in LEFT or (token.is_punct and token.text not in HYPHENS):
            return False
        return token.pos_ not in ("NOUN", "VERB") or self._below(token, head)

    def _below(self, token: Token, head: Token) -> bool:
        """Whether a word belongs to a title's phrase, or to a name in it."""
        return self.referents.notes.mention_at(token) is not None or any(
            above.i == head.i for above in self.view.ancestors(token)
        )

    def _modifier(self, token: Token) -> str | None:
        """What a word before a title does to it; some do so only with a hyphen ("then-"), none
        as a preposition ("under President X")."""
        if token.pos_ == "ADP":
            return None
        after = token.doc[token.i + 1].text if token.i + 1 < len(token.doc) else ""
        if after in HYPHENS:
            found = self.known.modifiers.get(f"{token.lower_}-")
            return found or self.known.modifiers.get(token.lower_)
        return self.known.modifiers.get(compound_word(token))

    def _time_after(self, doc: Doc, end: int) -> str | None:
        """The time of "president-elect" and "minister designate"."""
        hyphen = end < len(doc) and doc[end].text in HYPHENS
        at = end + 1 if hyphen else end
        if at >= len(doc):
            return None
        word = doc[at].lower_
        found = self.known.modifiers.get(f"-{word}")
        return found if hyphen or found == "future" else None

    def _head(self, span: DocSpan) -> Token:
        for token in span:
            above = self.view.head(token)
            if above is None or not span.start <= above.i < span.end:
                return token
        return span[-1]


@cache
def _beginnings() -> dict[str, int]:
    """The first words of the titles, with how many words the longest of each has."""
    longest: dict[str, int] = {}
    for lemma in lexicon.titles().by_lemma:
        word = _first_word(lemma)
        longest[word] = max(longest.get(word, 0), len(WORD.findall(lemma)))
    return longest


@lru_cache(maxsize=1 << 14)
def _longest(word: str, lemma: str) -> int:
    """How many words the longest title has that begins with a word in lower case or its lemma;
    0 for none."""
    return max(_beginnings().get(first, 0) for first in (_first_word(word), lemma.lower()))


def _first_word(text: str) -> str:
    """The letters that a text begins with, full stops between them left out."""
    found = WORD.match(text.replace(".", ""))
    return found.group() if found else ""


def words_of(span: DocSpan) -> str:
    """The words of a span as `roles.toml` writes them: lower case, no full stops."""
    return " ".join(span.text.replace(".", "").lower().split())
