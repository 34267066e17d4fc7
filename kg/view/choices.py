"""Why an entity got its item, or none: its candidates with their scores and reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.facts import Entity
from kg.wikidata.features import settings
from kg.wikidata.ranking import Ranked, chosen, of_none, terms
from kg.wikidata.store import Store

BAR = 20
LEAST_TERM = 0.005


def to_text(
    kb: Store, entity: Entity, ranked: Sequence[Ranked], threshold: float, top: int = 3
) -> str:
    """The decision for an entity, its `top` candidates, and what each of their features adds.

    `threshold` is the probability from which the best is chosen.
    """
    best = chosen(ranked, threshold)
    others = f", also {', '.join(entity.names[1:])}" if len(entity.names) > 1 else ""
    lines = [
        f"{entity.name} ({entity.type}{others})",
        f"→ {_title(kb, best) if best else 'no item: stays unlinked'}",
        "",
    ]
    for row in ranked[:top]:
        lines += [f"  {_bar(row.probability)}  {_title(kb, row)}", *_reasons(row), ""]
    rest = sum(row.probability for row in ranked[top:])
    if rest:
        lines.append(f"  {_bar(rest)}  {len(ranked) - top} more candidates")
    lines.append(f"  {_bar(of_none(ranked))}  no item (score 0; an item needs {threshold:.2f})")
    return "\n".join(lines) + "\n"


def _bar(probability: float) -> str:
    full = round(BAR * probability)
    return f"{probability:5.3f} {'█' * full}{'·' * (BAR - full)}"


def _title(kb: Store, ranked: Ranked) -> str:
    item = kb.item(ranked.candidate.qid)
    assert item is not None
    described = f", {item.description}" if item.description else ""
    return f"{item.qid} {item.label} ({item.kind}{described})"


def _reasons(ranked: Ranked) -> Iterator[str]:
    """A line for each feature that moves the score, the strongest first."""
    tables = settings()
    added = terms(ranked.features, tables["weights"])
    for name, term in sorted(added.items(), key=lambda row: (-abs(row[1]), row[0])):
        if abs(term) >= LEAST_TERM:
            value = "" if name == "bias" else f" = {ranked.features[name]:.2f}"
            yield f"    {term:+6.2f}  {name}{value}: {tables['meaning'][name]}"
    yield f"    {ranked.score:6.2f}  in all"
