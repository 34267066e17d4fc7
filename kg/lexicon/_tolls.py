"""Words of casualty figures (`tolls.toml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from kg.facts import Certainty, TollKind
from kg.lexicon._source import Table, add, entries

Counted = Literal["object", "subject", "self"]
BoundKind = Literal["minimum", "maximum", "approximate"]
POSITIONS = ("above", "at", "by", "of", "past", "to")


@dataclass(frozen=True)
class TollCue:
    """A word for what became of the counted, who stand in position `counted`: the object
    (or subject of a passive), the subject, or the cue itself ("500 deaths")."""

    kind: TollKind
    counted: Counted
    certainty: Certainty | None = None


@dataclass(frozen=True)
class Total:
    """A noun for a total ("death toll") whose figure one of `positions` introduces."""

    kind: TollKind
    positions: tuple[str, ...]
    certainty: Certainty | None = None


@dataclass(frozen=True)
class Bound:
    """How words bound a figure; `exclusive` where the figure itself is not reached."""

    kind: BoundKind
    exclusive: bool = False
    approximate: bool = False


@dataclass(frozen=True)
class Quantity:
    """A figure in words: "dozens" is at least 24, "a dozen" 12."""

    count: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    approximate: bool = False


@dataclass(frozen=True, eq=False)
class TollLexicon:
    """All words of casualty figures; keys are lower-case lemmas joined by spaces, those of
    `bounds` and `quantities` words as written."""

    verbs: Mapping[str, tuple[TollCue, ...]]
    adjectives: Mapping[str, TollCue]
    nouns: Mapping[str, TollCue]
    phrases: Mapping[str, tuple[TollCue, ...]]
    totals: Mapping[str, Total]
    change: frozenset[str]
    bounds: Mapping[str, Bound]
    quantities: Mapping[str, Quantity]

    def verb(self, lemma: str, particle: str | None = None) -> tuple[TollCue, ...]:
        """The cues of a verb, or of a verb with a word of its own ("shoot dead")."""
        return self.verbs.get(f"{lemma} {particle}" if particle else lemma, ())


def load(folder: Path) -> TollLexicon:
    """The words of `folder/tolls.toml`; raises ResourceError."""
    names = ("adjective", "bound", "change", "noun", "phrase", "quantity", "total", "verb")
    found = entries(folder / "tolls.toml", names)
    totals: dict[str, Total] = {}
    for table in found["total"]:
        total = Total(_kind(table), table.strings("positions", POSITIONS), _certainty(table))
        add(table, totals, table.lemmas("lemmas"), total)
        table.finish()
    bounds: dict[str, Bound] = {}
    for table in found["bound"]:
        kind = cast(BoundKind, table.need("bound", get_args(BoundKind)))
        bound = Bound(kind, table.flag("exclusive"), table.flag("approximate"))
        add(table, bounds, table.lemmas("words"), bound)
        table.finish()
    change: set[str] = set()
    for table in found["change"]:
        change.update(table.lemmas("lemmas"))
        table.finish()
    return TollLexicon(
        _by_voice(found["verb"], "lemmas", ("object", "subject")),
        _self(found["adjective"]),
        _self(found["noun"]),
        _by_voice(found["phrase"], "words", get_args(Counted)),
        totals,
        frozenset(change),
        bounds,
        _quantities(found["quantity"]),
    )


def _by_voice(
    tables: list[Table], key: str, positions: tuple[str, ...]
) -> dict[str, tuple[TollCue, ...]]:
    cues: dict[str, tuple[TollCue, ...]] = {}
    for table in tables:
        counted = cast(Counted, table.need("counted", positions))
        cue = TollCue(_kind(table), counted, _certainty(table))
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


def _quantities(tables: list[Table]) -> dict[str, Quantity]:
    quantities: dict[str, Quantity] = {}
    for table in tables:
        bounds = (table.integer("count"), table.integer("minimum"), table.integer("maximum"))
        quantity = Quantity(*bounds, table.flag("approximate"))
        add(table, quantities, table.lemmas("words"), quantity)
        table.finish()
    return quantities


def _kind(table: Table) -> TollKind:
    return cast(TollKind, table.need("kind", get_args(TollKind)))


def _certainty(table: Table) -> Certainty | None:
    return cast("Certainty | None", table.string("certainty", get_args(Certainty)))
