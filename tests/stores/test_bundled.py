from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.stores import get_query, queries, read_query


def test_bundled_queries_are_listed_in_order() -> None:
    assert list(queries) == sorted(queries)
    assert len(queries) >= 14
    assert queries["timeline"].title == "Timeline"


def test_lookup_by_name_and_path(tmp_path: Path) -> None:
    assert get_query("timeline") == queries["timeline"]
    path = tmp_path / "mine.rq"
    path.write_text("# title: Mine\n# question: What?\n# param: who iri wd:Q1 Whom.\nASK {}\n")
    query = get_query(str(path))
    assert (query.name, query.title, query.question) == ("mine", "Mine", "What?")
    assert [(p.name, p.type, p.default, p.description) for p in query.parameters] == [
        ("who", "iri", "wd:Q1", "Whom.")
    ]


def test_unknown_name() -> None:
    with pytest.raises(QueryError, match="no query is called 'time-line'; did you mean timeline"):
        get_query("time-line")
    with pytest.raises(QueryError, match="`kg queries` lists them"):
        get_query("zzzz")


def test_unreadable(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"none\.rq: no such file"):
        get_query(str(tmp_path / "none.rq"))
    with pytest.raises(QueryError, match="cannot be read as a query"):
        read_query(tmp_path)
    binary = tmp_path / "binary.rq"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(QueryError, match="cannot be read as a query"):
        read_query(binary)


@pytest.mark.parametrize("line", ["who", "who iri", "who iri -", "who thing - Whom."])
def test_bad_parameter_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(f"# param: {line}\nASK {{}}\n")
    with pytest.raises(QueryError, match="NAME TYPE DEFAULT DESCRIPTION"):
        read_query(path)
