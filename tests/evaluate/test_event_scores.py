"""Scores of events, claims and figures, on a report whose right answers are known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.evaluate.events.matching import Reading
from kg.evaluate.events.measuring import Measured, measure
from kg.evaluate.events.reports import read
from kg.facts import (
    Article,
    Claim,
    ClaimKind,
    Document,
    Entity,
    Event,
    Factuality,
    Mention,
    Participant,
    Quantity,
    Span,
    Time,
    Toll,
)

TEXT = (
    "Rebels seize Gao\n"
    "Rebels seized Gao on Sunday, police said. The group took it. About 40 people died. "
    "Fuel costs 3 euros.\n"
)
GOLD = """
published = "2013-01-29"
subject = "war"
style = "agency"
[entity.rebels]
at = ["[Rebels] seized"]
[entity.gao]
names = ["the city of Gao", "Gao"]
[entity.police]
at = ["[police] said"]
[entity.people]
at = ["[people] died"]
[[event]]
class = "Capture"
at = ["Rebels [seize] Gao", "Rebels [seized] Gao"]
agent = ["rebels|police"]
target = ["gao"]
time = ["2013-01-27", "2013-01-27"]
source = ["police"]
[[event]]
class = "Statement"
at = ["police [said]"]
agent = ["police"]
optional = true
[[event]]
class = "Death"
at = ["people [died]"]
target = ["people"]
certainty = "probable"
[[claim]]
kind = "indirectSpeech"
words = ["Rebels seized Gao on Sunday"]
speaker = "police"
[[toll]]
at = "[About 40 people]"
kind = "killed"
count = 40
approximate = true
victims = "people"
[[quantity]]
at = "[3 euros]"
value = 3
unit = "EUR"
[[time]]
at = "[on Sunday]"
value = ["2013-01-27", "2013-01-27"]
"""


def at(words: str, number: int = 0) -> Span:
    """The place of the words, of several the one with that number."""
    begin = -1
    for _ in range(number + 1):
        begin = TEXT.index(words, begin + 1)
    return Span(begin, begin + len(words))


SUNDAY = Time("on Sunday", at("on Sunday"), "2013-01-27", "2013-01-27")
SAID = Factuality(sources=("e3",))
RIGHT = Document(
    Article(TEXT),
    entities=(
        Entity("e1", "Group", "Rebels", named=False),
        Entity("e2", "Place", "Gao", names=("Gao",)),
        Entity("e3", "Organization", "police", named=False),
        Entity("e4", "Group", "people", named=False),
        Entity("e5", "Organization", "Ansar Dine", names=("Ansar Dine",)),
    ),
    mentions=(
        Mention("m1", at("Rebels", 1), "e1", "", "nominal"),
        Mention("m2", at("Gao"), "e2", "GPE"),
        Mention("m3", at("police"), "e3", "", "nominal"),
        Mention("m4", at("people"), "e4", "", "nominal"),
    ),
    events=(
        Event(
            *("v1", "Capture", "seize", "Rebels seize Gao"),
            (at("seize"), at("seized")),
            (Participant("agent", "e1"), Participant("target", "e2")),
            time=SUNDAY,
            factuality=SAID,
        ),
        Event(*("v2", "Statement", "say", "said"), (at("said"),), (Participant("agent", "e3"),)),
        Event(
            *("v3", "Death", "die", "people died"),
            (at("died"),),
            (Participant("target", "e4"),),
            factuality=Factuality(certainty="probable"),
        ),
    ),
    claims=(
        Claim(
            *("c1", "indirectSpeech", "said"),
            words=(at("Rebels seized Gao on Sunday"),),
            span=at("Rebels seized Gao on Sunday, police said"),
            speaker="e3",
        ),
    ),
    tolls=(Toll("t1", "killed", (at("About 40 people"),), 40, approximate=True, victims="e4"),),
    quantities=(Quantity("q1", "money", "euro", (at("3 euros"),), code="EUR", value=3.0),),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    (tmp_path / "one.toml").write_text(GOLD, "utf-8")
    return tmp_path


def measured(folder: Path, document: Document, times: tuple[Time, ...] = (SUNDAY,)) -> Measured:
    (report,) = read(folder)
    return measure([Reading(report, document, times)])


def with_event(number: int, **changes: object) -> Document:
    events = list(RIGHT.events)
    events[number] = replace(events[number], **changes)  # type: ignore[arg-type]
    return replace(RIGHT, events=tuple(events))


def test_all_is_right(folder: Path) -> None:
    found = measured(folder, RIGHT)
    for name, row in found.scores.items():
        for measure_, score in row.items():
            if measure_ in ("F1", "acc") and row["gold"]:
                assert score == 100, (name, measure_)
    assert found.faults == []
    assert found.scores["confidence"] == {"ECE": 0.0, "calibrated": 100.0}


def test_nothing_is_found(folder: Path) -> None:
    found = measured(folder, Document(Article(TEXT)), ())
    assert {row["F1"] for row in found.scores.values() if "F1" in row} == {0}
    kinds = {fault.kind for fault in found.faults}
    assert kinds == {
        *("missing event", "missing event link", "missing claim", "missing toll"),
        *("missing quantity", "missing time"),
    }


def test_what_is_not_annotated_is_not_judged(folder: Path) -> None:
    head, _, rest = GOLD.partition('style = "agency"\n')
    claims = rest[rest.index("[[claim]]") : rest.index("[[quantity]]")]
    entities = rest[: rest.index("[[event]]")]
    marked = f'{head}style = "agency"\nwithout = ["event", "quantity"]\n{entities}{claims}'
    (folder / "one.toml").write_text(marked, "utf-8")
    found = measured(folder, RIGHT, ())
    assert found.faults == []
    assert found.scores["claims"]["F1"] == 100
    assert found.scores["triggers and class"]["gold"] == 0


def test_optional_events_are_not_asked_for(folder: Path) -> None:
    without = replace(RIGHT, events=(RIGHT.events[0], RIGHT.events[2]))
    assert measured(folder, without).scores["triggers and class"]["F1"] == 100


def test_a_wrong_class_is_no_event_of_that_class(folder: Path) -> None:
    scores = measured(folder, with_event(2, cls="Killing")).scores
    assert scores["triggers and class"] == {"P": 66.67, "R": 66.67, "F1": 66.67, "gold": 3}
    assert scores["triggers, any class"]["F1"] == 100
    assert scores["factuality"]["gold"] == 1
    assert scores["roles, end to end"]["P"] == 66.67


def test_plain_events_count_apart(folder: Path) -> None:
    plain = Event(*("v4", "Event", "cost", "costs"), (at("costs"),))
    scores = measured(folder, replace(RIGHT, events=(*RIGHT.events, plain))).scores
    assert scores["triggers and class"]["P"] == 100
    assert scores["plain events"] == {"P": 0, "R": 0, "F1": 0, "gold": 0}


def test_a_class_that_may_be_plain_counts_as_annotated(folder: Path) -> None:
    (folder / "one.toml").write_text(GOLD.replace('"Death"', '"Event|Death"'), "utf-8")
    scores = measured(folder, RIGHT).scores
    assert scores["plain events"] == {"P": 100, "R": 100, "F1": 100, "gold": 1}
    assert scores["triggers and class"] == {"P": 100, "R": 100, "F1": 100, "gold": 2}


def test_two_events_of_one_are_no_coreference(folder: Path) -> None:
    first = RIGHT.events[0]
    parts = (replace(first, spans=first.spans[:1]), replace(first, id="v9", spans=first.spans[1:]))
    scores = measured(folder, replace(RIGHT, events=(*parts, *RIGHT.events[1:]))).scores
    assert scores["event coreference"]["R"] == 0
    assert scores["triggers and class"]["F1"] == 100
    assert scores["roles"]["F1"] == 100


def test_a_name_that_is_another_is_the_wrong_participant(folder: Path) -> None:
    taken = replace(RIGHT, mentions=(*RIGHT.mentions, Mention("m5", at("Rebels", 1), "e5", "")))
    changed = replace(
        taken,
        events=(
            replace(RIGHT.events[0], participants=(Participant("agent", "e5"),)),
            *RIGHT.events[1:],
        ),
    )
    found = measured(folder, changed)
    assert found.scores["agent"]["F1"] == 0
    assert found.scores["target"] == {"P": 100, "R": 50, "F1": 66.67, "gold": 2}
    assert {fault.kind for fault in found.faults} == {"role agent", "role target"}


def test_a_doubt_left_out_is_stated_as_fact(folder: Path) -> None:
    found = measured(folder, with_event(2, factuality=Factuality()))
    assert found.scores["factuality"]["acc"] == 50
    assert next(found.worst())["class"] == "stated as fact"


@pytest.mark.parametrize(
    ("changes", "row", "score"),
    [
        ({"speaker": "e1"}, "claim speaker", 0),
        ({"words": (at("Rebels seized Gao"),)}, "claim span", 0),
        ({"kind": "directQuote"}, "claim kind", 0),
    ],
)
def test_a_claim_is_right_with_speaker_and_words(
    folder: Path, changes: dict[str, object], row: str, score: float
) -> None:
    claim = replace(RIGHT.claims[0], **changes)  # type: ignore[arg-type]
    scores = measured(folder, replace(RIGHT, claims=(claim,))).scores
    assert scores[row]["acc"] == score
    assert scores["claims"]["F1"] == (100 if row == "claim kind" else 0)


OPTIONAL = """[[claim]]
kind = "accordingTo"
words = ["Rebels seized Gao on Sunday"]
speaker = "people"
optional = true
"""


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("kinds", [("indirectSpeech",), ("indirectSpeech", "accordingTo")])
def test_a_claim_with_the_same_words_as_an_optional_one_is_found(
    folder: Path, kinds: tuple[ClaimKind, ...], first: bool
) -> None:
    head, _, rest = GOLD.partition("[[claim]]")
    both = (OPTIONAL, f"[[claim]]{rest}")
    (folder / "one.toml").write_text(head + "".join(both if first else both[::-1]), "utf-8")
    (said,) = RIGHT.claims
    cited = replace(said, id="c2", kind="accordingTo", speaker="e4")
    claims = tuple(claim for claim in (cited, said) if claim.kind in kinds)
    scores = measured(folder, replace(RIGHT, claims=claims)).scores
    assert scores["claims"]["F1"] == 100


@pytest.mark.parametrize("kind", ["indirectSpeech", "directQuote"])
def test_a_claim_required_is_found_before_an_optional_one_of_its_kind(
    folder: Path, kind: ClaimKind
) -> None:
    optional = OPTIONAL.replace("accordingTo", "indirectSpeech")
    (folder / "one.toml").write_text(GOLD.replace("[[claim]]", f"{optional}[[claim]]"), "utf-8")
    said = replace(RIGHT.claims[0], kind=kind)
    assert measured(folder, replace(RIGHT, claims=(said,))).scores["claims"]["F1"] == 100


@pytest.mark.parametrize(
    ("changes", "row"),
    [
        ({"count": 41}, "toll number and bound"),
        ({"approximate": False}, "toll number and bound"),
        ({"minimum": 40, "count": None}, "toll number and bound"),
        ({"kind": "injured"}, "toll kind"),
        ({"victims": "e1"}, "toll victims"),
    ],
)
def test_a_toll_is_right_with_kind_and_bounds(
    folder: Path, changes: dict[str, object], row: str
) -> None:
    toll = replace(RIGHT.tolls[0], **changes)  # type: ignore[arg-type]
    scores = measured(folder, replace(RIGHT, tolls=(toll,))).scores
    assert scores[row]["acc"] == 0
    assert scores["tolls"]["F1"] == (100 if row == "toll victims" else 0)


def test_an_exact_toll_is_the_same_with_its_bounds(folder: Path) -> None:
    exact = GOLD.replace("approximate = true\n", "")
    (folder / "one.toml").write_text(exact, "utf-8")
    toll = replace(RIGHT.tolls[0], minimum=40, maximum=40, approximate=False)
    assert measured(folder, replace(RIGHT, tolls=(toll,))).scores["tolls"]["F1"] == 100


def test_times_and_quantities_need_their_values(folder: Path) -> None:
    monday = replace(SUNDAY, end="2013-01-28")
    quantity = replace(RIGHT.quantities[0], value=3.5)
    scores = measured(folder, replace(RIGHT, quantities=(quantity,)), (monday,)).scores
    assert scores["times"]["F1"] == 0
    assert scores["quantities"]["F1"] == 0


def test_confidences_are_judged_by_trigger_and_class(folder: Path) -> None:
    document = with_event(2, cls="Killing", confidence=0.6)
    scores = measured(folder, document).scores
    assert scores["confidence"]["ECE"] == pytest.approx(30)
