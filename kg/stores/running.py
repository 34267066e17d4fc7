"""Running a query on a store, with its parameters bound."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import QueryError
from kg.prefixes import PREFIXES
from kg.stores.bundled import Query
from kg.stores.terms import Term, parse_term

_FLAGS = re.VERBOSE | re.IGNORECASE | re.DOTALL
# A comment, a string, an IRI: nothing in them is a keyword.
_OPAQUE = r"""(?P<comment>\#[^\r\n]*)
      | \"\"\"(?:[^\\]|\\.)*?\"\"\" | '''(?:[^\\]|\\.)*?'''
      | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*'
      | <[^<>"{}|^`\\\s]*>"""
# The same, or what is looked for: a VALUES block of one variable.
_TOKEN = re.compile(
    rf"{_OPAQUE} | (?P<values>\bVALUES\s*[?$](?P<name>\w+)\s*\{{(?P<terms>[^{{}}]*)\}})", _FLAGS
)
# The same, or a variable, a language or a prefixed name.
_NAME = re.compile(
    rf"{_OPAQUE} | [?$]\w+ | @[a-z-]+ | \b(?!service)[a-z_][\w.-]*:(?:[\w.:%-]|\\.)*", _FLAGS
)
# Oxigraph wants no space between its keywords and what follows them.
_SERVICE = re.compile(r"SERVICE\s*(?:SILENT)?\s*[^\s{}]+\s*\{", re.IGNORECASE)
_TYPE = f"<{PREFIXES['rdf']}type>"
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


@dataclass(frozen=True)
class Answer:
    """What a query gave: rows for SELECT, truth for ASK, triples for CONSTRUCT or DESCRIBE.

    `rows` are in the query's order, or sorted where it gives none; `triples` are sorted.
    """

    variables: tuple[str, ...] = ()
    rows: tuple[tuple[ox.NamedNode | ox.BlankNode | ox.Literal | None, ...], ...] = ()
    truth: bool | None = None
    triples: tuple[ox.Triple, ...] | None = None


def run(query: Query, store: ox.Store, params: Mapping[str, str] | None = None) -> Answer:
    """The answer of `query` on `store`.

    `params` are terms as `terms.parse_term` reads them. QueryError if one is unknown or of
    the wrong type, the query is malformed, or it asks another machine (SERVICE).
    """
    text = bind(query, params or {})
    if _SERVICE.search(_NAME.sub(lambda match: " " if match["comment"] else " ~ ", text)):
        raise QueryError(
            f"{_called(query)}: SERVICE would send the query to another machine, which kg"
            " never does; take it out and give the data as a file"
        )
    try:
        result = store.query(text, prefixes=PREFIXES)
    except SyntaxError as error:
        raise QueryError(_explain(query, text, error)) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"{_called(query)}: cannot be answered: {error}") from error
    if isinstance(result, ox.QueryBoolean):
        return Answer(truth=bool(result))
    if isinstance(result, ox.QueryTriples):
        return Answer(triples=tuple(sorted(set(result), key=_triple_key)))
    variables = tuple(variable.value for variable in result.variables)
    rows = [tuple(solution[name] for name in variables) for solution in result]
    if not re.search(r"\bORDER\s+BY\b", text, re.IGNORECASE):
        rows.sort(key=lambda row: [str(term) for term in row])
    return Answer(variables=variables, rows=tuple(rows))


def bind(query: Query, params: Mapping[str, str]) -> str:
    """The query's text with `params` in place of the defaults in its VALUES blocks."""
    known = {match["name"] for match in _TOKEN.finditer(query.text) if match["values"]}
    types = {parameter.name: parameter.type for parameter in query.parameters}
    terms: dict[str, Term] = {}
    for name, text in params.items():
        if name not in known:
            choice = f"it has {', '.join(sorted(known))}" if known else "it has none"
            raise QueryError(f"{_called(query)}: no parameter is called {name!r}; {choice}")
        try:
            terms[name] = parse_term(text, types.get(name))
        except QueryError as error:
            raise QueryError(f"{_called(query)}: parameter {name}: {error}") from error

    def replace(match: re.Match[str]) -> str:
        name = match["name"]
        return f"VALUES ?{name} {{ {terms[name]} }}" if name in terms else match[0]

    return _TOKEN.sub(replace, query.text)


def _triple_key(triple: ox.Triple) -> tuple[str, bool, str, str]:
    predicate = str(triple.predicate)
    return (str(triple.subject), predicate != _TYPE, predicate, str(triple.object))


def _called(query: Query) -> str:
    return str(query.path) if query.path and not query.title else f"query {query.name!r}"


def _explain(query: Query, text: str, error: SyntaxError) -> str:
    message = str(error.msg)
    match = _PLACE.match(message)
    if match is None:
        return f"{_called(query)}: not valid SPARQL: {' '.join(message.split())[:160]}"
    line, column = int(match[1]), int(match[2])
    lines = text.splitlines() or [""]
    code = lines[min(line, len(lines)) - 1]
    cause, before = "", code[: column - 1]
    if "Prefix not found" in match[3]:
        cause, before = "unknown prefix ", before.rstrip()
    begin = max(before.rfind(space) for space in " \t") + 1
    rest = code[begin : begin + 40].strip()
    found = f"at {rest!r}" if rest else "at the end of the line"
    return f"{_called(query)}, line {line}, column {column}: not valid SPARQL: {cause}{found}"
