"""Words of casualty figures (`tolls.toml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from kg.facts import Certainty, TollKind
from kg.lexicon._source import Table, add, entries

Counted = Literal["object", "subject", "self"]
POSITIONS = ("above", "at", "by", "of", "past", "to")
PLACES = ("again", "denied", "part", "degree", "noun")


@dataclass(frozen=True)
class TollCue:
    """A word for what became of the counted, who stand in position `counted`: the object
    (or subject of a passive), the subject, or the cue itself ("500 deaths").

    With `denied` it holds where it is denied ("three have not come back") and of exceptions
    ("all but three came back"); with `only`, of these counted alone ("lost 40 soldiers"), and
    of a number alone where the subject is one of `by` ("police hold five").
    """

    kind: TollKind
    counted: Counted
    certainty: Certainty | None = None
    denied: bool = False
    only: frozenset[str] = frozenset()
    by: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Total:
    """A noun for a total ("death toll") whose figure one of `positions` introduces."""

    kind: TollKind
    positions: tuple[str, ...]
    certainty: Certainty | None = None


@dataclass(frozen=True)
class Sequels:
    """Words around a figure that counts the same as the one before it in its sentence.

    `again` stand right before ("up from 29"), `denied` too, and deny it ("19, not 91"); `part`
    right after ("12 of them"), `degrees` after a number alone ("five critically"); `nouns` may
    be counted, up to two sentences later ("15 victims").
    """

    again: tuple[tuple[str, ...], ...]
    denied: tuple[tuple[str, ...], ...]
    part: tuple[tuple[str, ...], ...]
    degrees: frozenset[str]
    nouns: frozenset[str]


@dataclass(frozen=True, eq=False)
class TollLexicon:
    """All words of casualty figures; keys are lower-case lemmas joined by spaces.

    `corrections` are words that say again what was counted, with the words before a figure;
    `counters` nouns that count what they are of ("the number of people driven out"); `past`
    verbs of change after which a figure is a least one ("passed 50"); who is lost to what is
    `sparing` lives ("lost two men to injury").
    """

    verbs: Mapping[str, tuple[TollCue, ...]]
    adjectives: Mapping[str, TollCue]
    nouns: Mapping[str, TollCue]
    phrases: Mapping[str, tuple[TollCue, ...]]
    totals: Mapping[str, Total]
    corrections: Mapping[str, tuple[str, ...]]
    change: frozenset[str]
    past: frozenset[str]
    counters: frozenset[str]
    sparing: frozenset[str]
    sequels: Sequels

    def verb(self, lemma: str, particle: str | None = None) -> tuple[TollCue, ...]:
        """The cues of a verb, or of a verb with a word of its own ("shoot dead")."""
        return self.verbs.get(f"{lemma} {particle}" if particle else lemma, ())


def load(folder: Path) -> TollLexicon:
    """The words of `folder/tolls.toml`; raises ResourceError."""
    names = (
        "adjective",
        "change",
        "correction",
        "counter",
        "noun",
        "phrase",
        "sequel",
        "sparing",
        "total",
        "verb",
    )
    found = entries(folder / "tolls.toml", names)
    totals: dict[str, Total] = {}
    for table in found["total"]:
        total = Total(_kind(table), table.strings("positions", POSITIONS), _certainty(table))
        add(table, totals, table.lemmas("lemmas"), total)
        table.finish()
    corrections: dict[str, tuple[str, ...]] = {}
    for table in found["correction"]:
        add(table, corrections, table.lemmas("lemmas"), table.strings("positions", POSITIONS))
        table.finish()
    change: dict[str, bool] = {}
    for table in found["change"]:
        add(table, change, table.lemmas("lemmas"), table.flag("past"))
        table.finish()
    counters: dict[str, bool] = {}
    for table in found["counter"]:
        add(table, counters, table.lemmas("lemmas"), True)
        table.finish()
    sparing: dict[str, bool] = {}
    for table in found["sparing"]:
        add(table, sparing, table.lemmas("lemmas"), True)
        table.finish()
    return TollLexicon(
        _by_voice(found["verb"], "lemmas", ("object", "subject")),
        _self(found["adjective"]),
        _self(found["noun"]),
        _by_voice(found["phrase"], "words", get_args(Counted)),
        totals,
        corrections,
        frozenset(change),
        frozenset(word for word, past in change.items() if past),
        frozenset(counters),
        frozenset(sparing),
        _sequels(found["sequel"]),
    )


def _sequels(tables: list[Table]) -> Sequels:
    words: dict[str, list[str]] = {place: [] for place in PLACES}
    for table in tables:
        words[table.need("place", PLACES)] += table.lemmas("words")
        table.finish()
    again, denied, part = (tuple(tuple(w.split()) for w in words[p]) for p in PLACES[:3])
    return Sequels(again, denied, part, frozenset(words["degree"]), frozenset(words["noun"]))


def _by_voice(
    tables: list[Table], key: str, positions: tuple[str, ...]
) -> dict[str, tuple[TollCue, ...]]:
    cues: dict[str, tuple[TollCue, ...]] = {}
    for table in tables:
        counted = cast(Counted, table.need("counted", positions))
        only, by = frozenset(table.lemmas("only")), frozenset(table.lemmas("by"))
        cue = TollCue(_kind(table), counted, _certainty(table), table.flag("denied"), only, by)
        for word in table.lemmas(key):
            known = cues.get(word, ())
            if any(other.counted == counted for other in known):
                raise table.error(f"{word!r} has stood before in the file; remove one")
            cues[word] = (*known, cue)
        table.finish()
    return cues


def _self(tables: list[Table]) -> dict[str, TollCue]:
    cues: dict[str, TollCue] = {}
    for table in tables:
        cue = TollCue(_kind(table), "self", _certainty(table))
        add(table, cues, table.lemmas("lemmas"), cue)
        table.finish()
    return cues


def _kind(table: Table) -> TollKind:
    return cast(TollKind, table.need("kind", get_args(TollKind)))


def _certainty(table: Table) -> Certainty | None:
    return cast("Certainty | None", table.string("certainty", get_args(Certainty)))
