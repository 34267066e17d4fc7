"""RDF terms as a person types them for a query's parameter."""

from __future__ import annotations

import re
from datetime import date
from typing import TypeVar

import pyoxigraph as ox

from kg.errors import QueryError
from kg.prefixes import DATA, PREFIXES

Term = ox.NamedNode | ox.Literal
T = TypeVar("T", ox.NamedNode, ox.Literal)

TYPES = ("iri", "text", "date", "integer")
_PREFIXED = re.compile(r"([a-z]+):([\w.%=,/#-]*)")
_IRI = re.compile(r"<([^<>\s]+)>|([a-z][a-z0-9+.-]*://\S+)", re.IGNORECASE)
_QUOTED = re.compile(r'"(.*)"(?:@([A-Za-z]+(?:-[A-Za-z0-9]+)*)|\^\^(\S+))?', re.DOTALL)
_NUMBER = re.compile(r"[+-]?[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_XSD = PREFIXES["xsd"]
_NAMESPACES = {**PREFIXES, "data": DATA}


def parse_term(text: str, kind: str | None = None) -> Term:
    """The term that `text` means, of one of `TYPES` where `kind` says which.

    `wd:Q1` and `<http://…>` are IRIs, `"words"@en` a literal, `12` and `2015-05-17` a
    number and a date, anything else plain text. QueryError if it is none of `kind`.
    """
    if kind == "text":
        return _quoted(text) or ox.Literal(text)
    if kind == "iri":
        return _required(_iri(text), text, "an IRI such as wd:Q42 or <https://example.org/a>")
    if kind == "date":
        return _required(_date(text), text, "a date such as 2015-05-17")
    if kind == "integer":
        return _required(_integer(text), text, "a whole number")
    return _iri(text) or _quoted(text) or _date(text) or _integer(text) or ox.Literal(text)


def _required(term: T | None, text: str, wanted: str) -> T:
    if term is None:
        raise QueryError(f"{text!r} is not {wanted}")
    return term


def _iri(text: str) -> ox.NamedNode | None:
    if match := _IRI.fullmatch(text):
        return _checked(match[1] or match[2])
    if (match := _PREFIXED.fullmatch(text)) and match[1] in _NAMESPACES:
        return _checked(_NAMESPACES[match[1]] + match[2])
    return None


def _checked(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise QueryError(f"{iri!r} is not an IRI: {error}") from error


def _quoted(text: str) -> ox.Literal | None:
    match = _QUOTED.fullmatch(text)
    if match is None:
        return None
    words, language, datatype = match.groups()
    if datatype is None:
        return ox.Literal(words, language=language)
    return ox.Literal(words, datatype=_required(_iri(datatype), datatype, "a datatype"))


def _date(text: str) -> ox.Literal | None:
    try:
        valid = _DATE.fullmatch(text) and date.fromisoformat(text)
    except ValueError:
        return None
    return ox.Literal(text, datatype=ox.NamedNode(_XSD + "date")) if valid else None


def _integer(text: str) -> ox.Literal | None:
    if not _NUMBER.fullmatch(text):
        return None
    return ox.Literal(str(int(text)), datatype=ox.NamedNode(_XSD + "integer"))
