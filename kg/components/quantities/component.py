"""`kg_quantities`: numbers with a unit, and what they measure.

Money, shares, lengths, areas, weights and the other kinds of `units.toml`. Counts of people
and things, ages, scores and times are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.components.factuality import Factualities
from kg.components.notes import Notes
from kg.components.quantities.measured import Measured
from kg.components.quantities.measures import Found, Measures
from kg.components.referents import Referents
from kg.facts import Factuality, Quantity, Span

CONFIDENCE = {True: 0.9, False: 0.75}  # whether it is known what is measured
PLACES = 6


@Language.component(
    "kg_quantities",
    requires=["token.dep", "token.lemma", "doc.user_data", "doc.spans"],
    assigns=["doc.user_data", "doc.spans"],
)
def quantities(doc: Doc) -> Doc:
    """Write the quantities of `doc`."""
    notes = Notes(doc)
    found = Measures(notes).all()
    if found:
        extractor = Extractor(notes, found)
        notes.quantities.extend(extractor.quantity(measure) for measure in found)
        notes.save()
    return doc


class Extractor:
    """Makes quantities of the measures of one document."""

    def __init__(self, notes: Notes, measures: Sequence[Found]) -> None:
        referents = Referents(notes)
        self.view = referents.view
        self.measured = Measured(referents, (i for found in measures for i in found.tokens))
        self.factualities = Factualities(self.view)
        self._number = 0

    def quantity(self, found: Found) -> Quantity:
        """The quantity that a measure gives."""
        self._number += 1
        measure, bounds = found.measure, found.bounds
        token, root = self.measured.of(found.tokens, found.head)
        of = self.measured.identifier(token)
        rate = bool(measure.per)
        money = measure.unit.kind == "money"
        exact = bounds.minimum == bounds.maximum == bounds.value
        return Quantity(
            id=f"q{self._number}",
            kind=measure.unit.kind,
            unit=f"{measure.unit.name} per {measure.per}" if rate else measure.unit.name,
            spans=(Span(found.begin, found.end),),
            code=measure.unit.code if money or not rate else None,
            value=_float(bounds.value),
            minimum=None if exact else _float(bounds.minimum),
            maximum=None if exact else _float(bounds.maximum),
            approximate=bounds.approximate,
            of=of,
            factuality=self._factuality(token, root),
            confidence=CONFIDENCE[of is not None],
        )

    def _factuality(self, measured: Token | None, root: Token) -> Factuality:
        """That of the measured event, else of the clause that the measure stands in."""
        if measured is not None and measured.i in self.measured.events:
            return self.measured.events[measured.i].factuality
        for token in (root, *self.view.ancestors(root)):
            if self.view.is_predicate(token):
                return self.factualities.of(token)
        return Factuality()


def _float(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), PLACES)
