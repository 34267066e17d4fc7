"""Dropping and correcting records that contradict themselves; `checks.toml` holds the limits.

What contradicts itself loses the part that is wrong, not its place in the base, unless its
class shows that no report names it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from kg.resources import load_toml
from kg.wikidata import names
from kg.wikidata.building.records import HERE, Held, Record

_CLAUSE = re.compile(r" (?:of|in|for|by|from|with|on|at|that|who|to|based|formed|located)\b|[,;(]")
# Catalogue entries among the aliases: "LC 1074", "Ministry -- Records and correspondence".
_CATALOGUE = re.compile(r"\s--\s|^[A-Z]{1,4}[ -]?\d{3,}$")


@dataclass(frozen=True)
class _Limits:
    never: frozenset[str]
    people: frozenset[str]
    other_kinds: dict[str, frozenset[str]]
    labels: dict[str, tuple[str, ...]]
    descriptions: dict[str, frozenset[str]]
    young: int
    old: int
    longest: int


@cache
def _limits() -> _Limits:
    data = load_toml(HERE / "checks.toml")
    return _Limits(
        never=frozenset(data["never"]),
        people=frozenset(data["people"]),
        other_kinds={kind: frozenset(words) for kind, words in data["other_kinds"].items()},
        labels={kind: tuple(ends) for kind, ends in data["labels"].items()},
        descriptions={kind: frozenset(words) for kind, words in data["descriptions"].items()},
        **data["years"],
    )


def checked(records: Iterable[Record], counts: Counter[str] | None = None) -> Iterator[Record]:
    """The records without what is wrong in them, in their order.

    `counts` gathers how many were dropped or corrected for which reason. A company passes
    if none before it bears its name and is as well known: sorted by number, that keeps the
    mother and drops the branches that registers of research list.
    """
    tally: Counter[str] = Counter() if counts is None else counts
    companies: dict[str, float] = {}
    for record in records:
        if _limits().never.intersection(record.classes):
            tally["class that news never names"] += 1
            continue
        if record.kind == "company":
            key = names.key(record.label)
            if record.weight <= companies.get(key, -1.0):
                tally["branch of a company of the same name"] += 1
                continue
            companies[key] = record.weight
        yield _corrected(record, tally)


def _corrected(record: Record, tally: Counter[str]) -> Record:
    for reason, correct in _CORRECTIONS.items():
        better = correct(record)
        if better is not record:
            tally[reason] += 1
            record = better
    return record


def _kind(record: Record) -> Record:
    limits = _limits()
    if record.kind != "person" or not record.classes or limits.people & set(record.classes):
        return record
    words = {word for name in record.classes for word in name.split()}
    kinds = (kind for kind, telling in limits.other_kinds.items() if telling & words)
    return replace(record, kind=next(kinds, "concept"))


def _known_kind(record: Record) -> Record:
    """With the kind that the label or the description shows, where the facts know none."""
    if record.kind not in ("unknown", "other") or not record.label[:1].isupper():
        return record
    words = _CLAUSE.split(record.description or "", maxsplit=1)[0].lower().split()
    by_label = (k for k, ends in _limits().labels.items() if record.label.endswith(ends))
    by_text = (k for k, told in _limits().descriptions.items() if words and words[-1] in told)
    kind = next(by_label, None) or next(by_text, None)
    return replace(record, kind=kind) if kind else record


def _life(record: Record) -> Record:
    """Without a birth or a death that the other, or the positions, belie."""
    if record.kind != "person":
        return record
    born, died = year(record.begin), year(record.end)
    if born and died and not 0 <= died - born <= _limits().longest:
        return replace(record, begin=None, end=None)
    starts = [start for held in record.positions if (start := year(held.start))]
    if born and starts and min(starts) - born > _limits().old:
        return replace(record, begin=None, end=None)
    return record


def _positions(record: Record) -> Record:
    """Without tenures that end before they begin, or begin in childhood or after death."""
    born, died = year(record.begin), year(record.end)

    def possible(held: Held) -> bool:
        start, end = year(held.start), year(held.end)
        first = start or end
        early = born is not None and first is not None and first - born < _limits().young
        late = died is not None and start is not None and start > died
        turned = held.start and held.end and held.end < held.start[: len(held.end)]
        return not (early or late or turned)

    if record.kind != "person" or all(map(possible, record.positions)):
        return record
    return replace(record, positions=tuple(filter(possible, record.positions)))


def _ends(record: Record) -> Record:
    """With death as the end of tenures that are said to outlast it."""
    died = year(record.end)
    if record.kind != "person" or died is None:
        return record
    ended = tuple(
        replace(held, end=record.end) if (year(held.end) or died) > died else held
        for held in record.positions
    )
    return record if ended == record.positions else replace(record, positions=ended)


def _aliases(record: Record) -> Record:
    kept = tuple(a for a in record.aliases if is_latin(a) and not _CATALOGUE.search(a))
    return record if kept == record.aliases else replace(record, aliases=kept)


def year(date: str | None) -> int | None:
    """The year of an ISO 8601 date, negative before our era."""
    found = re.match(r"-?\d{1,4}", date or "")
    return int(found.group()) if found else None


def is_latin(name: str) -> bool:
    """Whether all letters of a name are of the Latin script, as English news writes it."""
    return name.isascii() or all(
        unicodedata.name(char, "").startswith(("LATIN", "MODIFIER", "FEMININE", "MASCULINE"))
        for char in name
        if char.isalpha()
    )


_CORRECTIONS: dict[str, Callable[[Record], Record]] = {
    "person that is none": _kind,
    "unknown kind that shows": _known_kind,
    "impossible life": _life,
    "impossible tenure": _positions,
    "tenure beyond death": _ends,
    "foreign or catalogue alias": _aliases,
}
