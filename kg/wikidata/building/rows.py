"""An item as rows of the tables of `schema.sql`."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from kg.wikidata import names, sounds
from kg.wikidata.building import records
from kg.wikidata.building.demonyms import Demonym
from kg.wikidata.building.records import Record
from kg.wikidata.qids import number_of

Row = tuple[Any, ...]
# A name counts for its item as exp(WEIGHT_SCALE * weight) times the strength of its form,
# plus the number of links with its text, where those are known.
WEIGHT_SCALE = 0.5
MAX_WEIGHT = 12.0
STRENGTH = {
    "called": 5.0,  # what news means by a name, from corrections.toml
    "label": 1.0,
    "alias": 0.6,
    "comment": 0.3,  # a label without what stands in brackets after it
    "surname": 0.2,
    "institution": 0.3,  # without its country
    "county": 0.05,  # a county without the word
    "loose": 0.2,
    "demonym": 20.0,
}
GENDERS = {"male": "m", "female": "f", "other": "o"}


class Alias(NamedTuple):
    """A row of the alias table."""

    key: str
    value: int
    item: int
    form: str


def item(record: Record, spoken: Sequence[str], kind: int, source: int) -> Row:
    """The row of the item table; `kind` and `source` are their numbers in the base."""
    return (
        record.number,
        records.without_comment(record.label),
        kind,
        round(record.weight * 100),
        "\n".join(name for name in spoken if name != record.label) or None,
        record.description,
        number_of(record.country),
        record.latitude,
        record.longitude,
        record.begin,
        record.end,
        " ".join(str(found) for found in sorted(set(_numbers(record.classes)))) or None,
        number_of(record.capital_of),
        GENDERS.get(record.gender or ""),
        source,
        record.revision,
    )


def _numbers(classes: Iterable[str]) -> Iterator[int]:
    return (found for name in classes if (found := number_of(name)) is not None)


def aliases(
    record: Record,
    spoken: Sequence[str],
    demonyms: Iterable[Demonym],
    countries: Collection[str] = (),
) -> list[Alias]:
    """The rows of the alias table, one a key.

    `demonyms` are the words for its people, `countries` keys of countries' names and demonyms.
    """
    best: dict[str, tuple[float, str]] = {}
    named = _named(record, spoken, demonyms)
    for key, form, strength in chain(named, _shortened(record, spoken, countries)):
        if key not in best or strength > best[key][0]:
            best[key] = strength, form
    value = math.exp(WEIGHT_SCALE * min(record.weight, MAX_WEIGHT))
    links = {names.key(name): count for name, count in record.anchors}
    return [
        Alias(
            key,
            round(100 * math.log(strength * value + links.get(key, 0))),
            record.number,
            form,
        )
        for key, (strength, form) in best.items()
    ]


def _named(
    record: Record, spoken: Sequence[str], demonyms: Iterable[Demonym]
) -> Iterator[tuple[str, str, float]]:
    """Key, form and strength of each name, with doubles."""
    county = record.kind == "admin2"
    bare = records.without_comment(record.label)
    if bare != record.label and names.key(bare) not in record.unnamed:
        spoken = (*spoken, bare)
    for name in spoken:
        key = names.key(name)
        yield key, names.form(name), STRENGTH[_rank(record, name, key)]
        folded = names.loose_in_base(name, record.kind, person=record.kind == "person")
        if folded and folded != key and len(folded) > 2 and not county:
            yield folded, "X", STRENGTH["loose"]
    for demonym in demonyms:
        yield names.key(demonym.word), "D", STRENGTH["demonym"]
        if demonym.plural:
            yield names.key(demonym.plural), "P", STRENGTH["demonym"]


def _shortened(
    record: Record, spoken: Sequence[str], countries: Collection[str]
) -> Iterator[tuple[str, str, float]]:
    """Key, form and strength of what news makes of a name: somebody well known has the last
    name alone, an institution does without its country."""
    rules = records.types()["shortened"]
    if record.kind == "person" and record.weight >= rules["known_from"]:
        yield from ((key, "S", STRENGTH["surname"]) for key in names.last_names(record.label))
    if record.kind in rules["institutions"]:
        short = (names.without_country(name, countries) for name in spoken)
        yield from ((key, "I", STRENGTH["institution"]) for key in short if key)


def _rank(record: Record, name: str, key: str) -> str:
    if name in record.called:
        return "called"
    if key == names.key(record.label):
        return "label"
    if record.kind == "admin2":
        return "county"
    if record.kind == "person" and " " not in key:
        return "surname"
    return "comment" if name == records.without_comment(record.label) else "alias"


def sounds_of(record: Record, spoken: Sequence[str]) -> list[Row]:
    """The rows of the sound table: code and item."""
    keys = {names.key(name) for name in spoken if names.form(name) == "N"}
    codes = {sounds.code(key, sounds.skeleton(key)) for key in keys if sounds.may_be_misspelt(key)}
    return [(code, record.number) for code in sorted(codes)]


def held(record: Record) -> list[Row]:
    """The rows of the positions held."""
    rows = {
        (record.number, int(h.position[1:]), as_number(h.start), as_number(h.end))
        for h in record.positions
    }
    return sorted(rows)


def as_number(date: str | None) -> int:
    """An ISO 8601 date as yyyymmdd, with zeros for what is unknown."""
    digits = (date or "").replace("-", "")
    return int(digits.ljust(8, "0")) if digits.isdigit() else 0


def parts(label: str) -> list[Row]:
    """What a person's label adds to the counts of words: word, as first, as last."""
    words = names.key(label).split()
    return [(words[0], 1, 0), (words[-1], 0, 1)] if len(words) > 1 else []


def posts(record: Record, countries: Mapping[str, str]) -> list[Row]:
    """The titles of an office: title, rank, item, jurisdiction, country.

    The country is that of the item or the one in a title such as "Chancellor of Germany".
    """
    if record.kind != "position":
        return []
    named = countries.get(names.key(record.label.rpartition(" of ")[2]))
    places = number_of(record.jurisdiction), number_of(record.country or named)
    titles = [(record.label, 0), *((title, 1) for title in record.short_titles)]
    return [(title, rank, record.number, *places) for title, rank in titles if any(places)]
