"""One shape of dependency tree, whichever label scheme a model speaks.

`tree(doc)` reads Universal Dependencies or ClearNLP labels and returns a `Tree` with
Universal Dependencies' shape: prepositions and copulas hang on their nouns. It departs from
them in four points, so that both schemes agree: the last part of a flat name is its head, a
by-phrase of a passive is `obl:agent`, the infinitive's own subject after "want" or "order"
is the object of that verb, and a verb of reporting set into a quote governs it.
"""

from __future__ import annotations

from spacy.tokens import Doc

from kg.language.tree import NOMINAL, Tree, is_be, is_participle, knowledge, words

ADPOSITION = ("ADP", "SCONJ", "PART", "ADV", "VERB", "ADJ", "AUX", "")


def tree(doc: Doc) -> Tree:
    """The tree of a parsed document, in the one shape."""
    result = Tree(doc)
    if scheme(doc) == "clearnlp":
        _from_clearnlp(result)
    else:
        aliases = knowledge()["universal"]
        result.relations = [aliases.get(relation, relation) for relation in result.relations]
    for i in range(len(doc)):
        _last_name_heads(result, i)
        _mark_agent(result, i)
        _raise_object(result, i)
    for i in range(len(doc)):
        _reporting_governs(result, i)
    return result


def scheme(doc: Doc) -> str:
    """`universal` or `clearnlp`, by the labels in the document."""
    labels = [token.dep_ for token in doc]
    counts = {
        name: sum(label in own for label in labels) for name, own in knowledge()["schemes"].items()
    }
    return "clearnlp" if counts["clearnlp"] > counts["universal"] else "universal"


def _from_clearnlp(result: Tree) -> None:
    raw = list(result.relations)
    heads = list(result.heads)
    table = knowledge()["clearnlp"]
    result.relations = [table.get(relation, relation) for relation in raw]
    for i, relation in enumerate(raw):
        if relation in ("pobj", "pcomp"):
            _lower_preposition(result, raw, heads, i)
    for token in result.doc:
        if result.relations[token.i] == "aux" and token.lower_ == "to":
            result.relations[token.i] = "mark"
        if raw[token.i] == "cc":
            _lower_conjunction(result, token.i)
    for token in result.doc:
        if result.relations[token.i] == "conj":
            _flatten_conjunction(result, token.i)
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
        nominal = result.doc[governor].pos_ in NOMINAL
        relation = ("nmod" if nominal else "obl") if pobj else ("acl" if nominal else "advcl")
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


def _lower_conjunction(result: Tree, i: int) -> None:
    """Hang "and" on the conjunct that it introduces."""
    later = [k for k in result.children(result.heads[i], "conj") if k > i]
    if later:
        result.attach(i, later[0], "cc")


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
    if any(raw[k] in ("ccomp", "xcomp") for k in children):
        return
    options = (
        [k for k in children if raw[k] in ("attr", "acomp")]
        or [k for k in children if result.relations[k] == "obl" and k > be]
        or [k for k in children if raw[k] in ("advmod", "prep") and k > be]
    )
    pivot = next((k for k in options if result.doc[k].lower_ not in words("negation")), None)
    if pivot is None:
        return
    result.swap(be, pivot, "cop")
    for k in children:
        if k != pivot:
            result.attach(k, pivot, result.relations[k])


def _last_name_heads(result: Tree, i: int) -> None:
    """Make the last part of a flat name its head, the other parts compounds."""
    doc = result.doc
    parts = [k for k in result.children(i, "flat") if doc[k].pos_ == doc[i].pos_ == "PROPN"]
    if not parts or parts[-1] < i:
        return
    children = result.children(i)
    result.swap(i, parts[-1], "compound")
    for k in children:
        if k != parts[-1]:
            relation = "compound" if k in parts else result.relations[k]
            result.attach(k, parts[-1], relation)


def _mark_agent(result: Tree, i: int) -> None:
    """Tell the agent of a passive from other phrases with "by"."""
    token = result.doc[i]
    if result.relations[i] not in ("obl", "obl:agent"):
        return
    by = [result.doc[k].lower_ for k in result.children(i, "case")] == ["by"]
    temporal = token.lower_ in words("temporal") or token.ent_type_ in ("DATE", "TIME")
    verb = result.doc[result.heads[i]]
    agent = by and not temporal and is_participle(verb, "VBN")
    agent = agent and not any(
        result.doc[k].lemma_ == "have" for k in _finite_auxiliaries(result, verb.i)
    )
    result.relations[i] = "obl:agent" if agent else "obl"


def _finite_auxiliaries(result: Tree, verb: int) -> list[int]:
    """Auxiliaries of an active verb; none where the verb is passive."""
    return [] if result.children(verb, "aux:pass") else result.children(verb, "aux")


def _raise_object(result: Tree, i: int) -> None:
    """Make "troops" the object of "ordered" in "ordered [troops to hold]"."""
    if result.relations[i] != "ccomp":
        return
    doc, verb = result.doc, result.heads[i]
    marks = [doc[k].lower_ for k in result.children(i, "mark")]
    subjects = result.children(i, "nsubj", "nsubj:pass")
    finite = [k for k in result.children(i, "aux") if doc[k].tag_ in ("MD", "VBD", "VBZ", "VBP")]
    bare = doc[verb].lemma_ in words("small_clause") and doc[i].tag_ in ("VB", "VBG")
    infinitive = marks == ["to"] or (bare and not marks and not finite)
    if infinitive and len(subjects) == 1 and not result.children(verb, "obj"):
        result.attach(subjects[0], verb, "obj")
        result.relations[i] = "xcomp"


def _reporting_governs(result: Tree, i: int) -> None:
    """Make "fell" the complement of "said" in "the city, officials said, fell"."""
    if (
        result.relations[i] != "parataxis"
        or result.doc[i].lemma_ not in words("reporting")
        or not result.children(i, "nsubj")
        or result.children(i, "ccomp", "obj", "xcomp", "conj")
    ):
        return
    result.swap(result.heads[i], i, "ccomp")
