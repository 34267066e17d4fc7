"""Reader of ELEVANT's benchmark files: one JSON object a line, each a text with its labels.

The format is that of github.com/ad-freiburg/elevant (Bast, Hertel and Prange 2022). What a
line holds beyond the fields below is not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import ResourceError
from kg.resources import load_toml
from kg.wikidata.qids import is_qid

NIL, NO_MAPPING = "<NIL>", "<NO_MAPPING>"
QUANTITIES = frozenset({"QUANTITY", "DATETIME"})
WORDS = Path(__file__).with_name("words.toml")
SUFFIX = ".benchmark.jsonl"

Place = tuple[int, int]


@dataclass(frozen=True)
class Label:
    """What people annotated at `span`, offsets in code points of the text.

    `item` is a QID, `NIL` (Wikidata has none) or `NO_MAPPING` (the annotated page has no
    known item). `optional` labels may be found and need not be; so may quantities, times
    and descriptions. `children` are other annotations of the same words. `coref` marks what
    refers back to a name: as the file says, else by its words ("she", "the company").
    """

    id: int
    span: Place
    item: str
    name: str = ""
    parent: int | None = None
    children: tuple[int, ...] = ()
    optional: bool = False
    coref: bool = False

    @property
    def has_item(self) -> bool:
        """Whether the label names an item."""
        return self.item not in (NIL, NO_MAPPING)


@dataclass(frozen=True)
class Text:
    """A text of a benchmark, judged inside `span`; labels as in the file."""

    text: str
    span: Place
    labels: tuple[Label, ...]
    title: str = ""

    def words(self, label: Label) -> str:
        """What the text says at a label."""
        return self.text[slice(*label.span)]


def read_all(paths: Iterable[Path]) -> dict[str, list[Text]]:
    """The texts of benchmark files by name: "kore50" for `kore50.benchmark.jsonl`."""
    found: dict[str, list[Text]] = {}
    for path in paths:
        name = path.name.removesuffix(SUFFIX)
        if name in found:
            raise ResourceError(f"{path}: a benchmark of that name was given before; rename it")
        found[name] = read(path)
    return found


def read(path: Path) -> list[Text]:
    """The texts of a benchmark file.

    Raises ResourceError naming the line that is not in ELEVANT's format.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(f"{path}: cannot be read ({error}); give a benchmark file") from error
    texts = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            texts.append(_text(json.loads(line)))
        except (ValueError, TypeError, KeyError) as error:
            cause = f"no field {error}" if isinstance(error, KeyError) else error
            raise ResourceError(
                f"{path}:{number}: not a text in ELEVANT's benchmark format: {cause}"
            ) from error
    if not texts:
        raise ResourceError(f"{path}: holds no texts; give a file in ELEVANT's benchmark format")
    return texts


def _text(data: Any) -> Text:
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise ValueError("the line is no object with a text")
    text = data["text"]
    span = _span(data.get("evaluation_span") or (0, len(text)), text)
    labels = tuple(_label(label, text) for label in data.get("labels") or ())
    by_id = {label.id: label for label in labels}
    if len(by_id) < len(labels):
        raise ValueError("two labels have one id")
    for label in labels:
        _check_family(label, by_id)
    return Text(text, span, labels, str(data.get("title") or ""))


def _label(data: Mapping[str, Any], text: str) -> Label:
    item = data["entity_id"]
    if not isinstance(item, str) or not (item in (NIL, NO_MAPPING) or is_qid(item)):
        raise ValueError(f"entity_id {item!r} is neither a QID nor {NIL} nor {NO_MAPPING}")
    begin, end = _span(data["span"], text)
    coref = data.get("coref")
    uncounted = not QUANTITIES.isdisjoint(str(data.get("type", "")).split("|"))
    return Label(
        id=int(data["id"]),
        span=(begin, end),
        item=item,
        name=str(data.get("name") or ""),
        parent=data.get("parent"),
        children=tuple(data.get("children") or ()),
        optional=uncounted or bool(data.get("optional")) or bool(data.get("desc")),
        coref=_refers_back(text[begin:end]) if coref is None else bool(coref),
    )


@cache
def _words() -> dict[str, list[str]]:
    return load_toml(WORDS)


def _refers_back(words: str) -> bool:
    known = _words()
    first, _, rest = words.partition(" ")
    described = first.lower() in known["determiners"] and rest and not rest[0].isupper()
    named = words.isupper() and words != "I"  # "US", "IT"
    return bool(described) or (words.lower() in known["pronouns"] and not named)


def _span(found: Any, text: str) -> Place:
    begin, end = found
    if not (isinstance(begin, int) and isinstance(end, int)):
        raise ValueError(f"span {found} is not two whole numbers")
    if not 0 <= begin < end <= len(text):
        raise ValueError(f"span {found} lies outside the text of {len(text)} characters")
    return begin, end


def _check_family(label: Label, by_id: Mapping[int, Label]) -> None:
    for child in label.children:
        if child not in by_id or by_id[child].parent != label.id:
            raise ValueError(f"label {child} is no label with the parent {label.id}")
    if label.parent is not None and (
        label.parent not in by_id or label.id not in by_id[label.parent].children
    ):
        raise ValueError(f"label {label.parent} is no label with the child {label.id}")
