"""The same sentences in two label schemes give the same view of the grammar.

`grammar_sentences.txt` holds the sentences, what the view answers about them, and which cells
of the matrix of patterns and variants each one fills.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, Span, Token

from kg.language.grammar import Grammar
from kg.language.schemes import scheme

VOCAB = spacy.blank("en").vocab
SCHEMES = ("universal", "clearnlp")
VARIANTS = ("active", "passive", "conjoined", "relative", "negated")
QUESTIONS = [name for name in dir(Grammar) if not name.startswith("_") and name != "predicates"]
LINES = Path(__file__).with_name("grammar_sentences.txt").read_text("utf-8").splitlines()


@dataclass
class Sentence:
    """A block of the file; `free` are the words whose own answers may differ by scheme."""

    cells: list[str]
    rows: list[list[str]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    free: list[str] = field(default_factory=list)

    def doc(self, labels: str) -> Doc:
        other = labels == "clearnlp"
        arcs = [(row[-1] if other else row[4]).split(":", 1) for row in self.rows]
        parts = [label.partition(":") if other else (label, "", "") for _, label in arcs]
        return Doc(
            VOCAB,
            words=["\n" if row[0] == "_" else row[0] for row in self.rows],
            lemmas=[row[1] for row in self.rows],
            pos=[pos or row[2] for row, (_, _, pos) in zip(self.rows, parts, strict=True)],
            tags=[row[3] for row in self.rows],
            heads=[int(head) - 1 if head != "0" else i for i, (head, _) in enumerate(arcs)],
            deps=["ROOT" if label == "root" else label for label, _, _ in parts],
        )


def _sentences() -> dict[str, Sentence]:
    found: dict[str, Sentence] = {}
    blocks = "\n".join(line for line in LINES if line[:1] not in ("#", "%")).strip().split("\n\n")
    for first, *lines in (block.splitlines() for block in blocks):
        name, cells = first.split(": ")
        assert name not in found
        sentence = found[name] = Sentence(cells.split())
        for line in lines:
            kind, _, rest = line.partition(" ")
            if kind == "?" and " = " in rest:
                question, answer = rest.split(" = ")
                sentence.answers[question] = answer
            elif kind == "~":
                sentence.free += rest.split()
            else:
                sentence.rows.append(line.split())
    return found


SENTENCES = _sentences()
EXEMPT = {cell for line in LINES if line.startswith("% ") for cell in line[2:].split()}


def ask(grammar: Grammar, question: str) -> str:
    """The answer to a question of a word, as the file writes it."""
    name, _, word = question.partition(" ")
    if not word:
        return plain(getattr(grammar, name)())
    token = next(token for token in grammar.doc if token.text == word)
    if name == "full_noun_phrase":
        return grammar.noun_phrase(token, full=True).text
    return plain(getattr(grammar, name)(token))


def plain(answer: object) -> str:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, Token | Span):
        return answer.text
    if isinstance(answer, tuple):
        return ":".join((plain(part) if part else "").replace(" ", "_") for part in answer)
    if isinstance(answer, list):
        return " ".join(plain(part) for part in answer) or "-"
    return str(answer or "-")


@pytest.mark.parametrize("labels", SCHEMES)
@pytest.mark.parametrize("name", SENTENCES)
def test_view(name: str, labels: str) -> None:
    sentence = SENTENCES[name]
    grammar = Grammar(sentence.doc(labels))
    assert sentence.answers
    assert {question: ask(grammar, question) for question in sentence.answers} == sentence.answers


@pytest.mark.parametrize("name", SENTENCES)
def test_schemes_agree_on_every_question_of_every_word(name: str) -> None:
    sentence = SENTENCES[name]
    views = [Grammar(sentence.doc(labels)) for labels in SCHEMES]
    for token in views[0].doc:
        if token.is_punct or token.is_space or token.text in sentence.free:
            continue
        for question in QUESTIONS:
            answers = [_without_free(view, question, token.i, sentence.free) for view in views]
            assert answers[0] == answers[1], (question, token.text)


def _without_free(view: Grammar, question: str, i: int, free: list[str]) -> str:
    answer = getattr(view, question)(view.doc[i])
    if question in ("ancestors", "children", "subtree"):
        answer = [t for t in answer if t.text not in free and not t.is_punct and not t.is_space]
    return plain(answer)


def test_matrix_has_every_pattern_in_every_variant() -> None:
    filled = {cell for sentence in SENTENCES.values() for cell in sentence.cells}
    patterns = {cell.partition("/")[0] for cell in filled}
    assert all(cell.partition("/")[2] in VARIANTS for cell in filled)
    wanted = {f"{pattern}/{variant}" for pattern in patterns for variant in VARIANTS}
    assert wanted - filled == EXEMPT


@pytest.mark.parametrize("labels", SCHEMES)
def test_scheme_is_found(labels: str) -> None:
    assert scheme(SENTENCES["passive"].doc(labels)) == labels
    assert scheme(SENTENCES["purpose"].doc(labels)) == labels
    assert scheme(Doc(VOCAB, words=["Hello"])) == "universal"


@pytest.mark.parametrize(
    ("name", "label", "other", "question", "answer"),
    [
        ("passive", "obl:agent", "obl", "subjects seized", "rebels"),
        ("title", "nmod:desc", "compound", "compounds Roth", "President Lena"),
        ("killed-last-month", "obl:unmarked", "obl:tmod", "obliques killed", ":month"),
    ],
)
def test_labels_of_other_treebanks(
    name: str, label: str, other: str, question: str, answer: str
) -> None:
    rows = [[*row[:4], row[4].replace(label, other)] for row in SENTENCES[name].rows]
    assert ask(Grammar(Sentence([], rows).doc("universal")), question) == answer


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
    for token in (token for token in grammar.doc if not token.is_space):
        for question in QUESTIONS:
            answer = getattr(grammar, question)(token)
            tokens = answer if isinstance(answer, list) else []
            assert all(not getattr(t, "is_space", False) for t in tokens)
    assert grammar.predicates() is not None
