"""Literals in the one lexical form that rdflib and Oxigraph both keep."""

from __future__ import annotations

import math
import re
from datetime import datetime
from decimal import Decimal

from rdflib import Literal
from rdflib.namespace import GEO, XSD

from kg.errors import GraphError

_TAG = re.compile(r"[A-Za-z]{2,8}")
_YEAR = re.compile(r"[0-9]{4}")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?(?:[.,][0-9]+)?\s*(Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)


def label(text: str, language: str) -> Literal:
    """`text` tagged with the primary part of `language`, or untagged if that is no tag."""
    primary = re.split(r"[-_]", language)[0]
    return Literal(text, lang=primary.lower() if _TAG.fullmatch(primary) else None)


def integer(value: int) -> Literal:
    """A whole number. Offsets too: Oxigraph does not keep xsd:nonNegativeInteger."""
    return Literal(str(value), datatype=XSD.integer)


def decimal(value: float) -> Literal:
    """`value` to four places, canonical as in XSD 1.1 ("1", "0.93")."""
    if not math.isfinite(value):
        raise GraphError(f"{value} is not a number that a graph can hold")
    digits = f"{value:.4f}".rstrip("0").rstrip(".")
    return Literal("0" if digits == "-0" else digits, datatype=XSD.decimal)


def number(value: float) -> Literal:
    """`value` as it is, canonical as in XSD 1.1 ("3.5", "3000000000")."""
    if not math.isfinite(value):
        raise GraphError(f"{value} is not a number that a graph can hold")
    digits = f"{Decimal(repr(value)):f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return Literal("0" if digits == "-0" else digits, datatype=XSD.decimal)


def boolean(value: bool) -> Literal:
    """`true` or `false`."""
    return Literal(str(value).lower(), datatype=XSD.boolean)


def point(latitude: float, longitude: float) -> Literal:
    """WGS 84 degrees as well-known text, which puts the longitude first."""
    return Literal(f"POINT({longitude!r} {latitude!r})", datatype=GEO.wktLiteral)


def time(text: str) -> Literal:
    """An ISO 8601 date or date-time; seconds are the finest kept. Else GraphError."""
    literal = _time(text)
    if literal is None:
        raise GraphError(f"{text!r} is not a date; write it as 2015-05-17 or 2015-05-17T08:30:00")
    return literal


def value(text: str, language: str) -> Literal:
    """The value of a statement: a year, month, date or date-time where it is one, else text."""
    if _YEAR.fullmatch(text):
        return Literal(text, datatype=XSD.gYear, normalize=False)
    if _MONTH.fullmatch(text):
        return Literal(text, datatype=XSD.gYearMonth, normalize=False)
    return _time(text) or label(text, language)


def day(text: str) -> str:
    """The date in an ISO 8601 date or date-time."""
    return text[:10]


def _time(text: str) -> Literal | None:
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    date, minutes, seconds, zone = match.groups()
    if minutes is None:
        form, datatype = date, XSD.date
    else:
        zone = "+00:00" if zone == "Z" else (zone or "")
        zone = f"{zone[:3]}:{zone[-2:]}" if zone else ""
        form, datatype = f"{date}T{minutes}{seconds or ':00'}{zone}", XSD.dateTime
    try:
        datetime.fromisoformat(form)
    except ValueError:
        return None
    return Literal(form, datatype=datatype, normalize=False)
