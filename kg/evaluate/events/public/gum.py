"""Events in GUM's news, which has no events annotated but trees, entities and coreference.

What can be judged is whether those who take part agree with the tree: the entity found must be
an argument of one of the event's words, its own or one that it shares (control, coordination,
relative clauses, a noun with its light verb). An entity found means the gold clusters of its
mentions by name, else of its descriptions, else of its pronouns, so that a pronoun resolved to
somebody else is wrong. The other way round, subjects and objects of verbs that became events are
looked for among the participants. The rest is counted only.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from spacy.language import Language

from kg.evaluate import sets
from kg.evaluate.corpora import Document as Trees
from kg.evaluate.corpora import read_conllu
from kg.evaluate.events.public.texts import Rows, percent, read
from kg.evaluate.gold import from_sentences, places, squeezed
from kg.facts import PLAIN, Document, Event

SPLITS = ("dev", "test", "train")
DAY = re.compile(r"^# meta::dateCreated = (\d{4}-\d\d-\d\d)$", re.MULTILINE)
ACTORS = ("person", "organization", "place")
CORE = ("nsubj", "obj", "iobj", "obl:agent")
OWN = (*CORE, "obl", "nmod", "compound", "amod", "det", "appos")
SHARED = ("conj", "xcomp", "ccomp", "advcl", "acl", "obj", "obl", "nsubj", "nmod")
ROLES = ("agent", "target", "recipient", "participant")
AMOUNTS = (
    *("texts", "words", "events", "in 100 words", "with class", "with role", "with place"),
    *("with time", "named verbs", "as event", "as classed"),
)
AGREEMENT = ("fillers", "P", "arguments", "R")
ORDER = ("name", "nominal", "pronoun")


class Words:
    """The words of a document numbered through, with what the gold says of each."""

    def __init__(self, document: Trees) -> None:
        self.heads: list[int | None] = []
        self.labels: list[str] = []
        self.upos: list[str] = []
        self.cluster: dict[int, int] = {}
        self.kind: dict[int, str] = {}
        self.at: dict[int, int] = {}
        self.named: set[int] = set()
        for sentence, spots in zip(document, places(document), strict=True):
            first = len(self.heads)
            assert sentence.heads
            assert sentence.labels
            assert sentence.upos
            self.heads += [first + head - 1 if head else None for head in sentence.heads]
            self.labels += sentence.labels
            self.upos += sentence.upos
            for word, (begin, end) in enumerate(spots, first):
                self.at.update(dict.fromkeys(range(begin, end), word))
            for mention in reversed(sentence.mentions or []):
                head = first + mention.head
                self.cluster[head], self.kind[head] = mention.cluster, mention.kind
                if self.upos[head] == "PROPN":
                    self.named.add(mention.cluster)

    @cached_property
    def dependents(self) -> dict[int, list[int]]:
        """The words that depend on each word."""
        found = defaultdict[int, list[int]](list)
        for word, head in enumerate(self.heads):
            if head is not None:
                found[head].append(word)
        return found

    def core(self, word: int) -> list[int]:
        """Subjects, objects and agents of a word, conjuncts among them."""
        return self._spread(w for w in self.dependents[word] if self._is(w, CORE))

    def arguments(self, word: int) -> set[int]:
        """What may take part in an event that this word names: its dependents, and what it
        shares with those that it depends on."""
        found = self._spread(w for w in self.dependents[word] if self._is(w, OWN))
        head = self.heads[word]
        while head is not None and self._is(word, SHARED):
            found += [*self.core(head), *self._spread([head])]
            word, head = head, self.heads[head]
        return set(found)

    def _spread(self, words: Iterator[int] | list[int]) -> list[int]:
        found = list(words)
        for word in found:
            found += [w for w in self.dependents[word] if self._is(w, ("conj", "appos"))]
        return found

    def _is(self, word: int, labels: tuple[str, ...]) -> bool:
        label = self.labels[word]
        return label in labels or label.partition(":")[0] in labels

    def head(self, words: list[int]) -> int:
        """The first of some words whose head stands outside of them."""
        return next((w for w in words if self.heads[w] not in words), words[0])


class Reading:
    """A document's events beside its gold."""

    def __init__(self, trees: Trees, document: Document) -> None:
        self.words = Words(trees)
        self.document = document
        self._offsets = squeezed(document.article.text)
        self._meant = dict(self._meanings())

    def _covered(self, begin: int, end: int) -> list[int]:
        spots = range(self._offsets[begin], self._offsets[end])
        return sorted({self.words.at[spot] for spot in spots if spot in self.words.at})

    def _meanings(self) -> Iterator[tuple[str, set[int | tuple[int]]]]:
        """For each entity what its surest mentions mean: gold clusters, words outside of any."""
        grouped = defaultdict[str, list[tuple[int, int]]](list)
        for mention in self.document.mentions:
            words = self._covered(mention.span.begin, mention.span.end)
            if words:
                grouped[mention.entity].append((ORDER.index(mention.kind), self.words.head(words)))
        for entity, heads in grouped.items():
            best = min(rank for rank, _ in heads)
            yield entity, {self._meaning(word) for rank, word in heads if rank == best}

    def _meaning(self, word: int) -> int | tuple[int]:
        return self.words.cluster.get(word, (word,))

    def triggers(self, event: Event) -> list[int]:
        """The words that name an event."""
        return [w for span in event.spans for w in self._covered(span.begin, span.end)]

    def agrees(self, entity: str, words: set[int]) -> bool:
        """Whether an entity found is one of these words, or what one of them refers to."""
        return not self._meant.get(entity, set()).isdisjoint(map(self._meaning, words))

    def count(self, counts: Counter[str]) -> None:
        """Count what the measures need."""
        events = self.document.events
        counts["words"] += len(self.words.heads)
        counts["events"] += len(events)
        at: dict[int, Event] = {}
        for event in events:
            triggers = self.triggers(event)
            at |= dict.fromkeys(triggers, event)
            counts["classed"] += event.cls != PLAIN
            counts["role"] += bool(event.participants)
            counts["place"] += bool(event.places)
            counts["time"] += event.time is not None
            possible = {w for trigger in triggers for w in self.words.arguments(trigger)}
            fillers = {p.entity for p in event.participants if p.role in ROLES}
            counts["fillers"] += len(fillers)
            counts["agreeing"] += sum(self.agrees(entity, possible) for entity in fillers)
        for word, upos in enumerate(self.words.upos):
            if upos == "VERB":
                self._verb(word, at.get(word), counts)

    def _verb(self, word: int, event: Event | None, counts: Counter[str]) -> None:
        actors = [w for w in self.words.core(word) if self.words.kind.get(w) in ACTORS]
        if any(self.words.cluster[w] in self.words.named for w in actors):
            counts["named verbs"] += 1
            counts["met"] += event is not None
            counts["met, classed"] += event is not None and event.cls != PLAIN
        if event:
            entities = [*(p.entity for p in event.participants), *event.places]
            counts["arguments"] += len(actors)
            counts["reached"] += sum(any(self.agrees(e, {w}) for e in entities) for w in actors)


def measure(nlp: Language, data: Path) -> Rows:
    """What can be said of the news of each split; the trees of "train" were trained on."""
    return {f"GUM news {split}": _row(nlp, data, split) for split in SPLITS}


def _row(nlp: Language, data: Path, split: str) -> dict[str, float | int]:
    paths = [path for path in sets.gum(data, split) if path.stem.split("_")[1] == "news"]
    trees = [document for path in paths for _, document in read_conllu(path)]
    days = [day[1] if (day := DAY.search(path.read_text("utf-8"))) else None for path in paths]
    texts = [from_sentences(document).text for document in trees]
    counts = Counter(texts=len(trees))
    for document, found in zip(trees, read(nlp, zip(texts, days, strict=True)), strict=True):
        Reading(document, found).count(counts)
    return row(counts)


def row(counts: Counter[str]) -> dict[str, float | int]:
    """The measures of what `Reading.count` counted."""
    events, verbs = counts["events"], counts["named verbs"]
    shares = {
        "in 100 words": percent(events, counts["words"]),
        "with class": percent(counts["classed"], events),
        "with role": percent(counts["role"], events),
        "with place": percent(counts["place"], events),
        "with time": percent(counts["time"], events),
        "as event": percent(counts["met"], verbs),
        "as classed": percent(counts["met, classed"], verbs),
        "P": percent(counts["agreeing"], counts["fillers"]),
        "R": percent(counts["reached"], counts["arguments"]),
    }
    return {name: shares.get(name, counts[name]) for name in (*AMOUNTS, *AGREEMENT)}
