"""Windows of consecutive sentences, as padded tensors grouped by length."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from kg.evaluate.corpora import IGNORED, Document, Sentence
from kg.evaluate.gum import Mention
from kg.language.lemmas import script_of
from kg.language.subwords import Subwords, case_of

TASKS = ("upos", "xpos", "feats", "lemma", "names", "kinds", "mentions")
CORPORA = ("ewt", "gum", "uner", "wikigold", "docred", "gmb")
SKIP = -100
LONGEST_WINDOW = 250


@dataclass
class Classes:
    """The classes of every tagging task and the dependency labels, in a fixed order."""

    tasks: dict[str, list[str]]
    labels: list[str]

    @classmethod
    def of(cls, documents: list[Document]) -> Classes:
        """Classes seen often enough in the annotated sentences of `documents`."""
        counts: dict[str, Counter[str]] = {task: Counter() for task in (*TASKS, "label")}
        for document in documents:
            for sentence in document:
                for task, values in annotation(sentence).items():
                    counts[task].update(values)
                counts["label"].update(sentence.labels or [])
        least = {"feats": 5, "lemma": 2}
        tasks = {}
        for task in TASKS:
            kept = [c for c, n in counts[task].items() if n >= least.get(task, 1) and c != IGNORED]
            tasks[task] = sorted(kept, key=lambda c: (c != "O", c))
        return cls(tasks, sorted(counts["label"]))


def annotation(sentence: Sentence) -> dict[str, list[str]]:
    """The tags of `sentence` by task, for the tasks it is annotated for."""
    lemmas = sentence.lemmas and [
        script_of(word, lemma) for word, lemma in zip(sentence.words, sentence.lemmas, strict=True)
    ]
    values = {
        "upos": sentence.upos,
        "xpos": sentence.xpos,
        "feats": sentence.feats,
        "lemma": lemmas,
        "names": sentence.names,
        "kinds": sentence.kinds,
        "mentions": None
        if sentence.mentions is None
        else [mention.kind if mention else "O" for mention in _mentions(sentence)],
    }
    return {task: tags for task, tags in values.items() if tags is not None}


def _mentions(sentence: Sentence) -> list[Mention | None]:
    """The mention that each word heads; the innermost of several."""
    found: list[Mention | None] = [None] * len(sentence.words)
    for mention in sorted(sentence.mentions or [], key=lambda m: m.begin - m.end):
        found[mention.head] = mention
    return found


@dataclass
class Batch:
    """Padded inputs `[B, S]` and `[B, W]`, and targets with -100 where unknown.

    `sentence` `[B, W]` numbers the sentences of a window from 0, -1 for padding;
    `heads` `[B, W]` are 1-based within the window, 0 for the root; `clusters` `[B, W]` say
    which entity a mention with this head is of, -100 where the word heads none; `given`
    `[B, W]` is true where that entity was mentioned before, perhaps before the window;
    `corpus` `[B]` indexes `CORPORA`.
    """

    ids: Tensor
    cases: Tensor
    mask: Tensor
    first: Tensor
    sentence: Tensor
    starts: Tensor
    tags: dict[str, Tensor]
    heads: Tensor
    labels: Tensor
    clusters: Tensor
    given: Tensor
    corpus: Tensor

    def to(self, device: str) -> Batch:
        """The same batch on `device`."""
        moved = {
            name: value.to(device)
            for name, value in vars(self).items()
            if isinstance(value, Tensor)
        }
        return replace(self, **moved, tags={k: v.to(device) for k, v in self.tags.items()})


Window = list[Sentence]


def windows(documents: list[Document], rng: random.Random | None) -> Iterator[Window]:
    """Documents cut into windows of about 20 to 110 words (90 without `rng`)."""
    for document in documents:
        window: Window = []
        limit = rng.randint(10, 110) if rng else 90
        for sentence in document:
            size = sum(len(s.words) for s in window)
            if window and (
                size + len(sentence.words) > limit or (sentence.paragraph and size > 40)
            ):
                yield window
                window, limit = [], rng.randint(10, 110) if rng else 90
            window.append(_cut(sentence))
        if window:
            yield window


def _cut(sentence: Sentence) -> Sentence:
    """Sentences longer than a window hold (a handful in all corpora) lose their trees."""
    if len(sentence.words) <= LONGEST_WINDOW:
        return sentence
    return Sentence(sentence.words[:LONGEST_WINDOW])


def vary(sentence: Sentence, rng: random.Random) -> Sentence:
    """Now and then another look: curly quotes, headline case, no case, no full stop."""
    words = sentence.words
    if rng.random() < 0.3 and any(word in "\"'`" or "'" in word for word in words):
        words = _curly(words)
    chance = rng.random()
    if chance < 0.03:
        words = [word[:1].upper() + word[1:] if len(word) > 3 else word for word in words]
    elif chance < 0.045:
        words = [word.upper() for word in words]
    elif chance < 0.055:
        words = [word.lower() for word in words]
    return sentence if words is sentence.words else _with_words(sentence, words)


def _with_words(sentence: Sentence, words: list[str]) -> Sentence:
    """The case of a lemma cannot be told from a form whose case was changed."""
    same = [a == b for a, b in zip(words, sentence.words, strict=True)]
    lemmas = sentence.lemmas and [
        lemma if keep or lemma == lemma.lower() else form
        for lemma, keep, form in zip(sentence.lemmas, same, words, strict=True)
    ]
    return replace(sentence, words=words, lemmas=lemmas)


def _curly(words: list[str]) -> list[str]:
    out, is_open = [], False
    for word in words:
        if word in {'"', "``", "''"}:
            word = "”" if is_open else "“"
            is_open = not is_open
        out.append(word.replace("'", "’"))
    return out


class Encoder:
    """Turns windows into batches for given classes and subwords."""

    def __init__(self, classes: Classes, subwords: Subwords) -> None:
        self.subwords = subwords
        self.index = {
            task: {name: i for i, name in enumerate(names)} for task, names in classes.tasks.items()
        }
        self.label = {name: i for i, name in enumerate(classes.labels)}

    def batches(
        self, items: list[tuple[Window, str]], size: int, rng: random.Random
    ) -> Iterator[Batch]:
        """Batches of about `size` subwords of windows alike in length, shuffled.

        Each item is a window and the corpus it is of.
        """
        lengths = [sum(len(self.subwords.encode(w)) for s in i[0] for w in s.words) for i in items]
        order = sorted(range(len(items)), key=lambda i: lengths[i] + rng.random() * 8)
        groups: list[list[int]] = [[]]
        for index in order:
            if groups[-1] and (len(groups[-1]) + 1) * (lengths[index] + 2) > size:
                groups.append([])
            groups[-1].append(index)
        rng.shuffle(groups)
        for group in filter(None, groups):
            yield self.batch([items[i] for i in group])

    def batch(self, items: list[tuple[Window, str]]) -> Batch:
        """One batch of all `items`."""
        rows = [self._row(window) for window, _ in items]

        def pad(name: str, value: int) -> Tensor:
            width = max(len(row[name]) for row in rows)
            return torch.tensor([row[name] + [value] * (width - len(row[name])) for row in rows])

        ids = pad("ids", self.subwords.padding)
        return Batch(
            ids=ids,
            cases=pad("cases", 0),
            mask=(ids != self.subwords.padding).float(),
            first=pad("first", 0),
            sentence=pad("sentence", -1),
            starts=pad("starts", SKIP),
            tags={task: pad(task, SKIP) for task in TASKS},
            heads=pad("heads", SKIP),
            labels=pad("labels", SKIP),
            clusters=pad("clusters", SKIP),
            given=pad("given", 0).bool(),
            corpus=torch.tensor([CORPORA.index(corpus) for _, corpus in items]),
        )

    def _row(self, window: Window) -> dict[str, list[int]]:
        row: dict[str, list[int]] = {
            name: [] for name in ("ids", "cases", "first", "sentence", "starts", "heads", "labels")
        }
        row |= {name: [] for name in ("clusters", "given", *TASKS)}
        row["ids"].append(self.subwords.begin)
        row["cases"].append(0)
        for number, sentence in enumerate(window):
            offset = len(row["first"])
            for word in sentence.words:
                pieces = self.subwords.encode(word)
                row["first"].append(len(row["ids"]))
                row["ids"].extend(pieces)
                row["cases"].extend([case_of(word)] * len(pieces))
            count = len(sentence.words)
            row["sentence"].extend([number] * count)
            known = sentence.heads is not None
            row["starts"].extend([1] + [0] * (count - 1) if known else [SKIP] * count)
            row["heads"].extend(
                [head + offset if head else 0 for head in sentence.heads or []] or [SKIP] * count
            )
            row["labels"].extend(
                [self.label.get(label, SKIP) for label in sentence.labels or []] or [SKIP] * count
            )
            mentions = _mentions(sentence)
            row["clusters"].extend(m.cluster if m else SKIP for m in mentions)
            row["given"].extend(m is not None and m.status.startswith("giv") for m in mentions)
            tags = annotation(sentence)
            for task in TASKS:
                index = self.index[task]
                row[task].extend([index.get(t, SKIP) for t in tags.get(task, [])] or [SKIP] * count)
        row["ids"].append(self.subwords.end)
        row["cases"].append(0)
        return row
