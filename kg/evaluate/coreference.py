"""How well pronouns and descriptions find the names they stand for, in GUM and re3d.

All is found in raw text. Only the components up to `kg_coreference` run: what later ones
add takes part in events and is not looked for here. docs/coreference.md has the measures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from spacy.language import Language

from kg.components.notes import Notes
from kg.evaluate import coreference_gum, coreference_re3d, sets
from kg.evaluate.coreference_clusters import Tally
from kg.evaluate.corpora import read_conllu
from kg.evaluate.counts import Scores
from kg.evaluate.gold import from_sentences
from kg.evaluate.tables import table
from kg.facts import Article
from kg.pipeline import make_doc

LAST = "kg_coreference"
COLUMNS = (
    ("pronouns P", "pronouns R", "descriptions P", "descriptions R"),
    ("unnamed P", "names R", "MUC F1", "B3 F1", "LEA F1"),
)

Errors = list[dict[str, Any]]


@dataclass(frozen=True)
class Text:
    """A text, the rows it counts in, and what counts a reading of it and gives its errors."""

    name: str
    rows: tuple[str, ...]
    text: str
    count: Callable[[Notes, Tally], Errors]


def development(data: Path) -> list[Text]:
    """GUM's development part, its news as a row too, and re3d's development reports.

    Raises ResourceError where `data` is not the data folder.
    """
    sets.check(data)
    return [*_gum(data, "dev"), *_re3d(data)]


def held_out(data: Path) -> list[Text]:
    """GUM's test part, its news as a row too. Raises ResourceError as `development`."""
    sets.check(data)
    return list(_gum(data, "test"))


def _gum(data: Path, split: str) -> Iterator[Text]:
    for path in sets.gum(data, split):
        genre = path.stem.split("_")[1]
        rows = (f"GUM {split}", *([f"GUM {split}, news"] if genre == "news" else []))
        for _, document in read_conllu(path):
            count = partial(coreference_gum.count, coreference_gum.gold(document))
            yield Text(path.stem, rows, from_sentences(document).text, count)


def _re3d(data: Path) -> Iterator[Text]:
    known = coreference_re3d.meanings()
    for folder in sets.RE3D["dev"]:
        reports = coreference_re3d.read(data / "re3d" / folder, known)
        for number, (text, marked) in enumerate(reports, 1):
            count = partial(coreference_re3d.count, marked)
            yield Text(f"{folder} {number}", ("re3d dev",), text, count)


def measure(
    nlp: Language, texts: Iterable[Text], watch: Callable[[str], None] | None = None
) -> tuple[dict[str, Scores], Errors]:
    """Scores in per cent by row, and what is wrong, text by text.

    `watch` is told the name of each text before it is read.
    """
    tallies: dict[str, Tally] = {}
    errors: Errors = []
    for text in texts:
        if watch:
            watch(text.name)
        notes = _notes(nlp, text.text)
        for row in text.rows:
            found = text.count(notes, tallies.setdefault(row, Tally()))
        errors += [{"text": text.name, **error} for error in found]
    return {row: tally.scores() for row, tally in tallies.items()}, errors


def report(scores: Mapping[str, Scores]) -> str:
    """The scores as tables for people."""
    return "\n\n".join(table(scores, columns) for columns in COLUMNS)


def _notes(nlp: Language, text: str) -> Notes:
    """What the components up to coreference know of a text."""
    doc = make_doc(Article(text), nlp)
    for name, component in nlp.pipeline:
        doc = component(doc)
        if name == LAST:
            break
    return Notes(doc)
