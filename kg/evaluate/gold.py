"""What a document should be analysed as, whether its words are given or only its text.

Places in a document are pairs `(begin, end)` of offsets that count no white space, as in
the CoNLL 2018 shared task (Zeman et al. 2018), so that they hold for any tokenisation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from kg.evaluate.corpora import IGNORED, Document, Sentence, spans

Place = tuple[int, int]
Named = tuple[int, int, str]


@dataclass
class Gold:
    """An annotated document: its text, and its sentences where words are annotated.

    `names` is None where no name is annotated. A found name that has part of an
    `ignored` place, or lies within an `unjudged` one, is neither right nor wrong. With
    `trimmed`, names are compared without articles and titles. `part` names the row that
    the document counts in too.
    """

    text: str
    sentences: Document = field(default_factory=list)
    names: list[Named] | None = None
    ignored: list[Place] = field(default_factory=list)
    unjudged: list[Place] = field(default_factory=list)
    trimmed: bool = False
    part: str = ""

    def doc(self, nlp: Language, raw: bool) -> Doc:
        """What `nlp` is given: the raw text, or the words and sentences."""
        if raw:
            return nlp.make_doc(self.text)
        words = [word for sentence in self.sentences for word in sentence.words]
        spaces = [space for sentence in self.sentences for space in _spaces(sentence)]
        starts: list[bool | int | None] = [
            index == 0 for sentence in self.sentences for index in range(len(sentence.words))
        ]
        return Doc(nlp.vocab, words=words, spaces=spaces, sent_starts=starts)


def from_sentences(document: Document, part: str = "") -> Gold:
    """The gold of annotated sentences; blank lines part the paragraphs of its text."""
    gold = Gold(_text(document), document, part=part)
    for sentence, words in zip(document, places(document), strict=True):
        if sentence.names is None:
            gold.ignored += words
            continue
        gold.names = gold.names or []
        gold.names += [(words[b][0], words[e - 1][1], kind) for b, e, kind in spans(sentence.names)]
        gold.ignored += [
            word for word, tag in zip(words, sentence.names, strict=True) if tag == IGNORED
        ]
    return gold


def places(document: Document) -> list[list[Place]]:
    """The place of each word of each sentence."""
    found, offset = [], 0
    for sentence in document:
        words = []
        for word in sentence.words:
            size = len("".join(word.split()))
            words.append((offset, offset + size))
            offset += size
        found.append(words)
    return found


def squeezed(text: Iterable[str]) -> list[int]:
    """How many characters that are no white space stand before each offset of `text`."""
    found, count = [0], 0
    for character in text:
        count += not character.isspace()
        found.append(count)
    return found


def _text(document: Document) -> str:
    text = ""
    for sentence in document:
        if sentence.paragraph and text:
            text = text.rstrip() + "\n\n"
        for word, space in zip(sentence.words, _spaces(sentence), strict=True):
            text += word + " " * space
    return text.rstrip()


def _spaces(sentence: Sentence) -> list[bool]:
    return sentence.space_after or [True] * len(sentence.words)
