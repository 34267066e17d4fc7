"""Readers of annotated corpora: each becomes documents of annotated sentences.

CoNLL-U with GUM's `Entity=` (universaldependencies.org/format, gucorpling.org/gum) and
IOB files. What a corpus does not annotate is None.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.evaluate.gum import Mention, mentions

NAME_TYPES = {"person": "PER", "organization": "ORG", "place": "LOC"}
IGNORED = "?"
TITLES = frozenset(
    Path(__file__).with_name("titles.txt").read_text(encoding="utf-8").casefold().split("\n")
) - {""}


@dataclass
class Sentence:
    """Words with their gold annotation, each list as long as `words` or None.

    `heads` are 1-based, 0 for the root; `names` and `kinds` are IOB2 tags, `?` where
    a corpus does not say; `paragraph` is true where the sentence starts one.
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
    mentions: list[Mention] | None = None


Document = list[Sentence]


def read_conllu(path: Path) -> Iterator[tuple[str, Document]]:
    """Documents of a CoNLL-U file with their identifiers; GUM's `Entity=` gives names."""
    name, paragraph, entities = path.stem, False, False
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
            entities = entities or line.startswith("# global.Entity")
        elif line:
            lines.append(line.split("\t"))
        elif lines:
            document.append(_sentence(lines, paragraph, entities))
            lines, paragraph = [], False
    if document:
        yield name, document


def _sentence(lines: list[list[str]], paragraph: bool, entities: bool) -> Sentence:
    columns = list(zip(*(row for row in lines if row[0].isdigit()), strict=True))
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
        space_after=_space_after(lines),
    )
    if entities:
        sentence.mentions = mentions(misc, sentence.heads or [])
        sentence.names = _gum_names(sentence, sentence.mentions)
    return sentence


def _space_after(lines: list[list[str]]) -> list[bool]:
    """Whether a space follows each word; the words of a multiword token have none between."""
    spaces: list[bool] = []
    final, after = 0, True
    for number, misc in ((row[0], row[9]) for row in lines):
        space = "SpaceAfter=No" not in misc
        if "-" in number:
            final, after = int(number.partition("-")[2]), space
        elif number.isdigit():
            word = int(number)
            spaces.append(space if word > final else after and word == final)
    return spaces


def _gum_names(sentence: Sentence, found: list[Mention]) -> list[str]:
    """Flat names from GUM's nested mentions: the proper-noun core of each one."""
    tags = ["O"] * len(sentence.words)
    for mention in sorted(found, key=lambda m: (m.begin - m.end, m.begin)):
        label = NAME_TYPES.get(mention.kind)
        core = _proper_core(sentence, mention)
        if label is None or core is None:
            continue
        begin, end = core
        if all(tag == "O" for tag in tags[begin:end]):
            tags[begin:end] = [f"B-{label}"] + [f"I-{label}"] * (end - begin - 1)
    return tags


def _proper_core(sentence: Sentence, mention: Mention) -> tuple[int, int] | None:
    """The name inside a mention whose head is a proper noun, without titles; none in what
    is only a title ("the President of the Society")."""
    assert sentence.upos
    assert sentence.labels
    begin, end, head = mention.begin, mention.end, mention.head
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
    title = sentence.words[left].casefold() in TITLES
    if title and (left == right or not _is_name(sentence, left + 1)):
        return None
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
