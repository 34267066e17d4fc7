"""GUM's mentions of entities: names, descriptions and pronouns (gucorpling.org/gum)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Mention:
    """A mention of an entity: words `[begin, end)` of its sentence, `head` among them.

    `kind` is person, place, organization, object, event, time, substance, animal,
    abstract or plant; `status` new, giv:act, giv:inact, acc:inf, acc:com, acc:aggr or
    undefined; mentions with one `cluster` in a document refer to the same entity.
    """

    begin: int
    end: int
    head: int
    kind: str
    status: str
    cluster: int


def mentions(misc: Sequence[str], heads: Sequence[int]) -> list[Mention]:
    """The mentions of a sentence in order of the text, outer ones first.

    `misc` is CoNLL-U's tenth column, `heads` its seventh (1-based, 0 for the root).
    What opens or closes in another sentence is left out.
    """
    opened: dict[str, list[tuple[int, list[str]]]] = {}
    found = []
    for index, value in enumerate(misc):
        match = re.search(r"Entity=([^|]+)", value)
        for part in re.findall(r"\([^()]+\)?|[^()]+\)", match.group(1)) if match else []:
            fields = part.strip("()").split("-")
            group = opened.setdefault(fields[0], [])
            if part.startswith("("):
                group.append((index, fields))
            if part.endswith(")") and group:
                begin, (cluster, kind, status, *_) = group.pop()
                head = _head(heads, begin, index + 1)
                found.append(Mention(begin, index + 1, head, kind, status, int(cluster)))
    return sorted(found, key=lambda mention: (mention.begin, -mention.end))


def _head(heads: Sequence[int], begin: int, end: int) -> int:
    """The first word of `[begin, end)` whose head stands outside."""
    return next((i for i in range(begin, end) if not begin < heads[i] <= end), begin)
