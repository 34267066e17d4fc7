"""The embedded language model as a spaCy component, `kg_language`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import spacy
import srsly
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import compile_infix_regex

from kg.language.analysis import Analysis, analyse
from kg.language.encoder import FILES, Encoder
from kg.language.names import Name

ENTITY_LABELS = {"PER": "PERSON"}
SHIPPED = Path(__file__).parent / "model"
INFIXES = (r"(?<=[0-9])-(?=[A-Za-z])", r"(?<=[A-Za-z])/(?=[A-Za-z])")


class LanguageComponent:
    """Sets tags, lemmas, morphology, trees, sentences and names on a `Doc`.

    Words of the `Doc` are taken as they are. Sentence starts already set are kept;
    else the article's blocks, or blank lines, start sentences too. The probability of
    each name stands in `doc.user_data["kg"]["names"]` under `"begin,end"` (characters).
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
        tokens = np.array([i for i, token in enumerate(doc) if not token.is_space], dtype=np.int64)
        if len(tokens):
            given = doc.has_annotation("SENT_START")
            forced = given_starts(doc) if given else paragraph_starts(doc)
            words = [doc[int(i)].text for i in tokens]
            analysis = analyse(self.encoder, words, forced[tokens], given)
            write_analysis(doc, tokens, analysis)
        return doc

    def pipe(self, stream: Iterable[Doc], **_: Any) -> Iterable[Doc]:
        """Analyse every document of `stream`."""
        return map(self, stream)

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
    tokenizer: Any = nlp.tokenizer
    infixes = [*(nlp.Defaults.infixes or []), *INFIXES]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    component = nlp.add_pipe("kg_language")
    component.from_disk(folder)  # type: ignore[attr-defined]
    return nlp


def given_starts(doc: Doc) -> NDArray[np.bool_]:
    """Sentence starts that are set on `doc`, `[tokens]`."""
    return np.array([bool(token.is_sent_start) for token in doc])


def paragraph_starts(doc: Doc) -> NDArray[np.bool_]:
    """Tokens `[tokens]` at which a paragraph starts: the article's blocks where the
    document has them, else what follows a blank line."""
    starts = np.zeros(len(doc), dtype=bool)
    blocks = doc.user_data.get("kg", {}).get("article", {}).get("blocks", [])
    if blocks:
        begins = iter(sorted(block["span"]["begin"] for block in blocks))
        begin = next(begins, None)
        for token in doc:
            if begin is not None and token.idx >= begin and not token.is_space:
                starts[token.i] = True
                while begin is not None and begin <= token.idx:
                    begin = next(begins, None)
        return starts
    blank = False
    for token in doc:
        if token.is_space:
            blank = blank or token.text.count("\n") > 1
        else:
            starts[token.i], blank = blank, False
    return starts


def write_analysis(doc: Doc, tokens: NDArray[np.int64], analysis: Analysis) -> None:
    """Write `analysis` of the words at `tokens` on `doc`; white space joins the word before."""
    everything = np.arange(len(doc))
    previous = np.maximum(np.searchsorted(tokens, everything, side="right") - 1, 0)
    heads = tokens[previous]
    heads[tokens] = tokens[analysis.heads]
    add = doc.vocab.strings.add
    lemmas = np.array([token.orth for token in doc], dtype=np.uint64)
    lemmas[tokens] = [add(lemma) for lemma in analysis.lemmas]
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
