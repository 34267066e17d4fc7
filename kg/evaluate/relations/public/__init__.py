"""Relations that others annotated: KnowledgeNet, Re-DocRED, DocRED-IE."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from spacy.language import Language

from kg.evaluate.events.public.texts import Rows
from kg.evaluate.relations.extractors import Extractor
from kg.evaluate.relations.public import docred_ie, knowledgenet, knowledgenet_scores, redocred
from kg.evaluate.relations.tally import MEASURES
from kg.evaluate.tables import table

RECALLS = tuple(f"R, {name}" for name in (redocred.TOGETHER, redocred.EVIDENCE))
SHARES = (
    *("items", "in base", "linked", "facts", "linkable", "both linked"),
    *("subjects", "objects", "ceiling F1"),
)
PART = ": "  # before the property or fold that a row is about
DETAILED = (
    *(knowledgenet_scores.TEXT, knowledgenet_scores.LINK),
    *(redocred.NAME, redocred.GIVEN, docred_ie.NAME),
)
UNSEEN = (
    "KnowledgeNet: the patterns alone, since the shipped classifier was trained on its documents; "
    "--heads measures with heads that were trained without them"
)
SEEN = "Re-DocRED: the documents for development, on which the shipped classifier was trained"


def measure(
    nlp: Language,
    data: Path,
    heads: Path | None = None,
    extractor: Extractor = "both",
    *,
    development: bool = False,
    watch: Callable[[str], None] | None = None,
) -> Rows:
    """Scores in per cent, and counts, by row; the name of a row begins with its set's.

    `nlp` is from `kg.pipeline.load`, `data` the data folder, `heads` a folder with a classifier's
    head for each fold of KnowledgeNet ("fold1"); `watch` is told the name of each set before it
    is measured. Raises ResourceError where a file or folder is missing.
    """
    sets: dict[str, Callable[[], Rows]] = {
        "KnowledgeNet": lambda: knowledgenet_scores.measure(nlp, data, heads, extractor),
        redocred.NAME: lambda: redocred.measure(nlp, data, extractor, development),
        docred_ie.NAME: lambda: docred_ie.measure(nlp, data, extractor),
    }
    rows: Rows = {}
    for name, measured in sets.items():
        if watch:
            watch(name)
        rows |= measured()
    return rows


def report(rows: Rows, heads: Path | None = None, *, development: bool = False) -> str:
    """The measures as tables for people, with what others published."""
    parts = {}
    for name in ("KnowledgeNet", redocred.NAME, docred_ie.NAME):
        whole = {n: row for n, row in rows.items() if n.startswith(name) and PART not in n}
        parts[f"{name}, micro averages"] = table(whole, (*MEASURES, *RECALLS))
    for name in DETAILED:
        inner = {n.partition(PART)[2]: r for n, r in rows.items() if n.startswith(name + PART)}
        parts[f"{name}, in parts"] = table(inner, MEASURES)
    published = {
        other.name: {"link F1": other.link, "text F1": other.text}
        for other in knowledgenet.mapping().published
    }
    parts["KnowledgeNet, published, on the test fold"] = table(published, ("link F1", "text F1"))
    reached = {name: row for name, row in rows.items() if "in base" in row}
    parts["What the knowledge base allows"] = table(reached, SHARES)
    notes = [*([] if heads else [UNSEEN]), *([SEEN] if development else [])]
    tables = [f"{title}\n{lines}" for title, lines in parts.items() if lines]
    return "\n\n".join([*tables, *notes])
