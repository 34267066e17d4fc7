"""`kg_linker`: one Wikidata item, or none, for each named entity of a document."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kg.components.gazetteer import base_of
from kg.components.notes import Notes
from kg.facts import Entity, Mention
from kg.wikidata import ranking
from kg.wikidata.knowledge_base import WikidataKB
from kg.wikidata.names import key
from kg.wikidata.ranking import Context, Named, Ranked


@Language.factory(
    "kg_linker",
    default_config={"kb": None, "nil_threshold": 0.5},
    requires=["doc.ents", "doc.spans"],
    assigns=["doc.user_data", "doc.spans", "doc.ents", "token.ent_kb_id"],
)
def make_linker(nlp: Language, name: str, kb: str | None, nil_threshold: float) -> Linker:
    """The linker over the knowledge base file `kb` (default: the embedded one)."""
    return Linker(base_of(nlp, kb), name=name, nil_threshold=nil_threshold)


class Linker:
    """Decides once per entity, with all its names, mentions and fellow entities.

    An entity gets its likeliest item where the probability reaches `nil_threshold`, and
    stays unlinked otherwise; its confidence is the probability of that decision.
    """

    def __init__(
        self, kb: WikidataKB, *, name: str = "kg_linker", nil_threshold: float = 0.5
    ) -> None:
        self.kb = kb
        self.name = name
        self.nil_threshold = nil_threshold

    def __call__(self, doc: Doc) -> Doc:
        """Link the entities of `doc`, and write items to its mentions and names."""
        notes = Notes(doc)
        for entity_id, ranked in self.choices(notes).items():
            _decide(self.kb, notes, entity_id, self._chosen(ranked), ranked)
        notes.mentions = [self._mention(notes, mention) for mention in notes.mentions]
        notes.save()
        doc.set_ents([_linked_name(notes, name) for name in doc.ents])
        return doc

    def choices(self, notes: Notes) -> dict[str, list[Ranked]]:
        """The ranked candidates of every named entity, each seen beside the others' items."""
        mentions: dict[str, list[Mention]] = {}
        for mention in notes.mentions:
            if mention.kind == "name":
                mentions.setdefault(mention.entity, []).append(mention)
        found = {
            entity.id: ranking.candidates(
                self.kb, described(notes, entity, mentions.get(entity.id, []))
            )
            for entity in _named(notes)
        }
        ranked = {entity: ranking.ranked_in(self.kb, found[entity], Context()) for entity in found}
        for _ in range(ranking.settings()["limits"]["passes"] - 1):
            contexts = {entity: self._context(ranked, entity) for entity in found}
            ranked = {e: ranking.ranked_in(self.kb, found[e], contexts[e]) for e in found}
        return ranked

    def _context(self, ranked: dict[str, list[Ranked]], entity: str) -> Context:
        """What the sure items of the other entities say."""
        sure = ranking.settings()["limits"]["sure"]
        others = [found[0] for other, found in ranked.items() if other != entity and found]
        return ranking.context_of(
            self.kb, [(r.candidate.qid, r.probability) for r in others if r.probability >= sure]
        )

    def _chosen(self, ranked: list[Ranked]) -> Ranked | None:
        best = ranked[0] if ranked else None
        return best if best and best.probability >= self.nil_threshold else None

    def _mention(self, notes: Notes, mention: Mention) -> Mention:
        """The mention with a finer label and the decision's share in its confidence."""
        entity = notes.entities[mention.entity]
        if mention.kind != "name" or not entity.named:
            return mention
        return replace(
            mention,
            label=_finer(mention.label, self.kb.kind(entity.item.qid) if entity.item else None),
            confidence=round(mention.confidence * entity.confidence, 4),
        )

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Keep the knowledge base in the folder `path`."""
        Path(path).mkdir(parents=True, exist_ok=True)
        self.kb.to_disk(Path(path) / "items.kb", exclude=exclude)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Linker:
        """Ask the knowledge base in the folder `path` from now on."""
        self.kb.from_disk(Path(path) / "items.kb", exclude=exclude)
        return self


def described(notes: Notes, entity: Entity, mentions: Sequence[Mention]) -> Named:
    """An entity as the document presents it at its `mentions` by name: names, type, words
    beside it, date."""
    labels = Counter(mention.label for mention in mentions)
    label = min(labels, key=lambda name: (-labels[name], name)) if labels else None
    published = notes.article.published
    return Named(
        names=entity.names or (entity.name,),
        label=label,
        beside=frozenset(word for m in mentions for word in _beside(notes.tokens(m.span))),
        published=datetime.date.fromisoformat(published[:10]) if published else None,
    )


def _named(notes: Notes) -> list[Entity]:
    return [entity for entity in notes.entities.values() if entity.named and entity.item is None]


def _beside(span: DocSpan) -> list[str]:
    """The keys of the words near a mention, inside its sentence."""
    reach = ranking.settings()["limits"]["near_words"]
    whole = span.sent if span.doc.has_annotation("SENT_START") else span.doc[:]
    start, end = max(whole.start, span.start - reach), min(whole.end, span.end + reach)
    around = [*span.doc[start : span.start], *span.doc[span.end : end]]
    return [word for token in around if (word := key(token.text))]


def _decide(
    kb: WikidataKB, notes: Notes, entity: str, chosen: Ranked | None, ranked: list[Ranked]
) -> None:
    if chosen is None:
        none = 1.0 - sum(candidate.probability for candidate in ranked)
        notes.rename(entity, confidence=round(none, 4))
        return
    item = kb.item(chosen.candidate.qid)
    assert item is not None
    notes.rename(entity, item=item, type=item.type, confidence=round(chosen.probability, 4))


def _finer(label: str, kind: str | None) -> str:
    finer: dict[str, str] = ranking.settings()["finer"]
    return finer.get(kind or "", label) if label == "LOC" else label


def _linked_name(notes: Notes, name: DocSpan) -> DocSpan:
    """A name of `doc.ents` with the item and the label of the mention inside it."""
    mention = next((m for token in name if (m := notes.mention_at(token))), None)
    if mention is None:
        return name
    item = notes.entities[mention.entity].item
    label = mention.label if name.label_ == "LOC" else name.label_
    kb_id = item.qid if item else ""
    return DocSpan(name.doc, name.start, name.end, label=label, kb_id=kb_id, span_id=name.id_)
