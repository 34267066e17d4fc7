"""Which entities pronouns and descriptions stand for, in sentences that the pipeline reads."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.components.notes import Notes
from kg.facts import Article
from kg.pipeline import make_doc

pytestmark = pytest.mark.pipeline

CASES = {
    "the same man": (
        "A man was shot dead in Leeds on Friday. The man had been walking home. He was hit twice.",
        [("man", "The man", "He")],
    ),
    "several": (
        "Rescuers reached 12 miners trapped underground near Copiapo. The miners were tired.",
        [("12 miners", "The miners")],
    ),
    "counted": (
        "Thousands of demonstrators marched through Lima. The protesters demanded an election.",
        [("demonstrators", "The protesters")],
    ),
    "another number": (
        "Two soldiers died near Leeds on Friday. The three soldiers were buried on Monday.",
        [],
    ),
    "narrowed": (
        "A man was arrested in Leeds on Friday. The other man fled to Hull.",
        [],
    ),
    "vague": ("Some people fled Leeds on Friday. The people of Hull stayed.", []),
    "explained": (
        "Hamas fired rockets at Ashkelon. The Palestinian group said its men would go on.",
        [("Hamas", "The Palestinian group", "its")],
    ),
    "known to be militants": (
        "Isis seized the town of Ramadi on Sunday. The militant group shot dozens of prisoners. "
        "The extremists now hold the province.",
        [("Isis", "The militant group", "The extremists"), ("Ramadi", "the town")],
    ),
    "told, not described": (
        "Mira Tarn told the Kelso Weekly that Ada Orne had left the company with its files.",
        [("company", "its")],
    ),
    "said in the name": (
        "Acme Airport was bombed on Tuesday. The airport had been closed since May.",
        [("Acme Airport", "The airport")],
    ),
    "sure": (
        "Danny Kerrigan scored twice for Leeds. The striker, signed from Celtic last summer, "
        "ran to the fans.",
        [("Danny Kerrigan", "The striker")],
    ),
    "ahead": (
        "In his first speech as president, Emmanuel Macron promised reforms.",
        [("his", "Emmanuel Macron")],
    ),
    "I": (
        "“I saw the plane come down,” said Maria Lopez, a farmer. “My house shook.”",
        [("Maria Lopez", "a farmer", "I", "My")],
    ),
    "not who speaks": (
        "Ben Orne met Karl Tarn in Leeds. “He is a liar,” Orne said.",
        [("Karl Tarn", "He")],
    ),
    "by given names": (
        "Ana Vidmar accused Samuel Tarn of buying votes. He denied it. She did not reply.",
        [("Ana Vidmar", "She"), ("Samuel Tarn", "He")],
    ),
    "by titles": (
        "Mr Orne and Mrs Orne were arrested on Friday. Mrs Orne said she was innocent.",
        [("Orne", "she")],
    ),
    "who says": (
        "Karl Tarn said that his party had agreed to nothing; a diplomat in Riyadh said he feared "
        "a war.",
        [("Karl Tarn", "his"), ("diplomat in Riyadh", "he")],
    ),
    "several names": (
        "Two veteran politicians, Karl Tarn and Ana Orne, lost their seats.",
        [("Two veteran politicians", "their")],
    ),
    "no dateline": (
        "Oslo, 9 March 2021 – Siemens today announced that it will build a factory in Spain.",
        [("Siemens", "it")],
    ),
    "told by the model": (
        "Soldiers retook the border town of Tin Arouk on Tuesday, four days after it was overrun "
        "by rebels.",
        [("Tin Arouk", "the border town", "it")],
    ),
    "kind told by another word": (
        "The Department of Health published the figures. The ministry said that 20 people died.",
        [("Department of Health", "The ministry")],
    ),
    "a name that no list has": (
        "Tavira Police found a body. The force said a boy had been arrested. Cops fear a feud.",
        [("Tavira Police", "The force", "Cops")],
    ),
    "in the middle of a sentence": (
        "A body was found near Appleby, Cumbria Police have confirmed. Later the force said that "
        "nobody was sought.",
        [("Cumbria Police", "the force")],
    ),
    "a charity": (
        "Nurses Without Borders said its clinic had been looted. According to the charity, "
        "nobody was hurt.",
        [("Nurses Without Borders", "the charity")],
    ),
    "the only one": (
        "Volkswagen closed a plant in Emden. The carmaker said 300 jobs would go.",
        [("Volkswagen", "The carmaker")],
    ),
    "the only one with a watchdog's work": (
        "Ofcom fined a radio station on Monday. The regulator said jokes had gone too far.",
        [("Ofcom", "The regulator")],
    ),
    "the only one in the sentence": (
        "Siemens built the plant. Volkswagen has agreed to buy it; the carmaker will pay in cash.",
        [("plant", "it"), ("Volkswagen", "the carmaker")],
    ),
    "not of two": (
        "Siemens sued Volkswagen on Monday. The insurer said both had a case.",
        [],
    ),
    "not who says it": (
        "Siemens said that the insurer had refused to pay for the fire.",
        [],
    ),
    "not of another kind": (
        "Hamas fired rockets at Ashkelon. The airline cancelled six flights.",
        [],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_meant(name: str, nlp: Language) -> None:
    text, expected = CASES[name]
    doc = make_doc(Article(text), nlp)
    for component, pipe in nlp.pipeline:
        doc = pipe(doc)
        if component == "kg_coreference":
            break
    notes = Notes(doc)
    found = set()
    for entity in notes.entities:
        mentions = sorted(notes.mentions_of(entity), key=lambda mention: mention.span)
        if any(mention.kind != "name" for mention in mentions):
            words = [text[m.span.begin : m.span.end] for m in mentions]
            found.add(frozenset(words))
    assert {chain for chain in found if len(chain) > 1} == set(map(frozenset, expected))
