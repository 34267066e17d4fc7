"""`kg_gazetteer`: names that the language model cut short, whole again.

The knowledge base proposes and the text confirms: a run of capitalised words around a
detected name becomes the name where it is, as it stands, the name of a known item.
"Islamic" and "State", each found alone, become "Islamic State".
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.facts import EntityType
from kg.wikidata.base_file import EMBEDDED, LIVE
from kg.wikidata.bases import open_base
from kg.wikidata.knowledge_base import WikidataKB
from kg.wikidata.merged import Merged

LABELS: dict[EntityType, str] = {
    "Person": "PERSON",
    "Organization": "ORG",
    "Place": "LOC",
    "Event": "EVENT",
    "Product": "PRODUCT",
    "Group": "NORP",
}
LONGEST = 6
EXACT = 1.0


@Language.factory(
    "kg_gazetteer",
    default_config={"kb": None},
    requires=["doc.ents"],
    assigns=["doc.ents", "doc.user_data"],
)
def make_gazetteer(nlp: Language, name: str, kb: str | None) -> Gazetteer:  # noqa: ARG001
    """The gazetteer of the knowledge base file `kb` (default: the embedded one).

    Names are proposed by a local base alone: with the live one, that is the embedded one.
    """
    return Gazetteer(base_of(nlp, None if kb == LIVE else kb))


def base_of(nlp: Language, path: str | None) -> WikidataKB:
    """The knowledge base file `path` (default: the embedded one), opened once by a pipeline.

    "wikidata" is the embedded one together with Wikidata's live API.
    """
    live = path == LIVE
    wanted = Path(path) if path is not None and not live else EMBEDDED
    opened = (getattr(component, "kb", None) for _, component in nlp.components)
    bases = (base for base in opened if isinstance(base, WikidataKB) and base.path == wanted)
    found = next((base for base in bases if isinstance(base, Merged) == live), None)
    return found or open_base(path, nlp.vocab, nlp.lang or "en")


class Gazetteer:
    """Extends the names of a document to those of the knowledge base."""

    def __init__(self, kb: WikidataKB) -> None:
        self.kb = kb

    def __call__(self, doc: Doc) -> Doc:
        """Extend `doc.ents` in place."""
        scores = doc.user_data.setdefault("kg", {}).setdefault("names", {})
        for name in list(doc.ents):
            whole = self._whole(name)
            if whole is None:
                continue
            names = doc.ents
            parts = [ent for ent in names if ent.start < whole.end and whole.start < ent.end]
            others = [ent for ent in names if ent not in parts]
            known = [scores.get(f"{p.start_char},{p.end_char}", EXACT) for p in parts]
            scores[f"{whole.start_char},{whole.end_char}"] = max(known)
            doc.set_ents([*others, whole])
        return doc

    def _whole(self, name: Span) -> Span | None:
        """The longest known name that holds this one and more, of capitalised words."""
        doc = name.doc
        if name.label_ not in LABELS.values() and name.label_ != "GPE":
            return None
        for start, end in _windows(name):
            text = doc[start:end].text
            best = next(iter(self.kb.exact(text)), None)
            if best is not None and best.match == EXACT and best.type in LABELS:
                return Span(doc, start, end, label=LABELS[best.type])
        return None


def _windows(name: Span) -> Iterator[tuple[int, int]]:
    """Wider stretches around a name, the longest first, all words capitalised."""
    doc, sent = name.doc, name.sent
    begin, stop = name.start, name.end
    while begin > sent.start and name.end - begin < LONGEST and _is_capitalised(doc, begin - 1):
        begin -= 1
    while stop < sent.end and stop - name.start < LONGEST and _is_capitalised(doc, stop):
        stop += 1
    found = [
        (start, end)
        for start in range(begin, name.start + 1)
        for end in range(name.end, stop + 1)
        if len(name) < end - start <= LONGEST
    ]
    yield from sorted(found, key=lambda window: (window[0] - window[1], window))


def _is_capitalised(doc: Doc, index: int) -> bool:
    token = doc[index]
    return token.text[0].isupper() and token.is_alpha and token.pos_ in ("PROPN", "ADJ", "NOUN")
