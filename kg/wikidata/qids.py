"""Identifiers of Wikidata's items: a QID such as "Q796", and its number."""

from __future__ import annotations

import re
from typing import TypeGuard

_QID = re.compile(r"Q[1-9][0-9]{0,17}")  # numbers that a database can hold


def is_qid(value: object) -> TypeGuard[str]:
    """Whether `value` is the id of an item."""
    return isinstance(value, str) and _QID.fullmatch(value) is not None


def number_of(qid: str | None) -> int | None:
    """The number of a QID, None for anything else."""
    return int(qid[1:]) if is_qid(qid) else None


def qid_of(number: int | None) -> str | None:
    """The QID with a number."""
    return f"Q{number}" if number is not None else None
