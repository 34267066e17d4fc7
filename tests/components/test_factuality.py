"""How sure the text is of an event, on sentences parsed by hand."""

from __future__ import annotations

import hand_built
import pytest

from kg.components.factuality import Factualities
from kg.facts import Factuality
from kg.language.grammar import Grammar

SENTENCES = hand_built.blocks("factuality_sentences.txt")
CASES = [
    ("plain", "burned", "positive", "certain", "actual", None),
    ("not", "burn", "negative", "certain", "actual", None),
    ("never", "burned", "negative", "certain", "actual", None),
    ("set-off", "retreat", "negative", "certain", "actual", None),
    ("set-off", "burning", "positive", "certain", "actual", None),
    ("no-noun", "killed", "negative", "certain", "actual", None),
    ("nobody", "injured", "negative", "certain", "actual", None),
    ("without", "withdrew", "positive", "certain", "actual", None),
    ("without", "firing", "negative", "certain", "actual", None),
    ("not-yet", "captured", "negative", "certain", "actual", None),
    ("may-have", "burned", "positive", "possible", "actual", "may"),
    ("might", "attack", "positive", "possible", "hypothetical", "might"),
    ("could", "attack", "positive", "possible", "hypothetical", None),
    ("could-not", "attack", "negative", "certain", "actual", None),
    ("will", "attack", "positive", "certain", "future", None),
    ("would", "attack", "positive", "certain", "hypothetical", None),
    ("must-have", "attacked", "positive", "probable", "actual", "must"),
    ("going-to", "attack", "positive", "certain", "future", None),
    ("reportedly", "burned", "positive", "probable", "actual", "reportedly"),
    ("allegedly", "beat", "positive", "probable", "actual", "allegedly"),
    ("perhaps", "burned", "positive", "possible", "actual", "Perhaps"),
    ("almost", "captured", "negative", "certain", "actual", None),
    ("believed", "killed", "positive", "probable", "actual", "is believed to"),
    ("thought", "fled", "positive", "probable", "actual", "is thought to"),
    ("said-to", "captured", "positive", "probable", "actual", "are said to"),
    ("ordered", "ordered", "positive", "certain", "actual", None),
    ("ordered", "attack", "positive", "certain", "future", None),
    ("plans-to", "attack", "positive", "certain", "future", None),
    ("plans-noun", "attack", "positive", "certain", "future", None),
    ("fear-that", "attacked", "positive", "possible", "hypothetical", "fear"),
    ("if", "attack", "positive", "certain", "hypothetical", None),
    ("if", "flee", "positive", "certain", "hypothetical", None),
    ("purpose", "arrest", "positive", "certain", "future", None),
    ("purpose", "entered", "positive", "certain", "actual", None),
    ("failed-to", "capture", "negative", "certain", "actual", None),
    ("not-fail", "capture", "positive", "certain", "actual", None),
    ("managed", "capture", "positive", "certain", "actual", None),
    ("tried", "capture", "positive", "unknown", "actual", None),
    ("refused", "release", "negative", "certain", "actual", None),
    ("unable", "capture", "negative", "certain", "actual", None),
    ("promised", "release", "positive", "certain", "future", None),
    ("threatened", "kill", "positive", "certain", "future", None),
    ("light", "attack", "positive", "certain", "actual", None),
    ("light-plan", "attack", "positive", "certain", "future", None),
    ("prevented", "attack", "negative", "certain", "actual", None),
    ("from", "attacking", "negative", "certain", "actual", None),
    ("denied", "attacked", "negative", "certain", "actual", None),
    ("doubts", "attacked", "positive", "unknown", "actual", None),
    ("whether", "attacked", "positive", "unknown", "actual", None),
    ("question", "attack", "positive", "unknown", "actual", None),
    ("alleged", "attack", "positive", "probable", "actual", "alleged"),
    ("planned", "attack", "positive", "certain", "future", None),
    ("foiled", "attack", "negative", "certain", "actual", None),
    ("fears-of", "attack", "positive", "possible", "hypothetical", "Fears"),
    ("plan-to", "attack", "positive", "certain", "future", None),
    ("called-for", "release", "positive", "certain", "future", None),
    ("accused", "shelling", "positive", "possible", "actual", "accused"),
    ("conjunct", "seized", "positive", "certain", "actual", None),
    ("conjunct", "attack", "positive", "possible", "hypothetical", "may"),
    ("conjunct-shared", "seize", "positive", "certain", "future", None),
    ("conjunct-shared", "attack", "positive", "certain", "future", None),
    ("participle", "killing", "positive", "certain", "actual", None),
    ("participle-modal", "killing", "positive", "possible", "hypothetical", None),
    ("after", "fled", "positive", "certain", "actual", None),
    ("after", "attacked", "positive", "certain", "actual", None),
    ("relative", "attacked", "positive", "certain", "actual", None),
    ("relative", "arrested", "positive", "certain", "future", None),
    ("said", "attacked", "positive", "certain", "actual", None),
    ("not-said", "attacked", "positive", "unknown", "actual", None),
    ("likely", "attack", "positive", "probable", "future", "is likely to"),
    ("unlikely", "attack", "negative", "probable", "actual", "is unlikely to"),
    ("until", "leave", "positive", "certain", "future", None),
    ("imperative", "Release", "positive", "certain", "future", None),
    ("two-negations", "capture", "positive", "certain", "actual", None),
    ("awaits", "trial", "positive", "certain", "future", None),
    ("applied-to", "attack", "positive", "certain", "future", None),
    ("yet-to", "enter", "negative", "certain", "actual", None),
    ("first-to", "attack", "positive", "certain", "actual", None),
    ("by-gerund", "attacking", "positive", "possible", "hypothetical", None),
    ("in-gerund", "liberating", "positive", "certain", "future", None),
    ("reports-untrue", "captured", "negative", "certain", "actual", None),
    ("not-true", "captured", "negative", "certain", "actual", None),
    ("unlikely-that", "capture", "negative", "probable", "future", "is unlikely"),
    ("neither", "attacked", "negative", "certain", "actual", None),
    ("stopped-short", "attacking", "negative", "certain", "actual", None),
    ("close-to", "capturing", "negative", "certain", "actual", None),
    ("in-case-of", "attack", "positive", "certain", "hypothetical", None),
    ("cancelled", "trial", "negative", "certain", "future", None),
    ("called-off", "raid", "negative", "certain", "future", None),
    ("postponed", "meeting", "positive", "certain", "future", None),
    ("inversion", "captured", "positive", "certain", "hypothetical", None),
    ("copular-question", "president", "positive", "unknown", "actual", None),
    ("accused-object", "looting", "positive", "possible", "actual", "has been accused"),
    ("indefinite-object", "riots", "positive", "possible", "hypothetical", None),
    ("definite-object", "attack", "positive", "certain", "actual", None),
    ("foiled-plot", "kill", "negative", "certain", "future", None),
    ("rejected-request", "release", "negative", "certain", "future", None),
]


@pytest.mark.parametrize("scheme", hand_built.SCHEMES)
@pytest.mark.parametrize(
    ("name", "trigger", "polarity", "certainty", "realis", "hedge"),
    CASES,
    ids=[f"{case[0]}-{case[1]}" for case in CASES],
)
def test_stance(
    name: str,
    trigger: str,
    polarity: str,
    certainty: str,
    realis: str,
    hedge: str | None,
    scheme: str,
) -> None:
    doc = hand_built.document(SENTENCES[name], scheme)
    found = Factualities(Grammar(doc)).of(hand_built.word(doc, trigger))
    assert (found.polarity, found.certainty, found.realis) == (polarity, certainty, realis)
    assert found.hedge == hedge
    assert found.sources == ()


def test_every_sentence_is_asked_about() -> None:
    assert {case[0] for case in CASES} == set(SENTENCES)
    assert len(SENTENCES) >= 40


def test_light_verb_lends_its_stance_to_the_noun() -> None:
    doc = hand_built.document(SENTENCES["light-plan"])
    factualities = Factualities(Grammar(doc))
    attack, carry = (hand_built.word(doc, text) for text in ("attack", "carry"))
    assert factualities.of(attack, carry) == Factuality(realis="future")


def test_light_verb_that_only_looks_ahead() -> None:
    doc = hand_built.document(SENTENCES["awaits"])
    trial, awaits = (hand_built.word(doc, text) for text in ("trial", "awaits"))
    assert Factualities(Grammar(doc)).of(trial, awaits) == Factuality(realis="future")


def test_only_sure_and_real_events_are_facts() -> None:
    def is_fact(name: str, trigger: str) -> bool:
        doc = hand_built.document(SENTENCES[name])
        return Factualities(Grammar(doc)).of(hand_built.word(doc, trigger)).is_fact

    assert is_fact("plain", "burned")
    assert not any(
        is_fact(name, trigger)
        for name, trigger in [("not", "burn"), ("reportedly", "burned"), ("will", "attack")]
    )
