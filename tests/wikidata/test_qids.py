"""Identifiers of items and their numbers."""

from __future__ import annotations

import pytest

from kg.wikidata.qids import is_qid, number_of, qid_of


@pytest.mark.parametrize(
    "text", ["", "NIL", "Q", "Q0", "Q01", "q796", "Q1a", "Q1234567890123456789", None, 7]
)
def test_what_is_no_item(text: object) -> None:
    assert not is_qid(text)


def test_there_and_back() -> None:
    assert (number_of("Q796"), qid_of(796)) == (796, "Q796")
    assert (number_of("P39"), number_of(None), qid_of(None)) == (None, None, None)
