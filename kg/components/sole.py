"""The only organisation near a description that it can be of."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from kg.components.antecedents import Markable
from kg.components.descriptions import Descriptions


def sole(token: Token, near: Iterable[Markable], descriptions: Descriptions) -> Token | None:
    """The last mention of the one organisation that a description fits, in its own sentence or
    else among all the mentions `near` it (last to first); None where that one never acted,
    where several fit, or where something without a name does."""
    if not descriptions.asks_for_body(token):
        return None
    fitting: list[Markable] = []
    for markable in near:
        entity = descriptions.notes.entity_at(markable.head)
        if entity is None or not entity.named:
            if descriptions.is_rival(markable.head, token):
                return None
        elif descriptions.fits_alone(token, entity):
            fitting.append(markable)
    own = [m for m in fitting if m.head.sent == token.sent and not _owns(m.head, descriptions)]
    return _only(own, token, descriptions) or _only(fitting, token, descriptions)


def _owns(head: Token, descriptions: Descriptions) -> bool:
    """Whether a name only says whose something is."""
    return descriptions.view.relation(head) == "nmod:poss"


def _only(fitting: list[Markable], token: Token, descriptions: Descriptions) -> Token | None:
    """The last mention of the one entity of all, if it acts: saying something does not count
    for one that nothing is known of, nor for who says what the description stands in."""
    notes, constraints = descriptions.notes, descriptions.constraints
    entities = {entity.id: entity for m in fitting if (entity := notes.entity_at(m.head))}
    if len(entities) != 1 or any(constraints.says(m.head, token) for m in fitting):
        return None
    known = any(entity.item for entity in entities.values())
    acts = any(m.subject and (known or not constraints.speaks(m.head)) for m in fitting)
    return fitting[0].head if acts else None
