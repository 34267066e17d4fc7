"""Features, scores, and the choice between items and none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.wikidata.building.build import build
from kg.wikidata.features import Context, Named, distance_km, settings
from kg.wikidata.ranking import context_of, rank, score
from kg.wikidata.store import Store

FACTS = Path(__file__).parent / "facts.jsonl"
DAY = date(2015, 5, 18)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Store:
    path = tmp_path_factory.mktemp("kb") / "tiny.kb"
    build([FACTS], path, name="tiny")
    return Store(path)


def features(
    base: Store, qid: str, named: Named, context: Context | None = None
) -> dict[str, float]:
    found = {ranked.candidate.qid: ranked for ranked in rank(base, named, context)}
    return dict(found[qid].features)


def test_score_is_the_weighted_sum() -> None:
    assert score({"one": 2.0, "two": -1.0}, {"bias": 0.5, "one": 3.0, "two": 4.0}) == 2.5


def test_probabilities_leave_room_for_no_item(base: Store) -> None:
    ranked = rank(base, Named(("Georgia",), "LOC"))
    assert 0.5 < sum(row.probability for row in ranked) < 1.0
    assert [row.score for row in ranked] == sorted((row.score for row in ranked), reverse=True)


def test_every_feature_has_a_weight(base: Store) -> None:
    found = features(base, "Q192961", Named(("Ramadi",), "LOC"))
    tables = settings()
    assert set(found) | {"bias"} == set(tables["weights"])
    assert set(tables["weights"]) == set(tables["start"]) == set(tables["meaning"])


def test_context_turns_the_choice(base: Store) -> None:
    named = Named(("Georgia",), "LOC")
    america = context_of(base, [("Q30", 0.9), ("Q23556", 0.9), ("Q14213", 0.9)])
    caucasus = context_of(base, [("Q994", 0.9), ("Q25475", 0.9)])
    assert rank(base, named, america)[0].candidate.qid == "Q1428"
    assert rank(base, named, caucasus)[0].candidate.qid == "Q230"


def test_nearness_and_countries_of_the_context(base: Store) -> None:
    context = context_of(base, [("Q192961", 1.0), ("Q30", 0.5)])
    assert context.countries == {"Q796": 1.0, "Q30": 0.5}
    found = features(base, "Q187334", Named(("Anbar",), "LOC"), context)
    assert found["country"] == pytest.approx(2 / 3)
    assert 0.3 < found["near"] < 0.7


def test_distance_of_two_cities() -> None:
    assert distance_km((41.7153, 44.845), (41.6, 41.63)) == pytest.approx(267, abs=3)


def test_type_of_the_name_counts(base: Store) -> None:
    place = features(base, "Q192961", Named(("Ramadi",), "LOC"))
    person = features(base, "Q192961", Named(("Ramadi",), "PERSON"))
    assert place["type"] == 1.0
    assert person["type"] < 0.0


def test_demonym_fits_a_nationality_and_no_person(base: Store) -> None:
    fits = [
        features(base, "Q796", Named(("Iraqi",), label))["type"]
        for label in ("NORP", "LOC", "ORG", "PERSON")
    ]
    assert fits == [1.0, 1.0, -1.0, -3.0]


def test_office_beside_the_name_on_the_day(base: Store) -> None:
    beside = frozenset({"prime", "minister", "ordered"})
    abadi = Named(("Haider al-Abadi",), "PERSON", (beside,), published=DAY)
    now = features(base, "Q5639013", abadi)
    assert (now["title"], now["office"]) == (1.0, 1.0)
    before = replace(abadi, published=date(2010, 1, 1))
    assert features(base, "Q5639013", before)["title"] == 0.5
    assert features(base, "Q5639013", before)["office"] == 0.0


def test_namesake_of_the_wrong_time_loses(base: Store) -> None:
    named = Named(("Dora Kestrel",), "PERSON", published=DAY)
    ranked = rank(base, named)
    assert [row.candidate.qid for row in ranked] == ["Q990000001", "Q990000002"]
    assert ranked[1].features["era"] == 1.0
    assert ranked[0].probability > 0.5 > ranked[1].probability


def test_description_that_fits_the_words_beside(base: Store) -> None:
    beside = frozenset({"novelist", "american", "wrote"})
    ranked = rank(base, Named(("Dora Kestrel",), "PERSON", (beside,)))
    assert ranked[0].candidate.qid == "Q990000002"
    assert ranked[0].features["description"] == 2.0


def test_part_of_a_fuller_name_is_no_name(base: Store) -> None:
    named = Named(("Marcus Kestrel", "Kestrel"), "PERSON")
    ranked = rank(base, named)
    assert {row.candidate.qid for row in ranked} == {"Q990000001", "Q990000003"}
    assert all(row.features["partial"] == 1.0 for row in ranked)
    assert sum(row.probability for row in ranked) < 0.1


def test_surname_alone_links_only_the_well_known(base: Store) -> None:
    assert rank(base, Named(("Kestrel",), "PERSON"))[0].probability < 0.2


def test_all_full_names_should_agree(base: Store) -> None:
    named = Named(("Islamic State", "WHO"), "ORG")
    assert features(base, "Q2429253", named)["agreement"] == -0.5
    both = Named(("Islamic State", "ISIS"), "ORG")
    assert features(base, "Q2429253", both)["agreement"] == 0.0
    person = Named(("Haider al-Abadi", "Abadi"), "PERSON")
    assert features(base, "Q5639013", person)["agreement"] == 0.0


def test_unknown_name_has_no_candidate(base: Store) -> None:
    assert rank(base, Named(("Tarn Holloway",), "PERSON")) == []


def test_a_bare_name_is_the_city_rather_than_its_region() -> None:
    shipped = Store()
    best = rank(shipped, Named(("Timbuktu",), "LOC"))[0]
    assert (best.candidate.qid, best.candidate.kind) == ("Q9427", "city")
    assert rank(shipped, Named(("Anbar",), "LOC"))[0].candidate.qid == "Q187334"


def test_titles_in_a_name_stand_beside_it() -> None:
    assert "president" in Named(("President Kestrel",), "PERSON").beside


def test_a_rare_last_name_says_more_than_a_common_one(base: Store) -> None:
    found = features(base, "Q990000001", Named(("Kestrel",), "PERSON"))
    assert (found["surname"], found["words"], found["shared"]) == (1.0, 0.0, 0.0)
    shipped = Store()
    named = [Named((name,), "PERSON") for name in ("Smith", "Merkel")]
    common, rare = (rank(shipped, each)[0].features["shared"] for each in named)
    assert common > rare + 0.5


def test_places_beside_words_of_sport_are_often_teams(base: Store) -> None:
    match, siege = frozenset({"goalkeeper"}), frozenset({"lost", "army"})
    named = Named(("Ramadi",), "LOC", (match, siege, frozenset({"beat", "season"})))
    assert features(base, "Q192961", named)["sport"] == pytest.approx(2 / 3)


def test_another_gender_speaks_against_a_person(base: Store) -> None:
    him, her = (Named(("Haider al-Abadi",), "PERSON", gender=one) for one in ("male", "female"))
    assert features(base, "Q5639013", him)["gender"] == 0.0
    assert features(base, "Q5639013", her)["gender"] == 1.0
    assert rank(base, her)[0].probability < 0.5 < rank(base, him)[0].probability
