"""A tiny model is trained on sentences made here, goes on after a stop, and is exported."""

from __future__ import annotations

import json
import random
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="training needs PyTorch: pip install 'newskg[train]'")

import torch

from kg.evaluate.corpora import Sentence
from kg.language.components import LanguageComponent
from training.batches import Encoder
from training.card import card
from training.corpora import load
from training.export import export
from training.label import constrain, propose
from training.settings import Settings
from training.train import Trainer
from training.weights import subwords, trained

NOUNS = ("rescuer", "minister", "driver", "farmer", "judge")
VERBS = (("left", "leave"), ("saw", "see"), ("crossed", "cross"), ("reached", "reach"))
PLACES = ("Quito", "Accra", "Lviv", "Osaka")
ROW = "{i}\t{form}\t{lemma}\t{upos}\t{xpos}\t{feats}\t{head}\t{label}\t_\t{misc}"
TEMPLATE = (
    ("The", "the", "DET", "DT", "_", 2, "det", "_"),
    ("{noun}", "{noun}", "NOUN", "NN", "Number=Sing", 3, "nsubj", "_"),
    ("{verb}", "{lemma}", "VERB", "VBD", "Tense=Past", 0, "root", "_"),
    ("{place}", "{place}", "PROPN", "NNP", "Number=Sing", 3, "obj", "{entity}SpaceAfter=No"),
    (".", ".", "PUNCT", ".", "_", 3, "punct", "_"),
)


def treebank(count: int, name: str, entity: str = "") -> str:
    rng = random.Random(name)
    lines = [f"# newdoc id = {name}"]
    if entity:
        lines.append("# global.Entity = GRP-etype-infstat-link")
    for _ in range(count):
        verb, lemma = rng.choice(VERBS)
        words = {"noun": rng.choice(NOUNS), "verb": verb, "lemma": lemma}
        words |= {"place": rng.choice(PLACES), "entity": entity}
        for number, (form, base, upos, xpos, feats, head, label, misc) in enumerate(TEMPLATE, 1):
            lines.append(
                ROW.format(
                    i=number,
                    form=form.format(**words),
                    lemma=base.format(**words),
                    upos=upos,
                    xpos=xpos,
                    feats=feats,
                    head=head,
                    label=label,
                    misc=misc.format(**words),
                )
            )
        lines.append("")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in the shape of the real one, with sentences made up here."""
    root = tmp_path_factory.mktemp("data")
    for folder in ("treebanks/gum", "names", "relations"):
        (root / folder).mkdir(parents=True)
    for part, count in (("train", 40), ("dev", 8), ("test", 8)):
        text = treebank(count, f"ewt-{part}")
        (root / f"treebanks/ewt-{part}.conllu").write_text(text)
    splits = []
    for part in ("train", "dev", "test"):
        text = treebank(8, f"GUM_news_{part}", "Entity=(1-place-new-coref)|")
        (root / f"treebanks/gum/GUM_news_{part}.conllu").write_text(text)
        splits.append(f"## {part}\n\n  * GUM_news_{part}\n")
    (root / "treebanks/gum-splits.md").write_text("\n".join(splits))
    tagged = "".join(f"{i}\t{w}\t{t}\t-\t-\n" for i, (w, t) in enumerate(NAMED, 1)) + "\n"
    for part in ("dev", "test"):
        uner = "".join(f"# newdoc id = {n}\n{tagged}" for n in range(6))
        (root / f"names/uner-ewt-{part}.iob2").write_text(uner)
    wiki = "".join(f"{w} {t.replace('B-', 'I-')}\n" for w, t in NAMED) + "\n"
    (root / "names/wikigold.conll").write_text(wiki * 120)
    rows = [
        ",".join(("Sentence: 1" if not i else "", w, "NN", "O")) for i, (w, _) in enumerate(NAMED)
    ]
    with zipfile.ZipFile(root / "names/gmb-ner.csv.zip", "w") as archive:
        archive.writestr(
            "ner_dataset.csv", "Sentence #,Word,POS,Tag\n" + "\n".join(rows * 4) + "\n"
        )
    docred = {
        "sents": [[word for word, _ in NAMED]],
        "vertexSet": [[{"sent_id": 0, "pos": [3, 4], "type": "LOC"}]],
    }
    (root / "relations/re-docred-dev.json").write_text(json.dumps([docred]))
    return root


NAMED = [("Judge", "O"), ("Amara", "B-PER"), ("left", "O"), ("Quito", "B-LOC"), (".", "O")]


QUICK = {"batch_size": 400, "checkpoint_every": 1}


@pytest.fixture(scope="module")
def work(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model trained for a few steps, stopped once on the way."""
    folder = tmp_path_factory.mktemp("work")
    first = Trainer(data, folder, Settings(epochs=0.2, **QUICK))
    first.run()
    again = Trainer(data, folder, Settings(epochs=0.4, **QUICK))
    assert again.step == first.step > 0
    again.run()
    assert again.step == again.steps
    return folder


@pytest.mark.training
def test_logs_scores_on_the_development_sets(work: Path) -> None:
    last = json.loads((work / "log.jsonl").read_text().splitlines()[-1])
    assert {"ewt/las", "uner/names", "gum/mentions", "seconds", "device"} <= set(last)


@pytest.mark.training
def test_exports_what_runs(work: Path, tmp_path: Path) -> None:
    import spacy

    export([work, work], tmp_path / "model", "0.0.1")
    nlp = spacy.load(tmp_path / "model")
    assert isinstance(nlp.get_pipe("kg_language"), LanguageComponent)
    doc = nlp("The judge crossed Lviv. The farmer left.")
    assert all(token.tag_ and token.lemma_ and token.dep_ for token in doc)
    assert (tmp_path / "model/kg_language/model.onnx").stat().st_size < 30_000_000

    scores = tmp_path / "scores.json"
    scores.write_text(json.dumps({"scores": {"EWT test": {"las": 12.34}}}))
    text = card([work], tmp_path / "model", scores, "2026-01-02", 60, 400)
    assert "measured on 2026-01-02" in text
    assert "12.34" in text
    assert "CC BY-SA 4.0" in text


@pytest.mark.training
def test_gold_tags_correct_the_names_a_model_proposes(data: Path, work: Path) -> None:
    network, classes = trained(work)
    documents = load(data).train["ewt"]
    rows = [
        row
        for document in documents
        for row in propose(network, Encoder(classes, subwords()), classes, document)
    ]
    assert [len(row) for row in rows] == [len(s.words) for d in documents for s in d]
    (data / "names.json").write_text(json.dumps(rows))
    named = load(data, data / "names.json").train["ewt"]
    assert [s.names for d in named for s in d] == rows


TAGS = ["O", "B-LOC", "B-PER", "I-LOC", "I-PER"]


@pytest.mark.parametrize(
    ("xpos", "likely", "names"),
    [
        (["NNP", "VBD", "DT"], ["B-PER", "O", "O"], ["B-PER", "O", "O"]),
        (["NNP", "VBD", "DT"], ["B-PER", "O", "B-LOC"], ["B-PER", "O", "O"]),
        (["NNP", "NNP", "DT"], ["B-LOC", "I-LOC", "O"], ["B-LOC", "I-LOC", "O"]),
    ],
)
def test_a_name_holds_a_proper_noun(xpos: list[str], likely: list[str], names: list[str]) -> None:
    probabilities = torch.full((3, len(TAGS)), 0.02)
    for row, tag in enumerate(likely):
        probabilities[row, TAGS.index(tag)] = 0.92
    assert constrain(probabilities, Sentence(["a", "b", "c"], xpos=xpos), TAGS) == names


@pytest.mark.parametrize(("named", "tag"), [(0.5, "B-LOC"), (0.2, "?"), (0.05, "O")])
def test_a_proper_noun_without_a_name_is_weighed(named: float, tag: str) -> None:
    probabilities = torch.tensor([[1 - named, named * 0.8, named * 0.2, 0, 0]])
    assert constrain(probabilities, Sentence(["a"], xpos=["NNP"]), TAGS) == [tag]
