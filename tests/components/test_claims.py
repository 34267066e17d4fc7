"""Who says what, on sentences parsed by hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from kg.components.claims import claims
from kg.components.notes import KEY, Notes
from kg.facts import Article, Block, BlockKind, Claim, Event, Factuality, Span, Statement, to_json

VOCAB = spacy.blank("en").vocab
PEOPLE = ("Anna Keller", "Keller", "Brandt", "Gazette")
VERBS = ("burned", "burn", "burning", "fled", "left", "met", "told", "said", "capture", "shelled")


def _blocks() -> dict[str, list[list[str]]]:
    path = Path(__file__).with_name("claims_sentences.txt")
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    blocks = "\n".join(lines).strip().split("\n\n")
    return {
        name: [row.split() for row in rows]
        for name, *rows in (block.splitlines() for block in blocks)
    }


SENTENCES = _blocks()


def parsed(name: str) -> Doc:
    rows = SENTENCES[name]
    arcs = [row[4].split(":", 1) for row in rows]
    following = [*(row[0] for row in rows[1:]), "¶"]
    return Doc(
        VOCAB,
        words=[row[0].replace("¶", "\n\n") for row in rows],
        spaces=[
            "_" not in row[5:] and "¶" not in (row[0], after)
            for row, after in zip(rows, following, strict=True)
        ],
        lemmas=[row[1] for row in rows],
        pos=[row[2] for row in rows],
        tags=[row[3] for row in rows],
        heads=[int(head) - 1 if head != "0" else i for i, (head, _) in enumerate(arcs)],
        deps=["ROOT" if label == "root" else label for _, label in arcs],
    )


@dataclass
class Read:
    """A document with its claims; names and events are put in by hand."""

    notes: Notes

    def shown(self) -> list[tuple[str, str, str | None, list[str]]]:
        return [(c.kind, c.cue, self.name(c.speaker), self.words(c)) for c in self.notes.claims]

    def words(self, claim: Claim) -> list[str]:
        return [self.text(span) for span in claim.words]

    def text(self, span: Span) -> str:
        return self.notes.doc.text[span.begin : span.end]

    def name(self, entity: str | None) -> str | None:
        return self.notes.entities[entity].name if entity else None

    def factuality(self, trigger: str) -> Factuality:
        return next(e.factuality for e in self.notes.events if e.predicate == trigger)

    def sources(self, trigger: str) -> list[str | None]:
        return [self.name(source) for source in self.factuality(trigger).sources]

    def asserts(self) -> list[list[str]]:
        triggers = {event.id: event.predicate for event in self.notes.events}
        return [[triggers[fact] for fact in c.asserts] for c in self.notes.claims]


def read(name: str, blocks: tuple[Block, ...] = (), **factuality: Factuality) -> Read:
    doc = parsed(name)
    doc.user_data[KEY] = {"article": to_json(Article(doc.text, blocks=blocks))}
    notes = Notes(doc)
    entities: dict[str, str] = {}
    for start in range(len(doc)):
        for person in PEOPLE:
            span = doc[start : start + len(person.split())]
            if span.text != person or notes.mention_at(span[0]):
                continue
            last = person.split()[-1]
            if last not in entities:
                kind = "Organization" if person == "Gazette" else "Person"
                entities[last] = notes.add_entity(kind, person).id
            notes.add_mention(span, entities[last], "PERSON", "name")
    for token in doc:
        if token.text in VERBS:
            where = Span(token.idx, token.idx + len(token))
            fact = factuality.get(token.text, Factuality())
            event = Event(
                notes.new_id("events"), "Event", token.text, token.text, (where,), factuality=fact
            )
            notes.events.append(event)
    notes.save()
    return Read(Notes(claims(doc)))


MARKET = "rebels burned the market"
QUOTED = "Rebels burned the market"
CASES = {
    "that-clause": [("indirectSpeech", "told", "Keller", ["rebels had burned the market"])],
    "inverted": [("indirectSpeech", "said", "Anna Keller", [QUOTED])],
    "postposed": [("indirectSpeech", "said", "Keller", [f"{QUOTED}, killing nine, and left"])],
    "postposed-twice": [("indirectSpeech", "said", "Keller", ["Brandt left"])],
    "mute": [],
    "interposed": [("indirectSpeech", "said", "officials", ["The bridge", "collapsed on Friday"])],
    "mixed": [
        ("indirectSpeech", "said", "Keller", ["the town was “completely destroyed” by rebels"])
    ],
    "split": [("directQuote", "told", "Keller", [QUOTED, "and nobody is coming"])],
    "continued": [("directQuote", "said", "Anna Keller", ["We fled", QUOTED])],
    "next-paragraph": [
        ("indirectSpeech", "said", "Keller", ["the army had left"]),
        ("directQuote", "said", "Keller", [QUOTED]),
    ],
    "running": [("directQuote", "said", "Keller", [QUOTED, "They fled later"])],
    "before": [("directQuote", "replied", "Keller", [QUOTED])],
    "second-cue": [
        ("directQuote", "said", "Keller", ["We fled"]),
        ("directQuote", "adding", "Keller", [QUOTED]),
    ],
    "described": [("directQuote", "described", "Keller", ["barbaric"])],
    "question": [("directQuote", "asked", "Keller", ["Who burned the market?"])],
    "according": [("accordingTo", "according to", "Keller", ["The rebels", "burned the market"])],
    "according-quote": [("accordingTo", "according to", "Keller", [QUOTED])],
    "citing": [
        ("indirectSpeech", "reported", "agency", [MARKET]),
        ("accordingTo", "citing", "two officials", [MARKET]),
    ],
    "denied": [("indirectSpeech", "denied", "Keller", ["rebels had burned the market"])],
    "claimed": [("indirectSpeech", "claimed", "rebels", ["to have burned the market"])],
    "nested": [
        ("indirectSpeech", "said", "Keller", [f"Brandt told her that {MARKET}"]),
        ("indirectSpeech", "told", "Brandt", [MARKET]),
    ],
    "noun": [("indirectSpeech", "claim", "Brandt", [MARKET])],
    "ordered": [("indirectSpeech", "ordered", "Keller", ["to burn the market"])],
    "accused": [],
    "quoted-as": [("indirectSpeech", "saying", "Keller", [MARKET])],
    "adding": [
        ("indirectSpeech", "said", "Keller", ["the army left"]),
        ("indirectSpeech", "adding", "Keller", [MARKET]),
    ],
    "report": [("indirectSpeech", "found", "Keller", [MARKET])],
    "described-speaker": [("indirectSpeech", "said", "spokesman for the army", [MARKET])],
    "apposed-name": [("indirectSpeech", "said", "Anna Keller", [MARKET])],
    "answered": [("indirectSpeech", "said", "Keller", [MARKET])],
    "joined": [("indirectSpeech", "said", "Keller", [f"{MARKET} and troops had fled"])],
    "misattached-subject": [("directQuote", "said", "Keller", [QUOTED])],
    "first-person": [
        ("directQuote", "said", "Keller", [f"I know that {MARKET}"]),
    ],
    "pronoun": [
        ("indirectSpeech", "said", "doctor", [MARKET]),
        ("indirectSpeech", "added", "doctor", ["the army fled"]),
    ],
    "open-verb": [("directQuote", "shrugged", "Keller", [QUOTED])],
    "open-lead": [("directQuote", "blunt", "Keller", [QUOTED])],
    "aside": [("indirectSpeech", "confirmed", "Elbe Police", [f"{QUOTED} near Dorn"])],
    "aside-apposed": [("indirectSpeech", "said", "Gazette", [QUOTED])],
    "progressive": [("indirectSpeech", "warning", "Keller", [MARKET])],
    "joined-verbs": [
        ("indirectSpeech", "said", "Keller", ["rebels would leave and might burn the market"])
    ],
    "one-of": [("directQuote", "said", "One of the survivors", [QUOTED])],
    "letter": [("indirectSpeech", "wrote", "Keller", [MARKET])],
    "conference": [("indirectSpeech", "told", "Keller", [MARKET])],
    "dismissed": [("indirectSpeech", "Rumours", "Keller", [MARKET])],
    "labelled": [("directQuote", ":", "Keller", [QUOTED])],
    "narrated": [("directQuote", "", "Keller", [QUOTED])],
    "no-comma": [("directQuote", "told", "Keller", [QUOTED])],
    "feared": [
        ("indirectSpeech", "said", "Keller", [f"she feared that {MARKET}"]),
        ("indirectSpeech", "feared", "Keller", [MARKET]),
    ],
    "anonymous": [("indirectSpeech", "said", "witness", ["rebels fled"])],
    "source-leads": [("accordingTo", "According to", "Keller", [f"within minutes {MARKET}"])],
    "relative-gap": [("indirectSpeech", "fear", "officials", ["may burn again"])],
    "it-added": [
        ("indirectSpeech", "said", "Gazette", ["rebels left"]),
        ("indirectSpeech", "added", "Gazette", [QUOTED]),
    ],
    "unlisted-verb": [("indirectSpeech", "blabbed", "Keller", [MARKET])],
    "taken-object": [("indirectSpeech", "blabbed", "Keller", ["staff had burned the market"])],
    "made-clear": [("indirectSpeech", "made clear", "Keller", [MARKET])],
    "adjective": [("indirectSpeech", "adamant", "Keller", [MARKET])],
    "court-heard": [("indirectSpeech", "heard", None, [MARKET])],
    "court-told": [("indirectSpeech", "told", None, [MARKET])],
    "inserted": [("indirectSpeech", "warned", "Keller", ["The market", "will burn"])],
    "inserted-before": [("indirectSpeech", "hinted", "Keller", ["The market", "will burn"])],
    "put-it": [("directQuote", "put it", "Keller", ["burned to the ground"])],
    "pointing": [("directQuote", "words", "Keller", [QUOTED])],
    "pointing-how": [("directQuote", "remembers", "Keller", [QUOTED])],
    "blaming": [("directQuote", "blaming", "Keller", ["a handful of rebels"])],
    "citing-between": [
        ("indirectSpeech", "reporting", "Gazette", [MARKET]),
        ("accordingTo", "citing", "officials", [MARKET]),
    ],
    "spelt-out": [("indirectSpeech", "updated", "Keller", ["nine rebels burned the market"])],
    "writes": [("indirectSpeech", "writes", "Anna Keller", [f"The army left. {QUOTED}"])],
    "own-thought": [("directQuote", "said", "Keller", [f"I think {MARKET}"])],
    "inverted-object": [("directQuote", "remembers", "Keller", [QUOTED])],
    "from-label": [("directQuote", ":", "Keller", [QUOTED])],
    "narrated-above": [("directQuote", "", "Keller", [QUOTED])],
    "stamped": [("directQuote", "words", "Keller", [QUOTED])],
    "aged": [
        ("indirectSpeech", "said", "Keller", ["rebels fled"]),
        ("directQuote", "reflected", "Keller", [QUOTED]),
    ],
    "adding-below": [
        ("directQuote", "said", "Keller", ["It was a shock"]),
        ("indirectSpeech", "adding", "Keller", ["the army could leave"]),
    ],
    "in-a-statement-it": [("indirectSpeech", "said", "Keller", ["she regretted the vote"])],
    "a-version-disputed": [("indirectSpeech", "said", "Police", ["Keller fled"])],
    "and-was-confident": [
        ("indirectSpeech", "said", "Keller", ["the court had met and was confident of success"])
    ],
    "though-one-admitted": [
        ("indirectSpeech", "insist", "Police", ["the market burned"]),
        ("indirectSpeech", "admitted", "Brandt", ["Keller left"]),
    ],
    "said-in-the-worst": [
        ("indirectSpeech", "said", "Keller", ["The market burned", "in the worst attack there"])
    ],
    "he-said-and": [
        ("indirectSpeech", "said", "Keller", ["The market burned", "the town was empty"])
    ],
    "whoever": [
        ("indirectSpeech", "says", "Keller", ["the market will burn, whoever is in office"])
    ],
    "what-i-tell": [
        ("indirectSpeech", "said", "Keller", ["officers open what Brandt tells them to open"])
    ],
    "according-after-colon": [("accordingTo", "according to", "Keller", ["Brandt left"])],
    "label-sentence": [("indirectSpeech", ":", "Keller", ["the talks are “finished” now"])],
    "review-found": [("indirectSpeech", "found", "review", ["the market burned"])],
    "only-share": [("indirectSpeech", "said", "Only 12%", ["the market burned"])],
    "clause-after": [("indirectSpeech", "says", "Keller", ["he “sold the gates”"])],
    # No claims: words in marks that nobody says, what is asked or left open, what is taken for
    # granted, and hearsay without a source.
    "scare": [],
    "title": [],
    "whether": [],
    "open": [],
    "factive": [],
    "passive": [],
    "before-condition": [],
    "nominal": [],
    "unspoken-verb": [],
    "plain-colon": [],
    "rate": [],
}


@pytest.mark.parametrize("name", CASES)
def test_claims(name: str) -> None:
    assert read(name).shown() == CASES[name]


@pytest.mark.parametrize("name", SENTENCES)
def test_spans_hold_words_cue_and_speaker(name: str) -> None:
    found = read(name)
    for claim in found.notes.claims:
        covered = found.text(claim.span)
        assert all(words in covered for words in found.words(claim))
        if claim.confidence > 0.75:
            assert all(word in covered for word in claim.cue.split())
        assert found.notes.entities[claim.speaker or claim.addressee or ""].name
    spans = found.notes.doc.spans["claims"]
    assert [(s.label_, s.id_) for s in spans] == [(c.kind, c.id) for c in found.notes.claims]


@pytest.mark.parametrize(
    ("name", "addressee"),
    [
        ("that-clause", "Gazette"),
        ("split", "reporters"),
        ("ordered", "troops"),
        ("letter", "Brandt"),
        ("conference", None),
        ("court-heard", "court"),
        ("court-told", "Jurors"),
    ],
)
def test_addressees_are_people_and_no_medium(name: str, addressee: str | None) -> None:
    found = read(name)
    assert found.name(found.notes.claims[0].addressee) == addressee


def test_a_sentence_in_a_quotation_ends_what_is_told_in_it() -> None:
    told = read("two-sentences")
    assert told.words(told.notes.claims[1]) == [MARKET]


def test_what_is_confirmed_as_a_noun_rests_on_who_confirms_it() -> None:
    found = read("nominal")
    assert (found.sources("capture"), found.asserts()) == (["Keller"], [])


def test_a_claim_is_about_the_names_in_its_words() -> None:
    found = read("nested")
    assert [[found.name(e) for e in c.about] for c in found.notes.claims] == [["Brandt"], []]


def test_facts_are_asserted_by_the_innermost_claim_and_attributed_to_all() -> None:
    found = read("nested")
    assert found.asserts() == [["told"], ["burned"]]
    assert found.sources("burned") == ["Keller", "Brandt"]
    assert found.sources("told") == ["Keller"]
    assert found.sources("said") == []


def test_a_cited_source_is_the_inner_one() -> None:
    found = read("citing")
    assert found.asserts() == [[], ["burned"]]
    assert found.sources("burned") == ["agency", "two officials"]


def test_every_sentence_of_a_quotation_is_the_speakers() -> None:
    assert read("running").sources("burned") == ["Keller"]
    assert read("running").sources("fled") == ["Keller"]
    assert read("next-paragraph").sources("met") == []


def test_certainty_is_the_weaker_of_text_and_cue() -> None:
    assert read("that-clause").factuality("burned").certainty == "certain"
    assert read("claimed").factuality("burned").certainty == "probable"
    assert read("alleged").factuality("burned").certainty == "possible"
    unknown = read("alleged", burned=Factuality(certainty="unknown"))
    assert unknown.factuality("burned").certainty == "unknown"


def test_a_denied_event_keeps_its_polarity() -> None:
    denied = read("denied", burned=Factuality(polarity="negative")).factuality("burned")
    assert (denied.polarity, len(denied.sources)) == ("negative", 1)


def test_what_indirect_speech_only_names_is_the_writers() -> None:
    doc = parsed("background")
    notes = Notes(doc)
    keller = notes.add_entity("Person", "Keller").id
    notes.add_mention(doc[0:1], keller, "PERSON", "name")
    begin = doc.text.index("Brandt, the minister")
    apposed = Span(begin, begin + len("Brandt, the minister"))
    whole = Span(begin, doc.text.index("."))
    notes.statements = [
        Statement("s1", keller, "P39", keller, (apposed,)),
        Statement("s2", keller, "P39", keller, (whole,)),
    ]
    notes.save()
    found = Notes(claims(doc))
    assert [bool(s.factuality.sources) for s in found.statements] == [False, True]
    assert found.claims[0].asserts == ("s2",)


@pytest.mark.parametrize(
    ("name", "claims"),
    [
        ("headline", [("accordingTo", ":", "Police", ["rebels burned market"])]),
        ("headline-after", [("accordingTo", ":", "police", ["Rebels burned market"])]),
        ("headline-quoted", [("directQuote", ":", "Keller", ["Rebels burned market"])]),
        ("headline-topic", []),
        (
            "headline-says",
            [
                ("indirectSpeech", "says", "Keller", ["rebels burning market"]),
                ("accordingTo", ":", "Brandt", ["a lie"]),
            ],
        ),
        ("headline-last", [("indirectSpeech", "says", "Keller", ["Market to burn"])]),
        ("headline-question", []),
        ("headline-rejects", []),
    ],
)
def test_headlines(name: str, claims: list[tuple[str, str, str, list[str]]]) -> None:
    text = parsed(name).text
    end = text.index("\n")
    blocks = (Block(Span(0, end), "headline"), Block(Span(end + 2, len(text)), "paragraph"))
    assert read(name).shown() == []
    assert read(name, blocks).shown() == claims


def test_a_fact_that_the_report_states_elsewhere_rests_on_nobody() -> None:
    def sources(kind: BlockKind) -> tuple[str, ...]:
        doc = parsed("it-added")
        left, burned = (doc.text.index(word) for word in ("left", "burned"))
        head, body = Span(0, left + 5), Span(left + 6, len(doc.text))
        blocks = (Block(head, kind), Block(body, "paragraph"))
        doc.user_data[KEY] = {"article": to_json(Article(doc.text, blocks=blocks))}
        notes = Notes(doc)
        said, spoken = Span(0, 3), Span(burned, burned + 6)
        notes.events = [Event("v1", "Event", "burn", "burned", (said, spoken))]
        notes.add_mention(doc[0:2], notes.add_entity("Organization", "Gazette").id, "", "name")
        notes.save()
        return Notes(claims(doc)).events[0].factuality.sources

    assert sources("paragraph") == ()
    assert sources("headline") == ("e1",)


def test_furniture_makes_no_claims() -> None:
    text = parsed("continued").text
    assert read("continued", (Block(Span(0, len(text)), "furniture"),)).shown() == []
