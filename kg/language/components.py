"""The embedded language model as a spaCy component, `kg_language`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import spacy
import srsly
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.language.analysis import Analysis, analyse
from kg.language.encoder import FILES, Encoder
from kg.language.names import Name
from kg.language.references import Reference
from kg.language.tokenizer import make_tokenizer

ENTITY_LABELS = {"PER": "PERSON"}
SHIPPED = Path(__file__).parent / "model"


class LanguageComponent:
    """Sets tags, lemmas, morphology, trees, sentences and names on a `Doc`.

    Words of the `Doc` are taken as they are. Sentence starts already set are kept;
    else the article's blocks, or blank lines, start sentences too. The probability of
    each name stands in `doc.user_data["kg"]["names"]` under `"begin,end"` (characters), what
    the model takes for mentions of entities in `["references"]`: see `write_references`.
    The encoder's states are `doc.tensor`, float16 `[tokens, 384]`, zero at white space.
    """

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._encoder: Encoder | None = None
        self._files: dict[str, bytes] | None = None

    @property
    def encoder(self) -> Encoder:
        """The network; read when first used, in every process anew."""
        if self._encoder is None:
            if self._folder is None and self._files is None:
                raise ValueError(
                    "kg_language has no weights: load a trained folder with spacy.load, "
                    "or kg.load() for the shipped one"
                )
            if self._folder is not None:
                self._encoder = Encoder(self._folder)
            else:
                self._encoder = self._from_files(self._files or {})
        return self._encoder

    def __call__(self, doc: Doc) -> Doc:
        """Analyse `doc` in place."""
        tokens = word_tokens(doc)
        if len(tokens):
            given = doc.has_annotation("SENT_START")
            forced = given_starts(doc) if given else paragraph_starts(doc)
            governors = space_governors(tokens, forced)
            forced[governors[forced]] = True  # a start at white space is one of what follows it
            words = _texts(doc, tokens)
            analysis = analyse(self.encoder, words, forced[tokens], given)
            write_analysis(doc, tokens, analysis, governors)
        return doc

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write the network and its vocabulary to the folder `path`."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.encoder.files.items():
            (folder / name).write_bytes(content)

    def from_disk(self, path: str | Path, **_: Any) -> LanguageComponent:
        """Use the network in the folder `path`; it is read at the first document."""
        self._folder, self._encoder = Path(path), None
        return self

    def to_bytes(self, **_: Any) -> bytes:
        """The network and its vocabulary as bytes."""
        return bytes(srsly.msgpack_dumps(self.encoder.files))

    def from_bytes(self, data: bytes, **_: Any) -> LanguageComponent:
        """Use the network that `to_bytes` gave."""
        self._files, self._folder, self._encoder = srsly.msgpack_loads(data), None, None
        return self

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_encoder": None}

    @staticmethod
    def _from_files(files: dict[str, bytes]) -> Encoder:
        with tempfile.TemporaryDirectory() as folder:
            for name in FILES:
                (Path(folder) / name).write_bytes(files[name])
            return Encoder(Path(folder))


@Language.factory(
    "kg_language",
    assigns=[
        "token.tag",
        "token.pos",
        "token.lemma",
        "token.morph",
        "token.dep",
        "token.head",
        "token.is_sent_start",
        "doc.sents",
        "doc.ents",
        "token.ent_iob",
        "token.ent_type",
    ],
    default_score_weights={"dep_uas": 0.5, "dep_las": 0.5, "ents_f": 1.0},
)
def make_language(nlp: Language, name: str) -> LanguageComponent:  # noqa: ARG001
    """The component `kg_language`, without weights until read from disk or bytes."""
    return LanguageComponent()


def create(folder: Path, version: str) -> Language:
    """An English pipeline around the network whose files are in `folder`."""
    nlp = spacy.blank("en")
    nlp.meta.update(
        name="kg_news",
        version=version,
        license="CC BY-SA 4.0",
        spacy_version=">=3.8.0,<4.0.0",
        description="Tags, lemmas, Universal Dependencies, sentences and names for English news",
    )
    nlp.tokenizer = make_tokenizer(nlp.vocab)
    component = nlp.add_pipe("kg_language")
    component.from_disk(folder)  # type: ignore[attr-defined]
    return nlp


def word_tokens(doc: Doc) -> NDArray[np.int64]:
    """Indices of the tokens that are no white space."""
    return np.flatnonzero(doc.to_array("IS_SPACE") == 0)


def _texts(doc: Doc, tokens: NDArray[np.int64]) -> list[str]:
    orths = doc.to_array("ORTH")[tokens].tolist()
    strings = doc.vocab.strings
    texts = {orth: strings[orth] for orth in set(orths)}
    return [texts[orth] for orth in orths]


def given_starts(doc: Doc) -> NDArray[np.bool_]:
    """Sentence starts that are set on `doc`, `[tokens]`."""
    starts: NDArray[np.bool_] = doc.to_array("SENT_START") == 1
    return starts


def paragraph_starts(doc: Doc) -> NDArray[np.bool_]:
    """Tokens `[tokens]` at which a paragraph starts: the article's blocks where the
    document has them, else what follows a blank line."""
    starts = np.zeros(len(doc), dtype=bool)
    tokens = word_tokens(doc)
    blocks = doc.user_data.get("kg", {}).get("article", {}).get("blocks", [])
    if blocks:
        sizes = doc.to_array(["LENGTH", "SPACY"]).sum(1).astype(np.int64)
        offsets = (np.cumsum(sizes) - sizes)[tokens]
        found = np.searchsorted(offsets, [block["span"]["begin"] for block in blocks])
    else:
        spaces = np.flatnonzero(doc.to_array("IS_SPACE"))
        blank = [text.count("\n") > 1 for text in _texts(doc, spaces)]
        found = np.searchsorted(tokens, spaces[np.array(blank, dtype=bool)])
    starts[tokens[found[found < len(tokens)]]] = True
    return starts


def space_governors(tokens: NDArray[np.int64], starts: NDArray[np.bool_]) -> NDArray[np.int64]:
    """What each token `[tokens]` belongs to: a word to itself, white space to the word before,
    but where a sentence starts at it to the word that follows, if none starts there too."""
    everything = np.arange(len(starts))
    governors = tokens[np.maximum(np.searchsorted(tokens, everything, side="right") - 1, 0)]
    begins = [*np.flatnonzero(starts).tolist(), len(starts)]
    words = set(tokens.tolist())
    for begin, end in pairwise(begins):
        if begin not in words:
            following = np.searchsorted(tokens, begin)
            own = following < len(tokens) and tokens[following] < end
            word = int(tokens[following]) if own else begin
            governors[begin : word + 1 if own else end] = word
    return governors


def write_analysis(
    doc: Doc, tokens: NDArray[np.int64], analysis: Analysis, governors: NDArray[np.int64]
) -> None:
    """Write `analysis` of the words at `tokens` on `doc`; white space hangs on its governor."""
    everything = np.arange(len(doc))
    heads = governors.copy()
    heads[tokens] = tokens[analysis.heads]
    add = doc.vocab.strings.add
    lemmas = doc.to_array("ORTH")
    codes = {lemma: add(lemma) for lemma in set(analysis.lemmas)}
    lemmas[tokens] = [codes[lemma] for lemma in analysis.lemmas]
    deps = ["ROOT" if label == "root" else label for label in analysis.labels]
    columns = {
        "POS": _column(analysis.upos, "SPACE", add, tokens, len(doc)),
        "TAG": _column(analysis.xpos, "_SP", add, tokens, len(doc)),
        "LEMMA": lemmas,
        "MORPH": _column(analysis.feats, "", doc.vocab.morphology.add, tokens, len(doc)),
        "DEP": _column(deps, "dep", add, tokens, len(doc)),
        "HEAD": (heads - everything).astype(np.int64).view(np.uint64),
    }
    table: Any = np.stack(list(columns.values()), axis=1)
    doc.from_array(list(columns), table)
    _write_names(doc, tokens, analysis.names)
    write_references(doc, tokens, analysis.references)
    doc.tensor = np.zeros((len(doc), analysis.states.shape[1]), dtype=np.float16)
    doc.tensor[tokens] = analysis.states


def _column(
    values: list[str], blank: str, code: Callable[[str], int], tokens: NDArray[np.int64], size: int
) -> NDArray[np.uint64]:
    """Codes of `values` at `tokens`, and of `blank` elsewhere, `[size]`."""
    codes = {value: code(value) for value in set(values)}
    column = np.full(size, code(blank), dtype=np.uint64)
    column[tokens] = np.array([codes[value] for value in values], dtype=np.uint64)
    return column


def _write_names(doc: Doc, tokens: NDArray[np.int64], names: list[Name]) -> None:
    spans, scores = [], {}
    for name in names:
        label = ENTITY_LABELS.get(name.label, name.label)
        span = Span(doc, int(tokens[name.begin]), int(tokens[name.end - 1]) + 1, label=label)
        spans.append(span)
        scores[f"{span.start_char},{span.end_char}"] = name.probability
    doc.set_ents(spans)
    doc.user_data.setdefault("kg", {})["names"] = scores


def write_references(doc: Doc, tokens: NDArray[np.int64], references: list[Reference]) -> None:
    """Write mentions by the index of their head token (as a string, for JSON): their kind,
    its probability, and pairs of an earlier head token and the probability that it is meant."""
    doc.user_data.setdefault("kg", {})["references"] = {
        str(tokens[reference.head]): {
            "kind": reference.kind,
            "probability": reference.probability,
            "antecedents": [[int(tokens[word]), p] for word, p in reference.antecedents],
        }
        for reference in references
    }
