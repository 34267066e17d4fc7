"""DocRED-IE: relations between Wikidata's items, from the bare text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language

from kg.evaluate.events.public.texts import Rows, percent
from kg.evaluate.relations import inventory
from kg.evaluate.relations.extractors import TITLES, Extractor, found_by
from kg.evaluate.relations.public import docred
from kg.evaluate.relations.public.docred import Text
from kg.evaluate.relations.public.redocred import closed
from kg.evaluate.relations.running import Output, run
from kg.evaluate.relations.tally import Counts
from kg.facts import Document, Statement
from kg.pipeline import linker_of
from kg.wikidata.store import Store

FILE = "relations/docred-ie-qcode-dev-even.json"
NAME, ITEMS = "DocRED-IE", "DocRED-IE items"
Link = tuple[str, str, str]


def measure(nlp: Language, data: Path, extractor: Extractor) -> Rows:
    """Scores by extractor, and by property for `extractor`; what share of the items is in the
    knowledge base and was linked somewhere in the document, and of the relations both ends."""
    texts = docred.read(data, FILE)
    properties = docred.compared(texts)
    found = list(zip(texts, run(nlp, (text.article for text in texts)), strict=True))
    rows: Rows = {}
    for one, title in TITLES.items():
        counts = Counts()
        is_found = found_by(one)
        for text, output in found:
            statements = filter(is_found, docred.said(output.document.statements))
            count(gold_of(text, properties), links(output.document, statements), properties, counts)
        rows[f"{NAME}, {title}"] = counts.row(NAME)
        if one == extractor:
            wanted = {name: row for name, row in counts.rows().items() if name in properties}
            rows |= {f"{NAME}: {name}": row for name, row in wanted.items()}
    return rows | {ITEMS: ceilings(linker_of(nlp).kb, found, properties)}


def gold_of(text: Text, properties: frozenset[str]) -> set[Link]:
    """The relations between clusters that have items."""
    literals = docred.mapping().literals
    items = [None if each.type in literals else each.item for each in text.clusters]
    return {
        (head, stated, tail)
        for one, stated, other in text.facts
        if stated in properties and (head := items[one]) and (tail := items[other])
    }


def links(document: Document, statements: Iterable[Statement]) -> set[Link]:
    """What statements between linked entities and their inverses say."""
    items = {e.id: e.item.qid for e in document.entities if e.item}
    every = frozenset(inventory.stated())
    return {
        (items[s.subject], s.property, items[s.object])
        for s in closed(statements, every)
        if s.subject in items and s.is_entity and s.object in items
    }


def count(gold: set[Link], found: set[Link], properties: frozenset[str], counts: Counts) -> None:
    """Count the relations of one document."""
    for link in sorted(found):
        if link[1] in properties:
            counts.find(link in gold, NAME, link[1])
    for link in sorted(gold):
        counts.ask(link in found, NAME, link[1])


def ceilings(
    base: Store, found: Iterable[tuple[Text, Output]], properties: frozenset[str]
) -> dict[str, float | int]:
    """How many items there are by document, and relations between them; of each the share that
    the base has, and that was linked in the document."""
    sizes = dict.fromkeys(("items", "held", "linked", "facts", "both held", "both linked"), 0)
    for text, output in found:
        literals = docred.mapping().literals
        items = {c.item for c in text.clusters if c.item and c.type not in literals}
        held = {item for item in items if base.item(item)}
        linked = {e.item.qid for e in output.document.entities if e.item} & items
        gold = gold_of(text, properties)
        sizes["items"] += len(items)
        sizes["held"] += len(held)
        sizes["linked"] += len(linked)
        sizes["facts"] += len(gold)
        sizes["both held"] += sum(held.issuperset((one, other)) for one, _, other in gold)
        sizes["both linked"] += sum(linked.issuperset((one, other)) for one, _, other in gold)
    return {
        "items": sizes["items"],
        "in base": percent(sizes["held"], sizes["items"]),
        "linked": percent(sizes["linked"], sizes["items"]),
        "facts": sizes["facts"],
        "linkable": percent(sizes["both held"], sizes["facts"]),
        "both linked": percent(sizes["both linked"], sizes["facts"]),
    }
