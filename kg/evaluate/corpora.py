"""Readers of annotated corpora: each becomes documents of annotated sentences.

CoNLL-U with GUM's `Entity=` (universaldependencies.org/format, gucorpling.org/gum) and
IOB files. What a corpus does not annotate is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

NAME_TYPES = {"person": "PER", "organization": "ORG", "place": "LOC"}
IGNORED = "?"
TITLES = frozenset(
    Path(__file__).with_name("titles.txt").read_text(encoding="utf-8").casefold().split("\n")
)


@dataclass
class Sentence:
    """Words with their gold annotation, each list as long as `words` or None.

    `heads` are 1-based, 0 for the root; `names` and `kinds` are IOB2 tags, `?` where
    a corpus does not say.
    """

    words: list[str]
    upos: list[str] | None = None
    xpos: list[str] | None = None
    feats: list[str] | None = None
    lemmas: list[str] | None = None
    heads: list[int] | None = None
    labels: list[str] | None = None
    names: list[str] | None = None
    kinds: list[str] | None = None
    paragraph: bool = False
    space_after: list[bool] = field(default_factory=list)


Document = list[Sentence]


def read_conllu(path: Path) -> Iterator[tuple[str, Document]]:
    """Documents of a CoNLL-U file with their identifiers; GUM's `Entity=` gives names."""
    name, paragraph = path.stem, False
    document: Document = []
    lines: list[list[str]] = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("# newdoc"):
            if document:
                yield name, document
            name, document = line.partition("=")[2].strip(), []
        elif line.startswith("# newpar"):
            paragraph = True
        elif line.startswith("#"):
            continue
        elif line:
            lines.append(line.split("\t"))
        elif lines:
            document.append(_sentence([row for row in lines if row[0].isdigit()], paragraph))
            lines, paragraph = [], False
    if document:
        yield name, document


def _sentence(rows: list[list[str]], paragraph: bool) -> Sentence:
    columns = list(zip(*rows, strict=True))
    misc = columns[9]
    sentence = Sentence(
        words=list(columns[1]),
        upos=list(columns[3]),
        xpos=list(columns[4]),
        feats=list(columns[5]),
        lemmas=list(columns[2]),
        heads=[int(head) for head in columns[6]],
        labels=list(columns[7]),
        paragraph=paragraph,
        space_after=["SpaceAfter=No" not in value for value in misc],
    )
    if any("Entity=" in value for value in misc):
        sentence.names = _gum_names(sentence, misc)
    return sentence


def _gum_names(sentence: Sentence, misc: tuple[str, ...]) -> list[str]:
    """Flat names from GUM's nested mentions: the proper-noun core of each one."""
    tags = ["O"] * len(sentence.words)
    for begin, end, kind in sorted(_gum_mentions(misc), key=lambda m: (m[0] - m[1], m[0])):
        label = NAME_TYPES.get(kind)
        core = _proper_core(sentence, begin, end)
        if label is None or core is None:
            continue
        begin, end = core
        if all(tag == "O" for tag in tags[begin:end]):
            tags[begin:end] = [f"B-{label}"] + [f"I-{label}"] * (end - begin - 1)
    return tags


def _gum_mentions(misc: tuple[str, ...]) -> list[tuple[int, int, str]]:
    opened: dict[str, list[tuple[int, str]]] = {}
    found = []
    for index, value in enumerate(misc):
        match = re.search(r"Entity=([^|]+)", value)
        for part in re.findall(r"\([^()]+\)?|[^()]+\)", match.group(1)) if match else []:
            fields = part.strip("()").split("-")
            if part.startswith("("):
                if part.endswith(")"):
                    found.append((index, index + 1, fields[1]))
                else:
                    opened.setdefault(fields[0], []).append((index, fields[1]))
            elif opened.get(fields[0]):
                begin, kind = opened[fields[0]].pop()
                found.append((begin, index + 1, kind))
    return found


def _proper_core(sentence: Sentence, begin: int, end: int) -> tuple[int, int] | None:
    """The name inside a mention whose head is a proper noun, without titles."""
    assert sentence.heads
    assert sentence.upos
    assert sentence.labels
    inside = [i for i in range(begin, end) if not begin < sentence.heads[i] <= end]
    head = inside[0] if inside else begin
    if sentence.upos[head] != "PROPN":
        return None
    linked = {"flat", "compound", "nmod", "case", "det", "punct", "conj", "cc", "amod", "nummod"}
    left = right = head
    while left > begin and (sentence.words[left - 1][0].isupper() or _is_name(sentence, left - 1)):
        left -= 1
    while left < head and not _is_name(sentence, left):
        left += 1
    while left < head and sentence.words[left].casefold() in TITLES:
        left += 1
    for index in range(head + 1, end):
        word, upos, label = sentence.words[index], sentence.upos[index], sentence.labels[index]
        if label.partition(":")[0] not in linked or word in {",", "(", ")", "—", ":"}:
            break
        if upos in {"PROPN", "NUM"}:
            right = index
        elif upos not in {"ADP", "DET", "PUNCT", "CCONJ", "ADJ"}:
            break
    return left, right + 1


def _is_name(sentence: Sentence, index: int) -> bool:
    assert sentence.xpos
    assert sentence.upos
    return sentence.upos[index] == "PROPN" or sentence.xpos[index].startswith("NNP")


def read_iob(path: Path, column: int, names: dict[str, str]) -> Iterator[Document]:
    """Documents of an IOB1 or IOB2 file; types not in `names` become ignored or O."""
    document: Document = []
    words: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("# newdoc") and document:
            yield document
            document = []
        if line.startswith("#"):
            continue
        cells = line.split()
        if cells:
            words.append(cells[column - 1])
            tags.append(cells[column])
        elif words:
            document.append(Sentence(words, names=iob2(tags, names)))
            words, tags = [], []
    if document:
        yield document


def iob2(tags: list[str], names: dict[str, str]) -> list[str]:
    """IOB1 or IOB2 tags as IOB2 with types renamed; unknown types are ignored (`?`)."""
    out, previous = [], "O"
    for tag in tags:
        prefix, _, kind = tag.partition("-")
        kind = names.get(kind, IGNORED) if kind else ""
        if not kind:
            out.append("O")
        elif kind == IGNORED:
            out.append(IGNORED)
        else:
            out.append(f"{'I' if prefix == 'I' and previous == kind else 'B'}-{kind}")
        previous = kind
    return out


def spans(tags: list[str]) -> list[tuple[int, int, str]]:
    """`(begin, end, type)` of the IOB2 tags `tags`."""
    found: list[tuple[int, int, str]] = []
    for index, tag in enumerate(tags):
        if tag.startswith("B-"):
            found.append((index, index + 1, tag[2:]))
        elif tag.startswith("I-") and found and found[-1][1] == index and found[-1][2] == tag[2:]:
            found[-1] = (found[-1][0], index + 1, tag[2:])
    return found
