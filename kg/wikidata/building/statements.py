"""Statements of a Wikidata entity as plain values, whatever shape they are in.

The shape is that of Wikibase's JSON (dumps, `wbgetentities`, `Special:EntityData`). What
is not as it should be counts as not stated: nothing here raises for bad data.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from kg.resources import load_toml
from kg.wikidata.qids import is_qid

HERE = Path(__file__).resolve().parent
LARGEST = 2**63  # what a database can hold is below
_TIME = re.compile(r"\+0*(\d{4})-(\d{2})-(\d{2})T")
_YEAR, _MONTH, _DAY = 9, 10, 11  # Wikibase's precisions of a date
# Day 1 of `datetime.date` in Julian day numbers is this one plus 1.
_BEFORE_DAY_ONE = 1_721_425


@cache
def properties() -> dict[str, dict[str, Any]]:
    """The tables of `properties.toml`."""
    return load_toml(HERE / "properties.toml")


def used() -> frozenset[str]:
    """The properties whose statements are read."""
    tables = (properties()[name] for name in ("item", "date", "text", "other"))
    return frozenset(name for table in tables for listed in table.values() for name in listed)


def mapping(value: object) -> Mapping[str, Any]:
    """`value` where it is an object; old dumps write an empty one as a list."""
    return value if isinstance(value, Mapping) else {}


def statements(claims: Mapping[str, Any], property_: str) -> list[Mapping[str, Any]]:
    """The statements of a property that are not deprecated, the preferred ones first."""
    listed = claims.get(property_)
    found = [mapping(one) for one in listed] if isinstance(listed, Sequence) else []
    preferred = [one for one in found if one.get("rank") == "preferred"]
    return preferred + [one for one in found if one.get("rank", "normal") == "normal"]


def best(claims: Mapping[str, Any], names: Sequence[str]) -> list[Mapping[str, Any]]:
    """The statements of the best rank of the first property that has any.

    Those that have ended (qualifier P582) are left out where others remain.
    """
    for name in names:
        found = statements(claims, name)
        if found:
            ranked = [one for one in found if one.get("rank") == found[0].get("rank")]
            ended = properties()["qualifier"]["end"]
            return [o for o in ranked if ended not in mapping(o.get("qualifiers"))] or ranked
    return []


def value(snak: object) -> Any:
    """The value of a snak; None where there is none, or it is unknown."""
    snak = mapping(snak)
    if snak.get("snaktype", "value") != "value":
        return None
    return mapping(snak.get("datavalue")).get("value")


def values(claims: Mapping[str, Any], names: Sequence[str]) -> list[Any]:
    """The values of `best` statements, in their order."""
    found = (value(one.get("mainsnak")) for one in best(claims, names))
    return [one for one in found if one is not None]


def items(claims: Mapping[str, Any], names: Sequence[str]) -> tuple[str, ...]:
    """The QIDs that `best` statements name, each once, in their order."""
    found = (item(one) for one in values(claims, names))
    return tuple(dict.fromkeys(qid for qid in found if qid))


def item(given: object) -> str | None:
    """The QID of an entity value; older dumps give its number alone."""
    entity = mapping(given)
    number = entity.get("numeric-id")
    bare = isinstance(number, int) and entity.get("entity-type", "item") == "item"
    qid = entity.get("id") or (f"Q{number}" if bare else None)
    return qid if isinstance(qid, str) and is_qid(qid) else None


def text(given: object) -> str | None:
    """A text that can be stored: without control characters and broken surrogates."""
    if not isinstance(given, str):
        return None
    whole = given.encode("utf-8", "ignore").decode("utf-8")
    return " ".join(whole.replace("\0", " ").split()) or None


def texts(claims: Mapping[str, Any], name: str, languages: Sequence[str]) -> Iterator[str]:
    """Texts of a property, of those with a language the ones in `languages`."""
    for one in statements(claims, name):
        given = value(one.get("mainsnak"))
        if isinstance(given, Mapping):
            given = given.get("text") if given.get("language") in languages else None
        found = text(given)
        if found:
            yield found


def date(given: object) -> str | None:
    """A time value in ISO 8601, shortened to its precision; None where coarser than a year.

    Days of the Julian calendar become Gregorian ones. Years before the common era are None.
    """
    time = mapping(given)
    written, precision = time.get("time"), time.get("precision", _DAY)
    found = _TIME.match(written) if isinstance(written, str) else None
    if found is None or not isinstance(precision, int) or precision < _YEAR:
        return None
    year, month, day = map(int, found.groups())
    if year == 0:
        return None
    if precision == _YEAR or not 1 <= month <= 12:
        return f"{year:04d}"
    if precision == _MONTH or day == 0:
        return f"{year:04d}-{month:02d}"
    try:
        if str(time.get("calendarmodel")).endswith(f"/{properties()['values']['julian']}"):
            return _gregorian(year, month, day).isoformat()
        return datetime.date(year, month, day).isoformat()
    except (ValueError, OverflowError):
        return f"{year:04d}-{month:02d}"


def _gregorian(year: int, month: int, day: int) -> datetime.date:
    """A day of the Julian calendar in the Gregorian one, by its Julian day number."""
    if not 1 <= day <= 31:
        raise ValueError(day)
    january = (14 - month) // 12
    years, months = year + 4800 - january, month + 12 * january - 3
    number = day + (153 * months + 2) // 5 + 365 * years + years // 4 - 32083
    return datetime.date.fromordinal(number - _BEFORE_DAY_ONE)


def first_date(claims: Mapping[str, Any], names: Sequence[str]) -> str | None:
    """The first date that these properties give, in their order."""
    found = (date(one) for name in names for one in values(claims, [name]))
    return next((one for one in found if one), None)


def coordinates(claims: Mapping[str, Any], names: Sequence[str]) -> tuple[float, float] | None:
    """Latitude and longitude on Earth in degrees."""
    for given in map(mapping, values(claims, names)):
        place = given.get("latitude"), given.get("longitude")
        globe = str(given.get("globe") or "").rpartition("/")[2]
        latitude, longitude = (_number(one) for one in place)
        on_earth = globe in ("", properties()["values"]["earth"])
        if latitude is None or longitude is None or not on_earth:
            continue
        if abs(latitude) <= 90 and abs(longitude) <= 360:
            return round(latitude, 5), round(longitude, 5)
    return None


def amount(claims: Mapping[str, Any], names: Sequence[str]) -> int:
    """The largest amount that these properties state, 0 where there is none."""
    found = (_number(mapping(one).get("amount")) for one in values(claims, names))
    return max((int(one) for one in found if one is not None and one > 0), default=0)


def _number(given: object) -> float | None:
    """A number, None where it is none or too large to be stored."""
    try:
        number = float(given) if isinstance(given, (int, float, str)) else math.nan
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < LARGEST else None
