"""Which of the extractors found something, by the name it was left with ("verb+classifier")."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

Extractor = Literal["both", "patterns", "classifier"]
CLASSIFIER = "classifier"
TITLES: dict[Extractor, str] = {
    "patterns": "patterns alone",
    "classifier": "classifier alone",
    "both": "both together",
}


class Found(Protocol):
    """A statement or a pair of mentions."""

    @property
    def extractor(self) -> str: ...


def found_by(extractor: Extractor) -> Callable[[Found], bool]:
    """Whether something was found by an extractor, perhaps by the other one too."""

    def is_found(found: Found) -> bool:
        names = {name.strip() for name in found.extractor.split("+")}
        if extractor == "both":
            return True
        return CLASSIFIER in names if extractor == "classifier" else bool(names - {CLASSIFIER})

    return is_found
