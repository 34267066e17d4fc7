"""`kg_linker`: one Wikidata item, or none, for each named entity of a document."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg import lexicon
from kg.components.gazetteer import base_of
from kg.components.notes import Notes
from kg.facts import Entity, Item, Mention
from kg.wikidata import ranking
from kg.wikidata.answers import Gender
from kg.wikidata.features import Context, Named, settings
from kg.wikidata.knowledge_base import WikidataKB
from kg.wikidata.names import key
from kg.wikidata.qids import is_qid
from kg.wikidata.ranking import Found, Ranked

SURE = 0.5  # probability from which a pronoun refers to a mention


@Language.factory(
    "kg_linker",
    default_config={"kb": None, "nil_threshold": 0.55, "other_confidence": 0.9},
    requires=["doc.ents", "doc.spans"],
    assigns=["doc.user_data", "doc.spans", "doc.ents", "token.ent_kb_id"],
)
def make_linker(
    nlp: Language, name: str, kb: str | None, nil_threshold: float, other_confidence: float
) -> Linker:
    """The linker over the knowledge base file `kb` (default: the embedded one)."""
    return Linker(
        base_of(nlp, kb),
        name=name,
        nil_threshold=nil_threshold,
        other_confidence=other_confidence,
    )


class Linker:
    """Decides once per entity, with all its names, mentions and fellow entities.

    An entity gets its likeliest item where the probability reaches `nil_threshold`, and
    stays unlinked otherwise; its confidence is the probability of that decision. Items that
    a component before this one set as `kb_id_` of `doc.ents` are kept, with the confidence
    `other_confidence`, and are context for the rest.
    """

    def __init__(
        self,
        kb: WikidataKB,
        *,
        name: str = "kg_linker",
        nil_threshold: float = 0.55,
        other_confidence: float = 0.9,
    ) -> None:
        self.kb = kb
        self.name = name
        self.nil_threshold = nil_threshold
        self.other_confidence = other_confidence

    def __call__(self, doc: Doc) -> Doc:
        """Link the entities of `doc`, and write items to its mentions and names."""
        notes = Notes(doc)
        given = _given(notes)
        for entity_id, qid in given.items():
            entity = notes.entities[entity_id]
            item = self.kb.item(qid) or Item(qid, entity.name, entity.type)
            notes.rename(entity_id, item=item, type=item.type, confidence=self.other_confidence)
        for entity_id, ranked in self.choices(self.candidates(notes), given).items():
            self._decide(notes, entity_id, ranked)
        notes.mentions = [self._mention(notes, mention) for mention in notes.mentions]
        notes.save()
        linked = Notes(doc)
        doc.set_ents([_linked_name(linked, name) for name in doc.ents])
        return doc

    def candidates(self, notes: Notes) -> dict[str, list[Found]]:
        """The candidates of every named entity without an item, by its identifier."""
        mentions: dict[str, list[Mention]] = {}
        for mention in notes.mentions:
            if mention.kind == "name":
                mentions.setdefault(mention.entity, []).append(mention)
        text = _keys(notes.doc)
        named = {
            entity.id: described(notes, entity, mentions.get(entity.id, []), text)
            for entity in notes.entities.values()
            if entity.named and entity.item is None
        }
        self.kb.prepare((name, each.label) for each in named.values() for name in each.names)
        return {entity: ranking.candidates(self.kb, each) for entity, each in named.items()}

    def choices(
        self,
        found: Mapping[str, Sequence[Found]],
        given: Mapping[str, str] | None = None,
        weights: Mapping[str, float] | None = None,
    ) -> dict[str, list[Ranked]]:
        """The candidates of each entity ranked, each beside the others' items.

        `given` are items that others' names are known to mean, `weights` those of the
        features (default: the learned ones).
        """
        known = [(qid, self.other_confidence) for qid in (given or {}).values()]
        alone = ranking.context_of(self.kb, known)
        ranked = {e: ranking.ranked_in(self.kb, found[e], alone, weights) for e in found}
        for _ in range(settings()["limits"]["passes"] - 1):
            contexts = {entity: self._context(ranked, entity, known) for entity in found}
            ranked = {e: ranking.ranked_in(self.kb, found[e], contexts[e], weights) for e in found}
        return ranked

    def _context(
        self, ranked: Mapping[str, list[Ranked]], entity: str, known: Sequence[tuple[str, float]]
    ) -> Context:
        """What the sure items of the other entities say."""
        sure = settings()["limits"]["sure"]
        others = [found[0] for other, found in ranked.items() if other != entity and found]
        chosen = [(r.candidate.qid, r.probability) for r in others if r.probability >= sure]
        return ranking.context_of(self.kb, [*known, *chosen])

    def chosen(self, ranked: Sequence[Ranked]) -> Ranked | None:
        """The first of an entity's ranked candidates where it is likely enough, else None."""
        best = ranked[0] if ranked else None
        return best if best and best.probability >= self.nil_threshold else None

    def _decide(self, notes: Notes, entity: str, ranked: Sequence[Ranked]) -> None:
        chosen = self.chosen(ranked)
        if chosen is None:
            none = 1.0 - sum(candidate.probability for candidate in ranked)
            notes.rename(entity, confidence=round(none, 4))
            return
        item = self.kb.item(chosen.candidate.qid)
        assert item is not None
        notes.rename(entity, item=item, type=item.type, confidence=round(chosen.probability, 4))

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


def described(
    notes: Notes, entity: Entity, mentions: Sequence[Mention], text: frozenset[str] = frozenset()
) -> Named:
    """An entity as the document presents it at its `mentions` by name: names, type, words
    near it and in the whole `text`, date."""
    labels = Counter(mention.label for mention in mentions)
    label = min(labels, key=lambda name: (-labels[name], name)) if labels else None
    published = notes.article.published
    return Named(
        names=entity.names or (entity.name,),
        label=label,
        near=tuple(_near(notes.tokens(mention.span)) for mention in mentions),
        text=text,
        gender=_gender(notes, mentions),
        published=datetime.date.fromisoformat(published[:10]) if published else None,
    )


def _gender(notes: Notes, mentions: Sequence[Mention]) -> Gender | None:
    """What the titles at mentions, and the pronouns that the language model refers to them,
    say of somebody's gender; None where they say nothing, or not the same."""
    tokens = {token.i for mention in mentions for token in notes.tokens(mention.span)}
    titled = {i for start in tokens for i in (start - 1, start) if i >= 0}
    titles = (lexicon.titles().get(notes.doc[i].lower_) for i in titled)
    said: set[str | None] = {title.gender for title in titles if title}
    pronouns = lexicon.coreference().pronouns
    for number, reference in notes.references.items():
        pronoun = pronouns.get(notes.doc[int(number)].lower_)
        for antecedent, probability in reference["antecedents"]:
            if pronoun and antecedent in tokens and probability >= SURE:
                said.add(pronoun.gender)
    said.discard(None)
    return cast("Gender", said.pop()) if len(said) == 1 else None


def _given(notes: Notes) -> dict[str, str]:
    """The items that a component before set as `kb_id_` of names, by entity: the commonest of
    its names, the first of those as common."""
    votes: dict[str, Counter[str]] = {}
    for name in notes.doc.ents:
        mention = _mention_in(notes, name)
        if mention is not None and is_qid(name.kb_id_):
            votes.setdefault(mention.entity, Counter())[name.kb_id_] += 1
    return {entity: counts.most_common(1)[0][0] for entity, counts in votes.items()}


def _near(span: DocSpan) -> frozenset[str]:
    """The keys of the words near a mention, inside its sentence."""
    reach = settings()["limits"]["near_words"]
    whole = span.sent if span.doc.has_annotation("SENT_START") else span.doc[:]
    start, end = max(whole.start, span.start - reach), min(whole.end, span.end + reach)
    return _keys([*span.doc[start : span.start], *span.doc[span.end : end]])


def _keys(tokens: Iterable[Token]) -> frozenset[str]:
    return frozenset(word for token in tokens if (word := key(token.text)))


def _finer(label: str, kind: str | None) -> str:
    finer: dict[str, str] = settings()["finer"]
    return finer.get(kind or "", label) if label == "LOC" else label


def _mention_in(notes: Notes, name: DocSpan) -> Mention | None:
    return next((mention for token in name if (mention := notes.mention_at(token))), None)


def _linked_name(notes: Notes, name: DocSpan) -> DocSpan:
    """A name of `doc.ents` with the item and the label of the mention inside it."""
    mention = _mention_in(notes, name)
    if mention is None:
        return name
    item = notes.entities[mention.entity].item
    label = mention.label if name.label_ == "LOC" else name.label_
    kb_id = item.qid if item else ""
    return DocSpan(name.doc, name.start, name.end, label=label, kb_id=kb_id, span_id=name.id_)
