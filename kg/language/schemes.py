"""One shape of dependency tree, whichever label scheme a model speaks.

`tree(doc)` reads Universal Dependencies or ClearNLP labels and returns a `Tree` with
Universal Dependencies' shape: prepositions and copulas hang on their nouns. It departs from
them in six points, so that both schemes agree: the last part of a flat name is its head, a
by-phrase of a passive is `obl:agent`, the infinitive's own subject after "want" or "order"
is the object of that verb, a verb of reporting set into a quote governs it, the clause
that an empty "it" stands for is a `ccomp`, and "ahead of" is one preposition.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Doc

from kg.language.clearnlp import from_clearnlp
from kg.language.prepositions import join_preposition
from kg.language.tree import Tree, is_participle, knowledge, words

CLAUSES = ("ccomp", "xcomp", "csubj", "csubj:pass")


def tree(doc: Doc) -> Tree:
    """The tree of a parsed document, in the one shape."""
    result = Tree(doc)
    _apply(result, {"aux": _lower_to, "cc": _lower_conjunction})
    if scheme(doc) == "clearnlp":
        from_clearnlp(result)
    else:
        aliases = knowledge()["universal"]
        result.relations = [aliases.get(relation, relation) for relation in result.relations]
        _apply(result, {"case": join_preposition, "fixed": join_preposition})
    names = {result.heads[i] for i, label in enumerate(result.relations) if label == "flat"}
    for i in sorted(names):
        _last_name_heads(result, i)
    _apply(
        result,
        {
            "obl": _mark_agent,
            "obl:agent": _mark_agent,
            "ccomp": _complement,
            "expl": _extrapose,
            "nsubj": _extrapose,
            "nsubj:pass": _extrapose,
        },
    )
    _apply(result, {"parataxis": _reporting_governs})
    return result


def _apply(result: Tree, steps: dict[str, Callable[[Tree, int], None]]) -> None:
    """Take the step that belongs to the label of each token, in order of the text."""
    for i in range(len(result.relations)):
        step = steps.get(result.relations[i])
        if step is not None:
            step(result, i)


def scheme(doc: Doc) -> str:
    """`universal` or `clearnlp`, by the labels in the document, and by that of "to"."""
    labels = [token.dep_ for token in doc]
    labels += [f"{token.dep_}=to" for token in doc if token.lower_ == "to"]
    counts = {
        name: sum(label in own for label in labels) for name, own in knowledge()["schemes"].items()
    }
    return "clearnlp" if counts["clearnlp"] > counts["universal"] else "universal"


def _lower_to(result: Tree, i: int) -> None:
    """Make "to" the mark of its infinitive."""
    if result.doc[i].lower_ == "to":
        result.relations[i] = "mark"


def _lower_conjunction(result: Tree, i: int) -> None:
    """Hang "and" on the conjunct that it introduces."""
    if result.heads[i] < i:
        later = [k for k in result.children(result.heads[i], "conj") if k > i]
        if later:
            result.attach(i, later[0], "cc")


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


def _complement(result: Tree, i: int) -> None:
    """Mend what hangs wrongly on the verb that governs a complement clause."""
    _lower_subject(result, i)
    _raise_object(result, i)


def _lower_subject(result: Tree, i: int) -> None:
    """Of the two subjects in "rebels seized the town, police said" give the clause its own."""
    subjects = result.children(result.heads[i], "nsubj", "nsubj:pass")
    first = [k for k in subjects if k < i < result.heads[i]]
    if first and len(subjects) > len(first) and not result.children(i, "nsubj", "nsubj:pass"):
        passive = "nsubj:pass" if result.children(i, "aux:pass") else "nsubj"
        result.attach(first[-1], i, passive)


def _raise_object(result: Tree, i: int) -> None:
    """Make "troops" the object of "ordered" in "ordered [troops to hold]"."""
    doc, verb = result.doc, result.heads[i]
    marks = [doc[k].lower_ for k in result.children(i, "mark")]
    subjects = result.children(i, "nsubj", "nsubj:pass")
    finite = [k for k in result.children(i, "aux") if doc[k].tag_ in ("MD", "VBD", "VBZ", "VBP")]
    bare = doc[verb].lemma_ in words("small_clause") and doc[i].tag_ in ("VB", "VBG")
    infinitive = marks == ["to"] or (bare and not marks and not finite)
    if infinitive and len(subjects) == 1 and not result.children(verb, "obj"):
        result.attach(subjects[0], verb, "obj")
        result.relations[i] = "xcomp"


def _extrapose(result: Tree, i: int) -> None:
    """Make "it" empty, and the clause it stands for a complement, in "it is clear that …"."""
    if result.doc[i].lower_ != "it":
        return
    predicate = result.heads[i]
    for clause in result.children(predicate, *CLAUSES):
        infinitive = any(result.doc[k].lower_ == "to" for k in result.children(clause, "mark"))
        if clause < predicate or (result.relations[clause] == "xcomp" and not infinitive):
            continue
        if result.relations[i] == "expl" or _is_extraposed(result, predicate, infinitive):
            result.relations[i], result.relations[clause] = "expl", "ccomp"
            return


def _is_extraposed(result: Tree, predicate: int, infinitive: bool) -> bool:
    """Whether a predicate with "it" speaks of a clause, not of a thing that was named."""
    copular = bool(result.children(predicate, "cop"))
    if result.doc[predicate].lemma_.lower() in words("linking"):  # "it became clear that …"
        for k in result.children(predicate, "xcomp"):
            if result.doc[k].pos_ in ("ADJ", "NOUN") and not result.children(k, "mark"):
                predicate, copular = k, True
    lemma = result.doc[predicate].lemma_.lower()
    if infinitive:
        return copular and lemma in words("extraposing_infinitive")
    if result.children(predicate, "aux:pass"):
        return lemma not in words("telling")
    return lemma not in words("minded") if copular else lemma in words("extraposing")


def _reporting_governs(result: Tree, i: int) -> None:
    """Make "fell" the complement of "said" in "the city, officials said, fell"."""
    if (
        result.doc[i].lemma_ not in words("reporting")
        or not result.children(i, "nsubj")
        or result.children(i, "ccomp", "obj", "xcomp", "conj")
    ):
        return
    result.swap(result.heads[i], i, "ccomp")
