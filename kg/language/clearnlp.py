"""ClearNLP's trees, as spaCy's own English pipelines draw them, in the shape of Universal
Dependencies.

There prepositions head their objects, auxiliaries and "be" their clauses, and numbers the
sign of their currency. Which label becomes which is a table of `grammar.toml`; what changes
its place in the tree is moved here.
"""

from __future__ import annotations

from spacy.tokens import Doc

from kg.language.prepositions import below, join_preposition
from kg.language.tree import Tree, is_be, knowledge, words

ADPOSITION = ("ADP", "SCONJ", "PART", "ADV", "VERB", "ADJ", "AUX", "")
NUMBER_PARTS = ("advmod", "compound", "nummod")


def from_clearnlp(result: Tree) -> None:
    """Reshape a tree with ClearNLP's labels in place."""
    raw = list(result.relations)
    heads = list(result.heads)
    table = knowledge()["clearnlp"]
    result.relations = [table.get(relation, relation) for relation in raw]
    for i, relation in enumerate(raw):
        if relation in ("pobj", "pcomp"):
            _lower_preposition(result, raw, heads, i)
    for i in range(len(raw)):
        if result.relations[i] == "case":
            join_preposition(result, i)
        _strand(result, raw, i)
        _raise_currency(result, raw, i)
        if result.relations[i] == "conj":
            _flatten_conjunction(result, i)
    for token in result.doc:
        if is_be(token) and raw[token.i] not in ("aux", "auxpass"):
            _lower_copula(result, raw, token.i)


def _lower_preposition(result: Tree, raw: list[str], heads: list[int], i: int) -> None:
    """Hang the object `i` of a preposition on what the preposition hangs on."""
    pobj = raw[i] == "pobj"
    if not pobj and result.doc[i].pos_ == "ADP":
        return
    chain = [heads[i]]
    while raw[chain[-1]] in ("prep", "pcomp"):
        above = heads[chain[-1]]
        if above in chain or not _is_bare_preposition(result.doc, raw, above):
            break
        chain.append(above)
    top = chain[-1]
    governor, upper = heads[top], raw[top]
    partner = _object_of(result.doc, raw, governor)
    if upper == "conj" and partner is not None:
        relation, governor = "conj", partner
    else:
        while _object_of(result.doc, raw, governor) is not None and heads[governor] != governor:
            governor = heads[governor]
        relation = below(result, governor, clause=not pobj)
        relation = "obl:agent" if pobj and upper == "agent" else relation
    if heads[top] == top:
        result.make_root(i)
    else:
        result.attach(i, governor, relation)
    for preposition in chain:
        result.attach(preposition, i, "case" if pobj else "mark")
        for k in result.children(preposition):
            inner = raw[k] in ("prep", "pcomp") and result.doc[k].pos_ == "ADP"
            result.attach(k, i, "case" if inner else result.relations[k])


def _is_bare_preposition(doc: Doc, raw: list[str], i: int) -> bool:
    return (
        raw[i] in ("prep", "agent", "dative", "pcomp", "conj")
        and doc[i].pos_ in ADPOSITION
        and not (raw[i] in ("pcomp", "conj") and doc[i].pos_ in ("VERB", "AUX"))
        and _object_of(doc, raw, i) is None
    )


def _object_of(doc: Doc, raw: list[str], i: int) -> int | None:
    return next((child.i for child in doc[i].children if raw[child.i] == "pobj"), None)


def _strand(result: Tree, raw: list[str], i: int) -> None:
    """Give a preposition without an object ("the town they fought for") the object's place."""
    if raw[i] == "prep" and result.doc[i].pos_ == "ADP" and not result.children(i):
        result.relations[i] = "obl" if result.relations[i] == "advmod" else result.relations[i]


def _raise_currency(result: Tree, raw: list[str], i: int) -> None:
    """Make "$" the head of "$ 5 million"."""
    number = result.heads[i]
    if raw[i] not in ("quantmod", "nmod") or number < i or result.doc[i].tag_ != "$":
        return
    others = [k for k in result.children(number) if result.relations[k] not in NUMBER_PARTS]
    result.swap(number, i, "nummod")
    for k in others:
        if k != i:
            result.attach(k, i, result.relations[k])


def _flatten_conjunction(result: Tree, i: int) -> None:
    """Hang the later members of a coordination on its first."""
    head = result.heads[i]
    while result.relations[head] == "conj" and result.heads[head] != head:
        head = result.heads[head]
    result.attach(i, head, "conj")


def _lower_copula(result: Tree, raw: list[str], be: int) -> None:
    """Make the predicate of "be" the head, as Universal Dependencies has it."""
    children = result.children(be)
    if any(result.relations[k] == "expl" and result.doc[k].lower_ == "there" for k in children):
        for k in children:
            if raw[k] == "attr":
                result.relations[k] = "nsubj"
        return
    pivot = _predicate_of(result, raw, be, children)
    if pivot is None:
        return
    result.swap(be, pivot, "cop")
    for k in children:
        if k != pivot:
            result.attach(k, pivot, result.relations[k])
    if raw[pivot] == "ccomp":
        _mark_outer(result, [k for k in children if result.relations[k] == "nsubj"])
    elif raw[pivot] == "xcomp":
        subjects = [k for k in children if result.relations[k] == "nsubj"]
        outer = [k for k in subjects if result.doc[k].lemma_.lower() in words("outer_subjects")]
        _mark_outer(result, outer)


def _mark_outer(result: Tree, subjects: list[int]) -> None:
    for k in subjects:
        result.relations[k] = "nsubj:outer"


def _predicate_of(result: Tree, raw: list[str], be: int, children: list[int]) -> int | None:
    """What "be" says of its subject: a noun or adjective, a clause, a place or a time."""
    after = [k for k in children if k > be]
    options = (
        [k for k in children if raw[k] in ("attr", "acomp")]
        or [k for k in after if raw[k] in ("ccomp", "xcomp")]
        or [k for k in after if result.relations[k] == "obl"]
        or [k for k in after if raw[k] in ("advmod", "prep", "npadvmod")]
    )
    return next((k for k in options if result.doc[k].lower_ not in words("negation")), None)
