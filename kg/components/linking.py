"""`kg_linker`: one Wikidata item, or none, for each named entity of a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc
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
    default_config={"kb": None, "nil_threshold": None, "other_confidence": 0.9},
    requires=["doc.ents", "doc.spans"],
    assigns=["doc.user_data", "doc.spans", "doc.ents", "token.ent_kb_id"],
)
def make_linker(
    nlp: Language,
    name: str,
    kb: str | None,
    nil_threshold: float | None,
    other_confidence: float,
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

    An entity gets its likeliest item where the probability reaches `nil_threshold` (default:
    that of `ranking.toml`), and stays unlinked otherwise; its confidence is the probability of
    that decision. Items that a component before this one set as `kb_id_` of `doc.ents` are
    kept, with the confidence `other_confidence`, and are context for the rest.
    """

    def __init__(
        self,
        kb: WikidataKB,
        *,
        name: str = "kg_linker",
        nil_threshold: float | None = None,
        other_confidence: float = 0.9,
    ) -> None:
        self.kb = kb
        self.name = name
        usual: float = settings()["limits"]["linked"]
        self.nil_threshold = usual if nil_threshold is None else nil_threshold
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
        notes.set_mentions([self._mention(notes, mention) for mention in notes.mentions])
        notes.save()
        doc.set_ents([_linked_name(notes, name) for name in doc.ents])
        return doc

    def candidates(self, notes: Notes) -> dict[str, list[Found]]:
        """The candidates of every named entity without an item, by its identifier."""
        mentions: dict[str, list[Mention]] = {}
        for mention in notes.mentions:
            if mention.kind == "name":
                mentions.setdefault(mention.entity, []).append(mention)
        words = Words(notes)
        named = {
            entity.id: described(notes, entity, mentions.get(entity.id, []), words)
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
        return ranking.chosen(ranked, self.nil_threshold)

    def _decide(self, notes: Notes, entity: str, ranked: Sequence[Ranked]) -> None:
        chosen = self.chosen(ranked)
        if chosen is None:
            notes.rename(entity, confidence=round(ranking.of_none(ranked), 4))
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


class Words:
    """The words of a document, as its entities are described by them: their keys in order ("" for
    what is no word), and the genders that titles and pronouns give to tokens."""

    def __init__(self, notes: Notes) -> None:
        doc = notes.doc
        self.keys = [key(token.text) for token in doc]
        self.all = frozenset(self.keys) - {""}
        self._reach: int = settings()["limits"]["near_words"]
        self._sentence: list[tuple[int, int]] = [(0, len(doc))] * len(doc)
        for sent in doc.sents if doc.has_annotation("SENT_START") else ():
            self._sentence[sent.start : sent.end] = [(sent.start, sent.end)] * len(sent)
        self._genders = dict(chain(self._titled(), self._referred(notes)))

    def near(self, span: DocSpan) -> frozenset[str]:
        """Those near a mention, inside its sentence."""
        begin, end = self._sentence[span.start]
        before = self.keys[max(begin, span.start - self._reach) : span.start]
        after = self.keys[span.end : min(end, span.end + self._reach)]
        return frozenset((*before, *after)) - {""}

    def gender(self, spans: Iterable[DocSpan]) -> Gender | None:
        """What is said of somebody's gender at mentions; None where nothing, or not the same."""
        tokens = {i for span in spans for i in range(span.start, span.end)}
        said = {self._genders[i] for i in tokens & self._genders.keys()}
        return said.pop() if len(said) == 1 else None

    def _titled(self) -> Iterator[tuple[int, Gender]]:
        """Titles, and the words after them."""
        titles = lexicon.titles()
        for i, word in enumerate(self.keys):
            title = titles.get(word) if word else None
            if title and title.gender:
                yield from ((i, title.gender), (i + 1, title.gender))

    def _referred(self, notes: Notes) -> Iterator[tuple[int, Gender]]:
        """What the language model takes pronouns to refer to."""
        pronouns = lexicon.coreference().pronouns
        for number, reference in notes.references.items():
            pronoun = pronouns.get(self.keys[int(number)])
            if pronoun and pronoun.gender:
                for antecedent, probability in reference["antecedents"]:
                    if probability >= SURE:
                        yield antecedent, cast("Gender", pronoun.gender)


def described(notes: Notes, entity: Entity, mentions: Sequence[Mention], words: Words) -> Named:
    """An entity as the document presents it at its `mentions` by name: names, type, words
    near it and in the whole document, gender, date."""
    labels = Counter(mention.label for mention in mentions)
    label = min(labels, key=lambda name: (-labels[name], name)) if labels else None
    spans = [notes.tokens(mention.span) for mention in mentions]
    return Named(
        names=entity.names or (entity.name,),
        label=label,
        near=tuple(map(words.near, spans)),
        text=words.all,
        gender=words.gender(spans),
        published=notes.published,
    )


def _given(notes: Notes) -> dict[str, str]:
    """The items that a component before set as `kb_id_` of names, by entity: the commonest of
    its names, the first of those as common."""
    votes: dict[str, Counter[str]] = {}
    for name in notes.doc.ents:
        mention = _mention_in(notes, name) if is_qid(name.kb_id_) else None
        if mention is not None:
            votes.setdefault(mention.entity, Counter())[name.kb_id_] += 1
    return {entity: counts.most_common(1)[0][0] for entity, counts in votes.items()}


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
