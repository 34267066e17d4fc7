"""The same sentences in two label schemes give the same view of the grammar."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, Token

from kg.language.grammar import Grammar
from kg.language.schemes import scheme

VOCAB = spacy.blank("en").vocab
SCHEMES = ("universal", "clearnlp")


def _blocks() -> dict[str, list[list[str]]]:
    path = Path(__file__).with_name("grammar_sentences.txt")
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    blocks = ("\n".join(lines)).strip().split("\n\n")
    return {
        name.strip(): [row.split() for row in rows]
        for name, *rows in (block.strip().splitlines() for block in blocks)
    }


BLOCKS = _blocks()


def build(rows: list[list[str]], labels: str) -> Doc:
    arcs = [(row[4] if labels == "universal" else row[-1]).split(":", 1) for row in rows]
    return Doc(
        VOCAB,
        words=[row[0] for row in rows],
        lemmas=[row[1] for row in rows],
        pos=[row[2] for row in rows],
        tags=[row[3] for row in rows],
        heads=[int(head) - 1 if head != "0" else i for i, (head, _) in enumerate(arcs)],
        deps=["ROOT" if label == "root" else label for _, label in arcs],
    )


class View:
    """A sentence by name, with its words in place of tokens."""

    def __init__(self, name: str, labels: str) -> None:
        self.doc = build(BLOCKS[name], labels)
        self.grammar = Grammar(self.doc)

    def __getitem__(self, word: str) -> Token:
        return next(token for token in self.doc if token.text == word)

    def __call__(self, question: str, word: str) -> object:
        return _plain(getattr(self.grammar, question)(self[word]))


def _plain(answer: object) -> object:
    if isinstance(answer, Token):
        return answer.text
    if isinstance(answer, tuple):
        return tuple(_plain(part) for part in answer)
    if isinstance(answer, list):
        return [_plain(part) for part in answer]
    return answer


CASES = [
    ("active", "subjects", "seized", ["Rebels"]),
    ("active", "objects", "seized", ["port"]),
    ("active", "obliques", "seized", [("in", "March")]),
    ("active", "is_passive", "seized", False),
    ("passive", "is_passive", "seized", True),
    ("passive", "subjects", "seized", ["rebels"]),
    ("passive", "objects", "seized", ["port"]),
    ("passive", "obliques", "seized", [("on", "Friday")]),
    ("passive", "auxiliaries", "seized", ["be"]),
    ("passive-by-time", "subjects", "delivered", []),
    ("passive-by-time", "objects", "delivered", ["Aid"]),
    ("passive-by-time", "obliques", "delivered", [("by", "Monday")]),
    ("passive-by-time", "negated", "delivered", True),
    ("coordinated-nouns", "subjects", "searched", ["Police", "soldiers"]),
    ("coordinated-nouns", "objects", "searched", ["homes", "shops", "cars"]),
    ("coordinated-verbs", "subjects", "shot", ["Gunmen"]),
    ("coordinated-verbs", "subjects", "fled", ["Gunmen"]),
    ("coordinated-verbs", "objects", "shot", ["guard"]),
    ("coordinated-verbs", "objects", "fled", []),
    ("coordinated-verbs", "matrix", "fled", ("attacked", "conjunct")),
    ("coordinated-passive", "is_passive", "burned", True),
    ("coordinated-passive", "objects", "burned", ["museum"]),
    ("coordinated-passive", "subjects", "burned", ["militants"]),
    ("coordinated-passive", "auxiliaries", "burned", ["be"]),
    ("shared-object", "objects", "encircled", ["town"]),
    ("shared-object", "objects", "shelled", ["town"]),
    ("shared-object", "subjects", "shelled", ["Troops"]),
    ("no-shared-object", "objects", "came", []),
    ("no-shared-object", "objects", "shelled", ["us"]),
    ("relative-subject", "subjects", "led", ["general"]),
    ("relative-subject", "objects", "led", ["them"]),
    ("relative-subject", "subjects", "resigned", ["general"]),
    ("relative-subject", "matrix", "led", ("general", "relative")),
    ("relative-object", "objects", "built", ["bridge"]),
    ("relative-object", "subjects", "built", ["engineers"]),
    ("relative-bare", "objects", "left", ["village"]),
    ("relative-bare-time", "objects", "left", []),
    ("relative-oblique", "obliques", "died", [("in", "valley")]),
    ("relative-oblique", "objects", "died", []),
    ("relative-where", "obliques", "sleep", [("where", "camp")]),
    ("whose", "possessor", "owner", "firm"),
    ("reduced-passive", "subjects", "abandoned", ["troops"]),
    ("reduced-passive", "objects", "abandoned", ["Vehicles"]),
    ("reduced-passive", "is_passive", "abandoned", True),
    ("reduced-active", "subjects", "fleeing", ["Families"]),
    ("reduced-active", "objects", "fleeing", ["fire"]),
    ("reduced-active", "matrix", "fleeing", ("Families", "relative")),
    ("subject-control", "subjects", "resign", ["mayor"]),
    ("object-control", "subjects", "hold", ["units"]),
    ("object-control", "objects", "ordered", ["units"]),
    ("object-control", "matrix", "hold", ("ordered", "open_complement")),
    ("passive-control", "subjects", "withdraw", ["Units"]),
    ("passive-control", "objects", "ordered", ["Units"]),
    ("bare-infinitive", "subjects", "find", ["crews"]),
    ("bare-infinitive", "objects", "find", ["survivors"]),
    ("raising", "subjects", "killed", ["blast"]),
    ("raising", "objects", "killed", ["nine"]),
    ("raising", "auxiliaries", "killed", ["have"]),
    ("raising", "open_complement", "believed", "killed"),
    ("purpose", "subjects", "treat", ["Nurses"]),
    ("purpose", "markers", "treat", ["to"]),
    ("purpose", "matrix", "treat", ("came", "adverbial")),
    ("result", "subjects", "killing", ["bomb"]),
    ("result-of-passive", "subjects", "killing", []),
    ("noun-infinitive", "subjects", "close", ["Ministers"]),
    ("noun-infinitive", "matrix", "close", ("plan", "noun_complement")),
    ("after-gerund", "subjects", "losing", ["He"]),
    ("after-gerund", "objects", "losing", ["support"]),
    ("after-gerund", "markers", "losing", ["after"]),
    ("ditransitive", "indirect_objects", "gave", ["them"]),
    ("ditransitive", "objects", "gave", ["week"]),
    ("dative-to", "obliques", "handed", [("to", "him")]),
    ("dative-to", "indirect_objects", "handed", []),
    ("ditransitive-passive", "indirect_objects", "given", ["Widows"]),
    ("ditransitive-passive", "objects", "given", ["pensions"]),
    ("according-to", "obliques", "escaped", [("according to", "police"), ("because of", "fog")]),
    ("in-front-of", "obliques", "gathered", [("in front of", "court")]),
    ("out-of", "obliques", "rose", [("out of", "windows")]),
    ("two-prepositions", "obliques", "stalled", [("in", "Geneva"), ("in", "Vienna")]),
    (
        "nominal-event",
        "obliques",
        "capture",
        [("of", "port"), ("by", "rebels"), ("on", "Friday")],
    ),
    ("nominal-event", "matrix", "capture", ("alarmed", "argument")),
    ("possessive", "possessor", "mayor", "city"),
    ("possessive", "modifiers", "mayor", ["new"]),
    ("apposition", "appositions", "Roth", ["head"]),
    ("apposition", "apposed_to", "head", "Roth"),
    ("apposition", "subjects", "resigned", ["Roth"]),
    ("title", "subjects", "spoke", ["Roth"]),
    ("title", "compounds", "Roth", ["President", "Lena"]),
    ("copula", "copular_subjects", "capital", ["Ankara"]),
    ("copula", "predicate_nominals", "Ankara", ["capital"]),
    ("copula", "obliques", "capital", [("of", "Turkey")]),
    ("copula-adjective", "negated", "safe", True),
    ("copula-adjective", "predicate_nominals", "road", []),
    ("copula-adjective", "subjects", "safe", ["road"]),
    ("copula-place", "copular_subjects", "Cairo", ["minister"]),
    ("copula-place", "predicate_nominals", "minister", []),
    ("copula-place", "preposition", "Cairo", "in"),
    ("existential", "subjects", "were", ["injuries"]),
    ("existential", "sentence_negation", "were", True),
    ("become", "open_complement", "became", "president"),
    ("become", "subjects", "president", ["Roth"]),
    ("said-before", "complement", "said", "withdrew"),
    ("said-before", "markers", "withdrew", ["that"]),
    ("said-before", "matrix", "withdrew", ("said", "complement")),
    ("said-inside", "complement", "said", "fell"),
    ("said-inside", "matrix", "fell", ("said", "complement")),
    ("said-inside", "subjects", "fell", ["port"]),
    ("said-inside", "matrix", "said", None),
    ("conditional", "markers", "advance", ["If"]),
    ("modal", "auxiliaries", "collapsed", ["could", "have"]),
    ("modal", "modal", "collapsed", "could"),
    ("modal", "negated", "collapsed", True),
    ("modal", "adverbs", "collapsed", ["suddenly"]),
    ("never", "negated", "attacked", True),
    ("never", "negated", "threatened", True),
    ("never", "objects", "threatened", ["anyone"]),
    ("no-one", "negated", "hurt", False),
    ("no-one", "sentence_negation", "hurt", True),
    ("not-only", "negated", "won", False),
    ("without", "negated", "firing", True),
    ("without", "negated", "left", False),
    ("without", "markers", "firing", ["without"]),
    ("particle", "particle", "took", "over"),
    ("particle", "objects", "took", ["port"]),
    ("numbers", "numbers", "officers", ["ten"]),
    ("bare-adverbial", "obliques", "rose", [("", "week")]),
]


@pytest.mark.parametrize("labels", SCHEMES)
@pytest.mark.parametrize(("name", "question", "word", "answer"), CASES)
def test_view(name: str, question: str, word: str, answer: object, labels: str) -> None:
    if question == "markers":
        answer = [mark.lower() for mark in answer]  # type: ignore[attr-defined]
    assert View(name, labels)(question, word) == answer


@pytest.mark.parametrize("labels", SCHEMES)
@pytest.mark.parametrize(
    ("name", "word", "phrase", "full"),
    [
        (
            "noun-phrase",
            "chief",
            "the provincial police force chief",
            "the provincial police force chief of northern Mali",
        ),
        ("possessive", "mayor", "The city 's new mayor", "The city 's new mayor"),
        ("apposition", "Roth", "Lena Roth", "Lena Roth"),
        ("apposition", "head", "the head", "the head of police"),
        ("numbers", "officers", "At least ten Iraqi officers", "At least ten Iraqi officers"),
        ("title", "Roth", "President Lena Roth", "President Lena Roth"),
        ("copula-place", "minister", "The minister", "The minister"),
        ("copula-place", "Cairo", "Cairo", "Cairo"),
    ],
)
def test_noun_phrase(name: str, word: str, phrase: str, full: str, labels: str) -> None:
    view = View(name, labels)
    assert view.grammar.noun_phrase(view[word]).text == phrase
    assert view.grammar.noun_phrase(view[word], full=True).text == full


@pytest.mark.parametrize("labels", SCHEMES)
@pytest.mark.parametrize(
    ("name", "word", "clause"),
    [
        ("said-before", "withdrew", "that rebels withdrew"),
        ("coordinated-verbs", "fled", "fled"),
        ("conditional", "advance", "If rebels advance"),
        ("copula", "capital", "Ankara is the capital of Turkey"),
        ("relative-subject", "led", "who led them"),
    ],
)
def test_clause_span(name: str, word: str, clause: str, labels: str) -> None:
    view = View(name, labels)
    assert view.grammar.clause_span(view[word]).text == clause


@pytest.mark.parametrize("labels", SCHEMES)
def test_predicates(labels: str) -> None:
    def predicates(name: str) -> object:
        return _plain(View(name, labels).grammar.predicates())

    assert predicates("copula") == ["capital"]
    assert predicates("passive") == ["seized"]
    assert predicates("coordinated-verbs") == ["attacked", "shot", "fled"]
    assert predicates("relative-object") == ["built", "collapsed"]


@pytest.mark.parametrize("labels", SCHEMES)
def test_scheme_is_found(labels: str) -> None:
    assert scheme(View("passive", labels).doc) == labels


def test_by_phrase_of_a_passive_without_its_own_label() -> None:
    rows = [[*row[:4], row[4].replace("obl:agent", "obl")] for row in BLOCKS["passive"]]
    grammar = Grammar(build(rows, "universal"))
    assert [t.text for t in grammar.subjects(grammar.doc[3])] == ["rebels"]


@pytest.mark.parametrize("labels", SCHEMES)
@pytest.mark.parametrize("name", BLOCKS)
def test_every_question_of_every_token_has_an_answer(name: str, labels: str) -> None:
    grammar = Grammar(View(name, labels).doc)
    _ask_everything(grammar)


def test_odd_trees() -> None:
    odd = Doc(
        VOCAB,
        words=["\n", "of", " ", "which", "is", "by", "\n"],
        heads=[0, 0, 0, 1, 3, 4, 2],
        deps=["dep", "pobj", "", "acl:relcl", "cop", "made-up", "conj"],
        pos=["SPACE", "ADP", "SPACE", "PRON", "AUX", "ADP", "SPACE"],
    )
    _ask_everything(Grammar(odd))
    _ask_everything(Grammar(Doc(VOCAB)))
    bare = Grammar(Doc(VOCAB, words=["no", "parse"]))
    _ask_everything(bare)
    assert bare.subjects(bare.doc[1]) == []


def _ask_everything(grammar: Grammar) -> None:
    questions = [name for name in vars(Grammar) if not name.startswith("_")]
    for token in (token for token in grammar.doc if not token.is_space):
        for question in questions:
            if question == "predicates":
                continue
            answer = getattr(grammar, question)(token)
            tokens = answer if isinstance(answer, list) else []
            assert all(not getattr(t, "is_space", False) for t in tokens)
    assert grammar.predicates() is not None
