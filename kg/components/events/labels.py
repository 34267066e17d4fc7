"""A name for an event, in words of its source."""

from __future__ import annotations

from itertools import pairwise

from spacy.tokens import Doc, Token

from kg.components.frames import Reading
from kg.components.notes import grammar, tokens_of

ARGUMENTS = ("subject", "object", "indirect_object")
LONGEST = 14
WIDEST_GAP = 3


class Labels:
    """The labels of the events of one document."""

    def __init__(self, doc: Doc) -> None:
        self.tokens = tokens_of(doc)
        self.view = grammar(doc)

    def of(self, reading: Reading) -> str:
        """Words of the source: the trigger with its nearest arguments, in their order."""
        view = self.view
        inside = {reading.trigger.i, reading.clause.i}
        arguments: list[Token] = []
        if reading.trigger.pos_ in ("NOUN", "PROPN"):
            phrase = view.noun_phrase(reading.trigger, full=True)
            inside.update(range(phrase.start, phrase.end))
            if reading.clause != reading.trigger:
                arguments = view.surface_subjects(reading.clause)[:2]
        else:
            roles = reading.frame.roles if reading.frame else {}
            for position, tokens in reading.positions.items():
                named = position in ARGUMENTS or position in roles
                if named and position != "complement":
                    arguments += [t for t in tokens[:2] if t.pos_ not in ("VERB", "AUX")]
            arguments += reading.nouns
        if reading.clause.pos_ in ("VERB", "AUX", "ADJ"):
            children = view.children(reading.clause, "aux", "aux:pass", "cop", "compound:prt")
            inside.update(child.i for child in children)
            negations = view.children(reading.clause, "advmod")
            inside.update(t.i for t in negations if t.morph.get("Polarity", []) == ["Neg"])
        for token in arguments:
            phrase = view.noun_phrase(token)
            inside.update(range(phrase.start, phrase.end))
        return self._words(inside, reading.trigger)

    def _words(self, inside: set[int], trigger: Token) -> str:
        """The tokens as running text with the few words between them, at most LONGEST
        of them around the trigger."""
        tokens = self.tokens
        gaps = [range(i + 1, k) for i, k in pairwise(sorted(inside)) if k - i <= WIDEST_GAP + 1]
        plain = [
            gap for gap in gaps if all(tokens[i].pos_ not in ("VERB", "AUX", "SPACE") for i in gap)
        ]
        words = [tokens[i] for i in sorted(inside.union(*plain)) if not tokens[i].is_space]
        place = words.index(trigger)
        begin = max(0, min(place - LONGEST // 2, len(words) - LONGEST))
        chosen = words[begin : begin + LONGEST]
        pieces = []
        for word, after in zip(chosen, [*chosen[1:], None], strict=True):
            glued = after is not None and after.i == word.i + 1 and not word.whitespace_
            pieces.append(word.text + ("" if glued else " "))
        return "".join(pieces).strip()
