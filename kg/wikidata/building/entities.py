"""Wikidata's entities as records: one JSON object of a dump or of the API, one `Record`.

`read_entity` does it in one step. A dump is read before all of its classes are known, so
it takes two: `read_entry`, and `Entry.typed` once the item's kind is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.wikidata import names
from kg.wikidata.building import statements as said
from kg.wikidata.building.records import Gender, Held, Record, corrections, entity_type
from kg.wikidata.building.selection import selection
from kg.wikidata.qids import is_qid

SOURCE = "wikidata"
UNTYPED = "unknown"
LANGUAGES = ("en", "mul")
KindOf = Callable[[Sequence[str]], str | None]


@dataclass(frozen=True)
class Entry:
    """What an entity says; `record` has no kind and no notability yet.

    `parents` are the classes it is a subclass of, `title` the title of its article in the
    Wikipedia of the first language.
    """

    record: Record
    parents: tuple[str, ...] = ()
    wikipedias: int = 0
    population: int = 0
    title: str | None = None

    def kind(self, kind_of: KindOf) -> str | None:
        """Its kind by what it is an instance of, else by what it is a subclass of.

        Of a class the name is a common noun, so that few kinds of classes count.
        """
        kind = kind_of(self.record.classes)
        if kind is None and not self.record.classes:
            kind = selection().class_kinds.get(kind_of(self.parents) or "")
        return kind

    def typed(self, kind: str) -> Record:
        """The record of an item of this kind."""
        record = self.record
        own = record.country == record.qid
        return replace(
            record,
            kind=kind,
            weight=weight(self.wikipedias, kind, self.population),
            country=None if own and kind != "country" else record.country,
            short_titles=record.short_titles if kind == "position" else (),
            gender=record.gender if kind == "person" else None,
        )


def read_entity(
    entity: Mapping[str, Any], kind_of: KindOf, languages: Sequence[str] = LANGUAGES
) -> Record | None:
    """The record of a Wikidata entity, None for what has no usable label or no kind.

    `kind_of` gives the kind of an item from the QIDs of its classes; `languages` are those
    whose labels are taken, the best first. Properties, lexemes, redirects and deleted items
    are None too.
    """
    entry = read_entry(entity, languages)
    kind = entry.kind(kind_of) if entry else None
    return entry.typed(kind) if entry and kind else None


def read_entry(entity: Mapping[str, Any], languages: Sequence[str] = LANGUAGES) -> Entry | None:
    """What a Wikidata entity says, None where it is no item or has no usable label."""
    qid = entity.get("id")
    missing = "missing" in entity or "redirect" in entity
    if not is_qid(qid) or missing:
        return None
    label = label_of(entity, languages)
    if entity.get("type", "item") != "item" or label is None:
        return None
    spoken = spoken_in(languages)
    claims = said.mapping(entity.get("claims"))
    known = said.properties()
    sitelinks = said.mapping(entity.get("sitelinks"))
    return Entry(
        _record(qid, label, entity, claims, spoken),
        parents=said.items(claims, known["item"]["parents"]),
        wikipedias=wikipedias(sitelinks),
        population=said.amount(claims, known["other"]["population"]),
        title=said.text(
            said.mapping(sitelinks.get(f"{languages[0].replace('-', '_')}wiki")).get("title")
        ),
    )


def _record(
    qid: str,
    label: str,
    entity: Mapping[str, Any],
    claims: Mapping[str, Any],
    spoken: Sequence[str],
) -> Record:
    items, dates, written = (said.properties()[name] for name in ("item", "date", "text"))
    short = [text for name in written["short_names"] for text in said.texts(claims, name, spoken)]
    codes = [code for name in written["codes"] for code in said.texts(claims, name, spoken)]
    place = said.coordinates(claims, said.properties()["other"]["coordinates"])
    descriptions = _terms(entity.get("descriptions"))
    revision = entity.get("lastrevid")
    return Record(
        qid=qid,
        label=label,
        kind=UNTYPED,
        weight=0.0,
        source=SOURCE,
        aliases=_aliases(entity, label, spoken, short),
        description=next((descriptions[one] for one in spoken if descriptions.get(one)), None),
        country=_first(said.items(claims, items["country"])),
        latitude=place[0] if place else None,
        longitude=place[1] if place else None,
        begin=said.first_date(claims, dates["begin"]),
        end=said.first_date(claims, dates["end"]),
        classes=said.items(claims, items["classes"]),
        positions=_positions(claims, items["positions"]),
        short_titles=tuple(dict.fromkeys(short)),
        jurisdiction=_first(said.items(claims, items["jurisdiction"])),
        capital_of=_first(said.items(claims, items["capital_of"])),
        coded=frozenset(code.casefold() for code in codes),
        unnamed=corrections().unnamed.get(qid, frozenset()),
        gender=_gender(_first(said.items(claims, items["gender"]))),
        revision=revision if isinstance(revision, int) and revision < said.LARGEST else None,
    )


def label_of(entity: Mapping[str, Any], languages: Sequence[str]) -> str | None:
    """The label in the first of `languages` that has one with a letter or a digit."""
    labels = _terms(entity.get("labels"))
    found = (labels.get(one, "") for one in spoken_in(languages))
    return next((label for label in found if names.key(label)), None)


def spoken_in(languages: Sequence[str]) -> tuple[str, ...]:
    """`languages`, each followed by its variants whose names are as good ("en-gb")."""
    variants = said.properties()["variants"]
    return tuple(
        dict.fromkeys(one for lang in languages for one in (lang, *variants.get(lang, ())))
    )


def wikipedias(sitelinks: Mapping[str, Any]) -> int:
    """In how many Wikipedias an item has an article."""
    passed = selection().not_counted
    return sum(1 for wiki in sitelinks if wiki.endswith("wiki") and wiki not in passed)


def weight(wikipedias: int, kind: str, population: int = 0) -> float:
    """Notability on the scale of the embedded base, from the number of Wikipedias.

    How it was fitted stands in `properties.toml`; as in the facts, a place counts at least
    log10(inhabitants) - 3.5.
    """
    scale = said.properties()["weight"]
    known = scale["per_wikipedia"] * wikipedias + (scale["country"] if kind == "country" else 0.0)
    peopled = entity_type(kind) == "Place"
    size = math.log10(population + 1) - 3.5 if peopled else 0.0
    return float(round(min(max(known, size, 0.0), scale["most"]), 2))


def _terms(given: object) -> dict[str, str]:
    """Texts by language, trimmed; a term may be written as its text alone."""
    found = {}
    for language, term in said.mapping(given).items():
        text = said.text(term.get("value") if isinstance(term, Mapping) else term)
        if text:
            found[language] = text
    return found


def _aliases(
    entity: Mapping[str, Any], label: str, spoken: Sequence[str], short: Sequence[str]
) -> tuple[str, ...]:
    labels, aliases = _terms(entity.get("labels")), said.mapping(entity.get("aliases"))
    found = [labels[one] for one in spoken if one in labels]
    for language in spoken:
        listed = aliases.get(language)
        for term in listed if isinstance(listed, list) else ():
            found.append(said.text(said.mapping(term).get("value")) or "")
    kept = dict.fromkeys(name for name in (*found, *short) if name and name != label)
    return tuple(name for name in kept if names.key(name))


def _positions(claims: Mapping[str, Any], listed: Sequence[str]) -> tuple[Held, ...]:
    qualifier = said.properties()["qualifier"]
    held = set()
    for one in (found for name in listed for found in said.statements(claims, name)):
        position = said.item(said.value(one.get("mainsnak")))
        if position:
            start, end = (_qualified(one, qualifier[name]) for name in ("start", "end"))
            held.add(Held(position, start, end))
    return tuple(sorted(held, key=lambda h: (h.position, h.start or "", h.end or "")))


def _qualified(statement: Mapping[str, Any], property_: str) -> str | None:
    listed = said.mapping(statement.get("qualifiers")).get(property_)
    found = (said.date(said.value(one)) for one in (listed if isinstance(listed, list) else ()))
    return next((one for one in found if one), None)


def _gender(qid: str | None) -> Gender | None:
    genders: dict[str, Gender] = said.properties()["gender"]
    return genders.get(qid, "other") if qid else None


def _first(found: Sequence[str]) -> str | None:
    return found[0] if found else None
