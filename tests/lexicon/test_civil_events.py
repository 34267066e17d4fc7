"""Senses of the predicates of politics, justice, speech, business and sport."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pytest

from kg import lexicon
from kg.lexicon import Frame, choose

Filled = Mapping[str, Collection[str]]

ORGANIZATION, PERSON, GROUP, PLACE = {"Organization"}, {"Person"}, {"Group"}, {"Place"}
COMPANY, COURT, POLICE = ({"Organization", kind} for kind in ("company", "court", "police"))
PARLIAMENT, COUNTRY = {"Organization", "parliament"}, {"Place", "country"}
TEAM, PARTY = {"Organization", "team"}, {"Organization", "party"}
LAW, DEAL, MOTION = {"Thing", "law"}, {"Thing", "deal"}, {"Thing", "law", "motion"}
CLAUSE, INFINITIVE = {"Clause"}, {"Clause", "Infinitive"}
MONEY, GOODS, WEAPON = {"Money"}, {"Product", "goods"}, {"Product", "weapon"}
JOB, SHARE, SENTENCE = ({"Thing", kind} for kind in ("job", "share", "sentence"))
ELECTION, COMPETITION = {"Event", "election"}, {"Event", "competition"}
UNKNOWN: Collection[str] = ()


def cls(frame: Frame | None) -> str | None:
    return frame.cls if frame else None


def verb(predicate: str, filled: Filled) -> Frame | None:
    lemma, _, own = predicate.partition(" ")
    return choose(lexicon.events().verb(lemma, own or None), filled)


def phrase(words: str, filled: Filled) -> Frame | None:
    found = lexicon.events().phrases(words.split()[0])
    return choose((p.frame for p in found if str(p) == words), filled)


@pytest.mark.parametrize(
    ("predicate", "filled", "expected"),
    [
        # justice
        ("catch", {"object": PERSON}, "Arrest"),
        ("collar", {"subject": POLICE, "object": PERSON}, "Arrest"),
        ("jail", {"object": PERSON, "for": {"Thing", "duration"}}, "Sentencing"),
        ("jail", {"object": PERSON}, "Detention"),
        ("clear", {"object": PERSON, "of": {"Thing"}}, "Acquittal"),
        ("clear", {"subject": GROUP, "object": PLACE}, None),
        ("dismiss", {"subject": COURT, "object": {"Thing", "charge"}}, "Acquittal"),
        ("commute", {"subject": COURT, "object": SENTENCE}, "Sentencing"),
        ("quiz", {"subject": POLICE, "object": PERSON}, "Investigation"),
        ("hunt", {"subject": UNKNOWN, "object": {"Person", "suspect"}}, "Investigation"),
        ("appeal", {"subject": PERSON, "against": SENTENCE}, "Lawsuit"),
        ("appeal", {"subject": PERSON}, "Lawsuit"),
        ("appeal", {"subject": PERSON, "for": {"Thing"}}, "Demand"),
        ("free", {"object": PERSON, "from": {"Place", "building", "prison"}}, "Release"),
        ("swap", {"subject": COUNTRY, "object": {"Group", "suspect"}}, "Release"),
        # politics
        ("reject", {"subject": PARLIAMENT, "object": MOTION}, "Vote"),
        ("reject", {"subject": COUNTRY, "object": DEAL}, "Denial"),
        ("veto", {"subject": COUNTRY, "object": LAW}, "Denial"),
        ("refuse", {"subject": COUNTRY, "object": DEAL}, "Denial"),
        ("oppose", {"subject": COUNTRY, "object": UNKNOWN}, "Criticism"),
        ("ban", {"subject": COURT, "object": PARTY}, "Sanction"),
        ("ban", {"subject": COUNTRY, "object": {"Thing"}}, "Legislation"),
        ("expel", {"subject": COUNTRY, "object": {"Person", "diplomat"}}, "Sanction"),
        ("defeat", {"subject": PERSON, "object": PERSON, "in": ELECTION}, "Election"),
        ("confirm", {"subject": PARLIAMENT, "object": {"Person", "role"}}, "Appointment"),
        ("choose", {"object": PERSON, "complement": INFINITIVE}, "Appointment"),
        ("sign", {"subject": TEAM, "object": {"Person", "athlete"}}, "Appointment"),
        ("sign", {"subject": COUNTRY, "object": DEAL}, "Agreement"),
        ("quit", {"subject": PERSON}, "Resignation"),
        ("discuss", {"subject": PERSON, "object": UNKNOWN, "with": PERSON}, "Negotiation"),
        ("discuss", {"subject": PERSON, "object": UNKNOWN}, "Statement"),
        ("demonstrate", {"subject": GROUP}, "Protest"),
        ("demonstrate", {"object": {"Product"}}, None),
        ("grant", {"subject": COUNTRY, "object": {"Thing", "refuge"}, "to": UNKNOWN}, "Aid"),
        ("give", {"subject": COUNTRY, "object": MONEY, "indirect_object": PLACE}, "Aid"),
        ("give", {"subject": PERSON, "object": UNKNOWN}, None),
        ("donate", {"subject": PERSON, "object": MONEY}, "Aid"),
        ("pelt", {"subject": GROUP, "object": {"Person"}, "with": {"Thing"}}, "Riot"),
        # speech
        ("ask", {"subject": PERSON, "complement": CLAUSE}, "Statement"),
        ("ask", {"subject": PERSON, "object": PERSON, "complement": INFINITIVE}, "Demand"),
        ("order", {"object": {"Group", "civilian"}, "complement": INFINITIVE}, "Order"),
        ("tell", {"object": UNKNOWN, "complement": INFINITIVE}, "Order"),
        ("storm", {"subject": PERSON, "complement": CLAUSE}, "Statement"),
        ("fume", {"subject": PERSON}, "Statement"),
        ("continue", {"subject": PERSON, "complement": INFINITIVE}, None),
        ("speak", {"subject": PERSON, "of": {"Event"}}, "Statement"),
        ("confirm", {"subject": POLICE}, "Statement"),
        ("withdraw", {"subject": ORGANIZATION, "object": GROUP}, None),
        ("respond", {"subject": GROUP, "by": CLAUSE}, None),
        ("demand", {"subject": GROUP, "object": UNKNOWN}, "Demand"),
        ("offer", {"subject": PERSON, "complement": INFINITIVE}, "Promise"),
        ("blast", {"subject": PERSON, "object": ORGANIZATION}, "Criticism"),
        ("blast", {"subject": WEAPON, "object": ORGANIZATION}, None),
        ("boo", {"subject": GROUP, "object": PERSON}, "Criticism"),
        ("cheer", {"subject": {"Thing"}, "object": PERSON}, None),
        ("release", {"subject": ORGANIZATION, "object": {"Product", "document"}}, "Announcement"),
        # business
        ("buy", {"subject": COMPANY, "object": UNKNOWN, "for": MONEY}, "Acquisition"),
        ("close", {"subject": COMPANY, "object": UNKNOWN}, "Closure"),
        ("close", {"subject": PERSON, "object": UNKNOWN}, None),
        ("pour", {"subject": COMPANY, "object": MONEY, "into": COMPANY}, "Investment"),
        ("cut", {"subject": COMPANY, "object": {"Group", "staff"}}, "Layoff"),
        ("fail", {"subject": COMPANY, "complement": INFINITIVE}, None),
        ("fail", {"subject": COMPANY}, "Bankruptcy"),
        ("open", {"subject": {"Place", "building"}}, "Founding"),
        ("go public", {"subject": COMPANY}, "Launch"),
        # sport
        ("thump", {"subject": TEAM, "object": TEAM}, "Match"),
        ("crush", {"subject": PERSON, "object": PERSON, "in": COMPETITION}, "Match"),
        ("demolish", {"subject": COUNTRY, "object": {"Place", "building"}}, "Destruction"),
        ("oust", {"subject": PARLIAMENT, "object": {"Person", "role"}}, "Dismissal"),
    ],
)
def test_sense_of_a_verb(predicate: str, filled: Filled, expected: str | None) -> None:
    assert cls(verb(predicate, filled)) == expected


@pytest.mark.parametrize(
    ("words", "filled", "expected"),
    [
        ("put figure at", {"subject": ORGANIZATION, "object": {"Number"}}, "Statement"),
        ("give account", {"subject": GROUP}, "Statement"),
        ("sign decree", {"subject": PERSON}, "Order"),
        ("sweep to power", {"subject": PARTY}, "Election"),
        ("take to street", {"subject": GROUP}, "Protest"),
        ("halt aid to", {"subject": COUNTRY, "object": PLACE}, "Sanction"),
        ("throw weight behind", {"subject": PARTY, "object": UNKNOWN}, "Support"),
        ("walk out of talk", {"subject": PERSON}, "Negotiation"),
        ("hold talk with", {"subject": PERSON, "object": PERSON}, "Negotiation"),
        ("stand trial", {"subject": PERSON}, "Trial"),
        ("raise stake in", {"subject": PERSON, "object": UNKNOWN}, "Acquisition"),
        ("lose job", {"subject": GROUP}, "Layoff"),
        ("lose job", {"subject": PERSON}, "Dismissal"),
        ("down tool", {"subject": GROUP}, "Strike"),
        ("book place in", {"subject": TEAM, "object": COMPETITION}, "Match"),
    ],
)
def test_phrase(words: str, filled: Filled, expected: str) -> None:
    assert cls(phrase(words, filled)) == expected


@pytest.mark.parametrize(
    ("lemma", "filled", "expected"),
    [
        ("probe", {}, None),
        ("probe", {"into": {"Event"}}, "Investigation"),
        ("prosecution", {}, None),
        ("prosecution", {"of": PERSON}, "Charge"),
        ("ban", {}, "Sanction"),
        ("ban", {"on": GOODS}, "Legislation"),
        ("loss", {"of": JOB}, "Layoff"),
        ("appeal", {"against": SENTENCE}, "Lawsuit"),
        ("purchase", {"of": SHARE}, "Acquisition"),
    ],
)
def test_sense_of_a_noun(lemma: str, filled: Filled, expected: str | None) -> None:
    assert cls(choose(lexicon.events().noun(lemma), filled)) == expected


@pytest.mark.parametrize(
    ("predicate", "filled", "position", "expected"),
    [
        ("donate", {"subject": PERSON, "object": MONEY}, "object", "target"),
        ("arm", {"subject": COUNTRY, "object": {"Group", "militant"}}, "object", "recipient"),
        ("demand", {"subject": GROUP, "object": {"Thing"}}, "object", "topic"),
        ("urge", {"subject": PERSON, "object": PERSON}, "object", "recipient"),
        ("tell", {"subject": PERSON, "object": PERSON}, "object", "recipient"),
        ("mediate", {"subject": COUNTRY, "between": PLACE}, "between", "participant"),
        ("defect", {"subject": PERSON, "to": PARTY}, "to", "destination"),
        ("invest", {"subject": COMPANY, "object": MONEY}, "in", "target"),
        ("come out", {"subject": {"Product"}}, "subject", "target"),
    ],
)
def test_role(predicate: str, filled: Filled, position: str, expected: str) -> None:
    frame = verb(predicate, filled)
    assert frame is not None
    assert frame.role(position, filled.get(position, ())) == expected
