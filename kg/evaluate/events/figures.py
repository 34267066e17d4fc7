"""Scores of figures: tolls, quantities and times."""

from __future__ import annotations

from kg.evaluate.events import matching
from kg.evaluate.events.matching import Pairing, days, nearness
from kg.evaluate.events.reports import GoldQuantity, GoldToll
from kg.evaluate.events.tally import Scorer
from kg.facts import Quantity, Span, Toll

TOLLS, TIMES, QUANTITIES = "tolls", "times", "quantities"
Numbers = tuple[float | None, float | None, float | None, bool]


class FigureScorer(Scorer):
    """Scores the tolls, quantities and times of one report."""

    def score(self) -> None:
        """All measures of figures."""
        self._tolls()
        if "quantity" not in self.gold.without:
            self._quantities()
        self._times()

    def _tolls(self) -> None:
        def likeness(gold: GoldToll, found: Toll) -> float:
            near = nearness(self.report.span(gold.at), found.spans) > 0
            return near * (1.0 + (gold.kind == found.kind) + _is_number(gold, found))

        pairing = Pairing(self.gold.toll, self.document.tolls, likeness)
        for gold, found in pairing.asked:
            span = self.report.span(gold.at)
            right = found is not None and found.kind == gold.kind and _is_number(gold, found)
            self.tally.add(TOLLS, right, 0, 1)
            if found is None:
                self.fault("missing toll", span, _figure(gold))
                continue
            self.tally.add("toll kind", found.kind == gold.kind, 1, 1)
            self.tally.add("toll number and bound", _is_number(gold, found), 1, 1)
            if gold.victims:
                self._victims(gold, found, span)
            if not right:
                self.fault("toll", span, _figure(gold), _figure(found), found.confidence)
        self.tally.add(TOLLS, 0, len(pairing.judged), 0)
        for toll in pairing.spurious:
            self.fault("spurious toll", toll.spans[0], "", _figure(toll), toll.confidence)

    def _victims(self, gold: GoldToll, found: Toll, span: Span) -> None:
        right = self.people.means(found.victims, gold.victims)
        self.tally.add("toll victims", right, 1, 1)
        if not right:
            self.fault("toll victims", span, gold.victims, self.people.name(found.victims))

    def _quantities(self) -> None:
        pairing = Pairing(
            self.gold.quantity,
            self.document.quantities,
            lambda gold, found: nearness(self.report.span(gold.at), found.spans),
        )
        for gold, found in pairing.asked:
            right = found is not None and _is_amount(gold, found)
            self.tally.add(QUANTITIES, right, 0, 1)
            if not right:
                kind, wanted = "quantity" if found else "missing quantity", _amount(gold)
                given = _amount(found) if found else ""
                self.fault(kind, self.report.span(gold.at), wanted, given)
        self.tally.add(QUANTITIES, 0, len(pairing.judged), 0)
        for quantity in pairing.spurious:
            self.fault("spurious quantity", quantity.spans[0], "", _amount(quantity))

    def _times(self) -> None:
        pairing = Pairing(
            self.gold.time,
            self.times,
            lambda gold, found: nearness(self.report.span(gold.at), (found.span,)),
        )
        for gold, found in pairing.asked:
            given = days(found)
            self.tally.add(TIMES, given == gold.value, 0, 1)
            if given != gold.value:
                kind = "time" if found else "missing time"
                self.fault(kind, self.report.span(gold.at), gold.value, given or "")
        self.tally.add(TIMES, 0, len(pairing.judged), 0)
        for time in pairing.spurious:
            self.fault("spurious time", time.span, "", days(time))


def _numbers(figure: GoldToll | Toll) -> Numbers:
    if figure.count is not None and not figure.approximate:
        return figure.count, figure.count, figure.count, False
    return figure.count, figure.minimum, figure.maximum, figure.approximate


def _is_number(gold: GoldToll, found: Toll) -> bool:
    return _numbers(gold) == _numbers(found)


def _figure(toll: GoldToll | Toll) -> str:
    return f"{toll.kind} {_numbers(toll)}"


def _amount(quantity: GoldQuantity | Quantity) -> str:
    bounds = "" if quantity.value is not None else f"{quantity.minimum} to {quantity.maximum}"
    return f"{bounds or quantity.value} {quantity.unit}"


def _is_amount(gold: GoldQuantity, found: Quantity) -> bool:
    """Whether number, bounds and unit agree; the unit by its name or its code."""
    units = {found.unit.lower(), (found.code or "").lower()}
    if gold.value is not None:
        same = matching.close(gold.value, found.value)
    else:
        same = matching.close(gold.minimum, found.minimum)
        same = same and matching.close(gold.maximum, found.maximum)
    return same and gold.unit.lower() in units
