"""What the language model trains on, of the data folder: the parts whose licences let
the weights be redistributed and that are not held out for testing.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg import wikidata
from kg.evaluate.corpora import (
    IGNORED,
    TITLES,
    Document,
    Sentence,
    read_conllu,
    read_iob,
    spans,
)
from kg.evaluate.sets import NAMES, gum, wikigold
from kg.resources import load_toml

GMB_NAMES = {"per": "PER", "org": "ORG", "geo": "LOC"}
DEMONYMS = Path(wikidata.__file__).with_name("building") / "demonyms.toml"
DOCRED = 350  # the documents that may be trained on; the others only report figures
GMB_KINDS = {"gpe": "NORP", "tim": "DATE", "eve": "EVENT", "art": "PRODUCT"}


def read_gmb(path: Path) -> Iterator[Document]:
    """The silver GMB sentences, ten to a document, with titles taken off names."""
    with zipfile.ZipFile(path) as archive:
        member = next(name for name in archive.namelist() if name.endswith("ner_dataset.csv"))
        text = archive.read(member).decode("latin-1")
    document: Document = []
    rows: list[list[str]] = []
    for row in [*list(csv.reader(io.StringIO(text)))[1:], ["end", "", "", "O"]]:
        if row[0] and rows:
            document.append(_gmb_sentence(rows))
            rows = []
            if len(document) == 10:
                yield document
                document = []
        if row[1]:
            rows.append(row)
    if document:
        yield document


def _gmb_sentence(rows: list[list[str]]) -> Sentence:
    words = [row[1] for row in rows]
    names, kinds = ["O"] * len(rows), ["O"] * len(rows)
    for index, (_, word, pos, tag) in enumerate(rows):
        prefix, _, kind = tag.partition("-")
        if kind == "per" and word.casefold() in TITLES:
            names[index] = IGNORED if prefix == "I" and index and names[index - 1] != "O" else "O"
        elif kind in GMB_NAMES or (kind == "gpe" and pos.startswith("NNP")):
            label = GMB_NAMES.get(kind, "LOC")
            inside = prefix == "I" and index > 0 and names[index - 1].endswith(label)
            names[index] = f"{'I' if inside else 'B'}-{label}"
        elif kind in GMB_KINDS:
            kinds[index] = f"{prefix}-{GMB_KINDS[kind]}"
    return Sentence(words, names=names, kinds=kinds)


def read_docred(path: Path) -> Iterator[Document]:
    """The names of Re-DocRED's documents (Tan et al. 2022); nationalities are not names."""
    tables = load_toml(DEMONYMS)
    nationalities = {name for table in tables.values() for name in table}
    for entry in json.loads(path.read_text(encoding="utf-8")):
        tags = [["O"] * len(words) for words in entry["sents"]]
        for mention in (mention for cluster in entry["vertexSet"] for mention in cluster):
            row, (begin, end) = tags[mention["sent_id"]], mention["pos"]
            words = entry["sents"][mention["sent_id"]]
            while begin < end and words[begin].casefold() in {"the", *TITLES}:
                begin += 1
            label = mention["type"]
            if label in ("TIME", "NUM") or begin == end:
                continue
            if label == "MISC" or " ".join(words[begin:end]) in nationalities:
                row[begin:end] = [IGNORED] * (end - begin)
            else:
                row[begin:end] = [f"B-{label}"] + [f"I-{label}"] * (end - begin - 1)
        yield [
            Sentence(list(words), names=row)
            for words, row in zip(entry["sents"], tags, strict=True)
        ]


def agree_on_places(documents: list[Document], reference: list[Document]) -> None:
    """Call a country a place where GUM calls it an organisation because it acts.

    The other corpora annotate countries as places; `reference` says which names are.
    """
    counts: dict[str, Counter[str]] = {}
    for document in reference:
        for sentence in document:
            for begin, end, label in spans(sentence.names or []):
                name = " ".join(sentence.words[begin:end])
                counts.setdefault(name, Counter())[label] += 1
    for document in documents:
        for sentence in document:
            for begin, end, label in spans(sentence.names or []):
                seen = counts.get(" ".join(sentence.words[begin:end]), Counter())
                if sentence.names and label == "ORG" and seen["LOC"] > 0.7 * max(3, seen.total()):
                    sentence.names[begin:end] = ["B-LOC"] + ["I-LOC"] * (end - begin - 1)


def add_names(documents: list[Document], rows: list[list[str]]) -> None:
    """Give the sentences of `documents` the tags in `rows`, sentence by sentence."""
    sentences = [sentence for document in documents for sentence in document]
    for sentence, tags in zip(sentences, rows, strict=True):
        if len(tags) != len(sentence.words):
            raise SystemExit("training: the labelled names are of other sentences")
        sentence.names = tags


@dataclass
class Corpora:
    """Training documents by corpus, and development documents for choosing weights."""

    train: dict[str, list[Document]]
    dev: dict[str, list[Document]]


def load(data: Path, names: Path | None = None, limit: int | None = None) -> Corpora:
    """Everything the model trains on; of each corpus `limit` documents, for a trial.

    `names` is what `training.label` wrote: names for EWT's training sentences.
    """
    uner = list(read_iob(data / "names/uner-ewt-dev.iob2", 2, NAMES))
    wiki, _ = wikigold(data)
    gmb = list(read_gmb(data / "names/gmb-ner.csv.zip"))
    trees = {
        (corpus, split): [document for path in paths for _, document in read_conllu(path)]
        for corpus, split, paths in (
            ("ewt", "train", [data / "treebanks/ewt-train.conllu"]),
            ("ewt", "dev", [data / "treebanks/ewt-dev.conllu"]),
            ("gum", "train", gum(data, "train")),
            ("gum", "dev", gum(data, "dev")),
        )
    }
    agree_on_places(trees["gum", "train"] + trees["gum", "dev"], gmb)
    if names:
        add_names(trees["ewt", "train"], json.loads(names.read_text(encoding="utf-8")))
    docred = list(read_docred(data / "relations/re-docred-dev.json"))[:DOCRED]
    cut = len(wiki) * 9 // 10
    train = {
        "ewt": trees["ewt", "train"],
        "gum": trees["gum", "train"],
        "uner": [document for i, document in enumerate(uner) if i % 5],
        "wikigold": wiki[:cut],
        "docred": docred[: DOCRED * 9 // 10],
        "gmb": gmb,
    }
    dev = {
        "ewt": trees["ewt", "dev"],
        "gum": trees["gum", "dev"],
        "uner": uner[::5],
        "wikigold": wiki[cut:],
        "docred": docred[DOCRED * 9 // 10 :],
    }
    if limit:
        train = {name: documents[:limit] for name, documents in train.items()}
        dev = {name: documents[:limit] for name, documents in dev.items()}
    return Corpora(train, dev)
