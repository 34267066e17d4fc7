"""Words beside figures that say what became of the counted (`tolls.toml`)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from kg import lexicon
from kg.components.factuality import Factualities
from kg.components.referents import Referents
from kg.components.tolls.counting import FINITE
from kg.components.tolls.cue import Cue
from kg.components.tolls.figures import Figure, Figures
from kg.components.tolls.nominals import PREDICATES, Nominals
from kg.facts import Polarity
from kg.lexicon import TollCue

VERBAL = ("xcomp", "advmod", "obj", "obl", "amod", "ccomp", "nsubj", "acl")
CLAUSE_JOINTS = ("and", "but", "while", ";", "though")
AMONG = "among"
LONGEST_GROUP = 7  # words from "among" to "were"
LINKS = ("of", "to")
FUNCTION_WORDS = (*LINKS, "in", "for", "from", "as", "under", "beneath", "out", "be")
AFFIRMED: Polarity = "positive"
INTRANSITIVE = ("killed", "captured")


@cache
def _words() -> frozenset[str]:
    """All words of the lexicon's entries; a cue is one of them, by its form or lemma."""
    words = lexicon.tolls()
    tables = (words.verbs, words.adjectives, words.nouns, words.phrases)
    every = (word for table in tables for entry in table for word in entry.split())
    return frozenset(word for word in every if word not in FUNCTION_WORDS)


@cache
def _phrases() -> dict[str, list[tuple[list[str], tuple[TollCue, ...]]]]:
    """The fixed phrases by their verbs: the other words, with what they mean."""
    found: dict[str, list[tuple[list[str], tuple[TollCue, ...]]]] = {}
    for words, cues in lexicon.tolls().phrases.items():
        first, *rest = words.split()
        found.setdefault(first, []).append((rest, cues))
    return found


class Cues:
    """Finds the cues of one document."""

    def __init__(self, referents: Referents, figures: Figures, factualities: Factualities) -> None:
        self.referents = referents
        self.view = referents.view
        self.figures = figures
        self.words = lexicon.tolls()
        self._nominals = Nominals(referents, figures)
        self.factualities = factualities

    def all(self) -> Iterator[Cue]:
        """Every figure with every word that may tell what it counts, totals left out."""
        known = _words()
        for token in self.referents.notes.article_tokens() if self.figures.counts() else ():
            if known.isdisjoint((token.lower_, token.lemma_.lower())):
                continue
            if token.pos_ in PREDICATES or token.tag_ in FINITE:
                yield from self._verb(token)
            yield from self._nominals.adjective(token)
            if token.pos_ in ("NOUN", "PROPN", "ADJ", "VERB"):
                yield from self._nominals.noun(token)
        for figure in self.figures.all:
            yield from self._among(figure)

    def _among(self, figure: Figure) -> Iterator[Cue]:
        """What a group is that a figure is put in: "among those killed were ten nurses"."""
        doc, i = figure.root.doc, figure.quantity.start - 1
        if i < 0 or doc[i].lemma_ != "be":
            return
        group = doc[max(doc[i].sent.start, i - LONGEST_GROUP) : i]
        words = [token.lower_ for token in group]
        for token in group[words.index(AMONG) + 1 :] if AMONG in words else ():
            cue = self.words.adjectives.get(token.lower_)
            if cue is None and token.tag_ in ("VBN", "VBD"):
                verbs = (c for c in self.meanings(token) if c.counted == "object" and not c.denied)
                cue = next(verbs, None)
            if cue is not None:
                yield Cue(figure, cue.kind, "verb", token, token, cue.certainty)
                return

    def _verb(self, verb: Token) -> Iterator[Cue]:
        seen: set[str] = set()
        for cue in self.meanings(verb):
            own = cue.counted == "self"
            objects = self.view.objects(verb)
            figures = self.figures.among(objects) if own else self._counted(verb, cue.counted)
            for figure in figures:
                fits = self._holds(cue, figure, verb) and not self._begins_clause(figure, verb)
                if cue.kind not in seen and fits:
                    sign = AFFIRMED if cue.denied else None
                    yield Cue(figure, cue.kind, "verb", verb, verb, cue.certainty, own, sign)
            if figures:
                seen.add(cue.kind)

    def _holds(self, cue: TollCue, figure: Figure, verb: Token) -> bool:
        """Whether a verb says it of this figure: denied or not, and of whom."""
        noun = figure.counted
        short = figure.root < verb and self._is_short(verb)
        if cue.only and noun is None and not short and not self._is_by(cue, verb):
            return False
        if cue.only and noun is not None and noun.lemma_.lower() not in cue.only:
            return False
        own = cue in self.words.verbs.get(verb.lemma_.lower(), ())
        if own and cue.counted == "subject" and self._takes_object(verb, cue):
            return False
        if any(
            word == "to" and self._nominals.is_spared(t) for word, t in self.view.obliques(verb)
        ):
            return False
        if not cue.denied:
            return not self.figures.is_exception(figure)
        told = self.words.nouns.get(noun.lemma_.lower()) if noun is not None else None
        if told is not None and told.kind == "displaced":
            return False  # "200 refugees have not returned"
        if cue.kind == "missing" and any(map(self._is_errand, self.view.obliques(verb))):
            return False  # "have not returned to work"
        return self.figures.is_exception(figure) or self._is_denied(verb)

    def _is_by(self, cue: TollCue, verb: Token) -> bool:
        """Whether the subject of a verb shows that a number alone is of people: "police hold
        five"."""
        return any(t.lemma_.lower() in cue.by for t in self.view.subjects(verb))

    def _is_short(self, verb: Token) -> bool:
        """Whether a passive says of a number alone that it is of people: "38 were buried", "Three
        held", but not "two were held", which may be talks."""
        light = lexicon.events().light(verb.lemma_.lower(), self.view.particle(verb))
        return self._is_participle(verb) or (self.view.is_passive(verb) and not light)

    def _is_participle(self, verb: Token) -> bool:
        """Whether a verb without auxiliary, subject and object is passive: "60 others hurt"."""
        if verb.tag_ == "VBN":
            return not self.view.auxiliaries(verb)
        return verb.tag_ == "VBD" and not self.view.children(verb, "nsubj", "obj", "ccomp", "xcomp")

    def _takes_object(self, verb: Token, cue: TollCue) -> bool:
        """Whether a verb that needs none has an object: "surrendered their places"."""
        return cue.kind in INTRANSITIVE and any(
            self.figures.at(t) is None for t in self.view.children(verb, "obj")
        )

    def _is_errand(self, oblique: tuple[str, Token]) -> bool:
        preposition, noun = oblique
        known = self.referents.noun(noun)
        return preposition == "to" and (known is None or known.type != "Place")

    def _is_denied(self, verb: Token) -> bool:
        return self.factualities.of(verb).polarity == "negative"

    def meanings(self, verb: Token) -> Iterator[TollCue]:
        """The cues of a verb, the longest wording first."""
        lemma = verb.lemma_.lower()
        yield from self._phrases(verb)
        for word in self._own_words(verb):
            yield from self.words.verb(lemma, word)
        if not self.view.particle(verb):  # "burned off two rivals"
            yield from self.words.verb(lemma)

    def _own_words(self, verb: Token) -> list[str]:
        particle = self.view.particle(verb)
        below = self.view.children(verb, *VERBAL)
        inside = [c for t in below for c in self.view.children(t, "amod", "acl", "xcomp")]
        words = [particle] if particle else []
        for token in [*below, *inside]:
            words += [token.lemma_.lower(), token.lower_]
        return list(dict.fromkeys(words))

    def _phrases(self, verb: Token) -> Iterator[TollCue]:
        """Fixed phrases: the words after the verb stand below it, in any order."""
        known = _phrases().get(verb.lemma_.lower(), [])
        below = {t.lemma_.lower() for t in self.view.clause_span(verb)} if known else set()
        for rest, cues in known:
            if below.issuperset(rest) and self._linked(verb, rest):
                yield from cues

    def _linked(self, verb: Token, words: list[str]) -> bool:
        """Whether the words of a phrase depend on the verb itself."""
        around = self.view.obliques(verb)
        opened = self.view.open_complement(verb)
        heads = [*self.view.objects(verb), *(noun for _, noun in around)]
        heads += [opened] if opened is not None else []
        heads += [t for t in self.view.children(verb, "advcl") if "to" in self.view.markers(t)]
        near = {token.lemma_.lower() for token in heads}
        near.update(word for preposition, _ in around for word in preposition.split())
        return all(word in near or word in LINKS for word in words)

    def _counted(self, verb: Token, position: str) -> list[Figure]:
        """The figures in the position that the cue counts."""
        view = self.view
        before = self.figures.just_before(verb)
        if before and self._fits(verb, position):
            part = self.figures.part_beside(before)
            return [before, part] if part else [before]
        if position == "subject":
            return [] if view.is_passive(verb) else self._of_subjects(verb)
        after = self.figures.just_after(verb)
        part = self.figures.part_beside(after) if after else None
        beside = [figure for figure in (after, part) if figure]
        found = beside or self.figures.among(view.objects(verb))
        found = found or (self._of_subjects(verb) if view.is_passive(verb) else [])
        found = found or self._headline(verb)
        for noun in view.objects(verb):  # "claimed the lives of 12 people"
            found += self.figures.among(n for word, n in view.obliques(noun) if word == "of")
        return found

    def _begins_clause(self, figure: Figure, verb: Token) -> bool:
        """Whether a figure after a verb and a conjunction is the subject of the next clause,
        whatever the tree says: "ten drowned and dozens more were saved", "… and 20 hurt"."""
        doc, start = verb.doc, figure.quantity.start
        if start <= verb.i + 1 or doc[start - 1].lower_ not in CLAUSE_JOINTS:
            return False
        i = max(figure.quantity.end, figure.argument.i + 1)
        while i < len(doc) and (doc[i].pos_ == "ADV" or doc[i].lower_ in ("more", "others")):
            i += 1
        said = doc[i : i + 1]
        return any(t.pos_ == "AUX" or t.lower_ in self.words.adjectives for t in said)

    def _fits(self, verb: Token, position: str) -> bool:
        """Whether a verb after a number can say this of it."""
        passive = verb.tag_ == "VBN" and "be" in self.view.auxiliaries(verb)
        bare = self._is_participle(verb)
        return (passive or bare) if position == "object" else not passive

    def _headline(self, verb: Token) -> list[Figure]:
        """A passive without its auxiliary: "Twenty killed in blast"."""
        short = verb.tag_ in ("VBN", "VBD") and not self.view.auxiliaries(verb)
        if not short or self.view.children(verb, "obj", "ccomp", "xcomp"):
            return []
        return self.figures.among(self.view.surface_subjects(verb))

    def _of_subjects(self, verb: Token) -> list[Figure]:
        """The figures of the subjects, and the exception of "all but two of them"."""
        subjects = self.view.surface_subjects(verb)
        every = [token for token in subjects if token.lower_ == "all"]
        others = [c for token in every for c in self.view.children(token, "conj", "obl", "nmod")]
        found = self.figures.among([*subjects, *others])
        apposed = (t for noun in subjects for t in self.view.appositions(noun) if not t.like_num)
        return found or self.figures.among(apposed)
