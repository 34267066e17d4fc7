"""Units of quantities, and the words that say what a quantity measures (`units.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import get_args

from kg.facts import QuantityKind
from kg.lexicon._source import Table, entries

KINDS: tuple[QuantityKind, ...] = get_args(QuantityKind)
PIECE = re.compile(r"\d(?:[\d.,]*\d)?|[^\W\d_]+|\S")
OPTIONAL = re.compile(r"\((\w+)\)")
CODE = re.compile(r"[A-Z0-9]{2,3}")
QID = re.compile(r"Q[1-9][0-9]*")
OTHERS = {
    "rate": ("words",),
    "change": ("verbs", "nouns"),
    "extent": ("verbs",),
    "distance": ("words",),
    "worth": ("words",),
    "kinds": ("words",),
    "share_of": ("nouns",),
}

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Unit:
    """A unit with its code (ISO 4217 of money, else UN/CEFACT). With `countries` it is meant
    where a text speaks of one of them, with `beside` where one of these lemmas is near."""

    kind: QuantityKind
    name: str
    code: str | None = None
    countries: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Units:
    """Units by the pieces of the words or signs that give them: `words` in lower case and
    `signs` as they are after the number, `glued` written onto it, `before` it in lower case."""

    words: Mapping[Phrase, tuple[Unit, ...]]
    signs: Mapping[Phrase, tuple[Unit, ...]]
    glued: Mapping[Phrase, tuple[Unit, ...]]
    before: Mapping[Phrase, tuple[Unit, ...]]
    rates: frozenset[Phrase]
    changing: frozenset[str]
    changes: frozenset[str]
    extents: frozenset[str]
    distances: frozenset[str]
    values: frozenset[str]
    kinds: frozenset[str]
    shares: frozenset[str]

    @cached_property
    def longest(self) -> int:
        """The most pieces that a unit has."""
        tables = (self.words, self.signs, self.glued, self.before, self.rates)
        return max((len(phrase) for table in tables for phrase in table), default=0)


def split(text: str) -> Phrase:
    """Figures, words and signs of a text, apart: "US$3.5bn" is "US", "$", "3.5", "bn"."""
    return tuple(PIECE.findall(text))


def load(folder: Path) -> Units:
    """The units of `folder/units.toml`; raises ResourceError."""
    found = entries(folder / "units.toml", (*KINDS, *OTHERS))
    tables: dict[str, dict[Phrase, tuple[Unit, ...]]] = {
        key: {} for key in ("words", "signs", "glued", "before")
    }
    for kind in KINDS:
        for table in found[kind]:
            _add(table, kind, tables)
    words = {name: _words(found[name], keys) for name, keys in OTHERS.items()}
    return Units(
        **tables,
        rates=frozenset(map(split, words["rate"]["words"])),
        changing=words["change"]["verbs"],
        changes=words["change"]["nouns"],
        extents=words["extent"]["verbs"],
        distances=words["distance"]["words"],
        values=words["worth"]["words"],
        kinds=words["kinds"]["words"],
        shares=words["share_of"]["nouns"],
    )


def _add(table: Table, kind: QuantityKind, into: dict[str, dict[Phrase, tuple[Unit, ...]]]) -> None:
    code = table.string("code")
    if code is not None and not CODE.fullmatch(code):
        raise table.error(f"code {code!r} is neither of ISO 4217 nor of UN/CEFACT")
    countries = table.strings("countries")
    for country in countries:
        if not QID.fullmatch(country):
            raise table.error(f"countries: {country!r} is no QID")
    unit = Unit(
        kind, table.need("name"), code, frozenset(countries), frozenset(table.lemmas("beside"))
    )
    keys = {
        "words": table.lemmas("words"),
        "signs": table.strings("signs"),
        "glued": table.strings("glued"),
        "before": table.lemmas("before"),
    }
    if not any(keys.values()):
        raise table.error("has no words or signs; add those that a text gives the unit by")
    for name, given in keys.items():
        for form in (form for text in given for form in _forms(text)):
            known = into[name].get(split(form), ())
            if any(_same_condition(other, unit) for other in known):
                raise table.error(f"{form!r} has stood before in the file; remove one")
            into[name][split(form)] = (*known, unit)
    table.finish()


def _same_condition(one: Unit, other: Unit) -> bool:
    if one.countries or other.countries:
        return not one.countries.isdisjoint(other.countries)
    return one.beside == other.beside


def _forms(text: str) -> Iterator[str]:
    """The forms that brackets stand for: "mile(s)" for "mile" and "miles"."""
    parts = OPTIONAL.split(text)
    choices = [("", part) if i % 2 else (part,) for i, part in enumerate(parts)]
    return ("".join(choice) for choice in product(*choices))


def _words(tables: list[Table], keys: tuple[str, ...]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {key: set() for key in keys}
    for table in tables:
        for key in keys:
            found[key].update(table.lemmas(key))
        table.finish()
    return {key: frozenset(words) for key, words in found.items()}
