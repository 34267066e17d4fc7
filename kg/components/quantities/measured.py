"""What a quantity measures: the entity or event that the tree hangs it on."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg import lexicon
from kg.components.referents import Referents
from kg.facts import PLAIN, Entity, Event

HIGHEST = 8
NOMINAL = ("NOUN", "PROPN", "PRON")
ADVERBIAL = ("ADJ", "ADV", "ADP", "SCONJ")
SUBJECTS = ("nsubj", "nsubj:pass")
CLAUSES = ("acl", "acl:relcl", "advcl", "xcomp", "conj")
OF = ("of", "in")
SPEECH = ("Statement", "Demand", "Announcement")


class Measured:
    """Finds what the measures of one document measure; `measures` are all their tokens."""

    def __init__(self, referents: Referents, measures: Iterable[int] = ()) -> None:
        self.referents = referents
        self.measures = frozenset(measures)
        self.view = referents.view
        self.words = lexicon.units()
        self.events: dict[int, Event] = {
            token.i: event
            for event in reversed(referents.notes.events)
            for span in event.spans
            for token in referents.notes.tokens(span)
        }

    def of(self, tokens: range, head: int) -> tuple[Token | None, Token]:
        """What the measure in `tokens` measures, and the top token of the measure, where its
        unit is at `head`."""
        root = self._root(tokens, head)
        found = self._beside(tokens) or self._within(root, tokens) or self._above(root)
        return found, root

    def identifier(self, token: Token | None) -> str | None:
        """The event that a token tells of, or the entity it stands for."""
        if token is None:
            return None
        if token.i in self.events:
            return self.events[token.i].id
        entity = self._entity(token)
        return entity.id if entity else None

    def _entity(self, token: Token) -> Entity | None:
        """The entity of a noun; one that is made here has no measure in its name."""
        referents = self.referents
        if referents.notes.entity_at(token) or token.pos_ not in ("NOUN", "PROPN"):
            return referents.entity(token)
        whole = referents.description(token)
        phrase = self._plain(token, whole)
        return referents.entity(token) if phrase == whole else referents.described(token, phrase)

    def _plain(self, noun: Token, phrase: DocSpan) -> DocSpan:
        """The phrase of a noun up to a measure after it, and from one before it."""
        if any(token.i in self.measures for token in phrase if token.i > noun.i):
            phrase = self.referents.description(noun, full=False)
        inside = [token.i for token in phrase if token.i in self.measures and token.i < noun.i]
        start = max(inside) + 1 if inside else phrase.start
        while start < noun.i and noun.doc[start].is_punct:
            start += 1
        return noun.doc[start : phrase.end]

    def _root(self, tokens: range, head: int) -> Token:
        """The token of a measure that no other of it governs, its unit's if there are several."""
        doc = self.view.doc
        tops = [
            doc[i]
            for i in tokens
            if (above := self.view.head(doc[i])) is None or above.i not in tokens
        ]
        units = [token for token in tops if token.i == head]
        named = [token for token in tops if token.pos_ in (*NOMINAL, "NUM", "SYM")]
        return (units or named or tops or [doc[head]])[0]

    def _beside(self, tokens: range) -> Token | None:
        """What stands next to the measure, whatever the tree says: "flour worth $3m", "$3m in
        bribes"."""
        doc, start, end = self.view.doc, tokens.start, tokens.stop
        if start > 1 and doc[start - 1].lower_ in self.words.values:
            return doc[start - 2] if self._is_thing(doc[start - 2]) else None
        kind = doc[end + 1] if end + 1 < len(doc) and doc[end].lower_ in self.words.kinds else None
        if kind is None or kind.tag_ != "NNS" or not self._is_thing(kind):
            return None
        money = any(doc[i].is_currency for i in tokens)
        return kind if money and self.view.relation(kind) != "compound" else None

    def _within(self, root: Token, tokens: range) -> Token | None:
        """What stands below the measure: "3 tonnes of flour", "70 per cent of voters"."""
        for part in (root, *(t for t in self.view.children(root) if t.i in tokens)):
            for preposition, noun in self.view.obliques(part):
                if preposition == "of" and noun.i > root.i and noun.i not in tokens:
                    return noun
        return None

    def _above(self, root: Token) -> Token | None:
        """What stands above the measure."""
        node = root
        for _ in range(HIGHEST):
            head = None if self.view.is_copular(node) else self.view.head(node)
            if head is None:
                return self._subject(node)
            if head.pos_ in NOMINAL and not self._is_number(head):
                return self._noun(head)
            if head.pos_ in ("VERB", "AUX"):
                found = self._verb(head, node)
                if found is not None or self.view.relation(head) not in CLAUSES:
                    return found
            elif head.pos_ in ADVERBIAL and self.view.children(head, *SUBJECTS):
                return self._subject(head)
            node = head
        return None

    def _is_number(self, token: Token) -> bool:
        """Whether a token belongs to a measure or is a number of its own."""
        return token.i in self.measures or token.pos_ in ("NUM", "SYM")

    def _noun(self, noun: Token) -> Token:
        """The noun that a measure stands with; what changes, of "a rise in profit"."""
        lemma = noun.lemma_.lower()
        if lemma in self.words.changes or lemma in self.words.shares:
            owner = self.view.possessor(noun)
            parts = [part for word, part in self.view.obliques(noun) if word in OF]
            parts += [owner] if owner is not None else []
            parts += self.view.compounds(noun)
            return next((part for part in parts if self._is_thing(part)), noun)
        return noun

    def _verb(self, verb: Token, node: Token) -> Token | None:
        lemma = verb.lemma_.lower()
        objects = [t for t in self.view.objects(verb) if self._is_thing(t)]
        event = self.events.get(verb.i)
        if event is not None and event.cls not in (PLAIN, *SPEECH):
            return verb
        if lemma in self.words.changing:
            return next((t for t in objects if t.i != node.i), None) or self._subject(verb)
        if lemma in self.words.extents:
            return self._subject(verb)
        if event is not None and event.cls == PLAIN:
            return verb
        if objects and self.view.relation(node) not in ("obj", *SUBJECTS):
            return objects[0]
        return self._subject(verb)

    def _subject(self, predicate: Token) -> Token | None:
        subjects = self.view.surface_subjects(predicate)
        return next((t for t in subjects if self._is_thing(t)), None)

    def _is_thing(self, token: Token) -> bool:
        nominal = token.pos_ in NOMINAL and not self._is_number(token)
        return nominal and not self.referents.is_time(token)
