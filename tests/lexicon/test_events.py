"""The event lexicon: what its files say, how frames are chosen, what is refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from kg import lexicon
from kg.errors import ResourceError
from kg.lexicon import Frame, _events, choose
from kg.resources import ontology

FOLDER = ontology() / "lexicon"

NAMES = """
Attack Bombing SuicideBombing Airstrike Shelling Shooting Ambush Assassination Battle Siege Capture
Recapture Control Advance Retreat Killing Massacre Injury Destruction Abduction Deployment
Mobilization Ceasefire Surrender Training Defence Travel Arrival Departure Displacement Evacuation
Return Arrest Detention Charge Trial Conviction Acquittal Sentencing Execution Release Extradition
Investigation Lawsuit Election Vote Appointment Resignation Dismissal Coup Protest Riot Legislation
Sanction Agreement Negotiation Meeting Visit Recognition Support Aid Statement Accusation Denial
Demand Order Warning Promise Criticism Praise Announcement Acquisition Merger Investment Bankruptcy
Layoff Launch Founding Closure Strike Birth Death Marriage Award Earthquake Flood Storm Fire
Explosion Crash Outbreak Rescue Match
"""
CLASSES = NAMES.split()

ORGANIZATION, PERSON, PLACE = {"Organization"}, {"Person"}, {"Place"}


def verb(lemma: str, particle: str | None = None, **filled: Collection[str]) -> Frame | None:
    return choose(lexicon.events().verb(lemma, particle), positions(filled))


def noun(lemma: str, *modifiers: str, **filled: Collection[str]) -> Frame | None:
    return choose(lexicon.events().noun(lemma, modifiers), positions(filled))


def positions(filled: Mapping[str, Collection[str]]) -> dict[str, Collection[str]]:
    return {name.rstrip("_"): types for name, types in filled.items()}


def cls(frame: Frame | None) -> str | None:
    return frame.cls if frame else None


def test_covers_exactly_the_classes_of_the_contract() -> None:
    assert {row[0] for row in lexicon.events().predicates()} == set(CLASSES)


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_has_several_predicates(name: str) -> None:
    assert sum(row[0] == name for row in lexicon.events().predicates()) >= 4


def test_size() -> None:
    predicates = {row[1:] for row in lexicon.events().predicates()}
    assert len(predicates) >= 1200


def test_no_frame_is_hidden_by_another() -> None:
    assert lexicon.events().clashes() == ()


def test_light_verbs() -> None:
    events = lexicon.events()
    light = set(events.light_verbs)
    assert {"carry out", "launch", "face"} <= light
    assert events.light("carry", "out") == "subject"
    assert events.light("suffer") == "object"
    assert events.light("eat") is None


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (verb("fall", subject=PLACE, to=ORGANIZATION), "Capture"),
        (verb("fall", subject={"Thing", "price"}, to={"Number"}), None),
        (verb("take", subject=ORGANIZATION, object=PLACE), "Capture"),
        (verb("take", subject=PERSON, object={"Thing"}), None),
        (verb("take", subject=PERSON, object=()), None),
        (verb("take", "over", subject={"company", "Organization"}, object=PLACE), "Capture"),
        (verb("take", "over", subject=ORGANIZATION, object={"company", "Organization"}),
         "Acquisition"),
        (verb("fire", subject=ORGANIZATION, object={"Product", "weapon", "shell"}), "Shelling"),
        (verb("fire", subject=ORGANIZATION, object=PERSON), "Dismissal"),
        (verb("strike", subject={"Person", "worker"}), "Strike"),
        (verb("strike", subject={"force", "Organization"}, object=PLACE), "Attack"),
        (verb("hit", subject={"aircraft", "warplane"}, object=PLACE), "Airstrike"),
        (verb("hit", subject={"aircraft", "vehicle"}, object={"Place", "building"}), "Crash"),
        (verb("hit", subject={"storm", "Event"}, object=PLACE), "Storm"),
        (verb("charge", subject={"police"}, object=PERSON, with_={"crime"}), "Charge"),
        (verb("charge", subject=ORGANIZATION, object={"Money"}), None),
        (verb("release", object={"Person", "suspect"}), "Release"),
        (verb("release", object={"Product", "service"}), "Launch"),
        (verb("flee", subject={"Group", "force"}, object=PLACE), "Retreat"),
        (verb("flee", subject={"Person", "civilian"}, object=PLACE), "Displacement"),
        (verb("blow", "up", subject=PERSON, object={"Reflexive"}), "SuicideBombing"),
        (verb("blow", "up", subject=PERSON, object={"Place", "infrastructure"}), "Destruction"),
        (verb("shoot", "dead", object=PERSON), "Killing"),
        (verb("shoot", object=PERSON), "Shooting"),
        (verb("pass", subject={"parliament"}, object={"law", "Thing"}), None),
        (verb("pass", subject=ORGANIZATION, object={"law", "Thing"}), "Legislation"),
        (verb("pass", subject=PERSON, object={"Thing"}), None),
        (verb("tell", subject=PERSON, object=PERSON, complement={"Clause"}), "Statement"),
        (verb("tell", subject=PERSON, object=PERSON, complement={"Clause", "Infinitive"}),
         "Order"),
        (verb("beat", subject={"team"}, object={"team"}), "Match"),
        (verb("beat", subject={"police"}, object={"Person", "protester"}), "Attack"),
        (verb("leave", subject=PERSON, object=PLACE), "Departure"),
        (verb("leave", subject=PERSON, object={"Thing"}), None),
        (verb("bear", object=PERSON, in_=PLACE), "Birth"),
        (verb("launch", subject=ORGANIZATION, object={"Product", "missile", "shell"}), "Shelling"),
        (verb("strike", subject={"Product", "bomb", "weapon"}, object={"Place", "building"}),
         "Bombing"),
        (verb("hit", subject={"Product", "shell", "weapon"}, object={"vehicle"}), "Shelling"),
        (verb("shoot", subject=PERSON, object={"Thing", "abstract"}), None),
        (verb("attack", subject=PERSON, object={"Thing", "abstract"}), None),
        (verb("withdraw", subject=ORGANIZATION, from_={"Event"}), None),
        (verb("pull", "out", subject={"Group", "militant"}, out=PLACE), "Retreat"),
        (verb("drive", "out", object={"Group", "militant"}, out=PLACE), "Retreat"),
        (verb("lose", subject={"force"}, object={"Place", "settlement"}), "Retreat"),
        (verb("break", subject=PERSON, object={"Thing", "bodypart"}), "Injury"),
        (verb("break", subject=PERSON, object={"Product", "document"}), None),
        (verb("suffer", subject=PERSON, object={"Thing", "injury"}), "Injury"),
        (verb("collapse", subject={"Place", "building"}), "Destruction"),
        (verb("collapse", subject={"Event"}), None),
        (verb("stream", subject={"Group", "civilian"}, across=PLACE), "Travel"),
        (verb("carry", object={"Group", "civilian"}, out={"Place", "building"}), "Evacuation"),
        (verb("repatriate", object={"Thing", "body"}), "Return"),
        (verb("expect", subject={"Group"}, object={"Person", "offspring"}), "Birth"),
        (verb("hang", subject=PERSON, object={"Reflexive"}), "Death"),
        (verb("present", subject=PERSON, object={"award", "Thing"}, to=PERSON), "Award"),
        (verb("burst", subject={"Place", "barrage"}), "Flood"),
        (verb("plunge", subject={"Product", "vehicle"}, into=PLACE), "Crash"),
        (verb("plunge", subject={"Thing", "price"}), None),
        (verb("fall", "ill", subject={"Group"}), "Outbreak"),
        (verb("pick", "up", subject={"ship"}, object={"Group", "survivor"}), "Rescue"),
        (verb("save", subject={"Organization", "company"}, object={"Money"}), None),
        (noun("strike", on={"Place", "settlement"}), "Attack"),
        (noun("strike", "retaliatory"), "Attack"),
        (noun("case", of={"Thing", "disease"}), "Outbreak"),
        (noun("case"), None),
        (noun("fall", of=PLACE), "Capture"),
        (noun("fall", in_={"price"}), None),
        (noun("strike", "air"), "Airstrike"),
        (noun("strike"), "Strike"),
        (noun("bombing", "suicide", "car"), "SuicideBombing"),
        (noun("bombing", "deadly", "car"), "Bombing"),
        (noun("war"), None),
        (noun("war", on=ORGANIZATION), "Battle"),
        (noun("takeover", of={"Organization", "company"}), "Acquisition"),
        (noun("takeover", of=PLACE), "Capture"),
    ],
)  # fmt: skip
def test_sense_follows_types_and_positions(found: Frame | None, expected: str | None) -> None:
    assert cls(found) == expected


def role(frame: Frame | None, position: str, types: Collection[str] = ()) -> str | None:
    assert frame is not None
    return frame.role(position, types)


def test_roles_of_verb_positions() -> None:
    capture = verb("seize", subject=ORGANIZATION, object=PLACE)
    assert role(capture, "subject", ORGANIZATION) == "agent"
    assert role(capture, "object", PLACE) == "target"
    assert role(capture, "from", ORGANIZATION) == "origin"
    assert role(verb("die", subject=PERSON), "subject", PERSON) == "target"
    assert role(verb("kill", object=PERSON), "object", PERSON) == "target"
    retreat = verb("withdraw", subject={"force"}, from_=PLACE)
    assert role(retreat, "from", PLACE) == "origin"
    assert role(verb("tell", object=PERSON), "object", PERSON) == "recipient"


def test_open_positions_follow_the_defaults() -> None:
    killing = verb("kill", object=PERSON)
    assert role(killing, "near", PLACE) == "place"
    assert role(killing, "near", PERSON) is None
    assert role(killing, "subject", {"Product", "weapon"}) == "instrument"
    assert role(killing, "about", PLACE) is None


def test_roles_of_noun_positions() -> None:
    capture = noun("capture", of=PLACE)
    assert role(capture, "of", PLACE) == "target"
    assert role(capture, "by", ORGANIZATION) == "agent"
    assert role(noun("capture", possessor=PLACE), "possessor", PLACE) == "target"
    arrest = noun("arrest", possessor=PERSON)
    assert role(arrest, "possessor", PERSON) == "target"
    assert role(noun("attack"), "modifier", {"Place", "country"}) == "agent"
    assert role(noun("attack"), "compound", PLACE) == "place"
    assert role(noun("attack"), "compound", {"weapon", "Product"}) == "instrument"
    assert role(noun("death"), "of", PERSON) == "target"


def test_phrases() -> None:
    phrases = {str(p): p for p in lexicon.events().phrases("take")}
    control = phrases["take control of"]
    assert (control.before, control.noun, control.preposition) == ((), "control", "of")
    back = phrases["take back control of"]
    assert (back.before, back.noun, back.preposition) == (("back",), "control", "of")
    assert back.frame.cls == "Recapture"
    words = [len(str(p).split()) for p in lexicon.events().phrases("take")]
    assert words == sorted(words, reverse=True)
    assert lexicon.events().phrases("photosynthesise") == ()


def test_modifiers_choose_the_nearest() -> None:
    frames = lexicon.events().noun("blast", ["suicide", "bomb"])
    assert frames[0].cls == "Bombing"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.name)
def test_every_file_says_how_it_is_written(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# ")


DEFAULTS = """
files = ["war"]
prepositions = ["in", "to"]
noun_subject_types = ["Person"]
instrument_types = ["weapon"]

[types]
Actor = ["Person", "Organization"]

[place]
prepositions = ["in"]

[plain]
roles = { subject = "agent" }
"""


def load(folder: Path, entry: str, defaults: str = DEFAULTS) -> lexicon.EventLexicon:
    (folder / "defaults.toml").write_text(defaults, encoding="utf-8")
    (folder / "war.toml").write_text(entry, encoding="utf-8")
    return _events.load(folder, {"weapon"}, {"Attack", "Arrest"})


def test_reads_a_small_lexicon(tmp_path: Path) -> None:
    events = load(
        tmp_path,
        '[[Attack]]\nverbs = ["raid"]\nroles = { subject = "agent" }\n'
        'types = { subject = ["Actor"] }\n',
    )
    frame = events.verb("raid")[0]
    assert frame.types["subject"] == {"Person", "Organization"}
    assert frame.source == "war.toml [Attack] 1"
    assert events.predicates() == (("Attack", "verb", "raid"),)


def test_finds_a_hidden_frame(tmp_path: Path) -> None:
    events = load(tmp_path, '[[Attack]]\nverbs = ["raid"]\n[[Arrest]]\nverbs = ["raid"]\n')
    assert events.clashes() == (("verb", "raid", "war.toml [Attack] 1", "war.toml [Arrest] 1"),)


@pytest.mark.parametrize(
    ("entry", "line", "message"),
    [
        ('[[Attack]]\nroles = { subject = "agent" }', 1, "names no predicate"),
        ('[[Atack]]\nverbs = ["raid"]', 1, "is no class of events"),
        ('[[Attack]]\nverbs = ["a"]\n[[Attack]]\nverb = ["b"]\nnouns = ["c"]', 3, "key 'verb'"),
        ('[[Attack]]\nverbs = ["a"]\nroles = { subject = "agnt" }', 1, "'agnt' is unknown"),
        ('[[Attack]]\nverbs = ["a"]\nroles = { subjct = "agent" }', 1, "'subjct' is unknown"),
        ('[[Attack]]\nverbs = ["a"]\ntypes = { subject = ["Plcae"] }', 1, "'Plcae' is unknown"),
        ('[[Attack]]\nverbs = ["a"]\nrequires = ["upon"]', 1, "'upon' is unknown"),
        ('[[Attack]]\nverbs = ["Raid"]', 1, "lower case"),
        ('[[Attack]]\nverbs = ["raid", "raid"]', 1, "stands twice"),
        ('[[Attack]]\nverbs = "raid"', 1, "not a list"),
        ('[[Attack]]\nverbs = [1]', 1, "not a word"),
        ('[[Attack]]\nverbs = ["go on the raid"]', 1, "more than 2 words"),
        ('[[Attack]]\nnouns = ["raid in town"]', 1, "no preposition"),
        ('[[Attack]]\nphrases = ["march to"]', 1, "is not verb"),
    ],
)  # fmt: skip
def test_says_what_is_wrong_and_where(tmp_path: Path, entry: str, line: int, message: str) -> None:
    with pytest.raises(ResourceError) as raised:
        load(tmp_path, entry)
    assert message in str(raised.value)
    assert str(raised.value).startswith(f"{tmp_path / 'war.toml'}:{line}: ")


def test_says_where_the_file_cannot_be_parsed(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"war\.toml: .*end of document"):
        load(tmp_path, "[[Attack]]\nverbs = [")


def test_a_listed_file_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="peace"):
        load(tmp_path, "", DEFAULTS.replace('"war"', '"peace"'))


def test_defaults_are_checked(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="unknown table"):
        load(tmp_path, "", DEFAULTS + "\n[[lihgt]]\nfills = 'subject'\n")


def test_what_is_fled_is_left_and_where_refuge_is_sought_is_reached() -> None:
    for lemma in ("flee", "escape"):
        frame = verb(lemma, subject={"Group"}, object=PLACE)
        assert frame is not None
        assert frame.roles["object"] == "origin"
    assert verb("escape", subject={"Person"}, object={"Event"}) is None
    refuge = [p.frame for p in lexicon.events().phrases("seek") if "refuge" in p.noun]
    assert {frame.roles["object"] for frame in refuge} == {"destination"}


def test_conceding_is_a_match_only_with_a_goal() -> None:
    assert cls(verb("concede", subject={"Person"})) != "Match"
    assert cls(verb("concede", subject={"Organization", "team"}, object={"goal"})) == "Match"


def test_ordering_lends_no_subject() -> None:
    assert lexicon.events().light("order") is None
