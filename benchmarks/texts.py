"""The articles that speed is measured on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUNDLED = (*sorted(ROOT.glob("tests/golden/*.txt")), ROOT / "examples" / "timbuktu.txt")
ARTICLES = 48
LENGTHS = (4, 7, 11, 16)  # paragraphs of an article, in turn


def bundled() -> list[str]:
    """Some 18,000 words in 48 articles: the paragraphs of the golden articles and the example,
    mixed by strides, so that no two articles are alike though their paragraphs recur."""
    paragraphs = [part for path in BUNDLED for part in _paragraphs(path.read_text("utf-8"))]
    count = len(paragraphs)
    return [
        "\n\n".join(
            paragraphs[(7 * number + (1 + number % 5) * place) % count]
            for place in range(LENGTHS[number % len(LENGTHS)])
        )
        for number in range(ARTICLES)
    ]


def read(paths: Sequence[Path]) -> list[str]:
    """One article a file."""
    return [path.read_text("utf-8") for path in paths]


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
