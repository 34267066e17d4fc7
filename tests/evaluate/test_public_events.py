"""Each public set is read, and compared with what was found, as docs/events.md says."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from treebank import FOLDERS, HARBOUR, TEXT, write_data

from kg.errors import ResourceError
from kg.evaluate.corpora import read_conllu
from kg.evaluate.events import public
from kg.evaluate.events.public import centcom, gum, mapping, plover, re3d
from kg.evaluate.events.public.ontology import is_class, lineage
from kg.evaluate.events.public.ontology import plover as plover_code
from kg.evaluate.events.tally import Tally
from kg.facts import (
    Article,
    Document,
    Entity,
    Event,
    Factuality,
    Mention,
    MentionKind,
    Participant,
    Qualifier,
    Span,
    Statement,
)

if TYPE_CHECKING:
    from spacy.language import Language

TREATY = "Kiel signed a pact with Odense before Ana Lund left for the Hanse Line."
RECORD = {
    "text": TREATY,
    "event": "AGREE",
    "textInfo": {"markup": "(SRC: Kiel) (EVT: signed) a (EVT:pact) with (TAR: Odense) before ..."},
    "source": [{"actorText": "Kiel", "code": "DEU"}],
    "target": [{"actorText": "city of Odense", "code": "DNK"}, {"actorText": "", "code": "X"}],
    "eventLoc": {"name": "Vejle"},
}


def place(text: str, words: str) -> Span:
    begin = text.index(words)
    return Span(begin, begin + len(words))


class Found:
    """A document put together by hand: entities by name, events by their words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.entities: list[Entity] = []
        self.mentions: list[Mention] = []
        self.events: list[Event] = []
        self.statements: list[Statement] = []

    def entity(
        self, name: str, *said: str, type_: Any = "Place", kind: MentionKind = "name"
    ) -> str:
        """An entity, mentioned by name and then by each of `said`."""
        key = f"e{len(self.entities) + 1}"
        self.entities.append(Entity(key, type_, name, (name,)))
        self.mention(key, name, kind)
        for words in said:
            self.mention(key, words, "nominal")
        return key

    def mention(self, entity: str, words: str, kind: MentionKind) -> None:
        number, span = len(self.mentions) + 1, place(self.text, words)
        self.mentions.append(Mention(f"m{number}", span, entity, "GPE", kind))

    def event(
        self, cls: str, words: str, *places: str, negative: bool = False, **roles: str
    ) -> str:
        """An event whose trigger is `words`; roles are entities by role."""
        key = f"v{len(self.events) + 1}"
        self.events.append(
            Event(
                key,
                cls,
                words,
                words,
                (place(self.text, words),),
                tuple(Participant(role, entity) for role, entity in roles.items()),
                places,
                factuality=Factuality("negative" if negative else "positive"),
            )
        )
        return key

    @property
    def document(self) -> Document:
        return Document(
            Article(self.text),
            tuple(self.entities),
            tuple(self.mentions),
            tuple(self.statements),
            tuple(self.events),
        )


def pact() -> Found:
    found = Found(TREATY)
    kiel, odense, ana = map(found.entity, ("Kiel", "Odense", "Ana Lund"))
    found.event("Agreement", "signed", agent=kiel, recipient=odense)
    found.event("Departure", "left", agent=ana)
    return found


def write_records(folder: Path, *rows: object) -> Path:
    path = folder / plover.FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


# Mapping


def test_plover_codes_come_from_the_nearest_class_above() -> None:
    assert lineage("SuicideBombing")[:3] == ("SuicideBombing", "Bombing", "Attack")
    assert plover_code("SuicideBombing") == "ASSAULT"
    assert plover_code("Airstrike") == "FIGHT"
    assert plover_code("Promise") == "AGREE"
    assert plover_code("Arrival") is None
    assert is_class("Arrival")
    assert not is_class("Claim")


def test_a_class_that_is_none_is_reported_with_its_file(tmp_path: Path) -> None:
    wrong = tmp_path / "mapping.toml"
    wrong.write_text(mapping.PATH.read_text("utf-8").replace('"Siege"', '"Seige"'), "utf-8")
    with pytest.raises(ResourceError, match=r"mapping\.toml: re3d\.FightingAgainst.*'Seige'"):
        mapping.load(wrong)


# PLOVER


def test_a_record_is_read(tmp_path: Path) -> None:
    described = {"event": "DOCUMENT", "id": "no record"}
    bare = {**RECORD, "textInfo": "(EVT: left)", "target": "diplomatic", "source": None}
    del bare["eventLoc"]
    one, other = plover.records(write_records(tmp_path, described, RECORD, bare))
    assert [TREATY[span.begin : span.end] for span in one.words] == ["signed", "pact"]
    assert (one.code, one.sources, one.targets) == ("AGREE", ("Kiel",), ("city of Odense",))
    assert one.place == "Vejle"
    assert [TREATY[span.begin : span.end] for span in other.words] == ["left"]
    assert (other.sources, other.targets, other.place) == ((), (), None)


def test_what_is_no_file_of_records(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"plover-gold-records\.txt: no file of PLOVER"):
        plover.records(tmp_path / plover.FILE)
    with pytest.raises(ResourceError, match="KeyError"):
        plover.records(write_records(tmp_path, {"text": TREATY}))


def test_types_and_actors_of_a_record(tmp_path: Path) -> None:
    (record,) = plover.records(write_records(tmp_path, RECORD))
    tally = Tally()
    reading = plover.Reading(record, pact().document)
    reading.count(tally)
    assert reading.outcome == "right"
    assert tally.row(plover.WORDS) == {"P": 100, "R": 100, "F1": 100, "gold": 1}
    assert tally.row(plover.SOURCE)["F1"] == tally.row(plover.TARGET)["F1"] == 100
    assert tally.row(plover.PLACE) == {"P": 0, "R": 0, "F1": 0, "gold": 1}


@pytest.mark.parametrize(
    ("cls", "words", "outcome"),
    [
        ("Meeting", "signed", "other type"),
        ("Founding", "signed", "class without a type"),
        ("Event", "pact", "plain event"),
        ("Agreement", "left", "no event"),
    ],
)
def test_what_became_of_a_type(tmp_path: Path, cls: str, words: str, outcome: str) -> None:
    (record,) = plover.records(write_records(tmp_path, RECORD))
    found = Found(TREATY)
    found.event(cls, words)
    assert plover.Reading(record, found.document).outcome == outcome


@pytest.mark.parametrize(
    ("actor", "name", "alike"),
    [
        ("Danish army", "the army of Denmark", True),
        ("U.S.", "US", True),
        ("Odense's mayor Ana Lund", "Lund", True),
        ("Ana Lund", "Rolf Berg", False),
        ("Bank of Kiel", "University of Odense", False),
        ("United Hanse Lines", "United Arab Danish Republic", False),
    ],
)
def test_names_of_actors(actor: str, name: str, alike: bool) -> None:
    assert plover.is_alike(actor, [name]) is alike


# re3d


def related(found: Found, *relations: tuple[str, str, str]) -> re3d.Score:
    """The score of relations (type, source, target) against what was found; all words of the
    relations are entities."""
    spans = [
        re3d.Related(type_, place(found.text, source), place(found.text, target))
        for type_, source, target in relations
    ]
    entities = {span for each in spans for span in (each.source, each.target)}
    score = re3d.Score()
    re3d.count(re3d.Report(found.text, tuple(entities), tuple(spans)), found.document, score)
    return score


def test_a_symmetric_relation_counts_once() -> None:
    score = related(pact(), ("CommWith", "Kiel", "Odense"), ("CommWith", "Odense", "Kiel"))
    row = score.row(["CommWith"])
    assert (row["P"], row["R"], row["F1"], row["R, both"]) == (100, 100, 100, 100)
    assert (row["gold"], row["both"], row["found"]) == (1, 1, 1)


def test_a_relation_whose_entity_was_not_found() -> None:
    score = related(pact(), ("CommWith", "Kiel", "Odense"), ("CommWith", "Kiel", "Hanse Line"))
    assert (score.gold["CommWith"], score.reached["CommWith"], score.met["CommWith"]) == (2, 1, 1)


def test_what_is_denied_is_not_found() -> None:
    found = Found("Rebels did not attack Kiel.")
    rebels, kiel = found.entity("Rebels"), found.entity("Kiel")
    found.event("Shelling", "attack", agent=rebels, target=kiel, negative=True)
    assert not related(found, ("FightingAgainst", "Rebels", "Kiel")).found.total()
    found.event("Shelling", "attack", agent=rebels, target=kiel)
    assert related(found, ("FightingAgainst", "Kiel", "Rebels")).met["FightingAgainst"] == 1


def test_a_title_stands_for_nobody_where_there_is_a_name() -> None:
    found = Found("Harbour master Ana Lund went to Kiel.")
    role = found.entity("Harbour master", type_="Role")
    ana = found.entity("Ana Lund", type_="Person")
    meanings = re3d.Meanings(found.document)
    assert meanings.at(place(found.text, "Harbour master Ana Lund")) == {ana}
    assert meanings.at(place(found.text, "Harbour master")) == {role}
    assert meanings.at(place(found.text, "went to")) == set()


def test_statements_have_a_direction() -> None:
    found = Found("Ana Lund runs the Hanse Line in Kiel.")
    ana, line, kiel = map(found.entity, ("Ana Lund", "Hanse Line", "Kiel"))
    found.statements = [
        Statement("s1", line, "P169", ana, ()),
        Statement("s2", ana, "P39", kiel, (), qualifiers=(Qualifier("P642", line),)),
        Statement("s3", line, "P571", "1901", (), is_entity=False),
    ]
    for type_ in ("BelongsTo", "InChargeOf"):
        assert re3d.pairs(found.document, mapping.load().re3d[type_]) == {(ana, line)}
    score = related(found, ("InChargeOf", "Hanse Line", "Ana Lund"))
    assert (score.found["InChargeOf"], score.right["InChargeOf"]) == (1, 0)


def test_an_event_may_itself_be_at_a_place() -> None:
    found = Found("The raid near Kiel failed.")
    found.event("Attack", "raid", found.entity("Kiel"))
    assert related(found, ("CoLocated", "The raid", "Kiel")).met["CoLocated"] == 1


# GUM


def harbour(tmp_path: Path, visitor: str, *, pronoun: str | None = None) -> Counter[str]:
    """The counts of the small treebank when `visitor` is found to visit the city."""
    path = tmp_path / "GUM_news_harbour.conllu"
    path.write_text(HARBOUR, "utf-8")
    ((_, trees),) = read_conllu(path)
    found = Found(TEXT)
    ana = found.entity("Ana Lund")
    odense = found.entity("Odense", "the city")
    if pronoun:
        found.mention(odense, pronoun, "pronoun")
    agent = {"Ana Lund": ana, "Odense": odense}[visitor]
    found.event("Visit", "visit", agent=agent, target=odense)
    counts = Counter[str]()
    gum.Reading(trees, found.document).count(counts)
    return counts


def test_participants_agree_with_tree_and_coreference(tmp_path: Path) -> None:
    counts = harbour(tmp_path, "Ana Lund")
    assert (counts["fillers"], counts["agreeing"]) == (2, 2)
    assert (counts["arguments"], counts["reached"]) == (2, 2)
    assert (counts["named verbs"], counts["met"], counts["met, classed"]) == (2, 1, 1)


def test_who_is_no_argument_does_not_agree(tmp_path: Path) -> None:
    counts = harbour(tmp_path, "Odense", pronoun="Mayor")
    assert (counts["fillers"], counts["agreeing"]) == (1, 1)
    assert (counts["arguments"], counts["reached"]) == (2, 1)


def test_the_row_of_a_split() -> None:
    counts = Counter(words=200, events=10, classed=5, fillers=4, agreeing=3, texts=1)
    row = gum.row(counts)
    assert (row["in 100 words"], row["with class"], row["P"], row["R"]) == (5, 50, 75, 0)


def test_arguments_are_shared_by_coordination_and_control(tmp_path: Path) -> None:
    rows = [
        ("Ana", "PROPN", 2, "nsubj"),
        ("came", "VERB", 0, "root"),
        ("and", "CCONJ", 4, "cc"),
        ("promised", "VERB", 2, "conj"),
        ("to", "PART", 6, "mark"),
        ("help", "VERB", 4, "xcomp"),
        ("Bo", "PROPN", 6, "obj"),
    ]
    lines = [
        f"{number}\t{word}\t{word}\t{upos}\t_\t_\t{head}\t{label}\t_\t_"
        for number, (word, upos, head, label) in enumerate(rows, 1)
    ]
    path = tmp_path / "one.conllu"
    path.write_text("# newdoc id = one\n" + "\n".join(lines) + "\n\n", "utf-8")
    ((_, trees),) = read_conllu(path)
    words = gum.Words(trees)
    assert words.arguments(5) >= {0, 6}
    assert words.arguments(1) == {0}


# CENTCOM

LISTS = """\
Denmark
* Near Odense, one strike destroyed a crane.
.    Near Al Kiel, five airstrikes engaged two units; and damaged a mill.
Near the port, Ana Lund waited."""


def test_lines_of_lists() -> None:
    listed = [LISTS[s.place.begin : s.place.end] for s in centcom.strikes(LISTS)]
    assert listed == ["Odense", "Al Kiel"]


def test_a_strike_needs_its_class_and_place() -> None:
    found = Found(LISTS)
    odense, kiel = found.entity("Odense"), found.entity("Al Kiel")
    found.event("Airstrike", "one strike", odense)
    found.event("Airstrike", "five airstrikes", odense)
    found.event("Destruction", "damaged", kiel)
    one, other = [centcom.count(strike, found.document) for strike in centcom.strikes(LISTS)]
    assert (one["met"], one["right"], one["found"], one["placed"]) == (1, 1, 1, 1)
    assert (other["met"], other["right"], other["found"], other["placed"]) == (0, 0, 1, 1)


# All of them


def test_not_the_data_folder(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="give the data folder"):
        public.measure(None, tmp_path)  # type: ignore[arg-type]


@pytest.mark.pipeline
def test_all_sets_are_measured(tmp_path: Path, nlp: Language) -> None:
    data = write_data(tmp_path)
    write_records(data, RECORD)
    for name in FOLDERS:
        (data / "re3d" / name / "relations.json").write_text("", "utf-8")
    watched: list[str] = []
    rows = public.measure(nlp, data, watched.append)
    assert watched == list(public.SETS)
    assert rows["PLOVER: all"]["records"] == 1
    assert rows["GUM news dev"]["words"] == 18
    assert rows["re3d held out"]["gold"] == 0
    assert "GUM news dev" in public.report(rows)
    assert json.loads(json.dumps(rows)) == rows
