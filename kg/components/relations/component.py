"""`kg_relations`: relations between what a report speaks of, as Wikidata statements."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.components.notes import KEY, Notes
from kg.components.referents import Referents
from kg.components.relations import classifier as classifiers
from kg.components.relations.candidates import Candidates
from kg.components.relations.classifier import SHIPPED, Classifier
from kg.components.relations.drafts import statements
from kg.components.relations.evidence import weigh, without_rivals
from kg.components.relations.known import Known
from kg.components.relations.merging import Merger
from kg.components.relations.named import tables
from kg.components.relations.patterns import Patterns
from kg.facts import Statement
from kg.wikidata.store import Store


@Language.factory(
    "kg_relations",
    default_config={"kb": None, "head": None},
    requires=["token.dep", "token.lemma", "doc.user_data", "doc.spans"],
    assigns=["doc.user_data", "doc.spans"],
)
def make_relations(
    nlp: Language,
    name: str,  # noqa: ARG001
    kb: str | None,
    head: str | None,
) -> RelationExtractor:
    """Relations with the knowledge base file `kb`, or that of `kg_linker`, or the embedded one,
    and the classifier's head in the folder `head`, or the shipped one.

    Where another language model than the shipped one has read the text, the patterns alone.
    """
    folder = Path(head) if head else SHIPPED
    if kb is None and nlp.has_pipe("kg_linker"):
        return RelationExtractor(nlp.get_pipe("kg_linker").kb, folder)  # type: ignore[attr-defined]
    return RelationExtractor(Store(kb), folder)


class RelationExtractor:
    """Writes the statements of documents, and which mentions they are found between."""

    def __init__(self, base: Store, head: Path = SHIPPED) -> None:
        self.base = base
        self.head = head

    def __call__(self, doc: Doc) -> Doc:
        """Write `doc`'s statements; raises ResourceError where the head is missing."""
        notes = Notes(doc)
        classifier = classifiers.load(self.head) if classifiers.can_read(doc) else None
        patterns = Patterns(Referents(notes), self.base)
        found, pairs = extract(patterns, classifier, Known(self.base, notes.entities))
        notes.statements = [replace(s, id=f"s{number}") for number, s in enumerate(found, 1)]
        doc.user_data[KEY]["pairs"] = pairs
        notes.save()
        return doc


def extract(
    patterns: Patterns, classifier: Classifier | None, known: Known
) -> tuple[list[Statement], list[dict[str, Any]]]:
    """The statements of a document, and the pairs of mentions that they are found between."""
    drafts = list(patterns.drafts())
    if classifier is None:
        marked = (replace(draft, known=known.of(draft)) for draft in drafts)
        return statements(marked, patterns.notes), []
    pairs = list(classifier.pairs(Candidates(patterns.referents)))
    probabilities = classifier.probabilities(pairs, patterns.notes.doc.tensor)
    merger = Merger(patterns, pairs, classifier.settings, known)
    evidence = list(weigh(drafts, pairs, probabilities, classifier.settings.properties))
    rivals = tables()["rivals"]["groups"]
    merged = [merger.merge(one) for one in without_rivals(evidence, rivals)]
    stated = [draft for drafts, _ in merged for draft in drafts]
    return statements(stated, patterns.notes), [pair for _, noted in merged for pair in noted]
