"""`kg_mentions`: the names of a document, gathered into its entities.

Names come from `doc.ents`, of the shipped model or a user's. One name is one entity all
through a document; people are also known by their last name, organisations by their
initials, and a name in brackets after another is the same thing's.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg import lexicon
from kg.components import namesakes
from kg.components.namesakes import gender
from kg.components.notes import Notes, grammar
from kg.components.referents import MEMBERS
from kg.errors import ResourceError
from kg.facts import EntityType
from kg.wikidata.names import key

TYPES: dict[str, EntityType] = {
    "PERSON": "Person",
    "ORG": "Organization",
    "LOC": "Place",
    "GPE": "Place",
    "FAC": "Place",
    "NORP": "Group",
    "EVENT": "Event",
    "PRODUCT": "Product",
    "WORK_OF_ART": "Product",
    "LAW": "Product",
}
Group = tuple[str, bool, str | None]
ALIASES = {"PER": "PERSON"}
LONGEST_TITLE = 4
SURE, INFERRED = 0.9, 0.6
NEEDED = ("DEP", "TAG", "LEMMA", "SENT_START")
NAME_PARTS = ("PROPN", "ADJ", "NOUN", "PUNCT", "ADP")


@Language.component(
    "kg_mentions",
    requires=["doc.ents", "token.dep"],
    assigns=["doc.user_data", "doc.spans"],
)
def mentions(doc: Doc) -> Doc:
    """Write the named mentions and entities of `doc`.

    Raises ResourceError where the language model has set no trees, tags or lemmas.
    """
    if any(not token.is_space for token in doc) and not all(map(doc.has_annotation, NEEDED)):
        raise ResourceError(
            "the language model sets no trees, tags, lemmas or sentences; "
            "use a pipeline with a parser, a tagger and a lemmatizer"
        )
    notes = Notes(doc)
    notes.begin()
    names = [name for name in map(_clean, _names(doc)) if name and notes.in_article(name.root)]
    names = _hyphened(names)
    names = _repeated(doc, names, notes)
    probabilities = doc.user_data["kg"].get("names", {})
    for cluster in _clusters(names):
        label = _label(cluster)
        if label == "PERSON" and any(map(_has_members, cluster)):
            label = "ORG"
        forms = list(dict.fromkeys(name.text for name in cluster))
        longest = max(forms, key=lambda form: (len(form.split()), form[:1].isupper()))
        entity = notes.add_entity(TYPES[label], " ".join(longest.split()), names=tuple(forms))
        for name in cluster:
            sure = INFERRED if name.id_ == "repeated" else SURE
            confidence = probabilities.get(f"{name.start_char},{name.end_char}", sure)
            notes.add_mention(name, entity.id, label, "name", confidence)
    notes.mentions.sort(key=lambda mention: mention.span)
    notes.save()
    return doc


def _has_members(name: DocSpan) -> bool:
    """Whether a name stands for a body: "X fighters", "X militants"."""
    view = grammar(name.doc)
    for token in name:
        head = view.head(token)
        if head is None or head in name or view.relation(token) != "compound":
            continue
        noun = lexicon.common_nouns().get(head.lemma_.lower())
        if noun and not set(MEMBERS).isdisjoint(noun.kinds):
            return True
    return False


def _names(doc: Doc) -> list[DocSpan]:
    """Named entities of types that can be nodes, labels as in OntoNotes."""
    spans = []
    for ent in doc.ents:
        label = ALIASES.get(ent.label_, ent.label_)
        if label not in TYPES or _is_title(ent):
            continue
        if len(ent) == 1 and ent[0].pos_ == "ADJ":
            label = "NORP"
        spans.append(DocSpan(doc, ent.start, ent.end, label=label))
    return spans


def _is_title(name: DocSpan) -> bool:
    """Whether a supposed name is a title or its end: "President", "Secretary of [State]"."""
    start = max(0, name.start - LONGEST_TITLE)
    words = [token.lower_ for token in name.doc[start : name.end]]
    return lexicon.titles().ending(words) is not None


def _clean(name: DocSpan) -> DocSpan | None:
    """The name without articles, titles, possessive endings and quotation marks around it."""
    start, end = name.start, name.end
    doc = name.doc
    if name.label_ == "PERSON":
        start = _after_titles(name)
    while start < end and (doc[start].is_space or doc[start].is_quote or doc[start].pos_ == "DET"):
        start += 1
    while start < end and (
        doc[end - 1].is_space
        or doc[end - 1].is_quote
        or doc[end - 1].tag_ == "POS"
        or doc[end - 1].pos_ in ("ADP", "CCONJ", "DET")
        or doc[end - 1].lower_ in ("'s", "’s", ",")
    ):
        end -= 1
    if start == end or not any(char.isalpha() for char in doc[start:end].text):
        return None
    return DocSpan(doc, start, end, label=name.label)


def _after_titles(name: DocSpan) -> int:
    """Where the name begins after titles of office; before one word they stay ("Pope Leo"),
    as forms of address do ("Abu Omar al-Haddad")."""
    words, start = [token.lower_ for token in name], 0
    while True:
        spans = [(words[start:end], end) for end in range(start + 1, len(words) - 1)]
        titles = [(lexicon.titles().get(" ".join(part)), end) for part, end in spans]
        ends = [end for title, end in titles if title and title.kind != "address"]
        if not ends:
            return name.start + start
        start = ends[-1]


def _hyphened(names: list[DocSpan]) -> list[DocSpan]:
    """Names that tokens split at hyphens, whole again: "Abu Musa al" + "Britani", "al" +
    "Jazeera"."""
    joined: list[DocSpan] = []
    for name in names:
        if joined and name.end <= joined[-1].end:
            continue
        doc, start, end = name.doc, name.start, name.end
        while start >= 2 and _goes_on(doc, start - 1) and _is_article(doc[start - 2]):
            start -= 2
        if name.label_ == "PERSON" or _is_article(doc[end - 1]):
            if doc[end - 1].text == "-":
                end -= 1
                if _goes_on(doc, end):
                    end += 2
            while _goes_on(doc, end) and doc[end + 1].pos_ == "PROPN":
                end += 2
        if joined and start < joined[-1].end:
            joined.pop()
        joined.append(DocSpan(doc, start, end, label=name.label))
    return joined


def _is_article(token: Token) -> bool:
    """Whether a token is the Arabic article of a name ("al", "el")."""
    return token.is_alpha and key(f"{token.text}-x") == key("al-x")


def _goes_on(doc: Doc, end: int) -> bool:
    """Whether a hyphen without spaces around it stands at `end`, and a token after it."""
    if end + 1 >= len(doc):
        return False
    return doc[end].text == "-" and not doc[end - 1].whitespace_ and not doc[end].whitespace_


def _repeated(doc: Doc, names: list[DocSpan], notes: Notes) -> list[DocSpan]:
    """`names` with further occurrences of the same words that the model missed; an Arabic
    article has a capital here and none there."""
    known: dict[str, Counter[str]] = {}
    sizes: dict[str, int] = {}
    first: dict[str, str] = {}
    for name in names:
        for swap in (str, str.swapcase) if _is_article(name[0]) else (str,):
            text = swap(name.text[0]) + name.text[1:]
            known.setdefault(text, Counter())[name.label_] += 1
            sizes[text], first[text] = len(name), text[: len(name[0])]
    taken = {token.i for name in names for token in name}
    places: dict[str, list[int]] = {}
    for token in doc:
        places.setdefault(token.text, []).append(token.i)
    found = list(names)
    for text in sorted(known, key=lambda text: (-len(text), text)):
        label = known[text].most_common(1)[0][0]
        if text.islower() or (len(text) < 3 and label != "ORG"):
            continue
        for start in places.get(first[text], []):
            span = doc[start : start + sizes[text]]
            if (
                span.text == text
                and taken.isdisjoint(range(start, span.end))
                and _may_be(span, notes)
            ):
                taken.update(range(start, span.end))
                found.append(DocSpan(doc, start, span.end, label=label, span_id="repeated"))
    return sorted(found, key=lambda span: span.start)


def _may_be(span: DocSpan, notes: Notes) -> bool:
    return notes.in_article(span[0]) and all(token.pos_ in NAME_PARTS for token in span)


def _clusters(names: list[DocSpan]) -> list[list[DocSpan]]:
    """Names of one entity each, clusters in order of their first name."""
    groups: dict[Group, list[DocSpan]] = {}
    for name in names:
        titled = gender(name) if name.label_ == "PERSON" and len(name) == 1 else None
        group = key(name.text) or name.text, name.label_ == "NORP", titled
        groups.setdefault(group, []).append(name)
    merged = {group: group for group in groups}
    persons = [g for g in groups if _label(groups[g]) == "PERSON"]
    called = namesakes.called({group: (group[0], groups[group]) for group in persons})
    bearers: dict[namesakes.Called, Group] = {}
    for group in persons:
        bearers.setdefault(called[group], group)
    begins = {called[group]: groups[group][0].start for group in reversed(persons)}
    for group in persons:
        merged[group] = bearers[namesakes.fullest(called[group], begins)]
    bearing = set(persons)
    others = [g for g in groups if g not in bearing]
    unnational = [g for g in others if not g[1]]
    for group in others:
        merged[group] = _spelled_out(group, unnational, groups)
    for group, other in _bracketed(names, groups):
        if merged[group] == group and merged[other] != group and _same_kind(groups, group, other):
            merged[group] = merged[other]
    clusters: dict[Group, list[DocSpan]] = {}
    for group, members in groups.items():
        clusters.setdefault(merged[group], []).extend(members)
    found = [sorted(cluster, key=lambda name: name.start) for cluster in clusters.values()]
    return sorted(found, key=lambda cluster: cluster[0].start)


def _label(names: list[DocSpan]) -> str:
    counts = Counter(name.label_ for name in names)
    return min(counts, key=lambda label: (-counts[label], label))


def _spelled_out(
    group: Group,
    others: list[Group],
    groups: dict[Group, list[DocSpan]],
) -> Group:
    """The one name whose initials this acronym is."""
    text = groups[group][0].text.replace(".", "")
    if group[1] or not (2 <= len(text) <= 7 and text.isupper()):
        return group
    options = []
    for other in others:
        words = groups[other][0].text.replace("-", " ").split()
        capitals = "".join(word[0] for word in words if word[0].isupper())
        if len(words) > 1 and capitals == text:
            options.append(other)
    return options[0] if len(options) == 1 else group


def _bracketed(
    names: list[DocSpan], groups: dict[Group, list[DocSpan]]
) -> list[tuple[Group, Group]]:
    """Pairs of a name in brackets and the name right before it."""
    where = {name.start: group for group, members in groups.items() for name in members}
    pairs = []
    for before, after in pairwise(names):
        doc = after.doc
        between = doc[before.end : after.start].text.strip()
        if between == "(" and after.end < len(doc) and doc[after.end].text == ")":
            pairs.append((where[after.start], where[before.start]))
    return pairs


def _same_kind(groups: dict[Group, list[DocSpan]], one: Group, other: Group) -> bool:
    return TYPES[_label(groups[one])] == TYPES[_label(groups[other])]
