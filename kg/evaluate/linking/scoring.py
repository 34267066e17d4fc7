"""Counts and scores of outcomes, by ELEVANT's definitions (its `case.py`).

A label without an item is unknown, and ignored: no mention needs to stand there, and one
with an item is wrong. A mention without an item is as good as none. Optional labels may be
found right, and count only where found wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from kg.evaluate.linking.benchmarks import NIL, Label, Text
from kg.evaluate.linking.matching import Outcome

RIGHT, EXTRA, MISSED = "right", "extra", "missed"

Known = Callable[[Label], bool]
Verdict = frozenset[str]
Judge = Callable[[Outcome, Known], Verdict]


def has_item(label: Label) -> bool:
    """Whether a label names an item."""
    return label.has_item


def recognition(outcome: Outcome, known: Known = has_item) -> Verdict:
    """Whether a linked mention stands where a known label does."""
    if outcome.parts:
        return _whole(outcome, recognition, known)
    gold, item = outcome.gold, outcome.item
    if gold is None or item is None:
        return _alone(outcome, known)
    if gold.optional:
        return frozenset() if known(gold) else frozenset({EXTRA})
    return frozenset({RIGHT if known(gold) else EXTRA})


def linking(outcome: Outcome, known: Known = has_item) -> Verdict:
    """Whether the item found is the gold one; another one is both missed and extra."""
    if outcome.parts:
        return _whole(outcome, linking, known)
    gold, item = outcome.gold, outcome.item
    if gold is None or item is None:
        return _alone(outcome, known)
    if known(gold) and outcome.is_right:
        return frozenset() if gold.optional else frozenset({RIGHT})
    if gold.optional or not known(gold):
        return frozenset({EXTRA})
    return frozenset({MISSED, EXTRA})


def _alone(outcome: Outcome, known: Known) -> Verdict:
    """What a label without an item found is, or an item found without a label."""
    if outcome.item:
        return frozenset({EXTRA})
    gold = outcome.gold
    if gold is None or not known(gold) or not _is_required(outcome.text, gold):
        return frozenset()
    return frozenset({MISSED})


def _is_required(text: Text, label: Label) -> bool:
    """Whether a label, or one below it, is not optional."""
    labels = {each.id: each for each in text.labels}
    below = (labels[child] for child in label.children)
    return not label.optional or any(_is_required(text, child) for child in below)


def _whole(outcome: Outcome, judge: Judge, known: Known) -> Verdict:
    """A label is missed where a part is, right where all judged parts are."""
    verdicts = frozenset[str]().union(*(judge(part, known) for part in outcome.parts))
    if MISSED in verdicts:
        return frozenset({MISSED})
    return verdicts if verdicts == {RIGHT} else frozenset()


@dataclass
class Score:
    """Counts of what was right, extra and missed."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Outcome, judge: Judge, known: Known) -> None:
        """Count an outcome; what is extra counts in each part, the rest once."""
        self.counts.update(judge(outcome, known))
        self.counts[EXTRA] += sum(EXTRA in judge(part, known) for part in outcome.parts)

    def row(self, name: str) -> dict[str, float]:
        """Precision, recall and F1 in per cent, those that are defined."""
        right, extra, missed = (self.counts[each] for each in (RIGHT, EXTRA, MISSED))
        return {
            **share(f"{name} P", right, right + extra),
            **share(f"{name} R", right, right + missed),
            **share(f"{name} F1", 2 * right, 2 * right + extra + missed),
        }


def share(name: str, part: float, total: float) -> dict[str, float]:
    """A measure in per cent; none where there is nothing to measure."""
    return {name: round(100 * part / total, 2)} if total else {}


def scores(outcomes: Iterable[Outcome], in_base: Known) -> dict[str, float]:
    """The measures of recognition, linking and disambiguation in per cent: `docs/linking.md`
    says what each is."""
    recognised, linked, linked_in_base = Score(), Score(), Score()
    outcomes = list(outcomes)
    for outcome in outcomes:
        if not (outcome.gold and outcome.gold.coref):
            recognised.add(outcome, recognition, has_item)
        linked.add(outcome, linking, has_item)
        linked_in_base.add(outcome, linking, in_base)
    in_kb = linked_in_base.row("inKB")
    in_kb.pop("inKB P", None)
    judged = [linking(outcome) for outcome in outcomes if outcome.is_judged]
    extra = sum(EXTRA in verdict for verdict in judged)
    right = sum(RIGHT in verdict for verdict in judged)
    return {
        **spans(outcomes).row("span"),
        **recognised.row("ER"),
        **linked.row("EL"),
        **share("label P", right, right + extra),
        **in_kb,
        **disambiguation(outcomes, in_base),
    }


def spans(outcomes: Iterable[Outcome]) -> Score:
    """Mentions, linked or not, at labels, with an item or not."""
    score = Score()
    for outcome in outcomes:
        for part in outcome.parts or (outcome,):
            if part.gold and (part.gold.coref or part.gold.optional):
                continue
            if part.gold and part.found:
                score.counts[RIGHT] += 1
            else:
                score.counts[MISSED if part.gold else EXTRA] += 1
    return score


def disambiguation(outcomes: Iterable[Outcome], in_base: Known) -> dict[str, float]:
    """Accuracy at labels whose mention was found: "acc" where an item was chosen, "inKB acc"
    of these where the base has the label's item, "inKB all" also counting no item as wrong;
    "NIL acc" is the share of labels that have no item in Wikidata and got none."""
    chosen, known, found, unlinked = [], [], [], []
    for outcome in outcomes:
        gold = outcome.gold
        if gold is None or gold.coref or gold.optional or outcome.parts or not outcome.found:
            continue
        if gold.item == NIL:
            unlinked.append(outcome.item is None)
        if gold.has_item and outcome.item:
            chosen.append(outcome.is_right)
        if in_base(gold):
            found.append(outcome.is_right)
            known.extend([outcome.is_right] if outcome.item else [])
    return {
        **share("acc", sum(chosen), len(chosen)),
        **share("inKB acc", sum(known), len(known)),
        **share("inKB all", sum(found), len(found)),
        **share("NIL acc", sum(unlinked), len(unlinked)),
    }
