"""The decisions of linking whose confidences are judged."""

from __future__ import annotations

from collections.abc import Iterable

from kg.evaluate.calibration import Decisions
from kg.evaluate.linking.matching import Outcome
from kg.evaluate.linking.scoring import Known

LINKED, UNLINKED, MENTION = "linked", "unlinked", "mention"


def decisions(outcomes: Iterable[Outcome], in_base: Known) -> dict[str, Decisions]:
    """What can be judged, by kind.

    "linked": items chosen where a label names an item, or says that there is none;
    "unlinked": no item chosen there, right where there is none or the base lacks it;
    "mention": items of mentions that overlap a label, right with its span and item.
    """
    found: dict[str, Decisions] = {LINKED: [], UNLINKED: [], MENTION: []}
    for outcome in outcomes:
        for part in outcome.parts or (outcome,):
            gold, mention = part.gold, part.found
            if mention is None or not part.is_judged or (gold and gold.optional):
                continue
            if mention.item:
                found[MENTION].append((mention.confidence, part.is_right))
            if gold and mention.item:
                found[LINKED].append((mention.decision, part.is_right))
            elif gold:
                found[UNLINKED].append((mention.decision, not in_base(gold)))
    return found
