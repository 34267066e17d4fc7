"""Cues of polarity, certainty and realis (`factuality.toml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast, get_args

from kg.facts import Certainty, Realis
from kg.lexicon._source import Table, add, entries

Part = Literal["verb", "noun", "adjective"]
PARTS: dict[str, Part] = {"verbs": "verb", "nouns": "noun", "adjectives": "adjective"}
Given = Literal["always", "definite", "act"]
CONSTRUCTIONS = (
    "be_infinitive",
    "conditional_inversion",
    "headline_infinitive",
    "imperative",
    "open_infinitive",
    "outcome",
    "purpose",
    "question",
)
CLAUSES = ("clause", "infinitive", "gerund", "purpose")
NOMINAL = ("object", "subject", "attributive", "compound")
PREPOSITIONS = ("about", "against", "at", "for", "from", "in", "of", "on", "over", "to", "with")
COMPLEMENTS = frozenset(CLAUSES + NOMINAL + PREPOSITIONS)


@dataclass(frozen=True)
class Effect:
    """What a cue does to what it governs; `certainty` is at most so sure, None unchanged;
    what it `settles` is as sure as itself, whatever stood below ("reports … were untrue")."""

    negates: bool = False
    certainty: Certainty | None = None
    realis: Realis | None = None
    hedge: bool = False
    settles: bool = False


@dataclass(frozen=True)
class Modal:
    """A modal verb, alone and before "have" ("may have fled"), under a negation, and in what a
    past verb reports ("said they would flee")."""

    effect: Effect
    perfect: Effect
    negated: Effect | None
    reported: Effect | None


@dataclass(frozen=True)
class Embedding:
    """What a predicate does to its complement, affirmed and negated; `given` says which
    complements stand whatever becomes of the predicate."""

    effect: Effect
    negated: Effect
    given: Given | None = None


@dataclass(frozen=True, eq=False)
class FactualityLexicon:
    """All cues. Words of several tokens are joined by spaces, in lower case.

    `presupposing` are markers of clauses that stand whatever holds for what they modify,
    `temporal` those whose present tense is to come where what they modify is, `conditions`
    those on which what they modify depends; `factive_questions` ask about what is so; an
    `enacting` verb is done in doing what it is the purpose of ("marched to demand"); a
    `carrying` preposition hands on what holds of its verb ("could lead to riots");
    `stative` are verbs too light to make an event when the event lexicon lacks them.
    """

    negators: frozenset[str]
    modals: Mapping[str, Modal]
    adverbs: Mapping[str, Effect]
    markers: Mapping[str, Effect]
    constructions: Mapping[str, Effect]
    conditions: frozenset[str]
    factive_questions: frozenset[str]
    presupposing: frozenset[str]
    temporal: frozenset[str]
    enacting: frozenset[str]
    carrying: frozenset[str]
    stative: frozenset[str]
    predicates: Mapping[tuple[Part, str, str, str], Embedding]

    def predicate(
        self,
        part: Part,
        lemma: str,
        complement: str,
        *,
        passive: bool = False,
        progressive: bool = False,
    ) -> Embedding | None:
        """What a predicate does to what stands in `complement` (a position of the file's
        head: "clause", "infinitive", "object", "of" ...), None where it is not known."""
        for form, holds in (("passive", passive), ("progressive", progressive), ("", True)):
            found = self.predicates.get((part, lemma, complement, form)) if holds else None
            if found:
                return found
        return None


def effect(table: Table, key: str) -> Effect | None:
    """The effect under `key`, None where it is absent."""
    inner = table.table(key)
    if inner is None:
        return None
    found = Effect(
        inner.flag("negates"),
        cast("Certainty | None", inner.string("certainty", get_args(Certainty))),
        cast("Realis | None", inner.string("realis", get_args(Realis))),
        inner.flag("hedge"),
        inner.flag("settles"),
    )
    inner.finish()
    return found


def load(folder: Path) -> FactualityLexicon:
    """The cues of `folder/factuality.toml`; raises ResourceError."""
    kinds = (
        *("adverb", "carrying", "condition", "construction", "enacting", "factive_question"),
        *("marker", "modal", "negator", "predicate", "presupposing", "stative", "temporal"),
    )
    found = entries(folder / "factuality.toml", kinds)
    modals: dict[str, Modal] = {}
    for table in found["modal"]:
        own, perfect = _need(table, "effect"), _need(table, "perfect")
        modal = Modal(own, perfect, effect(table, "negated"), effect(table, "reported"))
        add(table, modals, table.lemmas("lemmas"), modal)
        table.finish()
    return FactualityLexicon(
        frozenset(_words(found["negator"], "words")),
        modals,
        _effects(found["adverb"], "lemmas"),
        _effects(found["marker"], "words"),
        _constructions(found["construction"]),
        frozenset(_words(found["condition"], "words")),
        frozenset(_words(found["factive_question"], "words")),
        frozenset(_words(found["presupposing"], "words")),
        frozenset(_words(found["temporal"], "words")),
        frozenset(_words(found["enacting"], "lemmas")),
        frozenset(_words(found["carrying"], "words")),
        frozenset(_words(found["stative"], "lemmas")),
        _predicates(found["predicate"]),
    )


def _predicates(tables: list[Table]) -> dict[tuple[Part, str, str, str], Embedding]:
    predicates: dict[tuple[Part, str, str, str], Embedding] = {}
    for table in tables:
        own = _need(table, "effect")
        negated = effect(table, "negated")
        if negated is None:
            negated = replace(own, negates=not own.negates)
        given = cast("Given | None", table.string("given", get_args(Given)))
        embedding = Embedding(own, negated, given)
        form = "passive" if table.flag("passive") else ""
        form = "progressive" if table.flag("progressive") else form
        complements = table.strings("complements", COMPLEMENTS)
        if not complements:
            raise table.error("lacks 'complements'; say which positions it governs")
        named = [(part, word) for key, part in PARTS.items() for word in table.lemmas(key)]
        if not named:
            raise table.error("names no predicate; add verbs, nouns or adjectives")
        for part, word in named:
            keys = [(part, word, complement, form) for complement in complements]
            add(table, predicates, keys, embedding)
        table.finish()
    return predicates


def _constructions(tables: list[Table]) -> dict[str, Effect]:
    found: dict[str, Effect] = {}
    for table in tables:
        add(table, found, [table.need("name", CONSTRUCTIONS)], _need(table, "effect"))
        table.finish()
    return found


def _effects(tables: list[Table], key: str) -> dict[str, Effect]:
    found: dict[str, Effect] = {}
    for table in tables:
        add(table, found, table.lemmas(key), _need(table, "effect"))
        table.finish()
    return found


def _words(tables: list[Table], key: str) -> list[str]:
    words: list[str] = []
    for table in tables:
        words.extend(table.lemmas(key))
        table.finish()
    return words


def _need(table: Table, key: str) -> Effect:
    found = effect(table, key)
    if found is None:
        raise table.error(f"lacks {key!r}; add it, {{ }} for none")
    return found
