"""Text and link F1 on KnowledgeNet, as the official evaluator counts (`evaluator.py` of
diffbot/knowledge-net, methods "span_overlap" and "uri").

By passage: an annotated fact is found where one of the same property and of overlapping ends, or
with the same items, was. Wrong is what was found of a property that the passage is annotated for,
and is not like anything that answers an annotated fact. Of links, equal ones in a passage count
once, and only those that have both items and no date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language

from kg.evaluate.events.matching import overlap
from kg.evaluate.events.public.texts import Rows, percent
from kg.evaluate.relations.extractors import TITLES, Extractor, found_by
from kg.evaluate.relations.public import knowledgenet
from kg.evaluate.relations.public.knowledgenet import Fact, Passage, Text
from kg.evaluate.relations.running import Output, run, with_head
from kg.evaluate.relations.tally import Counts
from kg.pipeline import linker_of
from kg.wikidata.store import Store

TEXT, LINK, IN_BASE, COVERAGE = (
    *("KnowledgeNet text", "KnowledgeNet link", "KnowledgeNet link in base"),
    "KnowledgeNet coverage",
)
Alike = Callable[[Fact, Fact], bool]
Results = list[tuple[Text, Output]]


def measure(nlp: Language, data: Path, heads: Path | None, extractor: Extractor) -> Rows:
    """Scores by extractor, and by property and fold for `extractor`.

    Each fold is read with the head of `heads` that was trained without it; where none are given,
    the patterns alone are measured.
    """
    texts = knowledgenet.read(data)
    base = linker_of(nlp).kb
    results: Results = []
    for fold in sorted({text.fold for text in texts}):
        part = [text for text in texts if text.fold == fold]
        with with_head(nlp, heads / f"fold{fold}" if heads else None):
            results += zip(part, run(nlp, (text.article for text in part)), strict=True)
    chosen: Extractor = extractor if heads else "patterns"
    rows: Rows = {}
    for one, title in TITLES.items():
        if heads or one == "patterns":
            rows |= {f"{name}, {title}": row for name, row in _rows(results, base, one).items()}
    counts = _count(results, chosen)
    for name, counted in counts.items():
        rows |= {f"{name}: {part}": row for part, row in counted.rows().items() if part != name}
    return rows | {COVERAGE: coverage(base, texts)}


def _rows(results: Results, base: Store, extractor: Extractor) -> Rows:
    """Micro averages over all properties; links also of the facts that the base can link."""
    counts = _count(results, extractor)
    rows = {name: counted.row(name) for name, counted in counts.items()}
    held = Counts()
    for text, output in results:
        for passage, found in _by_passage(text, output, extractor):
            linked, rest = _parted(passage.facts, base)
            outside = [f for f in found if any(by_place(f, fact) for fact in rest)]
            inside = [f for f in found if f not in outside]
            _outcomes(Passage(passage.span, passage.properties, linked), inside, held, IN_BASE)
    return rows | {IN_BASE: held.row(IN_BASE)}


def _parted(facts: Iterable[Fact], base: Store) -> tuple[tuple[Fact, ...], list[Fact]]:
    """Facts whose items are in the base, and the others."""
    every = list(facts)
    held = tuple(f for f in every if f.link and all(base.item(q or "") for q in f.items))
    return held, [fact for fact in every if fact not in held]


def _count(results: Results, extractor: Extractor) -> dict[str, Counts]:
    counts = {TEXT: Counts(), LINK: Counts()}
    for text, output in results:
        for passage, found in _by_passage(text, output, extractor):
            for name, counted in counts.items():
                _outcomes(passage, found, counted, name, f"fold {text.fold}")
    return counts


def _by_passage(
    text: Text, output: Output, extractor: Extractor
) -> Iterator[tuple[Passage, list[Fact]]]:
    pairs = filter(found_by(extractor), output.pairs)
    found = knowledgenet.predicted(output, pairs)
    for passage in text.passages:
        yield passage, list(knowledgenet.within(found, passage))


def _outcomes(passage: Passage, found: Sequence[Fact], counts: Counts, *rows: str) -> None:
    """Count a passage: texts for the row of texts, else links."""
    if rows[0] == TEXT:
        count(passage.facts, found, passage.properties, by_place, counts, rows)
    else:
        links = [_linked(facts) for facts in (passage.facts, found)]
        count(links[0], links[1], passage.properties, by_item, counts, rows)


def _linked(facts: Iterable[Fact]) -> list[Fact]:
    """Of the facts with both items one for each link."""
    return list({fact.link: fact for fact in reversed(list(facts)) if fact.link}.values())


def count(
    gold: Iterable[Fact],
    found: Sequence[Fact],
    annotated: frozenset[str],
    alike: Alike,
    counts: Counts,
    rows: tuple[str, ...],
) -> None:
    """Count the facts of a passage in some rows and in that of their property."""
    answers: list[Fact] = []
    for fact in gold:
        same = [other for other in found if alike(fact, other)]
        answers += same
        counts.ask(bool(same), *rows, fact.stated)
        if same:
            counts.find(True, *rows, fact.stated)
    for other in found:
        if other.stated in annotated and not any(alike(other, answer) for answer in answers):
            counts.find(False, *rows, other.stated)


def by_place(one: Fact, other: Fact) -> bool:
    """Whether both have one property and overlapping ends."""
    touching = overlap(one.subject, other.subject) and overlap(one.object, other.object)
    return one.stated == other.stated and bool(touching)


def by_item(one: Fact, other: Fact) -> bool:
    """Whether both have one property and the same items."""
    return one.link is not None and one.link == other.link


def coverage(base: Store, texts: Iterable[Text]) -> dict[str, float | int]:
    """What the knowledge base lets anybody link, in per cent: its share of the items, of the
    linked facts, of these facts' subjects and objects, and the link F1 of one who links the facts
    that it has rightly and nothing else."""
    passages = [passage for text in texts for passage in text.passages]
    links = [{fact.link for fact in p.facts if fact.link} for p in passages]
    facts = [link for found in links for link in found]
    items = {qid for fact in facts for qid in (fact[0], fact[2])}
    known = {qid for qid in items if base.item(qid)}
    held = sum(known.issuperset((fact[0], fact[2])) for fact in facts)
    return {
        "items": len(items),
        "in base": percent(len(known), len(items)),
        "facts": len(facts),
        "linkable": percent(held, len(facts)),
        "subjects": percent(sum(fact[0] in known for fact in facts), len(facts)),
        "objects": percent(sum(fact[2] in known for fact in facts), len(facts)),
        "ceiling F1": percent(2 * held, held + len(facts)),
    }
