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


@dataclass(frozen=True, eq=False)
class TollLexicon:
    """All words of casualty figures; keys are lower-case lemmas joined by spaces."""

    verbs: Mapping[str, tuple[TollCue, ...]]
    adjectives: Mapping[str, TollCue]
    nouns: Mapping[str, TollCue]
    phrases: Mapping[str, tuple[TollCue, ...]]
    totals: Mapping[str, Total]
    change: frozenset[str]

    def verb(self, lemma: str, particle: str | None = None) -> tuple[TollCue, ...]:
        """The cues of a verb, or of a verb with a word of its own ("shoot dead")."""
        return self.verbs.get(f"{lemma} {particle}" if particle else lemma, ())


def load(folder: Path) -> TollLexicon:
    """The words of `folder/tolls.toml`; raises ResourceError."""
    names = ("adjective", "change", "noun", "phrase", "total", "verb")
    found = entries(folder / "tolls.toml", names)
    totals: dict[str, Total] = {}
    for table in found["total"]:
        total = Total(_kind(table), table.strings("positions", POSITIONS), _certainty(table))
        add(table, totals, table.lemmas("lemmas"), total)
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


def _kind(table: Table) -> TollKind:
    return cast(TollKind, table.need("kind", get_args(TollKind)))


def _certainty(table: Table) -> Certainty | None:
    return cast("Certainty | None", table.string("certainty", get_args(Certainty)))
