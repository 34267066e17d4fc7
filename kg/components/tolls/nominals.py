"""Adjectives and nouns that say what became of the counted: "ten dead", "two hundred arrests"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg import lexicon
from kg.components.referents import Referents
from kg.components.tolls.cue import Cue
from kg.components.tolls.figures import Figures
from kg.lexicon import TollCue

PREDICATES = ("VERB", "AUX", "ADJ")
SUBJECTS = ("nsubj", "nsubj:pass")
BESIDE = ("amod", "acl", "acl:relcl", "nummod", "appos", "dep", "nmod")


class Nominals:
    """Finds the adjectives and nouns of one document that are cues."""

    def __init__(self, referents: Referents, figures: Figures) -> None:
        self.view = referents.view
        self.figures = figures
        self.words = lexicon.tolls()

    def adjective(self, word: Token) -> Iterator[Cue]:
        """The figures of which a word, or a phrase that it ends, tells: "ten dead", "two in
        intensive care"."""
        known = self.words.adjectives
        names = self._predicates(word)
        cue = next((known[name] for name in names if name in known), None)
        if cue is None or any(self.is_spared(noun) for _, noun in self.view.obliques(word)):
            return  # "missing through injury"
        head = self.view.head(word)
        relation = self.view.relation(word)
        subjects = self.view.copular_subjects(word) or self.view.children(word, *SUBJECTS)
        holders = [*subjects, word] if word.pos_ in PREDICATES else subjects
        if head is not None and relation in BESIDE:
            holders.append(head)
        if relation in ("xcomp", "advcl") or word.pos_ == "VERB":
            holders.extend(self.view.surface_subjects(word))
        near = self.figures.right_before(word)
        cases = self.view.children(word, "case")
        part = self.figures.after_part(cases[0].i) if cases else None
        beside = [figure for figure in (near, part) if figure is not None]
        figures = [*self.figures.among(dict.fromkeys(holders)), *beside]
        for figure in dict.fromkeys(figures):
            clause = head if head is not None and relation == "xcomp" else word
            yield Cue(figure, cue.kind, "adjective", word, clause, cue.certainty)

    def _predicates(self, word: Token) -> list[str]:
        """How `tolls.toml` may name what is said of the counted: "missing", "in intensive care"."""
        names = [word.lower_, word.lemma_.lower()] if word.pos_ in PREDICATES else []
        cases = self.view.children(word, "case")
        if not cases:
            return names
        before = [f"{cases[0].lower_} {m.lower_}" for m in self.view.children(word, "amod")]
        names += [f"{start} {word.lemma_.lower()}" for start in (*before, cases[0].lower_)]
        return names

    def noun(self, noun: Token) -> Iterator[Cue]:
        """The figures of what a noun counts: "200 arrests", "the deaths of 12 miners"."""
        cue = self._noun_cue(noun)
        if cue is None:
            return
        own = self.figures.at(noun)
        clause = self._light_verb(noun) or noun
        if own and own.counted == noun:
            yield Cue(own, cue.kind, "noun", noun, clause, cue.certainty, events=True)
            return
        for figure in self.figures.among(n for p, n in self.view.obliques(noun) if p == "of"):
            yield Cue(figure, cue.kind, "noun", noun, clause, cue.certainty)

    def _light_verb(self, noun: Token) -> Token | None:
        """The verb that only carries a noun: "made 200 arrests"."""
        verb = self.view.head(noun)
        if verb is None or noun not in self.view.objects(verb):
            return None
        particle = self.view.particle(verb)
        return verb if lexicon.events().light(verb.lemma_.lower(), particle) else None

    def _noun_cue(self, noun: Token) -> TollCue | None:
        """What `tolls.toml` says of a noun, with the words around it first: "prisoner of war"."""
        parts = [*self.view.modifiers(noun), *self.view.compounds(noun)]
        names = {noun.lemma_.lower(), noun.lower_} if noun.pos_ != "VERB" else {noun.lower_}
        head = self.view.head(noun)
        if head is not None and any(c.lower_ == "of" for c in self.view.children(noun, "case")):
            names.add(f"{head.lemma_.lower()} of {noun.lemma_.lower()}")
        for name in sorted(names):
            phrases = [f"{part.lower_} {name}" for part in sorted(parts)]
            for phrase in [*phrases, name]:
                if phrase in self.words.nouns:
                    return self.words.nouns[phrase]
        return None

    def is_spared(self, noun: Token) -> bool:
        """Whether those lost to something live: "lost two men to injury"."""
        words = {noun.lemma_.lower(), *(t.lemma_.lower() for t in self.view.compounds(noun))}
        return not words.isdisjoint(self.words.sparing)
