"""Predicates read through the frames of the event lexicon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Token

from kg import lexicon
from kg.components.referents import Referents
from kg.lexicon import Frame, Phrase, choose

Positions = dict[str, list[Token]]
TO = "to"
CORE = ("subject", "object", "indirect_object", "complement")
PREMODIFIERS = ("compound", "nmod:desc", "flat")


@dataclass(frozen=True, eq=False)
class Reading:
    """A predicate with the frame it is meant in, None for one that the lexicon lacks.

    `clause` is the token whose place in the tree tells how the event is presented: the
    trigger, or the light verb of a noun ("carried out an attack"). `nouns` are those of a
    phrase besides its verb ("took control of").
    """

    trigger: Token
    clause: Token
    frame: Frame | None
    positions: Positions
    nouns: tuple[Token, ...] = ()


@dataclass(frozen=True, eq=False)
class _Around:
    """What stands around a verb; not to be changed."""

    particle: str | None
    adverbs: list[Token]
    objects: list[Token]
    obliques: list[tuple[str, Token]]

    @property
    def nouns(self) -> frozenset[str]:
        """The lemmas of what stands in these positions."""
        tokens = [*self.objects, *(noun for _, noun in self.obliques)]
        return frozenset(token.lemma_.lower() for token in tokens)


@cache
def _openings() -> frozenset[str]:
    """The verbs that the lexicon also has with a word of their own ("take over")."""
    return frozenset(name.split()[0] for name in lexicon.events().verbs if " " in name)


@cache
def _nouns() -> frozenset[str]:
    """The nouns that the lexicon has, alone or after other words."""
    return frozenset(name.split()[-1] for name in lexicon.events().nouns)


class Reader:
    """Finds the readings of one document."""

    def __init__(self, referents: Referents) -> None:
        self.referents = referents
        self.view = referents.view
        self.lexicon = lexicon.events()
        self._used: set[int] = set()
        self._known: dict[int, _Around] = {}

    def readings(self, tokens: Iterable[Token]) -> list[Reading]:
        """Readings of the verbs, then adjectives and nouns, among `tokens`."""
        tokens = list(tokens)
        verbal = list(self._verbal(tokens))
        nominal = list(self._nominal(tokens))
        nominal = _untold(nominal, verbal)
        said_by_noun = {(r.clause.i, r.frame.cls) for r in nominal if r.frame}
        lent = {r.clause.i for r in nominal if r.clause != r.trigger}
        return [
            reading
            for reading in verbal  # "signed" says no more than the agreement
            if not (
                (reading.trigger.i, reading.frame.cls) in said_by_noun
                if reading.frame
                else reading.trigger.i in lent
            )
        ] + nominal

    def _verbal(self, tokens: list[Token]) -> Iterator[Reading]:
        for token in tokens:
            if token.pos_ in ("VERB", "AUX") and self.view.is_predicate(token):
                reading = self._phrase(token) or self._verb(token)
                if reading:
                    yield reading

    def _nominal(self, tokens: list[Token]) -> Iterator[Reading]:
        for token in tokens:
            if token.i in self._used:
                continue
            reading = None
            if token.pos_ == "NOUN" and not token.ent_type_:
                reading = self._copular_phrase(token) or self._noun(token)
            elif token.pos_ == "ADJ" and self.view.is_copular(token):
                reading = self._adjective(token)
            if reading:
                yield reading

    def _verb(self, verb: Token) -> Reading | None:
        positions = self.verb_positions(verb)
        filled = self._filled(positions)
        lemma = verb.lemma_.lower()
        for word in self._own_words(verb) if lemma in _openings() else ():
            frame = choose(self.lexicon.verb(lemma, word), filled)
            if frame:
                return Reading(verb, verb, frame, positions)
        told = self._told(lemma, positions)
        if told:
            return Reading(verb, verb, *told)
        frame = choose(self.lexicon.verb(lemma), filled)
        if self._is_hedge(verb):
            return None
        if frame is None and (self._is_bare(verb) or self.view.relation(verb) == "amod"):
            return None
        return Reading(verb, verb, frame, positions)

    def _told(self, lemma: str, positions: Positions) -> tuple[Frame, Positions] | None:
        """The frame of a verb whose only object is whom it is addressed to, who may stand in
        the tree as an indirect object: "told reporters that"."""
        if "object" in positions or "indirect_object" not in positions:
            return None
        addressed = dict(positions)
        addressed["object"] = addressed.pop("indirect_object")
        frames = (f for f in self.lexicon.verb(lemma) if f.roles.get("object") == "recipient")
        frame = choose(frames, self._filled(addressed))
        return (frame, addressed) if frame else None

    def _is_bare(self, verb: Token) -> bool:
        """Verbs that make no event by themselves: auxiliaries, copulas, light verbs in use."""
        if verb.pos_ == "AUX" or verb.lemma_.lower() in lexicon.factuality().stative:
            return True
        around = self._around(verb)
        light = self.lexicon.light(verb.lemma_.lower(), around.particle)
        return light is not None and any(map(self._noun_frames, around.objects))

    def _is_hedge(self, verb: Token) -> bool:
        """Passives that only say how sure another event is: "is reported to have fled"."""
        if not self.view.is_passive(verb) or self.view.open_complement(verb) is None:
            return False
        cue = lexicon.factuality().predicate(
            "verb", verb.lemma_.lower(), "infinitive", passive=True
        )
        return cue is not None and cue.effect.hedge

    def _own_words(self, verb: Token) -> list[str]:
        """Words that may belong to the verb: particles, prepositions, "shoot dead"."""
        around = self._around(verb)
        words = [around.particle] if around.particle else []
        for preposition, noun in around.obliques:
            if self.referents.is_time(noun):
                continue
            words.append(preposition.removesuffix(" of"))  # "pulled out of the town"
        for noun in around.objects:
            words.append(self.view.preposition(noun) or "")  # "cordoned off the street"
        for child in self.view.children(verb, "xcomp", "advmod", "obj", "obl", "amod"):
            words += [child.lemma_.lower()]
        return [word for word in words if word]

    def _phrase(self, verb: Token) -> Reading | None:
        phrases = self.lexicon.phrases(verb.lemma_.lower())
        nouns = self._around(verb).nouns if phrases else frozenset()
        for phrase in phrases:
            found = self._match(verb, phrase) if phrase.noun in nouns else None
            if found is None:
                continue
            noun, positions = found
            if phrase.frame.fits(self._filled(positions)):
                self._used.add(noun.i)
                return Reading(verb, verb, phrase.frame, positions, (noun,))
        return None

    def _match(self, verb: Token, phrase: Phrase) -> tuple[Token, Positions] | None:
        before, around = phrase.before, self._around(verb)
        beside = [around.particle, *(word.lower_ for word in around.adverbs)]
        if before and before[0] in beside:
            before = before[1:]
        elif around.particle:
            return None  # "call off a strike" is not to call one
        if before:
            opening = " ".join(before)
            nouns = [noun for preposition, noun in around.obliques if preposition == opening]
        else:
            bare = [noun for preposition, noun in around.obliques if not preposition]
            nouns = around.objects or bare
        noun = next((n for n in nouns if n.lemma_.lower() == phrase.noun), None)
        if noun is None:
            return None
        positions = self.verb_positions(verb)
        own = positions.pop("object", [])
        if phrase.preposition:
            after = [t for p, t in self.view.obliques(noun) if p == phrase.preposition]
            after = after or [t for p, t in around.obliques if p == phrase.preposition]
            if not after:
                return None
            positions["object"] = after
            positions.pop(phrase.preposition, None)
        elif noun not in own and own:
            positions["object"] = own
        return noun, positions

    def _copular_phrase(self, noun: Token) -> Reading | None:
        """Phrases with "be", whose noun is the predicate: "is in control of the town"."""
        if not self.view.is_copular(noun):
            return None
        preposition = self.view.preposition(noun)
        for phrase in self.lexicon.phrases("be"):
            if phrase.noun == noun.lemma_.lower() and " ".join(phrase.before) == preposition:
                positions = self.verb_positions(noun)
                after = positions.pop(phrase.preposition, []) if phrase.preposition else []
                if after:
                    positions["object"] = after
                if phrase.frame.fits(self._filled(positions)):
                    return Reading(noun, noun, phrase.frame, positions)
        return None

    def _adjective(self, adjective: Token) -> Reading | None:
        frames = self.lexicon.adjective(adjective.lemma_.lower())
        if not frames:
            return None
        positions = self.verb_positions(adjective)
        frame = choose(frames, self._filled(positions))
        return Reading(adjective, adjective, frame, positions) if frame else None

    def _noun(self, noun: Token) -> Reading | None:
        frames = self._noun_frames(noun)
        if not frames or self.view.relation(noun) in (*PREMODIFIERS, "fixed", "case", "mark"):
            return None
        if self.referents.is_proper(noun) and self.referents.notes.mention_at(noun):
            return None
        positions = self.noun_positions(noun)
        clause = noun
        governor = self.view.matrix(noun)
        if governor and governor[1] == "argument" and governor[0].pos_ == "VERB":
            clause = self._borrow(noun, governor[0], positions) or noun
        frame = choose(frames, self._filled(positions))
        return Reading(noun, clause, frame, positions) if frame else None

    def _noun_frames(self, noun: Token) -> tuple[Frame, ...]:
        lemma = noun.lemma_.lower()
        if lemma not in _nouns():
            return ()
        parts = sorted([*self.view.modifiers(noun), *self.view.compounds(noun)])
        return self.lexicon.noun(lemma, [part.lemma_.lower() for part in parts])

    def _borrow(self, noun: Token, verb: Token, positions: Positions) -> Token | None:
        """What a light verb lends to its object noun, or a verb that only says that
        something happened to its subject ("the trial began"); the verb, if it is one."""
        happens = self.view.happens(verb) and noun in self.view.surface_subjects(verb)
        light = None
        if not happens:
            around = self._around(verb)
            light = self.lexicon.light(verb.lemma_.lower(), around.particle)
            if light is None or noun not in around.objects:
                return None
        for position, tokens in self.verb_positions(verb).items():
            if position not in CORE:
                positions.setdefault(position, tokens)
            elif light and position == "indirect_object":
                positions.setdefault(TO, tokens)
            elif light and position == "subject":
                own = ("by", "possessor") if light == "subject" else ("of",)
                if not any(name in positions for name in own):
                    positions["by" if light == "subject" else "of"] = tokens
        return verb

    def _around(self, verb: Token) -> _Around:
        if verb.i not in self._known:
            view = self.view
            self._known[verb.i] = _Around(
                view.particle(verb), view.adverbs(verb), view.objects(verb), view.obliques(verb)
            )
        return self._known[verb.i]

    def verb_positions(self, verb: Token) -> Positions:
        """Head tokens by logical position around a verb or predicative adjective."""
        view, around = self.view, self._around(verb)
        copular = view.is_copular(verb)
        complements = (view.complement(verb), view.open_complement(verb))
        found: Positions = {
            "subject": view.copular_subjects(verb) if copular else self._subjects(verb),
            "object": list(around.objects),
            "indirect_object": view.indirect_objects(verb),
            "complement": [clause for clause in complements if clause is not None],
        }
        return self._with_obliques(found, around.obliques)

    def _subjects(self, verb: Token) -> list[Token]:
        """Subjects; of "Iran-backed" and "US-led" what stands before the hyphen."""
        if self.view.relation(verb) == "amod" and verb.tag_ == "VBN":
            bare = [noun for preposition, noun in self._around(verb).obliques if not preposition]
            return [c for c in [*self.view.compounds(verb), *bare] if self.referents.types(c)]
        return self.view.subjects(verb)

    def noun_positions(self, noun: Token) -> Positions:
        """Head tokens by logical position around a noun."""
        possessor = self.view.possessor(noun)
        clause = self.view.complement(noun)
        found: Positions = {
            "possessor": [possessor] if possessor is not None else [],
            "compound": [c for c in self.view.compounds(noun) if self.referents.types(c)],
            "modifier": [m for m in self.view.modifiers(noun) if m.ent_type_],
            "complement": [clause] if clause is not None else [],
        }
        return self._with_obliques(found, self.view.obliques(noun))

    def _with_obliques(self, found: Positions, obliques: Iterable[tuple[str, Token]]) -> Positions:
        partitive = lexicon.coreference().partitive
        for preposition, argument in obliques:
            if not preposition or self.referents.is_time(argument):
                continue
            bound = preposition in partitive["bounds"] and self._parts(argument)
            if bound and not found.get("object"):  # "control around a third of the country"
                found["object"] = [argument]
            else:
                found.setdefault(preposition.split()[0], []).append(argument)
        return {
            position: [noun for argument in tokens for noun in self._parts(argument) or [argument]]
            for position, tokens in found.items()
            if tokens
        }

    def _parts(self, noun: Token) -> list[Token]:
        """What a number of is meant: the homes of "hundreds of homes"."""
        if noun.lemma_.lower() not in lexicon.coreference().partitive["nouns"]:
            return []
        return [other for preposition, other in self.view.obliques(noun) if preposition == "of"]

    def _filled(self, positions: Positions) -> dict[str, frozenset[str]]:
        return {
            position: frozenset(t for token in tokens for t in self.referents.types(token))
            for position, tokens in positions.items()
        }


def _untold(nominal: list[Reading], verbal: list[Reading]) -> list[Reading]:
    """The nouns of which no verb of the same class says all, as in "an earthquake struck the
    city"; the others become part of the verb, and no participants of their own event."""
    places: dict[tuple[str, int], int] = {}
    for place, reading in enumerate(verbal):
        for subject in reading.positions.get("subject", []):
            if reading.frame:
                places.setdefault((reading.frame.cls, subject.i), place)
    untold = []
    for reading in nominal:
        told = places.get((reading.frame.cls, reading.trigger.i)) if reading.frame else None
        if told is None:
            untold.append(reading)
        else:
            verbal[told] = _telling(verbal[told], reading.trigger)
    return untold


def _telling(verbal: Reading, noun: Token) -> Reading:
    """The verb with its event's noun as part of itself."""
    subjects = [subject for subject in verbal.positions["subject"] if subject != noun]
    return replace(
        verbal,
        positions=verbal.positions | {"subject": subjects},
        nouns=(*verbal.nouns, noun),
    )
